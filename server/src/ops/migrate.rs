//! Moves a site from its database into another one, empty, of either kind: the same rows, held against each other.
//!
//! It is a move and no copy: sessions and links live on, and the old database must not be served again.

use crate::store::whole::{Digest, Digesting, Kind, Table, Whole};
use anyhow::{Context, bail};
use domain::journal::Timestamp;
use futures::TryStreamExt;
use serde_json::Value;

/// Rows that are held in memory at once.
const AT_ONCE: usize = 500;

/// A table that was moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The table.
    pub table: String,
    /// Its rows, the same here and there.
    pub digest: Digest,
}

/// Moves everything from the database at `from` into the empty one at `to`. Leases that still run at `now` are taken for a
/// server that does; nothing is asked where the operator says that all are stopped.
///
/// # Errors
/// A sentence; then nothing was kept at `to`.
pub async fn migrate(from: &str, to: &str, now: Option<Timestamp>) -> anyhow::Result<Vec<Moved>> {
    let mut source = super::backup::open(from).await?;
    if let Some((job, _)) = busy(&mut source, now).await? {
        bail!(
            "a server held the job `{job}` until a moment ago: what it writes after the move is lost. Stop every server, and say \
             so with --servers-are-stopped"
        );
    }
    let mut snapshot = source.snapshot().await?;
    let mut target = Whole::open_or_make(to).await.context("the database to move to cannot be opened")?;
    let mut filling = target.fill(snapshot.schema()).await.context("this is no place to move to")?;
    let mut moved = Vec::new();
    for table in snapshot.tables().to_vec() {
        let (mut digest, mut rows) = (Digesting::default(), Vec::<Vec<Value>>::new());
        let mut lines = std::pin::pin!(snapshot.lines(&table));
        while let Some(line) = lines.try_next().await? {
            digest.add(&line);
            rows.push(movable(&table, &line)?);
            if rows.len() == AT_ONCE {
                filling.add(&table, &rows).await?;
                rows.clear();
            }
        }
        filling.add(&table, &rows).await?;
        let (digest, there) = (digest.end(), filling.digest(&table).await?);
        if digest != there {
            bail!(
                "the rows of {} came out different ({} of {}); nothing was kept",
                table.name,
                there.rows,
                digest.rows
            );
        }
        moved.push(Moved { table: table.name.clone(), digest });
    }
    filling.commit().await?;
    target.close().await;
    Ok(moved)
}

/// A job that some server holds at `now`.
async fn busy(source: &mut Whole, now: Option<Timestamp>) -> anyhow::Result<Option<(String, Timestamp)>> {
    let Some(now) = now else { return Ok(None) };
    Ok(source.leases().await?.into_iter().find(|(_, until)| *until > now))
}

/// The values of a row; PostgreSQL takes no NUL, which no text of Assay holds.
fn movable(table: &Table, line: &str) -> anyhow::Result<Vec<Value>> {
    let values = table.values(line).with_context(|| format!("a row of {} cannot be read", table.name))?;
    for ((column, kind), value) in table.columns.iter().zip(&values) {
        if *kind == Kind::Text && value.as_str().is_some_and(|text| text.contains('\0')) {
            bail!("a text in {} of {} holds a NUL character, which PostgreSQL cannot store", column, table.name);
        }
    }
    Ok(values)
}

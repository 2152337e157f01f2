//! Writes a backup of a site while it serves: all tables as of one moment, and the evidence that they name.
//!
//! Evidence is stored under its hash and kept for a day after it is forgotten, so that the files of a moment can be read
//! after it. A file that is not there, or has other bytes, ends the backup: a backup that lacks something is none.

use super::archive::{self, End, FORMAT, Manifest, Part, What, Writing};
use crate::error::Error;
use crate::files::{Files, Location};
use crate::store::whole::{Digest, Digesting, NamedFile, Snapshot, Table, Whole};
use anyhow::{Context, bail};
use domain::journal::{Timestamp, hex};
use futures::TryStreamExt;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tokio::sync::mpsc;

/// Bytes of rows after which a new part begins.
const ROWS_PART: usize = 1 << 20;

/// What to back up.
#[derive(Debug, Clone)]
pub struct Source {
    /// The database.
    pub url: String,
    /// Where the evidence is.
    pub files: Location,
    /// Whether the evidence goes into the backup though it is in a bucket.
    pub with_files: bool,
}

/// A backup that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// What it says of itself.
    pub manifest: Manifest,
    /// What is in it.
    pub end: End,
    /// Its size in bytes.
    pub size: u64,
}

/// Writes a backup to `path`, as of `now`.
///
/// # Errors
/// A sentence; then there is no such backup.
pub async fn backup(source: &Source, path: &Path, now: Timestamp) -> anyhow::Result<Made> {
    let mut whole = open(&source.url).await?;
    let mut beside = open(&source.url).await?;
    let (parts, written) = writing(path, u64::try_from(now.0 / 1000).unwrap_or(0))?;
    let read = all(source, &mut whole, &mut beside, &parts, now).await;
    let is_whole = read.is_ok();
    drop(parts);
    // Without an end the file stays beside its place and is taken away.
    let (size, is_sealed) = match (written.await?, is_whole) {
        // Whatever keeps a sealed backup from its place, it is one, and the error says where it is.
        (Ok(writing), true) => (tokio::task::spawn_blocking(move || writing.end()).await?, true),
        (Ok(_), false) => (Ok(0), false),
        (Err(error), _) => (Err(error), false),
    };
    if !is_sealed {
        let _removed = std::fs::remove_file(archive::part_beside(path));
    }
    // That nobody takes parts any more is no reason of its own.
    let size = size?;
    let (manifest, end) = read?;
    Ok(Made { manifest, end, size })
}

/// The database of a site, which must be there.
pub(super) async fn open(url: &str) -> anyhow::Result<Whole> {
    Whole::open(url).await.context("there is no database to read; --data-dir or --database-url says where it is")
}

type Written = tokio::task::JoinHandle<anyhow::Result<Writing>>;

/// Takes parts and writes them, on a thread of its own.
fn writing(path: &Path, of: u64) -> anyhow::Result<(mpsc::Sender<Part>, Written)> {
    let path: PathBuf = path.to_owned();
    let mut writing = Writing::begin(&path, of)?;
    let (parts, mut come) = mpsc::channel::<Part>(2);
    let written = tokio::task::spawn_blocking(move || {
        while let Some(part) = come.blocking_recv() {
            writing.add(&part)?;
        }
        Ok(writing)
    });
    Ok((parts, written))
}

async fn all(
    source: &Source,
    whole: &mut Whole,
    beside: &mut Whole,
    parts: &mpsc::Sender<Part>,
    at: Timestamp,
) -> anyhow::Result<(Manifest, End)> {
    let database = archive::name_of(whole.backend()).to_owned();
    let mut snapshot = whole.snapshot().await?;
    let manifest = Manifest {
        format: FORMAT.to_owned(),
        program: env!("CARGO_PKG_VERSION").to_owned(),
        schema: snapshot.schema(),
        at,
        database,
        tables: snapshot.tables().to_vec(),
        files_at: source.files.to_string(),
        with_files: source.with_files || matches!(source.files, Location::Folder(_)),
    };
    send(parts, archive::MANIFEST.to_owned(), serde_json::to_vec_pretty(&manifest)?).await?;
    let mut tables = BTreeMap::new();
    for table in &manifest.tables {
        tables.insert(table.name.clone(), rows(&mut snapshot, table, parts).await?);
    }
    let named = snapshot.files().await?;
    drop(snapshot);
    let mut end = End { tables, files: 0, bytes: 0, gone: vec![] };
    if manifest.with_files {
        evidence(&Files::at(source.files.clone(), PathBuf::new()), named, beside, parts, &mut end).await?;
    }
    send(parts, archive::END.to_owned(), serde_json::to_vec_pretty(&end)?).await?;
    Ok((manifest, end))
}

async fn send(parts: &mpsc::Sender<Part>, name: String, bytes: Vec<u8>) -> anyhow::Result<()> {
    parts.send(Part { name, bytes }).await.map_err(|_| anyhow::anyhow!("the backup could not be written"))
}

/// Sends the rows of a table.
async fn rows(snapshot: &mut Snapshot<'_>, table: &Table, parts: &mpsc::Sender<Part>) -> anyhow::Result<Digest> {
    let (mut digest, mut text, mut place) = (Digesting::default(), Vec::new(), 0);
    let mut lines = std::pin::pin!(snapshot.lines(table));
    while let Some(line) = lines.try_next().await? {
        digest.add(&line);
        text.extend_from_slice(line.as_bytes());
        text.push(b'\n');
        if text.len() >= ROWS_PART {
            place += 1;
            send(parts, What::path_of_rows(&table.name, place), std::mem::take(&mut text)).await?;
        }
    }
    if !text.is_empty() {
        send(parts, What::path_of_rows(&table.name, place + 1), text).await?;
    }
    Ok(digest.end())
}

/// Sends the files; ends when one is missing or changed that the database still names.
async fn evidence(
    files: &Files,
    named: Vec<NamedFile>,
    beside: &mut Whole,
    parts: &mpsc::Sender<Part>,
    end: &mut End,
) -> anyhow::Result<()> {
    for file in named {
        let bytes = match files.open(&file.org, &file.hash).await {
            Ok(found) => found.bytes().await.map_err(Error::from)?,
            Err(error) => {
                if beside.names_file(&file).await? {
                    bail!(
                        "{error}: the backup would lack it. `assay doctor` lists every file that is missing or changed"
                    );
                }
                end.gone.push(file);
                continue;
            }
        };
        if hex(&Sha256::digest(&bytes)) != file.hash.as_str() {
            let (place, NamedFile { org, hash }) = (files.location(), &file);
            bail!(
                "{place} holds other bytes under the name of the file {hash} of organisation {org}; put the right file back first"
            );
        }
        end.files += 1;
        end.bytes += bytes.len() as u64;
        send(parts, What::path_of(&file), bytes.to_vec()).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_file_that_is_forgotten_while_the_backup_runs_is_noted_and_one_that_is_missing_ends_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let url = crate::store::sqlite_url(&folder.path().join("assay.db"));
        let (kept, gone) = ("aa".repeat(32), "bb".repeat(32));
        let mut whole = Whole::open_or_make(&url).await.expect("a database");
        let mut filling = whole.fill(crate::store::whole::newest()).await.expect("tables");
        let table = filling.tables().iter().find(|table| table.name == "evidence_file").cloned().expect("the table");
        let row = |hash: &str, state: &str| {
            let line = format!(r#"["o1","{hash}","n.txt","text/plain",1,"{state}",1]"#);
            table.values(&line).expect("a row")
        };
        filling.add(&table, &[row(&kept, "attached"), row(&gone, "leaving")]).await.expect("added");
        filling.commit().await.expect("kept");
        let named = |hash: &str| NamedFile { org: "o1".parse().expect("an id"), hash: hash.parse().expect("a hash") };
        let files = Files::at(Location::Folder(folder.path().join("files")), PathBuf::new());
        let (parts, _come) = mpsc::channel(2);
        let mut end = End { tables: BTreeMap::new(), files: 0, bytes: 0, gone: vec![] };
        // As the snapshot saw both; the sweeper came since.
        evidence(&files, vec![named(&gone)], &mut whole, &parts, &mut end).await.expect("it is forgotten");
        assert_eq!(end.gone, [named(&gone)]);
        let told = evidence(&files, vec![named(&kept)], &mut whole, &parts, &mut end).await.expect_err("it is missing");
        assert!(told.to_string().contains(&kept), "{told}");
    }
}

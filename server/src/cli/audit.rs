//! `assay audit verify` walks every chain and names what was tampered with, and on demand every row that is not as the
//! journal makes it; `assay audit head` exports all heads, signed; `assay audit key` prints the public key.
//!
//! A copy of the heads kept elsewhere finds even someone who rewrote a whole stream.

use super::database::DatabaseArgs;
use crate::clock::Clock;
use crate::heads;
use crate::record::check_rows;
use crate::state::AppState;
use crate::store::Head;
use crate::store::audit::Audit;
use anyhow::{Context, bail};
use clap::Subcommand;
use std::path::{Path, PathBuf};

/// What to do with the journal.
#[derive(Debug, Clone, Subcommand)]
pub enum AuditCommand {
    /// Walks every chain; ends with 1 when anything is not as it was written.
    Verify {
        /// Heads exported earlier: a file of `assay audit head`, or one that the server writes each day.
        #[arg(long)]
        heads: Option<PathBuf>,
        /// The public key that must have signed the heads, as `assay audit key` printed it; without one, this site's own.
        #[arg(long, requires = "heads")]
        key: Option<String>,
        /// Holds the rows of all lists against the journal too.
        #[arg(long)]
        rows: bool,
    },
    /// Prints where every stream stands, one JSON object a line, signed.
    Head,
    /// Prints the public key that signs the heads.
    Key,
}

/// Runs `assay audit`.
///
/// # Errors
/// When something was tampered with, or the database does not answer.
pub async fn run(database: DatabaseArgs, command: AuditCommand) -> anyhow::Result<()> {
    let state = database.open_records().await?;
    let outcome = match command {
        AuditCommand::Head => {
            let key = heads::key(&state.store).await?;
            print!("{}", heads::signed(&state.store.heads().await?, &key, Clock::System.now())?);
            Ok(())
        }
        AuditCommand::Key => {
            println!("{}", heads::public(&heads::key(&state.store).await?));
            Ok(())
        }
        AuditCommand::Verify { heads, key, rows } => verify(&state, heads.as_deref(), key, rows).await,
    };
    state.store.close().await;
    outcome
}

async fn verify(state: &AppState, path: Option<&Path>, key: Option<String>, rows: bool) -> anyhow::Result<()> {
    let exported = match path {
        Some(path) => read_heads(state, path, key).await?,
        None => vec![],
    };
    let audit = state.store.verify(&exported).await?;
    for found in &audit.found {
        println!("{found}");
    }
    for erased in &audit.redacted {
        println!("{erased}");
    }
    let Audit { records, streams, found, redacted } = &audit;
    println!("{records} records of {streams} streams, {} erased, {} faults", redacted.len(), found.len());
    let mut askew = 0;
    if rows {
        for (org, name) in state.store.organisations().await? {
            let faults = check_rows(state, &org, state.clock.today()).await?;
            faults.iter().for_each(|fault| println!("{name}: {fault}"));
            askew += faults.len();
        }
        println!("{askew} rows differ from the journal");
    }
    if !audit.found.is_empty() {
        bail!("the journal is not as it was written");
    }
    if askew > 0 {
        bail!("rows are not as the journal makes them; `assay rebuild` makes them anew");
    }
    Ok(())
}

/// Reads heads and holds their signature against `key`, or this site's own.
async fn read_heads(state: &AppState, path: &Path, key: Option<String>) -> anyhow::Result<Vec<Head>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let key = match key {
        Some(key) => key.trim().to_lowercase(),
        None => heads::public(&heads::key(&state.store).await?),
    };
    let (heads, at) = heads::read(&text, &key).with_context(|| format!("{} cannot be used", path.display()))?;
    println!("heads of {} streams, signed on {}", heads.len(), at.date());
    Ok(heads)
}

//! `assay audit verify` walks every chain and names what was tampered with; `assay audit head` exports all heads.
//!
//! A copy of the heads kept elsewhere finds even someone who rewrote a whole stream.

use super::database::DatabaseArgs;
use crate::store::Head;
use crate::store::audit::Audit;
use anyhow::{Context, bail};
use clap::Subcommand;
use std::path::PathBuf;

/// What to do with the journal.
#[derive(Debug, Clone, Subcommand)]
pub enum AuditCommand {
    /// Walks every chain; ends with 1 when anything is not as it was written.
    Verify {
        /// Heads exported earlier, one JSON object a line.
        #[arg(long)]
        heads: Option<PathBuf>,
    },
    /// Prints where every stream stands, one JSON object a line.
    Head,
}

/// Runs `assay audit`.
///
/// # Errors
/// When something was tampered with, or the database does not answer.
pub async fn run(database: DatabaseArgs, command: AuditCommand) -> anyhow::Result<()> {
    let store = database.open().await?;
    match command {
        AuditCommand::Head => {
            for head in store.heads().await? {
                println!("{}", serde_json::to_string(&head)?);
            }
        }
        AuditCommand::Verify { heads } => {
            let exported = heads.map(|path| read_heads(&path)).transpose()?.unwrap_or_default();
            let audit = store.verify(&exported).await?;
            for found in &audit.found {
                println!("{found}");
            }
            for erased in &audit.redacted {
                println!("{erased}");
            }
            let Audit { records, streams, found, redacted } = &audit;
            println!("{records} records of {streams} streams, {} erased, {} faults", redacted.len(), found.len());
            if !audit.found.is_empty() {
                bail!("the journal is not as it was written");
            }
        }
    }
    store.close().await;
    Ok(())
}

fn read_heads(path: &std::path::Path) -> anyhow::Result<Vec<Head>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(number, line)| {
            serde_json::from_str(line).with_context(|| format!("{} line {}", path.display(), number + 1))
        })
        .collect()
}

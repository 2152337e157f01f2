//! `assay files copy`: moves a site's evidence to another place, such as from a folder to a bucket, while it serves.
//!
//! What to copy is what the database names, not what lies around. It may be run again: what is there already stays.

use super::database::DatabaseArgs;
use crate::files::{Copied, Files, Location};
use crate::store::Store;
use anyhow::bail;
use clap::Subcommand;
use domain::id::{FileHash, OrgId};

/// What to do with evidence.
#[derive(Debug, Clone, Subcommand)]
pub enum FilesCommand {
    /// Copies all evidence that the database names; ends with 1 when a file is missing. Every copy is read back.
    Copy {
        /// Where it is: a folder or s3://bucket/prefix.
        #[arg(long)]
        from: Location,
        /// Where it is to be: a folder or s3://bucket/prefix.
        #[arg(long)]
        to: Location,
    },
}

/// How many files had which fate.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Copying {
    /// Copied and read back.
    pub copied: u64,
    /// Bytes of these.
    pub bytes: u64,
    /// There already.
    pub present: u64,
    /// Not to be had, each with the reason.
    pub failed: Vec<String>,
}

/// Runs `assay files`.
///
/// # Errors
/// When the database or a store cannot be reached, or a file is missing.
pub async fn run(database: DatabaseArgs, command: FilesCommand) -> anyhow::Result<()> {
    let FilesCommand::Copy { from, to } = command;
    let store = database.open().await?;
    let own = database.data_dir.join("files");
    let (from, to) = (Files::at(from, own.clone()), Files::at(to, own));
    let outcome = copy(&store, &from, &to).await;
    store.close().await;
    let Copying { copied, bytes, present, failed } = outcome?;
    for reason in &failed {
        println!("{reason}");
    }
    println!("{copied} files copied ({bytes} bytes), {present} were there, {} missing", failed.len());
    if !failed.is_empty() {
        bail!("not every file could be copied to {}; the lines above name them", to.location());
    }
    println!(
        "Start every node with --files {} from now on, then run this once more for what came in between.",
        to.location()
    );
    Ok(())
}

/// Copies every file that the database names.
///
/// # Errors
/// When the database or a store cannot be reached.
pub async fn copy(store: &Store, from: &Files, to: &Files) -> anyhow::Result<Copying> {
    let mut done = Copying::default();
    let mut last: Option<(OrgId, FileHash)> = None;
    loop {
        let files = store.kept_files(last.as_ref()).await?;
        let Some(end) = files.last().cloned() else { return Ok(done) };
        for (org, hash) in files {
            match to.copy_from(from, &org, &hash).await? {
                Copied::Copied(bytes) => {
                    done.copied += 1;
                    done.bytes += bytes;
                }
                Copied::Present => done.present += 1,
                Copied::Missing => done.failed.push(format!("{org}/{hash}: not in {}", from.location())),
                Copied::Changed => done.failed.push(format!("{org}/{hash}: {} holds other bytes", from.location())),
            }
        }
        last = Some(end);
    }
}

//! `assay restore FILE`: brings a backup into an empty place and says what was ended and what to do next.
//!
//! The whole backup is read first; where it is not whole, or the place not empty, nothing is written.

use super::backup::{moment, tell};
use super::database::DatabaseArgs;
use super::org::first_account_link;
use crate::clock::Clock;
use crate::ops::archive::check;
use crate::ops::restore::{Restored, Target, must_be_empty, restore};
use anyhow::bail;
use clap::Args;
use std::path::PathBuf;

/// Flags of `assay restore`.
#[derive(Debug, Clone, Args)]
pub struct RestoreArgs {
    /// Where the site is to be.
    #[command(flatten)]
    pub database: DatabaseArgs,
    /// The backup.
    pub file: PathBuf,
    /// Takes a backup whose journal is not as it was written, when there is no better one.
    #[arg(long)]
    pub accept_faults: bool,
}

/// Runs `assay restore`.
///
/// # Errors
/// When the backup is not whole, the place is not empty, or something cannot be written; then there is no site there.
pub async fn run(args: RestoreArgs) -> anyhow::Result<()> {
    let RestoreArgs { database, file, accept_faults } = args;
    let target = Target { url: database.url(), files: database.files_or_folder(), accept_faults };
    let backup = check(&file).await?;
    tell(&backup.manifest, &backup.end);
    must_be_empty(&target, &backup).await?;
    let lock = database.lock()?;
    let now = Clock::System.now();
    let done = restore(&target, &file, backup, now).await?;
    drop(lock);
    told(&done);
    first_accounts(&database).await?;
    if done.faults.is_empty() { Ok(()) } else { bail!("the journal is not as it was written; the lines above name it") }
}

fn told(done: &Restored) {
    let Restored { backup, ended, records, faults } = done;
    for fault in faults {
        println!("{fault}");
    }
    println!("The site is as it was at {}.", moment(backup.manifest.at.0));
    println!(
        "- {records} records of the journal walked, {} faults; every row and every file as in the backup",
        faults.len()
    );
    println!("- {} sessions ended: everybody signs in again", ended.sessions);
    println!(
        "- {} unused links ended, since the copy cannot know which were used since: vendors ask for a fresh link with the \
         old one, people are invited or reset again",
        ended.links
    );
    println!("- {} mails that waited will not go, since they may have gone since: the outbox names them", ended.mails);
    println!("What was written after the backup is not in it; heads that were signed later tell of it.");
    println!("Next: `assay doctor`, then `assay serve`, both with the same flags.");
}

/// Says how the first account of an organisation that has none is made: the link in the backup has ended.
async fn first_accounts(database: &DatabaseArgs) -> anyhow::Result<()> {
    let store = database.open().await?;
    for (org, name) in store.organisations().await? {
        if store.staff(&org).await?.is_empty() {
            let link =
                first_account_link(&store, &database.public_url_or_local(), Some(&org), Clock::System.now()).await?;
            println!("{name} has no account yet. Its first one is made here (works once, for 7 days):\n  {link}");
        }
    }
    store.close().await;
    Ok(())
}

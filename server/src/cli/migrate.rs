//! `assay migrate --to URL`: moves the site into another database, empty, and shows that the rows are the same.
//!
//! The evidence stays where it is.

use super::database::{DatabaseArgs, without_secrets};
use crate::clock::Clock;
use crate::ops::migrate::migrate;
use anyhow::Context;
use clap::Args;

/// Flags of `assay migrate`.
#[derive(Debug, Clone, Args)]
pub struct MigrateArgs {
    /// Where the site is.
    #[command(flatten)]
    pub database: DatabaseArgs,
    /// The empty database that it moves into: postgres://user:password@host/name, or sqlite:FILE.
    #[arg(long, env = "ASSAY_MIGRATE_TO", hide_env_values = true)]
    pub to: String,
    /// Every server is stopped, although one held a job not long ago.
    #[arg(long)]
    pub servers_are_stopped: bool,
}

/// Runs `assay migrate`.
///
/// # Errors
/// When a server uses the data folder, the other database is not empty, or a row came out different.
pub async fn run(args: MigrateArgs) -> anyhow::Result<()> {
    let MigrateArgs { database, to, servers_are_stopped } = args;
    let lock = if database.data_dir.is_dir() {
        database.lock().context("the site must be stopped before it moves")?
    } else {
        None
    };
    // Who holds the lock of the folder has seen for itself that no server runs.
    let now = (lock.is_none() && !servers_are_stopped).then(|| Clock::System.now());
    let moved = migrate(&database.url(), &to, now).await?;
    drop(lock);
    for one in &moved {
        println!("{:>10} rows of {:<16} {}", one.digest.rows, one.table, one.digest.sha256);
    }
    let rows: u64 = moved.iter().map(|one| one.digest.rows).sum();
    println!("{rows} rows of {} tables are the same in {} and {}.", moved.len(), database.told(), without_secrets(&to));
    let files = database.files_or_folder();
    println!("The evidence stays in {files}; sessions and links live on.");
    println!("Next: start every server with --database-url and that address, and never again with the old database.");
    Ok(())
}

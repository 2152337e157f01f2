//! `assay backup FILE`: writes the whole site to one file while it serves; `--check` reads such a file instead.
//!
//! What it says on the screen says too what the file gives away.

use super::database::DatabaseArgs;
use crate::clock::Clock;
use crate::ops::archive::{End, Manifest, check};
use crate::ops::backup::{Made, Source, backup};
use clap::Args;
use std::path::PathBuf;

/// Flags of `assay backup`.
#[derive(Debug, Clone, Args)]
pub struct BackupArgs {
    /// Where the database is.
    #[command(flatten)]
    pub database: DatabaseArgs,
    /// The backup. A file that is there already is not overwritten.
    pub file: PathBuf,
    /// Reads a backup and says whether it is whole; nothing is written.
    #[arg(long)]
    pub check: bool,
    /// Takes the evidence into the backup though it is in a bucket. Evidence in a folder is always taken.
    #[arg(long, conflicts_with = "check")]
    pub with_files: bool,
}

/// Runs `assay backup`.
///
/// # Errors
/// When there is no site, a file is missing or changed, or the backup cannot be written or is not whole.
pub async fn run(args: BackupArgs) -> anyhow::Result<()> {
    let BackupArgs { database, file, check: only_check, with_files } = args;
    if only_check {
        let checked = check(&file).await?;
        tell(&checked.manifest, &checked.end);
        println!("{} is whole.", file.display());
        return Ok(());
    }
    let source = Source { url: database.url(), files: database.files_or_folder(), with_files };
    let Made { manifest, end, size } = backup(&source, &file, Clock::System.now()).await?;
    tell(&manifest, &end);
    println!("{} is written: {size} bytes. `assay backup --check` reads it again.", file.display());
    println!(
        "Whoever has this file has the whole site: what vendors said, password hashes, the key that signs the journal's \
         heads. Keep it as private as the site, encrypted where it leaves your machines."
    );
    Ok(())
}

/// What a backup holds.
pub(super) fn tell(manifest: &Manifest, end: &End) {
    let Manifest { program, schema, at, database, files_at, with_files, .. } = manifest;
    println!("A backup of {}, made by Assay {program} from {database}, schema {schema}", moment(at.0));
    let rows = |table: &str| end.tables.get(table).map_or(0, |digest| digest.rows);
    let all: u64 = end.tables.values().map(|digest| digest.rows).sum();
    println!(
        "{all} rows of {} tables: {} organisations, {} records of the journal, {} people",
        end.tables.len(),
        rows("organisation"),
        rows("journal"),
        rows("person")
    );
    if *with_files {
        println!("{} files of evidence, {} bytes", end.files, end.bytes);
    } else {
        println!("The evidence is not in it: {} rows name files that stay in {files_at}", rows("evidence_file"));
    }
    if !end.gone.is_empty() {
        println!("{} files were forgotten while it was made and are not in it", end.gone.len());
    }
}

/// A moment in words, in UTC.
pub(super) fn moment(millis: i64) -> String {
    let at = chrono::DateTime::from_timestamp_millis(millis);
    at.map_or_else(|| "an unknown time".to_owned(), |at| at.format("%Y-%m-%d %H:%M:%S UTC").to_string())
}

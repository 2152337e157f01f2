//! The file that a backup is: a tar compressed with zstd, which other programs read too, and a seal behind it.
//!
//! First `manifest.json`, then `tables/NAME.NNNNNN.jsonl` with one row a line, then `files/ORG/HASH`, last `end.json`, which
//! counts all of it. The seal is the SHA-256 of every byte before it, in a frame that zstd skips.

mod check;
mod read;
mod seal;
mod write;

pub use check::{Checked, check};
pub use read::read;
pub use seal::{SEAL, Sealing, must_be_sealed};
pub use write::{Writing, part_beside};

use crate::store::Backend;
use crate::store::whole::{Digest, NamedFile, Table};
use domain::journal::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How a manifest names the format.
pub const FORMAT: &str = "assay-backup-1";
/// The first part.
pub const MANIFEST: &str = "manifest.json";
/// The last part.
pub const END: &str = "end.json";
/// Bytes of the largest part: a file of 25 MB, or rows of a table, of which the longest is a few MB.
pub const LARGEST_PART: u64 = 64 << 20;

/// What a backup is, said before everything else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`FORMAT`].
    pub format: String,
    /// The version of the program that made it.
    pub program: String,
    /// The version of the tables.
    pub schema: i64,
    /// As of when.
    pub at: Timestamp,
    /// The database that it comes from.
    pub database: String,
    /// The tables.
    pub tables: Vec<Table>,
    /// Where the evidence was.
    pub files_at: String,
    /// Whether the evidence is in the backup.
    pub with_files: bool,
}

/// What was in a backup, said after everything else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    /// The rows of each table.
    pub tables: BTreeMap<String, Digest>,
    /// Files of evidence in the backup.
    pub files: u64,
    /// Bytes of these.
    pub bytes: u64,
    /// Files that were forgotten while the backup was made: their rows are in it, their bytes are not.
    pub gone: Vec<NamedFile>,
}

/// One part of a backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its path inside.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What a part is, by its path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The manifest.
    Manifest,
    /// Rows of the table with this name.
    Rows(String),
    /// A file.
    File(NamedFile),
    /// The end.
    End,
}

impl What {
    /// What a part at `path` is; nothing when a backup has no such part.
    #[must_use]
    pub fn at(path: &str) -> Option<What> {
        match path {
            MANIFEST => return Some(What::Manifest),
            END => return Some(What::End),
            _ => {}
        }
        let (first, rest) = path.split_once('/')?;
        match first {
            "tables" => Some(What::Rows(rest.strip_suffix(".jsonl")?.rsplit_once('.')?.0.to_owned())),
            "files" => {
                let (org, hash) = rest.split_once('/')?;
                Some(What::File(NamedFile { org: org.parse().ok()?, hash: hash.parse().ok()? }))
            }
            _ => None,
        }
    }

    /// The path of the file's part.
    #[must_use]
    pub fn path_of(file: &NamedFile) -> String {
        format!("files/{}/{}", file.org, file.hash)
    }

    /// The path of the `place`th part of a table's rows.
    #[must_use]
    pub fn path_of_rows(table: &str, place: usize) -> String {
        format!("tables/{table}.{place:06}.jsonl")
    }
}

/// What a database is called in a manifest.
#[must_use]
pub fn name_of(backend: Backend) -> &'static str {
    match backend {
        Backend::Sqlite => "SQLite",
        Backend::Postgres => "PostgreSQL",
    }
}

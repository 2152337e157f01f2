//! Empty places for a site, on either kind of database, and what is in one.
//!
//! PostgreSQL only where `ASSAY_TEST_DATABASE_URL` names one; every place there is a schema of its own.

use futures::TryStreamExt;
use server::store::sqlite_url;
use server::store::whole::{Digest, Digesting, Whole};
use std::collections::BTreeMap;
use tempfile::TempDir;

/// A kind of database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// SQLite in the place's folder.
    Sqlite,
    /// PostgreSQL, in a schema of its own.
    Postgres,
}

/// The kinds that are at hand.
pub(crate) fn kinds() -> Vec<Kind> {
    let has_postgres = std::env::var_os("ASSAY_TEST_DATABASE_URL").is_some();
    if has_postgres { vec![Kind::Sqlite, Kind::Postgres] } else { vec![Kind::Sqlite] }
}

/// An empty place.
pub(crate) struct Place {
    /// The data folder.
    pub(crate) folder: TempDir,
    /// The database.
    pub(crate) url: String,
}

impl Place {
    /// A place on this kind of database.
    pub(crate) async fn new(kind: Kind) -> Place {
        let folder = tempfile::tempdir().expect("a folder");
        let url = match kind {
            Kind::Sqlite => sqlite_url(&folder.path().join("assay.db")),
            Kind::Postgres => crate::harness::new_database(folder.path()).await,
        };
        Place { folder, url }
    }
}

/// The digest of every table.
pub(crate) async fn digests(url: &str) -> BTreeMap<String, Digest> {
    let mut whole = Whole::open(url).await.expect("a database");
    let mut snapshot = whole.snapshot().await.expect("a site");
    let mut found = BTreeMap::new();
    for table in snapshot.tables().to_vec() {
        let mut digest = Digesting::default();
        let mut lines = std::pin::pin!(snapshot.lines(&table));
        while let Some(line) = lines.try_next().await.expect("a row") {
            digest.add(&line);
        }
        found.insert(table.name.clone(), digest.end());
    }
    drop(snapshot);
    whole.close().await;
    found
}

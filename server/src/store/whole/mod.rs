//! A database as a whole: what it holds, all of its tables as of one moment, and an empty one that is filled.
//!
//! Unlike [`super::Store`] it makes and changes nothing by being opened, so a site can be looked at, copied and moved
//! with the tables of the version that it has. Start at [`Whole::contents`]; `tables` says which tables there are.

mod copied;
mod filling;
mod safety;
mod snapshot;
mod tables;

pub use copied::Ended;
pub use filling::Filling;
pub use safety::Setting;
pub use snapshot::{NamedFile, Snapshot};
pub use tables::{Digest, Digesting, Kind, Table, newest, tables_of};

use super::{Backend, OpenError, StoreError};
use sqlx::any::AnyConnectOptions;
use sqlx::{AnyConnection, ConnectOptions, Connection, Executor, Row as _};
use std::str::FromStr;

/// Why a database cannot be copied, or not be filled.
#[derive(Debug, thiserror::Error)]
pub enum WholeError {
    /// It could not be opened, or its tables could not be made.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// It does not answer, or holds something that cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no site.
    #[error("there is no site in this database: nothing was ever started on it")]
    Blank,
    /// A newer program made it.
    #[error("the tables are those of a newer Assay (schema {0}): use that version or a newer one")]
    Newer(i64),
    /// Something else is in it.
    #[error("the database holds tables that are not Assay's: give Assay a database, or a schema, of its own")]
    Foreign,
    /// A site is in it already.
    #[error(
        "the database holds a site already ({organisations} organisations, {records} records): name an empty place"
    )]
    Occupied {
        /// Its organisations.
        organisations: i64,
        /// Records of its journal.
        records: i64,
    },
}

impl From<sqlx::Error> for WholeError {
    fn from(error: sqlx::Error) -> Self {
        WholeError::Store(error.into())
    }
}

/// What a database holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contents {
    /// No table.
    Blank,
    /// Assay's tables of this schema.
    Site(i64),
}

/// One connection to a database.
pub struct Whole {
    connection: AnyConnection,
    backend: Backend,
}

impl Whole {
    /// Opens the database at `url`, which must exist.
    ///
    /// # Errors
    /// [`OpenError`] when there is none or it does not answer.
    pub async fn open(url: &str) -> Result<Whole, OpenError> {
        Self::connect(&url.replace("mode=rwc", "mode=rw")).await
    }

    /// The same, and makes the file of an SQLite database that is missing.
    ///
    /// # Errors
    /// As [`Whole::open`].
    pub async fn open_or_make(url: &str) -> Result<Whole, OpenError> {
        let made = url.starts_with("sqlite:") && !url.contains('?');
        let mut whole = Self::connect(&if made { format!("{url}?mode=rwc") } else { url.to_owned() }).await?;
        // What comes in is on the disk when the commit returns.
        let settings = match whole.backend {
            Backend::Sqlite => vec!["PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL"],
            Backend::Postgres => vec![super::open::SYNCED],
        };
        for setting in settings {
            whole.connection.execute(setting).await?;
        }
        Ok(whole)
    }

    async fn connect(url: &str) -> Result<Whole, OpenError> {
        sqlx::any::install_default_drivers();
        let options = AnyConnectOptions::from_str(url)?;
        let backend = match options.database_url.scheme() {
            "sqlite" => Backend::Sqlite,
            "postgres" | "postgresql" => Backend::Postgres,
            _ => return Err(OpenError::Address),
        };
        let mut connection = options.connect().await?;
        if backend == Backend::Sqlite {
            connection.execute("PRAGMA busy_timeout = 15000").await?;
        }
        Ok(Whole { connection, backend })
    }

    /// Which database it is.
    #[must_use]
    pub fn backend(&self) -> Backend {
        self.backend
    }

    /// What is in it.
    ///
    /// # Errors
    /// [`WholeError::Foreign`] and [`WholeError::Newer`] when this program cannot tell.
    pub async fn contents(&mut self) -> Result<Contents, WholeError> {
        contents(&mut self.connection, self.backend).await
    }

    /// Refuses a database that holds an organisation or a record.
    ///
    /// # Errors
    /// [`WholeError::Occupied`] then.
    pub async fn must_be_vacant(&mut self) -> Result<(), WholeError> {
        must_be_vacant(&mut self.connection, self.backend).await
    }

    /// Ends the connection. What was written before is on the disk by then.
    pub async fn close(self) {
        // Nothing is under way that could fail.
        let _closed = self.connection.close().await;
    }
}

/// The tables that are there, Assay's own list of migrations included.
async fn names(conn: &mut AnyConnection, backend: Backend) -> Result<Vec<String>, WholeError> {
    let sql = match backend {
        Backend::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'",
        Backend::Postgres => {
            "SELECT CAST(table_name AS TEXT) FROM information_schema.tables
             WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'"
        }
    };
    Ok(sqlx::query_scalar(sql).fetch_all(conn).await?)
}

async fn contents(conn: &mut AnyConnection, backend: Backend) -> Result<Contents, WholeError> {
    let names = names(&mut *conn, backend).await?;
    if !names.iter().any(|name| name == tables::MIGRATED) {
        return if names.is_empty() { Ok(Contents::Blank) } else { Err(WholeError::Foreign) };
    }
    let rows = sqlx::query("SELECT version FROM _sqlx_migrations ORDER BY version").fetch_all(conn).await?;
    let applied: Vec<i64> = rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?;
    let last = applied.last().copied().unwrap_or(0);
    if let Some(unknown) = applied.iter().find(|version| !tables::is_known(**version)) {
        return Err(WholeError::Newer(*unknown));
    }
    // Another program's tables beside ours are nobody's to drop.
    let own: Vec<String> =
        if last == 0 { vec![] } else { tables_of(last).await?.into_iter().map(|table| table.name).collect() };
    if names.iter().any(|name| name != tables::MIGRATED && !own.contains(name)) {
        return Err(WholeError::Foreign);
    }
    Ok(if last == 0 { Contents::Blank } else { Contents::Site(last) })
}

async fn must_be_vacant(conn: &mut AnyConnection, backend: Backend) -> Result<(), WholeError> {
    if contents(&mut *conn, backend).await? == Contents::Blank {
        return Ok(());
    }
    let mut counts = [0_i64; 2];
    for (count, sql) in counts
        .iter_mut()
        .zip(["SELECT CAST(COUNT(*) AS BIGINT) FROM organisation", "SELECT CAST(COUNT(*) AS BIGINT) FROM journal"])
    {
        *count = sqlx::query_scalar(sql).fetch_one(&mut *conn).await?;
    }
    let [organisations, records] = counts;
    if counts == [0, 0] { Ok(()) } else { Err(WholeError::Occupied { organisations, records }) }
}

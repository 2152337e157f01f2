//! Opening the database: the address, the pragmas, the tables.
//!
//! SQLite gets one writing connection and a pool that can only read; PostgreSQL a pool for both. Tables are made and
//! brought up to date here, without asking.

mod clustered;

use super::{Backend, Counts, Store, StoreError, fold, writer};
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::migrate::Migrator;
use sqlx::{AnyConnection, AnyPool, AssertSqlSafe, ConnectOptions, Connection, Executor};
use std::collections::BTreeMap;
use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

pub(super) static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// How long a request waits for a connection.
const WAIT: Duration = Duration::from_secs(5);
const SQLITE_READERS: u32 = 8;
/// Reads and writes have connections of their own, so that reads go on while writes wait for locks.
const POSTGRES_READERS: u32 = 10;
const POSTGRES_WRITERS: u32 = 10;
/// A commit is acknowledged once it is on disk, whatever the database or the role was set to; a stronger setting, which waits
/// for a standby too, stands.
pub(super) const SYNCED: &str = "SELECT set_config('synchronous_commit', 'on', false)
    WHERE current_setting('synchronous_commit') = 'off'";
/// How long the writer waits for a lock before it looks again who still waits.
const SQLITE_WRITER: &str = "PRAGMA busy_timeout = 250";

/// Why the database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The address is not one of ours.
    #[error("the database URL must begin with sqlite: or postgres:")]
    Address,
    /// The database refused.
    #[error("the database could not be opened: {0}")]
    Database(#[from] sqlx::Error),
    /// The tables could not be made.
    #[error("the tables could not be brought up to date: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
}

impl From<OpenError> for StoreError {
    fn from(error: OpenError) -> Self {
        StoreError::Busy(error.to_string())
    }
}

/// The URL of an SQLite file.
#[must_use]
pub fn sqlite_url(path: &Path) -> String {
    let path: String = path
        .to_string_lossy()
        .chars()
        .map(|c| match c {
            '%' => "%25".to_owned(),
            '?' => "%3F".to_owned(),
            '#' => "%23".to_owned(),
            ' ' => "%20".to_owned(),
            other => other.to_string(),
        })
        .collect();
    format!("sqlite://{path}?mode=rwc")
}

impl Store {
    /// Opens the database at `url` (`sqlite:…` or `postgres:…`) and brings its tables up to date.
    ///
    /// # Errors
    /// [`OpenError`] says what is wrong with the address or the database.
    pub async fn open(url: &str) -> Result<Store, OpenError> {
        sqlx::any::install_default_drivers();
        let options = AnyConnectOptions::from_str(url)?;
        match options.database_url.scheme() {
            "sqlite" => Self::open_sqlite(options).await,
            "postgres" | "postgresql" => Self::open_postgres(options).await,
            _ => Err(OpenError::Address),
        }
    }

    /// What PostgreSQL waits for before it acknowledges a commit of ours; nothing on SQLite, which waits for the disk.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn synchronous_commit(&self) -> Result<Option<String>, StoreError> {
        if self.backend() == Backend::Sqlite {
            return Ok(None);
        }
        let asked = sqlx::query_scalar("SELECT current_setting('synchronous_commit')");
        Ok(Some(asked.fetch_one(&self.inner.writers).await?))
    }

    /// Ends all connections.
    pub async fn close(&self) {
        self.pool().close().await;
        self.inner.writers.close().await;
    }

    async fn open_sqlite(options: AnyConnectOptions) -> Result<Store, OpenError> {
        let mut writing = options.connect().await?;
        for pragma in [
            "PRAGMA journal_mode = WAL",
            "PRAGMA synchronous = FULL",
            "PRAGMA foreign_keys = ON",
            "PRAGMA busy_timeout = 15000",
            "PRAGMA journal_size_limit = 67108864",
        ] {
            writing.execute(pragma).await?;
        }
        bring_up(&mut writing, Backend::Sqlite, None).await?;
        writing.execute(SQLITE_WRITER).await?;
        let pool = AnyPoolOptions::new()
            .max_connections(SQLITE_READERS)
            .min_connections(1)
            // A file does not go away; asking each time costs as much as a read.
            .test_before_acquire(false)
            .acquire_timeout(WAIT)
            .after_connect(|connection, _| {
                Box::pin(async move {
                    for pragma in ["PRAGMA synchronous = FULL", "PRAGMA busy_timeout = 15000", "PRAGMA query_only = ON"]
                    {
                        connection.execute(pragma).await?;
                    }
                    Ok(())
                })
            })
            .connect_with(options)
            .await?;
        let counts = Arc::new(Counts::default());
        let writer = writer::Writer::start(writing, Arc::clone(&counts));
        Ok(Self::with((pool.clone(), pool), Backend::Sqlite, Some(writer), counts))
    }

    async fn open_postgres(options: AnyConnectOptions) -> Result<Store, OpenError> {
        let pool = |connections: u32| {
            AnyPoolOptions::new().max_connections(connections).acquire_timeout(WAIT).after_connect(|connection, _| {
                Box::pin(async move {
                    connection.execute("SET lock_timeout = '5s'").await?;
                    connection.execute(SYNCED).await?;
                    Ok(())
                })
            })
        };
        let readers = pool(POSTGRES_READERS).connect_with(options.clone()).await?;
        let writers = pool(POSTGRES_WRITERS).connect_lazy_with(options);
        let mut connection = readers.acquire().await?;
        bring_up(&mut connection, Backend::Postgres, None).await?;
        drop(connection);
        Ok(Self::with((readers, writers), Backend::Postgres, None, Arc::new(Counts::default())))
    }

    fn with(
        (pool, writers): (AnyPool, AnyPool),
        backend: Backend,
        writer: Option<writer::Writer>,
        counts: Arc<Counts>,
    ) -> Store {
        let inner = super::Inner {
            pool,
            writers,
            backend,
            writer,
            counts,
            cache: fold::Cache::default(),
            mail_waits: tokio::sync::Notify::new(),
        };
        Store { inner: Arc::new(inner) }
    }
}

/// Makes the tables, or brings them up to the schema `up_to`; without one, to the newest.
pub(super) async fn bring_up(
    connection: &mut AnyConnection,
    backend: Backend,
    up_to: Option<i64>,
) -> Result<(), OpenError> {
    MIGRATIONS.run_direct(up_to, connection, false).await?;
    match backend {
        Backend::Sqlite => clustered::cluster(connection).await?,
        Backend::Postgres => sort_by_bytes(connection).await?,
    }
    Ok(())
}

/// Gives every text column the byte collation, which SQLite has by default: one order of sorting on both databases.
async fn sort_by_bytes(connection: &mut AnyConnection) -> Result<(), sqlx::Error> {
    let columns: Vec<(String, String)> = sqlx::query_as(
        "SELECT CAST(c.table_name AS TEXT), CAST(c.column_name AS TEXT) FROM information_schema.columns c
         JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
         WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' AND c.data_type = 'text'
         AND c.table_name NOT LIKE '\\_%' AND c.collation_name IS DISTINCT FROM 'C'",
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (table, column) in columns {
        tables.entry(table).or_default().push(format!("ALTER COLUMN \"{column}\" TYPE TEXT COLLATE \"C\""));
    }
    // One statement a table, all in one transaction: a table is rewritten once, and once only.
    let mut transaction = connection.begin().await?;
    for (table, changes) in tables {
        // The names come from our own migrations.
        let sql = format!("ALTER TABLE \"{table}\" {}", changes.join(", "));
        transaction.execute(AssertSqlSafe(sql)).await?;
    }
    transaction.commit().await
}

//! All tables as they were at one moment, while others go on writing.
//!
//! SQLite's read transaction sees one state of the file, PostgreSQL's repeatable read one state of the database.

use super::tables::{Digest, Digesting, Table, tables_of};
use super::{Contents, Whole, WholeError, contents};
use crate::store::audit::{self, Audit};
use crate::store::batch::Head;
use crate::store::row::{count, id};
use crate::store::{Backend, StoreError};
use domain::id::{FileHash, OrgId};
use domain::journal::Timestamp;
use futures::{Stream, StreamExt, TryStreamExt};
use sqlx::{Any, AnyConnection, AssertSqlSafe, Connection, Executor, Row as _, Transaction};

/// What a site holds, as of one moment.
pub struct Snapshot<'c> {
    transaction: Transaction<'c, Any>,
    backend: Backend,
    schema: i64,
    tables: Vec<Table>,
}

/// A file that the database names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct NamedFile {
    /// The organisation.
    pub org: OrgId,
    /// SHA-256 of its bytes.
    pub hash: FileHash,
}

impl Whole {
    /// The site as it is now; it stays so however long it is read.
    ///
    /// # Errors
    /// [`WholeError`] when there is no site, or one that a newer program made.
    pub async fn snapshot(&mut self) -> Result<Snapshot<'_>, WholeError> {
        let backend = self.backend;
        let mut transaction = self.connection.begin().await?;
        if backend == Backend::Postgres {
            transaction.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY").await?;
        }
        let Contents::Site(schema) = contents(&mut transaction, backend).await? else { return Err(WholeError::Blank) };
        Ok(Snapshot { transaction, backend, schema, tables: tables_of(schema).await? })
    }

    /// Whether the database names a file now.
    ///
    /// # Errors
    /// [`StoreError`] when it does not answer.
    pub async fn names_file(&mut self, file: &NamedFile) -> Result<bool, StoreError> {
        let sql = "SELECT state FROM evidence_file WHERE org = $1 AND hash = $2 AND state IN ('stored', 'attached')";
        let row = sqlx::query(sql).bind(file.org.as_str()).bind(file.hash.as_str());
        Ok(row.fetch_optional(&mut self.connection).await?.is_some())
    }
}

impl Snapshot<'_> {
    /// The version of its tables.
    #[must_use]
    pub fn schema(&self) -> i64 {
        self.schema
    }

    /// Its tables.
    #[must_use]
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// The rows of a table as lines, in the order of its key.
    pub fn lines<'s>(&'s mut self, table: &'s Table) -> impl Stream<Item = Result<String, StoreError>> + Send + 's {
        lines(&mut self.transaction, table, self.backend)
    }

    /// The files whose bytes must be there, by organisation and hash.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn files(&mut self) -> Result<Vec<NamedFile>, StoreError> {
        files(&mut self.transaction).await
    }

    /// Walks every chain of the journal, and holds it against `exported` heads too.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn verify(&mut self, exported: &[Head]) -> Result<Audit, StoreError> {
        audit::walk(&mut self.transaction, exported).await
    }

    /// When the newest record was written; nothing while there is none.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn last_record(&mut self) -> Result<Option<Timestamp>, StoreError> {
        let at: Option<i64> = sqlx::query_scalar("SELECT CAST(MAX(at) AS BIGINT) FROM stream_head")
            .fetch_one(&mut *self.transaction)
            .await?;
        Ok(at.map(Timestamp))
    }
}

/// The rows of a table as lines, in the order of its key.
pub(super) fn lines<'s>(
    conn: &'s mut AnyConnection,
    table: &'s Table,
    backend: Backend,
) -> impl Stream<Item = Result<String, StoreError>> + Send + 's {
    let rows = sqlx::query(AssertSqlSafe(table.reading(backend))).fetch(conn);
    rows.map(|row| {
        let told = |error: StoreError| StoreError::Corrupt(format!("a row of {}: {error}", table.name));
        table.line(&row?).map_err(told)
    })
}

/// The digest of a table.
pub(super) async fn digest(conn: &mut AnyConnection, table: &Table, backend: Backend) -> Result<Digest, StoreError> {
    let mut digest = Digesting::default();
    let mut lines = std::pin::pin!(lines(conn, table, backend));
    while let Some(line) = lines.try_next().await? {
        digest.add(&line);
    }
    Ok(digest.end())
}

/// The files whose bytes must be there.
pub(super) async fn files(conn: &mut AnyConnection) -> Result<Vec<NamedFile>, StoreError> {
    let sql = "SELECT org, hash FROM evidence_file WHERE state IN ('stored', 'attached') ORDER BY org, hash";
    let rows = sqlx::query(sql).fetch_all(conn).await?;
    rows.iter().map(|row| Ok(NamedFile { org: id(row.try_get(0)?)?, hash: id(row.try_get(1)?)? })).collect()
}

/// One number of a statement.
pub(super) async fn number(conn: &mut AnyConnection, sql: &'static str, value: i64) -> Result<u64, StoreError> {
    count(sqlx::query_scalar(sql).bind(value).fetch_one(conn).await?)
}

//! An empty database that is filled with a whole site, in one transaction: it is there whole, or not at all.
//!
//! The tables are made as they were where the rows come from; the newer migrations run after the rows are in.

use super::snapshot::{digest, files};
use super::tables::{Digest, Table, tables_of};
use super::{NamedFile, Whole, WholeError, must_be_vacant, names};
use crate::store::audit::{self, Audit};
use crate::store::open::bring_up;
use crate::store::statement::MOST_VALUES;
use crate::store::{Backend, StoreError};
use domain::journal::Timestamp;
use serde_json::Value;
use sqlx::any::AnyArguments;
use sqlx::{Any, Arguments, AssertSqlSafe, Connection, Executor, Transaction};

/// Most rows of one statement.
const ROWS: usize = 500;

/// A site that is coming in.
pub struct Filling<'c> {
    pub(super) transaction: Transaction<'c, Any>,
    backend: Backend,
    tables: Vec<Table>,
}

impl Whole {
    /// Begins to fill the database with a site of this schema. What an empty site has written is dropped.
    ///
    /// # Errors
    /// [`WholeError::Occupied`] and [`WholeError::Foreign`] when it is not empty.
    pub async fn fill(&mut self, schema: i64) -> Result<Filling<'_>, WholeError> {
        let backend = self.backend;
        let tables = tables_of(schema).await?;
        let mut transaction = self.connection.begin().await?;
        must_be_vacant(&mut transaction, backend).await?;
        for name in names(&mut transaction, backend).await? {
            transaction.execute(AssertSqlSafe(format!("DROP TABLE \"{name}\""))).await?;
        }
        bring_up(&mut transaction, backend, Some(schema)).await?;
        Ok(Filling { transaction, backend, tables })
    }
}

impl Filling<'_> {
    /// The tables to be filled.
    #[must_use]
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// Adds rows to a table, each with a value for every column.
    ///
    /// # Errors
    /// [`StoreError`] when the database refuses them.
    pub async fn add(&mut self, table: &Table, rows: &[Vec<Value>]) -> Result<(), StoreError> {
        let most = ROWS.min(MOST_VALUES / table.columns.len().max(1));
        for rows in rows.chunks(most) {
            let mut sql = format!("INSERT INTO \"{}\" ({}) VALUES ", table.name, table.list());
            let mut arguments = AnyArguments::default();
            for (place, row) in rows.iter().enumerate() {
                sql.push_str(if place == 0 { "(" } else { ", (" });
                for (place, (value, (_, kind))) in row.iter().zip(&table.columns).enumerate() {
                    let added = match kind {
                        super::Kind::Text => arguments.add(value.as_str().map(str::to_owned)),
                        super::Kind::Number => arguments.add(value.as_i64()),
                    };
                    added.map_err(|error| StoreError::Corrupt(error.to_string()))?;
                    sql.push_str(if place == 0 { "$" } else { ", $" });
                    sql.push_str(&arguments.len().to_string());
                }
                sql.push(')');
            }
            sqlx::query_with(AssertSqlSafe(sql), arguments).execute(&mut *self.transaction).await?;
        }
        Ok(())
    }

    /// The digest of a table as it is now.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn digest(&mut self, table: &Table) -> Result<Digest, StoreError> {
        digest(&mut self.transaction, table, self.backend).await
    }

    /// Walks every chain of the journal that came in.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn verify(&mut self) -> Result<Audit, StoreError> {
        audit::walk(&mut self.transaction, &[]).await
    }

    /// The files whose bytes must be there.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn files(&mut self) -> Result<Vec<NamedFile>, StoreError> {
        files(&mut self.transaction).await
    }

    /// Ends what a copy must not bring back to life at `now`.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn end_what_ends_with_a_copy(&mut self, now: Timestamp) -> Result<super::Ended, StoreError> {
        super::copied::end(&mut self.transaction, &self.tables, now).await
    }

    /// Files that were forgotten while they were copied are on their way out here too.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn forget_files(&mut self, gone: &[NamedFile]) -> Result<(), StoreError> {
        for file in gone {
            sqlx::query("UPDATE evidence_file SET state = 'leaving' WHERE org = $1 AND hash = $2")
                .bind(file.org.as_str())
                .bind(file.hash.as_str())
                .execute(&mut *self.transaction)
                .await?;
        }
        Ok(())
    }

    /// Brings the tables up to date and keeps everything.
    ///
    /// # Errors
    /// [`WholeError`] when the database refuses; then nothing is kept.
    pub async fn commit(mut self) -> Result<(), WholeError> {
        bring_up(&mut self.transaction, self.backend, None).await?;
        Ok(self.transaction.commit().await?)
    }
}

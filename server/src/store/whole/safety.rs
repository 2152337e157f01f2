//! What `assay doctor` asks of a database: its settings, its clock, its jobs, its mail.
//!
//! Nothing is changed.

use super::{Table, Whole};
use crate::store::commit::parse_hash;
use crate::store::row::count;
use crate::store::{Backend, StoreError};
use domain::journal::Timestamp;
use sqlx::{AssertSqlSafe, Executor, Row as _};

/// A setting of the database with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Its name.
    pub name: &'static str,
    /// Its value.
    pub value: String,
}

impl Whole {
    /// The settings on which it depends whether an acknowledged write survives a power cut.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn safety(&mut self) -> Result<Vec<Setting>, StoreError> {
        let mut settings = Vec::new();
        match self.backend {
            Backend::Sqlite => {
                let value = sqlx::query_scalar("PRAGMA journal_mode").fetch_one(&mut self.connection).await?;
                settings.push(Setting { name: "journal_mode", value });
            }
            Backend::Postgres => {
                for name in ["synchronous_commit", "fsync", "full_page_writes"] {
                    let value = sqlx::query_scalar("SELECT current_setting($1)").bind(name);
                    settings.push(Setting { name, value: value.fetch_one(&mut self.connection).await? });
                }
            }
        }
        Ok(settings)
    }

    /// What the database's own clock says; nothing where it has none.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn clock(&mut self) -> Result<Option<Timestamp>, StoreError> {
        if self.backend == Backend::Sqlite {
            return Ok(None);
        }
        let sql = "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)";
        Ok(Some(Timestamp(sqlx::query_scalar(sql).fetch_one(&mut self.connection).await?)))
    }

    /// Until when each job's lease lasts.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn leases(&mut self) -> Result<Vec<(String, Timestamp)>, StoreError> {
        let rows = sqlx::query("SELECT name, until FROM lease ORDER BY name").fetch_all(&mut self.connection).await?;
        rows.iter().map(|row| Ok((row.try_get(0)?, Timestamp(row.try_get(1)?)))).collect()
    }

    /// How many mails have waited since before `since`, and how many were given up.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn stuck_mails(&mut self, since: Timestamp) -> Result<(u64, u64), StoreError> {
        let sql = "SELECT CAST(COALESCE(SUM(CASE WHEN state = 'waiting' AND created_at < $1 THEN 1 ELSE 0 END), 0)
                   AS BIGINT), CAST(COALESCE(SUM(CASE WHEN state = 'failed' THEN 1 ELSE 0 END), 0) AS BIGINT) FROM outbox";
        let row = sqlx::query(sql).bind(since.0).fetch_one(&mut self.connection).await?;
        Ok((count(row.try_get(0)?)?, count(row.try_get(1)?)?))
    }

    /// A secret of the installation, if it was drawn.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn secret(&mut self, name: &str) -> Result<Option<[u8; 32]>, StoreError> {
        let sql = "SELECT secret FROM site_secret WHERE name = $1";
        let stored: Option<String> = sqlx::query_scalar(sql).bind(name).fetch_optional(&mut self.connection).await?;
        Ok(stored.as_deref().and_then(parse_hash))
    }

    /// Whether a table can be read with the columns that it must have; what the database says when not.
    pub async fn lacks(&mut self, table: &Table) -> Option<String> {
        let sql = format!("SELECT {} FROM \"{}\" WHERE 1 = 0", table.read_list(), table.name);
        self.connection.execute(AssertSqlSafe(sql)).await.err().map(|error| error.to_string())
    }

    /// What SQLite finds wrong with its file, at most a few lines; nothing on PostgreSQL.
    ///
    /// # Errors
    /// [`StoreError`] when the file cannot be read at all.
    pub async fn damage(&mut self) -> Result<Vec<String>, StoreError> {
        if self.backend == Backend::Postgres {
            return Ok(vec![]);
        }
        let said: Vec<String> = sqlx::query_scalar("PRAGMA quick_check(5)").fetch_all(&mut self.connection).await?;
        Ok(said.into_iter().filter(|line| line != "ok").collect())
    }
}

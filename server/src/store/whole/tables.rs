//! Which tables a schema has, with columns and keys: read from the migrations themselves, run in memory.
//!
//! Nothing lists the tables by hand, so no copy forgets one. A row is a JSON array in the order of the columns, the same
//! bytes from either database.

use super::WholeError;
use crate::store::open::MIGRATIONS;
use crate::store::{Backend, StoreError};
use domain::journal::hex;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use sqlx::any::{AnyConnectOptions, AnyRow};
use sqlx::{ConnectOptions, Connection, Row as _};
use std::fmt::Write as _;
use std::str::FromStr;

/// Where the migrations that were applied are listed.
pub(super) const MIGRATED: &str = "_sqlx_migrations";

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Text.
    Text,
    /// A whole number.
    Number,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns in their order.
    pub columns: Vec<(String, Kind)>,
    /// The columns of its primary key.
    pub key: Vec<String>,
}

/// How many rows a table has, and the SHA-256 of all of them in the order of the key, each followed by a line end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digest {
    /// Rows.
    pub rows: u64,
    /// In hexadecimal.
    pub sha256: String,
}

/// Adds lines to a digest; the digest comes last.
#[derive(Default)]
pub struct Digesting {
    rows: u64,
    hash: Sha256,
}

impl Digesting {
    /// Adds a row's line, without its end.
    pub fn add(&mut self, line: &str) {
        self.rows += 1;
        self.hash.update(line.as_bytes());
        self.hash.update(b"\n");
    }

    /// The digest of what was added.
    #[must_use]
    pub fn end(self) -> Digest {
        Digest { rows: self.rows, sha256: hex(&self.hash.finalize()) }
    }
}

/// The newest schema that this program knows.
#[must_use]
pub fn newest() -> i64 {
    MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or(0)
}

pub(super) fn is_known(version: i64) -> bool {
    MIGRATIONS.version_exists(version)
}

/// The tables of `schema`, by name.
///
/// # Errors
/// [`WholeError::Newer`] when the schema is not known; [`WholeError::Store`] when a table has something that cannot be
/// copied: another type than text and whole number, or no key.
pub async fn tables_of(schema: i64) -> Result<Vec<Table>, WholeError> {
    if !is_known(schema) {
        return Err(WholeError::Newer(schema));
    }
    sqlx::any::install_default_drivers();
    let mut memory = AnyConnectOptions::from_str("sqlite::memory:")?.connect().await?;
    MIGRATIONS.run_direct(Some(schema), &mut memory, false).await.map_err(super::OpenError::from)?;
    let names: Vec<String> = super::names(&mut memory, Backend::Sqlite).await?;
    let mut tables = Vec::new();
    for name in names.into_iter().filter(|name| name != MIGRATED) {
        let rows = sqlx::query("SELECT name, type, CAST(pk AS BIGINT) FROM pragma_table_info($1) ORDER BY cid")
            .bind(&name)
            .fetch_all(&mut memory)
            .await?;
        let (mut columns, mut key) = (Vec::new(), Vec::new());
        for row in &rows {
            let (column, place): (String, i64) = (row.try_get(0)?, row.try_get(2)?);
            let kind = match row.try_get::<String, _>(1)?.as_str() {
                "TEXT" => Kind::Text,
                "BIGINT" => Kind::Number,
                other => return Err(StoreError::Corrupt(format!("a column of type {other} in {name}")).into()),
            };
            if place > 0 {
                key.push((place, column.clone()));
            }
            columns.push((column, kind));
        }
        key.sort();
        if key.is_empty() {
            return Err(StoreError::Corrupt(format!("the table {name} without a key")).into());
        }
        tables.push(Table { name, columns, key: key.into_iter().map(|(_, column)| column).collect() });
    }
    tables.sort_by(|a, b| a.name.cmp(&b.name));
    memory.close().await?;
    Ok(tables)
}

impl Table {
    /// Its columns, as a statement that writes names them.
    pub(super) fn list(&self) -> String {
        let columns: Vec<String> = self.columns.iter().map(|(name, _)| format!("\"{name}\"")).collect();
        columns.join(", ")
    }

    /// Its columns, as a statement that reads names them. SQLite takes a quoted name without its table for a text where
    /// there is no such column.
    pub(super) fn read_list(&self) -> String {
        let columns: Vec<String> =
            self.columns.iter().map(|(name, _)| format!("\"{}\".\"{name}\"", self.name)).collect();
        columns.join(", ")
    }

    /// The statement that reads all of it in the order of its key, byte by byte.
    pub(super) fn reading(&self, backend: Backend) -> String {
        let bytewise = match backend {
            Backend::Sqlite => "",
            Backend::Postgres => " COLLATE \"C\"",
        };
        let mut sql = format!("SELECT {} FROM \"{}\" ORDER BY ", self.read_list(), self.name);
        for (place, column) in self.key.iter().enumerate() {
            let is_text = self.columns.iter().any(|(name, kind)| name == column && *kind == Kind::Text);
            let (comma, order) = (if place == 0 { "" } else { ", " }, if is_text { bytewise } else { "" });
            // Writing to a String does not fail.
            let _written = write!(sql, "{comma}\"{}\".\"{column}\"{order}", self.name);
        }
        sql
    }

    /// A stored row as a line, without its end.
    pub(super) fn line(&self, row: &AnyRow) -> Result<String, StoreError> {
        let mut values = Vec::with_capacity(self.columns.len());
        for (place, (_, kind)) in self.columns.iter().enumerate() {
            values.push(match kind {
                Kind::Text => row.try_get::<Option<String>, _>(place)?.map_or(Value::Null, Value::from),
                Kind::Number => row.try_get::<Option<i64>, _>(place)?.map_or(Value::Null, Value::from),
            });
        }
        serde_json::to_string(&values).map_err(|error| StoreError::Corrupt(error.to_string()))
    }

    /// The values of a line; nothing when it is no row of this table.
    #[must_use]
    pub fn values(&self, line: &str) -> Option<Vec<Value>> {
        let values: Vec<Value> = serde_json::from_str(line).ok()?;
        let fits = |(value, (_, kind)): (&Value, &(String, Kind))| match kind {
            Kind::Text => value.is_string() || value.is_null(),
            Kind::Number => value.is_i64() || value.is_null(),
        };
        (values.len() == self.columns.len() && values.iter().zip(&self.columns).all(fits)).then_some(values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[tokio::test]
    async fn every_table_that_a_migration_makes_is_copied() {
        let mut made = BTreeSet::new();
        for migration in MIGRATIONS.iter() {
            for line in migration.sql.as_str().lines() {
                if let Some(rest) = line.strip_prefix("CREATE TABLE ") {
                    made.insert(rest.split([' ', '(']).next().unwrap_or_default().to_owned());
                }
                if let Some(rest) = line.strip_prefix("DROP TABLE ") {
                    made.remove(rest.trim_end_matches(';'));
                }
            }
        }
        let tables = tables_of(newest()).await.expect("tables");
        let copied: BTreeSet<String> = tables.iter().map(|table| table.name.clone()).collect();
        assert_eq!(copied, made);
        assert!(copied.len() > 10, "{copied:?}");
    }

    #[tokio::test]
    async fn a_schema_has_the_tables_that_it_had() {
        let first = tables_of(1).await.expect("tables");
        assert!(first.iter().any(|table| table.name == "idempotency"));
        assert!(!first.iter().any(|table| table.name == "site_secret"));
        let journal = first.iter().find(|table| table.name == "journal").expect("the journal");
        assert_eq!(journal.key, ["org", "stream", "version"]);
        assert!(matches!(tables_of(9_999).await, Err(WholeError::Newer(9_999))));
    }
}

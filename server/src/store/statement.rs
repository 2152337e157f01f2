//! A statement whose length is known only when it is run: many rows at once, or a condition for each of several streams.
//!
//! The text is put together from fixed pieces; every value is bound, never written into it.

use super::StoreError;
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::{Any, AnyConnection, Arguments, AssertSqlSafe, Encode, Type};

/// Most values that one statement binds: SQLite takes 32,766, PostgreSQL 65,535.
pub(super) const MOST_VALUES: usize = 30_000;

/// A statement being put together.
pub(super) struct Statement {
    text: String,
    arguments: AnyArguments,
}

impl Statement {
    pub(super) fn new(text: &'static str) -> Self {
        Statement { text: text.to_owned(), arguments: AnyArguments::default() }
    }

    /// Adds a fixed piece of text.
    pub(super) fn text(&mut self, text: &'static str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Adds a value.
    pub(super) fn value<'q, T: Encode<'q, Any> + Type<Any>>(&mut self, value: T) -> Result<&mut Self, StoreError> {
        self.arguments.add(value).map_err(|error| StoreError::Corrupt(error.to_string()))?;
        self.text.push('$');
        self.text.push_str(&self.arguments.len().to_string());
        Ok(self)
    }

    /// Adds a whole number where the database cannot tell its type from a column.
    pub(super) fn number(&mut self, value: i64) -> Result<&mut Self, StoreError> {
        Ok(self.text("CAST(").value(value)?.text(" AS BIGINT)"))
    }

    /// Runs it; the number of rows that it touched.
    pub(super) async fn execute(self, conn: &mut AnyConnection) -> Result<u64, StoreError> {
        Ok(sqlx::query_with(AssertSqlSafe(self.text), self.arguments).execute(conn).await?.rows_affected())
    }

    /// Runs it; the rows that it gives.
    pub(super) async fn rows(self, conn: &mut AnyConnection) -> Result<Vec<AnyRow>, StoreError> {
        Ok(sqlx::query_with(AssertSqlSafe(self.text), self.arguments).fetch_all(conn).await?)
    }
}

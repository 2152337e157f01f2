//! The lists: the register and the findings, filtered and sorted by their key columns, and the figures above them.
//!
//! Filters are bound values in fixed texts; a filter that is not set is bound to a value that lets every row pass.
//! What the columns must agree with is said in `domain::register`.

mod findings;
mod register;

pub use findings::FindingFigures;

use super::summaries::SHAPE;
use super::{Store, StoreError};
use chrono::NaiveDate;
use domain::id::{OrgId, VendorId};
use futures::stream::BoxStream;
use futures::{StreamExt as _, TryStreamExt as _};
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;
use sqlx::{Any, Row as _};

impl Store {
    /// Vendors of `org` some of whose rows differ by `today`; at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn vendors_due(&self, org: &OrgId, today: NaiveDate, limit: i64) -> Result<Vec<VendorId>, StoreError> {
        let sql = "SELECT vendor FROM vendor_row WHERE org = $1 AND next_change <= $2 LIMIT $3";
        let query = sqlx::query_scalar(sql).bind(org.as_str()).bind(today.to_string()).bind(limit);
        let ids: Vec<String> = query.fetch_all(self.pool()).await?;
        ids.into_iter().map(super::row::id).collect()
    }

    /// Vendors of `org` some of whose rows have another shape than those of this release, or were computed for a day that
    /// is still to come, when a clock was ahead; at most `limit`. Looks at every row.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn vendors_askew(&self, org: &OrgId, today: NaiveDate, limit: i64) -> Result<Vec<VendorId>, StoreError> {
        let ids: Vec<String> = sqlx::query_scalar(
            "SELECT vendor FROM vendor_row WHERE org = $1 AND (shape <> $2 OR as_of > $3)
             UNION SELECT vendor FROM system_row WHERE org = $1 AND (shape <> $2 OR as_of > $3)
             UNION SELECT vendor FROM assessment_row WHERE org = $1 AND (shape <> $2 OR as_of > $3)
             UNION SELECT vendor FROM finding_row WHERE org = $1 AND (shape <> $2 OR as_of > $3) LIMIT $4",
        )
        .bind(org.as_str())
        .bind(SHAPE)
        .bind(today.to_string())
        .bind(limit)
        .fetch_all(self.pool())
        .await?;
        ids.into_iter().map(super::row::id).collect()
    }
}

/// Bodies of rows with the number of rows that the filter selects in all.
fn counted(rows: &[AnyRow]) -> Result<(Vec<String>, u32), StoreError> {
    let total: i64 = rows.first().map_or(Ok(0), |row| row.try_get(1))?;
    let bodies = rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?;
    Ok((bodies, u32::try_from(total).unwrap_or(u32::MAX)))
}

/// A figure of a row.
fn number(row: &AnyRow, index: usize) -> Result<u32, StoreError> {
    Ok(u32::try_from(row.try_get::<i64, _>(index)?).unwrap_or(u32::MAX))
}

/// The bodies that a statement selects, as the database hands them out.
fn one_by_one<'a>(
    store: &'a Store,
    query: Query<'static, Any, AnyArguments>,
) -> BoxStream<'a, Result<String, StoreError>> {
    query
        .fetch(store.pool())
        .map_err(StoreError::from)
        .map(|row| row.and_then(|row| Ok(row.try_get::<String, _>(0)?)))
        .boxed()
}

//! The findings as the database selects them: open ones first, the worst first, then those due soonest.
//!
//! The figures above the list are of all findings, whatever the filter.

use super::{counted, number, one_by_one};
use crate::store::{Store, StoreError};
use chrono::NaiveDate;
use domain::api::finding::FindingQuery;
use domain::id::OrgId;
use futures::stream::BoxStream;
use sqlx::Any;
use sqlx::any::AnyArguments;
use sqlx::query::Query;

/// The rows of the findings that a query selects.
macro_rules! finding_rows {
    () => {
        "FROM finding_row WHERE org = $1
         AND ($2 = '' OR vendor = $2) AND ($3 = '' OR system = $3) AND ($4 = '' OR state = $4)
         AND (CAST($5 AS BIGINT) < 0 OR severity = $5)
         AND (CAST($6 AS BIGINT) = 0 OR (open = 1 AND due < $7 AND state <> 'risk_accepted'))
         AND (CAST($8 AS BIGINT) = 0 OR state IN ('plan_proposed', 'submitted'))
         AND (CAST($9 AS BIGINT) = 1 OR open = 1)"
    };
}

fn findings_query(
    org: &OrgId,
    query: &FindingQuery,
    today: NaiveDate,
    limit: i64,
) -> Query<'static, Any, AnyArguments> {
    let state = query.state.and_then(|state| serde_json::to_value(state).ok());
    sqlx::query(concat!(
        "SELECT body, (SELECT CAST(COUNT(*) AS BIGINT) ",
        finding_rows!(),
        ") ",
        finding_rows!(),
        " ORDER BY open DESC, severity DESC, due, vendor, assessment, finding LIMIT $10"
    ))
    .bind(org.as_str().to_owned())
    .bind(query.vendor.as_ref().map(|vendor| vendor.as_str().to_owned()).unwrap_or_default())
    .bind(query.system.as_ref().map(|system| system.as_str().to_owned()).unwrap_or_default())
    .bind(state.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default().to_owned())
    .bind(query.severity.map_or(-1, crate::record::severity))
    .bind(i64::from(query.late))
    .bind(today.to_string())
    .bind(i64::from(query.waiting_us))
    .bind(i64::from(query.closed || query.state.is_some_and(|state| !state.is_open())))
    .bind(limit)
}

/// Open, late and waiting findings of an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FindingFigures {
    /// Neither verified nor withdrawn.
    pub open: u32,
    /// Past their fix date.
    pub late: u32,
    /// Whose plan or fix the buyer has to look at.
    pub waiting_us: u32,
}

impl Store {
    /// The first `limit` findings that `query` selects, as stored, and how many there are in all.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn findings(
        &self,
        org: &OrgId,
        query: &FindingQuery,
        today: NaiveDate,
        limit: i64,
    ) -> Result<(Vec<String>, u32), StoreError> {
        counted(&findings_query(org, query, today, limit).fetch_all(self.pool()).await?)
    }

    /// Every finding that `query` selects, one by one from the database's cursor.
    pub fn stream_findings<'a>(
        &'a self,
        org: &OrgId,
        query: &FindingQuery,
        today: NaiveDate,
    ) -> BoxStream<'a, Result<String, StoreError>> {
        one_by_one(self, findings_query(org, query, today, i64::MAX))
    }

    /// What is open, late and waiting among all findings.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn finding_figures(&self, org: &OrgId, today: NaiveDate) -> Result<FindingFigures, StoreError> {
        let row = sqlx::query(
            "SELECT CAST(COUNT(*) AS BIGINT),
             CAST(COALESCE(SUM(CASE WHEN due < $2 AND state <> 'risk_accepted' THEN 1 ELSE 0 END), 0) AS BIGINT),
             CAST(COALESCE(SUM(CASE WHEN state IN ('plan_proposed', 'submitted') THEN 1 ELSE 0 END), 0) AS BIGINT)
             FROM finding_row WHERE org = $1 AND open = 1",
        )
        .bind(org.as_str())
        .bind(today.to_string())
        .fetch_one(self.pool())
        .await?;
        Ok(FindingFigures { open: number(&row, 0)?, late: number(&row, 1)?, waiting_us: number(&row, 2)? })
    }
}

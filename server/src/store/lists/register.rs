//! The register as the database selects it, in each of its orders, and the five figures above it.
//!
//! Largest first and nothing last, unless reversed; the name decides among equals.

use super::{counted, number, one_by_one};
use crate::store::{Store, StoreError};
use domain::api::register::{RegisterFigures, RegisterQuery, RegisterSort};
use domain::id::OrgId;
use domain::inherent::RiskBand;
use domain::register::fold_key;
use domain::scoring::rhu;
use futures::stream::BoxStream;
use sqlx::any::AnyArguments;
use sqlx::query::Query;
use sqlx::{Any, Row as _};

/// The rows of the register that a query selects.
macro_rules! register_rows {
    () => {
        "FROM system_row WHERE org = $1 AND retired = 0
         AND ($2 = '' OR vendor_key LIKE $3 ESCAPE '!' OR system_key LIKE $3 ESCAPE '!')
         AND (CAST($4 AS BIGINT) < 0 OR tier = $4)
         AND (CAST($5 AS BIGINT) < 0 OR (residual_now >= $5 AND residual_now < $6))
         AND ($7 = '' OR vendor = $7) AND ($8 = '' OR waiting = $8)
         AND (CAST($9 AS BIGINT) = 0 OR overdue = 1)
         AND (CAST($10 AS BIGINT) < 0 OR residual_now >= $10)"
    };
}

/// A list of the register in an order. The count is a subquery, so that sorting carries the first rows only.
macro_rules! register_sql {
    ($order:literal) => {
        concat!(
            "SELECT body, (SELECT CAST(COUNT(*) AS BIGINT) ",
            register_rows!(),
            ") ",
            register_rows!(),
            " ORDER BY ",
            $order,
            "vendor_key, system_key, system, vendor LIMIT $11"
        )
    };
}

/// The text of a list in an order. Largest first and nothing last, unless reversed.
fn register_sql(sort: RegisterSort, reverse: bool) -> &'static str {
    match (sort, reverse) {
        (RegisterSort::Vendor, false) => register_sql!(""),
        (RegisterSort::Vendor, true) => register_sql!("vendor_key DESC, "),
        (RegisterSort::System, false) => register_sql!("system_key, "),
        (RegisterSort::System, true) => register_sql!("system_key DESC, "),
        (RegisterSort::Inherent, false) => register_sql!("inherent DESC NULLS LAST, "),
        (RegisterSort::Inherent, true) => register_sql!("inherent NULLS LAST, "),
        (RegisterSort::Assured, false) => register_sql!("assured DESC NULLS LAST, "),
        (RegisterSort::Assured, true) => register_sql!("assured NULLS LAST, "),
        (RegisterSort::ResidualNow, false) => register_sql!("residual_now DESC NULLS LAST, "),
        (RegisterSort::ResidualNow, true) => register_sql!("residual_now NULLS LAST, "),
        (RegisterSort::Findings, false) => register_sql!("findings_open DESC, "),
        (RegisterSort::Findings, true) => register_sql!("findings_open, "),
        (RegisterSort::LastAssessed, false) => register_sql!("last_assessed DESC NULLS LAST, "),
        (RegisterSort::LastAssessed, true) => register_sql!("last_assessed NULLS LAST, "),
        (RegisterSort::NextAssessment, false) => register_sql!("next_assessment DESC NULLS LAST, "),
        (RegisterSort::NextAssessment, true) => register_sql!("next_assessment NULLS LAST, "),
    }
}

/// The smallest residual that the register calls high or critical, in hundredths.
fn worst() -> i64 {
    i64::from(RiskBand::High.lower())
}

/// From, and up to but without, in hundredths.
fn limits(band: RiskBand) -> (i64, i64) {
    (i64::from(band.lower()), band.upper().map_or(i64::MAX, i64::from))
}

fn register_query(org: &OrgId, query: &RegisterQuery, limit: i64) -> Query<'static, Any, AnyArguments> {
    let name = fold_key(&query.name);
    let part = name.replace('!', "!!").replace('%', "!%").replace('_', "!_");
    let (from, below) = query.residual_band.map_or((-1, -1), limits);
    sqlx::query(register_sql(query.sort.unwrap_or_default(), query.reverse))
        .bind(org.as_str().to_owned())
        .bind(name)
        .bind(format!("%{part}%"))
        .bind(query.tier.map_or(-1, crate::record::tier))
        .bind(from)
        .bind(below)
        .bind(query.vendor.as_ref().map(|vendor| vendor.as_str().to_owned()).unwrap_or_default())
        .bind(query.waiting.map_or("", crate::record::waiting))
        .bind(i64::from(query.overdue))
        .bind(if query.worst { worst() } else { -1 })
        .bind(limit)
}

impl Store {
    /// The first `limit` rows of the register that `query` selects, as stored, and how many there are in all.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn register(
        &self,
        org: &OrgId,
        query: &RegisterQuery,
        limit: i64,
    ) -> Result<(Vec<String>, u32), StoreError> {
        counted(&register_query(org, query, limit).fetch_all(self.pool()).await?)
    }

    /// Every row of the register that `query` selects, one by one from the database's cursor.
    pub fn stream_register<'a>(
        &'a self,
        org: &OrgId,
        query: &RegisterQuery,
    ) -> BoxStream<'a, Result<String, StoreError>> {
        one_by_one(self, register_query(org, query, i64::MAX))
    }

    /// The five figures over every system in use. Agrees with `domain::register::figures`.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn register_figures(&self, org: &OrgId) -> Result<RegisterFigures, StoreError> {
        let row = sqlx::query(
            "SELECT CAST(COUNT(*) AS BIGINT), CAST(COALESCE(SUM(overdue), 0) AS BIGINT),
             CAST(COALESCE(SUM(CASE WHEN waiting = 'us' THEN 1 ELSE 0 END), 0) AS BIGINT),
             CAST(COALESCE(SUM(CASE WHEN waiting = 'vendor' THEN 1 ELSE 0 END), 0) AS BIGINT),
             CAST(COALESCE(SUM(CASE WHEN residual_now >= $2 THEN 1 ELSE 0 END), 0) AS BIGINT),
             CAST(COALESCE(SUM(residual_now), 0) AS BIGINT), CAST(COUNT(residual_now) AS BIGINT)
             FROM system_row WHERE org = $1 AND retired = 0",
        )
        .bind(org.as_str())
        .bind(worst())
        .fetch_one(self.pool())
        .await?;
        let (sum, scored): (i64, i64) = (row.try_get(5)?, row.try_get(6)?);
        Ok(RegisterFigures {
            systems: number(&row, 0)?,
            overdue: number(&row, 1)?,
            waiting_us: number(&row, 2)?,
            waiting_vendor: number(&row, 3)?,
            worst: number(&row, 4)?,
            mean_residual: mean(sum, scored),
        })
    }
}

/// The mean, rounded as every figure is; of nothing there is none.
fn mean(sum: i64, of: i64) -> Option<i64> {
    let (sum, of) = (u64::try_from(sum).ok()?, u64::try_from(of).ok().filter(|of| *of > 0)?);
    i64::try_from(rhu(sum, of)).ok()
}

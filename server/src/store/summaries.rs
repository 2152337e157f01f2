//! Summary rows: key and sort columns plus one JSON body that is sent through as it is.
//!
//! Remade from the journal at will and never read to decide. `next_change` is the first day on which the pure result
//! would differ from the stored one, so a list knows which rows to refresh.

use super::batch::Summary;
use super::{Store, StoreError};
use chrono::NaiveDate;
use domain::id::{AssessmentId, FindingId, OrgId, PersonId, SystemId, VendorId};
use domain::journal::Timestamp;
use sqlx::{AnyConnection, Row as _};

/// The day for which a row was computed, and the first day on which it differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Freshness {
    /// The day of the computation.
    pub as_of: NaiveDate,
    /// The first day on which the result differs; none when no date changes it.
    pub next_change: Option<NaiveDate>,
}

/// A vendor in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VendorRow {
    /// The vendor.
    pub vendor: VendorId,
    /// Its name folded for sorting and search.
    pub name_key: String,
    /// What the list shows, as JSON.
    pub body: String,
    /// For which day.
    pub fresh: Freshness,
}

/// An AI system in the register. Figures are in hundredths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemRow {
    /// The AI system.
    pub system: SystemId,
    /// Its vendor.
    pub vendor: VendorId,
    /// The vendor's name folded for sorting and search.
    pub vendor_key: String,
    /// The system's name folded for sorting and search.
    pub system_key: String,
    /// Tier as a number that grows with risk.
    pub tier: Option<i64>,
    /// Inherent risk.
    pub inherent: Option<i64>,
    /// Claimed score.
    pub claimed: Option<i64>,
    /// Assured score.
    pub assured: Option<i64>,
    /// Confidence.
    pub confidence: Option<i64>,
    /// Residual risk at the last conclusion.
    pub residual: Option<i64>,
    /// Residual risk on the day of the row.
    pub residual_now: Option<i64>,
    /// Open findings.
    pub findings_open: i64,
    /// Open findings past their due date.
    pub findings_overdue: i64,
    /// Whose turn it is: `us`, `vendor` or `nobody`.
    pub waiting: String,
    /// Whether something is late.
    pub overdue: bool,
    /// The day of the last conclusion.
    pub last_assessed: Option<NaiveDate>,
    /// The day by which the next assessment is due.
    pub next_assessment: Option<NaiveDate>,
    /// Whether the system is no longer used.
    pub retired: bool,
    /// What the register shows, as JSON.
    pub body: String,
    /// For which day.
    pub fresh: Freshness,
}

/// An assessment in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssessmentRow {
    /// The assessment.
    pub assessment: AssessmentId,
    /// Its vendor.
    pub vendor: VendorId,
    /// Its AI system.
    pub system: SystemId,
    /// The vendor's person who answers.
    pub contact: Option<PersonId>,
    /// Its state, by name.
    pub state: String,
    /// Its due date.
    pub due: Option<NaiveDate>,
    /// When its stream last moved.
    pub changed_at: Timestamp,
    /// Whether what the vendor said was erased.
    pub erased: bool,
    /// What the list shows, as JSON.
    pub body: String,
    /// For which day.
    pub fresh: Freshness,
}

/// A finding in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingRow {
    /// Its assessment.
    pub assessment: AssessmentId,
    /// The finding.
    pub finding: FindingId,
    /// The vendor.
    pub vendor: VendorId,
    /// The AI system.
    pub system: SystemId,
    /// Severity as a number that grows.
    pub severity: i64,
    /// Its state, by name.
    pub state: String,
    /// Whether it still asks for work.
    pub open: bool,
    /// By when it is to be fixed.
    pub due: Option<NaiveDate>,
    /// What the list shows, as JSON.
    pub body: String,
    /// For which day.
    pub fresh: Freshness,
}

fn text(day: Option<NaiveDate>) -> Option<String> {
    day.map(|day| day.to_string())
}

pub(super) async fn put(conn: &mut AnyConnection, org: &OrgId, summary: &Summary) -> Result<(), StoreError> {
    match summary {
        Summary::Vendor(row) => put_vendor(conn, org, row).await,
        Summary::System(row) => put_system(conn, org, row).await,
        Summary::Assessment(row) => put_assessment(conn, org, row).await,
        Summary::Finding(row) => put_finding(conn, org, row).await,
        Summary::NoVendor(id) => {
            remove(conn, "DELETE FROM vendor_row WHERE org = $1 AND vendor = $2", org, id.as_str()).await
        }
        Summary::NoSystem(id) => {
            remove(conn, "DELETE FROM system_row WHERE org = $1 AND system = $2", org, id.as_str()).await
        }
        Summary::NoAssessment(id) => {
            remove(conn, "DELETE FROM assessment_row WHERE org = $1 AND assessment = $2", org, id.as_str()).await
        }
        Summary::NoFinding(assessment, finding) => {
            sqlx::query("DELETE FROM finding_row WHERE org = $1 AND assessment = $2 AND finding = $3")
                .bind(org.as_str())
                .bind(assessment.as_str())
                .bind(finding.as_str())
                .execute(conn)
                .await?;
            Ok(())
        }
        Summary::Clear => clear(conn, org).await,
    }
}

/// Throws every row of an organisation away.
async fn clear(conn: &mut AnyConnection, org: &OrgId) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM vendor_row WHERE org = $1",
        "DELETE FROM system_row WHERE org = $1",
        "DELETE FROM assessment_row WHERE org = $1",
        "DELETE FROM finding_row WHERE org = $1",
    ] {
        sqlx::query(sql).bind(org.as_str()).execute(&mut *conn).await?;
    }
    Ok(())
}

async fn remove(conn: &mut AnyConnection, sql: &'static str, org: &OrgId, id: &str) -> Result<(), StoreError> {
    sqlx::query(sql).bind(org.as_str()).bind(id).execute(conn).await?;
    Ok(())
}

async fn put_vendor(conn: &mut AnyConnection, org: &OrgId, row: &VendorRow) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO vendor_row (org, vendor, name_key, body, as_of, next_change) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (org, vendor) DO UPDATE SET name_key = excluded.name_key, body = excluded.body,
         as_of = excluded.as_of, next_change = excluded.next_change",
    )
    .bind(org.as_str())
    .bind(row.vendor.as_str())
    .bind(&row.name_key)
    .bind(&row.body)
    .bind(row.fresh.as_of.to_string())
    .bind(text(row.fresh.next_change))
    .execute(conn)
    .await?;
    Ok(())
}

async fn put_system(conn: &mut AnyConnection, org: &OrgId, row: &SystemRow) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO system_row (org, system, vendor, vendor_key, system_key, tier, inherent, claimed, assured,
         confidence, residual, residual_now, findings_open, findings_overdue, waiting, overdue, last_assessed, next_assessment,
         retired, body, as_of, next_change)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)
         ON CONFLICT (org, system) DO UPDATE SET vendor = excluded.vendor, vendor_key = excluded.vendor_key,
         system_key = excluded.system_key, tier = excluded.tier, inherent = excluded.inherent,
         claimed = excluded.claimed, assured = excluded.assured, confidence = excluded.confidence,
         residual = excluded.residual, residual_now = excluded.residual_now, findings_open = excluded.findings_open,
         findings_overdue = excluded.findings_overdue, waiting = excluded.waiting, overdue = excluded.overdue,
         last_assessed = excluded.last_assessed, next_assessment = excluded.next_assessment,
         retired = excluded.retired, body = excluded.body, as_of = excluded.as_of,
         next_change = excluded.next_change",
    )
    .bind(org.as_str())
    .bind(row.system.as_str())
    .bind(row.vendor.as_str())
    .bind(&row.vendor_key)
    .bind(&row.system_key)
    .bind(row.tier)
    .bind(row.inherent)
    .bind(row.claimed)
    .bind(row.assured)
    .bind(row.confidence)
    .bind(row.residual)
    .bind(row.residual_now)
    .bind(row.findings_open)
    .bind(row.findings_overdue)
    .bind(&row.waiting)
    .bind(i64::from(row.overdue))
    .bind(text(row.last_assessed))
    .bind(text(row.next_assessment))
    .bind(i64::from(row.retired))
    .bind(&row.body)
    .bind(row.fresh.as_of.to_string())
    .bind(text(row.fresh.next_change))
    .execute(conn)
    .await?;
    Ok(())
}

async fn put_assessment(conn: &mut AnyConnection, org: &OrgId, row: &AssessmentRow) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO assessment_row (org, assessment, vendor, system, contact, state, due, changed_at, erased, body,
         as_of, next_change) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         ON CONFLICT (org, assessment) DO UPDATE SET vendor = excluded.vendor, system = excluded.system,
         contact = excluded.contact, state = excluded.state, due = excluded.due, changed_at = excluded.changed_at,
         erased = excluded.erased, body = excluded.body, as_of = excluded.as_of, next_change = excluded.next_change",
    )
    .bind(org.as_str())
    .bind(row.assessment.as_str())
    .bind(row.vendor.as_str())
    .bind(row.system.as_str())
    .bind(row.contact.as_ref().map(|id| id.as_str().to_owned()))
    .bind(&row.state)
    .bind(text(row.due))
    .bind(row.changed_at.0)
    .bind(i64::from(row.erased))
    .bind(&row.body)
    .bind(row.fresh.as_of.to_string())
    .bind(text(row.fresh.next_change))
    .execute(conn)
    .await?;
    Ok(())
}

async fn put_finding(conn: &mut AnyConnection, org: &OrgId, row: &FindingRow) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO finding_row (org, assessment, finding, vendor, system, severity, state, open, due, body, as_of,
         next_change) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         ON CONFLICT (org, assessment, finding) DO UPDATE SET vendor = excluded.vendor, system = excluded.system,
         severity = excluded.severity, state = excluded.state, open = excluded.open, due = excluded.due,
         body = excluded.body, as_of = excluded.as_of, next_change = excluded.next_change",
    )
    .bind(org.as_str())
    .bind(row.assessment.as_str())
    .bind(row.finding.as_str())
    .bind(row.vendor.as_str())
    .bind(row.system.as_str())
    .bind(row.severity)
    .bind(&row.state)
    .bind(i64::from(row.open))
    .bind(text(row.due))
    .bind(&row.body)
    .bind(row.fresh.as_of.to_string())
    .bind(text(row.fresh.next_change))
    .execute(conn)
    .await?;
    Ok(())
}

impl Store {
    /// The assessments of a vendor, of which the streams tell the rest.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn assessments_of(&self, org: &OrgId, vendor: &VendorId) -> Result<Vec<AssessmentId>, StoreError> {
        let ids: Vec<String> = sqlx::query_scalar(
            "SELECT assessment FROM assessment_row WHERE org = $1 AND vendor = $2 ORDER BY assessment",
        )
        .bind(org.as_str())
        .bind(vendor.as_str())
        .fetch_all(self.pool())
        .await?;
        ids.into_iter().map(super::row::id).collect()
    }

    /// Assessments that may have ended before a moment, and from which nothing was erased yet.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn unmoved_since(&self, org: &OrgId, before: Timestamp) -> Result<Vec<AssessmentId>, StoreError> {
        let sql = "SELECT assessment FROM assessment_row WHERE org = $1 AND erased = 0 AND changed_at < $2
                   AND state IN ('withdrawn', 'concluded') ORDER BY assessment";
        let ids: Vec<String> = sqlx::query_scalar(sql).bind(org.as_str()).bind(before.0).fetch_all(self.pool()).await?;
        ids.into_iter().map(super::row::id).collect()
    }

    /// The bodies of the rows of assessments, the one that moved last first, at most 1,000; and how many there are.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn assessment_bodies(&self, org: &OrgId) -> Result<(Vec<String>, u32), StoreError> {
        let sql = "SELECT body, CAST(COUNT(*) OVER () AS BIGINT) FROM assessment_row WHERE org = $1
                   ORDER BY changed_at DESC, assessment DESC LIMIT 1000";
        self.bodies(sql, org).await
    }

    /// The bodies of the rows of vendors, by name, at most 1,000; and how many there are.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn vendor_bodies(&self, org: &OrgId) -> Result<(Vec<String>, u32), StoreError> {
        let sql = "SELECT body, CAST(COUNT(*) OVER () AS BIGINT) FROM vendor_row WHERE org = $1
                   ORDER BY name_key, vendor LIMIT 1000";
        self.bodies(sql, org).await
    }

    /// The first bodies that a statement selects, and how many it would without its limit.
    async fn bodies(&self, sql: &'static str, org: &OrgId) -> Result<(Vec<String>, u32), StoreError> {
        let rows = sqlx::query(sql).bind(org.as_str()).fetch_all(self.pool()).await?;
        let total = rows.first().map_or(Ok(0), |row| row.try_get::<i64, _>(1))?;
        let bodies = rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?;
        Ok((bodies, u32::try_from(total).unwrap_or(u32::MAX)))
    }
}

//! Summary rows put in place and taken away, inside the transaction of a batch.
//!
//! A row is replaced whole: no column keeps anything of the row before.

use super::{AssessmentRow, FindingRow, SystemRow, VendorRow};
use crate::store::StoreError;
use crate::store::batch::Summary;
use chrono::NaiveDate;
use domain::id::OrgId;
use sqlx::AnyConnection;

/// Puts one row in place, or takes it away.
pub(in crate::store) async fn put(conn: &mut AnyConnection, org: &OrgId, summary: &Summary) -> Result<(), StoreError> {
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

/// A day as it is stored.
fn text(day: Option<NaiveDate>) -> Option<String> {
    day.map(|day| day.to_string())
}

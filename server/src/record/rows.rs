//! The rows for lists that follow from a dossier: the vendor's, one per AI system, one per assessment and finding.
//!
//! Changes, the nightly refresh and `assay rebuild` all take them from here, so they cannot differ.

use super::dossier::{Dossier, Known};
use crate::error::Error;
use crate::store::Summary;
use crate::store::summaries::{AssessmentRow, FindingRow, Freshness, SystemRow, VendorRow};
use chrono::NaiveDate;
use domain::api::register::{RegisterRow, Waiting};
use domain::assessment::{Stage, finding_rows, next_change, row};
use domain::calendar::day_after;
use domain::finding::FindingState;
use domain::inherent::Tier;
use domain::journal::Timestamp;
use domain::register::{self, fold_key, vendor_row};
use domain::template::Severity;
use serde::Serialize;

/// Every row that follows from the dossier on `today`.
///
/// # Errors
/// When a row cannot be written as JSON.
pub fn summaries(dossier: &Dossier, today: NaiveDate) -> Result<Vec<Summary>, Error> {
    let mut made = Vec::new();
    let mut in_use = Vec::new();
    for system in dossier.vendor.systems.values() {
        let (latest, open) = (dossier.latest_concluded(&system.id), dossier.open(&system.id));
        let (latest, open) = (latest.map(Known::assessed), open.map(Known::assessed));
        let Some(row) = register::row(&dossier.vendor, system, latest, open, today) else { continue };
        let next_change = register::next_change(system, latest, open, today);
        made.push(Summary::System(system_row(
            &row,
            system.retired.is_some(),
            Freshness { as_of: today, next_change },
        )?));
        if system.retired.is_none() {
            in_use.push(row);
        }
    }
    for known in dossier.assessments.values() {
        made.extend(of_assessment(dossier, known, today)?);
        made.extend(of_findings(dossier, known, today)?);
    }
    let is_open = |known: &&Known| {
        let stage = known.folded.stage();
        !matches!(stage, Stage::Draft | Stage::Concluded | Stage::Withdrawn)
    };
    let open = u32::try_from(dossier.assessments.values().filter(is_open).count()).unwrap_or(u32::MAX);
    if let Some(row) = vendor_row(&dossier.vendor, &in_use, open) {
        // Of all rows of the vendor: whoever looks for rows whose day has come asks the vendors' rows alone.
        let next_change = made.iter().filter_map(next_change_of).min();
        let fresh = Freshness { as_of: today, next_change };
        let name_key = fold_key(&row.name);
        made.push(Summary::Vendor(VendorRow { vendor: row.vendor.clone(), name_key, body: json(&row)?, fresh }));
    }
    Ok(made)
}

fn next_change_of(summary: &Summary) -> Option<NaiveDate> {
    match summary {
        Summary::Vendor(row) => row.fresh.next_change,
        Summary::System(row) => row.fresh.next_change,
        Summary::Assessment(row) => row.fresh.next_change,
        Summary::Finding(row) => row.fresh.next_change,
        Summary::NoVendor(_)
        | Summary::NoSystem(_)
        | Summary::NoAssessment(_)
        | Summary::NoFinding(..)
        | Summary::Clear => None,
    }
}

/// The row of one assessment.
///
/// # Errors
/// When the row cannot be written as JSON.
pub(super) fn of_assessment(dossier: &Dossier, known: &Known, today: NaiveDate) -> Result<Option<Summary>, Error> {
    let Some(row) = row(&known.folded, &known.questionnaire, dossier.labels(known), today) else { return Ok(None) };
    let Some(plan) = known.folded.plan() else { return Ok(None) };
    if let Some(fault) = &row.score_fault {
        tracing::error!(assessment = %row.assessment, fault, "a score cannot be computed");
    }
    // Findings that a date has moved, and no event tells yet, are due at once.
    let unsettled = known.folded.is_unsettled(&known.questionnaire, today).then_some(today);
    let next_change = unsettled.or_else(|| next_change(&known.folded, &known.questionnaire, today));
    Ok(Some(Summary::Assessment(AssessmentRow {
        assessment: row.assessment.clone(),
        vendor: plan.vendor.clone(),
        system: plan.system.clone(),
        contact: Some(plan.contact.clone()),
        state: key(&row.stage)?,
        due: Some(plan.due),
        changed_at: Timestamp(known.folded.at.0.max(0)),
        erased: known.folded.is_erased(),
        body: json(&row)?,
        fresh: Freshness { as_of: today, next_change },
    })))
}

fn of_findings(dossier: &Dossier, known: &Known, today: NaiveDate) -> Result<Vec<Summary>, Error> {
    let rows = finding_rows(&known.folded, &known.questionnaire, dossier.labels(known), today);
    rows.into_iter()
        .map(|row| {
            let finding = &row.finding;
            let next_change = match row.state_now {
                FindingState::Verified | FindingState::Withdrawn => None,
                FindingState::RiskAccepted => finding.accepted_until.map(day_after),
                // Days late are counted anew every day once the date has passed.
                FindingState::Open
                | FindingState::PlanProposed
                | FindingState::PlanAgreed
                | FindingState::InProgress
                | FindingState::Submitted
                | FindingState::Rejected => Some(day_after(finding.fix_due.max(today))),
            };
            Ok(Summary::Finding(FindingRow {
                assessment: row.assessment.clone(),
                finding: finding.id.clone(),
                vendor: row.vendor_id.clone(),
                system: row.system_id.clone(),
                severity: severity(finding.severity),
                state: key(&row.state_now)?,
                open: finding.is_open(),
                due: Some(finding.fix_due),
                body: json(&row)?,
                fresh: Freshness { as_of: today, next_change },
            }))
        })
        .collect()
}

/// The register's row as it is stored, with the columns that lists filter and sort by.
///
/// # Errors
/// When the row cannot be written as JSON.
pub fn system_row(row: &RegisterRow, retired: bool, fresh: Freshness) -> Result<SystemRow, Error> {
    Ok(SystemRow {
        system: row.system_id.clone(),
        vendor: row.vendor_id.clone(),
        vendor_key: fold_key(&row.vendor),
        system_key: fold_key(&row.system),
        tier: row.tier.map(tier),
        inherent: row.inherent,
        claimed: row.claimed,
        assured: row.assured,
        confidence: row.confidence,
        residual: row.residual,
        residual_now: row.residual_now,
        findings_open: i64::from(row.findings_open),
        findings_overdue: i64::from(row.findings_overdue),
        waiting: waiting(row.waiting).to_owned(),
        overdue: row.overdue,
        last_assessed: row.last_assessed,
        next_assessment: row.next_assessment,
        retired,
        body: json(row)?,
        fresh,
    })
}

/// The tier as a number that grows with risk.
#[must_use]
pub fn tier(tier: Tier) -> i64 {
    match tier {
        Tier::Low => 0,
        Tier::Medium => 1,
        Tier::High => 2,
        Tier::Critical => 3,
    }
}

/// The severity as a number that grows.
#[must_use]
pub fn severity(severity: Severity) -> i64 {
    match severity {
        Severity::Low => 0,
        Severity::Medium => 1,
        Severity::High => 2,
        Severity::Critical => 3,
    }
}

/// Whose turn it is, as it is stored.
#[must_use]
pub fn waiting(waiting: Waiting) -> &'static str {
    match waiting {
        Waiting::Us => "us",
        Waiting::Vendor => "vendor",
        Waiting::Nobody => "nobody",
    }
}

/// The name under which a state is stored: the one it has on the wire.
fn key<T: Serialize>(state: &T) -> Result<String, Error> {
    Ok(serde_json::to_value(state)?.as_str().unwrap_or_default().to_owned())
}

fn json<T: Serialize>(row: &T) -> Result<String, Error> {
    Ok(serde_json::to_string(row)?)
}

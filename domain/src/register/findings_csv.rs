//! Findings as CSV: one line per finding, exactly the rows that the page shows for the same query.
//!
//! The same rules as for the register: text quoted and safe from formulas, ISO 8601 dates, empty cells for nothing.

use super::csv::tier_word;
use crate::api::finding::FindingRow;
use crate::csv_text::Line;
use crate::finding::{FindingKind, FindingState};
use crate::template::Severity;

/// The columns, in order.
pub const COLUMNS: [&str; 24] = [
    "vendor_id",
    "vendor",
    "system_id",
    "system",
    "tier",
    "assessment_id",
    "finding_id",
    "kind",
    "question",
    "rule",
    "title",
    "severity",
    "state",
    "raised",
    "plan_due",
    "fix_due",
    "days_late",
    "plan",
    "plan_by",
    "fix",
    "reason",
    "due_reason",
    "accepted_until",
    "closed",
];

/// The line of column names, with its line end.
#[must_use]
pub fn header() -> Vec<u8> {
    Line::of_names(&COLUMNS)
}

/// The line of one row, with its line end.
#[must_use]
pub fn line(row: &FindingRow) -> Vec<u8> {
    let finding = &row.finding;
    Line::default()
        .text(row.vendor_id.as_str())
        .text(&row.vendor)
        .text(row.system_id.as_str())
        .text(&row.system)
        .text(tier_word(row.tier))
        .text(row.assessment.as_str())
        .text(finding.id.as_str())
        .text(kind_word(finding.kind))
        .text(finding.question.as_str())
        .optional_text(finding.rule.as_ref().map(AsRef::as_ref))
        .text(&row.title)
        .text(severity_word(finding.severity))
        .text(state_word(row.state_now))
        .date(Some(finding.raised))
        .date(Some(finding.plan_due))
        .date(Some(finding.fix_due))
        .number(row.days_late)
        .optional_text(finding.plan.as_deref())
        .date(finding.plan_by)
        .optional_text(finding.fix.as_deref())
        .optional_text(finding.reason.as_deref())
        .optional_text(finding.due_reason.as_deref())
        .date(finding.accepted_until)
        .date(finding.closed)
        .end()
}

fn kind_word(kind: FindingKind) -> &'static str {
    match kind {
        FindingKind::Control => "control",
        FindingKind::Contradiction => "contradiction",
        FindingKind::Evidence => "evidence",
    }
}

fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Low => "low",
        Severity::Medium => "medium",
        Severity::High => "high",
        Severity::Critical => "critical",
    }
}

fn state_word(state: FindingState) -> &'static str {
    match state {
        FindingState::Open => "open",
        FindingState::PlanProposed => "plan_proposed",
        FindingState::PlanAgreed => "plan_agreed",
        FindingState::InProgress => "in_progress",
        FindingState::Submitted => "submitted",
        FindingState::Rejected => "rejected",
        FindingState::Verified => "verified",
        FindingState::RiskAccepted => "risk_accepted",
        FindingState::Withdrawn => "withdrawn",
    }
}

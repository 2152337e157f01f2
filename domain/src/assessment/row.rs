//! Rows for lists: an assessment in one line, and its findings.
//!
//! The server stores them whole; they are computed here only.

use super::{Assessment, Stage};
use crate::api::assessment::AssessmentRow;
use crate::api::finding::FindingRow;
use crate::finding::title;
use crate::scoring::Questionnaire;
use chrono::NaiveDate;

/// Names that live in the vendor's stream.
#[derive(Debug, Clone, Copy)]
pub struct Labels<'a> {
    /// The vendor's name.
    pub vendor: &'a str,
    /// The AI system's name.
    pub system: &'a str,
}

/// The assessment in one line on `on`; `None` when it does not exist.
#[must_use]
pub fn row(
    assessment: &Assessment,
    questionnaire: &Questionnaire,
    labels: Labels<'_>,
    on: NaiveDate,
) -> Option<AssessmentRow> {
    let (id, plan) = (assessment.id()?, assessment.plan()?);
    let stage = assessment.stage();
    let conclusion = assessment.conclusion();
    let scored = assessment.scored(questionnaire, on);
    let score_fault = scored.as_ref().err().map(ToString::to_string);
    let score = scored.unwrap_or_default().and_then(|score| score.final_);
    let reviewed = assessment.reviews().values().filter(|review| review.touched).count();
    let titled = questionnaire.templates().iter().map(|template| format!("{} {}", template.title, template.version));
    Some(AssessmentRow {
        assessment: id.clone(),
        vendor_id: plan.vendor.clone(),
        vendor: labels.vendor.to_string(),
        system_id: plan.system.clone(),
        system: labels.system.to_string(),
        questionnaires: titled.collect(),
        stage,
        due: plan.due,
        overdue: stage.awaits_answers() && plan.due < on,
        sent: assessment.sent().map(|at| at.date()),
        submitted: assessment.submission().map(|submission| submission.at.date()),
        concluded: conclusion.map(|conclusion| conclusion.at.date()),
        outcome: conclusion.map(|conclusion| conclusion.outcome.clone()),
        counts: assessment.progress(questionnaire).counts,
        reviewed: u32::try_from(reviewed).unwrap_or(u32::MAX),
        score: if stage == Stage::Withdrawn { None } else { score.map(i64::from) },
        score_fault,
    })
}

/// The findings of the assessment on `on`: open ones first, then the most severe, then the earliest fix date.
#[must_use]
pub fn finding_rows(
    assessment: &Assessment,
    questionnaire: &Questionnaire,
    labels: Labels<'_>,
    on: NaiveDate,
) -> Vec<FindingRow> {
    let (Some(id), Some(plan), Some(terms)) = (assessment.id(), assessment.plan(), assessment.terms()) else {
        return Vec::new();
    };
    let row = |finding: &crate::finding::Finding| FindingRow {
        assessment: id.clone(),
        vendor_id: plan.vendor.clone(),
        vendor: labels.vendor.to_string(),
        system_id: plan.system.clone(),
        system: labels.system.to_string(),
        tier: terms.tier,
        title: title(questionnaire, finding.kind, &finding.question, finding.rule.as_ref()),
        finding: finding.clone(),
        state_now: finding.state_on(on),
        days_late: finding.days_late(on),
    };
    let mut rows: Vec<FindingRow> = assessment.findings().values().map(row).collect();
    rows.sort_by(|a, b| {
        let key = |row: &FindingRow| {
            let severity = std::cmp::Reverse(row.finding.severity);
            (!row.finding.is_open(), severity, row.finding.fix_due, row.finding.id.clone())
        };
        key(a).cmp(&key(b))
    });
    rows
}

//! The figures of one assessment on a day: what the register, the vendor page and the course of a score are made of.
//!
//! A pure reading of the assessment; the date is an argument, so yesterday's figures can be asked for too.

use super::{Assessment, Outcome, Stage};
use crate::api::register::Waiting;
use crate::calendar::in_words;
use crate::finding::{Finding, FindingState};
use crate::inherent::Late;
use crate::scoring::{Questionnaire, ScoreBand};
use chrono::NaiveDate;

/// The score of an assessment, in hundredths; `None` is "not scorable".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScoreFigures {
    /// Claimed final score.
    pub claimed: Option<u32>,
    /// Assured score before the cap.
    pub raw: Option<u32>,
    /// Assured final score.
    pub assured: Option<u32>,
    /// Band of the assured final score.
    pub band: Option<ScoreBand>,
    /// Whether a stop question fails.
    pub blocked: bool,
    /// Confidence.
    pub confidence: Option<u32>,
}

/// The figures of an assessment on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// The score as of the last submission; `None` before the first.
    pub score: Option<ScoreFigures>,
    /// Why there is no score although answers were submitted.
    pub score_fault: Option<String>,
    /// Whether there is a score that no conclusion stands behind yet.
    pub provisional: bool,
    /// The day of the conclusion.
    pub concluded: Option<NaiveDate>,
    /// Findings that are neither verified nor withdrawn; accepted risks count.
    pub findings_open: u32,
    /// Open findings past their fix date, without those whose risk is accepted.
    pub findings_overdue: u32,
    /// Severity and days late of each of those.
    pub overdue: Vec<Late>,
    /// Who has to act next.
    pub waiting: Waiting,
    /// What is awaited, in a few words; empty when nothing is.
    pub waiting_for: String,
    /// Whether what is awaited is late.
    pub late: bool,
}

/// The figures of `assessment` on `on`.
#[must_use]
pub fn figures(assessment: &Assessment, questionnaire: &Questionnaire, on: NaiveDate) -> Figures {
    let (scored, score_fault) = match assessment.scored(questionnaire, on) {
        Ok(scored) => (scored, None),
        Err(fault) => (None, Some(fault.to_string())),
    };
    let score = scored.map(|score| ScoreFigures {
        claimed: score.claimed.final_,
        raw: score.raw,
        assured: score.final_,
        band: score.band(),
        blocked: score.blocked,
        confidence: score.confidence,
    });
    let concluded = assessment.conclusion().map(|conclusion| conclusion.at.date());
    let open: Vec<&Finding> = assessment.findings().values().filter(|finding| finding.is_open()).collect();
    let late = open.iter().filter(|finding| finding.days_late(on) > 0);
    let overdue: Vec<Late> = late.map(|finding| (finding.severity, finding.days_late(on))).collect();
    let wait = wait(assessment, &open, on);
    Figures {
        provisional: score.is_some() && concluded.is_none(),
        score,
        score_fault,
        concluded,
        findings_open: count(open.len()),
        findings_overdue: count(overdue.len()),
        overdue,
        waiting: wait.party,
        waiting_for: wait.what,
        late: wait.late,
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

struct Wait {
    party: Waiting,
    what: String,
    late: bool,
}

impl Wait {
    fn on(party: Waiting, what: String, late: bool) -> Self {
        Wait { party, what, late }
    }
}

fn wait(assessment: &Assessment, open: &[&Finding], on: NaiveDate) -> Wait {
    let us = |what: &str| Wait::on(Waiting::Us, what.to_string(), false);
    match assessment.stage() {
        Stage::Draft => us("Draft to send"),
        Stage::Sent | Stage::Answering => owed(assessment, "Answers", on),
        Stage::Returned => owed(assessment, "Answers to queries", on),
        Stage::Submitted => us("Answers to review"),
        Stage::InReview => us("Review to finish"),
        Stage::Concluded => remediation(open, on).or_else(|| lapsed(assessment, on)).unwrap_or_else(nobody),
        Stage::Withdrawn => nobody(),
    }
}

fn nobody() -> Wait {
    Wait::on(Waiting::Nobody, String::new(), false)
}

/// Answers that the vendor owes by the end of the due date.
fn owed(assessment: &Assessment, what: &str, on: NaiveDate) -> Wait {
    let due = assessment.plan().map_or(on, |plan| plan.due);
    let late = due < on;
    Wait::on(Waiting::Vendor, format!("{what} {} {}", if late { "were due" } else { "due" }, in_words(due)), late)
}

/// The most pressing of the findings: a late one, then one that waits on the buyer, then the one due first.
fn remediation(open: &[&Finding], on: NaiveDate) -> Option<Wait> {
    let waits = open.iter().filter_map(|finding| Some((finding_wait(finding, on)?, finding.fix_due)));
    waits.min_by_key(|(wait, due)| (!wait.late, wait.party, *due)).map(|(wait, _)| wait)
}

fn finding_wait(finding: &Finding, on: NaiveDate) -> Option<Wait> {
    let about = finding.rule.as_ref().map_or_else(|| finding.question.to_string(), ToString::to_string);
    let late = finding.days_late(on) > 0;
    let us = |what: &str| Some(Wait::on(Waiting::Us, format!("{what} {about}"), late));
    let vendor = |what: &str, due: NaiveDate| {
        let verb = if due < on { "was due" } else { "due" };
        Some(Wait::on(Waiting::Vendor, format!("{what} for {about} {verb} {}", in_words(due)), late))
    };
    match finding.state_on(on) {
        FindingState::Open => vendor("Plan", finding.plan_due),
        FindingState::PlanAgreed | FindingState::InProgress | FindingState::Rejected => vendor("Fix", finding.fix_due),
        FindingState::PlanProposed => us("Plan to agree for"),
        FindingState::Submitted => us("Fix to check for"),
        FindingState::Verified | FindingState::RiskAccepted | FindingState::Withdrawn => None,
    }
}

/// An approval with conditions that has ended.
fn lapsed(assessment: &Assessment, on: NaiveDate) -> Option<Wait> {
    if assessment.superseded_by().is_some() {
        return None;
    }
    match &assessment.conclusion()?.outcome {
        Outcome::Conditional { until, .. } if *until < on => {
            Some(Wait::on(Waiting::Us, format!("Approval with conditions ended {}", in_words(*until)), true))
        }
        Outcome::Conditional { .. } | Outcome::Approved | Outcome::Rejected => None,
    }
}

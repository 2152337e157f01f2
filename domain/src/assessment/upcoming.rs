//! The next day on which time alone changes what an assessment shows: figures, rows or its list of findings.
//!
//! A day too many does no harm, a missing one leaves a stale summary. So every date is taken with its neighbours where
//! that spares a case.

use super::{Assessment, Outcome};
use crate::answer::{State, Value, parse_date};
use crate::calendar::{day_after, plus_days};
use crate::finding::{Finding, FindingState};
use crate::scoring::Questionnaire;
use crate::template::{Limit, Mode, Question};
use chrono::NaiveDate;

/// The first day after `after` on which the figures, the rows or the findings of `assessment` may differ although
/// nothing happens; `None` when time changes nothing any more.
#[must_use]
pub fn next_change(assessment: &Assessment, questionnaire: &Questionnaire, after: NaiveDate) -> Option<NaiveDate> {
    let mut days = Vec::new();
    if assessment.stage().awaits_answers() {
        days.extend(assessment.plan().map(|plan| day_after(plan.due)));
    }
    if let Some(state) = assessment.state(questionnaire, after) {
        scored(&mut days, &state, questionnaire);
    }
    days.extend(assessment.not_yet_due(after).map(|(_, from)| from));
    for finding in assessment.findings().values().filter(|finding| finding.is_open()) {
        moving(&mut days, finding, after);
    }
    if let Some(Outcome::Conditional { until, .. }) = assessment.conclusion().map(|conclusion| &conclusion.outcome) {
        days.push(day_after(*until));
    }
    days.into_iter().filter(|day| *day > after).min()
}

/// Days on which evidence ends or a date moves to another band.
fn scored(days: &mut Vec<NaiveDate>, state: &State, questionnaire: &Questionnaire) {
    for (id, answer) in &state.answers {
        days.extend(answer.evidence.iter().filter_map(|item| item.valid_until).map(day_after));
        let Some(question) = questionnaire.question(id) else { continue };
        if let Some(date) = answer.value.as_ref().and_then(date_of) {
            banded(days, question, date);
        }
    }
}

fn date_of(value: &Value) -> Option<NaiveDate> {
    match value {
        Value::Text(text) => parse_date(text),
        Value::List(_) | Value::Number(_) => None,
    }
}

/// A band's limit is crossed on the day that lies so many days before or after the answered date, or next to it.
fn banded(days: &mut Vec<NaiveDate>, question: &Question, date: NaiveDate) {
    let towards = match question.scoring.mode {
        Mode::DaysUntil => -1,
        Mode::DaysSince => 1,
        Mode::Option | Mode::SumCapped | Mode::Bands | Mode::None => return,
    };
    for band in &question.scoring.bands {
        let (Limit::AtLeast(Some(limit)) | Limit::AtMost(Some(limit))) = band.limit else { continue };
        let crossing = limit.saturating_mul(towards);
        days.extend([-1, 0, 1].map(|beside| plus_days(date, crossing.saturating_add(beside))));
    }
}

/// A late finding is a day later every day; one that is not yet late becomes so after its fix date, or when the
/// acceptance of its risk ends. The words for a plan change after its own date.
fn moving(days: &mut Vec<NaiveDate>, finding: &Finding, after: NaiveDate) {
    if finding.state_on(after) == FindingState::RiskAccepted {
        days.extend(finding.accepted_until.map(day_after));
        return;
    }
    let late_from = day_after(finding.fix_due);
    days.push(if late_from > after { late_from } else { day_after(after) });
    days.push(day_after(finding.plan_due));
}

//! A finding for the vendor: what is asked, by when, and what it may do about it.
//!
//! Of the buyer's words only those meant for the vendor pass: why a plan was declined or a fix rejected.

use super::evidence;
use crate::api::portal::PortalFinding;
use crate::assessment::{Assessment, Stage};
use crate::finding::{By, Finding, FindingKind, FindingState, Step, fix_question, next, title};
use crate::scoring::Questionnaire;
use chrono::NaiveDate;

/// Whether the vendor owes the next step.
pub(super) fn is_owed(state: FindingState) -> bool {
    match state {
        FindingState::Open | FindingState::PlanAgreed | FindingState::InProgress | FindingState::Rejected => true,
        FindingState::PlanProposed
        | FindingState::Submitted
        | FindingState::Verified
        | FindingState::RiskAccepted
        | FindingState::Withdrawn => false,
    }
}

/// The findings of an assessment on `on`, open ones first, then the earliest fix date.
pub(super) fn findings(assessment: &Assessment, questionnaire: &Questionnaire, on: NaiveDate) -> Vec<PortalFinding> {
    // Before the conclusion there are those that were raised by hand.
    if !assessment.stage().is_reviewed() && assessment.stage() != Stage::Concluded {
        return Vec::new();
    }
    let mut findings: Vec<&Finding> = assessment.findings().values().collect();
    findings.sort_by_key(|finding| (!finding.is_open(), finding.fix_due, finding.id.clone()));
    findings.into_iter().map(|found| shown(assessment, questionnaire, found, on)).collect()
}

fn shown(assessment: &Assessment, questionnaire: &Questionnaire, found: &Finding, on: NaiveDate) -> PortalFinding {
    let state = found.state_on(on);
    let steps = Step::ALL.into_iter().filter(|step| step.by() == By::Vendor && next(state, *step).is_some());
    PortalFinding {
        id: found.id.clone(),
        kind: found.kind,
        question: found.question.clone(),
        title: title(questionnaire, found.kind, &found.question, found.rule.as_ref()),
        asked: asked(questionnaire, found),
        state,
        plan_due: found.plan_due,
        fix_due: found.fix_due,
        plan: found.plan.clone(),
        plan_by: found.plan_by,
        fix: found.fix.clone(),
        reply: assessment.reply(&found.id).map(ToString::to_string),
        evidence: assessment.evidence_for(&found.id).map(evidence).collect(),
        actions: steps.map(|step| step.key().to_string()).collect(),
    }
}

/// What is asked of the vendor, in words.
fn asked(questionnaire: &Questionnaire, found: &Finding) -> String {
    let question = questionnaire.question(&found.question);
    match found.kind {
        FindingKind::Control => {
            let target = question
                .and_then(|question| Some((question, question.remediation.as_ref()?.target_option.as_ref()?)))
                .and_then(|(question, target)| question.option(target.as_str()));
            match (target, question) {
                (Some(option), _) => format!("Reach this answer: {}", option.label),
                (None, Some(question)) => format!("Reach a better answer to: {}", question.text),
                (None, None) => String::new(),
            }
        }
        FindingKind::Contradiction => {
            let counter = fix_question(questionnaire, &found.question, found.rule.as_ref());
            let text = questionnaire.question(&counter).map(|question| question.text.as_str()).unwrap_or_default();
            format!("Bring your answers to {} and {counter} together: {text}", found.question)
        }
        FindingKind::Evidence => match question.map(|question| question.evidence.ask.as_str()) {
            Some(ask) if !ask.is_empty() => format!("Show evidence that is in date: {ask}"),
            Some(_) | None => "Show evidence that is in date".into(),
        },
    }
}

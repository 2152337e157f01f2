//! What a vendor's browser may see of an assessment, made from the types of `api::portal` alone.
//!
//! No score, credit, weight, cap, override, judgement, internal reason or reviewer's name passes here. Everything a
//! vendor receives about an assessment comes out of [`row`], [`view`], [`answer`] or [`saved`].

mod finding;
mod rules;
mod template;

pub use rules::contradictions_shown;

use super::history::{Names, name};
use super::record::Submission;
use super::{Assessment, Stage, answers, progress};
use crate::api::portal::{
    AnswerSaved, AskPerson, PortalAnswer, PortalAssessment, PortalEvidence, PortalRow, PortalTemplate, Receipt,
    WelcomeSection,
};
use crate::assessment::Attachment;
use crate::id::QuestionId;
use crate::journal::Timestamp;
use crate::scoring::{Questionnaire, rhu};
use crate::template::Question;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// What a vendor's view needs from outside the assessment's stream.
#[derive(Debug, Clone)]
pub struct PortalContext<'a> {
    /// The buyer's name.
    pub organisation: &'a str,
    /// Whom to ask.
    pub ask: AskPerson,
    /// The AI system's name.
    pub system: &'a str,
    /// Names of the vendor's people by id.
    pub names: &'a Names,
    /// Typed name and role of who submitted last.
    pub signatory: Option<(String, String)>,
    /// How long the buyer keeps answers, in months.
    pub retention_months: u32,
}

/// Questions that are asked before any answer, and the minutes they are likely to take.
#[must_use]
pub fn welcome_counts(questionnaire: &Questionnaire) -> (u32, u32) {
    let asked = asked_at_first(questionnaire);
    let minutes = questionnaire.templates().iter().map(|template| {
        let share = template.questions.iter().filter(|question| asked.contains(&question.id)).count();
        let whole = template.questions.len().max(1);
        let minutes = u64::from(template.estimated_minutes) * u64::try_from(share).unwrap_or(0);
        u32::try_from(rhu(minutes, u64::try_from(whole).unwrap_or(1))).unwrap_or(u32::MAX)
    });
    (count(asked.len()), minutes.sum())
}

/// The sections with questions that are asked before any answer, in order.
#[must_use]
pub fn welcome_sections(questionnaire: &Questionnaire) -> Vec<WelcomeSection> {
    let asked = asked_at_first(questionnaire);
    let sections = questionnaire.templates().iter().flat_map(|template| {
        template.sections.iter().map(|section| {
            let of_it = |question: &&Question| question.section == section.id && asked.contains(&question.id);
            let questions = count(template.questions.iter().filter(of_it).count());
            WelcomeSection { title: section.title.clone(), questions }
        })
    });
    sections.filter(|section| section.questions > 0).collect()
}

fn asked_at_first(questionnaire: &Questionnaire) -> BTreeSet<QuestionId> {
    let asked = questionnaire.asked(&answers(&std::collections::BTreeMap::new()));
    asked.questions().map(|question| question.id.clone()).collect()
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Whether the vendor may know of it.
fn is_sent(assessment: &Assessment) -> bool {
    assessment.stage() != Stage::Draft && assessment.sent().is_some()
}

/// The assessment in a vendor person's list on `on`; `None` when it was not sent.
#[must_use]
pub fn row(assessment: &Assessment, questionnaire: &Questionnaire, system: &str, on: NaiveDate) -> Option<PortalRow> {
    if !is_sent(assessment) {
        return None;
    }
    let owed = assessment.findings().values().filter(|found| finding::is_owed(found.state_on(on))).count();
    Some(PortalRow {
        assessment: assessment.id()?.clone(),
        system: system.to_string(),
        stage: assessment.stage(),
        due: assessment.plan()?.due,
        counts: assessment.progress(questionnaire).counts,
        findings_to_do: count(owed),
    })
}

/// The assessment as its vendor's contact sees it on `on`; `None` when it was not sent.
#[must_use]
pub fn view(
    assessment: &Assessment,
    questionnaire: &Questionnaire,
    context: &PortalContext<'_>,
    on: NaiveDate,
) -> Option<PortalAssessment> {
    if !is_sent(assessment) {
        return None;
    }
    let plan = assessment.plan()?;
    let conclusion = assessment.conclusion();
    Some(PortalAssessment {
        id: assessment.id()?.clone(),
        organisation: context.organisation.to_string(),
        ask: context.ask.clone(),
        system: context.system.to_string(),
        reason: plan.reason.clone(),
        due: plan.due,
        stage: assessment.stage(),
        depth: plan.depth,
        templates: questionnaire.templates().iter().map(|template| PortalTemplate::from(template.as_ref())).collect(),
        answers: assessment
            .answers()
            .keys()
            .map(|question| (question.clone(), answer(assessment, question, context.names)))
            .collect(),
        evidence: assessment.evidence().iter().map(evidence).collect(),
        open_questions: open_questions(assessment, questionnaire),
        queries: assessment.queried().map(|(question, query)| (question.clone(), query.message.clone())).collect(),
        receipt: receipt(assessment, questionnaire, context.signatory.as_ref()),
        outcome: conclusion.map(|conclusion| conclusion.outcome.clone()),
        concluded: conclusion.map(|conclusion| conclusion.at.date()),
        findings: finding::findings(assessment, questionnaire, on),
        retention_months: context.retention_months,
    })
}

/// One answer with its revision; revision 0 when it was never given.
#[must_use]
pub fn answer(assessment: &Assessment, question: &QuestionId, names: &Names) -> PortalAnswer {
    match assessment.answer(question) {
        Some(given) => PortalAnswer {
            revision: given.revision,
            at: given.at,
            by: name(names, given.by.as_ref()),
            entry: given.entry.clone(),
        },
        None => {
            PortalAnswer { revision: 0, at: Timestamp::default(), by: String::new(), entry: super::Entry::default() }
        }
    }
}

/// The reply to a saved answer.
#[must_use]
pub fn saved(
    assessment: &Assessment,
    questionnaire: &Questionnaire,
    question: &QuestionId,
    names: &Names,
) -> AnswerSaved {
    AnswerSaved {
        answer: answer(assessment, question, names),
        counts: assessment.progress(questionnaire).counts,
        stage: assessment.stage(),
        open_questions: open_questions(assessment, questionnaire),
    }
}

fn open_questions(assessment: &Assessment, questionnaire: &Questionnaire) -> Option<Vec<QuestionId>> {
    assessment.open_questions(questionnaire).map(|open| open.into_iter().collect())
}

/// A piece of evidence as the vendor stated it.
#[must_use]
pub fn evidence(attachment: &Attachment) -> PortalEvidence {
    PortalEvidence {
        id: attachment.id.clone(),
        question: attachment.question.clone(),
        file: attachment.file.clone(),
        name: attachment.name.clone(),
        size: attachment.size,
        kind: attachment.kind.clone(),
        valid_until: attachment.valid_until,
    }
}

/// Proof of the last submission; `None` before the first. `signatory` is the typed name and role.
#[must_use]
pub fn receipt(
    assessment: &Assessment,
    questionnaire: &Questionnaire,
    signatory: Option<&(String, String)>,
) -> Option<Receipt> {
    let submission: &Submission = assessment.submission()?;
    let with_evidence = submission.evidence.iter().map(|attachment| attachment.question.clone()).collect();
    let (name, role) = signatory.cloned().unwrap_or_default();
    Some(Receipt {
        at: submission.at,
        digest: submission.digest.clone(),
        name,
        role,
        answers: progress(questionnaire, &submission.entries, &with_evidence).counts.answered,
        evidence: count(submission.evidence.len()),
    })
}

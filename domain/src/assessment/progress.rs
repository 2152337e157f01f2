//! How much is answered: the counts that the vendor works by and the buyer sees before a submission.
//!
//! The browser runs this after every answer. A claim that a question does not apply counts as answered, whatever a
//! reviewer will say (scoring rule 10.3).

use super::Entry;
use crate::answer::{Answer, Answers, NotApplicable};
use crate::api::assessment::Counts;
use crate::id::{QuestionId, SectionId};
use crate::scoring::Questionnaire;
use crate::template::{Kind, Question};
use crate::visibility::Asking;
use std::collections::{BTreeMap, BTreeSet};

/// How much of one section is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionProgress {
    /// The section; unique over the questionnaires of an assessment.
    pub section: SectionId,
    /// Its counts.
    pub counts: Counts,
}

/// How much is answered, in all and by section in the order shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Progress {
    /// In all.
    pub counts: Counts,
    /// By section.
    pub sections: Vec<SectionProgress>,
    /// Required questions without an answer, in the order asked.
    pub missing: Vec<QuestionId>,
}

/// The vendor's entries as answers, for visibility: every claim "does not apply" is pending.
#[must_use]
pub fn answers(entries: &BTreeMap<QuestionId, Entry>) -> Answers {
    entries.iter().map(|(question, entry)| (question.clone(), answer(entry))).collect()
}

fn answer(entry: &Entry) -> Answer {
    let na = entry.not_applicable.as_ref().map(|_| NotApplicable::Pending);
    Answer { value: entry.value.clone(), na, ..Answer::default() }
}

/// How much of `questionnaire` is answered. `with_evidence` are the questions that have a file: a question of kind
/// `file` is answered by one.
#[must_use]
pub fn progress(
    questionnaire: &Questionnaire,
    entries: &BTreeMap<QuestionId, Entry>,
    with_evidence: &BTreeSet<QuestionId>,
) -> Progress {
    let asked = questionnaire.asked(&answers(entries));
    let mut progress = Progress::default();
    for section in questionnaire.sections() {
        let section = section.section.id.clone();
        progress.sections.push(SectionProgress { section, counts: Counts::default() });
    }
    for (entry, asking) in questionnaire.questions().iter().zip(asked.each()) {
        if *asking != Asking::Asked {
            continue;
        }
        let question = &entry.question;
        let done = is_done(question, entries.get(&question.id), with_evidence);
        count(&mut progress.counts, question, done);
        if let Some(section) = progress.sections.get_mut(entry.section) {
            count(&mut section.counts, question, done);
        }
        if question.required && !done {
            progress.missing.push(question.id.clone());
        }
    }
    progress
}

fn is_done(question: &Question, entry: Option<&Entry>, with_evidence: &BTreeSet<QuestionId>) -> bool {
    let said = entry.is_some_and(|entry| {
        entry.not_applicable.is_some() || entry.value.as_ref().is_some_and(|value| !value.is_empty())
    });
    said || (question.kind == Kind::File && with_evidence.contains(&question.id))
}

fn count(counts: &mut Counts, question: &Question, done: bool) {
    counts.asked += 1;
    counts.answered += u32::from(done);
    counts.missing += u32::from(question.required && !done);
}

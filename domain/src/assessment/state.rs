//! What is scored: the last submission, with what reviewers decided and what verified fixes made of it.
//!
//! Before the first submission there is nothing to score (scoring rule 15.8); during a return it is still the last one.

use super::record::{Assessment, Reviewed};
use super::{Attachment, Progress, answers, progress};
use crate::answer::{Answer, EvidenceItem, EvidenceStatus, NotApplicable, Override, State, Value};
use crate::api::problem::Fault;
use crate::finding::{Cause, causes};
use crate::id::QuestionId;
use crate::scoring::{Questionnaire, Score};
use crate::template::{Kind, Question};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// The score of an assessment cannot be computed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the score cannot be computed: {at}: {detail}; tell the operator of this installation")]
pub struct NotComputable {
    at: String,
    detail: String,
}

impl NotComputable {
    fn of(faults: &[Fault]) -> Self {
        let first = faults.first().cloned().unwrap_or_else(|| Fault::new("", "no reason was given"));
        NotComputable { at: first.at, detail: first.detail }
    }
}

/// Evidence level of what a vendor states and nobody has judged (scoring rule 6.3).
const NEW_LEVEL: u8 = 1;

/// How many different people must accept that a question does not apply (scoring rule 17.4).
#[must_use]
pub(super) fn na_needs(question: &Question) -> usize {
    if question.critical { 2 } else { 1 }
}

/// Where the vendor's claim that `question` does not apply stands.
pub(super) fn na_state(question: &Question, review: Option<&Reviewed>) -> NotApplicable {
    match review {
        Some(review) if review.na_rejected_by.is_some() => NotApplicable::Rejected,
        Some(review) if review.na_accepted_by.len() >= na_needs(question) => NotApplicable::Accepted,
        Some(_) | None => NotApplicable::Pending,
    }
}

impl Assessment {
    /// The state to be scored on `as_of`; `None` before the first submission and once the answers were erased.
    #[must_use]
    pub fn state(&self, questionnaire: &Questionnaire, as_of: NaiveDate) -> Option<State> {
        let submission = self.submission.as_ref().filter(|_| !self.is_erased())?;
        let questions: BTreeSet<&QuestionId> = submission
            .entries
            .keys()
            .chain(submission.evidence.iter().map(|attachment| &attachment.question))
            .chain(self.fixes.keys())
            .chain(self.reviews.iter().filter(|(_, review)| review.overridden.is_some()).map(|(question, _)| question))
            .collect();
        let known = questions.into_iter().filter_map(|id| questionnaire.question(id));
        let answers = known.map(|question| (question.id.clone(), self.scored_answer(question))).collect();
        let spares = self.plan.as_ref().is_some_and(|plan| plan.spares_future_duties);
        let spared = self.not_yet_due(as_of).filter(|_| spares).map(|(question, _)| question.clone()).collect();
        Some(State { as_of, depth: questionnaire.depth(), answers, spared })
    }

    fn scored_answer(&self, question: &Question) -> Answer {
        let submission = self.submission.as_ref();
        let entry = submission.and_then(|submission| submission.entries.get(&question.id));
        let files = submission.map(|submission| submission.evidence.as_slice()).unwrap_or_default();
        let files = || files.iter().filter(|attachment| attachment.question == question.id);
        let review = self.reviews.get(&question.id);
        let fix = self.fixes.get(&question.id);
        let claimed = entry.is_some_and(|entry| entry.not_applicable.is_some()) && fix.is_none();
        let given = entry.and_then(|entry| entry.value.clone());
        // A file alone answers a question that asks for one.
        let named =
            || files().next().filter(|_| question.kind == Kind::File).map(|file| Value::Text(file.name.clone()));
        let mut evidence: Vec<EvidenceItem> = files().map(|attachment| self.item(attachment)).collect();
        let shown = fix.map(|fix| fix.levels.as_slice()).unwrap_or_default();
        evidence.extend(shown.iter().map(|level| EvidenceItem {
            level: *level,
            status: EvidenceStatus::Accepted,
            valid_until: None,
        }));
        Answer {
            value: fix.map(|fix| fix.value.clone()).or(given).or_else(named),
            na: claimed.then(|| na_state(question, review)),
            evidence,
            override_: review
                .and_then(|review| review.overridden.as_ref())
                .map(|decided| Override { credit: decided.credit, level: decided.level }),
        }
    }

    fn item(&self, attachment: &Attachment) -> EvidenceItem {
        match self.judgements.get(&attachment.id) {
            None => EvidenceItem { level: NEW_LEVEL, status: EvidenceStatus::New, valid_until: attachment.valid_until },
            Some(judgement) if judgement.accepted => EvidenceItem {
                level: judgement.level,
                status: EvidenceStatus::Accepted,
                valid_until: judgement.last_day(attachment.valid_until),
            },
            Some(judgement) => EvidenceItem {
                level: NEW_LEVEL,
                status: EvidenceStatus::Rejected,
                valid_until: judgement.last_day(attachment.valid_until),
            },
        }
    }

    /// The score on `as_of`; nothing before the first submission.
    ///
    /// # Errors
    /// [`NotComputable`] when what was submitted, or decided on it, does not fit the questionnaire any more. What was
    /// decided on here fitted then, so this is a fault of the program or of its data, and never "not assessed".
    pub fn scored(&self, questionnaire: &Questionnaire, as_of: NaiveDate) -> Result<Option<Score>, NotComputable> {
        let Some(state) = self.state(questionnaire, as_of) else { return Ok(None) };
        questionnaire.evaluate(&state).map(Some).map_err(|faults| NotComputable::of(&faults))
    }

    /// The score on `as_of`, where there is one that can be computed. Whoever shows that there is none asks
    /// [`Assessment::score_fault`] too.
    #[must_use]
    pub fn score(&self, questionnaire: &Questionnaire, as_of: NaiveDate) -> Option<Score> {
        self.scored(questionnaire, as_of).unwrap_or_default()
    }

    /// Why there is no score although there should be one.
    #[must_use]
    pub fn score_fault(&self, questionnaire: &Questionnaire, as_of: NaiveDate) -> Option<NotComputable> {
        self.scored(questionnaire, as_of).err()
    }

    /// What raises findings on `on`: before the conclusion, those that would be raised (scoring rule 14.1).
    #[must_use]
    pub fn would_raise(&self, questionnaire: &Questionnaire, on: NaiveDate) -> Vec<Cause> {
        let Some(terms) = self.terms else { return Vec::new() };
        self.score(questionnaire, on).map(|score| causes(&score, terms.tier)).unwrap_or_default()
    }

    /// How much of the draft is answered.
    #[must_use]
    pub fn progress(&self, questionnaire: &Questionnaire) -> Progress {
        let with_evidence = self.evidence.iter().map(|attachment| attachment.question.clone()).collect();
        progress(questionnaire, &self.entries(), &with_evidence)
    }

    /// The questions that the vendor may change now: `None` all that are asked, `Some` only these. After a return these
    /// are the queried ones, and those that a changed answer has brought up since.
    #[must_use]
    pub fn open_questions(&self, questionnaire: &Questionnaire) -> Option<BTreeSet<QuestionId>> {
        if !self.stage.awaits_answers() {
            return Some(BTreeSet::new());
        }
        if self.stage != super::Stage::Returned {
            return None;
        }
        let submission = self.submission.as_ref()?;
        let before = questionnaire.asked(&answers(&submission.entries));
        let now = questionnaire.asked(&answers(&self.entries()));
        let new = now.questions().filter(|question| !before.holds(&question.id)).map(|question| question.id.clone());
        Some(self.queried().map(|(question, _)| question.clone()).chain(new).collect())
    }
}

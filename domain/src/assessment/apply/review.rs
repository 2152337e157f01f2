//! What a reviewer's events do. The first of them after a submission makes the assessment "in review".
//!
//! Who acted is kept: rules about two people compare persons.

use crate::assessment::record::{Assessment, Override, Query, Reviewed};
use crate::assessment::{Judgement, Stage};
use crate::id::{EvidenceId, PersonId, QuestionId};

impl Assessment {
    pub(super) fn review(&mut self, question: &QuestionId) -> &mut Reviewed {
        self.reviews.entry(question.clone()).or_default()
    }

    pub(super) fn begin_review(&mut self, by: Option<PersonId>) {
        self.reviewers.extend(by);
        if self.stage == Stage::Submitted {
            self.stage = Stage::InReview;
        }
    }

    /// The review of a question that has just got a verdict.
    pub(super) fn verdict(&mut self, question: &QuestionId, by: Option<PersonId>) -> &mut Reviewed {
        self.begin_review(by);
        let review = self.review(question);
        review.touched = true;
        review.changed = false;
        review
    }

    pub(super) fn accepted(&mut self, question: &QuestionId, by: Option<PersonId>) {
        let review = self.verdict(question, by.clone());
        review.accepted_by = by;
        if review.query.as_ref().is_some_and(|query| !query.sent) {
            review.query = None;
        }
    }

    pub(super) fn asked_about(&mut self, question: &QuestionId, message: &str, by: Option<PersonId>) {
        let review = self.verdict(question, by);
        review.accepted_by = None;
        review.query = Some(Query { message: message.to_string(), sent: false });
    }

    pub(super) fn overridden(
        &mut self,
        question: &QuestionId,
        credit: u8,
        level: Option<u8>,
        reason: &str,
        by: Option<PersonId>,
    ) {
        let review = self.verdict(question, by.clone());
        review.accepted_by = None;
        review.overridden = Some(Override { credit, level, reason: reason.to_string(), by });
    }

    pub(super) fn na_decided(&mut self, question: &QuestionId, accepted: bool, by: Option<PersonId>) {
        let review = self.verdict(question, by.clone());
        if accepted {
            review.na_rejected_by = None;
            review.na_accepted_by.extend(by);
        } else {
            review.na_accepted_by.clear();
            review.na_rejected_by = by;
        }
    }

    pub(super) fn judged(&mut self, evidence: &EvidenceId, judgement: &Judgement, by: Option<PersonId>) {
        self.begin_review(by);
        self.judgements.insert(evidence.clone(), judgement.clone());
    }

    pub(super) fn returned(&mut self, questions: &[QuestionId]) {
        for question in questions {
            if let Some(query) = self.review(question).query.as_mut() {
                query.sent = true;
            }
        }
        self.stage = Stage::Returned;
    }
}

//! The reviewer's part, from submission to conclusion: verdicts on answers, judgements of evidence, queries.
//!
//! Everything here speaks about the last submission. A question whose query is with the vendor waits for the answer.

use super::{field, must_be, needed_text, text};
use crate::actor::{Actor, Role};
use crate::answer::{WrongAnswer, parse_date};
use crate::assessment::{Assessment, Event, Judgement, Refusal, Stage, Verdict, answers};
use crate::id::{EvidenceId, QuestionId};
use crate::scoring::Questionnaire;
use crate::template::Question;

pub(super) const REVIEWER: &[Role] = &[Role::Reviewer];
pub(super) const REVIEWED: &[Stage] = &[Stage::Submitted, Stage::InReview, Stage::Returned];

impl Assessment {
    pub(super) fn give_verdict(
        &self,
        questionnaire: &Questionnaire,
        id: QuestionId,
        verdict: Verdict,
        by: &Actor,
    ) -> Result<Vec<Event>, Refusal> {
        must_be(by, REVIEWER)?;
        self.in_stage(REVIEWED)?;
        let question = self.submitted_question(questionnaire, &id)?;
        match verdict {
            Verdict::Accept => Ok(self.accept(id, by)),
            Verdict::Query { message } => self.query(id, message),
            Verdict::Override { credit, level, reason } => self.override_credit(question, credit, level, reason),
            Verdict::LiftOverride => {
                if self.reviews.get(&id).is_none_or(|review| review.overridden.is_none()) {
                    return Err(Refusal::NotOverridden { question: id });
                }
                Ok(vec![Event::OverrideLifted { question: id }])
            }
            Verdict::NotApplicable { accepted, reason } => self.decide_na(id, accepted, reason, by),
        }
    }

    /// The question, if it was asked when the answers were submitted and its query is not with the vendor.
    fn submitted_question<'a>(
        &self,
        questionnaire: &'a Questionnaire,
        id: &QuestionId,
    ) -> Result<&'a Question, Refusal> {
        let Some(question) = questionnaire.question(id) else {
            return Err(Refusal::UnknownQuestion { question: id.clone() });
        };
        let entries = self.submission.as_ref().map(|submission| answers(&submission.entries)).unwrap_or_default();
        if !questionnaire.asked(&entries).holds(id) {
            return Err(Refusal::NotAsked { question: id.clone() });
        }
        if self.queried().any(|(queried, _)| queried == id) {
            return Err(Refusal::WithVendor { question: id.clone() });
        }
        Ok(question)
    }

    fn accept(&self, question: QuestionId, by: &Actor) -> Vec<Event> {
        let review = self.reviews.get(&question);
        let person = by.reference().person().cloned();
        let stands = review.is_some_and(|review| review.accepted_by == person && review.query.is_none());
        if stands {
            return vec![];
        }
        // An answer that stands keeps its own credit.
        let overridden = review.is_some_and(|review| review.overridden.is_some());
        let lifted = overridden.then(|| Event::OverrideLifted { question: question.clone() });
        lifted.into_iter().chain([Event::AnswerAccepted { question }]).collect()
    }

    fn query(&self, question: QuestionId, message: String) -> Result<Vec<Event>, Refusal> {
        needed_text("message", &message, "what you ask")?;
        let query = self.reviews.get(&question).and_then(|review| review.query.as_ref());
        if query.is_some_and(|query| query.message == message) {
            return Ok(vec![]);
        }
        Ok(vec![Event::AnswerQueried { question, message }])
    }

    fn override_credit(
        &self,
        question: &Question,
        credit: u8,
        level: Option<u8>,
        reason: String,
    ) -> Result<Vec<Event>, Refusal> {
        if !question.scored {
            return Err(Refusal::NotScored { question: question.id.clone() });
        }
        if credit > 100 {
            return Err(field("credit", &WrongAnswer::Credit));
        }
        if level.is_some_and(|level| level > 3) {
            return Err(field("level", &WrongAnswer::Level));
        }
        needed_text("reason", &reason, "the reason")?;
        let current = self.reviews.get(&question.id).and_then(|review| review.overridden.as_ref());
        if current.is_some_and(|now| now.credit == credit && now.level == level && now.reason == reason) {
            return Ok(vec![]);
        }
        Ok(vec![Event::CreditOverridden { question: question.id.clone(), credit, level, reason }])
    }

    fn decide_na(
        &self,
        question: QuestionId,
        accepted: bool,
        reason: String,
        by: &Actor,
    ) -> Result<Vec<Event>, Refusal> {
        let entry = self.submission.as_ref().and_then(|submission| submission.entries.get(&question));
        if entry.is_none_or(|entry| entry.not_applicable.is_none()) {
            return Err(Refusal::NotClaimed { question });
        }
        if accepted {
            text("reason", &reason)?;
        } else {
            needed_text("reason", &reason, "the reason")?;
        }
        let person = by.reference().person().cloned();
        let said = self.reviews.get(&question).is_some_and(|review| {
            if accepted {
                person.is_some_and(|person| review.na_accepted_by.contains(&person))
            } else {
                review.na_rejected_by.is_some()
            }
        });
        Ok(if said { vec![] } else { vec![Event::NotApplicableDecided { question, accepted, reason }] })
    }

    pub(super) fn judge(&self, evidence: EvidenceId, judgement: Judgement, by: &Actor) -> Result<Vec<Event>, Refusal> {
        must_be(by, REVIEWER)?;
        self.in_stage(REVIEWED)?;
        let mut submitted = self.submission.iter().flat_map(|submission| &submission.evidence);
        if !submitted.any(|attachment| attachment.id == evidence) {
            return Err(Refusal::UnknownEvidence);
        }
        if judgement.accepted && !(1..=3).contains(&judgement.level) {
            return Err(Refusal::Field { at: "level", detail: "choose an evidence level from 1 to 3".into() });
        }
        if judgement.level > 3 {
            return Err(field("level", &WrongAnswer::Level));
        }
        if judgement.accepted {
            text("reason", &judgement.reason)?;
        } else {
            needed_text("reason", &judgement.reason, "the reason")?;
        }
        if judgement.valid_until.is_some_and(|last| parse_date(&last.to_string()).is_none()) {
            return Err(field("valid_until", &WrongAnswer::Date));
        }
        if judgement.no_end && judgement.valid_until.is_some() {
            let detail = "give the last day on which it is valid, or say that it has none".into();
            return Err(Refusal::Field { at: "valid_until", detail });
        }
        if self.judgements.get(&evidence) == Some(&judgement) {
            return Ok(vec![]);
        }
        Ok(vec![Event::EvidenceJudged { evidence, judgement }])
    }

    pub(super) fn send_back(&self, by: &Actor) -> Result<Vec<Event>, Refusal> {
        must_be(by, &[Role::Analyst, Role::Reviewer])?;
        self.in_stage(REVIEWED)?;
        let questions: Vec<QuestionId> = self.unsent().map(|(question, _)| question.clone()).collect();
        if questions.is_empty() {
            return Err(Refusal::NoQueries);
        }
        Ok(vec![Event::Returned { questions }])
    }
}

//! The vendor's part: answering, attaching evidence, submitting.
//!
//! Two people on different questions never disturb each other: only a moved revision of the same answer is a conflict.

use super::{field, must_be_vendor};
use crate::actor::Actor;
use crate::answer::{MAX_TEXT, WrongAnswer, check_name, check_text, check_value, parse_date};
use crate::assessment::{
    Assessment, Attachment, Entry, Event, MAX_EVIDENCE, MAX_FILE_BYTES, Refusal, Stage, answers, digest,
};
use crate::finding::Finding;
use crate::id::{EvidenceId, FindingId, PersonId, QuestionId};
use crate::scoring::Questionnaire;
use crate::template::{EvidenceKind, Question};
use chrono::NaiveDate;

const OPEN: &[Stage] = &[Stage::Sent, Stage::Answering, Stage::Returned];

impl Assessment {
    pub(super) fn answer_question(
        &self,
        questionnaire: &Questionnaire,
        id: QuestionId,
        entry: Entry,
        revision: u64,
        by: &Actor,
    ) -> Result<Vec<Event>, Refusal> {
        must_be_vendor(by)?;
        self.in_stage(OPEN)?;
        let question = self.open_question(questionnaire, &id)?;
        let entry = plain(entry);
        check(question, &entry)?;
        let current = self.answers.get(&id).map_or(Entry::default(), |given| given.entry.clone());
        // Saving what is there already is acknowledged, whatever revision it came with: a repeated request has one effect.
        if entry == current {
            return Ok(vec![]);
        }
        let now = self.revision(&id);
        if revision != now {
            return Err(Refusal::Stale { question: id, current: now });
        }
        let (question, comment) = (id, entry.comment);
        Ok(vec![match (entry.value, entry.not_applicable) {
            (_, Some(reason)) => Event::NotApplicableClaimed { question, reason, comment },
            (Some(value), None) => Event::Answered { question, value, comment },
            (None, None) => Event::Cleared { question, comment },
        }])
    }

    /// The question, if it is asked and may be changed now.
    fn open_question<'a>(&self, questionnaire: &'a Questionnaire, id: &QuestionId) -> Result<&'a Question, Refusal> {
        let Some(question) = questionnaire.question(id) else {
            return Err(Refusal::UnknownQuestion { question: id.clone() });
        };
        if !questionnaire.asked(&answers(&self.entries())).holds(id) {
            return Err(Refusal::NotAsked { question: id.clone() });
        }
        self.must_be_open(questionnaire, id)?;
        Ok(question)
    }

    fn must_be_open(&self, questionnaire: &Questionnaire, id: &QuestionId) -> Result<(), Refusal> {
        match self.open_questions(questionnaire) {
            Some(open) if !open.contains(id) => Err(Refusal::NotOpen { question: id.clone() }),
            Some(_) | None => Ok(()),
        }
    }

    /// Whether `by` may send a file now, to be attached to an answer or shown for a finding.
    ///
    /// # Errors
    /// [`Refusal::Stage`] or [`Refusal::TooMuchEvidence`].
    pub fn check_upload(&self, by: &Actor, today: NaiveDate) -> Result<(), Refusal> {
        let works = |finding: &Finding| !finding.actions_for(by, today).is_empty();
        if !self.stage.awaits_answers() && !self.findings.values().any(works) {
            return Err(Refusal::Stage { stage: self.stage });
        }
        if self.evidence_count() >= MAX_EVIDENCE { Err(Refusal::TooMuchEvidence) } else { Ok(()) }
    }

    pub(super) fn attach(
        &self,
        questionnaire: &Questionnaire,
        attachment: Attachment,
        by: &Actor,
        today: NaiveDate,
    ) -> Result<Vec<Event>, Refusal> {
        must_be_vendor(by)?;
        if let Some(finding) = &attachment.finding {
            let found = self.shown_for(finding, by, today)?;
            if found.question != attachment.question {
                let detail = format!("this finding is about question {}", found.question);
                return Err(Refusal::Field { at: "question", detail });
            }
        } else {
            self.in_stage(OPEN)?;
            self.open_question(questionnaire, &attachment.question)?;
        }
        if self.attachment(&attachment.id).is_some() {
            return Err(Refusal::EvidenceExists);
        }
        if self.evidence_count() >= MAX_EVIDENCE {
            return Err(Refusal::TooMuchEvidence);
        }
        check_name(&attachment.name).map_err(|wrong| field("name", &wrong))?;
        check_name(&attachment.media_type).map_err(|wrong| field("media_type", &wrong))?;
        if attachment.size == 0 {
            return Err(Refusal::Field { at: "file", detail: "choose a file that is not empty".into() });
        }
        if attachment.size > MAX_FILE_BYTES {
            return Err(Refusal::Field { at: "file", detail: "choose a file of at most 25 MB".into() });
        }
        if EvidenceKind::of(&attachment.kind).is_none() {
            return Err(Refusal::Field { at: "kind", detail: "choose one of the listed kinds of evidence".into() });
        }
        if attachment.valid_until.is_some_and(|last| parse_date(&last.to_string()).is_none()) {
            return Err(field("valid_until", &WrongAnswer::Date));
        }
        Ok(vec![Event::EvidenceAttached { attachment }])
    }

    pub(super) fn remove_evidence(
        &self,
        questionnaire: &Questionnaire,
        evidence: EvidenceId,
        by: &Actor,
        today: NaiveDate,
    ) -> Result<Vec<Event>, Refusal> {
        must_be_vendor(by)?;
        let shown = self.finding_evidence.iter().find(|attachment| attachment.id == evidence);
        if let Some(finding) = shown.and_then(|attachment| attachment.finding.as_ref()) {
            self.shown_for(finding, by, today)?;
            return Ok(vec![Event::EvidenceRemoved { evidence }]);
        }
        self.in_stage(OPEN)?;
        let attachment = self.evidence.iter().find(|attachment| attachment.id == evidence);
        let attachment = attachment.ok_or(Refusal::UnknownEvidence)?;
        self.must_be_open(questionnaire, &attachment.question)?;
        Ok(vec![Event::EvidenceRemoved { evidence }])
    }

    /// The finding for which evidence is shown or taken away: while the next step is the vendor's.
    fn shown_for(&self, finding: &FindingId, by: &Actor, today: NaiveDate) -> Result<&Finding, Refusal> {
        let found = self.findings.get(finding).ok_or(Refusal::UnknownFinding)?;
        if found.actions_for(by, today).is_empty() {
            return Err(Refusal::NotYourTurn { state: found.state_on(today) });
        }
        Ok(found)
    }

    pub(super) fn submit(
        &self,
        questionnaire: &Questionnaire,
        signatory: PersonId,
        by: &Actor,
    ) -> Result<Vec<Event>, Refusal> {
        must_be_vendor(by)?;
        self.in_stage(OPEN)?;
        let missing = self.progress(questionnaire).missing;
        if !missing.is_empty() {
            return Err(Refusal::Missing { missing });
        }
        let templates = self.plan.as_ref().map(|plan| plan.templates.as_slice()).unwrap_or_default();
        let digest = digest(templates, &self.entries(), &self.evidence);
        Ok(vec![Event::Submitted { digest, signatory }])
    }
}

/// The entry without empty values: an empty text or list says nothing.
fn plain(entry: Entry) -> Entry {
    Entry { value: entry.value.filter(|value| !value.is_empty()), ..entry }
}

fn check(question: &Question, entry: &Entry) -> Result<(), Refusal> {
    let wrong = |at, source| Refusal::WrongAnswer { question: question.id.clone(), at, source };
    if let Some(value) = &entry.value {
        check_value(question, value).map_err(|source| wrong("value", source))?;
    }
    check_text(&entry.comment, MAX_TEXT).map_err(|source| wrong("comment", source))?;
    let Some(reason) = &entry.not_applicable else { return Ok(()) };
    if !question.na_allowed {
        return Err(wrong("not_applicable", WrongAnswer::NotApplicableRefused));
    }
    if reason.trim().is_empty() {
        return Err(wrong("not_applicable", WrongAnswer::Blank));
    }
    check_text(reason, MAX_TEXT).map_err(|source| wrong("not_applicable", source))?;
    if entry.value.is_some() {
        let detail = "give either an answer or the reason why the question does not apply".to_string();
        return Err(Refusal::Field { at: "value", detail });
    }
    Ok(())
}

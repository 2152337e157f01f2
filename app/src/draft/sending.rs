//! The road to the server: what waits goes in one request, what each outcome means, and sending everything for good.
//!
//! Answers go in the order of the questionnaire, so that the server knows the answer that reveals a question before
//! the answer to it. Nothing is sent for a question that is not asked; its answer waits on this device.

use super::{COMMENT, Draft, Line, Outgoing, REASON, Slot, Stop, VALUE, device, pause_before};
use crate::api::{self, Error, fresh_key};
use domain::answer::Value;
use domain::api::portal::{
    AnswerChange, AnswerOutcome, AnswerSaved, AnswersSaved, ChangesBody, MOST_CHANGES, PortalAnswer, Receipt,
    SubmitBody,
};
use domain::api::problem::{Code, Fault, Problem};
use domain::assessment::Entry;
use domain::id::QuestionId;
use leptos::prelude::*;
use std::sync::Arc;

/// Bytes of changes after which a request is full, so that it is small enough to outlive its page. One answer may be
/// longer and then goes alone.
const MOST_BYTES: usize = 24 * 1024;
/// Bytes of a change without its texts.
const FRAME_BYTES: usize = 160;

impl Draft {
    /// Sends everything for good, with name and role of who signs, after every answer is saved. Nothing happens, and
    /// nothing is given back, while one is not: it would be missing from what is sent, and then be forgotten here.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn submit(&self, body: &SubmitBody) -> Result<Option<Receipt>, Error> {
        if !self.settle().await {
            return Ok(None);
        }
        let receipt = self.heard(api::portal::submit(self.id(), body).await)?;
        // What is left on the device now can only be an answer to a question that is no longer asked.
        self.0.leftovers.set(device::forget_all(self.id()).await.is_err());
        Ok(Some(receipt))
    }

    /// Sends each answer that waits once, until the line fails.
    pub(super) async fn send_all(&self) {
        let mut questions = self.0.shape.questions().map(|question| &question.id).peekable();
        while questions.peek().is_some() {
            let changes = self.depart(&mut questions);
            if !changes.is_empty() && !self.send(changes).await {
                self.hold_up();
                return;
            }
        }
        self.0.road.tries.set_value(0);
        self.look_for_a_session().await;
    }

    /// The next changes that wait, as many as fit into one request; from here on they are under way.
    fn depart<'a>(&self, questions: &mut impl Iterator<Item = &'a QuestionId>) -> Vec<AnswerChange> {
        let (mut changes, mut bytes) = (Vec::new(), 0);
        for question in questions {
            if !self.0.asked.with_untracked(|asked| asked.contains(question)) {
                continue;
            }
            let Some(slot) = self.0.slots.get(question) else { continue };
            let Some(Outgoing { entry, base, key }) = slot.try_update(Slot::depart).flatten() else { continue };
            bytes += weight(&entry);
            changes.push(AnswerChange { question: question.clone(), entry, revision: base, key });
            if changes.len() == MOST_CHANGES || bytes > MOST_BYTES {
                break;
            }
        }
        changes
    }

    /// Sends changes. Whether the line holds.
    async fn send(&self, changes: Vec<AnswerChange>) -> bool {
        let body = ChangesBody { changes };
        let reply = api::portal::save_answers(self.id(), &body).await;
        let mut questions = body.changes.iter().map(|change| &change.question);
        match reply {
            Ok(AnswersSaved { outcomes }) => {
                self.0.road.set_line(Line::Up);
                let holds = questions.by_ref().zip(outcomes).fold(true, |holds, (question, outcome)| match outcome {
                    AnswerOutcome::Saved(saved) => {
                        self.note_standing(&saved);
                        self.change(question, |slot| slot.acknowledged(saved.answer));
                        holds
                    }
                    AnswerOutcome::Refused(problem) => self.refused(question, &problem) && holds,
                });
                // Every change has an outcome; one without is sent again.
                questions.fold(holds, |_, question| self.line_is(Line::Down, question))
            }
            Err(Error::Offline | Error::Broken) => {
                questions.fold(true, |_, question| self.line_is(Line::Down, question))
            }
            Err(Error::SignedOut) => questions.fold(true, |_, question| self.line_is(Line::SessionEnded, question)),
            Err(Error::Problem(problem)) => {
                let mut holds = true;
                for question in questions {
                    holds &= self.refused(question, &problem);
                }
                holds
            }
        }
    }

    fn refused(&self, question: &QuestionId, problem: &Problem) -> bool {
        match problem.code {
            Code::Stale => {
                let theirs = problem.current.as_ref().map(api::read_again::<PortalAnswer>);
                let Some(Ok(theirs)) = theirs else { return self.line_is(Line::Down, question) };
                self.change(question, |slot| slot.moved(theirs, fresh_key()));
                self.0.road.once_more.set_value(true);
                true
            }
            Code::Busy | Code::Full | Code::Internal => self.line_is(Line::Busy, question),
            Code::TooMany => self.line_is(Line::TooFast, question),
            Code::Malformed
            | Code::Invalid
            | Code::SignedOut
            | Code::Forbidden
            | Code::NotFound
            | Code::State
            | Code::RevisionRequired
            | Code::KeyReused
            | Code::TooLarge
            | Code::WrongType
            | Code::DeadLink
            | Code::CrossSite
            | Code::Method
            | Code::SeveralOrganisations => {
                self.change(question, |slot| slot.stopped(Stop::Refused(faults_in(problem))));
                true
            }
        }
    }

    /// Notes how the line is, holds the answer back, and says that the line does not hold.
    fn line_is(&self, line: Line, question: &QuestionId) -> bool {
        self.change(question, |slot| slot.stopped(Stop::Line));
        self.0.road.set_line(line);
        false
    }

    /// The line is down: everything that waits says so, and it is tried again after a pause.
    fn hold_up(&self) {
        for slot in self.0.slots.values() {
            if slot.with_untracked(|slot| slot.change().is_some()) {
                slot.update(Slot::held_up);
            }
        }
        match self.0.road.line() {
            Line::Down | Line::Busy | Line::TooFast => self.wake_in(pause_before(self.0.road.tries.get_value()), true),
            Line::Up | Line::SessionEnded => {}
        }
    }

    /// Where the assessment stands, and what may be changed, after an answer was saved.
    fn note_standing(&self, saved: &AnswerSaved) {
        let stands =
            self.0.view.with_untracked(|view| view.stage == saved.stage && view.open_questions == saved.open_questions);
        if !stands {
            self.0.view.update(|view| {
                let view = Arc::make_mut(view);
                view.stage = saved.stage;
                view.open_questions.clone_from(&saved.open_questions);
            });
        }
    }
}

/// About how many bytes an answer adds to a request.
fn weight(entry: &Entry) -> usize {
    let value = match &entry.value {
        Some(Value::Text(text)) => text.len(),
        Some(Value::List(list)) => list.iter().map(|one| one.to_string().len() + 3).sum(),
        Some(Value::Number(_)) | None => 0,
    };
    FRAME_BYTES + value + entry.comment.len() + entry.not_applicable.as_ref().map_or(0, String::len)
}

/// What a refusal says of the parts of an answer; of the answer itself when it names none of them.
#[must_use]
pub fn faults_in(problem: &Problem) -> Vec<Fault> {
    let is_part = |fault: &&Fault| [VALUE, COMMENT, REASON].contains(&fault.at.as_str());
    let faults: Vec<Fault> = problem.errors.iter().filter(is_part).cloned().collect();
    if faults.is_empty() { vec![Fault::new(VALUE, problem.detail.clone())] } else { faults }
}

//! The road to the server: one answer at a time, what each reply means, and sending everything for good.
//!
//! Answers go in the order of the questionnaire, so that the server knows the answer that reveals a question before
//! the answer to it. Nothing is sent for a question that is not asked; its answer waits on this device.

use super::{COMMENT, Draft, Line, REASON, Slot, Stop, VALUE, device, pause_before};
use crate::api::{self, Error, fresh_key};
use domain::api::portal::{AnswerSaved, PortalAnswer, Receipt, SubmitBody};
use domain::api::problem::{Code, Fault, Problem};
use domain::id::QuestionId;
use leptos::prelude::*;
use std::sync::Arc;

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
        let questions: Vec<QuestionId> = self.0.shape.questions().map(|question| question.id.clone()).collect();
        for question in questions {
            if !self.0.asked.with_untracked(|asked| asked.contains(&question)) {
                continue;
            }
            if !self.send(&question).await {
                self.hold_up();
                return;
            }
        }
        self.0.road.tries.set_value(0);
        self.look_for_a_session().await;
    }

    /// Sends one answer if it waits. Whether the line holds.
    async fn send(&self, question: &QuestionId) -> bool {
        let Some(slot) = self.0.slots.get(question) else { return true };
        let Some(outgoing) = slot.try_update(Slot::depart).flatten() else { return true };
        let reply = api::portal::put_answer(self.id(), question, &outgoing.entry, outgoing.base, &outgoing.key).await;
        match reply {
            Ok(saved) => {
                self.note_standing(&saved);
                self.change(question, |slot| slot.acknowledged(saved.answer));
                self.0.road.set_line(Line::Up);
                true
            }
            Err(Error::Offline | Error::Broken) => self.line_is(Line::Down, question),
            Err(Error::SignedOut) => self.line_is(Line::SessionEnded, question),
            Err(Error::Problem(problem)) => self.refused(question, &problem),
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
            Code::Busy | Code::Full | Code::Internal | Code::TooMany => self.line_is(Line::Busy, question),
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
            Line::Down | Line::Busy => self.wake_in(pause_before(self.0.road.tries.get_value()), true),
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

/// What a refusal says of the parts of an answer; of the answer itself when it names none of them.
#[must_use]
pub fn faults_in(problem: &Problem) -> Vec<Fault> {
    let is_part = |fault: &&Fault| [VALUE, COMMENT, REASON].contains(&fault.at.as_str());
    let faults: Vec<Fault> = problem.errors.iter().filter(is_part).cloned().collect();
    if faults.is_empty() { vec![Fault::new(VALUE, problem.detail.clone())] } else { faults }
}

//! The road to the server: what is sent when, one answer at a time, and what each reply means.
//!
//! Answers go in the order of the questionnaire, so that the server knows the answer that reveals a question before
//! the answer to it. Nothing is sent for a question that is not asked; its answer waits on this device.

use super::{Draft, Line, Save, Slot, Stop, newest, pause_before};
use crate::api::{self, Error, fresh_key};
use domain::api::portal::PortalAnswer;
use domain::api::problem::{Code, Fault, Problem};
use domain::assessment::Stage;
use domain::id::QuestionId;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;
use std::time::Duration;

/// Words are sent after this much rest, in milliseconds.
const REST: u64 = 2_000;
/// Milliseconds between two looks whether everything was sent.
const LOOK_AGAIN: u32 = 20;

/// What the road remembers.
pub(super) struct Road {
    line: ArcRwSignal<Line>,
    keeps: ArcRwSignal<bool>,
    timer: ArcStoredValue<Option<TimeoutHandle>>,
    is_busy: ArcStoredValue<bool>,
    once_more: ArcStoredValue<bool>,
    tries: ArcStoredValue<u32>,
}

impl Road {
    pub(super) fn new() -> Self {
        Road {
            line: ArcRwSignal::new(Line::Up),
            keeps: ArcRwSignal::new(true),
            timer: ArcStoredValue::new(None),
            is_busy: ArcStoredValue::new(false),
            once_more: ArcStoredValue::new(false),
            tries: ArcStoredValue::new(0),
        }
    }

    /// Whether the device keeps what it is given.
    pub(super) fn device_keeps(&self, keeps: bool) {
        if self.keeps.get_untracked() != keeps {
            self.keeps.set(keeps);
        }
    }

    /// The line, as it is now.
    pub(super) fn line(&self) -> Line {
        self.line.get_untracked()
    }

    fn set_line(&self, line: Line) {
        if self.line.get_untracked() != line {
            self.line.set(line);
        }
    }
}

/// What the whole draft may promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Promise {
    /// The least of what its answers may promise.
    pub save: Save,
    /// How many answers wait on this device.
    pub waiting: usize,
    /// How many answers have two versions.
    pub conflicts: usize,
    /// The line to the server.
    pub line: Line,
    /// Whether the device keeps what waits; if not, only this page holds it.
    pub is_kept: bool,
}

impl Promise {
    /// Whether the server has acknowledged every answer as it is shown: only then may they be sent for good.
    #[must_use]
    pub fn is_saved(&self) -> bool {
        match self.save {
            Save::Empty | Save::Saved(_) => true,
            Save::Saving | Save::Kept | Save::Conflict => false,
        }
    }
}

impl Draft {
    /// What the whole draft may promise. Tracked.
    #[must_use]
    pub fn promise(&self) -> Promise {
        let asked = self.asked();
        let slots = self.0.slots.iter().filter(|(question, _)| asked.contains(*question)).map(|(_, slot)| slot);
        let (mut waiting, mut conflicts, mut is_sending) = (0, 0, false);
        for slot in slots {
            match slot.with(Slot::save) {
                Save::Empty | Save::Saved(_) => {}
                Save::Saving => is_sending = true,
                Save::Kept => waiting += 1,
                Save::Conflict => conflicts += 1,
            }
        }
        let save = if conflicts > 0 {
            Save::Conflict
        } else if waiting > 0 {
            Save::Kept
        } else if is_sending {
            Save::Saving
        } else {
            newest(self.0.slots.values()).map_or(Save::Empty, Save::Saved)
        };
        Promise { save, waiting, conflicts, line: self.0.road.line.get(), is_kept: self.0.road.keeps.get() }
    }

    /// Sends what waits when the person has rested for a moment.
    pub(super) fn rest(&self) {
        self.wake_in(REST, false);
    }

    /// Sends everything that waits, now.
    pub fn flush(&self) {
        self.sleep();
        if self.0.road.is_busy.get_value() {
            self.0.road.once_more.set_value(true);
            return;
        }
        self.0.road.is_busy.set_value(true);
        let draft = self.clone();
        spawn_local(async move {
            loop {
                draft.0.road.once_more.set_value(false);
                draft.send_all().await;
                if !draft.0.road.once_more.get_value() {
                    break;
                }
            }
            draft.0.road.is_busy.set_value(false);
        });
    }

    /// Sends everything that waits and waits for the replies. Whether everything is saved then.
    pub(super) async fn settle(&self) -> bool {
        self.flush();
        while self.0.road.is_busy.get_value() {
            TimeoutFuture::new(LOOK_AGAIN).await;
        }
        untrack(|| self.promise()).is_saved()
    }

    fn wake_in(&self, millis: u64, is_retry: bool) {
        self.sleep();
        let draft = self.clone();
        let wake = move || {
            if is_retry {
                draft.0.road.tries.update_value(|tries| *tries = tries.saturating_add(1));
            }
            draft.flush();
        };
        let timer = set_timeout_with_handle(wake, Duration::from_millis(millis));
        self.0.road.timer.set_value(timer.ok());
    }

    fn sleep(&self) {
        if let Some(timer) = self.0.road.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    }

    /// Sends each answer that waits once, until the line fails.
    async fn send_all(&self) {
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
    }

    /// Sends one answer if it waits. Whether the line holds.
    async fn send(&self, question: &QuestionId) -> bool {
        let Some(slot) = self.0.slots.get(question) else { return true };
        let Some(outgoing) = slot.try_update(Slot::depart).flatten() else { return true };
        let reply = api::portal::put_answer(self.id(), question, &outgoing.entry, outgoing.base, &outgoing.key).await;
        match reply {
            Ok(saved) => {
                self.change(question, |slot| slot.acknowledged(saved.answer));
                self.set_stage(saved.stage);
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
            Code::Busy | Code::Full | Code::Internal | Code::TooMany => self.line_is(Line::Down, question),
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
            | Code::Method => {
                let faults = vec![Fault::new(super::VALUE, problem.detail.clone())];
                self.change(question, |slot| slot.stopped(Stop::Refused(faults)));
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
        if self.0.road.line() == Line::Down {
            self.wake_in(pause_before(self.0.road.tries.get_value()), true);
        }
    }

    fn set_stage(&self, stage: Stage) {
        if self.0.view.with_untracked(|view| view.stage != stage) {
            self.0.view.update(|view| Arc::make_mut(view).stage = stage);
        }
    }
}

//! What a person does to a draft: changes an answer, takes it back, chooses one of two versions.
//!
//! Every change goes to this device at once, whatever becomes of it; [`Draft::edit`] also decides when it is sent.

use super::{Aside, COMMENT, Draft, Line, REASON, Slot, VALUE, device, evidence};
use crate::api::fresh_key;
use domain::answer::{MAX_TEXT, Value, check_text, check_value};
use domain::api::portal::PortalAssessment;
use domain::api::problem::Fault;
use domain::assessment::Entry;
use domain::id::QuestionId;
use domain::journal::Timestamp;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

impl Draft {
    /// The person changes an answer. It is kept on this device at once; a choice is sent at once too, words (not
    /// `settled`) when the person rests. An answer that breaks a rule goes nowhere and shows its fault.
    pub fn edit(&self, question: &QuestionId, entry: Entry, settled: bool) {
        let entry = tidy(entry);
        let before = untrack(|| self.entry(question));
        self.set_aside(question, |aside| aside.note(&before, &entry));
        self.put(question, entry);
        if settled { self.flush() } else { self.rest() }
    }

    /// The person takes an answer back; it can be brought back as long as the page is open.
    pub fn clear(&self, question: &QuestionId) {
        let before = untrack(|| self.entry(question));
        self.set_aside(question, |aside| aside.keep(&before));
        self.put(question, Entry { comment: before.comment, ..Entry::default() });
        self.flush();
    }

    /// The person wants back the answer that was set aside.
    pub fn bring_value_back(&self, question: &QuestionId) {
        self.bring_back(question, Aside::with_value);
    }

    /// The person wants back the reason that was set aside.
    pub fn bring_reason_back(&self, question: &QuestionId) {
        self.bring_back(question, Aside::with_reason);
    }

    fn bring_back(&self, question: &QuestionId, part: fn(&mut Aside, &Entry) -> Entry) {
        let now = untrack(|| self.entry(question));
        let mut aside = untrack(|| self.aside(question));
        let entry = part(&mut aside, &now);
        self.set_aside(question, |kept| *kept = aside);
        self.edit(question, entry, true);
    }

    fn set_aside(&self, question: &QuestionId, change: impl FnOnce(&mut Aside)) {
        let before = untrack(|| self.aside(question));
        let mut aside = before.clone();
        change(&mut aside);
        if aside != before {
            self.0.aside.update(|all| drop(all.insert(question.clone(), aside)));
        }
    }

    fn put(&self, question: &QuestionId, entry: Entry) {
        let faults = self.faults_of(question, &entry);
        let is_held_up = self.0.road.line() != Line::Up;
        self.change(question, |slot| {
            slot.edit(entry, faults, fresh_key(), now());
            if is_held_up {
                slot.held_up();
            }
        });
    }

    /// Of two versions of an answer the person keeps this device's.
    pub fn keep_mine(&self, question: &QuestionId) {
        self.change(question, |slot| slot.keep_mine(fresh_key()));
        self.flush();
    }

    /// Of two versions of an answer the person keeps the server's; this device's can be brought back.
    pub fn keep_theirs(&self, question: &QuestionId) {
        let mine = untrack(|| self.entry(question));
        self.set_aside(question, |aside| aside.keep(&mine));
        self.change(question, Slot::keep_theirs);
    }

    /// Takes in what the server says now.
    pub fn refresh(&self, view: PortalAssessment) {
        for (question, slot) in &self.0.slots {
            let server = view.answers.get(question).cloned();
            slot.update(|slot| slot.refreshed(server, fresh_key()));
        }
        self.0.evidence.set(view.evidence.clone());
        self.0.finding_evidence.set(evidence::by_finding(&view));
        self.0.view.set(Arc::new(view));
    }

    pub(super) async fn resume(&self) {
        let kept = device::kept(self.id()).await;
        self.0.road.device_keeps(kept.is_ok());
        for (question, change) in kept.unwrap_or_default() {
            let faults = self.faults_of(&question, &change.entry);
            // A question that this assessment no longer has cannot be answered any more.
            self.change(&question, |slot| slot.resume(change, faults, fresh_key()));
        }
        self.resume_notes().await;
    }

    fn faults_of(&self, question: &QuestionId, entry: &Entry) -> Vec<Fault> {
        let mut faults = Vec::new();
        let value = entry.value.as_ref().zip(self.0.shape.rules_of(question));
        if let Some(Err(wrong)) = value.map(|(value, question)| check_value(question, value)) {
            faults.push(Fault::new(VALUE, wrong.to_string()));
        }
        let texts = [(COMMENT, Some(&entry.comment)), (REASON, entry.not_applicable.as_ref())];
        for (at, text) in texts {
            if let Some(Err(wrong)) = text.map(|text| check_text(text, MAX_TEXT)) {
                faults.push(Fault::new(at, wrong.to_string()));
            }
        }
        faults
    }

    /// Changes the state of one answer and brings the device in line with it.
    pub(super) fn change(&self, question: &QuestionId, change: impl FnOnce(&mut Slot)) {
        let Some(slot) = self.0.slots.get(question) else { return };
        slot.update(change);
        let kept = slot.with_untracked(|slot| slot.change().cloned());
        let (draft, question) = (self.clone(), question.clone());
        spawn_local(async move {
            let done = match kept {
                Some(change) => device::keep(draft.id(), &question, &change).await,
                None => device::forget(draft.id(), &question).await,
            };
            draft.0.road.device_keeps(done.is_ok());
        });
    }
}

/// An empty text or list is no answer, and a blank reason is no claim.
fn tidy(entry: Entry) -> Entry {
    Entry {
        value: entry.value.filter(|value| !Value::is_empty(value)),
        not_applicable: entry.not_applicable.filter(|reason| !reason.trim().is_empty()),
        comment: entry.comment,
    }
}

/// Now, by the device's clock: says when a change was made here. What counts is the server's.
#[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit into 53 bits for 285,000 years")]
fn now() -> Timestamp {
    Timestamp(js_sys::Date::now() as i64)
}

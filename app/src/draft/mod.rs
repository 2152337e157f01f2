//! One assessment being answered: a signal per question, what the device keeps, and what is on its way to the server.
//!
//! Pages read it and call [`Draft::edit`]; nobody else decides when an answer is sent. `slot` is the state machine of one
//! answer, `sending` the road to the server, `device` what survives a closed tab, `shape` which questions are asked.

mod device;
mod drafts;
mod evidence;
mod line;
mod sending;
mod shape;
mod slot;

pub use drafts::{Drafts, last_link, remember_link};
pub use evidence::{accepted, check_file, size_words};
pub use line::{Line, pause_before};
pub use sending::Promise;
pub use shape::{Part, Section, Shape};
pub use slot::{Change, Outgoing, Save, Slot, Stop};

use crate::api::{self, Error, fresh_key};
use domain::answer::{MAX_TEXT, Value, check_text, check_value};
use domain::api::assessment::Counts;
use domain::api::portal::{PortalAnswer, PortalAssessment, PortalEvidence, PortalRule, Receipt, SubmitBody};
use domain::api::problem::Fault;
use domain::assessment::{Entry, Progress};
use domain::id::{AssessmentId, QuestionId, SectionId};
use domain::journal::Timestamp;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The name of an answer's value in its faults.
pub const VALUE: &str = "value";
/// The name of an answer's comment in its faults.
pub const COMMENT: &str = "comment";
/// The name of the reason why a question does not apply, in its faults.
pub const REASON: &str = "not_applicable";

/// One assessment being answered. Copies share one state.
#[derive(Clone)]
pub struct Draft(Arc<Inner>);

struct Inner {
    id: AssessmentId,
    shape: Shape,
    view: ArcRwSignal<Arc<PortalAssessment>>,
    slots: BTreeMap<QuestionId, ArcRwSignal<Slot>>,
    evidence: ArcRwSignal<Vec<PortalEvidence>>,
    finding_evidence: ArcRwSignal<evidence::ByFinding>,
    asked: ArcMemo<BTreeSet<QuestionId>>,
    progress: ArcMemo<Progress>,
    road: sending::Road,
    leftovers: ArcRwSignal<bool>,
}

impl Draft {
    /// A draft of what the server says, without what this device keeps.
    ///
    /// # Errors
    /// [`Error::Broken`] when the questionnaires do not fit together.
    pub fn new(view: PortalAssessment) -> Result<Self, Error> {
        let shape = Shape::new(&view).ok_or(Error::Broken)?;
        let slot = |question: &QuestionId| ArcRwSignal::new(Slot::new(view.answers.get(question).cloned()));
        let slots: BTreeMap<_, _> =
            shape.questions().map(|question| (question.id.clone(), slot(&question.id))).collect();
        let evidence = ArcRwSignal::new(view.evidence.clone());
        let finding_evidence = ArcRwSignal::new(evidence::by_finding(&view));
        let asked = {
            let (shape, slots) = (shape.clone(), slots.clone());
            ArcMemo::new(move |_| shape.asked(&entries(&slots)))
        };
        let progress = {
            let (shape, slots, evidence) = (shape.clone(), slots.clone(), evidence.clone());
            ArcMemo::new(move |_| {
                let with_files = evidence.with(|all| all.iter().map(|piece| piece.question.clone()).collect());
                shape.progress(&entries(&slots), &with_files)
            })
        };
        Ok(Draft(Arc::new(Inner {
            id: view.id.clone(),
            shape,
            slots,
            asked,
            progress,
            evidence,
            finding_evidence,
            view: ArcRwSignal::new(Arc::new(view)),
            road: sending::Road::new(),
            leftovers: ArcRwSignal::new(false),
        })))
    }

    /// The assessment's id.
    #[must_use]
    pub fn id(&self) -> &AssessmentId {
        &self.0.id
    }

    /// Its questionnaires.
    #[must_use]
    pub fn shape(&self) -> &Shape {
        &self.0.shape
    }

    /// What the server said last of everything but answers and evidence. Tracked.
    #[must_use]
    pub fn view(&self) -> Arc<PortalAssessment> {
        self.0.view.get()
    }

    /// The state of one answer; nothing for a question that is not here.
    #[must_use]
    pub fn slot(&self, question: &QuestionId) -> Option<ArcRwSignal<Slot>> {
        self.0.slots.get(question).cloned()
    }

    /// The answer to one question as it is shown. Tracked.
    #[must_use]
    pub fn entry(&self, question: &QuestionId) -> Entry {
        self.0.slots.get(question).map(|slot| slot.with(Slot::entry)).unwrap_or_default()
    }

    /// Every answer as it is shown. Tracked.
    #[must_use]
    pub fn entries(&self) -> BTreeMap<QuestionId, Entry> {
        entries(&self.0.slots)
    }

    /// The other version of an answer, when there are two. Tracked.
    #[must_use]
    pub fn theirs(&self, question: &QuestionId) -> Option<PortalAnswer> {
        self.0.slots.get(question).and_then(|slot| slot.with(|slot| slot.theirs().cloned()))
    }

    /// The questions asked whose answers have two versions, each with its section. Tracked.
    #[must_use]
    pub fn conflicts(&self) -> Vec<(SectionId, QuestionId)> {
        let asked = self.asked();
        let questions = self.0.shape.questions().filter(|question| asked.contains(&question.id));
        let doubled = questions.filter(|question| self.theirs(&question.id).is_some());
        doubled.map(|question| (question.section.clone(), question.id.clone())).collect()
    }

    /// The evidence attached to one question. Tracked.
    #[must_use]
    pub fn evidence_of(&self, question: &QuestionId) -> Vec<PortalEvidence> {
        self.0.evidence.with(|all| all.iter().filter(|piece| piece.question == *question).cloned().collect())
    }

    /// How many pieces of evidence are attached. Tracked.
    #[must_use]
    pub fn evidence_count(&self) -> usize {
        self.0.evidence.with(Vec::len)
    }

    /// Whether a question is asked, given the answers. Tracked.
    #[must_use]
    pub fn is_asked(&self, question: &QuestionId) -> bool {
        self.0.asked.with(|asked| asked.contains(question))
    }

    /// The questions asked, given the answers. Tracked.
    #[must_use]
    pub fn asked(&self) -> BTreeSet<QuestionId> {
        self.0.asked.get()
    }

    /// Whether the answer to a question may be changed now. Tracked.
    #[must_use]
    pub fn is_open(&self, question: &QuestionId) -> bool {
        self.0.view.with(|view| view.open_questions.as_ref().is_none_or(|open| open.contains(question)))
    }

    /// How much is answered, as it is shown. Tracked.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.0.progress.with(|progress| progress.counts)
    }

    /// How much of one section is answered, as it is shown. Tracked.
    #[must_use]
    pub fn section_counts(&self, section: &SectionId) -> Counts {
        let of =
            |progress: &Progress| progress.sections.iter().find(|one| one.section == *section).map(|one| one.counts);
        self.0.progress.with(of).unwrap_or_default()
    }

    /// The required questions that are asked and have no answer, in order. Tracked.
    #[must_use]
    pub fn missing(&self) -> Vec<QuestionId> {
        self.0.progress.with(|progress| progress.missing.clone())
    }

    /// The rules whose two answers do not go together. Tracked.
    #[must_use]
    pub fn contradictions(&self) -> Vec<PortalRule> {
        self.0.shape.contradictions(&self.entries())
    }

    /// Whether the vendor may change anything now. Tracked.
    #[must_use]
    pub fn is_open_at_all(&self) -> bool {
        self.0.view.with(|view| {
            view.stage.awaits_answers() && view.open_questions.as_ref().is_none_or(|open| !open.is_empty())
        })
    }

    /// The person changes an answer. It is kept on this device at once; a choice is sent at once too, words (not
    /// `settled`) when the person rests. An answer that breaks a rule goes nowhere and shows its fault.
    pub fn edit(&self, question: &QuestionId, entry: Entry, settled: bool) {
        let entry = tidy(entry);
        let faults = self.faults_of(question, &entry);
        let is_held_up = self.0.road.line() != Line::Up;
        self.change(question, |slot| {
            slot.edit(entry, faults, fresh_key(), now());
            if is_held_up {
                slot.held_up();
            }
        });
        if settled { self.flush() } else { self.rest() }
    }

    /// Of two versions of an answer the person keeps this device's.
    pub fn keep_mine(&self, question: &QuestionId) {
        self.change(question, |slot| slot.keep_mine(fresh_key()));
        self.flush();
    }

    /// Of two versions of an answer the person keeps the server's.
    pub fn keep_theirs(&self, question: &QuestionId) {
        self.change(question, Slot::keep_theirs);
    }

    /// Sends everything for good, with name and role of who signs, after every answer is saved. Nothing happens, and
    /// nothing is given back, while one is not: it would be missing from what is sent, and then be forgotten here.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn submit(&self, body: &SubmitBody) -> Result<Option<Receipt>, Error> {
        if !self.settle().await {
            return Ok(None);
        }
        let receipt = api::portal::submit(self.id(), body).await?;
        // What is left on the device now can only be an answer to a question that is no longer asked.
        self.0.leftovers.set(device::forget_all(self.id()).await.is_err());
        Ok(Some(receipt))
    }

    /// Whether the browser did not delete what it kept before everything was sent. Tracked.
    #[must_use]
    pub fn has_leftovers(&self) -> bool {
        self.0.leftovers.get()
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

    async fn resume(&self) {
        let kept = device::kept(self.id()).await;
        self.0.road.device_keeps(kept.is_ok());
        for (question, change) in kept.unwrap_or_default() {
            let faults = self.faults_of(&question, &change.entry);
            // A question that this assessment no longer has cannot be answered any more.
            self.change(&question, |slot| slot.resume(change, faults, fresh_key()));
        }
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
    fn change(&self, question: &QuestionId, change: impl FnOnce(&mut Slot)) {
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

fn entries(slots: &BTreeMap<QuestionId, ArcRwSignal<Slot>>) -> BTreeMap<QuestionId, Entry> {
    slots.iter().map(|(question, slot)| (question.clone(), slot.with(Slot::entry))).collect()
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

/// When the newest of these answers was saved.
fn newest<'a>(slots: impl Iterator<Item = &'a ArcRwSignal<Slot>>) -> Option<Timestamp> {
    slots.filter_map(|slot| slot.with(|slot| slot.server().map(|answer| answer.at))).max()
}

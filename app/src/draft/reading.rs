//! What a draft says to the pages: answers, what is asked, how much is answered, what has to be looked at.
//!
//! Everything is tracked. Which question is asked and what counts as answered is decided in `domain`.

use super::{Aside, Draft, Slot, entries};
use domain::api::assessment::Counts;
use domain::api::portal::{PortalAnswer, PortalAssessment, PortalEvidence, PortalQuestion, PortalRule};
use domain::assessment::{Entry, Progress};
use domain::id::{QuestionId, SectionId};
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Questions of a draft, in order.
type Questions = Vec<Arc<PortalQuestion>>;

impl Draft {
    /// What the server said last of everything but answers and evidence. Tracked.
    #[must_use]
    pub fn view(&self) -> Arc<PortalAssessment> {
        self.0.view.get()
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

    /// What an answer was before the other part of it came. Tracked.
    #[must_use]
    pub fn aside(&self, question: &QuestionId) -> Aside {
        self.0.aside.with(|all| all.get(question).cloned().unwrap_or_default())
    }

    /// The questions asked whose answers have two versions. Tracked.
    #[must_use]
    pub fn conflicts(&self) -> Questions {
        self.asked_where(|question| self.theirs(&question.id).is_some())
    }

    /// The questions asked whose answers are not saved because something is wrong with them. Tracked.
    #[must_use]
    pub fn wrong(&self) -> Questions {
        let is_wrong = |slot: &ArcRwSignal<Slot>| slot.with(|slot| !slot.faults().is_empty());
        self.asked_where(|question| self.0.slots.get(&question.id).is_some_and(is_wrong))
    }

    /// The questions that may be changed now and are answered, but without the evidence that they require. Tracked.
    #[must_use]
    pub fn bare(&self) -> Questions {
        self.asked_where(|question| {
            question.evidence == "required"
                && self.entry(&question.id).value.is_some()
                && self.is_open(&question.id)
                && self.evidence_of(&question.id).is_empty()
        })
    }

    /// The required questions that are asked and have no answer, in order. Tracked.
    #[must_use]
    pub fn missing(&self) -> Questions {
        let missing = self.0.progress.with(|progress| progress.missing.clone());
        missing.iter().filter_map(|question| self.shape().question(question).cloned()).collect()
    }

    pub(super) fn asked_where(&self, holds: impl Fn(&PortalQuestion) -> bool) -> Questions {
        let asked = self.asked();
        let questions = self.shape().questions().filter(|question| asked.contains(&question.id));
        questions.filter(|question| holds(question)).cloned().collect()
    }

    /// The evidence attached to one question. Tracked.
    #[must_use]
    pub fn evidence_of(&self, question: &QuestionId) -> Vec<PortalEvidence> {
        self.0.evidence.with(|all| all.iter().filter(|piece| piece.question == *question).cloned().collect())
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

    /// Whether the vendor may change anything now. Tracked.
    #[must_use]
    pub fn is_open_at_all(&self) -> bool {
        self.0.view.with(|view| {
            view.stage.awaits_answers() && view.open_questions.as_ref().is_none_or(|open| !open.is_empty())
        })
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

    /// The rules whose two answers do not go together. Tracked.
    #[must_use]
    pub fn contradictions(&self) -> Vec<PortalRule> {
        self.0.shape.contradictions(&self.entries())
    }

    /// Whether the browser did not delete what it kept before everything was sent. Tracked.
    #[must_use]
    pub fn has_leftovers(&self) -> bool {
        self.0.leftovers.get()
    }
}

//! Words about findings that are typed and not sent: they stay with the draft, so that another page does not cost them.
//!
//! They are kept as long as the program runs in this page. One that was never changed is nobody's work and counts as none.

use super::Draft;
use domain::id::FindingId;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// One text as it was found, and as it stands.
#[derive(Clone)]
pub(super) struct Note {
    before: String,
    text: ArcRwSignal<String>,
}

impl Note {
    fn is_changed(&self) -> bool {
        self.text.with_untracked(|text| *text != self.before)
    }
}

/// The texts by finding and by part of the step.
pub(super) type Notes = BTreeMap<(FindingId, &'static str), Note>;

impl Draft {
    /// The text of one `part` of a step on a finding: as it was left, else as it was `before`.
    #[must_use]
    pub fn note(&self, finding: &FindingId, part: &'static str, before: String) -> RwSignal<String> {
        let key = (finding.clone(), part);
        let left = self.0.notes.with_value(|all| all.get(&key).filter(|note| note.is_changed()).cloned());
        let note = left.unwrap_or_else(|| Note { text: ArcRwSignal::new(before.clone()), before });
        let text = note.text.clone();
        self.0.notes.update_value(|all| drop(all.insert(key, note)));
        text.into()
    }

    /// A step was taken: what was typed for its `parts` is with the buyer.
    pub fn forget_notes(&self, finding: &FindingId, parts: &[&str]) {
        self.0.notes.update_value(|all| all.retain(|(of, part), _| of != finding || !parts.contains(part)));
    }

    /// How many texts are typed and not sent.
    pub(super) fn unsent_notes(&self) -> usize {
        self.0.notes.with_value(|all| all.values().filter(|note| note.is_changed()).count())
    }
}

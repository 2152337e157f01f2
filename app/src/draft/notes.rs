//! Words about findings that are typed and not sent: they stay with the draft, so that another page does not cost them,
//! and on this device, so that a closed tab does not either.
//!
//! One that was never changed is nobody's work and counts as none.

use super::{Draft, device};
use domain::id::FindingId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One text as it was found, and as it stands.
#[derive(Clone)]
pub(super) struct Note {
    before: String,
    text: ArcRwSignal<String>,
}

/// A note as the device keeps it.
#[derive(Serialize, Deserialize)]
struct Kept {
    before: String,
    text: String,
}

impl Note {
    fn is_changed(&self) -> bool {
        self.text.with_untracked(|text| *text != self.before)
    }
}

/// The texts by finding and by part of the step.
pub(super) type Notes = BTreeMap<(FindingId, String), Note>;

impl Draft {
    /// The text of one `part` of a step on a finding: as it was left, else as it was `before`.
    #[must_use]
    pub fn note(&self, finding: &FindingId, part: &str, before: String) -> RwSignal<String> {
        let left = self.changed_note(finding, part);
        let note = left.unwrap_or_else(|| Note { text: ArcRwSignal::new(before.clone()), before });
        let text = note.text.clone();
        self.0.notes.update_value(|all| drop(all.insert((finding.clone(), part.to_owned()), note)));
        text.into()
    }

    /// Keeps the text of one `part` on this device as it is now typed; one that is as it was found needs no keeping.
    pub fn keep_note(&self, finding: &FindingId, part: &'static str) {
        let note = self.changed_note(finding, part);
        let kept = note.map(|note| Kept { text: note.text.get_untracked(), before: note.before });
        let (draft, finding) = (self.clone(), finding.clone());
        spawn_local(async move {
            let done = device::keep_note(draft.id(), &finding, part, kept.as_ref()).await;
            draft.0.road.device_keeps(done.is_ok());
        });
    }

    /// A step was taken: what was typed for its `parts` is with the buyer.
    pub fn forget_notes(&self, finding: &FindingId, parts: &[&'static str]) {
        self.0.notes.update_value(|all| all.retain(|(of, part), _| of != finding || !parts.contains(&part.as_str())));
        for part in parts {
            self.keep_note(finding, part);
        }
    }

    /// Takes up what this device keeps, where nothing is typed yet.
    pub(super) async fn resume_notes(&self) {
        // What cannot be read is not kept, which `resume` has found out already.
        let kept = device::notes::<Kept>(self.id()).await.unwrap_or_default();
        self.0.notes.update_value(|all| {
            for (place, Kept { before, text }) in kept {
                all.entry(place).or_insert_with(|| Note { before, text: ArcRwSignal::new(text) });
            }
        });
    }

    fn changed_note(&self, finding: &FindingId, part: &str) -> Option<Note> {
        let place = (finding.clone(), part.to_owned());
        self.0.notes.with_value(|all| all.get(&place).filter(|note| note.is_changed()).cloned())
    }

    /// How many texts are typed and not sent.
    pub(super) fn unsent_notes(&self) -> usize {
        self.0.notes.with_value(|all| all.values().filter(|note| note.is_changed()).count())
    }
}

//! A question of a draft with the signals that its parts share, and the line that says what is wrong with a part.
//! Copies share their signals, so every part of one question sees the same answer and the same faults.

use crate::api::as_sentence;
use crate::components::{Icon, Symbol};
use crate::draft::{Draft, Slot};
use domain::api::portal::PortalQuestion;
use domain::api::problem::Fault;
use domain::assessment::Entry;
use leptos::prelude::*;
use std::sync::Arc;

/// A question of a draft, with the signals its parts share.
#[derive(Clone)]
pub struct Asking {
    /// The draft.
    pub draft: Draft,
    /// The question.
    pub question: Arc<PortalQuestion>,
    /// The answer as it is shown.
    pub entry: Memo<Entry>,
    faults: Memo<Vec<Fault>>,
}

impl Asking {
    /// The question of the draft.
    #[must_use]
    pub fn new(draft: Draft, question: Arc<PortalQuestion>) -> Self {
        let slot = draft.slot(&question.id).unwrap_or_else(|| ArcRwSignal::new(Slot::default()));
        let own = slot.clone();
        let entry = Memo::new(move |_| own.with(Slot::entry));
        let faults = Memo::new(move |_| slot.with(|slot| slot.faults().to_vec()));
        Asking { draft, question, entry, faults }
    }

    /// What is wrong with a part of the answer, as a sentence. Tracked.
    #[must_use]
    pub fn fault(&self, at: &str) -> Option<String> {
        self.faults.with(|faults| faults.iter().find(|fault| fault.at == at).map(|fault| as_sentence(&fault.detail)))
    }

    /// The id of the field for a text beside the answer.
    #[must_use]
    pub fn text_id(&self, part: &str) -> String {
        format!("{}-{part}", self.question.id)
    }

    /// Changes the answer; `settled` when the person has moved on from the field.
    pub fn edit(&self, settled: bool, change: impl FnOnce(&mut Entry)) {
        // A field that goes while it has the focus is left once more, when its question is no longer there.
        let Some(mut entry) = self.entry.try_get_untracked() else { return };
        change(&mut entry);
        self.draft.edit(&self.question.id, entry, settled);
    }
}

/// What is wrong with a part of an answer, at its field.
pub fn error_line(id: String, sentence: String) -> impl IntoView {
    view! {
        <p class="field__error" id=id>
            <Icon symbol=Symbol::Alert small=true />
            <span class="visually-hidden">"Error: "</span>
            {sentence}
        </p>
    }
}

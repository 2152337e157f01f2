//! What the vendor types about a finding before it is sent: kept while it is typed, and told where it is.
//!
//! The draft keeps it, on this device too; the steps of a finding take it up.

use crate::draft::Draft;
use domain::id::FindingId;
use leptos::prelude::*;

/// The text of one `part` of a step, which this device keeps while it is typed; `before` stands there at first.
pub(super) fn typed(draft: &Draft, finding: &FindingId, part: &'static str, before: String) -> RwSignal<String> {
    let text = draft.note(finding, part, before);
    let (draft, finding) = (draft.clone(), finding.clone());
    Effect::new(move |_| {
        text.track();
        draft.keep_note(&finding, part);
    });
    text
}

/// Where what is typed is until it is sent.
pub(super) fn kept_hint(draft: &Draft) -> impl IntoView + use<> {
    let draft = draft.clone();
    let words = move || {
        if draft.is_kept_here() {
            "What you type is kept on this device until you send it."
        } else {
            "This browser keeps nothing: leave the page open until what you type is sent."
        }
    };
    view! { <p class="section__note">{words}</p> }
}

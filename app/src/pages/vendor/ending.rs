//! The end of the page before sending: what is in the way, or who signs.
//!
//! In the way are answers that are missing, wrong or not saved, and files that are sent and not attached. Evidence that
//! was asked for and is not there is only pointed out.

use super::question_list::QuestionList;
use super::save_state::promise_of;
use super::sign::Sign;
use crate::components::{Icon, Symbol};
use crate::draft::{Draft, Promise, Save};
use leptos::prelude::*;

/// What has to be done before sending.
pub fn in_the_way(draft: &Draft) -> [QuestionList; 3] {
    let missing = |count| match count {
        1 => "Answer this one before you send".to_owned(),
        _ => format!("Answer these {count} before you send"),
    };
    let wrong = |count| match count {
        1 => "Correct this answer before you send".to_owned(),
        _ => format!("Correct these {count} answers before you send"),
    };
    let files = |count| match count {
        1 => "Attach the file here before you send, or take it away".to_owned(),
        _ => format!("Attach the files at these {count} before you send, or take them away"),
    };
    [
        QuestionList::new(draft, "h-missing", missing, Draft::missing),
        QuestionList::new(draft, "h-wrong", wrong, Draft::wrong),
        QuestionList::new(draft, "h-files", files, Draft::with_waiting_files),
    ]
}

/// Answers without the evidence that was asked for: pointed out, never in the way.
pub fn bare(draft: &Draft, organisation: &str) -> impl IntoView + use<> {
    let note = format!("You can send without it; {organisation} may ask for it then.");
    let title = |_| "Evidence asked for, none attached".to_owned();
    QuestionList::new(draft, "h-bare", title, Draft::bare).view(draft, Some(note))
}

/// The end of the page: what is in the way of sending, or who signs.
pub fn ending(draft: &Draft, in_the_way: [QuestionList; 3]) -> impl IntoView + use<> {
    let promise = promise_of(draft);
    let is_saved = Memo::new(move |_| promise.with(Promise::is_saved));
    let is_saving = Memo::new(move |_| promise.with(|promise| promise.save == Save::Saving));
    let draft = draft.clone();
    move || {
        if let Some(button) = in_the_way.into_iter().find_map(QuestionList::button) {
            return button;
        }
        if is_saving.get() {
            return view! { <p class="row">"Saving your answers. Then you send from here."</p> }.into_any();
        }
        if !is_saved.get() {
            return view! {
                <p class="row"><Icon symbol=Symbol::Offline />"Some answers are not saved yet. When all are, you send from here."</p>
            }
            .into_any();
        }
        view! { <Sign draft=draft.clone() /> }.into_any()
    }
}

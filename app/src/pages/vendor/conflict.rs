//! Two versions of one answer, side by side: nothing is chosen for the person, nothing is dropped.
//!
//! Choosing a side replaces this block, so the focus is led back to the question's field afterwards.

use super::words::entry_words;
use crate::components::focus_soon;
use crate::components::{Button, MomentText};
use crate::draft::Draft;
use crate::fields::input_id;
use domain::api::portal::PortalQuestion;
use domain::assessment::Entry;
use leptos::prelude::*;
use std::sync::Arc;

/// Both versions of the answer to `question`, and the choice.
#[component]
pub fn Conflict(
    /// The draft.
    draft: Draft,
    /// The question.
    question: Arc<PortalQuestion>,
) -> impl IntoView {
    let slot = draft.slot(&question.id).map(|slot| slot.get_untracked()).unwrap_or_default();
    let theirs = slot.theirs().cloned()?;
    let mine_at = slot.change().map(|change| change.at).unwrap_or_default();
    let name = if theirs.by.is_empty() { "Somebody else".to_owned() } else { theirs.by.clone() };
    let title_id = format!("{}-versions", question.id);
    let (keep_mine, keep_theirs) = {
        let (mine, theirs, id) = (draft.clone(), draft, question.id.clone());
        let own = id.clone();
        let keep_mine = move |()| {
            mine.keep_mine(&own);
            focus_soon(input_id(&own));
        };
        let keep_theirs = move |()| {
            theirs.keep_theirs(&id);
            focus_soon(input_id(&id));
        };
        (Callback::new(keep_mine), Callback::new(keep_theirs))
    };
    Some(view! {
        <div class="conflict" role="group" aria-labelledby=title_id.clone()>
            <p id=title_id.clone()><b>{format!("{name} changed this answer while yours was on its way")}</b></p>
            <div class="conflict__sides">
                <div class="conflict__side">
                    <p class="question__by">"Yours, kept on this device, " <MomentText moment=mine_at /></p>
                    {version(&question, &slot.entry())}
                    <Button on_press=keep_mine>"Keep mine"</Button>
                </div>
                <div class="conflict__side">
                    <p class="question__by">{format!("{name}, saved ")} <MomentText moment=theirs.at /></p>
                    {version(&question, &theirs.entry)}
                    <Button on_press=keep_theirs>{format!("Keep the version of {name}")}</Button>
                </div>
            </div>
        </div>
    })
}

fn version(question: &PortalQuestion, entry: &Entry) -> impl IntoView + use<> {
    let mut lines = entry_words(question, entry);
    if lines.is_empty() {
        lines.push("No answer".to_owned());
    }
    if !entry.comment.is_empty() {
        lines.push(format!("Comment: {}", entry.comment));
    }
    lines.into_iter().map(|line| view! { <p class="written">{line}</p> }).collect_view()
}

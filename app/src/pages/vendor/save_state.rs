//! The promise in the bar: what is saved and what is not, spoken politely.
//!
//! The one live region of the answering pages: a question that appears is announced here too.

use super::words::promise_words;
use crate::components::{BarTools, Icon, Symbol, time_words};
use crate::draft::{Draft, Promise, Save};
use crate::paths::Page;
use domain::id::QuestionId;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The save state in the bar, with the way to the check page.
#[component]
pub fn SaveState(
    /// The draft.
    draft: Draft,
) -> impl IntoView {
    let promise = promise_of(&draft);
    let news = news_of(&draft);
    let check = Page::Check(draft.id().clone()).url();
    let words = move || promise.with(|promise| promise_words(promise, time_words));
    view! {
        <BarTools>
            <output class="save" data-status=move || status(promise.get().save)>
                {move || icon(promise.get().save).map(|symbol| view! { <Icon symbol /> })}
                <span>{words}</span>
                <span class="visually-hidden">{move || news.with(|(_, news)| news.clone())}</span>
            </output>
            <a class="button" data-kind="quiet" href=check.clone()>"Check answers"</a>
        </BarTools>
    }
}

/// What the draft may promise, as a signal.
pub fn promise_of(draft: &Draft) -> Memo<Promise> {
    let draft = draft.clone();
    Memo::new(move |_| draft.promise())
}

/// Which questions are asked, and in words which of them have just been added.
fn news_of(draft: &Draft) -> Memo<(BTreeSet<QuestionId>, String)> {
    let draft = draft.clone();
    Memo::new(move |before: Option<&(BTreeSet<QuestionId>, String)>| {
        let asked = draft.asked();
        let Some((before, news)) = before else { return (asked, String::new()) };
        if *before == asked {
            return (asked, news.clone());
        }
        let added: Vec<&QuestionId> = asked.difference(before).collect();
        let news = match added.as_slice() {
            [] => String::new(),
            [one] => format!(
                " A question was added: {}",
                draft.shape().question(one).map(|question| question.text.clone()).unwrap_or_default()
            ),
            several => format!(" {} questions were added", several.len()),
        };
        (asked, news)
    })
}

fn status(save: Save) -> &'static str {
    match save {
        Save::Empty | Save::Saved(_) => "saved",
        Save::Saving => "saving",
        Save::Kept => "offline",
        Save::Conflict => "conflict",
    }
}

fn icon(save: Save) -> Option<Symbol> {
    match save {
        Save::Empty | Save::Saving => None,
        Save::Saved(_) => Some(Symbol::Saved),
        Save::Kept => Some(Symbol::Offline),
        Save::Conflict => Some(Symbol::Alert),
    }
}

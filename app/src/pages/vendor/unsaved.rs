//! The banner while something is not saved: what, why, and what to do. Nothing while everything is.
//!
//! It leads to the question where the person has to act; what only waits needs nobody.

use super::focus::led_to;
use super::link::FreshLinkButton;
use super::question_list::question_url;
use super::save_state::promise_of;
use super::words::{many, promise_words};
use crate::components::{Banner, Tone, time_words};
use crate::draft::{Draft, Line, Promise, Save};
use domain::api::portal::PortalQuestion;
use leptos::prelude::*;
use std::sync::Arc;

/// Says what is not saved, why, and what to do.
#[component]
pub fn UnsavedBanner(
    /// The draft.
    draft: Draft,
) -> impl IntoView {
    let promise = promise_of(&draft);
    let first = {
        let draft = draft.clone();
        // The question to look at: one with two versions, else one whose answer cannot be saved as it is.
        Memo::new(move |_| draft.conflicts().into_iter().next().or_else(|| draft.wrong().into_iter().next()))
    };
    move || {
        let promise = promise.get();
        match (promise.save, promise.line) {
            (Save::Conflict, _) => {
                let bold = promise_words(&promise, time_words);
                led(&draft, Tone::Bad, bold, "Everything else is kept.", "Choose the one to keep", first.get())
            }
            (_, Line::SessionEnded) => session_ended(&promise),
            (Save::Kept, Line::Down) => held(&promise, "The server cannot be reached. Go on answering."),
            (Save::Kept, Line::Busy) => held(&promise, "The server takes no answers just now. Go on answering."),
            (Save::Kept, Line::TooFast) => held(
                &promise,
                "So many changes came within a minute that the next ones wait for it to end. Go on answering.",
            ),
            (Save::Kept, Line::Up) => first.get().map_or_else(|| ().into_any(), |first| wrong(&draft, &promise, first)),
            (Save::Empty | Save::Saved(_) | Save::Saving, _) => ().into_any(),
        }
    }
}

/// A sentence that leads to a question.
fn led(
    draft: &Draft,
    tone: Tone,
    bold: String,
    words: &'static str,
    link: &'static str,
    question: Option<Arc<PortalQuestion>>,
) -> AnyView {
    let link = question.map(|question| {
        view! { <a href=question_url(draft, &question) on:click=led_to(question.id.clone())>{link}</a> }
    });
    view! { <Banner tone><p><b>{bold}"."</b>{format!(" {words} ")}{link}</p></Banner> }.into_any()
}

fn wrong(draft: &Draft, promise: &Promise, first: Arc<PortalQuestion>) -> AnyView {
    let words = if promise.is_kept {
        "The reason stands at the question. What you wrote is kept on this device."
    } else {
        "The reason stands at the question. This browser keeps nothing: leave the page open."
    };
    let link = if promise.waiting == 1 { "Go to the question" } else { "Go to the first one" };
    led(draft, Tone::Warn, format!("{} not saved", many(promise.waiting, "answer")), words, link, Some(first))
}

/// What waits is sent by itself.
fn held(promise: &Promise, why: &'static str) -> AnyView {
    let changes = many(promise.waiting, "change");
    let verb = if promise.waiting == 1 { "waits" } else { "wait" };
    let words = if promise.is_kept {
        format!(" {changes} {verb} on this device, to be sent as soon as it can be.")
    } else {
        format!(" {changes} {verb} in this page, because this browser keeps nothing. Leave it open until all is sent.")
    };
    view! { <Banner tone=Tone::Warn><p><b>{why}</b>{words}</p></Banner> }.into_any()
}

fn session_ended(promise: &Promise) -> AnyView {
    let changes = many(promise.waiting, "change");
    let words = match (promise.waiting, promise.is_kept) {
        (0, _) => " To go on, open a fresh link in this browser.".to_owned(),
        (_, true) => {
            format!(" {changes} kept on this device, to be sent when you have opened a fresh link in this browser.")
        }
        (_, false) => {
            format!(
                " {changes} only in this page: leave it open, and open a fresh link in another tab of this browser."
            )
        }
    };
    view! {
        <Banner tone=Tone::Warn>
            <p><b>"Your session has ended."</b>{words}</p>
            <span class="banner__actions"><FreshLinkButton /></span>
        </Banner>
    }
    .into_any()
}

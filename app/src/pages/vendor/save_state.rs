//! The promise in the bar: what is saved and what is not, spoken politely; and the banner when something is not.
//!
//! The one live region of the answering pages: a question that appears is announced here too.

use super::words::{many, promise_words};
use crate::components::{Banner, BarTools, Button, Errand, Icon, Symbol, Toasts, Tone, Weight, time_words};
use crate::draft::{Draft, Line, Promise, Save, last_link};
use crate::paths::Page;
use domain::api::portal::TokenBody;
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

/// Says what is not saved, why, and what to do. Nothing while everything is.
#[component]
pub fn UnsavedBanner(
    /// The draft.
    draft: Draft,
) -> impl IntoView {
    let promise = promise_of(&draft);
    let first_conflict = {
        let draft = draft.clone();
        move || draft.conflicts().into_iter().next()
    };
    move || {
        let promise = promise.get();
        if promise.conflicts > 0 {
            let href = first_conflict()
                .map(|(section, question)| format!("{}#{question}", Page::Section(draft.id().clone(), section).url()));
            let words = promise_words(&promise, time_words);
            return view! {
                <Banner tone=Tone::Bad>
                    <p><b>{words}"."</b>" Everything else is kept. "<a href=href>"Choose the one to keep"</a></p>
                </Banner>
            }
            .into_any();
        }
        match (promise.save, promise.line) {
            (Save::Kept, Line::SessionEnded) => view! { <SessionEnded waiting=promise.waiting /> }.into_any(),
            (Save::Kept, Line::Down) => view! { <Offline promise /> }.into_any(),
            (Save::Kept, Line::Up) => {
                let one = many(u32::try_from(promise.waiting).unwrap_or(u32::MAX), "answer");
                view! {
                    <Banner tone=Tone::Warn>
                        <p><b>{one}" not saved."</b>" The reason stands at the question. What you wrote is kept on this device."</p>
                    </Banner>
                }
                .into_any()
            }
            (Save::Empty | Save::Saved(_) | Save::Saving | Save::Conflict, _) => ().into_any(),
        }
    }
}

#[component]
fn Offline(promise: Promise) -> impl IntoView {
    let changes = many(u32::try_from(promise.waiting).unwrap_or(u32::MAX), "change");
    let verb = if promise.waiting == 1 { "waits" } else { "wait" };
    let words = if promise.is_kept {
        format!(" {changes} {verb} on this device and are sent when the line is back.")
    } else {
        format!(
            " {changes} {verb} in this page, because this browser keeps nothing. Leave it open until they are sent."
        )
    };
    view! {
        <Banner tone=Tone::Warn>
            <p><b>"The server cannot be reached. Go on answering."</b>{words}</p>
        </Banner>
    }
}

#[component]
fn SessionEnded(waiting: usize) -> impl IntoView {
    let toasts = Toasts::current();
    let send = Errand::new(move |&(): &()| async move {
        let sent = match last_link().await {
            Some(token) => crate::api::portal::send_link(&TokenBody { token }).await.is_ok(),
            None => false,
        };
        toasts.say(if sent {
            "A fresh link is on its way to the address on file."
        } else {
            "Open the link in your mail again: it offers a fresh one."
        });
    });
    let changes = many(u32::try_from(waiting).unwrap_or(u32::MAX), "change");
    view! {
        <Banner tone=Tone::Warn>
            <p>
                <b>"Your session has ended."</b>
                {format!(" {changes} kept on this device, to be sent when you have opened a fresh link in this browser.")}
            </p>
            <span class="banner__actions">
                <Button weight=Weight::Plain busy=send.pending() on_press=move |()| { send.dispatch_local(()); }>
                    "Send me a fresh link"
                </Button>
            </span>
        </Banner>
    }
}

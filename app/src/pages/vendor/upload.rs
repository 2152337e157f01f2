//! One file on its way: how far it is, what the vendor says it is, and attaching it when both are there.
//!
//! The button may be pressed before the file has arrived: it is attached as soon as it has. Where a file is and what
//! was said of it belongs to the draft.

use super::focus::keep_focus;
use super::link::{FreshLinkButton, why_not};
use super::stated::{kind_id, ready, stated_fields};
use crate::api::Error;
use crate::components::{Button, Icon, Symbol};
use crate::draft::{Draft, Going, Sending, size_words};
use leptos::prelude::*;
use std::sync::Arc;

/// The row of a file on its way.
#[component]
pub fn UploadRow(
    /// The draft.
    draft: Draft,
    /// The file.
    sending: Arc<Sending>,
) -> impl IntoView {
    let close = {
        let (draft, sending) = (draft.clone(), sending.clone());
        move |_| draft.drop_file(&sending)
    };
    let name = sending.name.clone();
    view! {
        <div class="file">
            <Icon symbol=Symbol::File />
            <bdi>{name.clone()}</bdi>
            {progress(&sending)}
            {outcome(&draft, &sending)}
            <span class="file__actions">
                <button class="icon-button" type="button" aria-label=format!("Stop and forget {name}") on:click=close>
                    <Icon symbol=Symbol::Close />
                </button>
            </span>
        </div>
        {stating(&draft, &sending)}
    }
}

fn progress(sending: &Arc<Sending>) -> impl IntoView + use<> {
    let (name, total, sent) = (sending.name.clone(), sending.bytes, sending.sent_bytes.clone());
    let is_up = Memo::new({
        let going = sending.going.clone();
        move |_| going.get() == Going::Up
    });
    move || {
        is_up.get().then(|| {
            let (now, shown) = (sent.clone(), sent.clone());
            view! {
                <progress max=total.to_string() prop:value=move || now.get().to_string() aria-label=format!("Upload of {name}")></progress>
                <span class="file__meta">{move || format!("{} of {} sent", size_words(shown.get()), size_words(total))}</span>
            }
        })
    }
}

fn outcome(draft: &Draft, sending: &Arc<Sending>) -> impl IntoView + use<> {
    let (draft, sending) = (draft.clone(), sending.clone());
    move || {
        match sending.going.get() {
        Going::Up => ().into_any(),
        Going::There(_) => view! { <span class="file__meta">"Sent. Say what it is, then attach it."</span> }.into_any(),
        Going::Attaching(_) => view! { <span class="file__meta">"Attaching"</span> }.into_any(),
        Going::Lost(error) => {
            let (draft, again) = (draft.clone(), sending.clone());
            let again = move |()| {
                draft.start(&again);
                keep_focus(kind_id(&fields_id(&again)));
            };
            let offer = (error == Error::SignedOut).then(|| view! { <FreshLinkButton /> });
            let why = format!("{} has not arrived. {}", sending.name, error.sentence());
            view! {
                <span class="file__meta field__error" role="alert">{why}</span>
                <span class="file__meta row">
                    <Button on_press=again>"Send it again"</Button>
                    {offer}
                </span>
            }
            .into_any()
        }
        Going::Refused(error) => {
            view! { <span class="file__meta field__error" role="alert">{error.sentence()}" Choose another file."</span> }.into_any()
        }
    }
    }
}

/// What the vendor says of the file, and the button that attaches it. Nothing for a file that was refused.
fn stating(draft: &Draft, sending: &Arc<Sending>) -> impl IntoView + use<> {
    let is_refused = Memo::new({
        let going = sending.going.clone();
        move |_| going.with(|going| matches!(going, Going::Refused(_)))
    });
    let (draft, sending) = (draft.clone(), sending.clone());
    move || (!is_refused.get()).then(|| attaching(&draft, &sending))
}

fn fields_id(sending: &Sending) -> String {
    format!("{}-{}", sending.place.question.id, sending.key)
}

fn attaching(draft: &Draft, sending: &Arc<Sending>) -> impl IntoView + use<> {
    let is_wanted = RwSignal::from(sending.is_wanted.clone());
    let problem = RwSignal::from(sending.problem.clone());
    let id = fields_id(sending);
    let (draft, own, fields) = (draft.clone(), sending.clone(), id.clone());
    let press = move |()| {
        if ready(&own.stated, &fields) {
            draft.want(&own);
        }
    };
    view! {
        <div class="stating">
            {stated_fields(&sending.place.question, &sending.stated, &id)}
            <Button busy=is_wanted on_press=press>{format!("Attach {}", sending.name)}</Button>
        </div>
        {why_not(problem)}
    }
}

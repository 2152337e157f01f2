//! A form: sends once at a time, never clears what was typed, shows its faults on top and at the fields.
//!
//! Checks happen on sending, not while typing (`novalidate`). A field whose text its browser cannot read, such as a
//! half-typed date, reads as empty: the form refuses it before anybody takes it for an empty field. See [`submission`]
//! for the request behind it.

use super::error_summary::ErrorSummary;
use super::faults::Faults;
use super::loaded::Errand;
use crate::api;
use domain::api::problem::Fault;
use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use std::pin::Pin;
use wasm_bindgen::JsCast;
use web_sys::{HtmlFormElement, HtmlInputElement};

/// A form and the summary of its faults.
#[component]
pub fn Form(
    /// The form's faults.
    faults: Faults,
    /// Called when the form is sent; not while `busy`.
    #[prop(into)]
    on_send: Callback<()>,
    /// Whether a request is under way.
    #[prop(into)]
    busy: Signal<bool>,
    /// Names the form where a page has several.
    #[prop(optional)]
    label: Option<&'static str>,
    /// The fields and the button.
    children: Children,
) -> impl IntoView {
    let form: NodeRef<html::Form> = NodeRef::new();
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let unread = form.get_untracked().map(|form| unread(&form)).unwrap_or_default();
        if unread.is_empty() {
            on_send.run(());
        } else {
            faults.show(unread);
        }
    };
    view! {
        <ErrorSummary faults />
        <form class="stack" novalidate=true aria-label=label node_ref=form on:submit=send>
            {children()}
        </form>
    }
    .into_any()
}

/// The fields in which something stands that their browser cannot read; only the browser knows of it.
fn unread(form: &HtmlFormElement) -> Vec<Fault> {
    let fields = form.elements();
    let fields = (0..fields.length()).filter_map(|place| fields.item(place)?.dyn_into::<HtmlInputElement>().ok());
    let unread =
        fields.filter(|field| field.type_() == "date" && !field.name().is_empty() && field.validity().bad_input());
    unread.map(|field| Fault::new(field.name(), "write the whole date: day, month and year")).collect()
}

/// The request behind a form: `send` makes it, `done` takes the reply, faults show by themselves.
/// Dispatch it with `dispatch_local(())`, and read `pending()`.
pub fn submission<T, Sent>(
    faults: Faults,
    send: impl Fn() -> Sent + 'static,
    done: impl Fn(T) + Clone + 'static,
) -> Errand<()>
where
    T: 'static,
    Sent: Future<Output = Result<T, api::Error>> + 'static,
{
    submitting(
        faults,
        Box::new(move || {
            let (reply, done) = (send(), done.clone());
            Box::pin(async move { reply.await.map(done) })
        }),
    )
}

type Submission = Pin<Box<dyn Future<Output = Result<(), api::Error>>>>;

/// The one submission behind all.
fn submitting(faults: Faults, send: Box<dyn Fn() -> Submission>) -> Errand<()> {
    Errand::new(move |&(): &()| {
        faults.clear();
        let reply = send();
        async move {
            if let Err(error) = reply.await {
                faults.show_error(&error);
            }
        }
    })
}

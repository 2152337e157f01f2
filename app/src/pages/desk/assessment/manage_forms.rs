//! What the dialogs of a sent assessment hold: what will happen, a field where one is needed, and the button.
//!
//! All of them send through `sending`: the reply becomes the page, a toast says so and the dialog closes. None of
//! them deletes an answer.

use super::super::bundle::Open;
use crate::api::{self, Error};
use crate::components::{
    Button, DeadlineText, Errand, Faults, Form, Loaded, SelectField, SendButton, TextArea, TextField, Toasts, Weight,
    submission,
};
use crate::paths::Page;
use domain::answer::parse_date;
use domain::api::assessment::{AssessmentContactBody, AssessmentView, DueBody, ReasonBody};
use domain::api::problem::Fault;
use domain::id::{AssessmentId, PersonId};
use leptos::prelude::*;

/// Sends a request for the open assessment; its reply becomes the page and the dialog closes.
fn sending<Sent>(
    open: Open,
    shut: Callback<()>,
    faults: Faults,
    said: &'static str,
    send: impl Fn(AssessmentId) -> Sent + 'static,
) -> Errand<()>
where
    Sent: Future<Output = Result<AssessmentView, Error>> + 'static,
{
    let id = open.view.with_untracked(|view| view.id.clone());
    sending_of(id, open.taker(), shut, faults, said, send)
}

/// The same for the assessment `id`; `take` gets the reply.
fn sending_of<Sent>(
    id: AssessmentId,
    take: Callback<AssessmentView>,
    shut: Callback<()>,
    faults: Faults,
    said: &'static str,
    send: impl Fn(AssessmentId) -> Sent + 'static,
) -> Errand<()>
where
    Sent: Future<Output = Result<AssessmentView, Error>> + 'static,
{
    let toasts = Toasts::current();
    submission(
        faults,
        move || send(id.clone()),
        move |view: AssessmentView| {
            toasts.say(said);
            take.try_run(view);
            shut.try_run(());
        },
    )
}

/// The dialog's last row.
fn buttons(label: &'static str, busy: Memo<bool>, weight: Weight, shut: Callback<()>) -> AnyView {
    view! {
        <div class="dialog__actions">
            <Button on_press=shut>"Cancel"</Button>
            <SendButton label=label busy_label="One moment" busy weight />
        </div>
    }
    .into_any()
}

#[component]
pub fn ResendForm(
    /// The assessment on the page.
    open: Open,
    /// Closes the dialog.
    shut: Callback<()>,
) -> impl IntoView {
    let faults = Faults::new();
    let send =
        sending(open, shut, faults, "A fresh link is made", |id| async move { api::assessment::resend(&id).await });
    let busy = send.pending();
    let name = open.view.with_untracked(|view| view.contact.name.clone());
    view! {
        <Form faults busy on_send=move |()| { send.dispatch_local(()); }>
            <p>{format!("{name} gets a fresh link. The earlier one stops working; what was answered stays.")}</p>
            {buttons("Send a fresh link", busy, Weight::Main, shut)}
        </Form>
    }
}

#[component]
pub fn RevokeForm(
    /// The assessment on the page.
    open: Open,
    /// Closes the dialog.
    shut: Callback<()>,
) -> impl IntoView {
    let faults = Faults::new();
    let send =
        sending(open, shut, faults, "The link is revoked", |id| async move { api::assessment::revoke(&id).await });
    let busy = send.pending();
    view! {
        <Form faults busy on_send=move |()| { send.dispatch_local(()); }>
            <p>"The link stops working at once, and whoever entered through it is signed out. What was answered stays."</p>
            {buttons("Revoke the link", busy, Weight::Danger, shut)}
        </Form>
    }
}

#[component]
pub fn ContactForm(
    /// The assessment on the page.
    open: Open,
    /// Closes the dialog.
    shut: Callback<()>,
) -> impl IntoView {
    let faults = Faults::new();
    let (vendor, current) = open.view.with_untracked(|view| (view.plan.vendor.clone(), view.contact.id.to_string()));
    let chosen = RwSignal::new(current);
    let contacts = Loaded::new(move || {
        let vendor = vendor.clone();
        async move { api::vendor::vendor(&vendor).await }
    });
    let choices = Signal::derive(move || match contacts.get() {
        Some(Ok(vendor)) => vendor
            .contacts
            .into_iter()
            .map(|one| (one.id.to_string(), format!("{}, {}", one.name, one.email)))
            .collect(),
        Some(Err(_)) | None => Vec::new(),
    });
    let elsewhere =
        format!("{}#contacts", open.view.with_untracked(|view| Page::Vendor(view.plan.vendor.clone()).url()));
    let send = sending(open, shut, faults, "Another contact answers now", move |id| {
        let contact = PersonId::new(chosen.get_untracked());
        async move {
            let contact = contact.map_err(|_| Error::Broken)?;
            api::assessment::change_contact(&id, &AssessmentContactBody { contact }).await
        }
    });
    let busy = send.pending();
    view! {
        <Form faults busy on_send=move |()| { send.dispatch_local(()); }>
            <p>"The new contact gets a link; the earlier one stops working. What was answered stays."</p>
            <SelectField name="contact" label="Who answers" faults value=chosen choices />
            <p class="section__note">"Somebody new? " <a href=elsewhere>"Add a contact of the vendor"</a> " first."</p>
            {buttons("Change who answers", busy, Weight::Main, shut)}
        </Form>
    }
}

#[component]
pub fn DueForm(
    /// The assessment on the page.
    open: Open,
    /// Closes the dialog.
    shut: Callback<()>,
) -> impl IntoView {
    let faults = Faults::new();
    let day = RwSignal::new(open.view.with_untracked(|view| view.plan.due.to_string()));
    let send = sending(open, shut, faults, "The due date is moved", move |id| {
        let due = parse_date(&day.get_untracked());
        async move { api::assessment::extend(&id, &DueBody { due: due.ok_or(Error::Broken)? }).await }
    });
    let busy = send.pending();
    let press = move |()| {
        if parse_date(&day.get_untracked()).is_some() {
            send.dispatch_local(());
        } else {
            faults.show(vec![Fault::new("due", "choose a date")]);
        }
    };
    let local = move || parse_date(&day.get()).map(|date| view! { <p class="section__note"><DeadlineText date /></p> });
    view! {
        <Form faults busy on_send=press>
            <TextField name="due" label="Answers are due" kind="date" width="m" faults value=day hint="A later day than so far; by its end, UTC." />
            {local}
            {buttons("Extend the due date", busy, Weight::Main, shut)}
        </Form>
    }
}

#[component]
pub fn WithdrawForm(
    /// The assessment.
    id: AssessmentId,
    /// Closes the dialog.
    shut: Callback<()>,
    /// Takes the assessment as it is afterwards.
    done: Callback<AssessmentView>,
    /// What withdrawing it means.
    words: &'static str,
) -> impl IntoView {
    let faults = Faults::new();
    let reason = RwSignal::new(String::new());
    let send = sending_of(id, done, shut, faults, "The assessment is withdrawn", move |id| {
        let body = ReasonBody { reason: reason.get_untracked() };
        async move { api::assessment::withdraw(&id, &body).await }
    });
    let busy = send.pending();
    let press = move |()| {
        if reason.with_untracked(|reason| reason.trim().is_empty()) {
            faults.show(vec![Fault::new("reason", "say why")]);
        } else {
            send.dispatch_local(());
        }
    };
    view! {
        <Form faults busy on_send=press>
            <p>{words}</p>
            <TextArea name="reason" label="Why, for the record" faults value=reason rows=2 />
            {buttons("Withdraw the assessment", busy, Weight::Danger, shut)}
        </Form>
    }
}

//! The dialogs about who answers: a fresh link, no link, another contact. What was answered stays with each of them.
//! The earlier link stops working whenever another is made.

use super::super::bundle::Open;
use super::manage_sending::sending;
use crate::api::{self, Error};
use crate::components::{Faults, Form, Loaded, SelectField, Weight, dialog_row};
use crate::paths::Page;
use domain::api::assessment::AssessmentContactBody;
use domain::id::PersonId;
use leptos::prelude::*;

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
            {dialog_row("Send a fresh link", "One moment", busy, Weight::Main, shut)}
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
            {dialog_row("Revoke the link", "One moment", busy, Weight::Danger, shut)}
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
            {dialog_row("Change who answers", "One moment", busy, Weight::Main, shut)}
        </Form>
    }
}

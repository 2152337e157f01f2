//! Removes a vendor's contact, after a dialog that says what ends with it.
//!
//! It stands beside the dialog that changes the contact and follows it: a form cannot hold another one.

use crate::api;
use crate::components::{Dialog, Faults, Form, Toasts, Weight, dialog_row, shutting, submission};
use domain::api::vendor::{PersonView, VendorView};
use domain::id::{PersonId, VendorId};
use leptos::prelude::*;

/// Asks whether to remove `subject`, and removes them.
#[component]
pub fn ContactRemovalDialog(
    /// The vendor.
    vendor: VendorId,
    /// Whether the dialog is open.
    open: RwSignal<bool>,
    /// The contact to remove.
    subject: RwSignal<Option<PersonView>>,
    /// Takes the vendor as it is afterwards.
    done: Callback<VendorView>,
) -> impl IntoView {
    let title = Signal::derive(move || {
        subject.with(|person| person.as_ref().map_or_else(String::new, |person| format!("Remove {}?", person.name)))
    });
    let form = move || {
        let person = subject.get_untracked()?.id;
        Some(view! { <RemovalForm vendor=vendor.clone() person open done /> }.into_any())
    };
    view! { <Dialog title id="contact-removal" open>{form.clone()}</Dialog> }
}

#[component]
fn RemovalForm(vendor: VendorId, person: PersonId, open: RwSignal<bool>, done: Callback<VendorView>) -> impl IntoView {
    let faults = Faults::new();
    let toasts = Toasts::current();
    let remove = submission(
        faults,
        move || {
            let (vendor, person) = (vendor.clone(), person.clone());
            async move { api::vendor::remove_contact(&vendor, &person).await }
        },
        move |vendor: VendorView| {
            open.try_set(false);
            toasts.say("The contact is removed");
            done.try_run(vendor);
        },
    );
    let busy = remove.pending();
    view! {
        <Form faults busy on_send=move |()| { remove.dispatch_local(()); }>
            <p>"Their links stop working at once, and they are signed out. What they answered stays."</p>
            {dialog_row("Remove the contact", "Removing", busy, Weight::Danger, shutting(open))}
        </Form>
    }
}

//! The dialog that adds a contact of a vendor or changes one, or leads on to removing it.
//! Adding and changing are one form; removing asks again in a dialog of its own.

use super::contact_fields::{ContactFields, Typed};
use super::contact_removal::ContactRemovalDialog;
use crate::api;
use crate::components::{Button, Dialog, Faults, Form, SendButton, Toasts, Weight, submission};
use domain::api::vendor::{PersonView, VendorView};
use domain::id::VendorId;
use leptos::prelude::*;

/// Adds a contact of the vendor, or changes or removes `subject`.
#[component]
pub fn ContactDialog(
    /// The vendor.
    vendor: VendorId,
    /// Whether the dialog is open.
    open: RwSignal<bool>,
    /// The contact to change; nothing adds one.
    subject: RwSignal<Option<PersonView>>,
    /// Takes the vendor as it is afterwards.
    done: Callback<VendorView>,
) -> impl IntoView {
    let title = Signal::derive(move || {
        if subject.with(Option::is_some) { "Change a contact" } else { "Add a contact" }.to_owned()
    });
    let removing = RwSignal::new(false);
    let remove = Callback::new(move |()| {
        open.set(false);
        removing.set(true);
    });
    let of = vendor.clone();
    view! {
        <Dialog title id="contact" open>
            <ContactForm vendor=of.clone() person=subject.get_untracked() open remove done />
        </Dialog>
        <ContactRemovalDialog vendor open=removing subject done />
    }
}

#[component]
fn ContactForm(
    vendor: VendorId,
    person: Option<PersonView>,
    open: RwSignal<bool>,
    remove: Callback<()>,
    done: Callback<VendorView>,
) -> impl IntoView {
    let typed = Typed::of(person.as_ref());
    let faults = Faults::new();
    let toasts = Toasts::current();
    let id = person.map(|person| person.id);
    let removal = id.is_some().then(|| {
        view! { <Button weight=Weight::Danger on_press=remove>"Remove the contact"</Button> }
    });
    let save = submission(
        faults,
        move || {
            let (vendor, id, body) = (vendor.clone(), id.clone(), typed.read().into());
            async move { api::vendor::put_contact(&vendor, id.as_ref(), &body).await }
        },
        move |vendor: VendorView| {
            open.try_set(false);
            toasts.say("The contact is saved");
            done.try_run(vendor);
        },
    );
    let busy = save.pending();
    let send = move |()| {
        let missing = typed.read().missing("");
        if missing.is_empty() {
            save.dispatch_local(());
        } else {
            faults.show(missing);
        }
    };
    view! {
        <Form faults busy on_send=send>
            <ContactFields typed faults prefix="" />
            <div class="dialog__actions">
                {removal}
                <Button on_press=move |()| open.set(false)>"Cancel"</Button>
                <SendButton label="Save the contact" busy_label="Saving" busy />
            </div>
        </Form>
    }
}

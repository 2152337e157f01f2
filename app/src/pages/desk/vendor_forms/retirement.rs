//! Retires an AI system: a button, and a dialog that says what it means.
//!
//! Retiring cannot be undone, so the button only opens the dialog and never sends anything itself.

use crate::api;
use crate::components::{Button, Dialog, Faults, Form, Weight, dialog_row, shutting, submission};
use crate::paths::Page;
use crate::visit::use_go;
use domain::api::vendor::VendorView;
use domain::id::VendorId;
use domain::vendor::AiSystem;
use leptos::prelude::*;

/// The section; a word only, once it is retired.
pub fn section(vendor: VendorId, system: &AiSystem) -> AnyView {
    if system.retired.is_some() {
        return view! { <p class="section__note">"Retired. This AI system is no longer in use. Its history stays."</p> }.into_any();
    }
    let open = RwSignal::new(false);
    let faults = Faults::new();
    let go = use_go();
    let id = system.id.clone();
    let retire = submission(
        faults,
        move || {
            let (vendor, id) = (vendor.clone(), id.clone());
            async move { api::vendor::retire_system(&vendor, &id).await }
        },
        move |vendor: VendorView| go(&Page::Vendor(vendor.id)),
    );
    let title = Signal::stored(format!("Retire {}?", system.description.name));
    let busy = retire.pending();
    view! {
        <section class="section" aria-labelledby="retire-head">
            <h2 id="retire-head">"No longer in use?"</h2>
            <p class="section__note">"A retired system leaves the register. Its assessments and findings stay on record."</p>
            <div class="row"><Button weight=Weight::Danger on_press=move |()| open.set(true)>"Retire this AI system"</Button></div>
        </section>
        <Dialog title id="retire" open>
            <Form faults busy on_send=move |()| { retire.dispatch_local(()); }>
                <p>"It leaves the register today. This cannot be undone."</p>
                {dialog_row("Retire it", "Retiring", busy, Weight::Danger, shutting(open))}
            </Form>
        </Dialog>
    }
    .into_any()
}

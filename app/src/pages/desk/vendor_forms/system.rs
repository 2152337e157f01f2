//! Adds an AI system to a vendor, changes one, retires one.
//!
//! Adding and changing are one form. A new system leads on to its intake, a changed one back to the vendor;
//! retiring stands below the form and only for a system that exists.

use super::retirement;
use super::system_fields::{SystemFields, Typed};
use crate::api;
use crate::components::{Crumbs, Faults, Form, Leave, Load, Loaded, PageHead, Step, Weight, send_row, submission};
use crate::pages::desk::analysts::for_analysts;
use crate::paths::Page;
use crate::visit::use_go;
use domain::api::problem::Fault;
use domain::api::vendor::VendorView;
use domain::id::{SystemId, VendorId};
use domain::vendor::AiSystem;
use leptos::prelude::*;

/// Adds an AI system.
pub fn new_system_page(vendor: VendorId) -> AnyView {
    page(vendor, None)
}

/// Changes an AI system.
pub fn system_page(vendor: VendorId, system: SystemId) -> AnyView {
    page(vendor, Some(system))
}

fn page(id: VendorId, system: Option<SystemId>) -> AnyView {
    let vendor = Loaded::new(move || {
        let id = id.clone();
        async move { api::vendor::vendor(&id).await }
    });
    let view = move |vendor: VendorView| match &system {
        None => shown(vendor, None),
        Some(id) => match vendor.systems.iter().find(|system| system.id == *id).cloned() {
            Some(system) => shown(vendor, Some(system)),
            None => view! { <PageHead title="Not found" sub="The vendor has no such AI system." /> }.into_any(),
        },
    };
    view! {
        <main id="main" class="wrap stack" data-gap="l" data-width="text">
            <Load resource=vendor label="the vendor" view />
        </main>
    }
    .into_any()
}

fn shown(vendor: VendorView, system: Option<AiSystem>) -> AnyView {
    let title = if system.is_none() { "Add an AI system" } else { "Change AI system" };
    let steps = vec![
        Step::to("Vendors", Page::Vendors.url()),
        Step::to(vendor.profile.name.clone(), Page::Vendor(vendor.id.clone()).url()),
        Step::here(system.as_ref().map_or_else(|| title.to_owned(), |system| system.description.name.clone())),
    ];
    view! {
        <div class="stack">
            <Crumbs steps />
            <PageHead title=title />
        </div>
        {for_analysts("An analyst adds and changes AI systems.", move || form(vendor, system))}
    }
    .into_any()
}

fn form(vendor: VendorView, system: Option<AiSystem>) -> AnyView {
    let typed = Typed::of(system.as_ref().map(|system| &system.description));
    let faults = Faults::new();
    let go = use_go();
    let (id, system_id) = (vendor.id.clone(), system.as_ref().map(|system| system.id.clone()));
    let is_new = system_id.is_none();
    let save = submission(
        faults,
        move || {
            let (id, system, body) = (id.clone(), system_id.clone(), typed.read());
            async move { api::vendor::put_system(&id, system.as_ref(), &body).await }
        },
        move |vendor: VendorView| match vendor.systems.last() {
            // What comes next for a new system is its intake.
            Some(system) if is_new => go(&Page::Intake(vendor.id.clone(), system.id.clone())),
            Some(_) | None => go(&Page::Vendor(vendor.id)),
        },
    );
    let busy = save.pending();
    let send = move |()| {
        if typed.name.with_untracked(|name| name.trim().is_empty()) {
            faults.show(vec![Fault::new("name", "write the AI system's name")]);
        } else {
            save.dispatch_local(());
        }
    };
    let back = Page::Vendor(vendor.id.clone()).url();
    let label = if is_new { "Add the AI system" } else { "Save the AI system" };
    view! {
        <Form faults busy on_send=send>
            <SystemFields typed faults />
            {send_row(label, "Saving", busy, Weight::Main, Leave::To(back))}
        </Form>
        {system.map(|system| retirement::section(vendor.id, &system))}
    }
    .into_any()
}

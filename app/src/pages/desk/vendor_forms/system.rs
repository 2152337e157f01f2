//! Adds an AI system to a vendor, changes one, retires one.
//!
//! Adding and changing are one form. A new system leads on to its intake, a changed one back to the vendor;
//! retiring stands below the form and only for a system that exists.

use super::retirement;
use crate::api;
use crate::components::{
    Choice, Crumbs, Faults, Form, Load, Loaded, PageHead, SendButton, Step, TextArea, TextField, Tick, TickGroup,
    submission,
};
use crate::pages::desk::analysts::for_analysts;
use crate::pages::desk::words::TECHNIQUES;
use crate::paths::Page;
use crate::visit::use_go;
use domain::api::problem::Fault;
use domain::api::vendor::{NewSystem, VendorView};
use domain::id::{SystemId, VendorId};
use domain::vendor::{AiSystem, SystemDescription, Technique};
use leptos::prelude::*;
use std::collections::BTreeSet;

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

#[derive(Clone, Copy)]
struct Typed {
    name: RwSignal<String>,
    purpose: RwSignal<String>,
    version: RwSignal<String>,
    techniques: RwSignal<BTreeSet<Technique>>,
    eu_market: RwSignal<bool>,
    eu_output: RwSignal<bool>,
}

impl Typed {
    fn of(known: Option<&SystemDescription>) -> Self {
        let text =
            |read: fn(&SystemDescription) -> &String| RwSignal::new(known.map(read).cloned().unwrap_or_default());
        Typed {
            name: text(|known| &known.name),
            purpose: text(|known| &known.purpose),
            version: text(|known| &known.version),
            techniques: RwSignal::new(known.map(|known| known.techniques.clone()).unwrap_or_default()),
            eu_market: RwSignal::new(known.is_some_and(|known| known.eu_market)),
            eu_output: RwSignal::new(known.is_some_and(|known| known.eu_output)),
        }
    }

    fn read(self) -> NewSystem {
        NewSystem {
            description: SystemDescription {
                name: self.name.get_untracked().trim().to_owned(),
                purpose: self.purpose.get_untracked(),
                version: self.version.get_untracked().trim().to_owned(),
                techniques: self.techniques.get_untracked(),
                eu_market: self.eu_market.get_untracked(),
                eu_output: self.eu_output.get_untracked(),
            },
        }
    }
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
            <Fields typed faults />
            <div class="row">
                <SendButton label=label busy_label="Saving" busy />
                <a class="button" data-kind="quiet" href=back>"Cancel"</a>
            </div>
        </Form>
        {system.map(|system| retirement::section(vendor.id, &system))}
    }
    .into_any()
}

#[component]
fn Fields(typed: Typed, faults: Faults) -> impl IntoView {
    let technique = |(_, key, words): (Technique, &'static str, &'static str)| Choice {
        value: key.into(),
        words: words.into(),
        hint: String::new(),
    };
    let called = |key: &str| TECHNIQUES.iter().find(|(_, known, _)| *known == key).map(|(technique, ..)| *technique);
    let is_ticked = move |key: String| called(&key).is_some_and(|one| typed.techniques.with(|all| all.contains(&one)));
    let on_tick = move |(key, ticked): (String, bool)| {
        let Some(technique) = called(&key) else { return };
        typed.techniques.update(|all| {
            if ticked {
                all.insert(technique);
            } else {
                all.remove(&technique);
            }
        });
    };
    view! {
        <TextField name="name" label="Name" faults value=typed.name />
        <TextArea name="purpose" label="What we use it for (optional)" faults value=typed.purpose rows=2 />
        <TextField name="version" label="Version in use (optional)" faults value=typed.version width="m" />
        <TickGroup
            name="techniques"
            legend="Techniques"
            hint="Generative and agentic systems get a questionnaire of their own."
            faults
            choices=TECHNIQUES.map(technique).to_vec()
            is_ticked
            on_tick
        />
        <fieldset class="field">
            <legend class="field__label">"European Union"</legend>
            <span class="field__hint">"Either of them suggests the questionnaire on the EU AI Act."</span>
            <div class="choices">
                <Tick name="eu_market" label="Placed on the EU market" value=typed.eu_market />
                <Tick name="eu_output" label="Its output is used in the EU" value=typed.eu_output />
            </div>
        </fieldset>
    }
}

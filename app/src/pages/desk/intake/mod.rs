//! The intake of an AI system: eleven factors, and live what they make: inherent risk, tier, and the floor that
//! raised it. Computed by the domain while it is filled in.

pub mod factors;
pub mod sum;

use crate::api;
use crate::components::{
    Crumbs, Empty, Faults, Form, Leave, Load, Loaded, PageHead, Step, Toasts, Weight, send_row, submission,
};
use crate::paths::Page;
use crate::visit::{Visit, use_go};
use domain::actor::Role;
use domain::api::problem::Fault;
use domain::api::vendor::{IntakeBody, VendorView};
use domain::id::{SystemId, VendorId};
use domain::inherent::{Intake, Levels, inherent};
use domain::vendor::AiSystem;
use factors::Factors;
use leptos::prelude::*;
use std::sync::Arc;
use sum::Sum;

/// The page.
pub fn intake_page(vendor: VendorId, system: SystemId) -> AnyView {
    let loaded = Loaded::new(move || {
        let vendor = vendor.clone();
        async move {
            let vendor = api::vendor::vendor(&vendor).await?;
            Ok((vendor, Arc::new(api::questionnaire::intake().await?)))
        }
    });
    let view = move |(vendor, intake): (VendorView, Arc<Intake>)| match vendor
        .systems
        .iter()
        .find(|one| one.id == system)
        .cloned()
    {
        Some(system) => form(&vendor, &system, intake),
        None => view! { <PageHead title="Not found" sub="The vendor has no such AI system." /> }.into_any(),
    };
    view! {
        <main id="main" class="wrap stack" data-gap="l">
            <Load resource=loaded label="the intake" view />
        </main>
    }
    .into_any()
}

fn form(vendor: &VendorView, system: &AiSystem, intake: Arc<Intake>) -> AnyView {
    let name = system.description.name.clone();
    let back = Page::Vendor(vendor.id.clone());
    let steps = vec![
        Step::to("Vendors", Page::Vendors.url()),
        Step::to(vendor.profile.name.clone(), back.url()),
        Step::here("Inherent risk"),
    ];
    let sub = format!("How risky our use of {name} is before any control. Answered by us; the vendor does not see it.");
    let locked = system.retired.is_some() || !Visit::current().has(Role::Analyst);
    let levels = RwSignal::new(system.intake().map(|known| known.levels.clone()).unwrap_or_default());
    let faults = Faults::new();
    view! {
        <div class="stack">
            <Crumbs steps />
            <PageHead title=format!("Inherent risk of {name}") sub />
        </div>
        <div class="columns">
            <div data-span="8" class="stack">
                <Saving vendor=vendor.id.clone() system=system.id.clone() intake=intake.clone() levels faults locked />
            </div>
            <div data-span="4" class="form-page__side"><Sum intake levels /></div>
        </div>
    }
    .into_any()
}

/// The faults with the factors' titles, so that the summary tells them apart.
fn named(intake: &Intake, faults: Vec<Fault>) -> Vec<Fault> {
    let title = |at: &str| intake.factors.iter().find(|factor| factor.id.as_str() == at).map(|factor| &factor.title);
    let name = |fault: Fault| match title(&fault.at) {
        Some(title) => Fault::new(fault.at, format!("choose a level: {title}")),
        None => fault,
    };
    faults.into_iter().map(name).collect()
}

#[component]
fn Saving(
    vendor: VendorId,
    system: SystemId,
    intake: Arc<Intake>,
    levels: RwSignal<Levels>,
    faults: Faults,
    locked: bool,
) -> impl IntoView {
    let go = use_go();
    let toasts = Toasts::current();
    let back = Page::Vendor(vendor.clone()).url();
    let save = submission(
        faults,
        move || {
            let (vendor, system) = (vendor.clone(), system.clone());
            let body = IntakeBody { levels: levels.get_untracked() };
            async move { api::vendor::put_intake(&vendor, &system, &body).await }
        },
        move |vendor: VendorView| {
            toasts.say("The intake is saved");
            go(&Page::Vendor(vendor.id));
        },
    );
    let judge = intake.clone();
    let send = move |()| match levels.with_untracked(|levels| inherent(&judge, levels)) {
        Ok(_) => {
            save.dispatch_local(());
        }
        Err(missing) => faults.show(named(&judge, missing)),
    };
    let busy = save.pending();
    view! {
        <Form faults busy on_send=send>
            <Factors intake levels faults locked />
            {if locked {
                view! { <Empty title="Read only" words="An analyst fills in the intake of a system in use." /> }.into_any()
            } else {
                view! {
                    {send_row("Save the intake", "Saving", busy, Weight::Main, Leave::To(back))}
                }
                .into_any()
            }}
        </Form>
    }
}

//! Prepares an assessment and sends it: what is asked, of whom, by when and why.
//!
//! A draft opens the same form again. Every question can be read as the vendor will see it before anything is sent.

pub mod choosing;
pub mod form;
pub mod preview;
pub mod reading;
pub mod typed;

use crate::api::{self, Error};
use crate::components::{Crumbs, Empty, Load, Loaded, PageHead, Step};
use crate::pages::desk::analysts::for_analysts;
use crate::paths::Page;
use domain::api::assessment::{AssessmentView, TemplateRow};
use domain::api::vendor::VendorView;
use domain::id::{SystemId, VendorId};
use domain::inherent::Intake;
use domain::vendor::AiSystem;
use form::PlanForm;
use leptos::prelude::*;
use std::sync::Arc;

/// What the form needs to know.
#[derive(Clone)]
pub struct Ground {
    /// The vendor.
    pub vendor: VendorView,
    /// The intake's rules, which suggest what to send.
    pub intake: Arc<Intake>,
    /// The questionnaires that can be sent.
    pub templates: Arc<Vec<TemplateRow>>,
}

async fn ground(vendor: &VendorId) -> Result<Ground, Error> {
    let vendor = api::vendor::vendor(vendor).await?;
    let intake = Arc::new(api::questionnaire::intake().await?);
    let templates = Arc::new(api::questionnaire::questionnaires().await?.templates);
    Ok(Ground { vendor, intake, templates })
}

/// The page for a new assessment of `system`.
pub fn prepare_page(vendor: VendorId, system: SystemId) -> AnyView {
    let loaded = Loaded::new(move || {
        let vendor = vendor.clone();
        async move { ground(&vendor).await }
    });
    let view = move |ground: Ground| page(ground, &system, None, None);
    view! {
        <main id="main" class="wrap stack" data-gap="l">
            <Load resource=loaded label="what can be sent" view />
        </main>
    }
    .into_any()
}

/// The same for a draft, inside the assessment's own page, which `sent` makes anew.
pub fn draft(view: AssessmentView, sent: Callback<()>) -> AnyView {
    let vendor = view.plan.vendor.clone();
    let loaded = Loaded::new(move || {
        let vendor = vendor.clone();
        async move { ground(&vendor).await }
    });
    let shown = move |ground: Ground| page(ground, &view.plan.system, Some(view.clone()), Some(sent));
    view! { <Load resource=loaded label="the draft" view=shown /> }.into_any()
}

fn page(ground: Ground, system: &SystemId, draft: Option<AssessmentView>, sent: Option<Callback<()>>) -> AnyView {
    let Some(system) = ground.vendor.systems.iter().find(|one| one.id == *system).cloned() else {
        return view! { <PageHead title="Not found" sub="The vendor has no such AI system." /> }.into_any();
    };
    let back = Page::Vendor(ground.vendor.id.clone()).url();
    let name = system.description.name.clone();
    let steps = vec![
        Step::to("Vendors", Page::Vendors.url()),
        Step::to(ground.vendor.profile.name.clone(), back),
        Step::here("Prepare an assessment"),
    ];
    let body = for_analysts("An analyst prepares an assessment and sends it.", move || {
        let obstacle = obstacle(&ground, &system);
        obstacle.unwrap_or_else(|| view! { <PlanForm ground system draft sent /> }.into_any())
    });
    view! {
        <div class="stack">
            <Crumbs steps />
            <PageHead title=format!("Assess {name}") sub="Choose what to ask, of whom and by when. Nothing goes out before you send it." />
        </div>
        {body}
    }
    .into_any()
}

/// What has to be done first.
fn obstacle(ground: &Ground, system: &AiSystem) -> Option<AnyView> {
    let id = ground.vendor.id.clone();
    let (title, words, href, label) = if system.retired.is_some() {
        ("Retired", "This AI system is no longer in use.", Page::Vendor(id).url(), "Back to the vendor")
    } else if system.intake().is_none() {
        let href = Page::Intake(id, system.id.clone()).url();
        (
            "The intake comes first",
            "The intake names the tier, and the tier what to ask and how often.",
            href,
            "Fill in the intake",
        )
    } else if ground.vendor.contacts.is_empty() {
        let href = format!("{}#contacts", Page::Vendor(id).url());
        ("Nobody to send it to", "Add the vendor's person who will answer.", href, "Add a contact")
    } else {
        return None;
    };
    Some(view! { <Empty title words><a class="button" data-kind="main" href=href>{label}</a></Empty> }.into_any())
}

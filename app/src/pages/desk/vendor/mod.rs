//! One vendor: what risk is left and why, how it got there, and all that belongs to it.
//!
//! The figures shown first are those of its worst AI system, or of the one named in the address.

pub mod assessments;
pub mod certificates;
pub mod contacts;
pub mod course;
pub mod findings;
pub mod head;
pub mod sum;
pub mod systems;

pub use certificates::certificate_note;
pub use sum::plus;

use crate::api;
use crate::components::{Empty, Load, Loaded, When};
use crate::paths::Page;
use crate::visit::Visit;
use domain::actor::Role;
use domain::api::register::RegisterRow;
use domain::api::vendor::VendorView;
use domain::id::{SystemId, VendorId};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The name of the query part that names the AI system shown first.
const SYSTEM: &str = "system";

/// The vendor's page with the figures of one AI system.
#[must_use]
pub fn url_of_system(vendor: &VendorId, system: &SystemId) -> String {
    format!("{}?{SYSTEM}={system}", Page::Vendor(vendor.clone()).url())
}

/// The page.
pub fn vendor_page(id: VendorId) -> AnyView {
    let vendor = Loaded::new(move || {
        let id = id.clone();
        async move { api::vendor::vendor(&id).await }
    });
    view! {
        <main id="main" class="wrap stack" data-gap="l">
            <Load resource=vendor label="the vendor" view=shown />
        </main>
    }
    .into_any()
}

/// The row of the system named in the address, else of the one with the highest residual now.
fn shown_first(vendor: &VendorView, named: Option<&str>) -> Option<RegisterRow> {
    let named = vendor.register.iter().find(|row| named == Some(row.system_id.as_str()));
    named.or_else(|| vendor.register.iter().max_by_key(|row| row.residual_now)).cloned()
}

fn shown(loaded: VendorView) -> AnyView {
    let vendor = RwSignal::new(loaded);
    let changed = Callback::new(move |next: VendorView| {
        vendor.try_set(next);
    });
    let parts = use_query_map();
    let first = move || {
        let named = parts.with(|parts| parts.get(SYSTEM));
        vendor.with(|vendor| shown_first(vendor, named.as_deref()))
    };
    view! {
        <div class="stack">
            {move || vendor.with(head::crumbs)}
            {move || head::head(vendor, first())}
            {move || vendor.with(head::tabs)}
        </div>
        {move || first().map(|row| overview(&vendor.get(), row))}
        {move || vendor.with(systems::section)}
        <certificates::Certificates vendor changed />
        {move || vendor.with(assessments::section)}
        <div class="columns">
            {move || vendor.with(findings::section)}
            <contacts::Contacts vendor changed />
        </div>
    }
    .into_any()
}

fn overview(vendor: &VendorView, row: RegisterRow) -> AnyView {
    if row.residual_now.is_none() {
        return not_scored(vendor, &row);
    }
    view! {
        <div class="columns">
            {sum::section(vendor, &row)}
            {course::section(vendor.id.clone(), row.system_id.clone(), row.system.clone())}
        </div>
    }
    .into_any()
}

fn not_scored(vendor: &VendorView, row: &RegisterRow) -> AnyView {
    let (words, href, label) = if row.tier.is_none() {
        let page = Page::Intake(vendor.id.clone(), row.system_id.clone());
        ("Say how risky its use is. The intake names the tier, and the tier what to ask.", page, "Fill in the intake")
    } else {
        let page = Page::Prepare(vendor.id.clone(), row.system_id.clone());
        ("A score and a residual appear once answers were submitted.", page, "Prepare an assessment")
    };
    let open = vendor.assessments.iter().any(|one| one.system_id == row.system_id && one.concluded.is_none());
    let visit = Visit::current();
    let may = row.tier.is_none() || !open;
    view! {
        <Empty title=format!("{} has no score yet", row.system) words>
            <When holds=move || may && visit.has(Role::Analyst)>
                <a class="button" href=href.url()>{label}</a>
            </When>
        </Empty>
    }
    .into_any()
}

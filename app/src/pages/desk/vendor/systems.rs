//! The vendor's AI systems with their figures, and what can be done with each.
//!
//! The figures are those of the register; a system without a row there has none, and no link. A retired system
//! offers no actions.

use super::url_of_system;
use crate::charts::GapMark;
use crate::components::{Badge, BandMark, Cell, Column, Level, RowHead, Table};
use crate::pages::desk::words::{TECHNIQUES, figure, tier_level};
use crate::paths::Page;
use crate::visit::Visit;
use domain::actor::Role;
use domain::api::register::RegisterRow;
use domain::api::vendor::VendorView;
use domain::vendor::AiSystem;
use leptos::prelude::*;

/// The columns.
const COLUMNS: [Column; 9] = [
    Column::words("System"),
    Column::words("Use"),
    Column::words("Inherent tier"),
    Column::words("Band"),
    Column::num("Assured"),
    Column::words("Gap to claimed"),
    Column::num("Residual now"),
    Column::words("Level"),
    Column::unseen("Actions"),
];

/// The section.
pub fn section(vendor: &VendorView) -> AnyView {
    let visit = Visit::current();
    let add = Page::NewSystem(vendor.id.clone()).url();
    let add = move || visit.has(Role::Analyst).then(|| view! { <a href=add.clone()>"Add an AI system"</a> }.into_any());
    let note = (vendor.register.len() > 1)
        .then(|| view! { <p class="section__note">"The vendor counts as its worst system"</p> });
    view! {
        <section class="section" id="systems" aria-labelledby="h-systems">
            <div class="section__head"><h2 id="h-systems">"AI systems"</h2>{note}{add}</div>
            {table(vendor)}
        </section>
    }
    .into_any()
}

fn table(vendor: &VendorView) -> AnyView {
    if vendor.systems.is_empty() {
        return view! {
            <p class="section__note">"Add the AI system that the vendor supplies. Its intake says how much to ask."</p>
        }
        .into_any();
    }
    let row = |system: &AiSystem| {
        let figures = vendor.register.iter().find(|row| row.system_id == system.id);
        row(vendor, system, figures)
    };
    let rows: Vec<_> = vendor.systems.iter().map(row).collect();
    view! { <Table label="AI systems" columns=&COLUMNS>{rows}</Table> }.into_any()
}

fn row(vendor: &VendorView, system: &AiSystem, figures: Option<&RegisterRow>) -> AnyView {
    let known = &system.description;
    let href = figures.map(|row| url_of_system(&vendor.id, &row.system_id)).unwrap_or_default();
    let head = if href.is_empty() {
        view! { <RowHead name=known.name.clone() sub=sub(system) /> }.into_any()
    } else {
        view! { <RowHead href name=known.name.clone() sub=sub(system) /> }.into_any()
    };
    let tier = match system.retired {
        Some(_) => view! { <Badge words="Retired" /> }.into_any(),
        None => tier_level(system.intake().map(|intake| intake.inherent.tier)),
    };
    let gap = figures
        .and_then(|row| row.claimed.zip(row.assured).map(|(claimed, assured)| (claimed, assured, row.capped)))
        .map(|(claimed, assured, capped)| view! { <GapMark claimed assured capped /> });
    let band = figures.and_then(|row| row.residual_band).map(|band| view! { <Level of=band /> });
    let purpose = known.purpose.clone();
    let score_band = figures.and_then(|row| row.band);
    let (assured, now) = (figures.and_then(|row| row.assured), figures.and_then(|row| row.residual_now));
    let actions = actions(vendor, system);
    view! {
        <tr role="row">
            {head}
            <Cell label="Use" full=true>{purpose}</Cell>
            <Cell label="Tier">{tier}</Cell>
            <Cell label="Band"><BandMark band=score_band /></Cell>
            <Cell label="Assured" num=true>{figure(assured)}</Cell>
            <Cell label="Gap to claimed">{gap}</Cell>
            <Cell label="Residual now" num=true><strong>{figure(now)}</strong></Cell>
            <Cell label="Level">{band}</Cell>
            <Cell label="Actions" full=true>{actions}</Cell>
        </tr>
    }
    .into_any()
}

fn sub(system: &AiSystem) -> String {
    let known = &system.description;
    let names = TECHNIQUES.iter().filter(|(technique, ..)| known.techniques.contains(technique));
    let mut words: Vec<String> = names.map(|(_, key, _)| capital(key)).collect();
    if !known.version.is_empty() {
        words.push(format!("version {}", known.version));
    }
    words.join(", ")
}

fn capital(word: &str) -> String {
    crate::api::as_sentence(word)
}

fn actions(vendor: &VendorView, system: &AiSystem) -> AnyView {
    if system.retired.is_some() || !Visit::current().has(Role::Analyst) {
        return ().into_any();
    }
    let name = system.description.name.clone();
    let intake = if system.intakes.is_empty() { "Fill in the intake" } else { "Intake" };
    let ids = || (vendor.id.clone(), system.id.clone());
    let ((v, s), (iv, is), (pv, ps)) = (ids(), ids(), ids());
    let of = |what: &str| format!("{what}: {name}");
    view! {
        <span class="row">
            <a href=Page::System(v, s).url() aria-label=of("Change")>"Change"</a>
            <a href=Page::Intake(iv, is).url() aria-label=of(intake)>{intake}</a>
            <a href=Page::Prepare(pv, ps).url() aria-label=of("Assess")>"Assess"</a>
        </span>
    }
    .into_any()
}

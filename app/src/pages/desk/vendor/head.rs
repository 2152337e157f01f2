//! The head of a vendor's page: the way to it, what the vendor is, what can be done, and the way to each part.
//! The actions are for analysts; what is sent goes to the AI system whose figures are shown first.

use crate::components::{Crumbs, PageHead, Step, Tab, Tabs, alphabets_mark};
use crate::paths::Page;
use crate::visit::Visit;
use domain::actor::Role;
use domain::api::register::RegisterRow;
use domain::api::vendor::VendorView;
use domain::calendar::in_words;
use leptos::prelude::*;

/// The way to this page.
pub fn crumbs(vendor: &VendorView) -> AnyView {
    let steps = vec![Step::to("Vendors", Page::Vendors.url()), Step::here(vendor.profile.name.clone())];
    view! { <Crumbs steps /> }.into_any()
}

/// Name, a few words, and what can be done with it and with the AI system shown first.
pub fn head(vendor: RwSignal<VendorView>, first: Option<RegisterRow>) -> AnyView {
    let visit = Visit::current();
    let (id, name, sub) = vendor.with(|vendor| (vendor.id.clone(), vendor.profile.name.clone(), about(vendor)));
    let website = vendor.with(|vendor| vendor.profile.website.clone());
    let edit = Page::EditVendor(id.clone()).url();
    let send = first.map(|row| Page::Prepare(id, row.system_id).url());
    let actions = move || {
        visit.has(Role::Analyst).then(|| {
            view! {
                <a class="button" href=edit.clone()>"Change vendor"</a>
                {send.clone().map(|href| view! { <a class="button" data-kind="main" href=href>"Send questionnaire"</a> })}
            }
            .into_any()
        })
    };
    view! {
        <PageHead title=name.clone() sub>{actions}</PageHead>
        {alphabets_mark(&name).map(|mark| view! { <p>{mark}</p> })}
        {(!website.is_empty()).then(|| {
            view! { <p class="section__note"><a class="spelled" href=website.clone() rel="noreferrer external" target="_blank">{website.clone()}</a></p> }
        })}
    }
    .into_any()
}

/// "Claims triage for motor and home. Vendor since 19 January 2026. Looked after by Ines Okafor."
fn about(vendor: &VendorView) -> String {
    let mut words = vendor.profile.summary.trim().to_owned();
    if !words.is_empty() && !words.ends_with(['.', '!', '?']) {
        words.push('.');
    }
    let country = &vendor.profile.country;
    let seat = if country.is_empty() { String::new() } else { format!(" Seat: {country}.") };
    let owner = vendor.owner.as_ref().map_or("nobody yet", |owner| owner.name.as_str());
    format!("{words}{seat} Registered {}. Looked after by {owner}.", in_words(vendor.registered)).trim().to_owned()
}

/// The way to each part of the page.
pub fn tabs(vendor: &VendorView) -> AnyView {
    let open = vendor.findings.iter().filter(|row| row.state_now.is_open()).count();
    let tab = |words: &str, href: &str, count: usize| Tab {
        words: words.into(),
        href: href.into(),
        count: Some(count),
        is_current: false,
    };
    let tabs = vec![
        tab("AI systems", "#systems", vendor.register.len()),
        tab("Certificates", "#certificates", vendor.certificates.len()),
        tab("Assessments", "#assessments", vendor.assessments.len()),
        tab("Open findings", "#findings", open),
        tab("Contacts", "#contacts", vendor.contacts.len()),
    ];
    view! { <Tabs label="On this page" tabs /> }.into_any()
}

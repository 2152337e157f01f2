//! The filters of the register. Each changes the address; the page follows the address.
//!
//! `use_show` is the one way to another query: it replaces the entry in the history and does not scroll.
//! The table uses it too when a head is pressed to sort.

use crate::api;
use crate::components::{Pick, Press};
use crate::pages::desk::asked::Asked;
use crate::paths::Page;
use domain::api::register::{RegisterQuery, Waiting};
use domain::inherent::{RiskBand, Tier};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// A function that shows the register with another query, without a new entry in the history.
pub fn use_show() -> impl Fn(&RegisterQuery) + Clone + 'static {
    let navigate = use_navigate();
    move |query: &RegisterQuery| {
        let to = format!("{}{}", Page::Register.url(), api::query::text(query));
        navigate(&to, NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() });
    }
}

/// Name, tier, band and what is pressing.
#[component]
pub fn Filters(
    /// What the address asks for.
    query: Asked<RegisterQuery>,
) -> impl IntoView {
    let show = use_show();
    let change = Callback::new(move |set: fn(&mut RegisterQuery)| {
        let mut next = query.get_untracked();
        set(&mut next);
        show(&next);
    });
    let press = move |label: &'static str, on: fn(&RegisterQuery) -> bool, toggle: fn(&mut RegisterQuery)| {
        let is_on = Signal::derive(move || query.with(on));
        view! { <Press label is_on on_press=move |()| change.run(toggle) /> }.into_any()
    };
    view! {
        <div class="row" role="group" aria-label="Filter">
            <NameFilter query />
            <TierFilter query />
            <BandFilter query />
            {press("Overdue", |query| query.overdue, |query| query.overdue = !query.overdue)}
            {press("Waiting on us", |query| query.waiting == Some(Waiting::Us), |query| toggle(query, Waiting::Us))}
            {press("Waiting on vendors", |query| query.waiting == Some(Waiting::Vendor), |query| toggle(query, Waiting::Vendor))}
            {press("High and up", |query| query.worst, |query| query.worst = !query.worst)}
        </div>
    }
}

fn toggle(query: &mut RegisterQuery, waiting: Waiting) {
    query.waiting = (query.waiting != Some(waiting)).then_some(waiting);
}

#[component]
fn NameFilter(query: Asked<RegisterQuery>) -> impl IntoView {
    let show = use_show();
    let find = move |name: String| {
        let next = RegisterQuery { name: name.trim().chars().take(200).collect(), ..query.get_untracked() };
        show(&next);
    };
    view! {
        <input
            class="input"
            data-size="s"
            data-width="m"
            type="search"
            id="register-name"
            name="name"
            maxlength="200"
            aria-label="Name of a vendor or AI system"
            placeholder="Vendor or system"
            prop:value=move || query.with(|query| query.name.clone())
            on:change:target=move |event| find(event.target().value())
        />
    }
}

#[component]
fn TierFilter(query: Asked<RegisterQuery>) -> impl IntoView {
    let show = use_show();
    let pick = move |title: String| {
        let tier = Tier::ALL.into_iter().find(|tier| tier.title() == title);
        show(&RegisterQuery { tier, ..query.get_untracked() });
    };
    let chosen = move || query.with(|query| query.tier.map_or("", Tier::title)).to_owned();
    let choices = choices("All tiers", Tier::ALL.map(Tier::title));
    view! { <Pick label="Tier" choices chosen=Signal::derive(chosen) on_pick=pick /> }
}

#[component]
fn BandFilter(query: Asked<RegisterQuery>) -> impl IntoView {
    let show = use_show();
    let pick = move |title: String| {
        let residual_band = RiskBand::ALL.into_iter().find(|band| band.title() == title);
        show(&RegisterQuery { residual_band, ..query.get_untracked() });
    };
    let chosen = move || query.with(|query| query.residual_band.map_or("", RiskBand::title)).to_owned();
    let choices = choices("All levels", RiskBand::ALL.map(RiskBand::title));
    view! { <Pick label="Level of residual now" choices chosen=Signal::derive(chosen) on_pick=pick /> }
}

/// All of them, then each by its title from the worst down.
fn choices(all: &'static str, titles: [&'static str; 4]) -> Vec<(&'static str, &'static str)> {
    let each = titles.into_iter().rev().map(|title| (title, title));
    [("", all)].into_iter().chain(each).collect()
}

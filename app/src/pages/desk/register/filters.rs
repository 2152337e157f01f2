//! The filters of the register. Each changes the address; the page follows the address.
//!
//! `use_show` is the one way to another query: it replaces the entry in the history and does not scroll.
//! The table uses it too when a head is pressed to sort.

use crate::api;
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
    query: Memo<RegisterQuery>,
) -> impl IntoView {
    let show = use_show();
    let change = Callback::new(move |set: fn(&mut RegisterQuery)| {
        let mut next = query.get_untracked();
        set(&mut next);
        show(&next);
    });
    view! {
        <div class="row" role="group" aria-label="Filter">
            <NameFilter query />
            <TierFilter query />
            <BandFilter query />
            <Press label="Overdue" query on=|query| query.overdue press=change toggle=|query| query.overdue = !query.overdue />
            <Press
                label="Waiting on us"
                query
                on=|query| query.waiting == Some(Waiting::Us)
                press=change
                toggle=|query| query.waiting = (query.waiting != Some(Waiting::Us)).then_some(Waiting::Us)
            />
            <Press
                label="Waiting on vendors"
                query
                on=|query| query.waiting == Some(Waiting::Vendor)
                press=change
                toggle=|query| query.waiting = (query.waiting != Some(Waiting::Vendor)).then_some(Waiting::Vendor)
            />
            <Press label="High and up" query on=|query| query.worst press=change toggle=|query| query.worst = !query.worst />
        </div>
    }
}

#[component]
fn Press(
    label: &'static str,
    query: Memo<RegisterQuery>,
    on: fn(&RegisterQuery) -> bool,
    press: Callback<fn(&mut RegisterQuery)>,
    toggle: fn(&mut RegisterQuery),
) -> impl IntoView {
    view! {
        <button
            class="button"
            type="button"
            aria-pressed=move || if query.with(on) { "true" } else { "false" }
            on:click=move |_| press.run(toggle)
        >
            {label}
        </button>
    }
}

#[component]
fn NameFilter(query: Memo<RegisterQuery>) -> impl IntoView {
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
fn TierFilter(query: Memo<RegisterQuery>) -> impl IntoView {
    let show = use_show();
    let pick = move |title: String| {
        let tier = Tier::ALL.into_iter().find(|tier| tier.title() == title);
        show(&RegisterQuery { tier, ..query.get_untracked() });
    };
    let chosen = move || query.with(|query| query.tier.map_or("", Tier::title));
    let choices = Tier::ALL.into_iter().rev().map(Tier::title).collect();
    view! { <Pick label="Tier" all="All tiers" choices chosen=Signal::derive(chosen) on_pick=Callback::new(pick) /> }
}

#[component]
fn BandFilter(query: Memo<RegisterQuery>) -> impl IntoView {
    let show = use_show();
    let pick = move |title: String| {
        let residual_band = RiskBand::ALL.into_iter().find(|band| band.title() == title);
        show(&RegisterQuery { residual_band, ..query.get_untracked() });
    };
    let chosen = move || query.with(|query| query.residual_band.map_or("", RiskBand::title));
    let choices = RiskBand::ALL.into_iter().rev().map(RiskBand::title).collect();
    view! {
        <Pick label="Level of residual now" all="All levels" choices chosen=Signal::derive(chosen) on_pick=Callback::new(pick) />
    }
}

#[component]
fn Pick(
    label: &'static str,
    all: &'static str,
    choices: Vec<&'static str>,
    chosen: Signal<&'static str>,
    on_pick: Callback<String>,
) -> impl IntoView {
    let option = move |title: &'static str| {
        view! { <option value=title prop:selected=move || chosen.get() == title>{title}</option> }
    };
    view! {
        <select
            class="input"
            data-size="s"
            data-width="s"
            aria-label=label
            on:change:target=move |event| on_pick.run(event.target().value())
        >
            <option value="" prop:selected=move || chosen.get().is_empty()>{all}</option>
            {choices.into_iter().map(option).collect_view()}
        </select>
    }
}

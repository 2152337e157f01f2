//! The filters of the findings. Each changes the address; the page follows the address.
//!
//! A change replaces the entry in the history and keeps the path, so an open finding stays open.
//! “All” takes back only late and waiting; severity and closed stay as they are.

use crate::api;
use domain::api::finding::{FindingList, FindingQuery};
use domain::template::Severity;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

/// All, late, waiting on us, closed too; and by severity.
#[component]
pub fn Filters(
    /// What the address asks for.
    query: Memo<FindingQuery>,
    /// The list, once it is loaded.
    list: Signal<Option<FindingList>>,
) -> impl IntoView {
    let navigate = use_navigate();
    let path = use_location().pathname;
    let change = Callback::new(move |set: fn(&mut FindingQuery)| {
        let mut next = query.get_untracked();
        set(&mut next);
        let to = format!("{}{}", path.get_untracked(), api::query::text(&next));
        navigate(&to, NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() });
    });
    let count = move |read: fn(&FindingList) -> u32| Signal::derive(move || list.with(|list| list.as_ref().map(read)));
    let narrowed =
        move || query.with(|query| query.vendor.is_some() || query.system.is_some() || query.state.is_some());
    view! {
        <div class="row" role="group" aria-label="Filter">
            <Press label="All" count=count(|list| list.open) query change on=|query| !query.late && !query.waiting_us
                set=|query| { query.late = false; query.waiting_us = false; } />
            <Press label="Late" count=count(|list| list.late) query change on=|query| query.late
                set=|query| query.late = !query.late />
            <Press label="Waiting on us" count=count(|list| list.waiting_us) query change on=|query| query.waiting_us
                set=|query| query.waiting_us = !query.waiting_us />
            <Press label="Closed too" count=Signal::stored(None) query change on=|query| query.closed
                set=|query| query.closed = !query.closed />
            <SeverityFilter query change />
            <Show when=narrowed>
                <Press label="Of every vendor" count=Signal::stored(None) query change on=|_| false
                    set=|query| { query.vendor = None; query.system = None; query.state = None; } />
            </Show>
        </div>
    }
}

#[component]
fn Press(
    label: &'static str,
    count: Signal<Option<u32>>,
    query: Memo<FindingQuery>,
    change: Callback<fn(&mut FindingQuery)>,
    on: fn(&FindingQuery) -> bool,
    set: fn(&mut FindingQuery),
) -> impl IntoView {
    view! {
        <button
            class="button"
            type="button"
            aria-pressed=move || if query.with(on) { "true" } else { "false" }
            on:click=move |_| change.run(set)
        >
            {label}
            {move || count.get().map(|count| view! { <span class="tabs__count">{count}</span> })}
        </button>
    }
}

#[component]
fn SeverityFilter(query: Memo<FindingQuery>, change: Callback<fn(&mut FindingQuery)>) -> impl IntoView {
    let pick = move |title: String| {
        change.run(match Severity::ALL.into_iter().find(|severity| severity.title() == title) {
            None => |query| query.severity = None,
            Some(Severity::Low) => |query| query.severity = Some(Severity::Low),
            Some(Severity::Medium) => |query| query.severity = Some(Severity::Medium),
            Some(Severity::High) => |query| query.severity = Some(Severity::High),
            Some(Severity::Critical) => |query| query.severity = Some(Severity::Critical),
        });
    };
    let chosen = move || query.with(|query| query.severity);
    let option = move |severity: Severity| {
        view! { <option value=severity.title() prop:selected=move || chosen() == Some(severity)>{severity.title()}</option> }
    };
    view! {
        <select class="input" data-size="s" data-width="s" aria-label="Severity" on:change:target=move |event| pick(event.target().value())>
            <option value="" prop:selected=move || chosen().is_none()>"Severity"</option>
            {Severity::ALL.into_iter().rev().map(option).collect_view()}
        </select>
    }
}

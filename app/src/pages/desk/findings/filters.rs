//! The filters of the findings. Each changes the address; the page follows the address.
//!
//! A change replaces the entry in the history and keeps the path, so an open finding stays open.
//! “All” takes back only late and waiting; severity and closed stay as they are.

use crate::api;
use crate::components::{Loaded, Pick, Press};
use crate::pages::desk::asked::Asked;
use domain::api::finding::{FindingList, FindingQuery};
use domain::template::Severity;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

/// All, late, waiting on us, closed too; and by severity.
#[component]
pub fn Filters(
    /// What the address asks for.
    query: Asked<FindingQuery>,
    /// The list.
    list: Loaded<FindingList>,
) -> impl IntoView {
    let navigate = use_navigate();
    let path = use_location().pathname;
    let change = Callback::new(move |set: fn(&mut FindingQuery)| {
        let mut next = query.get_untracked();
        set(&mut next);
        let to = format!("{}{}", path.get_untracked(), api::query::text(&next));
        navigate(&to, NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() });
    });
    let press = move |label,
                      read: Option<fn(&FindingList) -> u32>,
                      on: fn(&FindingQuery) -> bool,
                      set: fn(&mut FindingQuery)| {
        let count = Signal::derive(move || {
            let read = read?;
            list.get()?.ok().map(|list| read(&list).to_string())
        });
        let is_on = Signal::derive(move || query.with(on));
        view! { <Press label count is_on on_press=move |()| change.run(set) /> }.into_any()
    };
    let narrowed =
        move || query.with(|query| query.vendor.is_some() || query.system.is_some() || query.state.is_some());
    view! {
        <div class="row" role="group" aria-label="Filter">
            {press("All", Some(|list| list.open), |query| !query.late && !query.waiting_us, |query| {
                query.late = false;
                query.waiting_us = false;
            })}
            {press("Late", Some(|list| list.late), |query| query.late, |query| query.late = !query.late)}
            {press("Waiting on us", Some(|list| list.waiting_us), |query| query.waiting_us, |query| query.waiting_us = !query.waiting_us)}
            {press("Closed too", None, |query| query.closed, |query| query.closed = !query.closed)}
            <SeverityFilter query change />
            {move || narrowed().then(|| press("Of every vendor", None, |_| false, |query| {
                query.vendor = None;
                query.system = None;
                query.state = None;
            }))}
        </div>
    }
}

#[component]
fn SeverityFilter(query: Asked<FindingQuery>, change: Callback<fn(&mut FindingQuery)>) -> impl IntoView {
    let pick = move |title: String| {
        change.run(match Severity::ALL.into_iter().find(|severity| severity.title() == title) {
            None => |query| query.severity = None,
            Some(Severity::Low) => |query| query.severity = Some(Severity::Low),
            Some(Severity::Medium) => |query| query.severity = Some(Severity::Medium),
            Some(Severity::High) => |query| query.severity = Some(Severity::High),
            Some(Severity::Critical) => |query| query.severity = Some(Severity::Critical),
        });
    };
    let chosen = move || query.with(|query| query.severity.map_or("", Severity::title)).to_owned();
    let each = Severity::ALL.into_iter().rev().map(|severity| (severity.title(), severity.title()));
    let choices = [("", "Severity")].into_iter().chain(each).collect();
    view! { <Pick label="Severity" choices chosen=Signal::derive(chosen) on_pick=pick /> }
}

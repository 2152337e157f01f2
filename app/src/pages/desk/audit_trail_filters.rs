//! The filters of the audit trail: a sort of thing, and a person.
//!
//! Each changes the address; the page follows the address. Both lists can be narrowed at once.

use super::asked::Asked;
use crate::api;
use crate::components::{Pick, field_id};
use domain::api::trail::{TrailKind, TrailPerson, TrailQuery, TrailSide};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

/// Each sort, as an address spells it and in words; the first stands for all.
const KINDS: [(&str, &str); 6] = [
    ("", "Everything"),
    ("downloads", "Downloads"),
    ("exports", "Exports"),
    ("links", "Links"),
    ("people", "People"),
    ("settings", "Settings"),
];

fn kind_named(name: &str) -> Option<TrailKind> {
    match name {
        "downloads" => Some(TrailKind::Downloads),
        "exports" => Some(TrailKind::Exports),
        "links" => Some(TrailKind::Links),
        "people" => Some(TrailKind::People),
        "settings" => Some(TrailKind::Settings),
        _ => None,
    }
}

/// Both filters.
#[component]
pub fn Filters(
    /// What the address asks for.
    query: Asked<TrailQuery>,
    /// Whom the trail can be narrowed to.
    people: Vec<TrailPerson>,
) -> impl IntoView {
    let navigate = use_navigate();
    let path = use_location().pathname;
    let go = Callback::new(move |next: TrailQuery| {
        let to = format!("{}{}", path.get_untracked(), api::query::text(&next));
        navigate(&to, NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() });
    });
    let chosen = Signal::derive(move || {
        let kind = query.get().kind;
        KINDS.iter().find(|(name, _)| kind_named(name) == kind).map_or("", |(name, _)| *name).to_owned()
    });
    let pick =
        move |name: String| go.run(TrailQuery { kind: kind_named(&name), before: None, ..query.get_untracked() });
    view! {
        <div class="row" role="group" aria-label="Filter">
            <Pick label="What was done" choices=KINDS.to_vec() chosen on_pick=pick />
            <PersonPick query people go />
        </div>
    }
}

/// The list of people of which one is picked.
#[component]
fn PersonPick(query: Asked<TrailQuery>, people: Vec<TrailPerson>, go: Callback<TrailQuery>) -> impl IntoView {
    const LABEL: &str = "Who did it";
    let chosen = move || query.with(|query| query.person.as_ref().map(ToString::to_string).unwrap_or_default());
    let on_change =
        move |id: String| go.run(TrailQuery { person: id.parse().ok(), before: None, ..query.get_untracked() });
    let option = move |person: TrailPerson| {
        let value = person.id.map(|id| id.to_string()).unwrap_or_default();
        let words = if person.side == TrailSide::Vendor { format!("{} (vendor)", person.name) } else { person.name };
        let own = value.clone();
        view! { <option value=value prop:selected=move || chosen() == own>{words}</option> }
    };
    view! {
        <select
            class="input"
            id=field_id(LABEL)
            data-size="s"
            data-width="m"
            aria-label=LABEL
            on:change:target=move |event| on_change(event.target().value())
        >
            <option value="" prop:selected=move || chosen().is_empty()>"Everybody"</option>
            {people.into_iter().map(option).collect_view()}
        </select>
    }
}

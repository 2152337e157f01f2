//! Findings as lanes, one for each state. A lane without findings is not drawn, and the order of `LANES` is the order on
//! the page.

use super::Chosen;
use super::table::table;
use crate::api;
use crate::components::Empty;
use crate::paths::Page;
use domain::api::finding::{FindingList, FindingQuery, FindingRow};
use domain::finding::FindingState;
use leptos::prelude::*;

/// The lanes in the order of the work, and what is said of each.
const LANES: [(FindingState, &str); 9] = [
    (FindingState::Open, "The vendor owes a plan"),
    (FindingState::PlanProposed, "Waiting on us"),
    (FindingState::PlanAgreed, ""),
    (FindingState::InProgress, ""),
    (FindingState::Submitted, "Waiting on us to verify"),
    (FindingState::Rejected, "The vendor owes another fix"),
    (FindingState::RiskAccepted, "The clock stands still until the date"),
    (FindingState::Verified, ""),
    (FindingState::Withdrawn, ""),
];

/// The lanes.
pub fn shown(list: FindingList, query: FindingQuery, chosen: Memo<Chosen>) -> AnyView {
    if list.rows.is_empty() {
        return empty(&list);
    }
    let suffix = api::query::text(&query);
    let lane = |(state, note): (FindingState, &'static str)| {
        let rows: Vec<FindingRow> = list.rows.iter().filter(|row| row.state_now == state).cloned().collect();
        (!rows.is_empty()).then(|| lane(state, note, rows, &suffix, chosen))
    };
    LANES.into_iter().map(lane).collect_view().into_any()
}

fn empty(list: &FindingList) -> AnyView {
    if list.open > 0 {
        return view! {
            <Empty title="No finding fits" words="No finding fits these filters.">
                <a class="button" href=Page::Findings.url()>"Show all open findings"</a>
            </Empty>
        }
        .into_any();
    }
    view! {
        <Empty
            title="No open findings"
            words="Findings are raised at a conclusion, when a reviewed answer earns less than 75, two answers disagree, or required evidence was rejected or has ended."
        >
            <a class="button" href=Page::Assessments.url()>"See the assessments"</a>
        </Empty>
    }
    .into_any()
}

fn lane(state: FindingState, note: &'static str, rows: Vec<FindingRow>, suffix: &str, chosen: Memo<Chosen>) -> AnyView {
    let id = format!("lane-{}", state.title().to_ascii_lowercase().replace(' ', "-"));
    let count = rows.len();
    view! {
        <section class="section lane" aria-labelledby=id>
            <div class="section__head">
                <h2 class="lane__title" id=id.clone()>{state.title()}" "<span class="tabs__count">{count}</span></h2>
                {(!note.is_empty()).then(|| view! { <p class="section__note">{note}</p> })}
            </div>
            {table(state.title(), rows, suffix, Some(chosen), false)}
        </section>
    }
    .into_any()
}

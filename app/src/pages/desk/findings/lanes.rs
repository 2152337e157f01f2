//! Findings as lanes, one for each state, and the table of them that a vendor's page shows too.
//!
//! A lane without findings is not drawn, and the order of `LANES` is the order on the page.
//! `due` chooses the clock: the plan's while a finding is open, and the fix's once that is late or a plan is there.

use super::Chosen;
use crate::api;
use crate::charts::Clock;
use crate::charts::clock::{Deadline, days};
use crate::components::{Badge, Cell, ColumnHead, Empty, Level, RowHead, Symbol, Table, Tone, now, short_date};
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

/// Findings as rows with their states, for a page that they lead away from.
pub fn finding_table(label: &str, rows: Vec<FindingRow>) -> AnyView {
    table(label, rows, "", None, true)
}

fn table(label: &str, rows: Vec<FindingRow>, suffix: &str, chosen: Option<Memo<Chosen>>, with_state: bool) -> AnyView {
    let head = move || {
        view! {
            <ColumnHead label="Finding" />
            <ColumnHead label="Severity" />
            <ColumnHead label=if with_state { "State" } else { "System" } />
            <ColumnHead label="Due" />
        }
        .into_any()
    };
    let rows: Vec<_> = rows.into_iter().map(|row| line(row, suffix, chosen, with_state)).collect();
    view! { <Table label head=Box::new(head)>{rows}</Table> }.into_any()
}

fn line(row: FindingRow, suffix: &str, chosen: Option<Memo<Chosen>>, with_state: bool) -> AnyView {
    let itself = Some((row.assessment.clone(), row.finding.id.clone()));
    let is_chosen = move || chosen.is_some_and(|chosen| chosen.with(|chosen| *chosen == itself));
    let href = format!("{}{suffix}", Page::Finding(row.assessment.clone(), row.finding.id.clone()).url());
    let due = due(&row);
    let sub =
        if with_state { row.finding.question.to_string() } else { format!("{}, {}", row.finding.question, row.vendor) };
    let third = if with_state { row.state_now.title().to_owned() } else { row.system };
    view! {
        <tr role="row" aria-selected=move || is_chosen().then_some("true")>
            <RowHead href name=row.title sub beside=chosen.is_some() />
            <Cell label="Severity"><Level of=row.finding.severity /></Cell>
            <Cell label=if with_state { "State" } else { "System" }>{third}</Cell>
            <Cell label="Due">{due}</Cell>
        </tr>
    }
    .into_any()
}

/// What is due next and how much time is left.
pub fn due(row: &FindingRow) -> AnyView {
    let today = now().date();
    let finding = &row.finding;
    let fix = Deadline { from: finding.raised, due: finding.fix_due, today };
    match row.state_now {
        FindingState::Verified => {
            let words =
                finding.closed.map_or_else(|| "Verified".to_owned(), |day| format!("Verified {}", short_date(day)));
            view! { <Badge tone=Tone::Good symbol=Symbol::Check words /> }.into_any()
        }
        FindingState::Withdrawn => {
            let words =
                finding.closed.map_or_else(|| "Withdrawn".to_owned(), |day| format!("Withdrawn {}", short_date(day)));
            view! { <Badge words /> }.into_any()
        }
        FindingState::RiskAccepted => {
            let until = finding.accepted_until.unwrap_or(finding.fix_due);
            let deadline = Deadline { from: finding.raised, due: until, today };
            view! { <Clock deadline paused=format!("until {}", short_date(until)) /> }.into_any()
        }
        FindingState::Open => {
            let plan = Deadline { from: finding.raised, due: finding.plan_due, today };
            let deadline = if fix.days_left() < 0 { fix } else { plan };
            view! { <Clock deadline words=owed(plan, fix) /> }.into_any()
        }
        FindingState::PlanProposed
        | FindingState::PlanAgreed
        | FindingState::InProgress
        | FindingState::Submitted
        | FindingState::Rejected => view! { <Clock deadline=fix /> }.into_any(),
    }
}

/// What is said of an open finding: the plan comes first, and a late fix does not hide a late plan.
fn owed(plan: Deadline, fix: Deadline) -> String {
    match (plan.days_left(), fix.days_left()) {
        (left, _) if left > 0 => format!("{} for a plan", days(left)),
        (0, _) => "plan due today".to_owned(),
        (late, 0..) => format!("plan {} late", days(-late)),
        (late, fix) => format!("plan {}, fix {} late", days(-late), days(-fix)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn said(plan: &str, fix: &str) -> String {
        let day = |text: &str| text.parse().unwrap();
        let due = |text| Deadline { from: day("2026-10-01"), due: day(text), today: day("2026-11-21") };
        owed(due(plan), due(fix))
    }

    #[test]
    fn an_open_finding_names_the_late_plan_beside_the_late_fix() {
        assert_eq!(said("2026-11-23", "2027-01-09"), "2 days for a plan");
        assert_eq!(said("2026-11-21", "2027-01-09"), "plan due today");
        assert_eq!(said("2026-11-20", "2027-01-09"), "plan 1 day late");
        assert_eq!(said("2026-11-11", "2026-11-20"), "plan 10 days, fix 1 day late");
    }
}

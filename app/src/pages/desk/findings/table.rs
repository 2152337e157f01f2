//! Findings as rows: in a lane, where a row opens its finding beside it, and on a page that the rows lead away from.
//! The third column is the state, or the system where the lane says the state already.

use super::Chosen;
use super::due::due;
use crate::components::{Cell, Column, Level, RowHead, Table};
use crate::paths::Page;
use domain::api::finding::FindingRow;
use leptos::prelude::*;

/// The columns where the lane says the state.
const WITH_SYSTEM: [Column; 4] =
    [Column::words("Finding"), Column::words("Severity"), Column::words("System"), Column::words("Due")];

/// The columns where the page says the system.
const WITH_STATE: [Column; 4] =
    [Column::words("Finding"), Column::words("Severity"), Column::words("State"), Column::words("Due")];

/// Findings as rows with their states, for a page that they lead away from.
pub fn finding_table(label: &str, rows: Vec<FindingRow>) -> AnyView {
    table(label, rows, "", None, true)
}

/// Findings as rows; `chosen` is the one that is open beside them, `suffix` the query that stays in the address.
pub fn table(
    label: &str,
    rows: Vec<FindingRow>,
    suffix: &str,
    chosen: Option<Memo<Chosen>>,
    with_state: bool,
) -> AnyView {
    let columns = if with_state { &WITH_STATE } else { &WITH_SYSTEM };
    let rows: Vec<_> = rows.into_iter().map(|row| line(row, suffix, chosen, with_state)).collect();
    view! { <Table label columns>{rows}</Table> }.into_any()
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

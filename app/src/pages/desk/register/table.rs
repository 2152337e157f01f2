//! The register's rows: one AI system each, sortable by pressing a head.
//!
//! The order lives in the address and the rows are drawn as they come; pressing a head only changes the query.

use super::filters::use_show;
use super::sort::{pressed, sort_of};
use crate::charts::GapMark;
use crate::components::{Badge, BandMark, Cell, Column, Level, RowHead, Sort, Symbol, Table, Tone, short_date};
use crate::pages::desk::asked::Asked;
use crate::pages::desk::vendor;
use crate::pages::desk::words::{figure, tier_level};
use domain::api::register::{RegisterQuery, RegisterRow, Waiting};
use leptos::prelude::*;

/// The columns; the keys are those of `sort`.
const COLUMNS: [Column; 10] = [
    Column::words("Vendor and AI system").sorted("vendor"),
    Column::words("Inherent tier").sorted("inherent"),
    Column::words("Band"),
    Column::num("Assured").sorted("assured"),
    Column::words("Gap to claimed"),
    Column::num("Residual now").sorted("residual_now"),
    Column::words("Level"),
    Column::num("Findings").sorted("findings"),
    Column::words("Next assessment").sorted("next_assessment"),
    Column::words("Waiting on"),
];

#[component]
pub fn RegisterTable(
    /// The rows.
    rows: Vec<RegisterRow>,
    /// What the address asks for.
    query: Asked<RegisterQuery>,
) -> impl IntoView {
    let show = use_show();
    let sort = Signal::derive(move || query.with(sort_of));
    let on_sort = Callback::new(move |wanted: Sort| show(&pressed(&query.get_untracked(), &wanted.by)));
    view! {
        <Table label="AI systems. Press a column's head to sort." columns=&COLUMNS sorting=(sort, on_sort)>
            {rows.into_iter().map(row).collect_view()}
        </Table>
    }
}

fn row(row: RegisterRow) -> AnyView {
    let gap =
        row.claimed.zip(row.assured).map(|(claimed, assured)| view! { <GapMark claimed assured capped=row.capped /> });
    let next = row.next_assessment.map_or_else(|| "–".to_owned(), short_date);
    let overdue = (row.findings_overdue > 0)
        .then(|| view! { <span class="table__sub"><span class="table__late">{format!("{} late", row.findings_overdue)}</span></span> });
    let href = vendor::url_of_system(&row.vendor_id, &row.system_id);
    view! {
        <tr role="row">
            <RowHead href name=row.vendor sub=row.system />
            <Cell label="Tier">{tier_level(row.tier)}</Cell>
            <Cell label="Band">
                <BandMark band=row.band />
                {row.score_fault.is_some().then(|| view! { <Badge tone=Tone::Bad words="Score cannot be computed" /> })}
            </Cell>
            <Cell label="Assured" num=true>
                {figure(row.assured)}
                {row.provisional.then(|| view! { <span class="table__sub">"provisional"</span> })}
            </Cell>
            <Cell label="Gap to claimed">{gap}</Cell>
            <Cell label="Residual now" num=true><strong>{figure(row.residual_now)}</strong></Cell>
            <Cell label="Level">{row.residual_band.map(|band| view! { <Level of=band /> })}</Cell>
            <Cell label="Open findings" num=true><span>{row.findings_open}{overdue}</span></Cell>
            <Cell label="Next assessment">{next}</Cell>
            <Cell label="Waiting on" full=true>{waiting(row.waiting, row.waiting_for, row.overdue)}</Cell>
        </tr>
    }
    .into_any()
}

fn waiting(on: Waiting, what: String, overdue: bool) -> AnyView {
    let (words, tone) = match on {
        Waiting::Us => ("Us", Tone::Act),
        Waiting::Vendor => ("Vendor", Tone::Plain),
        Waiting::Nobody => ("Nobody", Tone::Plain),
    };
    let late = overdue.then(|| view! { <Badge tone=Tone::Bad symbol=Symbol::Clock words="Overdue" /> });
    view! {
        <span>
            <span class="row"><Badge tone words />{late}</span>
            {(!what.is_empty()).then(|| view! { <span class="table__sub">{what}</span> })}
        </span>
    }
    .into_any()
}

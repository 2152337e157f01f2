//! The register's rows: one AI system each, sortable by pressing a head.
//!
//! The order lives in the address and the rows are drawn as they come; pressing a head only changes the query.
//! The first press of a text column sorts from A, of a number from the largest; the next press turns it round.

use super::filters::use_show;
use crate::charts::GapMark;
use crate::components::{
    Badge, BandMark, Cell, ColumnHead, Level, RowHead, Sort, SortHead, Symbol, Table, Tone, short_date,
};
use crate::pages::desk::vendor;
use crate::pages::desk::words::{figure, tier_level};
use domain::api::register::{RegisterQuery, RegisterRow, RegisterSort, Waiting};
use leptos::prelude::*;

/// The columns that can be sorted: key, sort, whether they are text.
const COLUMNS: [(&str, RegisterSort, bool); 8] = [
    ("vendor", RegisterSort::Vendor, true),
    ("system", RegisterSort::System, true),
    ("inherent", RegisterSort::Inherent, false),
    ("assured", RegisterSort::Assured, false),
    ("residual_now", RegisterSort::ResidualNow, false),
    ("findings", RegisterSort::Findings, false),
    ("last_assessed", RegisterSort::LastAssessed, false),
    ("next_assessment", RegisterSort::NextAssessment, false),
];

/// How the query sorts, as the heads show it.
fn sort_of(query: &RegisterQuery) -> Sort {
    let by = query.sort.unwrap_or_default();
    let column = COLUMNS.iter().find(|(_, sort, _)| *sort == by);
    let (key, is_text) = column.map_or(("", false), |(key, _, is_text)| (*key, *is_text));
    Sort { by: key.to_owned(), descending: is_text == query.reverse }
}

/// The query after the head `key` was pressed: the same column turns round, another starts with its natural end,
/// A for text and the largest for numbers.
fn pressed(query: &RegisterQuery, key: &str) -> RegisterQuery {
    let Some((_, sort, _)) = COLUMNS.iter().find(|(known, ..)| *known == key) else { return query.clone() };
    let turned = query.sort.unwrap_or_default() == *sort && !query.reverse;
    RegisterQuery { sort: Some(*sort), reverse: turned, ..query.clone() }
}

#[component]
pub fn RegisterTable(
    /// The rows.
    rows: Vec<RegisterRow>,
    /// What the address asks for.
    query: Memo<RegisterQuery>,
) -> impl IntoView {
    let show = use_show();
    let sort = Signal::derive(move || query.with(sort_of));
    let on_sort = Callback::new(move |wanted: Sort| show(&pressed(&query.get_untracked(), &wanted.by)));
    let head = move || {
        view! {
            <SortHead label="Vendor and AI system" column="vendor" sort on_sort />
            <SortHead label="Inherent tier" column="inherent" sort on_sort />
            <ColumnHead label="Band" />
            <SortHead label="Assured" column="assured" sort on_sort num=true />
            <ColumnHead label="Gap to claimed" />
            <SortHead label="Residual now" column="residual_now" sort on_sort num=true />
            <ColumnHead label="Level" />
            <SortHead label="Findings" column="findings" sort on_sort num=true />
            <SortHead label="Next assessment" column="next_assessment" sort on_sort />
            <ColumnHead label="Waiting on" />
        }
        .into_any()
    };
    view! {
        <Table label="AI systems. Press a column's head to sort." head=Box::new(head)>
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

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn the_worst_residual_comes_first_until_another_head_is_pressed() {
        let start = RegisterQuery::default();
        assert_eq!(sort_of(&start), Sort { by: "residual_now".into(), descending: true });
        let turned = pressed(&start, "residual_now");
        assert_eq!(sort_of(&turned), Sort { by: "residual_now".into(), descending: false });
        let by_name = pressed(&turned, "vendor");
        assert_eq!(sort_of(&by_name), Sort { by: "vendor".into(), descending: false });
        assert!(!by_name.reverse);
    }
}

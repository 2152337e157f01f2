//! How the register is sorted: as its heads show it, and as it is picked where the table has no heads.
//!
//! The first press of a text column sorts from A, of a number from the largest; the next press turns it round.

use super::filters::use_show;
use crate::components::{Pick, Sort};
use crate::pages::desk::asked::Asked;
use domain::api::register::{RegisterQuery, RegisterSort};
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

/// Every order that can be picked: its words, by what, and whether it is turned round.
const ORDERS: [(&str, RegisterSort, bool); 16] = [
    ("Residual now, highest first", RegisterSort::ResidualNow, false),
    ("Residual now, lowest first", RegisterSort::ResidualNow, true),
    ("Vendor, A first", RegisterSort::Vendor, false),
    ("Vendor, Z first", RegisterSort::Vendor, true),
    ("AI system, A first", RegisterSort::System, false),
    ("AI system, Z first", RegisterSort::System, true),
    ("Inherent tier, highest first", RegisterSort::Inherent, false),
    ("Inherent tier, lowest first", RegisterSort::Inherent, true),
    ("Assured, highest first", RegisterSort::Assured, false),
    ("Assured, lowest first", RegisterSort::Assured, true),
    ("Open findings, most first", RegisterSort::Findings, false),
    ("Open findings, fewest first", RegisterSort::Findings, true),
    ("Last assessed, latest first", RegisterSort::LastAssessed, false),
    ("Last assessed, earliest first", RegisterSort::LastAssessed, true),
    ("Next assessment, latest first", RegisterSort::NextAssessment, false),
    ("Next assessment, earliest first", RegisterSort::NextAssessment, true),
];

/// How the query sorts, as the heads show it.
pub fn sort_of(query: &RegisterQuery) -> Sort {
    let by = query.sort.unwrap_or_default();
    let column = COLUMNS.iter().find(|(_, sort, _)| *sort == by);
    let (key, is_text) = column.map_or(("", false), |(key, _, is_text)| (*key, *is_text));
    Sort { by: key.to_owned(), descending: is_text == query.reverse }
}

/// The query after the head `key` was pressed: the same column turns round, another starts with its natural end,
/// A for text and the largest for numbers.
pub fn pressed(query: &RegisterQuery, key: &str) -> RegisterQuery {
    let Some((_, sort, _)) = COLUMNS.iter().find(|(known, ..)| *known == key) else { return query.clone() };
    let turned = query.sort.unwrap_or_default() == *sort && !query.reverse;
    RegisterQuery { sort: Some(*sort), reverse: turned, ..query.clone() }
}

/// The order as a list to pick from, shown where the heads are folded away.
#[component]
pub fn SortPick(
    /// What the address asks for.
    query: Asked<RegisterQuery>,
) -> impl IntoView {
    let show = use_show();
    let pick = move |words: String| {
        if let Some((_, sort, reverse)) = ORDERS.into_iter().find(|(known, ..)| *known == words) {
            show(&RegisterQuery { sort: Some(sort), reverse, ..query.get_untracked() });
        }
    };
    let chosen = Signal::derive(move || {
        let (by, turned) = query.with(|query| (query.sort.unwrap_or_default(), query.reverse));
        let order = ORDERS.into_iter().find(|(_, sort, reverse)| (*sort, *reverse) == (by, turned));
        order.map_or_else(String::new, |(words, ..)| words.to_owned())
    });
    let choices = ORDERS.into_iter().map(|(words, ..)| (words, words)).collect();
    view! { <label class="table__order">"Sort by"<Pick label="Sort by" choices chosen on_pick=pick /></label> }
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

    #[test]
    fn every_column_can_be_picked_both_ways() {
        for (_, sort, _) in COLUMNS {
            let ways: Vec<bool> = ORDERS.iter().filter(|(_, by, _)| *by == sort).map(|(.., turned)| *turned).collect();
            assert_eq!(ways, [false, true], "{sort:?}");
        }
    }
}

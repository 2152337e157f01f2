//! Heads of columns that sort their table. Where the heads are folded away, the page offers a list to pick from.
//! A head only says what was asked for: the order lives with the page, which draws the rows anew.

use super::icon::{Icon, Symbol};
use leptos::prelude::*;

/// Which column a table is sorted by, and which way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sort {
    /// The column's key.
    pub by: String,
    /// Whether the largest comes first.
    pub descending: bool,
}

impl Sort {
    /// What pressing the head of `column` makes of this: the same column turns round, another starts upwards.
    #[must_use]
    pub fn pressed(&self, column: &str) -> Self {
        Sort { by: column.to_owned(), descending: self.by == column && !self.descending }
    }

    fn aria(&self, column: &str) -> Option<&'static str> {
        match (self.by == column, self.descending) {
            (true, true) => Some("descending"),
            (true, false) => Some("ascending"),
            (false, _) => None,
        }
    }
}

/// The head of a column that can be sorted.
#[component]
pub fn SortHead(
    /// Its words.
    label: &'static str,
    /// The column's key.
    column: &'static str,
    /// How the table is sorted.
    #[prop(into)]
    sort: Signal<Sort>,
    /// Called with how it is to be sorted.
    #[prop(into)]
    on_sort: Callback<Sort>,
    /// Whether it heads numbers.
    #[prop(optional)]
    num: bool,
) -> impl IntoView {
    view! {
        <th
            scope="col"
            role="columnheader"
            data-num=num.then_some("")
            aria-sort=move || sort.with(|sort| sort.aria(column))
        >
            <button class="table__sort" type="button" id=format!("sort-{column}") on:click=move |_| on_sort.run(sort.with_untracked(|sort| sort.pressed(column)))>
                {label}
                <Icon symbol=Symbol::Sort small=true />
            </button>
        </th>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn pressing_a_head_twice_turns_the_order_round() {
        let sort = Sort { by: "vendor".into(), descending: false };
        assert_eq!(sort.pressed("vendor"), Sort { by: "vendor".into(), descending: true });
        assert_eq!(sort.pressed("vendor").pressed("vendor"), sort);
        assert_eq!(sort.pressed("tier"), Sort { by: "tier".into(), descending: false });
    }
}

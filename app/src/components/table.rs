//! Parts of tables: hairlines between rows, numbers right, words left, folding to label and value on a narrow screen.
//!
//! Folding takes the table's own meaning away from assistive technology, so every part carries its role.

use super::icon::{Icon, Symbol};
use leptos::prelude::*;

/// A table that folds on a narrow screen.
#[component]
pub fn Table(
    /// What the table lists, for those who listen.
    #[prop(into)]
    label: String,
    /// The head's cells: [`ColumnHead`] and [`SortHead`].
    head: Children,
    /// The rows: `<tr role="row">` with [`RowHead`] and [`Cell`].
    children: Children,
) -> impl IntoView {
    view! {
        <table class="table" data-fold="" role="table" aria-label=label>
            <thead role="rowgroup">
                <tr role="row">{head()}</tr>
            </thead>
            <tbody role="rowgroup">{children()}</tbody>
        </table>
    }
}

/// The head of a column that cannot be sorted.
#[component]
pub fn ColumnHead(
    /// Its words.
    #[prop(into)]
    label: String,
    /// Whether it heads numbers.
    #[prop(optional)]
    num: bool,
    /// Whether its words are for those who listen only.
    #[prop(optional)]
    unseen: bool,
) -> impl IntoView {
    view! {
        <th scope="col" role="columnheader" data-num=num.then_some("")>
            <span class=unseen.then_some("visually-hidden")>{label}</span>
        </th>
    }
}

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
    #[prop(into)]
    label: String,
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
}

/// The cell that names its row: link or words, and a line under it.
#[component]
pub fn RowHead(
    /// Where the thing is.
    #[prop(optional, into)]
    href: Option<String>,
    /// Its name.
    #[prop(into)]
    name: String,
    /// A line under the name.
    #[prop(optional, into)]
    sub: Option<String>,
    /// Whether the link opens something beside the table, so that the page stays where it is.
    #[prop(optional)]
    beside: bool,
) -> impl IntoView {
    let name = match href {
        Some(href) => view! { <a href=href data-noscroll=beside.then_some("")>{name}</a> }.into_any(),
        None => name.into_any(),
    };
    view! {
        <th scope="row" role="rowheader">
            {name}
            {sub.filter(|sub| !sub.is_empty()).map(|sub| view! { <span class="table__sub">{sub}</span> })}
        </th>
    }
}

/// One value of a row.
#[component]
pub fn Cell(
    /// The column's words, shown beside the value when the table folds.
    label: &'static str,
    /// Whether it is a number.
    #[prop(optional)]
    num: bool,
    /// Whether it takes the whole width when the table folds.
    #[prop(optional)]
    full: bool,
    /// The value.
    children: Children,
) -> impl IntoView {
    view! {
        <td role="cell" data-label=label data-num=num.then_some("") data-full=full.then_some("")>
            {children()}
        </td>
    }
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

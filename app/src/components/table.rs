//! Parts of tables: hairlines between rows, numbers right, words left, folding to label and value on a narrow screen.
//!
//! Folding takes the table's own meaning away from assistive technology, so every part carries its role.

use super::badge::alphabets_mark;
use super::sort_head::{Sort, SortHead};
use leptos::prelude::*;

/// The head of one column.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    label: &'static str,
    num: bool,
    unseen: bool,
    key: Option<&'static str>,
}

impl Column {
    /// Of words and marks.
    #[must_use]
    pub const fn words(label: &'static str) -> Self {
        Column { label, num: false, unseen: false, key: None }
    }

    /// Of numbers.
    #[must_use]
    pub const fn num(label: &'static str) -> Self {
        Column { num: true, ..Column::words(label) }
    }

    /// Whose head is for those who listen only.
    #[must_use]
    pub const fn unseen(label: &'static str) -> Self {
        Column { unseen: true, ..Column::words(label) }
    }

    /// The same, sorted by pressing its head; for a table with `sorting`.
    #[must_use]
    pub const fn sorted(self, key: &'static str) -> Self {
        Column { key: Some(key), ..self }
    }
}

/// A table that folds on a narrow screen.
#[component]
pub fn Table(
    /// What the table lists, for those who listen.
    #[prop(into)]
    label: String,
    /// The heads of its columns.
    columns: &'static [Column],
    /// How it is sorted, and what is called with how it is to be sorted.
    #[prop(optional)]
    sorting: Option<(Signal<Sort>, Callback<Sort>)>,
    /// The rows: `<tr role="row">` with [`RowHead`] and [`Cell`].
    children: Children,
) -> impl IntoView {
    let heads: Vec<_> = columns.iter().map(|column| head(*column, sorting)).collect();
    view! {
        <table class="table" data-fold="" role="table" aria-label=label>
            <thead role="rowgroup">
                <tr role="row">{heads}</tr>
            </thead>
            <tbody role="rowgroup">{children()}</tbody>
        </table>
    }
    .into_any()
}

fn head(column: Column, sorting: Option<(Signal<Sort>, Callback<Sort>)>) -> AnyView {
    let Column { label, num, unseen, key } = column;
    if let (Some(column), Some((sort, on_sort))) = (key, sorting) {
        return view! { <SortHead label column sort on_sort num /> }.into_any();
    }
    view! {
        <th scope="col" role="columnheader" data-num=num.then_some("")>
            <span class=unseen.then_some("visually-hidden")>{label}</span>
        </th>
    }
    .into_any()
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
    let mark = alphabets_mark(&name).or_else(|| sub.as_deref().and_then(alphabets_mark));
    let name = match href {
        Some(href) => view! { <a href=href data-noscroll=beside.then_some("")>{name}</a> }.into_any(),
        None => name.into_any(),
    };
    view! {
        <th scope="row" role="rowheader">
            {name}
            {sub.filter(|sub| !sub.is_empty()).map(|sub| view! { <span class="table__sub">{sub}</span> })}
            {mark}
        </th>
    }
    .into_any()
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
    .into_any()
}

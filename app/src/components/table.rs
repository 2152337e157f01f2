//! Parts of tables: hairlines between rows, numbers right, words left, folding to label and value on a narrow screen.
//!
//! Folding takes the table's own meaning away from assistive technology, so every part carries its role.

use leptos::prelude::*;

/// A table that folds on a narrow screen.
#[component]
pub fn Table(
    /// What the table lists, for those who listen.
    #[prop(into)]
    label: String,
    /// The head's cells: [`ColumnHead`] and [`SortHead`](super::SortHead).
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

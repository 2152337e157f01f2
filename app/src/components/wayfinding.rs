//! Where am I: crumbs above the head, tabs below it, facts beside it.
//!
//! Tabs are links: each part has an address of its own, which can be sent to others and gone back to. The last of
//! the crumbs is the page itself and leads nowhere.

use leptos::prelude::*;

/// One step of the crumbs or one tab: words, and where they lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its words.
    pub words: String,
    /// Where it leads; nothing for the place itself.
    pub href: Option<String>,
}

impl Step {
    /// A step that leads to `href`.
    pub fn to(words: impl Into<String>, href: impl Into<String>) -> Self {
        Step { words: words.into(), href: Some(href.into()) }
    }

    /// The place itself.
    pub fn here(words: impl Into<String>) -> Self {
        Step { words: words.into(), href: None }
    }
}

/// The way to this page.
#[component]
pub fn Crumbs(
    /// From the outermost to the page itself.
    steps: Vec<Step>,
) -> impl IntoView {
    let step = |step: Step| match step.href {
        Some(href) => view! { <li><a href=href>{step.words}</a></li> }.into_any(),
        None => view! { <li>{step.words}</li> }.into_any(),
    };
    view! {
        <nav aria-label="You are here">
            <ol class="crumbs">{steps.into_iter().map(step).collect_view()}</ol>
        </nav>
    }
    .into_any()
}

/// One tab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    /// Its words.
    pub words: String,
    /// Where it leads.
    pub href: String,
    /// How many things are there, if that says something.
    pub count: Option<usize>,
    /// Whether it is shown now.
    pub is_current: bool,
}

/// The parts of one thing, each at an address of its own.
#[component]
pub fn Tabs(
    /// What the tabs are parts of.
    #[prop(into)]
    label: String,
    /// The tabs.
    tabs: Vec<Tab>,
) -> impl IntoView {
    let tab = |tab: Tab| {
        view! {
            <a href=tab.href aria-current=tab.is_current.then_some("page")>
                {tab.words}
                {tab.count.map(|count| view! { " " <span class="tabs__count">{count}</span> })}
            </a>
        }
    };
    view! { <nav class="tabs" aria-label=label>{tabs.into_iter().map(tab).collect_view()}</nav> }.into_any()
}

/// Label and value of one thing, read down.
#[component]
pub fn Facts(
    /// `<dt>` and `<dd>` in pairs, or several [`Fact`].
    children: Children,
) -> impl IntoView {
    view! { <dl class="facts">{children()}</dl> }.into_any()
}

/// One fact.
#[component]
pub fn Fact(
    /// What it is.
    #[prop(into)]
    label: String,
    /// Its value.
    children: Children,
) -> impl IntoView {
    view! {
        <dt>{label}</dt>
        <dd>{children()}</dd>
    }
    .into_any()
}

//! The head of a page: where am I, what is it, what can I do. Its heading names the document and takes the focus.
//!
//! The focus moves only when the path has changed, so the first page and a page that is loaded again leave it
//! alone.

use crate::visit::Visit;
use leptos::html;
use leptos::prelude::*;

/// The product's name, behind the page's name in the title.
const PRODUCT: &str = "Assay";

/// The heading of a page. There is one on every page, also while nothing is loaded yet or loading failed.
#[component]
pub fn Heading(
    /// Names the page and the document.
    #[prop(into)]
    title: Signal<String>,
    /// A class of its own, where the page has one.
    #[prop(optional)]
    class: Option<&'static str>,
) -> impl IntoView {
    let heading: NodeRef<html::H1> = NodeRef::new();
    let visit = Visit::current();
    Effect::new(move |_| set_title(&title.get()));
    heading.on_load(move |heading| {
        if visit.has_moved_to(&location().pathname().unwrap_or_default()) {
            let _ = heading.focus();
        }
    });
    view! { <h1 tabindex="-1" class=class node_ref=heading>{title}</h1> }.into_any()
}

/// The head of a page: heading, a line under it, actions.
#[component]
pub fn PageHead(
    /// Names the page and the document.
    #[prop(into)]
    title: Signal<String>,
    /// A line under the heading.
    #[prop(optional, into)]
    sub: Option<Signal<String>>,
    /// What can be done here: links and buttons, one of them `main`.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="head">
            <Heading title />
            {sub.map(|sub| view! { <p class="head__sub">{sub}</p> })}
            {children.map(|children| view! { <div class="head__actions">{children()}</div> })}
        </div>
    }
    .into_any()
}

/// Names the document after the page.
pub fn set_title(page: &str) {
    document().set_title(&format!("{page} - {PRODUCT}"));
}

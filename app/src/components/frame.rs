//! The frame around every page: the bar with the way around, and the foot.
//!
//! On the desk the bar leads to every list and to the person's own pages (see `desk_bar`); on the vendor's side it names
//! the buyer and keeps a place for the page's own tools, such as the save state (see [`BarTools`]).

use super::desk_bar::DeskBar;
use super::icon::{Icon, Symbol};
use crate::paths::{Page, Side};
use crate::visit::Visit;
use domain::scoring::MODEL;
use leptos::portal::Portal;
use leptos::prelude::*;

/// Skips the bar.
#[component]
pub fn SkipLink() -> impl IntoView {
    let skip = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        if let Ok(Some(heading)) = document().query_selector("main h1") {
            use wasm_bindgen::JsCast;
            if let Some(heading) = heading.dyn_ref::<web_sys::HtmlElement>() {
                let _ = heading.focus();
            }
        }
    };
    view! { <a class="skip" href="#main" on:click=skip>"Skip to content"</a> }
}

/// The bar of the desk and its doors.
#[component]
pub fn Bar(
    /// The page that is shown; nothing when there is none at this address.
    page: Memo<Option<Page>>,
) -> impl IntoView {
    let side = Memo::new(move |_| page.with(|page| page.as_ref().map_or(Side::Desk, Page::side)));
    let visit = Visit::current();
    move || match side.get() {
        Side::Desk if visit.is_signed_in() => view! { <DeskBar page /> }.into_any(),
        Side::Desk | Side::Door | Side::Vendor => view! { <PlainBar home=Page::Register.url() /> }.into_any(),
    }
}

#[component]
pub(super) fn Brand(href: String) -> impl IntoView {
    view! {
        <a class="bar__brand" href=href aria-label="Assay">
            <Icon symbol=Symbol::Assay />
            <span>"Assay"</span>
        </a>
    }
}

/// The bar before sign-in and on the vendor's side.
#[component]
pub fn PlainBar(
    /// Where the name of the product leads.
    home: String,
) -> impl IntoView {
    let visit = Visit::current();
    view! {
        <header class="bar">
            <div class="wrap bar__in">
                <Brand href=home />
                {move || visit.organisation().map(|name| view! { <span class="bar__for">"for " {name}</span> }.into_any())}
                <div class="bar__tools" node_ref=visit.tools()></div>
            </div>
        </header>
    }
}

/// Puts a page's own tools into the bar of the vendor's side.
#[component]
pub fn BarTools(
    /// The tools.
    children: ChildrenFn,
) -> impl IntoView {
    let place = Visit::current().tools();
    let children = StoredValue::new(children);
    move || {
        place
            .get()
            .map(|place| view! { <Portal mount=(*place).clone()>{children.with_value(|tools| tools())}</Portal> })
    }
}

/// The foot.
#[component]
pub fn Foot() -> impl IntoView {
    let visit = Visit::current();
    view! {
        <footer class="foot">
            <div class="wrap foot__in">
                {move || visit.organisation().map(|name| view! { <span>{name}</span> }.into_any())}
                <span>{format!("Assay, scoring model {MODEL}")}</span>
            </div>
        </footer>
    }
}

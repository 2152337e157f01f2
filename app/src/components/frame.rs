//! The frame around every page: the bar with the way around, and the foot.
//!
//! On the desk the bar leads to every list and to the person's own pages; on the vendor's side it names the buyer
//! and keeps a place for the page's own tools, such as the save state (see [`BarTools`]).

use super::icon::{Icon, Symbol};
use super::idle::IdleNotice;
use super::loaded::Errand;
use super::menu::Menu;
use crate::paths::{Page, Side};
use crate::visit::{Visit, use_go};
use domain::actor::Role;
use domain::scoring::MODEL;
use leptos::portal::Portal;
use leptos::prelude::*;

/// The lists of the desk, in the bar and in the menu.
const LISTS: [(Page, &str); 5] = [
    (Page::Register, "Register"),
    (Page::Vendors, "Vendors"),
    (Page::Assessments, "Assessments"),
    (Page::Findings, "Findings"),
    (Page::Questionnaires, "Questionnaires"),
];

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
    #[prop(into)]
    page: Signal<Option<Page>>,
) -> impl IntoView {
    let side = Memo::new(move |_| page.with(|page| page.as_ref().map_or(Side::Desk, Page::side)));
    let visit = Visit::current();
    move || match side.get() {
        Side::Desk if visit.is_signed_in() => view! { <DeskBar page /> }.into_any(),
        Side::Desk | Side::Door | Side::Vendor => view! { <PlainBar home=Page::Register.url() /> }.into_any(),
    }
}

#[component]
fn Brand(href: String) -> impl IntoView {
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
                {move || visit.organisation().map(|name| view! { <span class="bar__for">"for " {name}</span> })}
                <div class="bar__tools" node_ref=visit.tools()></div>
            </div>
        </header>
    }
}

/// The desk's bar.
#[component]
fn DeskBar(page: Signal<Option<Page>>) -> impl IntoView {
    let link = move |class: Option<&'static str>| {
        LISTS.map(|(list, words)| {
            let href = list.url();
            let current = move || page.with(|page| page.as_ref().and_then(|page| place_of(page, &list)));
            view! { <a class=class href=href aria-current=current>{words}</a> }
        })
    };
    view! {
        <header class="bar" data-full="">
            <div class="wrap bar__in">
                <Brand href=Page::Register.url() />
                <nav class="bar__nav" aria-label="Main">{link(Some("bar__link")).collect_view()}</nav>
                <div class="bar__tools">
                    <PersonMenu />
                    <Menu label="Menu" narrow=true control=Box::new(|| view! { <Icon symbol=Symbol::Menu /> }.into_any())>
                        {link(None).collect_view()}
                    </Menu>
                </div>
            </div>
            <IdleNotice />
        </header>
    }
}

/// `aria-current` of the link to `list` while `page` is shown: the page itself, or a place under it.
fn place_of(page: &Page, list: &Page) -> Option<&'static str> {
    if page == list {
        return Some("page");
    }
    let parent = match page {
        Page::NewVendor
        | Page::Vendor(_)
        | Page::EditVendor(_)
        | Page::NewSystem(_)
        | Page::System(..)
        | Page::Intake(..)
        | Page::Prepare(..) => Page::Vendors,
        Page::Assessment(_) | Page::Review(_) | Page::Score(_) => Page::Assessments,
        Page::Finding(..) => Page::Findings,
        Page::Questionnaire(_) => Page::Questionnaires,
        Page::Register
        | Page::SignIn
        | Page::FirstAccount
        | Page::Enter
        | Page::Join
        | Page::Reset
        | Page::Forgotten
        | Page::Account
        | Page::People
        | Page::Settings
        | Page::Outbox
        | Page::Vendors
        | Page::Assessments
        | Page::Findings
        | Page::Questionnaires
        | Page::Invitation
        | Page::LinkSent
        | Page::Portal
        | Page::Tasks(_)
        | Page::Questions(_)
        | Page::Section(..)
        | Page::Check(_)
        | Page::Receipt(_)
        | Page::VendorFinding(..) => return None,
    };
    (parent == *list).then_some("true")
}

/// The signed-in person's own pages, and sign-out.
#[component]
fn PersonMenu() -> impl IntoView {
    let visit = Visit::current();
    let name = Signal::derive(move || visit.me().map(|me| me.name.clone()).unwrap_or_default());
    let label = Signal::derive(move || format!("{}, account", name.get()));
    let go = use_go();
    let sign_out = Errand::new(move |&(): &()| {
        let go = go.clone();
        async move {
            visit.sign_out().await;
            go(&Page::SignIn);
        }
    });
    let control = move || {
        view! { <span class="bar__person">{name}</span> <Icon symbol=Symbol::ChevronDown small=true /> }.into_any()
    };
    view! {
        <Menu label control_class="button" control=Box::new(control)>
            <a href=Page::Account.url()>"Account"</a>
            {move || {
                visit.has(Role::Admin).then(|| view! {
                    <a href=Page::People.url()>"People"</a>
                    <a href=Page::Settings.url()>"Settings"</a>
                    <a href=Page::Outbox.url()>"Outbox"</a>
                })
            }}
            <button class="button" data-kind="quiet" type="button" on:click=move |_| { sign_out.dispatch_local(()); }>"Sign out"</button>
        </Menu>
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
                {move || visit.organisation().map(|name| view! { <span>{name}</span> })}
                <span>{format!("Assay, scoring model {MODEL}")}</span>
            </div>
        </footer>
    }
}

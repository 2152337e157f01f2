//! The bar of the desk: every list, and the signed-in person's own pages behind a menu.
//!
//! A narrow screen shows the lists in a menu as well; `place_of` says which list the page that is shown belongs to.

use super::frame::Brand;
use super::icon::{Icon, Symbol};
use super::idle::IdleNotice;
use super::loaded::Errand;
use super::menu::Menu;
use crate::paths::Page;
use crate::visit::{Visit, use_go};
use domain::actor::Role;
use leptos::prelude::*;

/// The lists of the desk, in the bar and in the menu.
const LISTS: [(Page, &str); 5] = [
    (Page::Register, "Register"),
    (Page::Vendors, "Vendors"),
    (Page::Assessments, "Assessments"),
    (Page::Findings, "Findings"),
    (Page::Questionnaires, "Questionnaires"),
];

/// The desk's bar.
#[component]
pub fn DeskBar(
    /// The page that is shown.
    page: Memo<Option<Page>>,
) -> impl IntoView {
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
        | Page::AuditTrail
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
                    <a href=Page::AuditTrail.url()>"Audit trail"</a>
                }.into_any())
            }}
            <button class="button" data-kind="quiet" type="button" on:click=move |_| { sign_out.dispatch_local(()); }>"Sign out"</button>
        </Menu>
    }
}

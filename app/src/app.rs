//! Every page on one screen: what is shown at which address, and what happens when the address changes.
//!
//! Three programs are made of this library, so that nobody loads the pages of another one: the buyer's desk with its
//! doors, the office (account, people, settings, outbox, audit trail), and the vendor's side. A link from one to the other loads a
//! document. On every change of path the title and the focus follow: the new page's heading takes both (see
//! `components::Heading`).

use crate::components::{Bar, Foot, Load, Loaded, PlainBar, Skeleton, SkipLink, ToastPlace, Toasts, set_title};
use crate::draft::Drafts;
use crate::pages::{self, desk, vendor};
use crate::paths::{Page, Side};
use crate::visit::{Visit, go_to_program};
use crate::{api, paths};
use domain::api::Program;
use leptos::prelude::*;
use leptos_router::components::Router;
use leptos_router::hooks::use_location;
use leptos_router::location::{BrowserUrl, LocationProvider};

/// The program of the buyer's staff: the desk, and the doors to it.
#[component]
pub fn Desk() -> impl IntoView {
    Visit::provide();
    Toasts::provide();
    view! {
        <Router>
            <Shell program=Program::Desk bar=|page| view! { <Bar page /> }.into_any() show=show_desk />
        </Router>
    }
}

/// The program of what the staff need now and then.
#[component]
pub fn Office() -> impl IntoView {
    Visit::provide();
    Toasts::provide();
    view! {
        <Router>
            <Shell program=Program::Office bar=|page| view! { <Bar page /> }.into_any() show=show_office />
        </Router>
    }
}

/// The program of a vendor's people.
#[component]
pub fn VendorSide() -> impl IntoView {
    Visit::provide();
    Toasts::provide();
    Drafts::provide();
    view! {
        <Router>
            <Shell program=Program::VendorSide bar=|_| view! { <PlainBar home=Page::Portal.url() /> }.into_any() show=show_vendor />
        </Router>
    }
}

/// The frame and the page in it, which is told whether the desk is open to who is here.
#[component]
fn Shell(program: Program, bar: fn(Memo<Option<Page>>) -> AnyView, show: fn(Page, bool) -> AnyView) -> impl IntoView {
    let visit = Visit::current();
    let path = use_location().pathname;
    let page = Memo::new(move |_| path.with(|path| Page::read(path)));
    follow_path(program, path, page);
    // What is shown depends on the page and on whether the desk is open; a change of anything else leaves it in place.
    let is_open = Memo::new(move |_| {
        visit.is_signed_in() || page.with(|page| page.as_ref().is_none_or(|page| page.side() != Side::Desk))
    });
    let place = Memo::new(move |_| page.get().map(Page::place));
    let shown = move || match (place.get(), is_open.get()) {
        (Some(page), is_open) => {
            // Until the page's heading can give a better title.
            set_title(page.title());
            untrack(|| show(page, is_open))
        }
        (None, _) => pages::not_found().into_any(),
    };
    view! {
        <SkipLink />
        {bar(page)}
        {shown}
        <Foot />
        <ToastPlace />
    }
}

/// The pages of the desk and its doors.
fn show_desk(page: Page, is_open: bool) -> AnyView {
    if !is_open {
        return arriving(Visit::current());
    }
    match page {
        Page::SignIn => desk::signin::SignInPage().into_any(),
        Page::FirstAccount => desk::start::FirstAccountPage().into_any(),
        Page::Join => desk::join::JoinPage().into_any(),
        Page::Enter => desk::enter::EnterPage().into_any(),
        Page::Reset => desk::reset::ResetPage().into_any(),
        Page::Forgotten => desk::forgotten::ForgottenPage().into_any(),
        Page::Register => desk::register::register_page(),
        Page::Vendors => desk::vendors::vendors_page(),
        Page::NewVendor => desk::vendor_forms::new_vendor_page(),
        Page::Vendor(id) => desk::vendor::vendor_page(id),
        Page::EditVendor(id) => desk::vendor_forms::edit_vendor_page(id),
        Page::NewSystem(vendor) => desk::vendor_forms::new_system_page(vendor),
        Page::System(vendor, system) => desk::vendor_forms::system_page(vendor, system),
        Page::Intake(vendor, system) => desk::intake::intake_page(vendor, system),
        Page::Prepare(vendor, system) => desk::prepare::prepare_page(vendor, system),
        Page::Assessments => desk::assessments::assessments_page(),
        Page::Assessment(id) => desk::assessment::assessment_page(id),
        Page::Review(id) => desk::review::review_page(id),
        Page::Score(id) => desk::score::score_page(id),
        Page::Findings | Page::Finding(..) => desk::findings::findings_page(),
        Page::Questionnaires => desk::questionnaire::questionnaires_page(),
        Page::Questionnaire(hash) => desk::questionnaire::questionnaire_page(hash),
        Page::Account
        | Page::People
        | Page::Settings
        | Page::Outbox
        | Page::AuditTrail
        | Page::Invitation
        | Page::LinkSent
        | Page::Portal
        | Page::Tasks(..)
        | Page::Questions(..)
        | Page::Section(..)
        | Page::Check(..)
        | Page::Receipt(..)
        | Page::VendorFinding(..) => elsewhere(),
    }
}

/// The pages of the office.
fn show_office(page: Page, is_open: bool) -> AnyView {
    if !is_open {
        return arriving(Visit::current());
    }
    if page == Page::Account {
        desk::account::AccountPage().into_any()
    } else if page == Page::People {
        desk::people::PeoplePage().into_any()
    } else if page == Page::Settings {
        desk::settings::SettingsPage().into_any()
    } else if page == Page::Outbox {
        desk::outbox::OutboxPage().into_any()
    } else if page == Page::AuditTrail {
        desk::audit_trail::AuditTrailPage().into_any()
    } else {
        elsewhere()
    }
}

/// The pages of the vendor's side.
fn show_vendor(page: Page, _: bool) -> AnyView {
    match page {
        Page::Invitation => vendor::invitation_page(),
        Page::LinkSent => vendor::link_sent_page(),
        Page::Portal => vendor::list_page(),
        Page::Tasks(id) => vendor::tasks_page(id),
        Page::Questions(id) => vendor::questions_page(id),
        Page::Section(id, section) => vendor::section_page(id, section),
        Page::Check(id) => vendor::check_page(id),
        Page::Receipt(id) => vendor::receipt_page(id),
        Page::VendorFinding(id, finding) => vendor::finding_page(id, finding),
        Page::SignIn
        | Page::FirstAccount
        | Page::Join
        | Page::Enter
        | Page::Reset
        | Page::Forgotten
        | Page::Account
        | Page::People
        | Page::Settings
        | Page::Outbox
        | Page::AuditTrail
        | Page::Register
        | Page::Vendors
        | Page::NewVendor
        | Page::Vendor(..)
        | Page::EditVendor(..)
        | Page::NewSystem(..)
        | Page::System(..)
        | Page::Intake(..)
        | Page::Prepare(..)
        | Page::Assessments
        | Page::Assessment(..)
        | Page::Review(..)
        | Page::Score(..)
        | Page::Findings
        | Page::Finding(..)
        | Page::Questionnaires
        | Page::Questionnaire(..) => elsewhere(),
    }
}

/// A page of another program: the server sends that one for its address.
fn elsewhere() -> AnyView {
    let to = use_location();
    let part = |mark: &str, part: String| if part.is_empty() { part } else { format!("{mark}{part}") };
    let search = to.search.get_untracked();
    let (search, hash) = (part("?", search.trim_start_matches('?').to_owned()), to.hash.get_untracked());
    go_to_program(&format!(
        "{}{search}{}",
        to.pathname.get_untracked(),
        part("#", hash.trim_start_matches('#').to_owned())
    ));
    view! { <main id="main" class="wrap"><Skeleton label="the page" /></main> }.into_any()
}

/// A page of the desk before it is known who is here: asks the server, then the page follows by itself.
fn arriving(visit: Visit) -> AnyView {
    let me = Loaded::new(move || async move { api::session::me().await.map(|me| visit.enter(me)) });
    view! {
        <main id="main" class="wrap stack" data-gap="l">
            <Load resource=me label="your desk" view=|()| ().into_any() />
        </main>
    }
    .into_any()
}

/// Reaches outside on every change of path: the address bar, and whose look the document has.
fn follow_path(program: Program, path: Memo<String>, page: Memo<Option<Page>>) {
    let browser = use_context::<BrowserUrl>();
    Effect::new(move |_| {
        // Another program's page gets its address with its own document.
        if path.with(|path| Program::at(path)) != program {
            return;
        }
        // A clicked link changes the address bar only when its page is there, which it is now.
        if let Some(browser) = &browser {
            browser.ready_to_complete();
        }
        set_audience(page.with(|page| page.as_ref().map_or(Side::Desk, Page::side)));
    });
}

/// The vendor's side and the doors have larger type.
fn set_audience(side: Side) {
    let Some(body) = document().body() else { return };
    // The attribute's name and value are constants, so setting it cannot fail.
    let _ = match side {
        Side::Desk => body.remove_attribute("data-audience"),
        Side::Door | Side::Vendor => body.set_attribute("data-audience", "vendor"),
    };
}

/// Where to go after sign-in: the page named in the query, else the register.
#[must_use]
pub fn way_back(query: &str) -> Page {
    let wanted = web_sys::UrlSearchParams::new_with_str(query).ok().and_then(|parts| parts.get(paths::BACK));
    wanted.and_then(|path| Page::read(&path)).filter(|page| page.side() == Side::Desk).unwrap_or(Page::Register)
}

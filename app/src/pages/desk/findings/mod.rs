//! Findings: states as lanes, one finding open beside them.
//!
//! Which are shown is a query in the address; which one is open is the address itself.

pub mod act;
pub mod act_forms;
pub mod due;
pub mod facts;
pub mod filters;
pub mod lanes;
pub mod pane;
pub mod table;
pub mod verify;

pub use table::finding_table;

use crate::api;
use crate::components::{Icon, Load, Loaded, PageHead, Symbol, count, set_title};
use crate::pages::desk::asked::Asked;
use crate::paths::Page;
use crate::visit::Visit;
use domain::api::finding::{FindingList, FindingQuery};
use domain::id::{AssessmentId, FindingId};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Which finding is open.
pub type Chosen = Option<(AssessmentId, FindingId)>;

/// The page, with one finding open or none. The list stays in place when another one is opened or none.
pub fn findings_page() -> AnyView {
    let path = use_location().pathname;
    let chosen = Memo::new(move |_| match path.with(|path| Page::read(path)) {
        Some(Page::Finding(assessment, finding)) => Some((assessment, finding)),
        Some(_) | None => None,
    });
    let is_open = Memo::new(move |_| chosen.with(Option::is_some));
    let query = Asked::<FindingQuery>::here();
    let findings = Loaded::new(move || {
        let query = query.get();
        async move { api::finding::findings(&query).await }
    });
    let list = move |list: FindingList| lanes::shown(list, query.get_untracked(), chosen);
    let sub = Signal::derive(move || findings.get().and_then(Result::ok).map(|list| about(&list)).unwrap_or_default());
    let export = move || query.with(api::finding::csv_url);
    let back =
        Signal::derive(move || query.with(|query| format!("{}{}", Page::Findings.url(), api::query::text(query))));
    let changed = Callback::new(move |()| findings.refetch());
    let pane =
        move || chosen.get().map(|(assessment, finding)| view! { <pane::Pane assessment finding back changed /> });
    follow_focus(chosen, path);
    view! {
        <main
            id="main"
            class=move || (!is_open.get()).then_some("wrap")
            data-panes=move || is_open.get().then_some("")
        >
            <div class=move || is_open.get().then_some("panes") data-panes=move || is_open.get().then_some("2")>
                <div class="stack" class:pane=move || is_open.get() data-gap="l">
                    <PageHead title="Findings" sub>
                        <a class="button" href=export download="findings.csv" rel="external">
                            <Icon symbol=Symbol::Download />
                            "Export CSV"
                        </a>
                    </PageHead>
                    <div class="stack" data-gap="l">
                        <filters::Filters query list=findings />
                        <Load resource=findings label="findings" view=list />
                    </div>
                </div>
                {pane}
            </div>
        </main>
    }
    .into_any()
}

/// When the open finding is closed, the focus goes back to its row and the document gets its own name again.
fn follow_focus(chosen: Memo<Chosen>, path: Memo<String>) {
    let visit = Visit::current();
    Effect::new(move |before: Option<Chosen>| {
        let now = chosen.get();
        // Whoever leaves for another page has closed nothing.
        let is_here = path.with_untracked(|path| Page::read(path)) == Some(Page::Findings);
        if let (true, Some((assessment, finding))) = (is_here, before.flatten()) {
            // No heading appears here that would take note of the move.
            let _ = visit.has_moved_to(&Page::Findings.url());
            set_title(Page::Findings.title());
            focus_row(&Page::Finding(assessment, finding).url());
        }
        now
    });
}

/// Puts the focus on the row's link to `url`, or on the heading where the filters hide the row.
fn focus_row(url: &str) {
    let find = |selector: &str| document().query_selector(selector).ok().flatten();
    let row = find(&format!(".lane a[href='{url}'], .lane a[href^='{url}?']"));
    if let Some(target) = row.or_else(|| find("main h1")).and_then(|target| target.dyn_into::<HtmlElement>().ok()) {
        // What cannot take the focus leaves it where the browser has put it.
        let _ = target.focus();
    }
}

/// "43 open. 6 are late, 11 wait on us."
fn about(list: &FindingList) -> String {
    let open = count(list.open, "finding is open", "findings are open");
    format!("{open}. {} late, {} waiting on us.", list.late, list.waiting_us)
}

/// Names the document after the open finding.
fn name_document(title: &str) {
    set_title(title);
}

//! Findings: states as lanes, one finding open beside them.
//!
//! Which are shown is a query in the address; which one is open is the address itself.

pub mod act;
pub mod act_forms;
pub mod filters;
pub mod lanes;
pub mod pane;
pub mod verify;

pub use lanes::finding_table;

use crate::api;
use crate::components::{Icon, Load, PageHead, Symbol, set_title};
use crate::pages::desk::words::counted;
use crate::paths::Page;
use domain::api::finding::{FindingList, FindingQuery};
use domain::id::{AssessmentId, FindingId};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Which finding is open.
pub type Chosen = Option<(AssessmentId, FindingId)>;

/// The page, with one finding open or none.
pub fn findings_page(chosen: Chosen) -> AnyView {
    let parts = use_query_map();
    let query = Memo::new(move |_| {
        let pairs = parts.get().into_iter().map(|(name, value)| (name.into_owned(), value));
        api::query::read::<FindingQuery>(pairs)
    });
    let findings = LocalResource::new(move || {
        let query = query.get();
        async move { api::finding::findings(&query).await }
    });
    let list = {
        let chosen = chosen.clone();
        move |list: FindingList| lanes::shown(list, query.get_untracked(), chosen.clone())
    };
    let sub = Signal::derive(move || findings.get().and_then(Result::ok).map(|list| about(&list)).unwrap_or_default());
    let export = move || query.with(api::finding::csv_url);
    let pane = if chosen.is_some() { "pane stack" } else { "stack" };
    let left = view! {
        <div class=pane data-gap="l">
            <PageHead title="Findings" sub>
                <a class="button" href=export download="findings.csv" rel="external">
                    <Icon symbol=Symbol::Download />
                    "Export CSV"
                </a>
            </PageHead>
            <filters::Filters query list=Signal::derive(move || findings.get().and_then(Result::ok)) />
            <Load resource=findings label="findings" view=list />
        </div>
    };
    match chosen {
        None => view! { <main id="main" class="wrap stack" data-gap="l">{left}</main> }.into_any(),
        Some((assessment, finding)) => {
            let back = move || query.with(|query| format!("{}{}", Page::Findings.url(), api::query::text(query)));
            let changed = Callback::new(move |()| findings.refetch());
            view! {
                <main id="main" data-panes="">
                    <div class="panes" data-panes="2">
                        {left}
                        <pane::Pane assessment finding back=Signal::derive(back) changed />
                    </div>
                </main>
            }
            .into_any()
        }
    }
}

/// "43 open. 6 are late, 11 wait on us."
fn about(list: &FindingList) -> String {
    let open = counted(list.open, "finding is open", "findings are open");
    format!("{open}. {} late, {} waiting on us.", list.late, list.waiting_us)
}

/// Names the document after the open finding.
fn name_document(title: &str) {
    set_title(title);
}

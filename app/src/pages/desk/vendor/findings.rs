//! The vendor's open findings.
//!
//! Closed findings are not listed here: where there are any, a link leads to all of the vendor's findings.

use crate::api;
use crate::pages::desk::findings::finding_table;
use crate::paths::Page;
use domain::api::finding::{FindingQuery, FindingRow};
use domain::api::vendor::VendorView;
use leptos::prelude::*;

/// The section.
pub fn section(vendor: &VendorView) -> AnyView {
    let open: Vec<FindingRow> = vendor.findings.iter().filter(|row| row.state_now.is_open()).cloned().collect();
    let closed = vendor.findings.len() - open.len();
    let query = FindingQuery { vendor: Some(vendor.id.clone()), closed: true, ..FindingQuery::default() };
    let all = format!("{}{}", Page::Findings.url(), api::query::text(&query));
    let note = (closed > 0)
        .then(|| view! { <p class="section__note"><a href=all>{format!("All {}", vendor.findings.len())}</a></p> });
    let table = if open.is_empty() {
        view! { <p class="section__note">"Findings are raised at a conclusion, when an answer earns less than 75, two answers disagree, or required evidence was rejected or has ended."</p> }
            .into_any()
    } else {
        finding_table("Open findings", open)
    };
    view! {
        <section class="section" data-span="8" id="findings" aria-labelledby="h-findings">
            <div class="section__head"><h2 id="h-findings">"Open findings"</h2>{note}</div>
            {table}
        </section>
    }
    .into_any()
}

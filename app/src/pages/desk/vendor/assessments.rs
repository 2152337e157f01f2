//! The vendor's assessments, newest first.
//!
//! The order is the server's and the table is that of the list of assessments, here without the vendor's name.

use crate::pages::desk::assessments::assessment_table;
use domain::api::vendor::VendorView;
use domain::calendar::in_words;
use leptos::prelude::*;

/// The section.
pub fn section(vendor: &VendorView) -> AnyView {
    let next = vendor.register.iter().filter_map(|row| row.next_assessment).min();
    let note = next.map(|day| view! { <p class="section__note">{format!("Next one due {}", in_words(day))}</p> });
    let table = if vendor.assessments.is_empty() {
        view! { <p class="section__note">"An assessment sends questionnaires about one AI system to a contact of the vendor."</p> }
            .into_any()
    } else {
        assessment_table(vendor.assessments.clone(), false)
    };
    view! {
        <section class="section" id="assessments" aria-labelledby="h-assessments">
            <div class="section__head"><h2 id="h-assessments">"Assessments"</h2>{note}</div>
            {table}
        </section>
    }
    .into_any()
}

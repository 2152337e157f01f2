//! The findings of an assessment as its vendor sees them: what, where it stands, by when. And the words for a state.
//!
//! What is due depends on the state: first the plan, then the fix, and nothing once the fix is submitted. The page
//! of one finding uses the same words.

use crate::components::{DateText, now};
use crate::paths::Page;
use domain::api::portal::{PortalAssessment, PortalFinding};
use domain::calendar::in_words;
use domain::finding::FindingState;
use leptos::prelude::*;
use std::sync::Arc;

/// The findings; nothing when there are none.
#[component]
pub fn Findings(
    /// The assessment.
    view: Arc<PortalAssessment>,
) -> impl IntoView {
    let id = view.id.clone();
    let row = |finding: &PortalFinding| {
        let href = Page::VendorFinding(id.clone(), finding.id.clone()).url();
        view! {
            <tr role="row">
                <th scope="row" role="rowheader">
                    <a href=href>{finding.title.clone()}</a>
                    <span class="table__sub">{finding.question.to_string()}</span>
                </th>
                <td role="cell" data-label="State">{state_words(finding.state)}</td>
                <td role="cell" data-label="Due">{due(finding)}</td>
            </tr>
        }
    };
    let rows = view.findings.iter().map(row).collect_view();
    (!view.findings.is_empty()).then(|| {
        view! {
            <section class="section" aria-labelledby="h-findings">
                <h2 id="h-findings">"What has to be fixed"</h2>
                <table class="table" role="table" data-fold="">
                    <thead role="rowgroup">
                        <tr role="row">
                            <th scope="col" role="columnheader">"Finding"</th>
                            <th scope="col" role="columnheader">"State"</th>
                            <th scope="col" role="columnheader">"Due"</th>
                        </tr>
                    </thead>
                    <tbody role="rowgroup">{rows}</tbody>
                </table>
            </section>
        }
    })
}

/// What is due of a finding and when; late is said in words.
pub fn due(finding: &PortalFinding) -> impl IntoView + use<> {
    let (what, date) = match finding.state {
        FindingState::Open => ("Plan by ", finding.plan_due),
        FindingState::PlanAgreed | FindingState::InProgress | FindingState::Rejected | FindingState::PlanProposed => {
            ("Fix by ", finding.fix_due)
        }
        FindingState::Submitted | FindingState::Verified | FindingState::RiskAccepted | FindingState::Withdrawn => {
            return view! { <span>"Nothing from you"</span> }.into_any();
        }
    };
    let late = (now().date() - date).num_days();
    if late > 0 {
        let days = if late == 1 { "1 day late".to_owned() } else { format!("{late} days late") };
        return view! { <span class="table__late">{format!("{what}{}, {days}", in_words(date))}</span> }.into_any();
    }
    view! { <span>{what}<DateText date /></span> }.into_any()
}

/// A state in the vendor's words.
pub fn state_words(state: FindingState) -> &'static str {
    match state {
        FindingState::Open => "Open: a plan is asked",
        FindingState::PlanProposed => "Plan proposed",
        FindingState::PlanAgreed => "Plan agreed",
        FindingState::InProgress => "In progress",
        FindingState::Submitted => "Fix submitted",
        FindingState::Rejected => "Fix not enough",
        FindingState::Verified => "Verified",
        FindingState::RiskAccepted => "Risk accepted",
        FindingState::Withdrawn => "Withdrawn",
    }
}

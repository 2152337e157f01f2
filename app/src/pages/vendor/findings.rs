//! The findings of an assessment as its vendor sees them: what, where it stands, by when. And the words for a state.
//!
//! What is due depends on the state: first the plan, then the fix, and nothing once the fix is submitted. The page
//! of one finding uses the same words.

use crate::components::{Cell, Column, DateText, RowHead, Table, now};
use crate::paths::Page;
use domain::api::portal::{PortalAssessment, PortalFinding};
use domain::calendar::in_words;
use domain::finding::FindingState;
use leptos::prelude::*;
use std::sync::Arc;

/// The columns.
const COLUMNS: [Column; 3] = [Column::words("Finding"), Column::words("State"), Column::words("Due")];

/// The findings; nothing when there are none.
#[component]
pub fn Findings(
    /// The assessment.
    view: Arc<PortalAssessment>,
) -> impl IntoView {
    let id = view.id.clone();
    let row = |finding: &PortalFinding| {
        let href = Page::VendorFinding(id.clone(), finding.id.clone()).url();
        let (state, due) = (state_words(finding.state), due(finding));
        view! {
            <tr role="row">
                <RowHead href name=finding.title.clone() sub=finding.question.to_string() />
                <Cell label="State">{state}</Cell>
                <Cell label="Due">{due}</Cell>
            </tr>
        }
    };
    let rows = view.findings.iter().map(row).collect_view();
    (!view.findings.is_empty()).then(|| {
        view! {
            <section class="section" aria-labelledby="h-findings">
                <h2 id="h-findings">"What has to be fixed"</h2>
                <Table label="What has to be fixed" columns=&COLUMNS>{rows}</Table>
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

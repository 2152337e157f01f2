//! Where an assessment stands after it was sent: received, in review, questions back, decided. And the decision.
//!
//! The first step is done when there is a receipt; the stage decides how the others are marked. The decision is a
//! part of its own and shows nothing before there is an outcome.

use crate::components::{Banner, DateText, MomentText, Tone};
use domain::api::portal::PortalAssessment;
use domain::assessment::{Outcome, Stage};
use leptos::prelude::*;
use std::sync::Arc;

/// What happened and what comes, in order.
#[component]
pub fn Standing(
    /// The assessment.
    view: Arc<PortalAssessment>,
) -> impl IntoView {
    let received = view.receipt.as_ref().map(|receipt| view! { <MomentText moment=receipt.at /> });
    let decided = view.concluded.map(|date| view! { <DateText date /> });
    let (review, back, outcome) = match view.stage {
        Stage::Draft | Stage::Sent | Stage::Answering | Stage::Withdrawn => ("next", "next", "next"),
        Stage::Submitted | Stage::InReview => ("now", "next", "next"),
        Stage::Returned => ("done", "now", "next"),
        Stage::Concluded => ("done", "done", "done"),
    };
    let in_review = if view.stage == Stage::Submitted {
        format!("Waiting for review at {}", view.organisation)
    } else {
        format!("In review at {}", view.organisation)
    };
    let is_back = matches!(view.stage, Stage::Returned);
    view! {
        <section class="section" aria-labelledby="h-standing">
            <h2 id="h-standing">"Where it stands"</h2>
            <ol class="story">
                <li class="story__item" data-status=if view.receipt.is_some() { "done" } else { "next" }>
                    <b>"Received"</b>
                    <span class="story__when">{received}</span>
                </li>
                <li class="story__item" data-status=review><span>{in_review}</span></li>
                <li class="story__item" data-status=back>
                    <span>{if is_back { "Questions back to you" } else { "Questions back to you, if any" }}</span>
                    <span class="story__when">"Only those questions open again"</span>
                </li>
                <li class="story__item" data-status=outcome>
                    <span>"Outcome, with any conditions and findings"</span>
                    <span class="story__when">{decided}</span>
                </li>
            </ol>
        </section>
    }
}

/// How it was decided; nothing before.
#[component]
pub fn Decision(
    /// The assessment.
    view: Arc<PortalAssessment>,
) -> impl IntoView {
    view.outcome.clone().map(|outcome| match outcome {
        Outcome::Approved => {
            view! { <Banner tone=Tone::Good><p><b>"Approved"</b>{format!(" by {}.", view.organisation)}</p></Banner> }.into_any()
        }
        Outcome::Conditional { conditions, until } => view! {
            <section class="section" aria-labelledby="h-conditions">
                <h2 id="h-conditions">"Approved with conditions"</h2>
                <p>"The approval holds until " <DateText date=until /> "."</p>
                <p class="written">{conditions}</p>
            </section>
        }
        .into_any(),
        Outcome::Rejected => {
            view! { <Banner tone=Tone::Bad><p><b>"Not approved"</b>{format!(" by {}.", view.organisation)}</p></Banner> }.into_any()
        }
    })
}

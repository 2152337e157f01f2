//! Where the verdict on an answer stands: what was decided so far and by whom, or why none can be given.
//! A query that is with the vendor closes the verdict on its question until the answer comes back.

use super::super::bundle::Open;
use super::item::{Mark, mark};
use super::verdict::may_review;
use domain::api::assessment::AssessmentView;
use domain::assessment::Stage;
use domain::id::{PersonId, QuestionId};
use leptos::prelude::*;

/// Why no verdict can be given.
pub fn closed(open: Open) -> AnyView {
    let words = match open.view.with(|view| view.row.stage) {
        Stage::Submitted | Stage::InReview | Stage::Returned if may_review(open) => {
            "The query is with the vendor. The verdict goes on once it comes back."
        }
        Stage::Submitted | Stage::InReview | Stage::Returned => "A reviewer gives verdicts.",
        Stage::Concluded => "The assessment is concluded.",
        Stage::Withdrawn => "The assessment is withdrawn.",
        Stage::Draft | Stage::Sent | Stage::Answering => "Nothing was submitted yet.",
    };
    view! { <p class="section__note">{words}</p> }.into_any()
}

/// What was decided so far, and by whom.
pub fn standing(view: &AssessmentView, question: &QuestionId) -> AnyView {
    let name = |id: &PersonId| view.people.get(id).cloned().unwrap_or_else(|| "a reviewer".to_owned());
    let (_, words, _) = mark(view, question).look();
    let Some(review) = view.reviews.get(question) else {
        return view! { <p class="section__note">{words}"."</p> }.into_any();
    };
    let mut lines = vec![format!("{words}.")];
    if let Some(by) = review.accepted_by.as_ref().filter(|_| mark(view, question) == Mark::Accepted) {
        lines.push(format!("Accepted by {}.", name(by)));
    }
    if let Some(query) = &review.query {
        lines.push(format!("Query: {query}"));
    }
    if let Some(by) = &review.overridden_by {
        let reason = review.override_reason.as_deref().unwrap_or_default();
        lines.push(format!("Overridden by {}: {reason}", name(by)));
    }
    if !review.not_applicable_accepted_by.is_empty() {
        let names: Vec<String> = review.not_applicable_accepted_by.iter().map(name).collect();
        lines.push(format!(
            "Accepted as not applicable by {}. A critical question takes two people.",
            names.join(" and ")
        ));
    }
    lines.into_iter().map(|line| view! { <p class="section__note written">{line}</p> }).collect_view().into_any()
}

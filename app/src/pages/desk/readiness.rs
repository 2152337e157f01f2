//! What is said of answers about legal duties that do not apply yet: they show readiness (scoring rule 17.2).
//!
//! Which questions these are comes with the assessment; whether their caps count is the buyer's choice in its plan.

use crate::components::{Banner, count};
use domain::api::assessment::AssessmentView;
use domain::calendar::in_words;
use domain::duties::Duties;
use domain::id::QuestionId;
use leptos::prelude::*;

/// The note above a score; nothing when every duty applies.
pub fn note(view: &AssessmentView) -> Option<AnyView> {
    let last = view.not_yet_due.values().max()?;
    let questions = count(view.not_yet_due.len(), "question asks", "questions ask");
    let caps = if view.plan.spares_future_duties {
        "Their caps count from then on, not before."
    } else {
        "Their caps count already, as the plan says."
    };
    let words =
        format!(" {questions} about legal duties that do not apply yet, the last from {}. {caps}", in_words(*last));
    Some(view! { <Banner><p><b>"Readiness."</b>{words}</p></Banner> }.into_any())
}

/// The mark of one question; nothing when its duty applies.
pub fn mark(later: &Duties, question: &QuestionId) -> Option<String> {
    later.get(question).map(|from| format!("Readiness: applies from {}", in_words(*from)))
}

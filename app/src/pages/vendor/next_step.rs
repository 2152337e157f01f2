//! What is asked of the vendor next: the queries that came back, and the main button of the task list.
//!
//! The button leads to the first section with something missing, and to the check page when nothing is.

use super::question_list::question_url;
use crate::components::{Icon, Symbol};
use crate::draft::Draft;
use crate::paths::Page;
use domain::api::portal::PortalAssessment;
use domain::assessment::Stage;
use leptos::prelude::*;

/// The queries that came back, each with the way to its question.
pub fn queries(draft: &Draft, view: &PortalAssessment) -> impl IntoView + use<> {
    let is_returned = view.stage == Stage::Returned && !view.queries.is_empty();
    let line = |(question, message): (&_, &String)| {
        let question = draft.shape().question(question)?;
        Some(view! {
            <li class="tasks__item">
                <span>
                    <a href=question_url(draft, question)>{question.text.clone()}</a>
                    <span class="table__sub written">{message.clone()}</span>
                </span>
                <span class="tasks__count">{question.id.to_string()}</span>
            </li>
        })
    };
    let lines: Vec<_> = view.queries.iter().filter_map(line).collect();
    is_returned.then(|| view! { <ul class="tasks" aria-label="Questions that came back">{lines}</ul> })
}

/// The main button: the first section with something missing, or the check page.
pub fn next_step(draft: &Draft, view: &PortalAssessment) -> impl IntoView + use<> {
    if !view.stage.awaits_answers() {
        return ().into_any();
    }
    let own = draft.clone();
    let next = Memo::new(move |_| {
        let mut sections = own.shape().sections().iter().map(|section| &section.section);
        let first = sections.find(|section| own.section_counts(&section.id).missing > 0);
        first.map(|section| (section.id.clone(), section.title.clone()))
    });
    let id = draft.id().clone();
    view! {
        <div class="row">
            {move || {
                let (page, words) = match next.get() {
                    Some((section, title)) => (Page::Section(id.clone(), section), format!("Go on with {title}")),
                    None => (Page::Check(id.clone()), "Check and send your answers".to_owned()),
                };
                view! { <a class="button" data-kind="main" data-size="l" href=page.url()>{words}<Icon symbol=Symbol::ArrowRight /></a> }
            }}
            <a class="button" data-size="l" href=Page::Questions(draft.id().clone()).url()>"Read all questions"</a>
        </div>
    }
    .into_any()
}

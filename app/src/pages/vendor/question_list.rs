//! The required questions without an answer, on the page before sending: each with a link, and the way to the list.
//! Following a link leads to the question itself; the list grows and shrinks while the page is open.

use crate::draft::Draft;
use crate::paths::Page;
use domain::api::portal::PortalQuestion;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The required questions that are asked and have no answer.
pub fn missing_of(draft: &Draft) -> Memo<Vec<Arc<PortalQuestion>>> {
    let draft = draft.clone();
    Memo::new(move |_| draft.missing().iter().filter_map(|id| draft.shape().question(id).cloned()).collect())
}

/// The list; nothing when none is missing.
pub fn missing_list(draft: &Draft, missing: Memo<Vec<Arc<PortalQuestion>>>) -> impl IntoView + use<> {
    let draft = draft.clone();
    move || {
        let missing = missing.get();
        (!missing.is_empty()).then(|| {
            let title = answer_first(missing.len());
            view! {
                <section class="section" aria-labelledby="h-missing">
                    <h2 id="h-missing" tabindex="-1">{title}</h2>
                    <ul class="tasks">{missing.iter().map(|question| missing_line(&draft, question)).collect_view()}</ul>
                </section>
            }
        })
    }
}

/// What has to happen first, as a heading and on the button that leads there.
pub fn answer_first(missing: usize) -> String {
    if missing == 1 {
        "Answer this one before you send".to_owned()
    } else {
        format!("Answer these {missing} before you send")
    }
}

/// One question as a line that leads to it.
pub fn missing_line(draft: &Draft, question: &PortalQuestion) -> impl IntoView + use<> {
    let section = draft.shape().section(&question.section).map(|section| section.section.title.clone());
    view! {
        <li class="tasks__item">
            <a href=question_url(draft, question)>{question.text.clone()}</a>
            <span class="tasks__count">{section}</span>
        </li>
    }
}

/// Where a question is answered.
pub fn question_url(draft: &Draft, question: &PortalQuestion) -> String {
    format!("{}#{}", Page::Section(draft.id().clone(), question.section.clone()).url(), question.id)
}

/// Leads to the list and puts the focus on its heading.
pub fn to_missing(event: leptos::ev::MouseEvent) {
    event.prevent_default();
    let heading = document().get_element_by_id("h-missing").and_then(|found| found.dyn_into::<HtmlElement>().ok());
    if let Some(heading) = heading {
        heading.scroll_into_view();
        // Focus is a help; without it the list is in view all the same.
        let _ = heading.focus();
    }
}

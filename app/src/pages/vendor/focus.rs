//! Where the focus goes: to a question that a link leads to, and back into the page when what had it is gone.
//!
//! A focus is only moved when nobody would miss it; what is typed elsewhere meanwhile is never interrupted.

use domain::id::QuestionId;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// What takes the focus in a question: its answer, or the first choice between two versions of it.
const FIRST: &str = "input:not([type=file]), textarea, .conflict button";

/// Brings a question of this page into view and puts the focus into it. False when it is not on this page.
pub fn go_to_question(id: &str) -> bool {
    let Some(question) = document().get_element_by_id(id) else { return false };
    question.scroll_into_view();
    focus(question.query_selector(FIRST).ok().flatten());
    true
}

/// Follows a link to a question: without leaving the page when the question is here.
pub fn led_to(question: QuestionId) -> impl Fn(leptos::ev::MouseEvent) + 'static {
    move |event| {
        if go_to_question(question.as_str()) {
            event.prevent_default();
        }
    }
}

/// Leads to a heading of this page.
pub fn to_heading(id: &'static str) -> impl Fn(leptos::ev::MouseEvent) + Copy + 'static {
    move |event| {
        event.prevent_default();
        if let Some(heading) = document().get_element_by_id(id) {
            heading.scroll_into_view();
            focus(Some(heading));
        }
    }
}

/// Once the page has settled: if what had the focus is gone, the element with this id takes it.
pub fn keep_focus(id: String) {
    request_animation_frame(move || keep(document().get_element_by_id(&id)));
}

/// The same with the heading of the page.
pub fn keep_focus_on_page() {
    request_animation_frame(|| keep(document().query_selector("main h1").ok().flatten()));
}

fn keep(next: Option<Element>) {
    let is_lost = document().active_element().is_none_or(|holder| holder.tag_name() == "BODY");
    if is_lost {
        focus(next);
    }
}

fn focus(element: Option<Element>) {
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // Focus is a help; without it everything is in view all the same.
        let _ = element.focus();
    }
}

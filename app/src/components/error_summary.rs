//! The summary of a form's faults: above the form, focused once after the button, each line leads to its field.
//!
//! It also puts "Error: " before the title of the document and takes it away again when the form goes. A fault
//! without a field stands there as plain words; a tick box that knows no form is found by its name.

use super::faults::{Faults, field_id};
use super::when::When;
use crate::api::as_sentence;
use domain::api::problem::Fault;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Put before the page's title while there are faults.
const TITLE_PREFIX: &str = "Error: ";

/// Shows `faults` when there are any.
#[component]
pub fn ErrorSummary(
    /// The form's faults.
    faults: Faults,
) -> impl IntoView {
    let summary: NodeRef<html::Div> = NodeRef::new();
    Effect::new(move |_| {
        let round = faults.round();
        set_title_prefix(faults.any());
        // The summary has just been rendered: the frame after this one is the first in which it can take the focus.
        if round > 0 && faults.any() {
            request_animation_frame(move || {
                if let Some(summary) = summary.try_get_untracked().flatten() {
                    let _ = summary.focus();
                }
            });
        }
    });
    on_cleanup(|| set_title_prefix(false));
    let title_id = faults.id_of("problems");
    view! {
        <When holds=move || faults.any()>
            <div class="error-summary" tabindex="-1" role="group" aria-labelledby=title_id.clone() node_ref=summary>
                <h2 id=title_id.clone()>"There is a problem"</h2>
                <ul>{move || faults.all().into_iter().map(|fault| line(faults, fault)).collect_view()}</ul>
            </div>
        </When>
    }
    .into_any()
}

fn line(faults: Faults, fault: Fault) -> AnyView {
    let words = as_sentence(&fault.detail);
    if fault.at.is_empty() {
        return view! { <li>{words}</li> }.into_any();
    }
    let (id, lone) = (faults.id_of(&fault.at), field_id(&fault.at));
    let href = format!("#{id}");
    let go = move |event: leptos::ev::MouseEvent| {
        if focus_field(&id) || focus_field(&lone) {
            event.prevent_default();
        }
    };
    view! { <li><a href=href on:click=go>{words}</a></li> }.into_any()
}

/// Brings the field's label or legend into view and puts the focus into the field.
fn focus_field(id: &str) -> bool {
    let Some(field) = document().get_element_by_id(id).and_then(|field| field.dyn_into::<HtmlElement>().ok()) else {
        return false;
    };
    let whole = field.closest("fieldset, .field").ok().flatten();
    whole.unwrap_or_else(|| field.clone().into()).scroll_into_view();
    field.focus().is_ok()
}

fn set_title_prefix(wanted: bool) {
    let title = document().title();
    let bare = title.strip_prefix(TITLE_PREFIX).unwrap_or(&title);
    let next = if wanted { format!("{TITLE_PREFIX}{bare}") } else { bare.to_owned() };
    if next != title {
        document().set_title(&next);
    }
}

//! The fields for what the vendor states of a file when attaching it: what it is and until when it is valid.
//!
//! What stands in them belongs to the draft, see [`Stated`].

use super::words::kinds;
use crate::draft::Stated;
use domain::api::portal::PortalQuestion;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

/// Whether what was stated in the fields of `id` can be sent; if not, the field says why and takes the focus.
pub fn ready(stated: &Stated, id: &str) -> bool {
    let field = document().get_element_by_id(&until_id(id)).and_then(|field| field.dyn_into::<HtmlInputElement>().ok());
    if let Some(field) = &field {
        look(stated, field);
    }
    let is_ready = stated.check();
    if !is_ready && let Some(field) = field {
        // Focus is a help; the fault stands at the field all the same.
        let _ = field.focus();
    }
    is_ready
}

/// Takes in what stands in the field of the last day.
fn look(stated: &Stated, field: &HtmlInputElement) {
    stated.note(field.value(), field.validity().bad_input());
}

/// The id of the field for the kind, among the fields of `id`.
pub fn kind_id(id: &str) -> String {
    format!("{id}-kind")
}

fn until_id(id: &str) -> String {
    format!("{id}-until")
}

/// Kind and last day of validity, as the vendor states them.
pub fn stated_fields(question: &PortalQuestion, stated: &Stated, id: &str) -> impl IntoView + use<> {
    let (kind_id, until_id) = (kind_id(id), until_id(id));
    let (kind, until) = (RwSignal::from(stated.kind.clone()), RwSignal::from(stated.valid_until.clone()));
    let is_wrong = RwSignal::from(stated.is_wrong.clone());
    let error_id = format!("{until_id}-error");
    // While a date is half typed the browser may tell of it by the keys alone.
    let (own, other, last) = (stated.clone(), stated.clone(), stated.clone());
    let described_by = error_id.clone();
    let option = move |(value, words): (String, String)| {
        let own = value.clone();
        view! { <option value=value prop:selected=move || kind.with(|kind| *kind == own)>{words}</option> }
    };
    view! {
        <div class="field">
            <label class="field__label" for=kind_id.clone()>"What it is"</label>
            <select class="input" data-size="s" data-width="m" id=kind_id on:change:target=move |event| kind.set(event.target().value())>
                {kinds(&question.evidence_kinds).into_iter().map(option).collect_view()}
            </select>
        </div>
        <div class="field">
            <label class="field__label" for=until_id.clone()>"Valid until (optional)"</label>
            <input
                class="input"
                data-size="s"
                data-width="m"
                id=until_id
                type="date"
                aria-invalid=move || is_wrong.get().then_some("true")
                aria-describedby=move || is_wrong.get().then(|| described_by.clone())
                prop:value=until
                on:change:target=move |event| look(&own, &event.target())
                on:keyup:target=move |event| look(&other, &event.target())
                on:blur:target=move |event| look(&last, &event.target())
            />
            {move || is_wrong.get().then(|| view! {
                <p class="field__error" id=error_id.clone() role="alert">"Write the whole date, of the years 1900 to 2200, or leave it empty."</p>
            })}
        </div>
    }
}

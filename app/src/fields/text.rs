//! Free text. Long text can be pasted; the field grows with it.
//!
//! The words are settled when the field is left. `area` is for any field here that needs lines of text.

use super::FieldOf;
use domain::answer::Value;
use leptos::prelude::*;

/// The field.
pub(super) fn text(field: &FieldOf) -> impl IntoView + use<> {
    area(field, "Your answer", 4)
}

/// A labelled text area whose label only listeners need: the legend is what others read.
pub(super) fn area(field: &FieldOf, label: &'static str, rows: u32) -> impl IntoView + use<> {
    let tell = field.teller();
    let given = move |typed: String, settled: bool| tell(Some(Value::Text(typed)), settled);
    view! {
        <div class="field">
            <label class="visually-hidden" for=field.input_id()>{label}</label>
            <textarea
                class="input"
                id=field.input_id()
                rows=rows
                aria-describedby=field.error_id()
                aria-invalid=field.invalid()
                prop:value=field.text()
                on:input:target=move |event| given(event.target().value(), false)
                on:change:target=move |event| given(event.target().value(), true)
            ></textarea>
        </div>
    }
}

//! A calendar date, in the browser's own date field.
//!
//! A date that is only half typed looks empty to the browser and must not be told upwards: it would take back the
//! answer that is already there.

use super::FieldOf;
use domain::answer::Value;
use leptos::prelude::*;

/// The field.
pub(super) fn date(field: &FieldOf) -> impl IntoView + use<> {
    let tell = field.teller();
    let given = move |input: web_sys::HtmlInputElement, settled: bool| {
        // While only a part of the date is typed the browser gives an empty text: that is no answer yet.
        if !input.validity().bad_input() {
            tell(Some(Value::Text(input.value())), settled);
        }
    };
    view! {
        <div class="field">
            <label class="visually-hidden" for=field.input_id()>"Your answer, a date"</label>
            <input
                class="input"
                data-width="m"
                id=field.input_id()
                type="date"
                min="1900-01-01"
                max="2200-12-31"
                autocomplete="off"
                aria-describedby=field.error_id()
                aria-invalid=field.invalid()
                prop:value=field.text()
                on:input:target=move |event| given(event.target(), false)
                on:change:target=move |event| given(event.target(), true)
            />
        </div>
    }
}

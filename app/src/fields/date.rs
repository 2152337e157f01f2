//! A calendar date, in the browser's own date field.
//!
//! A date that is only half typed looks empty to the browser and must not be told upwards: it would take back the
//! answer that is already there. Left like that, the field says so itself, for nobody else can know.

use super::FieldOf;
use crate::components::{Icon, Symbol};
use domain::answer::Value;
use leptos::prelude::*;

/// The field.
pub(super) fn date(field: &FieldOf) -> impl IntoView + use<> {
    let (tell, is_invalid) = (field.teller(), field.invalid());
    let is_half_typed = RwSignal::new(false);
    let given = move |input: web_sys::HtmlInputElement, settled: bool| {
        // While only a part of the date is typed the browser gives an empty text: that is no answer yet.
        if !input.validity().bad_input() {
            is_half_typed.set(false);
            tell(Some(Value::Text(input.value())), settled);
        }
    };
    let half_id = format!("{}-half", field.input_id());
    let described = format!("{half_id} {}", field.error_id());
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
                aria-describedby=described
                aria-invalid=move || is_half_typed.get().then_some("true").or_else(is_invalid)
                prop:value=field.text()
                on:input:target=move |event| given(event.target(), false)
                on:change:target=move |event| given(event.target(), true)
                on:blur:target=move |event| is_half_typed.set(event.target().validity().bad_input())
            />
            <div id=half_id>{move || is_half_typed.get().then(half_typed)}</div>
        </div>
    }
}

fn half_typed() -> AnyView {
    view! {
        <p class="field__error" role="alert">
            <Icon symbol=Symbol::Alert small=true />
            "This date is not whole, so it is not saved. Write day, month and year."
        </p>
    }
    .into_any()
}

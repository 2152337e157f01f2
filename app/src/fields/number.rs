//! A whole number with its unit and limits. What is typed stays as it is typed, also when it is no number.
//!
//! It is a text field on purpose: the browser's number field would hide what it cannot read. The limits are shown
//! here and checked elsewhere.

use super::FieldOf;
use domain::answer::Value;
use leptos::prelude::*;

/// The field.
pub(super) fn number(field: &FieldOf) -> impl IntoView + use<> {
    let tell = field.teller();
    let given = move |typed: String, settled: bool| tell(read(&typed), settled);
    let question = &field.question;
    let unit = question.unit.clone().unwrap_or_default();
    let label =
        if unit.is_empty() { "Your answer, a whole number".to_owned() } else { format!("Your answer in {unit}") };
    let limits = limits(question.min, question.max);
    let limits_id = format!("{}-limits", question.id);
    let described = format!("{limits_id} {}", field.error_id());
    view! {
        <div class="field">
            <label class="visually-hidden" for=field.input_id()>{label}</label>
            <span class="question__by" id=limits_id>{limits}</span>
            <span class="input-unit">
                <input
                    class="input"
                    data-width="s"
                    id=field.input_id()
                    type="text"
                    inputmode="numeric"
                    autocomplete="off"
                    aria-describedby=described
                    aria-invalid=field.invalid()
                    prop:value=field.text()
                    on:input:target=move |event| given(event.target().value(), false)
                    on:change:target=move |event| given(event.target().value(), true)
                />
                {unit}
            </span>
        </div>
    }
}

fn read(typed: &str) -> Option<Value> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    Some(typed.parse().map_or_else(|_| Value::Text(typed.to_owned()), Value::Number))
}

fn limits(min: Option<i64>, max: Option<i64>) -> String {
    match (min, max) {
        (Some(min), Some(max)) => format!("A whole number from {min} to {max}."),
        (Some(min), None) => format!("A whole number, {min} or more."),
        (None, Some(max)) => format!("A whole number, {max} or less."),
        (None, None) => "A whole number.".to_owned(),
    }
}

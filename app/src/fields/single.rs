//! One option of several: graded choices as rows, and yes, partly or no side by side.
//!
//! The whole row is the target; arrow keys move the choice, as in every group of radio buttons.

use super::FieldOf;
use domain::answer::Value;
use domain::api::portal::PortalOption;
use leptos::prelude::*;

/// The field; `inline` puts the choices side by side.
pub(super) fn single(field: &FieldOf, inline: bool) -> impl IntoView + use<> {
    let rows =
        field.question.options.iter().enumerate().map(|(place, option)| row(field, place, option)).collect_view();
    view! { <div class="choices" data-inline=inline.then_some("")>{rows}</div> }
}

fn row(field: &FieldOf, place: usize, option: &PortalOption) -> impl IntoView + use<> {
    let (value, tell) = (field.value, field.teller());
    let id = option.id.to_string();
    let chosen = Value::Text(id.clone());
    let shown = chosen.clone();
    view! {
        <label class="choice">
            <input
                class="choice__box"
                type="radio"
                id=(place == 0).then(|| field.input_id())
                name=field.question.id.to_string()
                value=id
                prop:checked=move || value.with(|value| value.as_ref() == Some(&shown))
                on:change=move |_| tell(Some(chosen.clone()), true)
            />
            <span>{option.label.clone()}</span>
        </label>
    }
}

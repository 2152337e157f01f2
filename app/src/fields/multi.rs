//! Any number of options; one that excludes the others stands apart and takes their ticks away.
//!
//! The answer keeps the order of the question, not that of the ticks. A tick is settled at once, so there is
//! nothing to leave before it is saved.

use super::FieldOf;
use domain::answer::Value;
use domain::api::portal::PortalOption;
use leptos::prelude::*;

/// The field.
pub(super) fn multi(field: &FieldOf) -> impl IntoView + use<> {
    let options = &field.question.options;
    let (alone, together): (Vec<_>, Vec<_>) = options.iter().partition(|option| option.exclusive);
    let first = together.first().or(alone.first()).map(|option| option.id.clone());
    let row = |option: &&PortalOption| row(field, option, first.as_ref() == Some(&option.id));
    let divider = (!alone.is_empty() && !together.is_empty()).then(|| view! { <p class="choice-divider">"or"</p> });
    view! {
        <p class="question__by">"Choose all that apply."</p>
        <div class="choices">
            {together.iter().map(row).collect_view()} {divider} {alone.iter().map(row).collect_view()}
        </div>
    }
}

fn row(field: &FieldOf, option: &PortalOption, is_first: bool) -> impl IntoView + use<> {
    let (value, tell, question) = (field.value, field.teller(), field.question.clone());
    let id = option.id.to_string();
    let own = id.clone();
    let toggled = id.clone();
    let toggle = move |is_ticked: bool| {
        let before = value.with_untracked(|value| chosen(value.as_ref()).to_vec());
        let list = toggle(&question.options, &before, &toggled, is_ticked);
        tell(Some(Value::List(list)), true);
    };
    view! {
        <label class="choice">
            <input
                class="choice__box"
                type="checkbox"
                id=is_first.then(|| field.input_id())
                name=field.question.id.to_string()
                value=id
                prop:checked=move || value.with(|value| chosen(value.as_ref()).contains(&own))
                on:change:target=move |event| toggle(event.target().checked())
            />
            <span>{option.label.clone()}</span>
        </label>
    }
}

fn chosen(value: Option<&Value>) -> &[String] {
    match value {
        Some(Value::List(list)) => list,
        Some(Value::Text(_) | Value::Number(_)) | None => &[],
    }
}

/// The chosen options, in the question's order, after `id` was ticked or not: an exclusive one is alone.
#[must_use]
fn toggle(options: &[PortalOption], before: &[String], id: &str, is_ticked: bool) -> Vec<String> {
    let is_alone = |id: &str| options.iter().any(|option| option.exclusive && option.id.as_str() == id);
    let stays = |other: &str| {
        if other == id {
            is_ticked
        } else {
            before.iter().any(|one| one == other) && !(is_ticked && (is_alone(id) || is_alone(other)))
        }
    };
    options.iter().map(|option| option.id.as_str()).filter(|other| stays(other)).map(str::to_owned).collect()
}

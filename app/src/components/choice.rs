//! Choices of a form: a group of which several may hold, a group of which one holds, or a tick box that stands alone.
//!
//! The whole row is the target. A group is a fieldset whose legend is its question; the first box carries the
//! group's bare id, so that the error summary can lead to it.

use super::faults::{Faults, field_id};
use super::field::{FaultLine, described_by};
use leptos::prelude::*;

/// One choice of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// Its words.
    pub words: String,
    /// A sentence that helps; may be empty.
    pub hint: String,
}

/// A group of tick boxes.
#[component]
pub fn TickGroup(
    /// The field's name.
    name: &'static str,
    /// The question.
    #[prop(into)]
    legend: String,
    /// A sentence that helps, if needed.
    #[prop(optional, into)]
    hint: Option<String>,
    /// The form's faults.
    faults: Faults,
    /// The choices, in their order.
    choices: Vec<Choice>,
    /// Which of them are ticked. Tracked.
    #[prop(into)]
    is_ticked: Callback<String, bool>,
    /// Called with a choice's value and whether it is now ticked.
    #[prop(into)]
    on_tick: Callback<(String, bool)>,
) -> impl IntoView {
    let has_hint = hint.is_some();
    let id = faults.id_of(name);
    let row = {
        let id = id.clone();
        move |(place, choice): (usize, Choice)| {
            let id = if place == 0 { id.clone() } else { format!("{id}-{place}") };
            view! { <TickRow id name choice is_ticked on_tick /> }
        }
    };
    view! {
        <fieldset
            class="field"
            data-status=move || faults.at(name).is_some().then_some("error")
            aria-describedby=move || described_by(faults, name, has_hint)
        >
            <legend class="field__label">{legend}</legend>
            {hint.map(|hint| view! { <span class="field__hint" id=format!("{id}-hint")>{hint}</span> })}
            <FaultLine faults name />
            <div class="choices">{choices.into_iter().enumerate().map(row).collect_view()}</div>
        </fieldset>
    }
    .into_any()
}

#[component]
fn TickRow(
    id: String,
    name: &'static str,
    choice: Choice,
    is_ticked: Callback<String, bool>,
    on_tick: Callback<(String, bool)>,
) -> impl IntoView {
    let Choice { value, words, hint } = choice;
    let hint_id = format!("{id}-hint-of");
    let described = (!hint.is_empty()).then(|| hint_id.clone());
    let ticked = value.clone();
    let sent = value.clone();
    let label_for = id.clone();
    view! {
        <label class="choice" for=label_for>
            <input
                class="choice__box"
                type="checkbox"
                id=id
                name=name
                value=value
                aria-describedby=described
                prop:checked=move || is_ticked.run(ticked.clone())
                on:change:target=move |event| on_tick.run((sent.clone(), event.target().checked()))
            />
            <span>{words}</span>
            {(!hint.is_empty()).then(|| view! { <span class="choice__hint" id=hint_id>{hint}</span> })}
        </label>
    }
}

/// A group of choices of which one holds; arrow keys move it.
#[component]
pub fn RadioGroup(
    /// The field's name.
    name: &'static str,
    /// The question.
    #[prop(into)]
    legend: String,
    /// The form's faults.
    faults: Faults,
    /// The choices, in their order.
    choices: Vec<Choice>,
    /// The value of the one that holds; empty while none does.
    value: RwSignal<String>,
) -> impl IntoView {
    let id = faults.id_of(name);
    let row = move |(place, choice): (usize, Choice)| {
        let id = if place == 0 { id.clone() } else { format!("{id}-{place}") };
        let (shown, sent, label_for) = (choice.value.clone(), choice.value.clone(), id.clone());
        view! {
            <label class="choice" for=label_for>
                <input
                    class="choice__box"
                    type="radio"
                    id=id
                    name=name
                    value=choice.value
                    prop:checked=move || value.with(|value| *value == shown)
                    on:change=move |_| value.set(sent.clone())
                />
                <span>{choice.words}</span>
            </label>
        }
    };
    view! {
        <fieldset
            class="field"
            data-status=move || faults.at(name).is_some().then_some("error")
            aria-describedby=move || described_by(faults, name, false)
        >
            <legend class="field__label">{legend}</legend>
            <FaultLine faults name />
            <div class="choices">{choices.into_iter().enumerate().map(row).collect_view()}</div>
        </fieldset>
    }
    .into_any()
}

/// One tick box that stands alone.
#[component]
pub fn Tick(
    /// The field's name.
    #[prop(into)]
    name: String,
    /// Its words.
    #[prop(into)]
    label: String,
    /// Whether it is ticked.
    value: RwSignal<bool>,
    /// The form's faults, where the tick may be at fault.
    #[prop(optional)]
    faults: Option<Faults>,
) -> impl IntoView {
    let id = field_id(&name);
    let label_for = id.clone();
    let line = faults.map(|faults| view! { <FaultLine faults name=name.clone() /> });
    let (describing, wrong) = (name.clone(), name.clone());
    view! {
        {line}
        <label class="choice" for=label_for>
            <input
                class="choice__box"
                type="checkbox"
                id=id
                name=name
                aria-describedby=move || faults.and_then(|faults| described_by(faults, &describing, false))
                aria-invalid=move || faults.and_then(|faults| faults.at(&wrong)).map(|_| "true")
                prop:checked=value
                on:change:target=move |event| value.set(event.target().checked())
            />
            <span>{label}</span>
        </label>
    }
}

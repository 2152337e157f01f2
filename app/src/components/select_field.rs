//! The field of a form in which one of several is chosen. A short list that narrows what is shown is `Pick` instead.
//! The words of the choices may arrive after the field; the value decides which of them is chosen.

use super::faults::Faults;
use super::field::{Field, described_by};
use leptos::prelude::*;

/// A field that offers a list of choices, each a value and its words.
#[component]
pub fn SelectField(
    /// The field's name.
    #[prop(into)]
    name: String,
    /// The label.
    #[prop(into)]
    label: String,
    /// A sentence that helps, if needed.
    #[prop(optional, into)]
    hint: Option<String>,
    /// The form's faults.
    faults: Faults,
    /// The chosen value.
    value: RwSignal<String>,
    /// Value and words of each choice.
    #[prop(into)]
    choices: Signal<Vec<(String, String)>>,
    /// Narrower: `s` or `m`.
    #[prop(optional)]
    width: Option<&'static str>,
) -> impl IntoView {
    let id = faults.id_of(&name);
    let has_hint = hint.is_some();
    let describing = name.clone();
    let wrong = name.clone();
    let option = move |(key, words): (String, String)| {
        let own = key.clone();
        view! { <option value=key prop:selected=move || value.with(|value| *value == own)>{words}</option> }
    };
    let input = view! {
        <select
            class="input"
            id=id
            name=name.clone()
            data-width=width
            aria-describedby=move || described_by(faults, &describing, has_hint)
            aria-invalid=move || faults.at(&wrong).is_some().then_some("true")
            on:change:target=move |event| value.set(event.target().value())
        >
            {move || choices.get().into_iter().map(option).collect_view()}
        </select>
    };
    view! { <Field name label hint faults>{input}</Field> }.into_any()
}

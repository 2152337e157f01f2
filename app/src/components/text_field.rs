//! Fields of forms in which something is typed: one line, or several.
//! What is typed is kept as it is typed; what it means is decided when the form is sent.

use super::faults::Faults;
use super::field::{Field, described_by};
use leptos::prelude::*;

/// A field for one line of text, a date, a number or an address.
#[component]
pub fn TextField(
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
    /// The text.
    value: RwSignal<String>,
    /// The input's type.
    #[prop(default = "text")]
    kind: &'static str,
    /// What the browser may fill in; `off` for facts about others.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Narrower: `s` or `m`.
    #[prop(optional)]
    width: Option<&'static str>,
    /// Which keys a phone shows, where the type does not say it.
    #[prop(optional)]
    inputmode: Option<&'static str>,
    /// A unit behind the input.
    #[prop(optional)]
    unit: Option<&'static str>,
) -> impl IntoView {
    let id = faults.id_of(&name);
    let has_hint = hint.is_some();
    let describing = name.clone();
    let wrong = name.clone();
    let input = view! {
        <input
            class="input"
            id=id
            name=name.clone()
            type=kind
            data-width=width
            inputmode=inputmode
            autocomplete=autocomplete
            spellcheck=matches!(kind, "email" | "url" | "tel").then_some("false")
            aria-describedby=move || described_by(faults, &describing, has_hint)
            aria-invalid=move || faults.at(&wrong).is_some().then_some("true")
            prop:value=value
            on:input:target=move |event| value.set(event.target().value())
        />
    };
    let input = match unit {
        Some(unit) => view! { <span class="input-unit">{input}{unit}</span> }.into_any(),
        None => input.into_any(),
    };
    view! { <Field name label hint faults>{input}</Field> }.into_any()
}

/// A field for several lines of text.
#[component]
pub fn TextArea(
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
    /// The text.
    value: RwSignal<String>,
    /// Lines to begin with.
    #[prop(default = 3)]
    rows: u32,
) -> impl IntoView {
    let id = faults.id_of(&name);
    let has_hint = hint.is_some();
    let describing = name.clone();
    let wrong = name.clone();
    let input = view! {
        <textarea
            class="input"
            id=id
            name=name.clone()
            rows=rows
            aria-describedby=move || described_by(faults, &describing, has_hint)
            aria-invalid=move || faults.at(&wrong).is_some().then_some("true")
            prop:value=value
            on:input:target=move |event| value.set(event.target().value())
        ></textarea>
    };
    view! { <Field name label hint faults>{input}</Field> }.into_any()
}

//! Fields of forms: label, hint and fault belong to the input and are announced with it.
//!
//! A field's `name` is the name its faults carry in `at`; the id of its input is made from it by [`Faults::id_of`].
//! Optional fields say "(optional)" in their label.

use super::faults::Faults;
use super::icon::{Icon, Symbol};
use leptos::prelude::*;

/// The frame of one field: label, hint, fault, then the input that is given.
#[component]
pub fn Field(
    /// The field's name.
    #[prop(into)]
    name: String,
    /// The label.
    #[prop(into)]
    label: String,
    /// A sentence that helps, if needed.
    #[prop(optional_no_strip, into)]
    hint: Option<String>,
    /// The form's faults.
    faults: Faults,
    /// The input; its id is `faults.id_of(name)` and it is described by [`described_by`].
    children: Children,
) -> impl IntoView {
    let id = faults.id_of(&name);
    let fault_at = name.clone();
    let is_wrong = move || faults.at(&fault_at).is_some().then_some("error");
    view! {
        <div class="field" data-status=is_wrong>
            <label class="field__label" for=id.clone()>{label}</label>
            {hint.map(|hint| view! { <span class="field__hint" id=format!("{id}-hint")>{hint}</span> })}
            <FaultLine faults name=name />
            {children()}
        </div>
    }
}

/// The line under a label that says what is wrong with the field `name`; nothing when nothing is.
#[component]
pub fn FaultLine(
    /// The form's faults.
    faults: Faults,
    /// The field's name.
    #[prop(into)]
    name: String,
) -> impl IntoView {
    let id = format!("{}-error", faults.id_of(&name));
    move || {
        let id = id.clone();
        faults.at(&name).map(|sentence| {
            view! {
                <p class="field__error" id=id>
                    <Icon symbol=Symbol::Alert small=true />
                    <span class="visually-hidden">"Error: "</span>
                    {sentence}
                </p>
            }
        })
    }
}

/// The value of `aria-describedby` for the field `name`: its fault and its hint, as far as they are there. Tracked.
#[must_use]
pub fn described_by(faults: Faults, name: &str, has_hint: bool) -> Option<String> {
    let id = faults.id_of(name);
    let error = faults.at(name).map(|_| format!("{id}-error"));
    let hint = has_hint.then(|| format!("{id}-hint"));
    match (hint, error) {
        (Some(hint), Some(error)) => Some(format!("{hint} {error}")),
        (hint, error) => hint.or(error),
    }
}

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
    view! { <Field name label hint faults>{input}</Field> }
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
    view! { <Field name label hint faults>{input}</Field> }
}

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
    view! { <Field name label hint faults>{input}</Field> }
}

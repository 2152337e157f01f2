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
    .into_any()
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
            .into_any()
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

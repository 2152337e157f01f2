//! A field for a password: it can be shown, pasted into and filled in by the browser.
//!
//! Sending the form hides the password again. A form without an address field needs [`Username`], or the browser
//! cannot tell whose password it stores.

use super::faults::Faults;
use super::field::{Field, described_by};
use leptos::prelude::*;

/// Tells the browser's password store whose password a form is about; nobody sees it.
#[component]
pub fn Username(
    /// The address with which the person signs in.
    email: String,
) -> impl IntoView {
    view! { <input type="text" autocomplete="username" value=email readonly hidden /> }
}

/// A password, with a button that shows it. Sending the form hides it again.
#[component]
pub fn PasswordField(
    /// The field's name.
    name: &'static str,
    /// The label.
    label: &'static str,
    /// A sentence that helps, if needed.
    #[prop(optional, into)]
    hint: Option<String>,
    /// The form's faults.
    faults: Faults,
    /// The password.
    value: RwSignal<String>,
    /// `current-password` or `new-password`.
    autocomplete: &'static str,
    /// Whether the form is being sent.
    #[prop(into)]
    busy: Signal<bool>,
) -> impl IntoView {
    let asked = RwSignal::new(false);
    let shown = Memo::new(move |_| asked.get() && !busy.get());
    let has_hint = hint.is_some();
    let id = faults.id_of(name);
    view! {
        <Field name label hint faults>
            <span class="input-unit">
                <input
                    class="input"
                    id=id.clone()
                    name=name
                    type=move || if shown.get() { "text" } else { "password" }
                    autocomplete=autocomplete
                    autocapitalize="none"
                    spellcheck="false"
                    aria-describedby=move || described_by(faults, name, has_hint)
                    aria-invalid=move || faults.at(name).is_some().then_some("true")
                    prop:value=value
                    on:input:target=move |event| value.set(event.target().value())
                />
                <button class="button" type="button" aria-controls=id on:click=move |_| asked.set(!shown.get_untracked())>
                    {move || if shown.get() { "Hide" } else { "Show" }}
                    <span class="visually-hidden">" password"</span>
                </button>
            </span>
        </Field>
    }
    .into_any()
}

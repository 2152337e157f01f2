//! What narrows a list: buttons that stay pressed, and a list of which one is picked. Neither belongs to a form.
//!
//! A page decides what a press means; most put it into the address, and the list comes anew. So each has an id of its own,
//! by which it keeps the focus.

use super::faults::field_id;
use leptos::prelude::*;

/// A button that is pressed or not.
#[component]
pub fn Press(
    /// Its words.
    label: &'static str,
    /// Whether it is pressed.
    #[prop(into)]
    is_on: Signal<bool>,
    /// Called when it is pressed.
    #[prop(into)]
    on_press: Callback<()>,
    /// How many things it shows, once that is known.
    #[prop(optional, into)]
    count: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <button
            class="button"
            type="button"
            id=field_id(label)
            aria-pressed=move || if is_on.get() { "true" } else { "false" }
            on:click=move |_| on_press.run(())
        >
            {label}
            {move || count.get().map(|count| view! { <span class="tabs__count">{count}</span> }.into_any())}
        </button>
    }
    .into_any()
}

/// A short list of which one is picked.
#[component]
pub fn Pick(
    /// Names it for those who listen.
    label: &'static str,
    /// The value and the words of each choice; the first is picked while `chosen` is none of them.
    choices: Vec<(&'static str, &'static str)>,
    /// The value of the choice that holds.
    #[prop(into)]
    chosen: Signal<String>,
    /// Called with the value of the one that was picked.
    #[prop(into)]
    on_pick: Callback<String>,
) -> impl IntoView {
    let option = move |(value, words): (&'static str, &'static str)| {
        view! { <option value=value prop:selected=move || chosen.get() == value>{words}</option> }
    };
    view! {
        <select
            class="input"
            id=field_id(label)
            data-size="s"
            data-width="s"
            aria-label=label
            on:change:target=move |event| on_pick.run(event.target().value())
        >
            {choices.into_iter().map(option).collect_view()}
        </select>
    }
    .into_any()
}

//! Buttons: what they weigh, and the one that sends a form.
//!
//! One `main` button a view. A button that is at work keeps its place and says so; it is not disabled, so it keeps the focus.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// What a button weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Weight {
    /// The action of the view.
    Main,
    /// One of several.
    #[default]
    Plain,
    /// Beside others, out of the way.
    Quiet,
    /// Takes something away.
    Danger,
}

impl Weight {
    /// The value of `data-kind`, if the stylesheet knows one.
    #[must_use]
    pub fn kind(self) -> Option<&'static str> {
        match self {
            Weight::Main => Some("main"),
            Weight::Plain => None,
            Weight::Quiet => Some("quiet"),
            Weight::Danger => Some("danger"),
        }
    }
}

/// A button that does something on this page. The label says verb and object.
#[component]
pub fn Button(
    /// What it weighs.
    #[prop(optional)]
    weight: Weight,
    /// Whether what it started is under way; it does nothing meanwhile.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Larger, where the page has one action.
    #[prop(optional)]
    large: bool,
    /// What it does.
    #[prop(into)]
    on_press: Callback<()>,
    /// Its label.
    children: Children,
) -> impl IntoView {
    let press = move |_: MouseEvent| {
        if !busy.get_untracked() {
            on_press.run(());
        }
    };
    view! {
        <button class="button" type="button" data-kind=weight.kind() data-size=large.then_some("l") aria-busy=move || busy.get().then_some("true") on:click=press>
            {children()}
        </button>
    }
    .into_any()
}

/// A button that opens what stands below it, and closes it again.
#[component]
pub fn Opener(
    /// Its id, to which the focus returns when what it opened closes.
    id: String,
    /// What it weighs.
    #[prop(optional)]
    weight: Weight,
    /// Names it for those who listen, where its words do not say of what.
    #[prop(optional, into)]
    name: Option<String>,
    /// Whether it is open.
    #[prop(into)]
    is_open: Signal<bool>,
    /// Opens or closes it.
    #[prop(into)]
    on_press: Callback<()>,
    /// What opens.
    label: &'static str,
) -> impl IntoView {
    view! {
        <button
            class="button"
            type="button"
            data-kind=weight.kind()
            id=id
            aria-label=name
            aria-expanded=move || if is_open.get() { "true" } else { "false" }
            on:click=move |_| on_press.run(())
        >
            {label}
        </button>
    }
    .into_any()
}

/// The button that sends its form.
#[component]
pub fn SendButton(
    /// What it does: verb and object.
    #[prop(into)]
    label: Signal<String>,
    /// What it says while the request is under way.
    busy_label: &'static str,
    /// Whether the request is under way.
    #[prop(into)]
    busy: Signal<bool>,
    /// What it weighs.
    #[prop(default = Weight::Main)]
    weight: Weight,
    /// Larger, on pages that are one form.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    view! {
        <button
            class="button"
            type="submit"
            data-kind=weight.kind()
            data-size=large.then_some("l")
            aria-busy=move || busy.get().then_some("true")
        >
            {move || if busy.get() { busy_label.to_owned() } else { label.get() }}
        </button>
    }
    .into_any()
}

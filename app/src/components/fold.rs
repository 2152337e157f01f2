//! What stays out of the way until somebody opens it: native `details`. On paper it is open.
//! A page that loads what is inside only when it is wanted is told so by `on_toggle`.

use super::icon::{Icon, Symbol};
use leptos::prelude::*;

/// A fold.
#[component]
pub fn Fold(
    /// What opens it.
    #[prop(into)]
    words: String,
    /// The id of what opens it.
    #[prop(optional)]
    id: Option<&'static str>,
    /// Called when it is opened or closed.
    #[prop(optional)]
    on_toggle: Option<Callback<()>>,
    /// What is inside.
    children: Children,
) -> impl IntoView {
    let toggled = move |_| {
        if let Some(toggled) = on_toggle {
            toggled.run(());
        }
    };
    view! {
        <details class="fold" on:toggle=toggled>
            <summary id=id><Icon symbol=Symbol::ChevronRight small=true />{words}</summary>
            <div class="fold__body stack" data-gap="s">{children()}</div>
        </details>
    }
    .into_any()
}

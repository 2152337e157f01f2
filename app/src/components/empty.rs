//! Nothing yet: says what will make the place fill, and offers the first step.
//!
//! Give it a first step only if the person may take it; a link that ends in a refusal is worse than none.

use leptos::prelude::*;

/// What stands where a list would be.
#[component]
pub fn Empty(
    /// That there is nothing.
    #[prop(into)]
    title: String,
    /// What will make it fill.
    #[prop(into)]
    words: String,
    /// The first step, if this person can take it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <h2>{title}</h2>
            <p>{words}</p>
            {children.map(|children| children())}
        </div>
    }
    .into_any()
}

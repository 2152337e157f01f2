//! Shows something while a condition holds. It is made anew each time the condition comes to hold, and dropped after.
//!
//! Leptos' own `Show` is compiled anew for everything it shows; this is one for all, because what it shows is erased.

use leptos::prelude::*;

/// What is shown while a condition holds.
#[component]
pub fn When(
    /// Whether it holds.
    #[prop(into)]
    holds: Signal<bool>,
    /// What is shown.
    children: ChildrenFn,
) -> impl IntoView {
    let holds = Memo::new(move |_| holds.get());
    move || holds.get().then(|| children())
}

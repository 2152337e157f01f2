//! What only an analyst may do: the form for analysts, a sentence that says so for everybody else.
//!
//! The server refuses the others in any case; this spares them a form that could only end in that refusal.

use crate::components::Empty;
use crate::visit::Visit;
use domain::actor::Role;
use leptos::prelude::*;

/// `form` if the signed-in person is an analyst, otherwise `words`, which say what an analyst does here.
pub fn for_analysts(words: &'static str, form: impl FnOnce() -> AnyView) -> AnyView {
    let visit = Visit::current();
    if untrack(|| visit.has(Role::Analyst)) { form() } else { view! { <Empty title="Read only" words /> }.into_any() }
}

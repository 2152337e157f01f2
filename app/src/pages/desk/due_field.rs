//! The field for the day by which answers are due, and when that day ends for the reader.
//! Days end at midnight UTC, so the reader is told the hour on their own clock.

use crate::components::{DeadlineText, Faults, TextField};
use domain::answer::parse_date;
use leptos::prelude::*;

/// The field.
#[component]
pub fn DueField(
    /// The form's faults.
    faults: Faults,
    /// The day as typed.
    value: RwSignal<String>,
    /// A sentence that helps.
    #[prop(into)]
    hint: String,
) -> impl IntoView {
    let local = move || {
        let date = parse_date(&value.get())?;
        Some(view! { <p class="section__note"><DeadlineText date /></p> }.into_any())
    };
    view! {
        <div class="stack" data-gap="s">
            <TextField name="due" label="Answers are due" kind="date" width="m" faults value hint />
            {local}
        </div>
    }
    .into_any()
}

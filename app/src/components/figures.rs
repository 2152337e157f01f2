//! Figures: at most five answers above the fold, each a number with the reason for it, each a link.
//!
//! A figure without an address is plain text, not a dead link. The limit of five is kept by the pages, not here.

use super::banner::Tone;
use leptos::prelude::*;

/// The row of figures.
#[component]
pub fn Figures(
    /// What the figures are about.
    #[prop(into)]
    label: String,
    /// The figures.
    children: Children,
) -> impl IntoView {
    view! { <section class="figures" aria-label=label>{children()}</section> }.into_any()
}

/// One figure.
#[component]
pub fn Figure(
    /// What is counted.
    #[prop(into)]
    label: String,
    /// The number, as it is shown.
    #[prop(into)]
    value: String,
    /// What it is out of, or its unit.
    #[prop(optional, into)]
    unit: Option<String>,
    /// The why.
    #[prop(optional, into)]
    note: Option<String>,
    /// Where the things counted are.
    #[prop(optional, into)]
    href: Option<String>,
    /// How it is meant.
    #[prop(optional)]
    tone: Tone,
) -> impl IntoView {
    let inside = view! {
        <span class="figure__label">{label}</span>
        <span class="figure__value">
            {value}
            {unit.map(|unit| view! { " " <span class="figure__unit">{unit}</span> })}
        </span>
        {note.map(|note| view! { <span class="figure__note">{note}</span> })}
    };
    let tone = tone.attribute();
    match href {
        Some(href) => view! { <a class="figure" data-tone=tone href=href>{inside}</a> }.into_any(),
        None => view! { <div class="figure" data-tone=tone>{inside}</div> }.into_any(),
    }
}

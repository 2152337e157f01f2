//! The five figures above the register. Each leads to the systems that it counts.
//! They count every system in use, whatever the filters show.

use crate::api;
use crate::components::{Figure, Figures, Tone, tenths};
use crate::paths::Page;
use domain::api::register::{RegisterFigures, RegisterQuery, Waiting};
use leptos::prelude::*;

/// The register with only one part of a query set.
fn only(set: fn(&mut RegisterQuery)) -> String {
    let mut query = RegisterQuery::default();
    set(&mut query);
    format!("{}{}", Page::Register.url(), api::query::text(&query))
}

/// The figures.
pub fn figures(figures: RegisterFigures) -> AnyView {
    let of = format!("of {}", figures.systems);
    let tone = |number: u32| if number > 0 { Tone::Bad } else { Tone::Plain };
    let mean = figures.mean_residual.map_or_else(|| "–".to_owned(), tenths);
    view! {
        <Figures label="Now">
            <Figure
                label="Overdue"
                value=figures.overdue.to_string()
                unit=of.clone()
                note="Answers, findings or the next assessment"
                href=only(|query| query.overdue = true)
                tone=tone(figures.overdue)
            />
            <Figure
                label="Waiting on us"
                value=figures.waiting_us.to_string()
                unit=of.clone()
                note="To prepare, review, agree or verify"
                href=only(|query| query.waiting = Some(Waiting::Us))
            />
            <Figure
                label="Waiting on vendors"
                value=figures.waiting_vendor.to_string()
                unit=of.clone()
                note="Answers, plans or fixes"
                href=only(|query| query.waiting = Some(Waiting::Vendor))
            />
            <Figure
                label="High or critical residual"
                value=figures.worst.to_string()
                unit=of
                note="Residual now of 30 or more"
                href=only(|query| query.worst = true)
            />
            <Figure label="Mean residual" value=mean note="Of the systems that are scored" href=Page::Register.url() />
        </Figures>
    }
    .into_any()
}

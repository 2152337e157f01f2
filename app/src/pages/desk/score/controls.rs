//! The score by control: for each control of a library, the questions on it and how far it is met.
//!
//! Which questions stand on a control and what its state is are worked out in the domain. The library is fetched
//! when it is chosen.

use super::super::bundle::Open;
use crate::api;
use crate::components::{Cell, Column, Load, Loaded, Press, RowHead, Symbol, Table, Tone, badge, exact};
use domain::library::Library;
use domain::scoring::{ControlRow, ControlState, controls};
use leptos::prelude::*;
use std::sync::Arc;

/// The columns.
const COLUMNS: [Column; 4] =
    [Column::words("Control"), Column::words("Questions"), Column::num("Score"), Column::words("State")];

/// The libraries: the name on the wire and the name on screen.
const LIBRARIES: [(&str, &str); 3] =
    [("iso42001", "ISO/IEC 42001, Annex A"), ("nist_ai_rmf", "NIST AI RMF"), ("eu_ai_act", "EU AI Act")];

/// The section.
pub fn section(open: Open) -> AnyView {
    let chosen = RwSignal::new("iso42001");
    let library = Loaded::new(move || {
        let name = chosen.get();
        async move { api::questionnaire::library(name).await.map(Arc::new) }
    });
    let button = move |(name, label): (&'static str, &'static str)| {
        let is_on = Signal::derive(move || chosen.get() == name);
        view! { <Press label is_on on_press=move |()| chosen.set(name) /> }
    };
    let shown = move |library: Arc<Library>| table(open, &library);
    view! {
        <section class="section" aria-labelledby="h-controls">
            <div class="section__head">
                <h2 id="h-controls">"By control"</h2>
                <div class="row" role="group" aria-label="Library">{LIBRARIES.map(button)}</div>
            </div>
            <Load resource=library label="the controls" view=shown />
        </section>
    }
    .into_any()
}

fn table(open: Open, library: &Library) -> AnyView {
    let Some(score) = open.score() else { return ().into_any() };
    let rows = controls(&open.questionnaire(), &score, library);
    let counted = |state: ControlState| rows.iter().filter(|row| row.state == state).count();
    let states = [
        ControlState::Met,
        ControlState::Partial,
        ControlState::NotMet,
        ControlState::NotApplicable,
        ControlState::NotAsked,
    ];
    let summary: Vec<String> =
        states.into_iter().map(|state| format!("{} {}", counted(state), state.title().to_ascii_lowercase())).collect();
    let line = |row: &ControlRow| {
        let control = library.controls.get(row.control)?;
        let ids: Vec<String> =
            row.questions.iter().filter_map(|index| score.id(*index)).map(ToString::to_string).collect();
        let (id, name, state) = (control.id.clone(), control.name().to_owned(), row.state);
        let figure = row.score.map_or_else(|| "–".to_owned(), exact);
        Some(view! {
            <tr role="row">
                <RowHead name=id sub=name />
                <Cell label="Questions" full=true>{ids.join(", ")}</Cell>
                <Cell label="Score" num=true>{figure}</Cell>
                <Cell label="State">{mark_of(state)}</Cell>
            </tr>
        })
    };
    let lines: Vec<_> = rows.iter().filter_map(line).collect();
    view! {
        <p class="section__note">{summary.join(", ")}"."</p>
        <Table label=library.title.clone() columns=&COLUMNS>{lines}</Table>
    }
    .into_any()
}

fn mark_of(state: ControlState) -> AnyView {
    let (tone, symbol) = match state {
        ControlState::Met => (Tone::Good, Some(Symbol::Check)),
        ControlState::Partial => (Tone::Warn, Some(Symbol::Alert)),
        ControlState::NotMet => (Tone::Bad, Some(Symbol::Close)),
        ControlState::NotApplicable | ControlState::NotAsked => (Tone::Plain, None),
    };
    badge(tone, symbol, state.title())
}

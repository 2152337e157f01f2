//! What each answer to a question would mean for points, score, band and residual, all else equal.
//!
//! Each line scores a copy of the assessment in which an override and a claim that the question does not apply are
//! gone; nothing is sent.

use super::super::bundle::{Open, residual_of, what_if};
use crate::components::{BandMark, Cell, Column, RowHead, Table, exact, tenths};
use domain::answer::{Answer, Value};
use domain::id::OptionId;
use domain::template::{Choice, Question};
use leptos::prelude::*;

/// The columns.
const COLUMNS: [Column; 6] = [
    Column::words("Answer"),
    Column::num("Points"),
    Column::num("Sum"),
    Column::num("Score"),
    Column::words("Band"),
    Column::num("Residual"),
];

/// The section; only where one of several options is chosen. Tracked.
pub fn section(open: Open, question: &Question) -> AnyView {
    if !question.kind.is_single() || !question.scored {
        return ().into_any();
    }
    let lines: Vec<_> = question.options.iter().filter_map(|option| line(open, question, option)).collect();
    view! {
        <section class="section" aria-labelledby="h-if">
            <div class="section__head">
                <h3 id="h-if">"What each answer would mean"</h3>
                <p class="section__note">"With this evidence, without override, all else equal"</p>
            </div>
            <Table label="What each answer would mean" columns=&COLUMNS>{lines}</Table>
        </section>
    }
    .into_any()
}

fn line(open: Open, question: &Question, option: &Choice) -> Option<AnyView> {
    let questionnaire = open.questionnaire();
    let (score, residual, chosen) = open.view.with(|view| {
        let state = view.state.as_ref()?;
        let score = what_if(&questionnaire, state, &question.id, |answer| choose(answer, &option.id))?;
        let current = state.answers.get(&question.id).and_then(|answer| answer.value.as_ref());
        let chosen = matches!(current, Some(Value::Text(id)) if id == option.id.as_str());
        let residual = residual_of(view, score.final_);
        Some((score, residual, chosen))
    })?;
    let figure = |value: Option<u32>| value.map_or_else(|| "–".to_owned(), exact);
    let points = score.row(&question.id).map(|row| row.points);
    let (label, band, raw, final_) = (option.label.clone(), score.band(), score.raw, score.final_);
    let residual = residual.map_or_else(|| "–".to_owned(), tenths);
    Some(
        view! {
            <tr role="row" aria-selected=chosen.then_some("true")>
                <RowHead name=label />
                <Cell label="Points" num=true>{figure(points)}</Cell>
                <Cell label="Sum" num=true>{figure(raw)}</Cell>
                <Cell label="Score" num=true>{figure(final_)}</Cell>
                <Cell label="Band"><BandMark band /></Cell>
                <Cell label="Residual" num=true>{residual}</Cell>
            </tr>
        }
        .into_any(),
    )
}

fn choose(answer: &mut Answer, option: &OptionId) {
    answer.value = Some(Value::Text(option.to_string()));
    answer.na = None;
    answer.override_ = None;
}

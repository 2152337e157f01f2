//! Every question that counts: credit, evidence, points and what was lost. The points add up to the sum exactly.
//!
//! Questions that do not apply are left out of the table and named below it. Start at `marks` for why a credit is
//! not the answer's own.

use crate::charts::PointsBar;
use crate::components::{Badge, Cell, Column, RowHead, Table, Tone, exact};
use crate::pages::desk::readiness;
use domain::answer::NotApplicable;
use domain::duties::Duties;
use domain::scoring::{Row, Score};
use leptos::prelude::*;

/// The columns.
const COLUMNS: [Column; 8] = [
    Column::words("Question"),
    Column::num("Credit"),
    Column::num("Evidence"),
    Column::num("Weight"),
    Column::unseen("Drawn"),
    Column::num("Points"),
    Column::num("Lost"),
    Column::words("Why"),
];

/// The section.
pub fn section(score: &Score, later: &Duties) -> AnyView {
    let rows: Vec<&Row> = score.rows.iter().collect();
    let left_out: Vec<String> =
        score.left_out.iter().filter_map(|index| score.id(*index)).map(ToString::to_string).collect();
    let left_out = (!left_out.is_empty())
        .then(|| view! { <p class="section__note">{format!("Left out, because they do not apply: {}.", left_out.join(", "))}</p> });
    let total = score.raw.map_or_else(|| "–".to_owned(), exact);
    view! {
        <section class="section" aria-labelledby="h-points">
            <div class="section__head">
                <h2 id="h-points">"Every point"</h2>
                <p class="section__note">{format!("Credit times evidence times weight. Sum of points: {total}")}</p>
            </div>
            {table(score, &rows, later)}
            {left_out}
        </section>
    }
    .into_any()
}

/// The points of some questions as a table.
fn table(score: &Score, rows: &[&Row], later: &Duties) -> AnyView {
    let most = rows.iter().map(|row| i64::from(row.points + row.lost)).max().unwrap_or(0);
    let lines: Vec<_> = rows.iter().map(|row| line(score, row, most, later)).collect();
    view! { <Table label="Points by question" columns=&COLUMNS>{lines}</Table> }.into_any()
}

fn line(score: &Score, row: &Row, most: i64, later: &Duties) -> AnyView {
    let question = score.question(row.entry);
    let id = question.map(|question| question.id.to_string()).unwrap_or_default();
    let text = question.map(|question| question.text.clone()).unwrap_or_default();
    let ready = question.and_then(|question| readiness::mark(later, &question.id));
    let marks = marks(score, row, ready);
    let Row { credit, factor, level, weight, points, lost, .. } = *row;
    view! {
        <tr role="row">
            <RowHead name=id sub=text />
            <Cell label="Credit" num=true>{credit}</Cell>
            <Cell label="Evidence" num=true>{format!("{factor}%, level\u{a0}{level}")}</Cell>
            <Cell label="Weight" num=true>{weight}</Cell>
            <Cell label="Drawn"><PointsBar earned=i64::from(points) lost=i64::from(lost) most /></Cell>
            <Cell label="Points" num=true>{exact(points)}</Cell>
            <Cell label="Lost" num=true>{exact(lost)}</Cell>
            <Cell label="Why" full=true><span class="row">{marks}</span></Cell>
        </tr>
    }
    .into_any()
}

/// What made the credit different from the answer's own.
fn marks(score: &Score, row: &Row, ready: Option<String>) -> Vec<AnyView> {
    let mut marks = Vec::new();
    let mut add = |tone: Tone, words: String| marks.push(view! { <Badge tone words /> }.into_any());
    if let Some(words) = ready {
        add(Tone::Plain, words);
    }
    if row.fails {
        add(Tone::Bad, "Critical, fails".into());
    }
    if let Some(rule) = row.contradicted_by.and_then(|rule| score.rule(rule)) {
        add(Tone::Warn, format!("{} caps {} at {}", rule.rule.id, row.own_credit, rule.rule.cap));
    }
    if row.overridden {
        add(Tone::Plain, format!("Overridden, own credit {}", row.own_credit));
    }
    if row.evidence_lapsed {
        add(Tone::Warn, "Evidence rejected or ended".into());
    }
    match row.na {
        Some(NotApplicable::Pending) => add(Tone::Plain, "Said not to apply, not decided".into()),
        Some(NotApplicable::Rejected) => add(Tone::Warn, "Said not to apply, refused".into()),
        Some(NotApplicable::Accepted) => {}
        None if !row.answered && !row.overridden => add(Tone::Warn, "Not answered".into()),
        None => {}
    }
    marks
}

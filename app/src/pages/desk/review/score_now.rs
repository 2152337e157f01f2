//! The score as it stands in the review: provisional, explained, with the points of the open question's section.
//!
//! The staircase and the trail are those of the score page, so that both pages draw the score alike.

use super::super::bundle::{Open, score_fault};
use crate::charts::PointsBar;
use crate::components::{Badge, BandMark, Tone, exact};
use crate::pages::desk::score::sections::{section_of, staircase};
use crate::pages::desk::score::sum::trail_lines;
use crate::paths::Page;
use domain::assessment::Stage;
use domain::id::QuestionId;
use domain::scoring::{Row, Score};
use leptos::prelude::*;

/// The sections.
#[component]
pub fn ScoreNow(
    /// The assessment on the page.
    open: Open,
    /// The open question.
    current: Memo<Option<QuestionId>>,
) -> impl IntoView {
    let page = open.view.with_untracked(|view| Page::Score(view.id.clone()).url());
    view! {
        <section class="section" aria-labelledby="h-score">
            {move || open.view.with(score_fault)}
            {move || open.score().map(|score| headline(open, &score))}
            {move || open.score().map(|score| trail_lines(&score))}
            {move || open.score().map(|score| staircase(&score))}
            <p class="section__note"><a href=page>"See every point"</a></p>
        </section>
        {move || {
            let score = open.score()?;
            points(&score, current.get()?)
        }}
    }
}

fn headline(open: Open, score: &Score) -> AnyView {
    let provisional = open.view.with(|view| view.row.stage != Stage::Concluded);
    let value = score.final_.map_or_else(|| "–".to_owned(), exact);
    let band = score.band();
    view! {
        <div class="section__head">
            <h2 id="h-score">"Score now"</h2>
            <output class="row"><BandMark band /><b>{value}</b></output>
        </div>
        {provisional.then(|| view! { <p><Badge tone=Tone::Warn words="Provisional until conclusion" /></p> })}
        {score.blocked.then(|| view! { <p><Badge tone=Tone::Bad words="Blocked: a stop question fails" /></p> })}
    }
    .into_any()
}

fn points(score: &Score, current: QuestionId) -> Option<AnyView> {
    let place = score.questionnaire().entry(&current)?.section;
    let rows: Vec<&Row> = score.rows.iter().filter(|row| section_of(score, row.entry) == Some(place)).collect();
    if rows.is_empty() {
        return None;
    }
    let most = rows.iter().map(|row| i64::from(row.points + row.lost)).max().unwrap_or(0);
    let lines: Vec<_> = rows.into_iter().map(|row| line(score, row, most, &current)).collect();
    Some(
        view! {
            <section class="section" aria-labelledby="h-section-points">
                <div class="section__head"><h3 id="h-section-points">"Points in this section"</h3><p class="section__note">"credit × evidence"</p></div>
                <table class="table verdict__points">
                    <thead>
                        <tr>
                            <th scope="col">"Question"</th>
                            <th scope="col"><span class="visually-hidden">"Drawn"</span></th>
                            <th scope="col" data-num="">"Rule"</th>
                            <th scope="col" data-num="">"Points"</th>
                            <th scope="col" data-num="">"Lost"</th>
                        </tr>
                    </thead>
                    <tbody>{lines}</tbody>
                </table>
            </section>
        }
        .into_any(),
    )
}

fn line(score: &Score, row: &Row, most: i64, current: &QuestionId) -> AnyView {
    let id = score.id(row.entry);
    let is_current = id == Some(current);
    let id = id.map(ToString::to_string).unwrap_or_default();
    let Row { credit, factor, points, lost, .. } = *row;
    view! {
        <tr aria-selected=is_current.then_some("true")>
            <th scope="row">{id}</th>
            <td><PointsBar earned=i64::from(points) lost=i64::from(lost) most /></td>
            <td data-num="">{format!("{credit} × {factor}%")}</td>
            <td data-num="">{exact(points)}</td>
            <td data-num="">{exact(lost)}</td>
        </tr>
    }
    .into_any()
}

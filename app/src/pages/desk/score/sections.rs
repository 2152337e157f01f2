//! The score by section: the staircase, and each section's own score.
//!
//! A section's own score never enters the whole: the points of the questions do. The review shows the same
//! staircase.

use crate::charts::WaterfallChart;
use crate::charts::waterfall::Step;
use crate::components::{Badge, Cell, Column, RowHead, Table, Tone, exact};
use domain::scoring::{Score, SectionScore};
use leptos::prelude::*;

/// The columns.
const COLUMNS: [Column; 5] = [
    Column::words("Section"),
    Column::num("Own score"),
    Column::num("Weight"),
    Column::num("Points"),
    Column::num("Lost"),
];

/// Most letters of a section's name beside its bar.
const NAME: usize = 17;

/// Each section's points earned and lost, in order; sections without rows are left out.
#[must_use]
pub fn steps(score: &Score) -> Vec<Step> {
    let sections = score.questionnaire().sections().iter().enumerate();
    let step = |(place, entry): (usize, &domain::scoring::SectionEntry)| {
        let rows = || score.rows.iter().filter(move |row| section_of(score, row.entry) == Some(place));
        let earned = rows().map(|row| i64::from(row.points)).sum();
        let lost = rows().map(|row| i64::from(row.lost)).sum();
        rows().next().map(|_| Step { name: short(&entry.section.title), earned, lost })
    };
    sections.filter_map(step).collect()
}

/// The index of the section in which the question at `entry` stands.
#[must_use]
pub fn section_of(score: &Score, entry: usize) -> Option<usize> {
    score.questionnaire().questions().get(entry).map(|entry| entry.section)
}

/// A title cut at a word, so that it fits beside its bar.
fn short(title: &str) -> String {
    let mut name = String::new();
    for word in title.split_whitespace() {
        if !name.is_empty() && name.chars().count() + 1 + word.chars().count() > NAME {
            break;
        }
        if !name.is_empty() {
            name.push(' ');
        }
        name.push_str(word);
    }
    // A cut does not end in a word that leads on.
    [" and", " for", " of", " the", ","].iter().fold(name.as_str(), |name, end| name.trim_end_matches(end)).to_owned()
}

/// The staircase of a score with its legend.
pub fn staircase(score: &Score) -> AnyView {
    let Some((raw, final_)) = score.raw.zip(score.final_) else { return ().into_any() };
    view! {
        <WaterfallChart steps=steps(score) raw=i64::from(raw) score=i64::from(final_) fails=score.fails.len() />
        <ul class="legend">
            <li><svg viewBox="0 0 18 14" aria-hidden="true"><rect class="chart__bar" x="0" y="2" width="18" height="10" /></svg>"earned"</li>
            <li><svg viewBox="0 0 18 14" aria-hidden="true"><rect class="chart__bar" data-part="lost" x=".5" y="2.5" width="17" height="9" /></svg>"lost"</li>
            {(raw != final_).then(|| view! {
                <li><svg viewBox="0 0 18 14" aria-hidden="true"><rect class="chart__bar" data-part="cap" x="0" y="2" width="18" height="10" /></svg>"cap"</li>
            })}
        </ul>
    }
    .into_any()
}

/// The section of the page.
pub fn section(score: &Score) -> AnyView {
    let rows: Vec<_> = score.sections.iter().filter_map(|one| line(score, one)).collect();
    view! {
        <div class="columns">
            <section class="section" data-span="6" aria-labelledby="h-stairs">
                <h2 id="h-stairs">"How the points add up"</h2>
                {staircase(score)}
            </section>
            <section class="section" data-span="6" aria-labelledby="h-sections">
                <div class="section__head"><h2 id="h-sections">"By section"</h2><p class="section__note">"A section's own score never enters the whole"</p></div>
                <Table label="Sections" columns=&COLUMNS>{rows}</Table>
            </section>
        </div>
    }
    .into_any()
}

fn line(score: &Score, one: &SectionScore) -> Option<AnyView> {
    let entry = score.questionnaire().sections().get(one.section)?;
    let rows = || score.rows.iter().filter(|row| section_of(score, row.entry) == Some(one.section));
    let points: u32 = rows().map(|row| row.points).sum();
    let lost: u32 = rows().map(|row| row.lost).sum();
    let own = one.score.map_or_else(|| "–".to_owned(), exact);
    let hollow = one.is_hollow().then(|| view! { <Badge tone=Tone::Warn words="Over 40% does not apply" /> });
    let (name, weight) = (entry.section.title.clone(), one.weight);
    Some(
        view! {
            <tr role="row">
                <RowHead name />
                <Cell label="Own score" num=true>{own}{hollow}</Cell>
                <Cell label="Weight" num=true>{weight}</Cell>
                <Cell label="Points" num=true>{exact(points)}</Cell>
                <Cell label="Lost" num=true>{exact(lost)}</Cell>
            </tr>
        }
        .into_any(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn a_long_title_is_cut_at_a_word() {
        assert_eq!(short("Governance, policy and accountability"), "Governance");
        assert_eq!(short("Data and intellectual property"), "Data");
        assert_eq!(short("Requirements for high-risk systems"), "Requirements");
        assert_eq!(short("Life cycle"), "Life cycle");
    }
}

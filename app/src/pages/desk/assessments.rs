//! The list of assessments, what moved last first, and the table of them that a vendor's page shows too.
//!
//! `assessment_table` is the shared part: `with_vendor` names a row by vendor and system, else by system.
//! A draft shows no answered count, and nothing counts as reviewed before the vendor has submitted.

use crate::api;
use crate::components::{BandMark, Cell, Column, Empty, Load, Loaded, PageHead, RowHead, Table, short_date};
use crate::pages::desk::words::{list_end, score_band, stage_badge};
use crate::paths::Page;
use chrono::NaiveDate;
use domain::api::assessment::{AssessmentList, AssessmentRow};
use domain::assessment::Stage;
use leptos::prelude::*;

/// The columns.
const COLUMNS: [Column; 7] = [
    Column::words("Assessment"),
    Column::words("Sent"),
    Column::words("Due"),
    Column::words("Answered"),
    Column::words("Reviewed"),
    Column::words("Band"),
    Column::words("State"),
];

/// The list.
pub fn assessments_page() -> AnyView {
    let assessments = Loaded::new(api::assessment::assessments);
    view! {
        <main id="main" class="wrap stack" data-gap="l">
            <PageHead title="Assessments" sub="Every questionnaire that was prepared or sent; what moved last comes first." />
            <Load resource=assessments label="assessments" view=shown />
        </main>
    }
    .into_any()
}

fn shown(list: AssessmentList) -> AnyView {
    if list.assessments.is_empty() {
        return view! {
            <Empty title="No assessments yet" words="Choose a vendor's AI system and send it a questionnaire; it is listed here from the first draft on.">
                <a class="button" href=Page::Vendors.url()>"Choose a vendor"</a>
            </Empty>
        }
        .into_any();
    }
    let end = list_end(list.assessments.len(), list.total, ", what moved last first");
    view! { {assessment_table(list.assessments, true)} {end} }.into_any()
}

/// Assessments as rows.
pub fn assessment_table(rows: Vec<AssessmentRow>, with_vendor: bool) -> AnyView {
    view! {
        <Table label="Assessments" columns=&COLUMNS>
            {rows.into_iter().map(|row| line(row, with_vendor)).collect_view()}
        </Table>
    }
    .into_any()
}

fn line(row: AssessmentRow, with_vendor: bool) -> AnyView {
    let day = |date: Option<NaiveDate>| date.map_or_else(|| "–".to_owned(), short_date);
    let name = if with_vendor { format!("{}, {}", row.vendor, row.system) } else { row.system.clone() };
    let asked = row.counts.asked;
    let answered =
        if row.stage == Stage::Draft { "–".to_owned() } else { format!("{} of {asked}", row.counts.answered) };
    let reviewed = if row.submitted.is_some() { format!("{} of {asked}", row.reviewed) } else { "–".to_owned() };
    let band = row.score.map(score_band);
    let state = stage_badge(&row);
    view! {
        <tr role="row">
            <RowHead href=Page::Assessment(row.assessment).url() name sub=row.questionnaires.join(", ") />
            <Cell label="Sent">{day(row.sent)}</Cell>
            <Cell label="Due">{short_date(row.due)}</Cell>
            <Cell label="Answered">{answered}</Cell>
            <Cell label="Reviewed">{reviewed}</Cell>
            <Cell label="Band"><BandMark band /></Cell>
            <Cell label="State" full=true>{state}</Cell>
        </tr>
    }
    .into_any()
}

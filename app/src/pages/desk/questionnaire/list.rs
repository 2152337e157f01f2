//! The questionnaires that can be sent.
//!
//! The address of a questionnaire names the hash of its contents, so a link always leads to the same version.
//! `time` rounds to half hours from ninety minutes on; the other pages about questionnaires use it too.

use crate::api;
use crate::components::{Cell, Column, Empty, Load, Loaded, PageHead, RowHead, Table};
use crate::paths::Page;
use domain::api::assessment::{TemplateList, TemplateRow};
use leptos::prelude::*;

/// The columns.
const COLUMNS: [Column; 5] = [
    Column::words("Questionnaire"),
    Column::words("Version"),
    Column::num("Base questions"),
    Column::num("With deep ones"),
    Column::num("Time"),
];

/// The list.
pub fn questionnaires_page() -> AnyView {
    let templates = Loaded::new(api::questionnaire::questionnaires);
    view! {
        <main id="main" class="wrap stack" data-gap="l">
            <PageHead title="Questionnaires" sub="What vendors are asked. Running assessments stay on the version they were sent with." />
            <Load resource=templates label="questionnaires" view=shown />
        </main>
    }
    .into_any()
}

fn shown(list: TemplateList) -> AnyView {
    if list.templates.is_empty() {
        return view! { <Empty title="No questionnaires" words="The server publishes the shipped questionnaires when it starts." /> }
            .into_any();
    }
    view! { <Table label="Questionnaires" columns=&COLUMNS>{list.templates.into_iter().map(row).collect_view()}</Table> }
        .into_any()
}

fn row(row: TemplateRow) -> AnyView {
    view! {
        <tr role="row">
            <RowHead href=Page::Questionnaire(row.hash).url() name=row.title sub=row.summary />
            <Cell label="Version">{row.version}</Cell>
            <Cell label="Base questions" num=true>{row.questions_base}</Cell>
            <Cell label="With deep ones" num=true>{row.questions_deep}</Cell>
            <Cell label="Time" num=true>{time(row.estimated_minutes)}</Cell>
        </tr>
    }
    .into_any()
}

/// "about 45 minutes", "about 2.5 hours".
#[must_use]
pub fn time(minutes: u32) -> String {
    if minutes < 90 {
        return format!("about {minutes} minutes");
    }
    let halves = (minutes + 15) / 30;
    let half = if halves % 2 == 1 { ".5" } else { "" };
    format!("about {}{half} hours", halves / 2)
}

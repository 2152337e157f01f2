//! A vendor person's assessments, those that wait on the person first. With one alone the list is skipped.
//!
//! Skipping replaces the entry in the browser's history; otherwise Back would lead to the list, and the list
//! forward again.

use super::sign_out::SignOut;
use super::words::many;
use super::{Ask, loaded};
use crate::api;
use crate::components::{DateText, Empty, Heading, Loaded};
use crate::paths::Page;
use crate::visit::Visit;
use domain::api::portal::{PortalRow, PortalSession};
use domain::assessment::Stage;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// The page of the list.
pub fn list_page() -> AnyView {
    let visit = Visit::current();
    let navigate = use_navigate();
    let session = Loaded::new(move || {
        let navigate = navigate.clone();
        async move {
            let session = api::portal::session().await?;
            visit.set_host(&session.organisation);
            if let [only] = session.assessments.as_slice() {
                // Back leads to what was before the list, not to the list that would lead here again.
                let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
                navigate(&Page::Tasks(only.assessment.clone()).url(), options);
            }
            Ok(session)
        }
    });
    loaded(session, |session| view! { <List session /> }.into_any())
}

#[component]
fn List(session: PortalSession) -> impl IntoView {
    let rows = session.assessments.iter().map(row).collect_view();
    let lead = format!("{} for {}", session.name, session.vendor);
    view! {
        <main id="main" class="wrap stack" data-gap="l" data-width="text">
            <div class="stack" data-gap="s">
                <Heading title="Your questionnaires" />
                <p class="lead">{lead}</p>
            </div>
            {session.assessments.is_empty().then(|| view! {
                <Empty title="Nothing is asked of you" words="When a questionnaire is sent to you, a mail brings you here." />
            })}
            <ul class="tasks">{rows}</ul>
            <Ask person=session.ask />
            <SignOut />
        </main>
    }
}

fn row(row: &PortalRow) -> impl IntoView + use<> {
    let is_due = row.stage.awaits_answers();
    let counts = row.counts;
    let (status, words) = match row.stage {
        Stage::Draft | Stage::Sent | Stage::Answering => ("some", format!("{} of {}", counts.answered, counts.asked)),
        Stage::Returned => ("some", "Questions to answer".to_owned()),
        Stage::Submitted | Stage::InReview => ("none", "In review".to_owned()),
        Stage::Concluded if row.findings_to_do > 0 => ("some", many(row.findings_to_do, "finding") + " to work on"),
        Stage::Concluded => ("done", "Decided".to_owned()),
        Stage::Withdrawn => ("none", "Taken back".to_owned()),
    };
    let due =
        is_due.then(|| view! { <span class="table__sub">"Due " <DateText date=row.due />", end of day UTC"</span> });
    view! {
        <li class="tasks__item">
            <span><a href=Page::Tasks(row.assessment.clone()).url()>{row.system.clone()}</a>{due}</span>
            <span class="tasks__count" data-status=status>{words}</span>
        </li>
    }
}

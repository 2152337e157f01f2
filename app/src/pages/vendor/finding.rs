//! One finding as its vendor sees it: what is asked, by when, what was said, and the steps it may take now.
//!
//! What came of a step is read from the draft, which is refreshed with it.

use super::evidence::Evidence;
use super::finding_steps::steps;
use super::findings::{due, state_words};
use super::{Ask, with_draft};
use crate::components::{DateText, Empty, Heading};
use crate::draft::Draft;
use crate::paths::Page;
use domain::api::portal::PortalFinding;
use domain::finding::FindingState;
use domain::id::{AssessmentId, FindingId};
use leptos::prelude::*;

/// The states a finding goes through when all goes well.
const PATH: [(FindingState, &str); 6] = [
    (FindingState::Open, "Open"),
    (FindingState::PlanProposed, "Plan proposed"),
    (FindingState::PlanAgreed, "Plan agreed"),
    (FindingState::InProgress, "In progress"),
    (FindingState::Submitted, "Submitted"),
    (FindingState::Verified, "Verified"),
];

/// The page of one finding.
pub fn finding_page(id: AssessmentId, finding: FindingId) -> AnyView {
    with_draft(id, move |draft| {
        let finding = finding.clone();
        let found = {
            let draft = draft.clone();
            Memo::new(move |_| draft.view().findings.iter().find(|other| other.id == finding).cloned())
        };
        let shown = move || {
            match found.get() {
            Some(found) => view! { <Finding draft=draft.clone() finding=found /> }.into_any(),
            None => view! {
                <Heading title="Not found" />
                <Empty title="There is no such finding" words="Go back to the assessment and choose one of its findings." />
            }
            .into_any(),
        }
        };
        view! { <main id="main" class="wrap stack" data-gap="xl" data-width="text">{shown}</main> }.into_any()
    })
}

#[component]
fn Finding(draft: Draft, finding: PortalFinding) -> impl IntoView {
    let view = untrack(|| draft.view());
    let asked = draft.shape().question(&finding.question).cloned();
    let question = asked.as_ref().map(|question| question.text.clone());
    let is_open = !finding.actions.is_empty();
    // What comes while the page is open is added by the vendor here, where it may.
    let evidence = asked.filter(|_| is_open || !finding.evidence.is_empty());
    let evidence = evidence.map(|question| {
        let (draft, finding) = (draft.clone(), finding.id.clone());
        view! { <Evidence draft question finding is_open /> }
    });
    view! {
        <div class="stack">
            <a href=Page::Tasks(draft.id().clone()).url()>{format!("Back to {}", view.system)}</a>
            <Heading title=finding.title.clone() />
            <p class="row"><span class="tag">{finding.question.to_string()}</span><span class="badge">{state_words(finding.state)}</span></p>
        </div>
        <ol class="path" aria-label="State">{path(finding.state)}</ol>
        <section class="section" aria-labelledby="h-asked">
            <h2 id="h-asked">"What is asked"</h2>
            <p class="lead written">{finding.asked.clone()}</p>
            <dl class="facts">
                {question.map(|text| view! { <dt>"Question"</dt> <dd>{text}</dd> })}
                <dt>"Due"</dt>
                <dd>{due(&finding)}</dd>
                <dt>"Fixed by"</dt>
                <dd><DateText date=finding.fix_due /></dd>
                {said(&finding)}
            </dl>
        </section>
        {evidence}
        {steps(&draft, &finding)}
        <Ask person=view.ask.clone() />
    }
}

fn path(state: FindingState) -> impl IntoView {
    let reached = match state {
        FindingState::Rejected => FindingState::InProgress,
        FindingState::RiskAccepted | FindingState::Withdrawn => FindingState::Open,
        FindingState::Open
        | FindingState::PlanProposed
        | FindingState::PlanAgreed
        | FindingState::InProgress
        | FindingState::Submitted
        | FindingState::Verified => state,
    };
    let place = PATH.iter().position(|(step, _)| *step == reached).unwrap_or(0);
    let item = move |(at, (_, words)): (usize, (FindingState, &'static str))| {
        view! { <li data-status=(at < place).then_some("done") aria-current=(at == place).then_some("step")>{words}</li> }
    };
    PATH.into_iter().enumerate().map(item).collect_view()
}

/// What both sides have said so far.
fn said(finding: &PortalFinding) -> impl IntoView + use<> {
    let lines = [("Your plan", &finding.plan), ("Your fix", &finding.fix), ("The reply", &finding.reply)];
    let by = finding.plan_by.map(|date| view! { <dt>"Proposed for"</dt> <dd><DateText date /></dd> });
    let line = |(label, text): (&'static str, &Option<String>)| {
        text.clone().map(|text| view! { <dt>{label}</dt> <dd class="written">{text}</dd> })
    };
    view! { {lines.into_iter().map(line).collect_view()} {by} }
}

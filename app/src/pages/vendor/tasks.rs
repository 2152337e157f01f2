//! Where every return begins: how much is answered, what is asked next, where the assessment stands.
//!
//! The main button leads to the first section with something missing, and to the check page when nothing is.
//! Counts are those of the draft, so they follow answers that are not saved yet.

use super::about::about;
use super::findings::Findings;
use super::question_list::question_url;
use super::save_state::SaveState;
use super::section_list::SectionList;
use super::standing::{Decision, Standing};
use super::unsaved::UnsavedBanner;
use super::with_draft;
use crate::components::{DeadlineText, Heading, Icon, Symbol};
use crate::draft::Draft;
use crate::paths::Page;
use domain::api::portal::PortalAssessment;
use domain::assessment::Stage;
use domain::id::AssessmentId;
use leptos::prelude::*;

/// The page of one assessment.
pub fn tasks_page(id: AssessmentId) -> AnyView {
    with_draft(id, |draft| view! { <Tasks draft /> }.into_any())
}

#[component]
fn Tasks(draft: Draft) -> impl IntoView {
    let view = untrack(|| draft.view());
    let is_ours = untrack(|| draft.is_open_at_all());
    let tools = is_ours.then(|| view! { <SaveState draft=draft.clone() /> });
    let banner = is_ours.then(|| view! { <UnsavedBanner draft=draft.clone() /> });
    let title = format!("Questions about {}", view.system);
    view! {
        {tools}
        <main id="main" class="wrap stack" data-gap="xl" data-width="text">
            <div class="stack">
                <Heading title />
                {lead(&draft, &view)}
                {banner}
                {queries(&draft, &view)}
                {next_step(&draft, &view)}
            </div>
            {(!view.stage.awaits_answers()).then(|| view! { <Standing view=view.clone() /> })}
            <Decision view=view.clone() />
            <Findings view=view.clone() />
            {sections(&draft, is_ours)}
            {about(&draft, &view)}
        </main>
    }
}

fn lead(draft: &Draft, view: &PortalAssessment) -> impl IntoView + use<> {
    let organisation = view.organisation.clone();
    match view.stage {
        Stage::Draft | Stage::Sent | Stage::Answering => {
            let own = draft.clone();
            let counts = Memo::new(move |_| own.counts());
            view! {
                <p class="lead">
                    {move || format!("{} of {} answered so far. Some answers add questions.", counts.get().answered, counts.get().asked)}
                </p>
                <p>"Due " <DeadlineText date=view.due /></p>
            }
            .into_any()
        }
        Stage::Returned => view! {
            <p class="lead">{format!("{organisation} has questions about some answers. Only those are open again.")}</p>
            <p>"Due " <DeadlineText date=view.due /></p>
        }
        .into_any(),
        Stage::Submitted | Stage::InReview => {
            let is_asked = view.findings.iter().any(|finding| !finding.actions.is_empty());
            let next = if is_asked { "What has to be fixed is below." } else { "Nothing is asked of you now." };
            view! { <p class="lead">{format!("Your answers are with {organisation}. {next}")}</p> }.into_any()
        }
        Stage::Concluded => view! { <p class="lead">{format!("{organisation} has decided.")}</p> }.into_any(),
        Stage::Withdrawn => {
            view! { <p class="lead">{format!("{organisation} has taken this questionnaire back. Nothing is asked of you.")}</p> }.into_any()
        }
    }
}

/// The queries that came back, each with the way to its question.
fn queries(draft: &Draft, view: &PortalAssessment) -> impl IntoView + use<> {
    let is_returned = view.stage == Stage::Returned && !view.queries.is_empty();
    let line = |(question, message): (&_, &String)| {
        let question = draft.shape().question(question)?;
        Some(view! {
            <li class="tasks__item">
                <span>
                    <a href=question_url(draft, question)>{question.text.clone()}</a>
                    <span class="table__sub written">{message.clone()}</span>
                </span>
                <span class="tasks__count">{question.id.to_string()}</span>
            </li>
        })
    };
    let lines: Vec<_> = view.queries.iter().filter_map(line).collect();
    is_returned.then(|| view! { <ul class="tasks" aria-label="Questions that came back">{lines}</ul> })
}

/// The main button: the first section with something missing, or the check page.
fn next_step(draft: &Draft, view: &PortalAssessment) -> impl IntoView + use<> {
    if !view.stage.awaits_answers() {
        return ().into_any();
    }
    let own = draft.clone();
    let next = Memo::new(move |_| {
        let mut sections = own.shape().sections().iter().map(|section| &section.section);
        let first = sections.find(|section| own.section_counts(&section.id).missing > 0);
        first.map(|section| (section.id.clone(), section.title.clone()))
    });
    let id = draft.id().clone();
    view! {
        <div class="row">
            {move || {
                let (page, words) = match next.get() {
                    Some((section, title)) => (Page::Section(id.clone(), section), format!("Go on with {title}")),
                    None => (Page::Check(id.clone()), "Check and send your answers".to_owned()),
                };
                view! { <a class="button" data-kind="main" data-size="l" href=page.url()>{words}<Icon symbol=Symbol::ArrowRight /></a> }
            }}
            <a class="button" data-size="l" href=Page::Questions(draft.id().clone()).url()>"Read all questions"</a>
        </div>
    }
    .into_any()
}

fn sections(draft: &Draft, is_ours: bool) -> impl IntoView + use<> {
    let title = if is_ours { "Sections" } else { "Your answers" };
    view! {
        <section class="section" aria-labelledby="h-sections">
            <h2 id="h-sections">{title}</h2>
            <SectionList draft=draft.clone() />
        </section>
    }
}

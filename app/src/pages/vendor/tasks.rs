//! Where every return begins: how much is answered, what is asked next, where the assessment stands.
//!
//! What is asked next is in `next_step`, what stands at the end in `about`.
//! Counts are those of the draft, so they follow answers that are not saved yet.

use super::about::about;
use super::findings::Findings;
use super::next_step::{next_step, queries};
use super::save_state::SaveState;
use super::section_list::SectionList;
use super::standing::{Decision, Standing};
use super::unsaved::UnsavedBanner;
use super::with_draft;
use crate::components::{DeadlineText, Heading};
use crate::draft::Draft;
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

fn sections(draft: &Draft, is_ours: bool) -> impl IntoView + use<> {
    let title = if is_ours { "Sections" } else { "Your answers" };
    view! {
        <section class="section" aria-labelledby="h-sections">
            <h2 id="h-sections">{title}</h2>
            <SectionList draft=draft.clone() />
        </section>
    }
}

//! Where every return begins: how much is answered, what is asked next, where the assessment stands.
//!
//! The main button leads to the first section with something missing, and to the check page when nothing is.
//! Counts are those of the draft, so they follow answers that are not saved yet.

use super::findings::Findings;
use super::save_state::{SaveState, UnsavedBanner};
use super::standing::{Decision, Standing};
use super::words::{many, months_words};
use super::{Ask, with_draft};
use crate::components::{Button, DeadlineText, Heading, Icon, Symbol, Trouble, Weight};
use crate::draft::{Draft, Drafts};
use crate::paths::Page;
use crate::visit::use_go;
use domain::api::portal::PortalAssessment;
use domain::assessment::Stage;
use domain::id::{AssessmentId, SectionId};
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
        let page = Page::Section(draft.id().clone(), question.section.clone());
        Some(view! {
            <li class="tasks__item">
                <span>
                    <a href=format!("{}#{}", page.url(), question.id)>{question.text.clone()}</a>
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

/// The sections with their true counts.
#[component]
pub fn SectionList(
    /// The draft.
    draft: Draft,
    /// The section that is shown.
    #[prop(optional)]
    current: Option<SectionId>,
) -> impl IntoView {
    let row = |section: &crate::draft::Section| {
        let section = section.section.clone();
        let href = Page::Section(draft.id().clone(), section.id.clone()).url();
        let is_current = current.as_ref() == Some(&section.id);
        let (own, id) = (draft.clone(), section.id.clone());
        let counts = Memo::new(move |_| own.section_counts(&id));
        let status = move || match counts.get() {
            counts if counts.answered == 0 => "none",
            counts if counts.answered == counts.asked => "done",
            _ => "some",
        };
        let words = move || match counts.get() {
            counts if counts.asked > 0 && counts.answered == counts.asked => format!("Done, {}", counts.asked),
            counts => format!("{} of {}", counts.answered, counts.asked),
        };
        view! {
            <li class="tasks__item">
                <a href=href aria-current=is_current.then_some("page")>{section.title}</a>
                <span class="tasks__count" data-status=status>{words}</span>
            </li>
        }
    };
    let parts = draft.shape().sections().iter().map(row).collect_view();
    view! { <ol class="tasks">{parts}</ol> }
}

/// Why it is asked, who sees the answers, how long they are kept, whom to ask; and signing out.
fn about(draft: &Draft, view: &PortalAssessment) -> impl IntoView + use<> {
    let receipt = view
        .receipt
        .is_some()
        .then(|| view! { <a href=Page::Receipt(draft.id().clone()).url()>"Receipt of what you sent"</a> });
    let reason = (!view.reason.is_empty())
        .then(|| view! { <dt>"Why we ask"</dt> <dd class="written">{view.reason.clone()}</dd> });
    let titles = draft.shape().parts().iter().map(|part| part.title.clone()).collect::<Vec<_>>().join(", ");
    view! {
        <section class="section" aria-labelledby="h-about">
            <h2 id="h-about">"About these questions"</h2>
            <dl class="facts">
                <dt>"Questionnaire"</dt>
                <dd>{titles}</dd>
                {reason}
                <dt>"Seen by"</dt>
                <dd>{format!("The people at {} who assess suppliers. Nobody else.", view.organisation)}</dd>
                <dt>"Kept"</dt>
                <dd>{format!("{} after the outcome", months_words(view.retention_months))}</dd>
            </dl>
            {receipt}
            <Ask person=view.ask.clone() />
            <SignOut draft=draft.clone() />
        </section>
    }
}

/// What to do when the browser would not clear its storage.
const UNWIPED: &str = "This browser did not delete what it keeps of your answers. Delete this site's data in the browser's settings, then press again to sign out all the same.";

/// Signs out of this browser; says first what would be lost.
#[component]
fn SignOut(draft: Draft) -> impl IntoView {
    let (drafts, go) = (Drafts::current(), use_go());
    let is_asked = RwSignal::new(false);
    let promise = super::save_state::promise_of(&draft);
    let trouble = RwSignal::new(None::<String>);
    let leave = Action::new_local(move |&(): &()| {
        let go = go.clone();
        async move {
            // Pressed again, it signs out all the same: by then the person knows what stays here.
            if !drafts.wipe().await && trouble.try_get_untracked().flatten().is_none() {
                trouble.try_set(Some(UNWIPED.to_owned()));
                return;
            }
            drafts.close().await;
            go(&Page::Invitation);
        }
    });
    let unsaved =
        move || u32::try_from(promise.with(|promise| promise.waiting + promise.conflicts)).unwrap_or(u32::MAX);
    let press = move |()| {
        if untrack(unsaved) > 0 && !is_asked.get_untracked() {
            is_asked.set(true);
        } else {
            leave.dispatch_local(());
        }
    };
    view! {
        <p class="section__note" role="status">
            {move || is_asked.get().then(|| format!("{} only on this device would be lost. Press again to sign out all the same.", many(unsaved(), "change")))}
        </p>
        <Trouble words=trouble />
        <div class="row">
            <Button weight=Weight::Quiet busy=leave.pending() on_press=press>"Sign out of this browser"</Button>
        </div>
    }
}

//! One section of an assessment, to answer: its questions in one column, the sections beside them.
//!
//! An address with a fragment leads straight to that question, for "Change" links.

use super::Ask;
use super::focus::go_to_question;
use super::question::QuestionBlock;
use super::save_state::SaveState;
use super::section_list::SectionList;
use super::unsaved::UnsavedBanner;
use super::with_draft;
use crate::components::{Empty, Heading, Icon, Symbol};
use crate::draft::{Draft, Section};
use crate::paths::Page;
use domain::api::portal::PortalQuestion;
use domain::calendar::in_words;
use domain::id::{AssessmentId, SectionId};
use leptos::prelude::*;
use std::sync::Arc;

/// The page of one section.
pub fn section_page(id: AssessmentId, section: SectionId) -> AnyView {
    with_draft(id, move |draft| match draft.shape().section(&section).cloned() {
        Some(found) => view! { <Answering draft section=found /> }.into_any(),
        None => no_section(),
    })
}

fn no_section() -> AnyView {
    view! {
        <main id="main" class="wrap stack">
            <Heading title="Not found" />
            <Empty title="There is no such section" words="Go back to the list of sections and choose one." />
        </main>
    }
    .into_any()
}

#[component]
fn Answering(draft: Draft, section: Section) -> impl IntoView {
    let view = untrack(|| draft.view());
    let title = section.section.title.clone();
    let is_ours = untrack(|| draft.is_open_at_all());
    let tools = is_ours.then(|| view! { <SaveState draft=draft.clone() /> });
    let block = |(place, question): (usize, &Arc<PortalQuestion>)| {
        view! { <QuestionBlock draft=draft.clone() question=question.clone() number=place + 1 /> }
    };
    let questions = section.questions.iter().enumerate().map(block).collect_view();
    request_animation_frame(go_to_fragment);
    view! {
        {tools}
        <div class="wrap form-page answer">
            <nav class="form-page__side stack" aria-label="Sections">
                {side_head(&draft)}
                <details class="answer__sections">
                    <summary class="button">"Sections"</summary>
                    <SectionList draft=draft.clone() current=section.section.id.clone() />
                </details>
                <ul class="stack answer__links" data-gap="s">
                    <li><a href=Page::Tasks(draft.id().clone()).url()>"Overview"</a></li>
                    {is_ours.then(|| view! { <li><a href=Page::Check(draft.id().clone()).url()>"Check your answers"</a></li> })}
                    <li><a href=Page::Questions(draft.id().clone()).url()>"Read all questions"</a></li>
                </ul>
                <Ask person=view.ask.clone() />
            </nav>
            <main id="main">
                <form class="questions" novalidate=true on:submit=|event| event.prevent_default()>
                    <header class="answer__head">
                        <Heading title />
                        {(!section.section.intro.is_empty()).then(|| view! { <p class="answer__intro">{section.section.intro.clone()}</p> })}
                        <UnsavedBanner draft=draft.clone() />
                    </header>
                    {questions}
                    {pager(&draft, &section)}
                </form>
            </main>
        </div>
    }
}

fn side_head(draft: &Draft) -> impl IntoView + use<> {
    let due = in_words(untrack(|| draft.view()).due);
    let own = draft.clone();
    let counts = Memo::new(move |_| own.counts());
    view! {
        <p>
            <b>{move || format!("{} of {} answered so far", counts.get().answered, counts.get().asked)}</b>
            <br />
            <span class="section__note">{format!("Some answers add questions. Due {due}, end of day UTC.")}</span>
        </p>
    }
}

/// The sections before and after, and the check page after the last.
fn pager(draft: &Draft, section: &Section) -> impl IntoView + use<> {
    let sections = draft.shape().sections();
    let place = sections.iter().position(|other| other.section.id == section.section.id).unwrap_or(0);
    let link = |other: &Section| Page::Section(draft.id().clone(), other.section.id.clone()).url();
    let before = place.checked_sub(1).and_then(|place| sections.get(place)).map(|other| {
        view! { <a class="button" data-size="l" href=link(other)><Icon symbol=Symbol::ArrowLeft />{other.section.title.clone()}</a> }
    });
    let (href, words) = match sections.get(place + 1) {
        Some(other) => (link(other), other.section.title.clone()),
        None => (Page::Check(draft.id().clone()).url(), "Check your answers".to_owned()),
    };
    view! {
        <div class="pager">
            {before}
            <a class="button" data-kind="main" data-size="l" href=href>{words}<Icon symbol=Symbol::ArrowRight /></a>
        </div>
    }
}

/// Follows the address's fragment to its question.
fn go_to_fragment() {
    let hash = window().location().hash().unwrap_or_default();
    if let Some(question) = hash.strip_prefix('#') {
        go_to_question(question);
    }
}

//! Every question of every section, to read and print before answering any.
//!
//! Questions that depend on others are listed too, each with the answer it depends on, and the numbers are those
//! of the whole section. Nothing can be answered here.

use super::why::why;
use super::with_draft;
use super::words::{asked_when, kind_words};
use crate::components::{Button, Heading, Icon, Symbol};
use crate::draft::{Draft, Section};
use crate::paths::Page;
use domain::api::portal::{PortalKind, PortalOption, PortalQuestion};
use domain::id::AssessmentId;
use leptos::prelude::*;

/// The page of all questions.
pub fn questions_page(id: AssessmentId) -> AnyView {
    with_draft(id, |draft| view! { <Questions draft /> }.into_any())
}

#[component]
fn Questions(draft: Draft) -> impl IntoView {
    let view = untrack(|| draft.view());
    let count = draft.shape().questions().count();
    let conditional = draft.shape().questions().filter(|question| question.show_if.is_some()).count();
    let sections = draft.shape().sections().iter().map(|section| one_section(&draft, section)).collect_view();
    let print = move |()| {
        // A browser that cannot print has no other way to say so.
        let _ = window().print();
    };
    view! {
        <main id="main" class="wrap stack" data-gap="xl" data-width="text">
            <div class="stack">
                <a href=Page::Tasks(draft.id().clone()).url()>"Back to the sections"</a>
                <Heading title=format!("All questions about {}", view.system) />
                <p class="lead">{format!("{count} questions. {conditional} of them are asked depending on other answers.")}</p>
                <div class="row"><Button on_press=print><Icon symbol=Symbol::Print />"Print"</Button></div>
            </div>
            {sections}
        </main>
    }
}

fn one_section(draft: &Draft, section: &Section) -> impl IntoView + use<> {
    let id = format!("h-{}", section.section.id);
    let href = Page::Section(draft.id().clone(), section.section.id.clone()).url();
    let question =
        |(place, question): (usize, &std::sync::Arc<PortalQuestion>)| one_question(draft, question, place + 1);
    view! {
        <section class="section" aria-labelledby=id.clone()>
            <div class="section__head">
                <h2 id=id.clone()>{section.section.title.clone()}</h2>
                <a href=href>"Answer"<span class="visually-hidden">{format!(" {}", section.section.title)}</span></a>
            </div>
            {(!section.section.intro.is_empty()).then(|| view! { <p class="section__note">{section.section.intro.clone()}</p> })}
            <ol class="stack" data-gap="l">{section.questions.iter().enumerate().map(question).collect_view()}</ol>
        </section>
    }
}

fn one_question(draft: &Draft, question: &PortalQuestion, number: usize) -> impl IntoView + use<> {
    let when = question.show_if.as_ref().map(|condition| asked_when(draft.shape(), condition));
    let option = |option: &PortalOption| view! { <li>{option.label.clone()}</li> };
    let options = (!question.options.is_empty())
        .then(|| view! { <ul class="listed">{question.options.iter().map(option).collect_view()}</ul> });
    let evidence = (!question.evidence_ask.is_empty()).then(|| {
        let kinds = question.evidence_kinds.iter().map(|kind| kind_words(kind)).collect::<Vec<_>>().join(", ");
        let needed = if question.evidence == "required" { "Evidence" } else { "Evidence, optional" };
        view! { <p class="question__by">{format!("{needed}: {} ({kinds})", question.evidence_ask)}</p> }
    });
    view! {
        <li class="question">
            <h3>
                <span class="question__number">{format!("Question {number}, {}", question.id)}</span>
                {question.text.clone()}
                {(!question.required).then_some(" (optional)")}
            </h3>
            {when.map(|words| view! { <p class="question__because">{words}</p> })}
            {(!question.help.is_empty()).then(|| view! { <p class="question__hint">{question.help.clone()}</p> })}
            <p class="question__by">{how(question)}</p>
            {options}
            {evidence}
            <div class="question__more">{why(question)}</div>
        </li>
    }
}

/// How a question is answered, in words.
fn how(question: &PortalQuestion) -> String {
    let unit = question.unit.as_ref().map(|unit| format!(" in {unit}")).unwrap_or_default();
    let how = match question.kind {
        PortalKind::Single | PortalKind::YesPartialNo => "Choose one:".to_owned(),
        PortalKind::Multi => "Choose all that apply:".to_owned(),
        PortalKind::Number => format!("A whole number{unit}."),
        PortalKind::Date => "A date.".to_owned(),
        PortalKind::Text => "A text in your own words.".to_owned(),
        PortalKind::File => "One or more files.".to_owned(),
    };
    if question.na_allowed {
        format!("{how} It may be marked as not applying to you, with a reason.")
            .replace(": It", " It")
            .replace(":. It", ". It")
    } else {
        how
    }
}

//! The questions of a questionnaire as the vendor reads them before answering: words, numbers, limits, evidence, why.
//!
//! It is drawn from what the vendor's browser gets and from nothing else, so no credit, weight or rule can show here.
//! Questions are numbered within their section, and a condition names the question it depends on by that number.

use crate::components::{Icon, Symbol};
use crate::pages::vendor::why::why;
use domain::api::portal::{PortalKind, PortalOption, PortalQuestion, PortalSection, PortalTemplate};
use domain::id::QuestionId;
use domain::template::{Condition, Depth, EvidenceKind};
use leptos::prelude::*;

/// A section with its questions at one depth.
struct Part<'a> {
    section: &'a PortalSection,
    questions: Vec<&'a PortalQuestion>,
}

/// Every section that has questions at this depth.
pub fn sections(template: &PortalTemplate, depth: Depth) -> AnyView {
    let parts = template.sections.iter().map(|section| part(template, section, depth));
    let parts: Vec<Part> = parts.filter(|part| !part.questions.is_empty()).collect();
    parts.iter().map(|part| section(&parts, part)).collect_view().into_any()
}

fn part<'a>(template: &'a PortalTemplate, section: &'a PortalSection, depth: Depth) -> Part<'a> {
    let own = template.questions.iter().filter(|one| one.section == section.id);
    Part { section, questions: own.filter(|one| depth == Depth::Deep || one.depth == Depth::Base).collect() }
}

fn section(parts: &[Part], part: &Part) -> AnyView {
    let questions = part.questions.iter().zip(1..);
    let questions: Vec<_> = questions.map(|(one, number)| question(parts, one, number)).collect();
    let intro = part.section.intro.clone();
    view! {
        <section class="section">
            <h3>{part.section.title.clone()}</h3>
            {(!intro.is_empty()).then(|| view! { <p class="section__note">{intro}</p> })}
            <ol class="stack" data-gap="l">{questions}</ol>
        </section>
    }
    .into_any()
}

fn question(parts: &[Part], question: &PortalQuestion, number: u32) -> AnyView {
    let note = |words: String, class: &'static str| (!words.is_empty()).then(|| view! { <p class=class>{words}</p> });
    let because = question.show_if.as_ref().map(|when| {
        view! { <p class="question__because"><Icon symbol=Symbol::Filter small=true />{asked_when(parts, when)}</p> }
    });
    let optional = if question.required { "" } else { " (optional)" };
    view! {
        <li class="stack" data-gap="s">
            <h4>
                <span class="question__number">{format!("Question {number}, {}", question.id)}</span>
                {question.text.clone()}
                {optional}
            </h4>
            {because}
            {note(question.help.clone(), "question__hint")}
            {note(how(question), "question__by")}
            {options(question)}
            {note(not_applicable(question), "question__by")}
            {note(evidence(question), "question__by")}
            {why(question)}
        </li>
    }
    .into_any()
}

fn options(question: &PortalQuestion) -> Option<AnyView> {
    let is_multi = question.kind == PortalKind::Multi;
    let option = |option: &PortalOption| {
        let alone = (is_multi && option.exclusive).then_some(", on its own");
        view! { <li>{option.label.clone()}{alone}</li> }
    };
    let options: Vec<_> = question.options.iter().map(option).collect();
    (!options.is_empty()).then(|| view! { <ul class="listed">{options}</ul> }.into_any())
}

/// How a question is answered, in words.
fn how(question: &PortalQuestion) -> String {
    match question.kind {
        PortalKind::Single | PortalKind::YesPartialNo => "Choose one:".to_owned(),
        PortalKind::Multi => "Choose all that apply:".to_owned(),
        PortalKind::Number => {
            let unit = question.unit.as_ref().map(|unit| format!(" in {unit}")).unwrap_or_default();
            let limits = match (question.min, question.max) {
                (Some(min), Some(max)) => format!(" from {min} to {max}"),
                (Some(min), None) => format!(", {min} or more"),
                (None, Some(max)) => format!(", {max} or less"),
                (None, None) => String::new(),
            };
            format!("A whole number{unit}{limits}.")
        }
        PortalKind::Date => "A date.".to_owned(),
        PortalKind::Text => "A text in your own words.".to_owned(),
        PortalKind::File => "One or more files.".to_owned(),
    }
}

fn not_applicable(question: &PortalQuestion) -> String {
    let words = if question.na_allowed { "It may be marked as not applying to you, with a reason." } else { "" };
    words.to_owned()
}

/// What is asked as evidence, whether it is needed, and the kinds that fit.
fn evidence(question: &PortalQuestion) -> String {
    if question.evidence_ask.is_empty() {
        return String::new();
    }
    let kinds: Vec<&str> = question
        .evidence_kinds
        .iter()
        .map(|key| EvidenceKind::of(key).map_or(key.as_str(), |known| known.title()))
        .collect();
    let needed = if question.evidence == "required" { "Evidence" } else { "Evidence, optional" };
    format!("{needed}: {} ({})", question.evidence_ask, kinds.join(", "))
}

/// When a question is asked, before any answer.
fn asked_when(parts: &[Part], condition: &Condition) -> String {
    let places: Vec<String> = condition.leaves().into_iter().filter_map(|leaf| place(parts, &leaf.q)).collect();
    if places.is_empty() {
        return "Asked depending on an earlier answer.".to_owned();
    }
    format!("Asked depending on the answer to {}.", places.join(" and "))
}

/// "question 4 of Profile and certification".
fn place(parts: &[Part], id: &QuestionId) -> Option<String> {
    parts.iter().find_map(|part| {
        let (_, number) = part.questions.iter().zip(1..).find(|(question, _): &(_, u32)| question.id == *id)?;
        Some(format!("question {number} of {}", part.section.title))
    })
}

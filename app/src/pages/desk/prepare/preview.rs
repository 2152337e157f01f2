//! Every question of the chosen questionnaires as the vendor will see it: no credits, no weights, no rules.
//!
//! The questions of a questionnaire are loaded when its fold is first opened, not before.
//! Deep questions are left out while the depth is base, and a section without questions is left out too.

use super::typed::Typed;
use crate::api;
use crate::components::{Icon, Load, Loaded, Symbol};
use crate::pages::desk::questionnaire::{condition, time};
use domain::api::assessment::TemplateRow;
use domain::id::TemplateHash;
use domain::template::{Depth, Kind, Question, Section, Template};
use leptos::prelude::*;
use std::sync::Arc;

/// The questions, folded by questionnaire.
#[component]
pub fn Preview(
    /// The questionnaires that can be sent.
    templates: Arc<Vec<TemplateRow>>,
    /// What is typed.
    typed: Typed,
) -> impl IntoView {
    let sums = templates.clone();
    let sum = move || {
        let deep = typed.depth() == Depth::Deep;
        let chosen = typed.templates.get();
        let rows: Vec<_> = sums.iter().filter(|row| chosen.contains(&row.hash)).collect();
        let questions: u32 = rows.iter().map(|row| if deep { row.questions_deep } else { row.questions_base }).sum();
        let minutes: u32 = rows.iter().map(|row| row.estimated_minutes).sum();
        let time = time(minutes);
        format!(
            "{questions} questions at most, some asked only after certain answers; whole questionnaires take {time}."
        )
    };
    let one = move |row: TemplateRow| view! { <One row typed /> };
    view! {
        <section class="section" aria-labelledby="h-preview">
            <h2 id="h-preview">"As the vendor will see it"</h2>
            <p class="section__note">{sum}</p>
            <For
                each=move || {
                    let chosen = typed.templates.get();
                    templates.iter().filter(|row| chosen.contains(&row.hash)).cloned().collect::<Vec<_>>()
                }
                key=|row| row.hash.clone()
                children=one
            />
        </section>
    }
}

#[component]
fn One(row: TemplateRow, typed: Typed) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let hash = row.hash.clone();
    let body = move || is_open.get().then(|| view! { <Questions hash=hash.clone() typed /> });
    view! {
        <details class="fold" on:toggle=move |_| is_open.set(true)>
            <summary><Icon symbol=Symbol::ChevronRight small=true />{format!("Read all questions: {}", row.title)}</summary>
            <div class="fold__body">{body}</div>
        </details>
    }
}

#[component]
fn Questions(hash: TemplateHash, typed: Typed) -> impl IntoView {
    let template = Loaded::new(move || {
        let hash = hash.clone();
        async move { api::questionnaire::questionnaire(&hash).await.map(Arc::new) }
    });
    let view = move |template: Arc<Template>| {
        view! {
            <div class="stack" data-gap="l">
                {move || template.sections.iter().map(|one| section(&template, one, typed.depth())).collect_view()}
            </div>
        }
        .into_any()
    };
    view! { <Load resource=template label="the questions" view /> }
}

fn section(template: &Template, section: &Section, depth: Depth) -> AnyView {
    let asked = template.questions.iter().filter(|one| one.section == section.id);
    let asked = asked.filter(|one| depth == Depth::Deep || one.depth == Depth::Base);
    let questions: Vec<_> = asked.map(|one| question(template, one)).collect();
    if questions.is_empty() {
        return ().into_any();
    }
    view! {
        <section class="section">
            <h3>{section.title.clone()}</h3>
            {(!section.intro.is_empty()).then(|| view! { <p class="section__note">{section.intro.clone()}</p> })}
            {questions}
        </section>
    }
    .into_any()
}

fn question(template: &Template, question: &Question) -> AnyView {
    let because = question.show_if.as_ref().map(|when| {
        let words = condition::in_words(when, &|id| template.question(id));
        view! { <p class="question__because"><Icon symbol=Symbol::Filter small=true />{words}</p> }
    });
    let note = |text: &str| (!text.is_empty()).then(|| view! { <p class="section__note">{text.to_owned()}</p> });
    let optional = if question.required { "" } else { " (optional)" };
    let options = question.options.iter().map(|option| view! { <li><span>{option.label.clone()}</span></li> });
    let kind = match question.kind {
        Kind::Single | Kind::YesPartialNo => "One answer",
        Kind::Multi => "Several answers",
        Kind::Number => "A number",
        Kind::Date => "A date",
        Kind::Text => "Text",
        Kind::File => "A file",
    };
    view! {
        <article class="stack" data-gap="s">
            <h4><span class="question__number">{question.id.to_string()}</span>{question.text.clone()}{optional}</h4>
            {because}
            {note(&question.why)}
            {note(&question.help)}
            <p class="section__note">{kind}</p>
            <ul class="credits">{options.collect_view()}</ul>
            {note(&question.evidence.ask)}
        </article>
    }
    .into_any()
}

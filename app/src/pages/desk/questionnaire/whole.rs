//! One version of a questionnaire: figures, sections, every question, and the rules between answers.
//!
//! The page only reads: a questionnaire cannot be changed here.
//! A contradiction rule is shown in the section of the question whose claim it doubts.

use super::list::time;
use super::question::question;
use crate::api;
use crate::components::{Banner, Crumbs, Figure, Figures, Load, Loaded, PageHead, Step, Tone};
use crate::paths::Page;
use domain::calendar::in_words;
use domain::id::{OptionId, QuestionId, TemplateHash};
use domain::template::{Contradiction, Depth, Question, Section, Template};
use leptos::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The page.
pub fn questionnaire_page(hash: TemplateHash) -> AnyView {
    let template = Loaded::new(move || {
        let hash = hash.clone();
        async move { api::questionnaire::questionnaire(&hash).await.map(Arc::new) }
    });
    view! {
        <main id="main" class="wrap stack" data-gap="l">
            <Load resource=template label="the questionnaire" view=shown />
        </main>
    }
    .into_any()
}

fn shown(template: Arc<Template>) -> AnyView {
    let total = template.questions.len();
    let sub = format!(
        "Version {}, contents checked {}. {total} questions, {}. {}",
        template.version,
        in_words(template.as_of),
        time(template.estimated_minutes),
        template.summary
    );
    let steps = vec![Step::to("Questionnaires", Page::Questionnaires.url()), Step::here(template.title.clone())];
    view! {
        <div class="stack">
            <Crumbs steps />
            <PageHead title=template.title.clone() sub />
        </div>
        {figures(&template)}
        <div class="form-page template">
            {side(&template)}
            <div class="stack" data-gap="xl">{template.sections.iter().map(|one| section(&template, one)).collect_view()}</div>
        </div>
    }
    .into_any()
}

fn figures(template: &Template) -> AnyView {
    let count = |which: fn(&Question) -> bool| template.questions.iter().filter(|one| which(one)).count();
    let deep = count(|one| one.depth == Depth::Deep);
    let mut controls = BTreeSet::new();
    controls.extend(template.questions.iter().flat_map(|one| &one.refs.iso42001));
    let annex = controls.iter().filter(|id| id.starts_with("A.")).count();
    let base = count(|one| one.depth == Depth::Base);
    let (critical, conditional) = (count(|one| one.critical), count(|one| one.show_if.is_some()));
    let rules = template.contradictions.len();
    view! {
        <Figures label="At a glance">
            <Figure label="Base questions" value=base.to_string() note=format!("{deep} more at depth") />
            <Figure label="Critical" value=critical.to_string() note="Each failure caps the score" />
            <Figure label="Conditional" value=conditional.to_string() note="Shown by an earlier answer" />
            <Figure label="Annex A controls" value=annex.to_string() note="Of ISO/IEC 42001, named by a question" />
            <Figure label="Contradiction rules" value=rules.to_string() note="A claim counts less while they hold" />
        </Figures>
    }
    .into_any()
}

fn anchor(section: &Section) -> String {
    format!("section-{}", section.id)
}

fn side(template: &Template) -> AnyView {
    let item = |section: &Section| {
        let count = template.questions.iter().filter(|one| one.section == section.id).count();
        view! {
            <li class="tasks__item">
                <a href=format!("#{}", anchor(section))>{section.title.clone()}</a>
                <span class="tasks__count">{count}</span>
            </li>
        }
    };
    let mut weights = BTreeSet::new();
    weights.extend(template.sections.iter().map(|section| section.weight));
    let note = (weights.len() == 1).then(|| view! { <p class="section__note">"All sections weigh the same."</p> });
    view! {
        <nav class="form-page__side stack" aria-label="Sections">
            <h2 class="template__nav">"Sections"</h2>
            <ol class="tasks">{template.sections.iter().map(item).collect_view()}</ol>
            {note}
        </nav>
    }
    .into_any()
}

fn section(template: &Template, section: &Section) -> AnyView {
    let asked: Vec<&Question> = template.questions.iter().filter(|one| one.section == section.id).collect();
    let note = format!("{} questions, section weight {}", asked.len(), section.weight);
    let rules = template.contradictions.iter().filter(|rule| asked.iter().any(|one| one.id == rule.claim.q));
    let rules: Vec<_> = rules.map(|rule| banner(template, rule)).collect();
    let id = anchor(section);
    let heading = format!("{id}-head");
    view! {
        <section class="section" id=id aria-labelledby=heading>
            <div class="section__head"><h2 id=heading.clone()>{section.title.clone()}</h2><p class="section__note">{note}</p></div>
            {(!section.intro.is_empty()).then(|| view! { <p class="lead">{section.intro.clone()}</p> })}
            <div>{asked.into_iter().map(|one| question(template, one)).collect_view()}</div>
            {rules}
        </section>
    }
    .into_any()
}

fn banner(template: &Template, rule: &Contradiction) -> AnyView {
    let claim = labels(template, &rule.claim.q, &rule.claim.options);
    let counter = labels(template, &rule.counter.q, &rule.counter.options);
    let words = format!(
        " If {} says {claim} while {} says {counter}, {} counts at most {}, and a {} finding opens.",
        rule.claim.q,
        rule.counter.q,
        rule.claim.q,
        rule.cap,
        rule.severity.title().to_ascii_lowercase()
    );
    let id = rule.id.to_string();
    view! { <Banner tone=Tone::Warn><p><b>"Rule " {id} "."</b> {words}</p></Banner> }.into_any()
}

/// The options' labels of a question, joined.
fn labels(template: &Template, question: &QuestionId, options: &[OptionId]) -> String {
    let question = template.question(question);
    let label = |id: &OptionId| {
        let known = question.and_then(|question| question.option(id.as_str()));
        format!("\u{201c}{}\u{201d}", known.map_or(id.as_str(), |option| option.label.as_str()))
    };
    options.iter().map(label).collect::<Vec<_>>().join(" or ")
}

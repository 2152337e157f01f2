//! A question as its author sees it: text, options with credits, bands, condition, evidence, references.
//!
//! Credits, weights and the finding for a low answer are for the staff, so no vendor's page may use this view.
//! The vendor's side of a question is shown by the preview under `prepare`.

use super::condition;
use crate::components::{Badge, Icon, Symbol, Tag, Tone};
use domain::template::{Band, Depth, Kind, Limit, Mode, Question, Refs, Requirement, Template};
use leptos::prelude::*;

/// The question.
pub fn question(template: &Template, question: &Question) -> AnyView {
    let id = format!("q-{}", question.id);
    let weight = if question.scored { format!("Weight {}", question.weight) } else { "Not scored".to_owned() };
    let because = question.show_if.as_ref().map(|when| {
        let words = condition::in_words(when, &|id| template.question(id));
        view! { <p class="question__because"><Icon symbol=Symbol::Filter small=true />{words}</p> }
    });
    view! {
        <article class="tq" aria-labelledby=id>
            <div class="tq__side"><span class="tq__id">{question.id.to_string()}</span><span class="section__note">{weight}</span></div>
            <div class="stack" data-gap="s">
                <h3 id=id.clone()>{question.text.clone()}</h3>
                {marks(question)}
                {because}
                {(!question.help.is_empty()).then(|| view! { <p class="section__note">{question.help.clone()}</p> })}
                {credits(question)}
            </div>
            <dl class="facts tq__refs">
                {refs_facts(&question.refs)}
                {question.remediation.as_ref().map(|low| view! { <dt>"If low"</dt><dd>{low.finding.clone()}</dd> })}
            </dl>
        </article>
    }
    .into_any()
}

fn marks(question: &Question) -> AnyView {
    let critical = question.critical.then(|| {
        let words = if question.stop { "Critical: stops the vendor" } else { "Critical" };
        view! { <Badge tone=Tone::Bad symbol=Symbol::Alert words /> }
    });
    let evidence = match question.evidence.requirement {
        Requirement::Required => Some("evidence required"),
        Requirement::Optional => Some("evidence optional"),
        Requirement::None => None,
    };
    let tags = [
        evidence,
        (question.depth == Depth::Deep).then_some("deep"),
        question.na_allowed.then_some("may not apply"),
        (!question.required).then_some("optional"),
    ];
    let tags: Vec<_> = tags.into_iter().flatten().map(|words| view! { <Tag words /> }).collect();
    view! { <p class="row">{critical}{tags}</p> }.into_any()
}

fn credits(question: &Question) -> AnyView {
    let line = |words: String, credit: Option<u8>| {
        let credit = credit.map(|credit| view! { <span class="credits__value">{credit}</span> });
        view! { <li><span>{words}</span>{credit}</li> }
    };
    let unit = question.scoring.unit.as_deref().unwrap_or_default();
    let lines: Vec<_> = match question.kind {
        Kind::Single | Kind::YesPartialNo | Kind::Multi => {
            question.options.iter().map(|option| line(option.label.clone(), option.score)).collect()
        }
        Kind::Number | Kind::Date => question
            .scoring
            .bands
            .iter()
            .map(|band| line(band_words(*band, question.scoring.mode, unit), Some(band.score)))
            .collect(),
        Kind::Text => vec![line("Text".to_owned(), None)],
        Kind::File => vec![line("File".to_owned(), None)],
    };
    view! { <ul class="credits">{lines}</ul> }.into_any()
}

/// "at least 90 days ahead", "at most 24 hours", "anything else".
fn band_words(band: Band, mode: Mode, unit: &str) -> String {
    let (unit, ending) = match mode {
        Mode::DaysUntil => ("days", " ahead"),
        Mode::DaysSince => ("days", " ago"),
        Mode::Option | Mode::SumCapped | Mode::Bands | Mode::None => (unit, ""),
    };
    let words = match band.limit {
        Limit::AtLeast(Some(least)) => format!("at least {least} {unit}"),
        Limit::AtMost(Some(most)) => format!("at most {most} {unit}"),
        Limit::AtLeast(None) | Limit::AtMost(None) => return "anything else".to_owned(),
    };
    format!("{}{ending}", words.trim_end())
}

/// The references of a question by framework, as facts.
pub fn refs_facts(refs: &Refs) -> AnyView {
    let lists = [
        ("ISO 42001", &refs.iso42001),
        ("NIST", &refs.nist_ai_rmf),
        ("AI Act", &refs.eu_ai_act),
        ("ISO 27001", &refs.iso27001),
        ("Other", &refs.other),
    ];
    let some = lists.into_iter().filter(|(_, ids)| !ids.is_empty());
    some.map(|(name, ids)| view! { <dt>{name}</dt><dd>{ids.join(", ")}</dd> }).collect_view().into_any()
}

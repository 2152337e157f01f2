//! One answer as the vendor gave it: the question, what was said, evidence, and what each answer would mean.
//!
//! The parts that change with the view are closures, so a judgement redraws them and not the whole pane.
//! Weight and limit stand here because the reader is a reviewer; the preview for the vendor leaves them out.

use super::super::bundle::Open;
use super::{HEADING, evidence, said, what_if};
use crate::components::{Badge, Banner, Icon, Symbol, Tag, Tone};
use crate::pages::desk::questionnaire::condition;
use crate::pages::desk::readiness;
use domain::id::QuestionId;
use domain::template::Question;
use leptos::prelude::*;

/// The pane.
pub fn pane(open: Open, id: QuestionId) -> AnyView {
    let questionnaire = open.questionnaire();
    let Some(question) = questionnaire.question(&id).cloned() else { return ().into_any() };
    let because = question.show_if.as_ref().map(|when| {
        let words = condition::in_words(when, &|id| questionnaire.question(id));
        view! { <p class="question__because"><Icon symbol=Symbol::Filter small=true />{words}</p> }
    });
    let (shown, doubted, meant) = (question.clone(), id.clone(), question.clone());
    let help = (!question.help.is_empty()).then(|| view! { <p class="section__note">{question.help.clone()}</p> });
    let text = question.text.clone();
    let marks = marks(open, &question);
    view! {
        <article class="pane stack" data-gap="l" aria-labelledby=HEADING tabindex="0">
            <header class="stack" data-gap="s">
                {marks}
                <h2 class="said__question" id=HEADING tabindex="-1">{text}</h2>
                {because}
                {help}
            </header>
            <section class="stack" data-gap="s" aria-label="Answer">
                {move || said::answer(open, &shown)}
            </section>
            {move || contradictions(open, &doubted)}
            <evidence::Evidence open question=question />
            {move || what_if::section(open, &meant)}
        </article>
    }
    .into_any()
}

fn marks(open: Open, question: &Question) -> AnyView {
    let ready = open.view.with_untracked(|view| readiness::mark(&view.not_yet_due, &question.id));
    let ready = ready.map(|words| view! { <Badge words /> });
    let refs = &question.refs;
    let all = refs.iso42001.iter().chain(&refs.nist_ai_rmf).chain(&refs.eu_ai_act);
    let refs = all.cloned().collect::<Vec<_>>().join(", ");
    let critical = question.fail_below.filter(|_| question.critical).map(|limit| {
        let words = if question.stop {
            format!("Stops the vendor below {limit}")
        } else {
            format!("Critical: fails below {limit}")
        };
        view! { <Badge tone=Tone::Bad symbol=Symbol::Alert words /> }
    });
    let weight = if question.scored { format!("Weight {}. ", question.weight) } else { "Not scored. ".to_owned() };
    view! {
        <p class="row">
            <Tag words=question.id.to_string() />
            {critical}
            {ready}
            <span class="section__note">{weight}{refs}</span>
        </p>
    }
    .into_any()
}

/// The rules that doubt this answer.
fn contradictions(open: Open, id: &QuestionId) -> AnyView {
    let Some(score) = open.score() else { return ().into_any() };
    let holding = score.contradictions.iter().filter(|holding| score.id(holding.entry) == Some(id));
    let banner = |holding: &domain::scoring::Holding| {
        let rule = &score.rule(holding.rule)?.rule;
        let words = format!(" {} It counts at most {}. The other answer: {}.", rule.text, rule.cap, rule.counter.q);
        let name = format!("Rule {}.", rule.id);
        Some(view! { <Banner tone=Tone::Warn><p><b>{name}</b>{words}</p></Banner> })
    };
    holding.filter_map(banner).collect_view().into_any()
}

//! The score explained: every point, what was lost, what caps it, and what it leaves of the risk.
//!
//! Everything here is computed in the browser from the state that the server sent, with the rules of `domain`.

pub mod controls;
pub mod points;
pub mod sections;
pub mod sum;

use super::bundle::{self, Bundle, Open};
use crate::components::{Badge, BandMark, Banner, Crumbs, Empty, Load, Loaded, PageHead, Step, Tone, exact};
use crate::pages::desk::readiness;
use crate::pages::desk::words::band_words;
use crate::paths::Page;
use domain::assessment::Stage;
use domain::id::AssessmentId;
use domain::scoring::Score;
use leptos::prelude::*;
use std::sync::Arc;

/// The page.
pub fn score_page(id: AssessmentId) -> AnyView {
    let loaded = Loaded::new(move || {
        let id = id.clone();
        async move { bundle::load(&id).await }
    });
    view! {
        <main id="main" class="wrap stack" data-gap="l">
            <Load resource=loaded label="the score" view=shown />
        </main>
    }
    .into_any()
}

fn shown(bundle: Bundle) -> AnyView {
    let open = Open::new(bundle);
    let (steps, title, provisional, as_of) = open.view.with_untracked(|view| {
        let steps = vec![
            Step::to("Assessments", Page::Assessments.url()),
            Step::to(view.row.system.clone(), Page::Assessment(view.id.clone()).url()),
            Step::here("Score"),
        ];
        let as_of = view.state.as_ref().map(|state| state.as_of);
        (steps, format!("Score of {}", view.row.system), view.row.stage != Stage::Concluded, as_of)
    });
    let sub = as_of.map(|day| {
        format!("As of {}, UTC. Figures with two decimals add up exactly.", domain::calendar::in_words(day))
    });
    let body = match open.score() {
        Some(score) => explained(open, &score, provisional),
        None => match open.view.with_untracked(bundle::score_fault) {
            Some(fault) => fault,
            None => {
                view! { <Empty title="No score yet" words="A score appears once answers were submitted." /> }.into_any()
            }
        },
    };
    view! {
        <div class="stack">
            <Crumbs steps />
            <PageHead title sub=sub.unwrap_or_default() />
        </div>
        {body}
    }
    .into_any()
}

fn explained(open: Open, score: &Arc<Score>, provisional: bool) -> AnyView {
    view! {
        {headline(score, provisional)}
        {open.view.with_untracked(readiness::note)}
        <div class="columns">
            {sum::risk(open, score)}
            {sum::trail(score)}
        </div>
        {sections::section(score)}
        {contradictions(score)}
        {open.view.with_untracked(|view| points::section(score, &view.not_yet_due))}
        {controls::section(open)}
    }
    .into_any()
}

fn headline(score: &Score, provisional: bool) -> AnyView {
    let words = score.band().map_or_else(|| "Not scorable".to_owned(), band_words);
    let value = score.final_.map_or_else(|| "–".to_owned(), exact);
    let fails: Vec<String> = score.fail_ids().map(ToString::to_string).collect();
    let banner = (!fails.is_empty()).then(|| {
        let cap = exact(score.cap.unwrap_or(10_000));
        let words = if score.blocked {
            format!(
                " A stop question fails ({}). The score is capped at {cap} and nobody should approve.",
                fails.join(", ")
            )
        } else {
            format!(" Critical questions fail: {}. They cap the score at {cap}.", fails.join(", "))
        };
        let lead = if score.blocked { "Blocked." } else { "Capped." };
        view! { <Banner tone=Tone::Bad><p><b>{lead}</b>{words}</p></Banner> }
    });
    view! {
        <p class="sum__now">
            <BandMark band=score.band() large=true />
            <span class="sum__value">{value}</span>
            <span>{words}</span>
            {provisional.then(|| view! { <Badge tone=Tone::Warn words="Provisional until conclusion" /> })}
        </p>
        {banner}
    }
    .into_any()
}

fn contradictions(score: &Score) -> AnyView {
    if score.contradictions.is_empty() {
        return ().into_any();
    }
    let line = |holding: &domain::scoring::Holding| {
        let rule = &score.rule(holding.rule)?.rule;
        let words = format!(
            " {} and {}: {} counts at most {} while this holds.",
            rule.claim.q, rule.counter.q, rule.claim.q, rule.cap
        );
        let (id, text) = (rule.id.to_string(), rule.text.clone());
        Some(view! { <li><b>{id}</b>" "{text}<span class="table__sub">{words}</span></li> })
    };
    let lines: Vec<_> = score.contradictions.iter().filter_map(line).collect();
    view! {
        <section class="section" aria-labelledby="h-contradictions">
            <h2 id="h-contradictions">"Answers that do not go together"</h2>
            <ul class="stack">{lines}</ul>
        </section>
    }
    .into_any()
}

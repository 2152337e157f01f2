//! Two sums: from inherent risk to residual now, and from what was claimed to the score.
//!
//! Late findings are listed one by one as if each stood alone, so where the cap on them bites, a negative line
//! makes the sum come out.

use super::super::bundle::{Open, residual_of, uplift_of};
use crate::charts::clock::days;
use crate::components::{Level, exact};
use crate::pages::desk::vendor::plus;
use crate::pages::desk::words::residual_band;
use domain::api::assessment::AssessmentView;
use domain::inherent::uplift;
use domain::scoring::Score;
use leptos::prelude::*;

/// Inherent, residual, residual now.
pub fn risk(open: Open, score: &Score) -> AnyView {
    let body = open.view.with_untracked(|view| risk_lines(view, score));
    view! {
        <section class="section sum" data-span="6" aria-labelledby="h-risk">
            <h2 id="h-risk">"What it leaves of the risk"</h2>
            {body}
        </section>
    }
    .into_any()
}

fn risk_lines(view: &AssessmentView, score: &Score) -> AnyView {
    let Some((inherent, residual)) = view.inherent.zip(residual_of(view, score.final_)) else {
        return view! { <p class="section__note">"A residual needs an intake and a score."</p> }.into_any();
    };
    let late = view.findings.iter().filter(|row| row.days_late > 0);
    let each: Vec<(String, i64)> = late
        .map(|row| {
            let words = format!("Late: {}, {}", row.finding.question, days(row.days_late));
            (words, i64::from(uplift(&[(row.finding.severity, row.days_late)])))
        })
        .collect();
    let added = i64::from(uplift_of(view, None));
    let capped = added - each.iter().map(|(_, one)| one).sum::<i64>();
    let now = (residual + added).min(10_000);
    let each = each.into_iter().map(|(words, one)| view! { <div><dt>{words}</dt><dd>{plus(one)}</dd></div> });
    view! {
        <dl class="sum__lines">
            <div><dt>"Inherent risk of the use today"</dt><dd>{exact(inherent)}</dd></div>
            <div><dt>"Taken off by controls: nine tenths of the score's share"</dt><dd>{exact(residual - inherent)}</dd></div>
            <div data-sum=""><dt>"Residual"</dt><dd>{exact(residual)}</dd></div>
            {each.collect_view()}
            {(capped < 0).then(|| view! { <div><dt>"Late findings add at most 15.00"</dt><dd>{exact(capped)}</dd></div> })}
            <div data-sum=""><dt>"Residual now "<Level of=residual_band(now) /></dt><dd>{exact(now)}</dd></div>
        </dl>
    }
    .into_any()
}

/// Claimed, evidence and review, cap, score; and confidence and completeness.
pub fn trail(score: &Score) -> AnyView {
    view! {
        <section class="section" data-span="6" aria-labelledby="h-trail">
            <h2 id="h-trail">"From claim to score"</h2>
            {trail_lines(score)}
        </section>
    }
    .into_any()
}

/// The same lines, for the review too.
pub fn trail_lines(score: &Score) -> AnyView {
    let figure = |value: Option<u32>| value.map_or_else(|| "–".to_owned(), exact);
    let percent = |value: Option<u32>| value.map_or_else(|| "–".to_owned(), |value| format!("{}%", exact(value)));
    let gap = score.gap().map_or_else(|| "–".to_owned(), |gap| exact(-i64::from(gap)));
    let fails = score.fails.len();
    let cap = score.cap_loss().map(|loss| {
        let words = if fails == 1 { "Critical cap, 1 fails".to_owned() } else { format!("Critical cap, {fails} fail") };
        let loss = exact(-i64::from(loss));
        view! { <div><dt>{words}</dt><dd>{loss}</dd></div> }
    });
    view! {
        <dl class="trail">
            <div><dt>"Claimed, before caps"</dt><dd>{figure(score.claimed.raw)}</dd></div>
            <div><dt>"Evidence and review"</dt><dd>{gap}</dd></div>
            <div><dt>"Sum of points"</dt><dd>{figure(score.raw)}</dd></div>
            {cap}
            <div><dt><b>"Score"</b></dt><dd><b>{figure(score.final_)}</b></dd></div>
            <div><dt>"Claimed, after caps"</dt><dd>{figure(score.claimed.final_)}</dd></div>
            <div><dt>"Confidence"</dt><dd>{percent(score.confidence)}</dd></div>
            <div><dt>"Completeness"</dt><dd>{percent(score.completeness)}</dd></div>
            <div><dt>"Unanswered questions"</dt><dd>{score.unanswered}</dd></div>
        </dl>
    }
    .into_any()
}

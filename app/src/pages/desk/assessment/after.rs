//! After the first submission: the score in one line, how the review stands, the outcome and the findings.
//!
//! Every score is provisional until the conclusion, and says so. While queries are with the vendor the figures are
//! those of the last submission.

use super::super::bundle::{Open, residual_of, score_fault};
use crate::components::{Badge, BandMark, Banner, DateText, Figure, Figures, Tone, count, tenths};
use crate::pages::desk::findings::finding_table;
use crate::pages::desk::readiness;
use crate::pages::desk::words::band_words;
use crate::paths::Page;
use crate::visit::Visit;
use domain::actor::Role;
use domain::api::assessment::AssessmentView;
use domain::assessment::{Outcome, Stage};
use leptos::prelude::*;

/// The links to review and score.
pub fn actions(view: &AssessmentView) -> AnyView {
    let review = Page::Review(view.id.clone()).url();
    let open = view.row.stage != Stage::Concluded && view.row.stage != Stage::Withdrawn;
    let judge = Visit::current().has(Role::Reviewer) || Visit::current().has(Role::Approver);
    let main = open && judge;
    let label = if main { "Review the answers" } else { "Read the answers" };
    view! {
        <a class="button" href=Page::Score(view.id.clone()).url()>"Score explained"</a>
        <a class="button" data-kind=main.then_some("main") href=review>{label}</a>
    }
    .into_any()
}

/// The section.
pub fn section(open: Open) -> AnyView {
    let view = open.view;
    view! {
        {move || view.with(banner)}
        {move || figures(open)}
        {move || view.with(readiness::note)}
        <section class="section" aria-labelledby="h-findings">
            <h2 id="h-findings">"Findings"</h2>
            {move || view.with(findings)}
        </section>
    }
    .into_any()
}

fn banner(view: &AssessmentView) -> AnyView {
    match (view.row.stage, view.row.outcome.clone()) {
        (Stage::Concluded, Some(Outcome::Approved)) => {
            view! { <Banner tone=Tone::Good><p><b>"Approved."</b></p></Banner> }.into_any()
        }
        (Stage::Concluded, Some(Outcome::Rejected)) => {
            view! { <Banner tone=Tone::Bad><p><b>"Rejected."</b></p></Banner> }.into_any()
        }
        (Stage::Concluded, Some(Outcome::Conditional { conditions, until })) => view! {
            <Banner tone=Tone::Warn><p><b>"Approved with conditions until " <DateText date=until /> ". "</b><span class="written">{conditions}</span></p></Banner>
        }
        .into_any(),
        (Stage::Withdrawn, _) => view! { <Banner><p>"This assessment was withdrawn."</p></Banner> }.into_any(),
        (Stage::Returned, _) => {
            let sent = view.reviews.values().filter(|review| review.query_sent && review.query.is_some()).count();
            let queries = count(sent, "query is", "queries are");
            view! { <Banner><p>{queries} " with the vendor. Figures are those of the last submission."</p></Banner> }.into_any()
        }
        (Stage::Draft | Stage::Sent | Stage::Answering | Stage::Submitted | Stage::InReview | Stage::Concluded, _) => {
            ().into_any()
        }
    }
}

fn figures(open: Open) -> AnyView {
    let score = open.score();
    open.view.with(|view| {
        let figure = |value: Option<u32>| value.map_or_else(|| "–".to_owned(), tenths);
        let final_ = score.as_ref().and_then(|score| score.final_);
        let band = score.as_ref().and_then(|score| score.band());
        let provisional = view.row.stage != Stage::Concluded;
        let note = if provisional { "Provisional until conclusion" } else { "As reviewed, with verified fixes" };
        let claimed = score.as_ref().and_then(|score| score.claimed.final_);
        let confidence = score.as_ref().and_then(|score| score.confidence);
        let residual = residual_of(view, final_).map_or_else(|| "–".to_owned(), tenths);
        let reviewed = view.row.reviewed.to_string();
        let asked = format!("of {}", view.row.counts.asked);
        let blocked = score.as_ref().is_some_and(|score| score.blocked);
        let no_score = if view.row.score_fault.is_some() { "No score" } else { "Not scorable" };
        view! {
            {score_fault(view)}
            <p class="row">
                <BandMark band large=true />
                <span>{band.map_or_else(|| no_score.to_owned(), band_words)}</span>
                {provisional.then(|| view! { <Badge tone=Tone::Warn words="Provisional" /> })}
                {blocked.then(|| view! { <Badge tone=Tone::Bad words="Blocked: a stop question fails" /> })}
            </p>
            <Figures label="Score">
                <Figure label="Score" value=figure(final_) note />
                <Figure label="Claimed" value=figure(claimed) note="By the vendor's word alone" />
                <Figure label="Confidence" value=figure(confidence) unit="%" note="How well answers are evidenced" />
                <Figure label="Residual" value=residual note="Inherent risk less what controls take off" />
                <Figure label="Reviewed" value=reviewed unit=asked note="Answers with a verdict" />
            </Figures>
        }
        .into_any()
    })
}

fn findings(view: &AssessmentView) -> AnyView {
    if !view.findings.is_empty() {
        return finding_table("Findings of this assessment", view.findings.clone());
    }
    let words = if view.row.stage == Stage::Concluded {
        "No answer earned less than 75, no answers disagree, and no required evidence is missing."
    } else {
        "Findings are raised at the conclusion. The review shows which would be."
    };
    view! { <p class="section__note">{words}</p> }.into_any()
}

//! The trade's words and marks on the desk: what each state, stage and kind is called, and which mark it wears.
//!
//! Only names are made here; what holds is decided by `domain`.

use crate::components::{Level, Symbol, Tone, badge};
use domain::api::assessment::AssessmentRow;
use domain::assessment::{Outcome, Stage};
use domain::calendar::in_words;
use domain::inherent::{RiskBand, Tier};
use domain::scoring::ScoreBand;
use domain::vendor::{CertificateKind, Technique};
use leptos::prelude::*;

/// The band of a residual in hundredths.
#[must_use]
pub fn residual_band(residual: i64) -> RiskBand {
    RiskBand::of(u32::try_from(residual).unwrap_or(0))
}

/// The band of a final score in hundredths.
#[must_use]
pub fn score_band(score: i64) -> ScoreBand {
    ScoreBand::of(u32::try_from(score).unwrap_or(0))
}

/// "Band C, needs work".
#[must_use]
pub fn band_words(band: ScoreBand) -> String {
    format!("Band {}, {}", band.letter(), band.title().to_ascii_lowercase())
}

/// A tier without hue, or that there is none yet.
#[must_use]
pub fn tier_level(tier: Option<Tier>) -> AnyView {
    match tier {
        Some(tier) => view! { <Level of=tier plain=true /> }.into_any(),
        None => badge(Tone::Plain, None, "No intake yet"),
    }
}

/// Where an assessment stands, for a table.
#[must_use]
pub fn stage_badge(row: &AssessmentRow) -> AnyView {
    let late = row.overdue.then(|| badge(Tone::Bad, Some(Symbol::Clock), "Answers are late"));
    let (tone, words) = match (row.stage, &row.outcome) {
        (Stage::Concluded, Some(outcome)) => {
            return view! { <span class="row">{outcome_badge(outcome)}{late}</span> }.into_any();
        }
        (Stage::Draft, _) => (Tone::Plain, "Draft"),
        (Stage::Sent, _) => (Tone::Plain, "Sent"),
        (Stage::Answering, _) => (Tone::Plain, "With the vendor"),
        (Stage::Submitted, _) => (Tone::Act, "To review"),
        (Stage::InReview, _) => (Tone::Act, "In review"),
        (Stage::Returned, _) => (Tone::Plain, "Queries with the vendor"),
        (Stage::Withdrawn, _) => (Tone::Plain, "Withdrawn"),
        (Stage::Concluded, None) => (Tone::Plain, "Concluded"),
    };
    view! { <span class="row">{badge(tone, None, words)}{late}</span> }.into_any()
}

/// How an assessment ended.
#[must_use]
pub fn outcome_badge(outcome: &Outcome) -> AnyView {
    match outcome {
        Outcome::Approved => badge(Tone::Good, Some(Symbol::Check), "Approved"),
        Outcome::Conditional { until, .. } => {
            let words = format!("Approved with conditions until {}", in_words(*until));
            badge(Tone::Good, Some(Symbol::Check), words)
        }
        Outcome::Rejected => badge(Tone::Bad, Some(Symbol::Close), "Rejected"),
    }
}

/// Every technique with its id and its name.
pub const TECHNIQUES: [(Technique, &str, &str); 7] = [
    (Technique::Generative, "generative", "Generates text, code, images, audio or video"),
    (Technique::Predictive, "predictive", "Predicts or classifies"),
    (Technique::Vision, "vision", "Computer vision"),
    (Technique::Speech, "speech", "Recognises or makes speech"),
    (Technique::Recommender, "recommender", "Ranks or recommends"),
    (Technique::Agentic, "agentic", "An agent that plans and calls tools"),
    (Technique::Rules, "rules", "Rules or optimisation only"),
];

/// Every kind of certificate with its id and its name.
pub const CERTIFICATES: [(CertificateKind, &str, &str); 7] = [
    (CertificateKind::Iso42001, "iso42001", "ISO/IEC 42001 certificate"),
    (CertificateKind::Iso27001, "iso27001", "ISO/IEC 27001 certificate"),
    (CertificateKind::Iso27701, "iso27701", "ISO/IEC 27701 certificate"),
    (CertificateKind::Iso9001, "iso9001", "ISO 9001 certificate"),
    (CertificateKind::Soc2, "soc2", "SOC 2 report"),
    (CertificateKind::PenetrationTest, "penetration_test", "Penetration test report"),
    (CertificateKind::Other, "other", "Other certificate or report"),
];

/// The name of a kind of certificate.
#[must_use]
pub fn certificate_words(kind: CertificateKind) -> &'static str {
    CERTIFICATES.iter().find(|(known, ..)| *known == kind).map_or("Certificate", |(_, _, words)| *words)
}

/// A figure in hundredths with one decimal, or a dash while there is none.
#[must_use]
pub fn figure(hundredths: Option<i64>) -> AnyView {
    match hundredths {
        Some(value) => crate::components::tenths(value).into_any(),
        None => view! { <span aria-hidden="true">"–"</span><span class="visually-hidden">"none yet"</span> }.into_any(),
    }
}

/// Where a list ends before its last row; nothing when it holds them all.
#[must_use]
pub fn list_end(shown: usize, of: u32, more: &'static str) -> Option<AnyView> {
    let shown = u32::try_from(shown).unwrap_or(u32::MAX);
    (shown < of).then(|| {
        view! { <p class="section__note">{format!("The first {shown} of {of} are shown{more}.")}</p> }.into_any()
    })
}

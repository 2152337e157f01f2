//! Levels: residual risk, inherent tier, severity of a finding. One to four bars, always with the word.
//!
//! The three ladders are types of the domain; here each rung only gets its bars and the stylesheet's name for it.

use crate::paths::icon_url;
use domain::inherent::{RiskBand, Tier};
use domain::template::Severity;
use leptos::prelude::*;

/// A rung of a ladder of four.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rung {
    /// How many bars, 1 to 4.
    bars: u8,
    /// Its word.
    word: &'static str,
}

impl From<RiskBand> for Rung {
    fn from(band: RiskBand) -> Self {
        let bars = match band {
            RiskBand::Low => 1,
            RiskBand::Moderate => 2,
            RiskBand::High => 3,
            RiskBand::Critical => 4,
        };
        Rung { bars, word: band.title() }
    }
}

impl From<Tier> for Rung {
    fn from(tier: Tier) -> Self {
        let bars = match tier {
            Tier::Low => 1,
            Tier::Medium => 2,
            Tier::High => 3,
            Tier::Critical => 4,
        };
        Rung { bars, word: tier.title() }
    }
}

impl From<Severity> for Rung {
    fn from(severity: Severity) -> Self {
        let bars = match severity {
            Severity::Low => 1,
            Severity::Medium => 2,
            Severity::High => 3,
            Severity::Critical => 4,
        };
        Rung { bars, word: severity.title() }
    }
}

/// A level as bars and its word.
#[component]
pub fn Level(
    /// Which: a `RiskBand`, a `Tier` or a `Severity`.
    #[prop(into)]
    of: Rung,
    /// Without hue: for the inherent tier, which is not a judgement.
    #[prop(optional)]
    plain: bool,
    /// A word behind it, such as "tier".
    #[prop(optional)]
    noun: Option<&'static str>,
) -> impl IntoView {
    view! {
        <span class="level" data-level=of.word.to_ascii_lowercase() data-plain=plain.then_some("")>
            <svg class="level__bars" aria-hidden="true">
                <use_ href=icon_url(&format!("level-{}", of.bars)) />
            </svg>
            {of.word}
            {noun.map(|noun| format!(" {noun}"))}
        </span>
    }
    .into_any()
}

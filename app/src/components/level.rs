//! Levels: residual risk, inherent tier, severity of a finding. One to four bars, always with the word.

use leptos::prelude::*;

/// A rung of a ladder of four.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rung {
    /// The stylesheet's name for it.
    slug: &'static str,
    /// Where the bars are in the sprite.
    bars: &'static str,
    /// Its word.
    word: &'static str,
}

impl Rung {
    /// The lowest.
    pub const LOW: Rung = Rung { slug: "low", bars: "/icons.svg#i-level-1", word: "Low" };
    /// The second, of a risk.
    pub const MODERATE: Rung = Rung { slug: "moderate", bars: "/icons.svg#i-level-2", word: "Moderate" };
    /// The second, of a tier or a severity.
    pub const MEDIUM: Rung = Rung { slug: "medium", bars: "/icons.svg#i-level-2", word: "Medium" };
    /// The third.
    pub const HIGH: Rung = Rung { slug: "high", bars: "/icons.svg#i-level-3", word: "High" };
    /// The highest.
    pub const CRITICAL: Rung = Rung { slug: "critical", bars: "/icons.svg#i-level-4", word: "Critical" };

    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        self.word
    }
}

/// A level as bars and its word.
#[component]
pub fn Level(
    /// Which.
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
        <span class="level" data-level=of.slug data-plain=plain.then_some("")>
            <svg class="level__bars" aria-hidden="true">
                <use_ href=of.bars />
            </svg>
            {of.word}
            {noun.map(|noun| format!(" {noun}"))}
        </span>
    }
}

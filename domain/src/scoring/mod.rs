//! Scoring: turns a questionnaire and checked answers into a score that explains itself (model "Assay score 1").
//!
//! Prepare a [`Questionnaire`] once, [`Questionnaire::check`] a state, then [`score`] it. Scores are hundredths of a
//! point, 0 to 10,000; a score over nothing is `None`, never 0. No floating point, no clock.

mod asked;
mod checked;
mod controls;
mod engine;
mod outcome;
mod questionnaire;
mod report;

pub use asked::Asked;
pub use checked::Checked;
pub use controls::{ControlRow, ControlState, controls};
pub use engine::score;
pub use outcome::{Claimed, Holding, Material, Row, Score, SectionScore};
pub use questionnaire::{Entry, Questionnaire, RuleEntry, SectionEntry};
pub use report::{ClaimedView, HoldingView, RowView, ScoreView, SectionView, report};

pub(crate) use checked::Slot;

use serde::{Deserialize, Serialize};

/// `n / d` rounded half up; 0 when `d` is 0. Applied once, at the end of a formula.
#[must_use]
pub const fn rhu(n: u64, d: u64) -> u64 {
    match (2 * n + d).checked_div(2 * d) {
        Some(quotient) => quotient,
        None => 0,
    }
}

/// The version of the scoring model; an assessment keeps the one it was scored with.
pub const MODEL: u32 = 1;

/// The band of a final score, from best to worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
pub enum ScoreBand {
    /// 85.00 or more.
    A,
    /// 70.00 or more.
    B,
    /// 50.00 or more.
    C,
    /// Less.
    D,
}

impl ScoreBand {
    /// Every band, best first.
    pub const ALL: [ScoreBand; 4] = [ScoreBand::A, ScoreBand::B, ScoreBand::C, ScoreBand::D];

    /// The smallest score of the band, in hundredths (scoring rule 8.10).
    #[must_use]
    pub fn lower(self) -> u32 {
        match self {
            ScoreBand::A => 8_500,
            ScoreBand::B => 7_000,
            ScoreBand::C => 5_000,
            ScoreBand::D => 0,
        }
    }

    /// The band of a final score.
    #[must_use]
    pub fn of(score: u32) -> Self {
        Self::ALL.into_iter().find(|band| score >= band.lower()).unwrap_or(ScoreBand::D)
    }

    /// The band's letter.
    #[must_use]
    pub fn letter(self) -> &'static str {
        match self {
            ScoreBand::A => "A",
            ScoreBand::B => "B",
            ScoreBand::C => "C",
            ScoreBand::D => "D",
        }
    }

    /// What the band means.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            ScoreBand::A => "Strong",
            ScoreBand::B => "Adequate",
            ScoreBand::C => "Needs work",
            ScoreBand::D => "Not acceptable",
        }
    }
}

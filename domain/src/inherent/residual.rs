//! What remains of inherent risk after the controls, and what overdue findings add to it.
//!
//! The best controls leave a tenth of the inherent risk. All figures are hundredths of a point, 0 to 10,000.

use crate::scoring::rhu;
use crate::template::Severity;
use serde::{Deserialize, Serialize};

/// Most that overdue findings add.
const MAX_UPLIFT: u32 = 1_500;

/// A finding past its fix date: severity and whole days late.
pub type Late = (Severity, i64);

/// Residual risk of inherent risk `inherent` under a final score; unknown when the score is.
#[must_use]
pub fn residual(inherent: u32, score: Option<u32>) -> Option<u32> {
    let score = u64::from(score?.min(10_000));
    let rest = rhu(u64::from(inherent) * (100_000 - 9 * score), 100_000);
    u32::try_from(rest).ok()
}

/// What overdue findings add, 0 to 1,500: each by severity and started week, at most four weeks.
#[must_use]
pub fn uplift(overdue: &[Late]) -> u32 {
    let added = overdue.iter().fold(0_u32, |sum, (severity, days_late)| {
        let weeks = u32::try_from((*days_late).clamp(0, 28)).unwrap_or(0).div_ceil(7);
        let weekly = match severity {
            Severity::Critical => 100,
            Severity::High => 50,
            Severity::Medium => 25,
            Severity::Low => 10,
        };
        sum.saturating_add(weekly * weeks)
    });
    added.min(MAX_UPLIFT)
}

/// Residual risk now: the residual and the uplift, at most 10,000.
#[must_use]
pub fn residual_now(residual: u32, uplift: u32) -> u32 {
    residual.saturating_add(uplift).min(10_000)
}

/// How bad a residual is, from mildest to worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RiskBand {
    /// Below 15.00.
    Low,
    /// Below 30.00.
    Moderate,
    /// Below 50.00.
    High,
    /// 50.00 or more.
    Critical,
}

impl RiskBand {
    /// Every band, mildest first.
    pub const ALL: [RiskBand; 4] = [RiskBand::Low, RiskBand::Moderate, RiskBand::High, RiskBand::Critical];

    /// The smallest residual of the band, in hundredths (scoring rule 13.2).
    #[must_use]
    pub fn lower(self) -> u32 {
        match self {
            RiskBand::Low => 0,
            RiskBand::Moderate => 1_500,
            RiskBand::High => 3_000,
            RiskBand::Critical => 5_000,
        }
    }

    /// The smallest residual that is worse than the band, in hundredths; none above the worst.
    #[must_use]
    pub fn upper(self) -> Option<u32> {
        Self::ALL.into_iter().find(|band| *band > self).map(Self::lower)
    }

    /// The band of a residual.
    #[must_use]
    pub fn of(residual: u32) -> Self {
        Self::ALL.into_iter().rev().find(|band| residual >= band.lower()).unwrap_or(RiskBand::Low)
    }

    /// The band's name on screen.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            RiskBand::Low => "Low",
            RiskBand::Moderate => "Moderate",
            RiskBand::High => "High",
            RiskBand::Critical => "Critical",
        }
    }
}

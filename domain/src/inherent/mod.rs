//! How risky an AI system is before any control, and what remains after: inherent risk, tier, residual, uplift.
//!
//! The buyer fills in the intake ([`Intake`]): one level from 0 to 4 per factor. [`inherent`] makes a figure and a
//! tier of them. All figures are hundredths of a point, 0 to 10,000.

mod intake;
mod residual;

pub use intake::{AddOn, Factor, Floor, FloorPart, FloorWhen, Intake, Levels, TierMin, TierRule, parse_levels};
pub use residual::{Late, RiskBand, residual, residual_now, uplift};

use crate::api::problem::Fault;
use crate::id::{FactorId, FloorId};
use serde::{Deserialize, Serialize};

/// How much attention an AI system gets, from least to most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// A quick screen every three years.
    Low,
    /// The core questionnaire, every two years.
    Medium,
    /// The whole core questionnaire, every year.
    High,
    /// The whole core questionnaire, every six months.
    Critical,
}

impl Tier {
    /// Every tier, lowest first.
    pub const ALL: [Tier; 4] = [Tier::Low, Tier::Medium, Tier::High, Tier::Critical];

    /// The tier's name on screen.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Tier::Low => "Low",
            Tier::Medium => "Medium",
            Tier::High => "High",
            Tier::Critical => "Critical",
        }
    }
}

impl std::fmt::Display for Tier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.title())
    }
}

/// The result of an intake.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Inherent {
    /// Inherent risk, 0 to 10,000.
    pub inherent: u32,
    /// The tier by that figure alone.
    pub tier_by_score: Tier,
    /// The floors that hold, in the order of the intake.
    pub floors: Vec<FloorId>,
    /// The tier: the highest of the tier by score and the floors'.
    pub tier: Tier,
}

/// Inherent risk and tier of these levels.
///
/// # Errors
/// Every factor without a level, every level above 4 and every unknown factor; the path is the factor's id.
pub fn inherent(intake: &Intake, levels: &Levels) -> Result<Inherent, Vec<Fault>> {
    check_levels(intake, levels)?;
    let level = |id: &FactorId| levels.get(id).copied().map_or(0, u64::from);
    let weighted: u64 = intake.factors.iter().map(|factor| u64::from(factor.weight) * level(&factor.id)).sum();
    let weight: u64 = intake.factors.iter().map(|factor| u64::from(factor.weight)).sum();
    let inherent = u32::try_from(crate::scoring::rhu(2_500 * weighted, weight)).unwrap_or(10_000);
    let reached = intake.tiers.iter().find(|tier| inherent >= tier.min);
    let tier_by_score = reached.map_or(Tier::Low, |tier| tier.id);
    let holds = |floor: &&Floor| floor.when.all.iter().all(|part| level(&part.f) >= u64::from(part.gte));
    let floors: Vec<&Floor> = intake.floors.iter().filter(holds).collect();
    let tier = floors.iter().map(|floor| floor.tier).fold(tier_by_score, Tier::max);
    Ok(Inherent { inherent, tier_by_score, floors: floors.iter().map(|floor| floor.id.clone()).collect(), tier })
}

fn check_levels(intake: &Intake, levels: &Levels) -> Result<(), Vec<Fault>> {
    let missing = intake.factors.iter().filter(|factor| !levels.contains_key(&factor.id));
    let mut faults: Vec<Fault> =
        missing.map(|factor| Fault::new(factor.id.as_str(), "choose a level from 0 to 4 for this factor")).collect();
    for (id, level) in levels {
        if !intake.factors.iter().any(|factor| factor.id == *id) {
            faults.push(Fault::new(id.as_str(), "the intake has no such factor"));
        } else if *level > 4 {
            faults.push(Fault::new(id.as_str(), "the level must lie between 0 and 4"));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// The result as the command line prints it: `inherent`, `tier_by_score`, `floors`, `tier`.
#[must_use]
pub fn report(result: &Inherent) -> serde_json::Value {
    serde_json::json!({
        "inherent": result.inherent,
        "tier_by_score": result.tier_by_score,
        "floors": result.floors,
        "tier": result.tier,
    })
}

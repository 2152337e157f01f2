//! The intake file (schema `assay.inherent/1`): factors, tiers, floors, and what each tier asks for.
//!
//! [`Intake::parse`] reads untrusted bytes and checks that every factor, tier and template it names makes sense.

use super::Tier;
use crate::answer::{check_name, check_text};
use crate::api::problem::Fault;
use crate::id::{FactorId, FloorId, TemplateId};
use crate::json;
use crate::template::Depth;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The schema that is read.
const SCHEMA: &str = "assay.inherent/1";
/// Longest intake or levels file, in bytes.
const MAX_BYTES: usize = 1024 * 1024;

/// A level from 0 to 4 by factor.
pub type Levels = BTreeMap<FactorId, u8>;

/// The questions about an AI system's own risk, filled in by the buyer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Intake {
    /// Always `assay.inherent/1`.
    pub schema: String,
    /// Stable over the versions.
    pub id: TemplateId,
    /// The version for people.
    pub version: String,
    /// Name on screen.
    pub title: String,
    /// The day on which the contents were last checked.
    #[serde(with = "json::date")]
    pub as_of: NaiveDate,
    /// Where the wording comes from.
    #[serde(default)]
    pub origin: String,
    /// Who fills it in.
    pub answered_by: String,
    /// In the order asked.
    pub factors: Vec<Factor>,
    /// Highest first.
    pub tiers: Vec<TierMin>,
    /// What lifts the tier whatever the figure.
    pub floors: Vec<Floor>,
    /// What each tier asks for.
    #[serde(deserialize_with = "json::unique_keys")]
    #[schema(value_type = std::collections::HashMap<String, TierRule>)]
    pub tier_rules: BTreeMap<Tier, TierRule>,
    /// Questionnaires that some systems need besides.
    #[serde(default)]
    pub add_ons: Vec<AddOn>,
}

/// One factor of inherent risk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Factor {
    /// Unique in the intake.
    pub id: FactorId,
    /// Name on screen.
    pub title: String,
    /// 1 to 100.
    #[serde(deserialize_with = "json::within::<_, _, 1, 100>")]
    pub weight: u8,
    /// What levels 0 to 4 mean: five texts.
    pub levels: Vec<String>,
}

/// From which figure on a tier applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TierMin {
    /// The tier.
    pub id: Tier,
    /// Smallest inherent risk, in hundredths.
    #[serde(deserialize_with = "json::within::<_, _, 0, 10000>")]
    pub min: u32,
}

/// Levels that lift the tier whatever the figure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Floor {
    /// Unique in the intake.
    pub id: FloorId,
    /// Why, in a few words.
    pub text: String,
    /// When it holds.
    pub when: FloorWhen,
    /// The tier is at least this.
    pub tier: Tier,
}

/// When a floor holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FloorWhen {
    /// Every one of these.
    pub all: Vec<FloorPart>,
}

/// A factor has at least this level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FloorPart {
    /// The factor.
    pub f: FactorId,
    /// The level, 0 to 4.
    #[serde(deserialize_with = "json::within::<_, _, 0, 4>")]
    pub gte: u8,
}

/// What a tier asks for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TierRule {
    /// The questionnaires to send.
    pub templates: Vec<TemplateId>,
    /// Base or deep.
    pub depth: Depth,
    /// Months until the next assessment.
    #[serde(deserialize_with = "json::within::<_, _, 1, 120>")]
    pub reassess_months: u32,
    /// Share of the evidence that is looked at, in percent.
    #[serde(deserialize_with = "json::within::<_, _, 0, 100>")]
    pub evidence_sample_percent: u8,
    /// How many different people conclude: 1 or 2.
    #[serde(deserialize_with = "json::within::<_, _, 1, 2>")]
    pub approvers: u8,
}

/// A questionnaire that some systems need besides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddOn {
    /// The questionnaire.
    pub template: TemplateId,
    /// When, in words.
    pub when: String,
}

/// Reads levels from untrusted bytes: one object, factor id to level.
///
/// # Errors
/// The factor whose level is not a whole number from 0 to 255; the rest is checked by [`super::inherent`].
pub fn parse_levels(bytes: &[u8]) -> Result<Levels, Vec<Fault>> {
    #[derive(Deserialize)]
    #[serde(transparent)]
    struct Read(#[serde(deserialize_with = "json::unique_keys")] Levels);
    json::read::<Read>(bytes, MAX_BYTES).map(|read| read.0)
}

impl Intake {
    /// Reads an intake from untrusted bytes and checks that it is sound.
    ///
    /// # Errors
    /// Every fault with its path, such as `floors[1].when.all[0].f`.
    pub fn parse(bytes: &[u8]) -> Result<Intake, Vec<Fault>> {
        let intake: Intake = json::read(bytes, MAX_BYTES)?;
        let faults = intake.check();
        if faults.is_empty() { Ok(intake) } else { Err(faults) }
    }

    /// What `tier` asks for. A parsed intake has a rule for each tier.
    #[must_use]
    pub fn rule(&self, tier: Tier) -> Option<&TierRule> {
        self.tier_rules.get(&tier)
    }

    fn check(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        if self.schema != SCHEMA {
            faults.push(Fault::new("schema", "the schema must be assay.inherent/1"));
        }
        if let Err(wrong) = check_name(&self.title) {
            faults.push(Fault::new("title", wrong.to_string()));
        }
        if self.factors.is_empty() || self.factors.len() > 100 {
            faults.push(Fault::new("factors", "an intake has 1 to 100 factors"));
            return faults;
        }
        self.check_factors(&mut faults);
        self.check_floors(&mut faults);
        for pair in self.tiers.windows(2) {
            if matches!(pair, [above, below] if above.min <= below.min || above.id <= below.id) {
                faults.push(Fault::new("tiers", "the tiers must fall, highest first"));
            }
        }
        if self.tiers.len() != Tier::ALL.len() || self.tiers.last().is_none_or(|tier| tier.min != 0) {
            faults.push(Fault::new("tiers", "every tier is needed, the lowest from 0 on"));
        }
        for tier in Tier::ALL {
            match self.tier_rules.get(&tier) {
                None => faults.push(Fault::new("tier_rules", format!("the rule of tier {tier} is missing"))),
                Some(rule) if rule.templates.is_empty() => faults.push(Fault::new(
                    format!("tier_rules.{}.templates", tier.title().to_ascii_lowercase()),
                    "at least one questionnaire is needed",
                )),
                Some(_) => {}
            }
        }
        faults
    }

    fn check_factors(&self, faults: &mut Vec<Fault>) {
        let mut seen = BTreeSet::new();
        for (place, factor) in self.factors.iter().enumerate() {
            let at = format!("factors[{place}]");
            if !seen.insert(&factor.id) {
                faults.push(Fault::new(format!("{at}.id"), "this id is there twice"));
            }
            if factor.levels.len() != 5 {
                faults.push(Fault::new(format!("{at}.levels"), "a factor has five levels"));
            }
            let texts = std::iter::once(&factor.title).chain(&factor.levels);
            if texts.into_iter().any(|text| text.trim().is_empty() || check_text(text, 1_000).is_err()) {
                faults.push(Fault::new(at, "title and levels need plain texts of at most 1,000 characters"));
            }
        }
    }

    fn check_floors(&self, faults: &mut Vec<Fault>) {
        let mut seen = BTreeSet::new();
        for (place, floor) in self.floors.iter().enumerate() {
            let at = format!("floors[{place}]");
            if !seen.insert(&floor.id) {
                faults.push(Fault::new(format!("{at}.id"), "this id is there twice"));
            }
            if floor.when.all.is_empty() {
                faults.push(Fault::new(format!("{at}.when.all"), "at least one part is needed"));
            }
            for (part_place, part) in floor.when.all.iter().enumerate() {
                if !self.factors.iter().any(|factor| factor.id == part.f) {
                    faults.push(Fault::new(format!("{at}.when.all[{part_place}].f"), "there is no such factor"));
                }
            }
        }
    }
}

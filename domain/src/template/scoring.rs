//! How an answer becomes credit, as the template says it: the rule, the limits of a number, and its bands.
//!
//! A band is spelled with `min` or `max` in the file and read into a [`Limit`], so that no band has both.

use crate::json;
use serde::{Deserialize, Deserializer, Serialize};

/// How an answer becomes credit, and the limits of a number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Scoring {
    /// The rule.
    pub mode: Mode,
    /// What a number counts, such as `days`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Smallest number that may be given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    /// Largest number that may be given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
    /// The first band that matches gives the credit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bands: Vec<Band>,
}

/// The rule by which an answer becomes credit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// The score of the chosen option.
    Option,
    /// The sum of the scores of the chosen options, at most 100.
    SumCapped,
    /// The band in which the number lies.
    Bands,
    /// The band of the days from the scoring date to the answer.
    DaysUntil,
    /// The band of the days from the answer to the scoring date.
    DaysSince,
    /// Unscored.
    None,
}

/// One band: a limit on one side and the credit inside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "BandSpelling", into = "BandSpelling")]
pub struct Band {
    /// Which numbers it holds.
    pub limit: Limit,
    /// Credit, 0 to 100.
    pub score: u8,
}

/// Which numbers a band holds. A limit of `None` holds every number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// This or more.
    AtLeast(Option<i64>),
    /// This or less.
    AtMost(Option<i64>),
}

impl Limit {
    /// Whether `number` lies inside.
    #[must_use]
    pub fn holds(self, number: i64) -> bool {
        match self {
            Limit::AtLeast(Some(limit)) => number >= limit,
            Limit::AtMost(Some(limit)) => number <= limit,
            Limit::AtLeast(None) | Limit::AtMost(None) => true,
        }
    }
}

/// A band as the file spells it: `min` or `max`, never both, either may be null.
#[derive(Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct BandSpelling {
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[schema(value_type = Option<i64>)]
    min: Option<Option<i64>>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[schema(value_type = Option<i64>)]
    max: Option<Option<i64>>,
    #[serde(deserialize_with = "json::within::<_, _, 0, 100>")]
    score: u8,
}

/// Tells a null from an absent field.
#[expect(clippy::option_option, reason = "absent, null and a number are three things here")]
fn present<'de, D: Deserializer<'de>>(reader: D) -> Result<Option<Option<i64>>, D::Error> {
    Option::<i64>::deserialize(reader).map(Some)
}

impl TryFrom<BandSpelling> for Band {
    type Error = &'static str;

    fn try_from(band: BandSpelling) -> Result<Self, Self::Error> {
        let limit = match (band.min, band.max) {
            (Some(min), None) => Limit::AtLeast(min),
            (None, Some(max)) => Limit::AtMost(max),
            (Some(_), Some(_)) | (None, None) => return Err("a band has either min or max"),
        };
        Ok(Band { limit, score: band.score })
    }
}

impl From<Band> for BandSpelling {
    fn from(band: Band) -> Self {
        let (min, max) = match band.limit {
            Limit::AtLeast(min) => (Some(min), None),
            Limit::AtMost(max) => (None, Some(max)),
        };
        BandSpelling { min, max, score: band.score }
    }
}

impl utoipa::PartialSchema for Band {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        <BandSpelling as utoipa::PartialSchema>::schema()
    }
}

impl utoipa::ToSchema for Band {}

//! A question as the template says it: kind, options, scoring, evidence asked for, references, remediation.
//!
//! Reading refuses numbers out of range; whether the parts fit together is decided in `check`.

use super::{Condition, Depth};
use crate::id::{OptionId, QuestionId, SectionId};
use crate::json;
use serde::{Deserialize, Deserializer, Serialize};

/// A question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Two or three letters, a hyphen, two digits; stable inside a template.
    pub id: QuestionId,
    /// The section it is shown in.
    pub section: SectionId,
    /// The question itself.
    pub text: String,
    /// What counts as an answer and what does not.
    #[serde(default)]
    pub help: String,
    /// To the vendor: why the buyer asks.
    #[serde(default)]
    pub why: String,
    /// How it is answered.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// What may be chosen, best first; empty unless the kind is a choice.
    #[serde(default)]
    pub options: Vec<Choice>,
    /// Whether it counts towards the score.
    pub scored: bool,
    /// How an answer becomes credit.
    pub scoring: Scoring,
    /// 1 to 5, and 0 when unscored.
    #[serde(deserialize_with = "json::within::<_, _, 0, 5>")]
    pub weight: u8,
    /// Whether falling below `fail_below` caps the score.
    #[serde(default)]
    pub critical: bool,
    /// Whether failing it blocks the vendor.
    #[serde(default)]
    pub stop: bool,
    /// A critical question fails with less credit than this, 1 to 100.
    #[serde(default, deserialize_with = "json::within_or_null::<_, _, 1, 100>")]
    pub fail_below: Option<u8>,
    /// Whether it may be claimed not applicable.
    #[serde(default)]
    pub na_allowed: bool,
    /// Whether a submission must answer it.
    pub required: bool,
    /// The evidence asked for.
    pub evidence: EvidenceRequest,
    /// Controls that the question speaks to.
    #[serde(default)]
    pub refs: Refs,
    /// Risk tags.
    #[serde(default)]
    pub risks: Vec<String>,
    /// When it is asked; always, if absent.
    #[serde(default)]
    pub show_if: Option<Condition>,
    /// What a weak answer asks for.
    #[serde(default)]
    pub remediation: Option<Remediation>,
    /// Whether base assessments ask it too.
    pub depth: Depth,
}

impl Question {
    /// The option with this id.
    #[must_use]
    pub fn option(&self, id: &str) -> Option<&Choice> {
        self.options.iter().find(|option| option.id.as_str() == id)
    }
}

/// How a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// One of several graded options.
    Single,
    /// Yes, partly or no.
    YesPartialNo,
    /// Any number of options.
    Multi,
    /// A whole number.
    Number,
    /// A calendar date.
    Date,
    /// Free text, never scored.
    Text,
    /// A file, never scored; the value is a text about it.
    File,
}

impl Kind {
    /// Whether exactly one option is chosen.
    #[must_use]
    pub fn is_single(self) -> bool {
        matches!(self, Kind::Single | Kind::YesPartialNo)
    }

    /// Whether options are chosen at all.
    #[must_use]
    pub fn is_choice(self) -> bool {
        self.is_single() || self == Kind::Multi
    }
}

/// An option of a choice question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Unique in the question.
    pub id: OptionId,
    /// What the vendor reads.
    pub label: String,
    /// Credit, 0 to 100; none when the question is unscored.
    #[serde(default, deserialize_with = "json::within_or_null::<_, _, 0, 100>")]
    pub score: Option<u8>,
    /// Whether it excludes all others.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub exclusive: bool,
}

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

/// The evidence a question asks for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EvidenceRequest {
    /// How much its absence costs.
    pub requirement: Requirement,
    /// What kinds fit.
    #[serde(default)]
    pub kinds: Vec<EvidenceKind>,
    /// What exactly to attach.
    #[serde(default)]
    pub ask: String,
}

/// How much absent evidence costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Requirement {
    /// Nothing: the answer stands for itself.
    None,
    /// A little.
    Optional,
    /// A lot.
    Required,
}

impl Requirement {
    /// The evidence factor in percent for a level from 0 to 3 (higher counts as 3).
    #[must_use]
    pub fn factor(self, level: u8) -> u8 {
        match (self, level) {
            (Requirement::Required, 0) => 60,
            (Requirement::Required, 1) => 75,
            (Requirement::Optional, 0) => 80,
            (Requirement::Required, 2) | (Requirement::Optional, 1) => 90,
            (Requirement::Optional, 2) => 95,
            (Requirement::Required | Requirement::Optional, 3..) | (Requirement::None, _) => 100,
        }
    }
}

/// The controls that a question speaks to, by library.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Refs {
    /// ISO/IEC 42001: Annex A ids and clauses.
    #[serde(default)]
    pub iso42001: Vec<String>,
    /// NIST AI RMF subcategories.
    #[serde(default)]
    pub nist_ai_rmf: Vec<String>,
    /// Articles and annexes of the EU AI Act.
    #[serde(default)]
    pub eu_ai_act: Vec<String>,
    /// ISO/IEC 27001 Annex A ids.
    #[serde(default)]
    pub iso27001: Vec<String>,
    /// Free labels.
    #[serde(default)]
    pub other: Vec<String>,
}

/// What a weak answer asks for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Remediation {
    /// The finding's title.
    pub finding: String,
    /// The option to reach; none where there is no single best step.
    #[serde(default)]
    pub target_option: Option<OptionId>,
}

macro_rules! evidence_kinds {
    ($($name:ident $key:literal $title:literal,)*) => {
        /// What a piece of evidence is.
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
        )]
        // The description of the interface does not see a name that a macro gives to a single variant.
        #[serde(rename_all = "snake_case")]
        pub enum EvidenceKind {
            $(#[doc = $title] $name,)*
        }

        impl EvidenceKind {
            /// Every kind, in the order it is offered.
            pub const ALL: &[EvidenceKind] = &[$(EvidenceKind::$name,)*];

            /// The kind's name in JSON.
            #[must_use]
            pub fn key(self) -> &'static str {
                match self {
                    $(EvidenceKind::$name => $key,)*
                }
            }

            /// The kind with this name in JSON.
            #[must_use]
            pub fn of(key: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|kind| kind.key() == key)
            }

            /// The kind's name on screen.
            #[must_use]
            pub fn title(self) -> &'static str {
                match self {
                    $(EvidenceKind::$name => $title,)*
                }
            }
        }
    };
}

evidence_kinds! {
    Policy "policy" "Policy",
    Procedure "procedure" "Procedure",
    Record "record" "Record",
    Report "report" "Report",
    Certificate "certificate" "Certificate",
    Soa "soa" "Statement of applicability",
    AuditReport "audit_report" "Audit report",
    ModelCard "model_card" "Model card",
    SystemDoc "system_doc" "System documentation",
    TestReport "test_report" "Test report",
    ImpactAssessment "impact_assessment" "Impact assessment",
    Contract "contract" "Contract",
    Register "register" "Register",
    Screenshot "screenshot" "Screenshot",
    LogSample "log_sample" "Log sample",
    TrainingRecord "training_record" "Training record",
    Dpia "dpia" "Data protection impact assessment",
    Sbom "sbom" "Software bill of materials",
    Plan "plan" "Plan",
    Minutes "minutes" "Minutes",
    Attestation "attestation" "Attestation",
}

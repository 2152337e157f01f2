//! A question as the template says it: its words, kind and options, what it counts, references, remediation.
//!
//! Reading refuses numbers out of range; whether the parts fit together is decided in `check`. How an answer becomes
//! credit is in `scoring`, the evidence asked for in `evidence`.

use super::{Condition, Depth, EvidenceRequest, Scoring};
use crate::id::{OptionId, QuestionId, SectionId};
use crate::json;
use serde::{Deserialize, Serialize};

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

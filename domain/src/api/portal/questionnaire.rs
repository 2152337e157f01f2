//! A questionnaire as the vendor sees it: sections, questions with their options, and what does not go together.
//!
//! The template's own types carry credit, weights and caps, and are never sent.

use crate::id::{OptionId, QuestionId, RuleId, SectionId, TemplateId};
use crate::template::{Condition, Depth, Refs};
use serde::{Deserialize, Serialize};

/// An option as the vendor sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PortalOption {
    /// Its id.
    pub id: OptionId,
    /// Its label.
    pub label: String,
    /// Whether it excludes the others.
    pub exclusive: bool,
}

/// The kinds of question. The names are those of the template's `type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PortalKind {
    /// One option.
    Single,
    /// Yes, partly or no.
    YesPartialNo,
    /// Any number of options.
    Multi,
    /// A whole number.
    Number,
    /// A calendar date.
    Date,
    /// Free text.
    Text,
    /// Files alone.
    File,
}

/// A question as the vendor sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PortalQuestion {
    /// Its id.
    pub id: QuestionId,
    /// The section it belongs to.
    pub section: SectionId,
    /// The question.
    pub text: String,
    /// What counts as an answer.
    pub help: String,
    /// Why the buyer asks.
    pub why: String,
    /// Its kind.
    pub kind: PortalKind,
    /// Options of a choice.
    pub options: Vec<PortalOption>,
    /// Unit of a number.
    pub unit: Option<String>,
    /// Smallest number allowed.
    pub min: Option<i64>,
    /// Largest number allowed.
    pub max: Option<i64>,
    /// Whether a submission may not leave it empty.
    pub required: bool,
    /// Whether it may be marked as not applicable.
    pub na_allowed: bool,
    /// Asked only at deep depth.
    pub depth: Depth,
    /// Asked only when this holds.
    pub show_if: Option<Condition>,
    /// Whether evidence is `none`, `optional` or `required`.
    pub evidence: String,
    /// Kinds of evidence that fit.
    pub evidence_kinds: Vec<String>,
    /// What is asked as evidence.
    pub evidence_ask: String,
    /// Controls it bears on.
    pub refs: Refs,
}

/// A section as the vendor sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PortalSection {
    /// Its id.
    pub id: SectionId,
    /// Its title.
    pub title: String,
    /// What it is about.
    pub intro: String,
}

/// Two answers that do not go together, for the check page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PortalRule {
    /// Its id.
    pub id: RuleId,
    /// What is odd, in words.
    pub text: String,
    /// The question that claims.
    pub claim: QuestionId,
    /// The answers that claim.
    pub claim_in: Vec<OptionId>,
    /// The question that contradicts.
    pub counter: QuestionId,
    /// The answers that contradict.
    pub counter_in: Vec<OptionId>,
}

/// A questionnaire as the vendor sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PortalTemplate {
    /// Its id.
    pub id: TemplateId,
    /// Its title.
    pub title: String,
    /// Sections in order.
    pub sections: Vec<PortalSection>,
    /// Questions in order.
    pub questions: Vec<PortalQuestion>,
    /// Contradictions to point out before sending.
    pub rules: Vec<PortalRule>,
}

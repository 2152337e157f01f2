//! A questionnaire as its file says it (schema `assay.template/1`): sections, questions, contradiction rules.
//!
//! [`Template::parse`] reads untrusted bytes and checks that the whole is sound; whoever holds a parsed template may
//! rely on that. A sent assessment keeps the version it was sent with, named by [`template_hash`].

/// A questionnaire as it was published.
pub mod published;
mod check;
mod condition;
mod evidence;
mod question;
mod scoring;

pub use condition::{Condition, Leaf, Scalar, Test};
pub use evidence::{EvidenceKind, EvidenceRequest, Requirement};
pub use question::{Choice, Kind, Question, Refs, Remediation};
pub use scoring::{Band, Limit, Mode, Scoring};

pub(crate) use check::unfit_test;

use crate::api::problem::Fault;
use crate::id::{OptionId, QuestionId, RuleId, SectionId, TemplateHash, TemplateId};
use crate::json;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The schema that this engine reads.
pub const SCHEMA: &str = "assay.template/1";
/// Most questions in a template.
pub const MAX_QUESTIONS: usize = 5_000;
/// Deepest nesting of a condition.
pub const MAX_CONDITION_DEPTH: usize = 16;
/// Most options of a question: a set of options is one 64-bit word.
pub const MAX_OPTIONS: usize = 64;
/// Longest template file, in bytes.
pub const MAX_BYTES: usize = 16 * 1024 * 1024;

/// A questionnaire in one version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// Always [`SCHEMA`].
    pub schema: String,
    /// Stable over the versions.
    pub id: TemplateId,
    /// The version for people, such as `1.0.0`.
    pub version: String,
    /// Name on screen.
    pub title: String,
    /// What it is for, in a sentence or two.
    pub summary: String,
    /// Language of the texts, such as `en`.
    pub locale: String,
    /// Where the wording comes from.
    #[serde(default)]
    pub origin: String,
    /// The day on which the contents were last checked.
    #[serde(with = "json::date")]
    pub as_of: NaiveDate,
    /// Likely time to answer, in minutes.
    pub estimated_minutes: u32,
    /// In the order shown.
    pub sections: Vec<Section>,
    /// In the order asked; a condition looks back only.
    pub questions: Vec<Question>,
    /// Rules that find answers which do not fit together.
    #[serde(default)]
    pub contradictions: Vec<Contradiction>,
}

/// A section of a questionnaire.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Unique in the template.
    pub id: SectionId,
    /// Name on screen.
    pub title: String,
    /// Factor on the weight of its questions, 1 to 100.
    #[serde(deserialize_with = "json::within::<_, _, 1, 100>")]
    pub weight: u8,
    /// What the section asks about.
    #[serde(default)]
    pub intro: String,
}

/// Which questions an assessment asks.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Depth {
    /// On a question: always asked. On an assessment: base questions only.
    Base,
    /// On a question: asked in deep assessments. On an assessment: everything.
    #[default]
    Deep,
}

impl Depth {
    /// The depth's name on screen.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Depth::Base => "Base",
            Depth::Deep => "Deep",
        }
    }
}

/// How bad a finding is, from mildest to worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Due in half a year.
    Low,
    /// Due in three months.
    Medium,
    /// Due in a month.
    High,
    /// Due in two weeks.
    Critical,
}

impl Severity {
    /// Every severity, mildest first.
    pub const ALL: [Severity; 4] = [Severity::Low, Severity::Medium, Severity::High, Severity::Critical];

    /// The severity's name on screen.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Severity::Low => "Low",
            Severity::Medium => "Medium",
            Severity::High => "High",
            Severity::Critical => "Critical",
        }
    }
}

/// A rule: a good claim on one question does not fit with a bad answer to another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Contradiction {
    /// Unique in the template.
    pub id: RuleId,
    /// What does not fit, in a sentence.
    pub text: String,
    /// The good answers that are doubted.
    pub claim: Side,
    /// The bad answers that raise the doubt; silence counts as bad.
    pub counter: Side,
    /// Highest credit that the claim question keeps, 0 to 100.
    #[serde(deserialize_with = "json::within::<_, _, 0, 100>")]
    pub cap: u8,
    /// Severity of the finding.
    pub severity: Severity,
}

/// One side of a contradiction: a question and some of its options.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Side {
    /// The question.
    pub q: QuestionId,
    /// The options concerned.
    #[serde(rename = "in")]
    pub options: Vec<OptionId>,
}

impl Template {
    /// Reads a template from untrusted bytes and checks that it is sound.
    ///
    /// # Errors
    /// Every fault with its path, such as `questions[3].options[1].score`; a file of a wrong shape gives its first.
    pub fn parse(bytes: &[u8]) -> Result<Template, Vec<Fault>> {
        let template: Template = json::read(bytes, MAX_BYTES)?;
        let faults = template.check();
        if faults.is_empty() { Ok(template) } else { Err(faults) }
    }

    /// Reads a template that was found sound when it was published; rules that came later do not count.
    ///
    /// # Errors
    /// The first fault, when the file has no longer the shape of a template.
    pub fn read_published(bytes: &[u8]) -> Result<Template, Vec<Fault>> {
        json::read(bytes, MAX_BYTES)
    }

    /// Every way in which the template is unsound; none when it is sound.
    #[must_use]
    pub fn check(&self) -> Vec<Fault> {
        check::check(self)
    }

    /// The question with this id.
    #[must_use]
    pub fn question(&self, id: &QuestionId) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == *id)
    }
}

/// The name of a template version for ever: the SHA-256 of its file's bytes.
#[must_use]
pub fn template_hash(bytes: &[u8]) -> TemplateHash {
    TemplateHash::of(bytes)
}

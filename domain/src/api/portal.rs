//! What a vendor's browser may receive and send: types of their own, so that what is not in them cannot leak.
//!
//! No score, credit, weight, cap, override, criticality or reviewer's note has a field here. Every body a vendor's
//! session receives is built from these types alone; a test compares each byte sent with the fields listed here.

use super::assessment::Counts;
use crate::assessment::{Entry, Outcome, Stage};
use crate::finding::{FindingKind, FindingState};
use crate::id::{AssessmentId, EvidenceId, FileHash, FindingId, OptionId, QuestionId, RuleId, SectionId, TemplateId};
use crate::journal::Timestamp;
use crate::template::{Condition, Depth, Refs};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A link's token, as the page read it from the address's fragment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TokenBody {
    /// The token.
    pub token: String,
}

/// Whom to ask at the buyer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AskPerson {
    /// Name; may be empty when the buyer has not named anybody.
    pub name: String,
    /// E-mail address; may be empty.
    pub email: String,
    /// Telephone; may be empty.
    pub phone: String,
}

/// What the page behind an invitation link says before *Continue*. Nothing of the answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Welcome {
    /// The buyer.
    pub organisation: String,
    /// Whom to ask.
    pub ask: AskPerson,
    /// The vendor that is asked.
    pub vendor: String,
    /// The AI system that is assessed.
    pub system: String,
    /// Why the buyer asks.
    pub reason: String,
    /// The buyer's standing text; may be empty.
    pub standing_text: String,
    /// Answers are due by the end of this day, UTC.
    pub due: NaiveDate,
    /// Questions that may be asked, before any answer.
    pub questions: u32,
    /// Minutes it is likely to take.
    pub minutes: u32,
    /// What is asked about.
    pub sections: Vec<WelcomeSection>,
    /// How long the buyer keeps answers, in months.
    pub retention_months: u32,
}

/// One section, before anything is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct WelcomeSection {
    /// Its title.
    pub title: String,
    /// Questions of it that may be asked, before any answer.
    pub questions: u32,
}

/// A vendor's person with a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PortalSession {
    /// The person's name.
    pub name: String,
    /// The vendor's name.
    pub vendor: String,
    /// The buyer.
    pub organisation: String,
    /// Whom to ask.
    pub ask: AskPerson,
    /// The person's assessments, those that wait on them first.
    pub assessments: Vec<PortalRow>,
}

/// One assessment in a vendor person's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PortalRow {
    /// Its id.
    pub assessment: AssessmentId,
    /// The AI system.
    pub system: String,
    /// Where it stands.
    pub stage: Stage,
    /// Answers are due by the end of this day, UTC.
    pub due: NaiveDate,
    /// How much is answered.
    pub counts: Counts,
    /// Findings on which the vendor owes something.
    pub findings_to_do: u32,
}

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

/// Evidence as the vendor sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PortalEvidence {
    /// Its id.
    pub id: EvidenceId,
    /// The question it belongs to.
    pub question: QuestionId,
    /// The file's SHA-256.
    pub file: FileHash,
    /// The file's name.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// Kind, as stated.
    pub kind: String,
    /// Last day of validity, as stated.
    pub valid_until: Option<NaiveDate>,
}

/// An answer with its revision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PortalAnswer {
    /// How often it has changed: the `If-Match` of the next change. 0 is "never answered".
    pub revision: u64,
    /// When it last changed.
    pub at: Timestamp,
    /// Who changed it, by name.
    pub by: String,
    /// The answer.
    pub entry: Entry,
}

/// A finding as the vendor sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PortalFinding {
    /// Its id.
    pub id: FindingId,
    /// What raised it.
    pub kind: FindingKind,
    /// The question it is about.
    pub question: QuestionId,
    /// Its headline.
    pub title: String,
    /// What is asked: the answer to reach, in the words of the option, or the evidence to renew.
    pub asked: String,
    /// Where it stands.
    pub state: FindingState,
    /// The day by which a plan is owed.
    pub plan_due: NaiveDate,
    /// The day by which it must be fixed.
    pub fix_due: NaiveDate,
    /// The plan, last version.
    pub plan: Option<String>,
    /// The proposed day.
    pub plan_by: Option<NaiveDate>,
    /// The note on the fix, last version.
    pub fix: Option<String>,
    /// What the buyer answered: why a plan was declined or a fix rejected.
    pub reply: Option<String>,
    /// What was shown for the plan or the fix.
    pub evidence: Vec<PortalEvidence>,
    /// The actions the vendor may take now: `propose_plan`, `start_work`, `submit_fix`.
    pub actions: Vec<String>,
}

/// Proof of what was submitted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Receipt {
    /// When.
    pub at: Timestamp,
    /// SHA-256 over the template hashes, the answers and the evidence's hashes, hexadecimal.
    pub digest: String,
    /// Who submitted, as typed.
    pub name: String,
    /// In which role, as typed.
    pub role: String,
    /// Answers sent.
    pub answers: u32,
    /// Pieces of evidence sent.
    pub evidence: u32,
}

/// One assessment as the vendor's browser sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PortalAssessment {
    /// Its id.
    pub id: AssessmentId,
    /// The buyer.
    pub organisation: String,
    /// Whom to ask.
    pub ask: AskPerson,
    /// The AI system.
    pub system: String,
    /// Why the buyer asks.
    pub reason: String,
    /// Answers are due by the end of this day, UTC.
    pub due: NaiveDate,
    /// Where it stands.
    pub stage: Stage,
    /// Base or deep.
    pub depth: Depth,
    /// The questionnaires.
    pub templates: Vec<PortalTemplate>,
    /// The answers so far.
    pub answers: BTreeMap<QuestionId, PortalAnswer>,
    /// The evidence so far.
    pub evidence: Vec<PortalEvidence>,
    /// Whether anything can be changed now, and what: `None` all questions, `Some` only these.
    pub open_questions: Option<Vec<QuestionId>>,
    /// The queries that came back, by question.
    pub queries: BTreeMap<QuestionId, String>,
    /// The last submission's receipt.
    pub receipt: Option<Receipt>,
    /// The outcome, once concluded.
    pub outcome: Option<Outcome>,
    /// The day of the conclusion.
    pub concluded: Option<NaiveDate>,
    /// Findings, once concluded.
    pub findings: Vec<PortalFinding>,
    /// How long the buyer keeps answers, in months.
    pub retention_months: u32,
}

/// The reply to a saved answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AnswerSaved {
    /// The answer as it now stands.
    pub answer: PortalAnswer,
    /// How much is answered now.
    pub counts: Counts,
    /// Where the assessment stands now.
    pub stage: Stage,
    /// What can be changed now, as in [`PortalAssessment::open_questions`]: an answer may have brought up questions.
    pub open_questions: Option<Vec<QuestionId>>,
}

/// A file as the server has taken it in; it is named in [`AttachBody`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SentFile {
    /// Its SHA-256.
    pub file: FileHash,
    /// Bytes.
    pub size: u64,
    /// Media type by its extension and first bytes.
    pub media_type: String,
    /// Its name, cleaned of paths and control characters.
    pub name: String,
}

/// What the vendor states of a piece of evidence it attaches; the file comes in the same request, or was sent before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AttachBody {
    /// The question; of a finding, the one it is about.
    pub question: QuestionId,
    /// The finding for whose plan or fix it is shown; without one it belongs to the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finding: Option<FindingId>,
    /// The file, sent before to this assessment.
    pub file: FileHash,
    /// The file's name.
    pub name: String,
    /// Kind of evidence.
    pub kind: String,
    /// Last day of validity.
    #[serde(default)]
    pub valid_until: Option<NaiveDate>,
}

/// A submission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SubmitBody {
    /// Name of who submits, 1 to 200 characters.
    pub name: String,
    /// Role of who submits, 1 to 200 characters.
    pub role: String,
}

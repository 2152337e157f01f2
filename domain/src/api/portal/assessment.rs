//! One assessment as the vendor sees it: answers, evidence, the receipt, and findings once it is concluded.
//!
//! The reply to a saved answer is here too: it tells what has become of the assessment.

use super::{AskPerson, PortalTemplate};
use crate::api::assessment::Counts;
use crate::api::problem::Problem;
use crate::assessment::{Entry, Outcome, Stage};
use crate::finding::{FindingKind, FindingState};
use crate::id::{AssessmentId, EvidenceId, FileHash, FindingId, QuestionId};
use crate::journal::Timestamp;
use crate::template::Depth;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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

/// The reply to answers that were sent together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AnswersSaved {
    /// What became of each change, in their order.
    pub outcomes: Vec<AnswerOutcome>,
}

/// What became of one of several changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AnswerOutcome {
    /// It is saved.
    Saved(AnswerSaved),
    /// It is refused, for the reason that the problem gives; the others are not held up.
    Refused(Problem),
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

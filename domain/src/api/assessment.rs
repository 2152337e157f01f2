//! Assessments on the wire, as the buyer's staff see them.
//!
//! The view carries the state to be scored, not the score: the browser computes it with the same code as the server.
//! Before the first submission there is no state, only counts (scoring rule 15.8).

use super::finding::{FindingRow, HistoryLine};
use super::vendor::PersonView;
use crate::answer::State;
use crate::assessment::{Attachment, Entry, Outcome, Plan, Stage, TierTerms};
use crate::id::{AssessmentId, PersonId, QuestionId, SystemId, TemplateHash, TemplateId, VendorId};
use crate::journal::Timestamp;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How much is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Counts {
    /// Questions asked, given the answers so far.
    pub asked: u32,
    /// Of those, answered or marked as not applicable.
    pub answered: u32,
    /// Required questions that are neither.
    pub missing: u32,
}

/// One assessment in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AssessmentRow {
    /// Its id.
    pub assessment: AssessmentId,
    /// The vendor.
    pub vendor_id: VendorId,
    /// Its name.
    pub vendor: String,
    /// The AI system.
    pub system_id: SystemId,
    /// Its name.
    pub system: String,
    /// Titles of the questionnaires, with versions: "AI vendor assessment - core 1.0.0".
    pub questionnaires: Vec<String>,
    /// Where it stands.
    pub stage: Stage,
    /// Answers are due by the end of this day, UTC.
    pub due: NaiveDate,
    /// Whether answers are owed and late.
    pub overdue: bool,
    /// When it was sent.
    pub sent: Option<NaiveDate>,
    /// When it was last submitted.
    pub submitted: Option<NaiveDate>,
    /// When it was concluded.
    pub concluded: Option<NaiveDate>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// How much is answered.
    pub counts: Counts,
    /// Answers with a verdict since the last submission.
    pub reviewed: u32,
    /// Assured final score as of the last submission, in hundredths.
    pub score: Option<i64>,
    /// Why there is no score although answers were submitted: a fault that an operator has to look at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score_fault: Option<String>,
}

/// The list of assessments, what moved last first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AssessmentList {
    /// How many there are.
    pub total: u32,
    /// The rows, at most 1,000.
    pub assessments: Vec<AssessmentRow>,
}

/// A questionnaire in the list of those that can be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct TemplateRow {
    /// The hash of this version.
    pub hash: TemplateHash,
    /// The questionnaire's own id.
    pub id: TemplateId,
    /// Version, such as `1.0.0`.
    pub version: String,
    /// Title.
    pub title: String,
    /// Summary.
    pub summary: String,
    /// Questions at base depth.
    pub questions_base: u32,
    /// Questions at deep depth.
    pub questions_deep: u32,
    /// Minutes that the whole of it takes, as its author estimates.
    pub estimated_minutes: u32,
    /// The day by which every legal duty that it asks about applies; none when all do already.
    pub duties_until: Option<NaiveDate>,
}

/// The questionnaires that can be sent, newest version of each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct TemplateList {
    /// The rows.
    pub templates: Vec<TemplateRow>,
}

/// What a reviewer has decided about one answer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Review {
    /// Accepted as it is, by whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted_by: Option<PersonId>,
    /// A query that waits to be sent, or was sent and is not answered yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// Whether the query has gone to the vendor.
    #[serde(default)]
    pub query_sent: bool,
    /// Why the credit was overridden.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub override_reason: Option<String>,
    /// Who overrode it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overridden_by: Option<PersonId>,
    /// Who accepted the not-applicable so far; a critical question takes two people.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_applicable_accepted_by: Vec<PersonId>,
    /// Whether the answer changed since it was last reviewed.
    #[serde(default)]
    pub changed: bool,
}

/// A reviewer's judgement of evidence as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct EvidenceView {
    /// The evidence as attached.
    pub attachment: Attachment,
    /// What was decided; `None` while new.
    pub judgement: Option<crate::assessment::Judgement>,
}

/// One assessment, whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AssessmentView {
    /// Its id.
    pub id: AssessmentId,
    /// What was sent to whom.
    pub plan: Plan,
    /// What the tier asked for at drafting.
    pub terms: TierTerms,
    /// The legal duties that do not apply yet: the first day on which they do, by question.
    pub not_yet_due: BTreeMap<QuestionId, NaiveDate>,
    /// Its row.
    pub row: AssessmentRow,
    /// The person who answers.
    pub contact: PersonView,
    /// Names of everyone who appears in it, by id.
    pub people: BTreeMap<PersonId, String>,
    /// The state that is scored, as of the last submission with reviews and verified fixes; `None` before it.
    pub state: Option<State>,
    /// The vendor's entries (with comments and reasons) as of the last submission.
    pub entries: BTreeMap<QuestionId, Entry>,
    /// What reviewers have decided.
    pub reviews: BTreeMap<QuestionId, Review>,
    /// Evidence as of the last submission.
    pub evidence: Vec<EvidenceView>,
    /// Its findings.
    pub findings: Vec<FindingRow>,
    /// The system's inherent risk today, in hundredths.
    pub inherent: Option<i64>,
    /// Digest of the last submission, hexadecimal.
    pub digest: Option<String>,
    /// Name and role of who submitted.
    pub signatory: Option<(String, String)>,
    /// Who answered, by person and address, as of the last submission or the conclusion.
    pub respondents: Vec<RespondentView>,
    /// What happened, newest first; no single answers before the first submission.
    pub history: Vec<HistoryLine>,
    /// Why the caller cannot conclude it now, each a sentence; empty when they can.
    pub conclusion_needs: Vec<String>,
    /// The invitation's state.
    pub invitation: Option<InvitationState>,
    /// Whether nobody sends mails here: they wait in the outbox, from where an admin hands the links on.
    pub mails_by_hand: bool,
}

/// A person who answered, at one address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RespondentView {
    /// The person.
    pub person: PersonId,
    /// Name; empty once erased.
    pub name: String,
    /// The address that letters to the person went to at that time; empty once erased.
    pub email: String,
    /// Whether that is the person's address today.
    pub is_current: bool,
    /// Answers and pieces of evidence given so.
    pub given: u32,
    /// Whether the answers were submitted so.
    pub submitted: bool,
    /// When something was last given so.
    pub last: Timestamp,
}

/// What became of the invitation's current link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct InvitationState {
    /// When it was sent or put into the outbox.
    pub sent: Timestamp,
    /// When it ends.
    pub expires: Timestamp,
    /// When it was used, if it was.
    pub used: Option<Timestamp>,
    /// Whether it was revoked.
    pub revoked: bool,
    /// Whether the mail has left the outbox.
    pub delivered: bool,
}

/// A new due date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DueBody {
    /// Answers are due by the end of this day, UTC.
    pub due: NaiveDate,
}

/// Another contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssessmentContactBody {
    /// The vendor's person who is to answer.
    pub contact: PersonId,
}

/// A reason, for taking an assessment back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReasonBody {
    /// Why; 1 to 10,000 characters.
    pub reason: String,
}

/// A verdict on one answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VerdictBody {
    /// The question.
    pub question: QuestionId,
    /// The verdict.
    pub verdict: crate::assessment::Verdict,
}

/// A conclusion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConclusionBody {
    /// How it ends.
    pub outcome: Outcome,
    /// Why, for the record; may be empty, at most 10,000 characters.
    #[serde(default)]
    pub reason: String,
}

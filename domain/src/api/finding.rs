//! Findings on the wire, as the buyer's staff see them. What a vendor sees of them is in [`super::portal`].
//!
//! Actions are [`crate::finding::Action`] itself: the body of a request is the action.

use crate::assessment::Attachment;
use crate::finding::{Finding, FindingKind, FindingState};
use crate::id::{AssessmentId, QuestionId, RuleId, SystemId, VendorId};
use crate::inherent::Tier;
use crate::journal::Timestamp;
use crate::template::Severity;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One finding in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct FindingRow {
    /// The assessment that holds it.
    pub assessment: AssessmentId,
    /// The vendor.
    pub vendor_id: VendorId,
    /// Its name.
    pub vendor: String,
    /// The AI system.
    pub system_id: SystemId,
    /// Its name.
    pub system: String,
    /// The system's tier at drafting.
    pub tier: Tier,
    /// The finding's headline: the question's remediation text, the rule's text or "Evidence is missing or out of date".
    pub title: String,
    /// The finding.
    pub finding: Finding,
    /// Where it stands today: an acceptance that has ended is no longer one.
    pub state_now: FindingState,
    /// Days past the fix date; 0 when not late, closed or accepted.
    pub days_late: i64,
}

/// Which findings are asked for; the same query selects the page and the CSV.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields, default)]
pub struct FindingQuery {
    /// Only this vendor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor: Option<VendorId>,
    /// Only this AI system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system: Option<SystemId>,
    /// Only this state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<FindingState>,
    /// Only this severity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
    /// Only late ones.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub late: bool,
    /// Only those that wait on the buyer: a plan or a fix to check.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub waiting_us: bool,
    /// Closed ones too: verified and withdrawn.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub closed: bool,
}

/// The findings of the organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct FindingList {
    /// The day the list is of.
    pub as_of: NaiveDate,
    /// Open findings in all, whatever the filter.
    pub open: u32,
    /// Late ones in all.
    pub late: u32,
    /// Those that wait on the buyer, in all.
    pub waiting_us: u32,
    /// The rows, at most 1,000: most severe first, then the earliest fix date.
    pub rows: Vec<FindingRow>,
}

/// One line of what happened, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct HistoryLine {
    /// When.
    pub at: Timestamp,
    /// Who, by name; "Assay" for the system itself.
    pub who: String,
    /// What, in words: "Plan proposed, by 15 December 2026".
    pub what: String,
    /// The text that came with it, if any: the plan, the reason, the note.
    pub text: String,
}

/// What a finding is to be raised for: one of the causes that hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RaiseBody {
    /// What raises it.
    pub kind: FindingKind,
    /// The question; of a contradiction, the claim's.
    pub question: QuestionId,
    /// The contradiction rule, if one raises it.
    #[serde(default)]
    pub rule: Option<RuleId>,
}

/// One finding, whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct FindingView {
    /// Its row.
    pub row: FindingRow,
    /// What the vendor shows for its plan or fix, in the order attached.
    pub evidence: Vec<Attachment>,
    /// What happened, newest first.
    pub history: Vec<HistoryLine>,
}

//! What a weak answer raises, and how it is fixed: one table of (state, action, party) -> state.
//!
//! Findings live in the stream of the assessment that raised them. Only a verified fix moves the score
//! (scoring rules 14 and 15).

mod cause;
mod state;
mod table;

pub use cause::{Cause, RAISED_BELOW, causes, fix_question, title};
pub use state::severity_in;
pub use table::{By, Step, TABLE, actions_for, next};

use crate::answer::Value;
use crate::id::{FindingId, QuestionId, RuleId};
use crate::template::Severity;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What raised a finding (scoring rule 14.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// A row with a credit below 75.
    Control,
    /// A contradiction between two answers.
    Contradiction,
    /// Required evidence that was rejected or has expired.
    Evidence,
}

/// Where a finding stands (scoring rule 14.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FindingState {
    /// Raised; the vendor owes a plan.
    Open,
    /// The vendor has proposed a plan; the buyer owes an answer.
    PlanProposed,
    /// The plan is agreed; the vendor owes the fix.
    PlanAgreed,
    /// The vendor works on it.
    InProgress,
    /// The vendor says it is fixed; the buyer owes a check.
    Submitted,
    /// The fix was not enough; the vendor owes another.
    Rejected,
    /// Fixed, and checked.
    Verified,
    /// The buyer carries the risk until a date.
    RiskAccepted,
    /// No longer a finding.
    Withdrawn,
}

/// What can be done with a finding. One variant, one row of buttons, one sentence in the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "action", rename_all = "snake_case", deny_unknown_fields)]
pub enum Action {
    /// The vendor says what it will do and by when.
    ProposePlan {
        /// What will be done, at most 10,000 characters.
        plan: String,
        /// By when.
        fix_by: NaiveDate,
    },
    /// The buyer agrees; the fix is due on the proposed day, unless that lies after the due date: then the due date holds.
    AgreePlan,
    /// The buyer asks for another plan.
    DeclinePlan {
        /// Why, for the vendor to read.
        reason: String,
    },
    /// The vendor has started.
    StartWork,
    /// The vendor says it is fixed.
    SubmitFix {
        /// What was done, at most 10,000 characters.
        note: String,
    },
    /// A reviewer has checked the fix: the answer it makes true and the level of the evidence (2, or 3 when shown
    /// independently).
    Verify {
        /// The answer that now holds (scoring rules 14.8 and 15.2).
        value: Value,
        /// Evidence level, 2 or 3.
        level: u8,
    },
    /// A reviewer has checked the fix: not enough.
    RejectFix {
        /// Why, for the vendor to read.
        reason: String,
    },
    /// An approver carries the risk until a date.
    AcceptRisk {
        /// Last day of the acceptance.
        until: NaiveDate,
        /// Why.
        reason: String,
    },
    /// The buyer takes the finding back.
    Withdraw {
        /// Why.
        reason: String,
    },
    /// The buyer moves the day by which it must be fixed.
    MoveDue {
        /// The new day.
        fix_due: NaiveDate,
        /// Why.
        reason: String,
    },
}

/// A finding as its events have made it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Finding {
    /// `{kind}:{question or rule}:{n}`.
    pub id: FindingId,
    /// What raised it.
    pub kind: FindingKind,
    /// The question it is about; of a contradiction, the claim's.
    pub question: QuestionId,
    /// The contradiction rule, if one raised it.
    pub rule: Option<RuleId>,
    /// How severe.
    pub severity: Severity,
    /// Where it stands. An acceptance that has ended is seen only through [`Finding::state_on`].
    pub state: FindingState,
    /// The state an acceptance returns to when it ends.
    pub returns_to: Option<FindingState>,
    /// The day it was raised.
    pub raised: NaiveDate,
    /// The day by which the vendor owes a plan.
    pub plan_due: NaiveDate,
    /// The day by which it must be fixed.
    pub fix_due: NaiveDate,
    /// The vendor's plan, last version.
    pub plan: Option<String>,
    /// The vendor's proposed day.
    pub plan_by: Option<NaiveDate>,
    /// The vendor's note on the fix, last version.
    pub fix: Option<String>,
    /// The buyer's last reason: for declining, rejecting, accepting or withdrawing.
    pub reason: Option<String>,
    /// Why the buyer last moved the day by which it must be fixed.
    pub due_reason: Option<String>,
    /// Last day of a risk acceptance.
    pub accepted_until: Option<NaiveDate>,
    /// The day it was verified or withdrawn.
    pub closed: Option<NaiveDate>,
}

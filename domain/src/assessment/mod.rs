//! One assessment of one AI system: drafted, sent, answered, submitted, reviewed, concluded; and its findings.
//!
//! The aggregate of stream `assessment/{id}`. [`Assessment::decide`] says what a command would change, or why it may
//! not; [`Assessment::apply`] takes one recorded event in and is total. Start at [`Command`] and [`Event`].

mod apply;
mod command;
mod decide;
mod digest;
mod event;
mod figures;
mod file_type;
mod history;
mod progress;
mod quota;
mod record;
mod refusal;
mod respondents;
mod retention;
mod row;
mod state;
mod upcoming;
mod view;

pub mod portal;

pub use command::{CauseKey, Command, Inherited};
pub use digest::digest;
pub use event::{Event, WithdrawnBecause};
pub use figures::{Figures, ScoreFigures, figures};
pub use file_type::{FileType, MAX_FILE_BYTES, MAX_ORGANISATION_BYTES, MAX_UPLOAD_BYTES, MAX_UPLOADS};
pub(crate) use history::name;
pub use history::{Names, finding_history, history};
pub use portal::contradictions_shown;
pub use progress::{Progress, SectionProgress, answers, progress};
pub use quota::{FilesSent, MOST_SAVED, MOST_SAVED_A_MINUTE, MOST_SAVED_BYTES, NoRoom, check_files};
pub use record::{Assessment, Conclusion, Fix, Given, Override, Query, Reviewed, Said, Submission};
pub use refusal::Refusal;
pub use respondents::Respondent;
pub use retention::Erasure;
pub use row::{Labels, finding_rows, row};
pub use state::NotComputable;
pub use upcoming::next_change;
pub use view::{ViewContext, view};

use crate::answer::Value;
use crate::id::{EvidenceId, FileHash, FindingId, PersonId, QuestionId, SystemId, TemplateHash, VendorId};
use crate::inherent::Tier;
use crate::template::Depth;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What is to be sent: to whom, which questionnaires, by when and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// The vendor.
    pub vendor: VendorId,
    /// The AI system assessed.
    pub system: SystemId,
    /// The questionnaires, by the hash of their version; at least one. The figure is their union.
    pub templates: Vec<TemplateHash>,
    /// Base questions only, or deep ones too.
    pub depth: Depth,
    /// Answers are due by the end of this day, UTC.
    pub due: NaiveDate,
    /// The vendor's person who answers.
    pub contact: PersonId,
    /// Why the buyer asks, for the vendor to read; 1 to 10,000 characters.
    pub reason: String,
    /// Whether critical questions about legal duties that do not apply yet cap the score only from then on (scoring rule
    /// 17.2).
    #[serde(default)]
    pub spares_future_duties: bool,
}

/// One answer as the vendor gives it: a value, or why the question does not apply, and a comment.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The answer; `null` when there is none yet.
    #[serde(default)]
    pub value: Option<Value>,
    /// Why the question does not apply to the vendor; at most 10,000 characters, never blank.
    #[serde(default)]
    pub not_applicable: Option<String>,
    /// A comment on the answer; may be empty, at most 10,000 characters.
    #[serde(default)]
    pub comment: String,
}

/// A piece of evidence as the vendor attached it. The kind and the end date are the vendor's own statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Attachment {
    /// Its id.
    pub id: EvidenceId,
    /// The question it belongs to.
    pub question: QuestionId,
    /// The finding whose plan or fix it is shown for; `None` when it belongs to the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finding: Option<FindingId>,
    /// The file's SHA-256.
    pub file: FileHash,
    /// The file's name as given, cleaned of paths and control characters.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// Media type by its extension and first bytes.
    pub media_type: String,
    /// One of the kinds of evidence of the template's vocabulary, such as `policy`.
    pub kind: String,
    /// Last day on which it is valid, as the vendor states.
    pub valid_until: Option<NaiveDate>,
}

/// Where an assessment stands. Overdue and expired are computed from dates, not states.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Being prepared by the buyer.
    #[default]
    Draft,
    /// Sent; nothing answered yet.
    Sent,
    /// The vendor is answering.
    Answering,
    /// Submitted; the review has not begun.
    Submitted,
    /// Being reviewed.
    InReview,
    /// Sent back with queries; only those questions are open.
    Returned,
    /// Decided.
    Concluded,
    /// Taken back by the buyer.
    Withdrawn,
}

impl Stage {
    /// Every stage, in order.
    pub const ALL: [Stage; 8] = [
        Stage::Draft,
        Stage::Sent,
        Stage::Answering,
        Stage::Submitted,
        Stage::InReview,
        Stage::Returned,
        Stage::Concluded,
        Stage::Withdrawn,
    ];

    /// The name on screen.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Stage::Draft => "Draft",
            Stage::Sent => "Sent",
            Stage::Answering => "Answering",
            Stage::Submitted => "Submitted",
            Stage::InReview => "In review",
            Stage::Returned => "Returned",
            Stage::Concluded => "Concluded",
            Stage::Withdrawn => "Withdrawn",
        }
    }

    /// The name inside a sentence: "the assessment is …".
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Stage::Draft => "a draft",
            Stage::Sent => "sent and not answered yet",
            Stage::Answering => "being answered",
            Stage::Submitted => "submitted",
            Stage::InReview => "in review",
            Stage::Returned => "back with the vendor",
            Stage::Concluded => "concluded",
            Stage::Withdrawn => "withdrawn",
        }
    }

    /// Whether the vendor owes answers.
    #[must_use]
    pub fn awaits_answers(self) -> bool {
        matches!(self, Stage::Sent | Stage::Answering | Stage::Returned)
    }

    /// Whether it is between its first submission and its conclusion.
    #[must_use]
    pub fn is_reviewed(self) -> bool {
        matches!(self, Stage::Submitted | Stage::InReview | Stage::Returned)
    }

    /// Whether the vendor may hold a link to it: also after submission and conclusion, for its findings are fixed then.
    #[must_use]
    pub fn is_out(self) -> bool {
        match self {
            Stage::Draft | Stage::Withdrawn => false,
            Stage::Sent
            | Stage::Answering
            | Stage::Submitted
            | Stage::InReview
            | Stage::Returned
            | Stage::Concluded => true,
        }
    }
}

/// Most pieces of evidence of an assessment.
pub const MAX_EVIDENCE: usize = 200;

/// How an assessment ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "outcome", rename_all = "snake_case", deny_unknown_fields)]
pub enum Outcome {
    /// Approved.
    Approved,
    /// Approved with conditions until a date.
    Conditional {
        /// The conditions, for the vendor to read; 1 to 10,000 characters.
        conditions: String,
        /// Last day of the approval.
        until: NaiveDate,
    },
    /// Rejected.
    Rejected,
}

/// A reviewer's verdict on one answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "verdict", rename_all = "snake_case", deny_unknown_fields)]
pub enum Verdict {
    /// The answer stands. Takes back a query that was not sent yet.
    Accept,
    /// Ask the vendor; queries collect and go back together.
    Query {
        /// What is asked, for the vendor to read; 1 to 10,000 characters.
        message: String,
    },
    /// The reviewer's own credit instead of the answer's.
    Override {
        /// Credit, 0 to 100.
        credit: u8,
        /// Evidence level 0 to 3; `null` keeps the evidence's own.
        #[serde(default)]
        level: Option<u8>,
        /// Why, for the record; 1 to 10,000 characters.
        reason: String,
    },
    /// Take the override back.
    LiftOverride,
    /// Decide that a question does not apply, or does. For a critical question two different people must accept.
    NotApplicable {
        /// Whether the vendor's reason is accepted.
        accepted: bool,
        /// Why, for the record; may be empty when accepted.
        #[serde(default)]
        reason: String,
    },
}

impl TierTerms {
    /// How many of so many pieces of evidence the review should judge (scoring rule 12.5), rounded up.
    #[must_use]
    pub fn evidence_to_judge(&self, pieces: usize) -> usize {
        (pieces * usize::from(self.evidence_percent)).div_ceil(100)
    }
}

/// A reviewer's judgement of one piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Judgement {
    /// Whether it counts.
    pub accepted: bool,
    /// Evidence level 1 to 3 when accepted (scoring rule 6.3).
    #[serde(default)]
    pub level: u8,
    /// Last day on which it is valid, as the reviewer found; `null` leaves what the vendor stated.
    #[serde(default)]
    pub valid_until: Option<NaiveDate>,
    /// Whether it has no last day, whatever the vendor stated. Never together with `valid_until`.
    #[serde(default)]
    pub no_end: bool,
    /// Why, for the record; needed when rejected.
    #[serde(default)]
    pub reason: String,
}

impl Judgement {
    /// The last day on which the evidence is valid, when the vendor stated `stated`.
    #[must_use]
    pub fn last_day(&self, stated: Option<NaiveDate>) -> Option<NaiveDate> {
        if self.no_end { None } else { self.valid_until.or(stated) }
    }
}

/// What the tier asked for when the assessment was drafted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct TierTerms {
    /// The tier, fixed at drafting: severities and approvers follow it.
    pub tier: Tier,
    /// How many different people a conclusion takes, 1 or 2 (scoring rule 12.7).
    pub approvers: u8,
    /// Months until the next regular assessment.
    pub reassess_months: u32,
    /// How much of the evidence the review should judge, in percent (scoring rule 12.5); 0 asks for none.
    #[serde(default)]
    pub evidence_percent: u8,
}

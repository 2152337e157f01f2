//! What the vendor sends beside answers: a file as it was taken in, what is stated of it, and the submission.
//!
//! Request bodies refuse unknown fields.

use crate::assessment::Entry;
use crate::id::{FileHash, FindingId, QuestionId};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

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

/// Most changes of one request.
pub const MOST_CHANGES: usize = 100;

/// Answers that waited on the vendor's device, sent together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangesBody {
    /// The changes in the order in which they are to be decided: 1 to 100.
    #[schema(min_items = 1, max_items = 100)]
    pub changes: Vec<AnswerChange>,
}

/// One answer that waited.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerChange {
    /// The question.
    pub question: QuestionId,
    /// The answer, whole.
    pub entry: Entry,
    /// The revision that it replaces; 0 for none.
    pub revision: u64,
    /// The idempotency key of this change, 1 to 128 visible ASCII characters: sent again, it has one effect.
    #[schema(min_length = 1, max_length = 128)]
    pub key: String,
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

//! What a vendor answered and what a reviewer made of it, and the state that is scored.
//!
//! The JSON is that of the scoring specification. [`check_value`] is the one check of a single answer, in the browser
//! and on the server; a whole state is checked by `scoring::Questionnaire::check`.

mod check;
mod scripts;
mod unseen;
mod value;

pub use check::{MAX_NAME, MAX_NUMBER, MAX_TEXT, WrongAnswer, check_name, check_text, check_value, parse_date};
pub use scripts::mixes_alphabets;
pub use unseen::{MOST_MARKS, is_unseen};
pub use value::Value;

pub(crate) use check::{Given, read_value};

use crate::api::problem::Fault;
use crate::id::QuestionId;
use crate::json;
use crate::template::Depth;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Longest state file, in bytes.
pub const MAX_STATE_BYTES: usize = 64 * 1024 * 1024;

/// Where a claim of "not applicable" stands. It wins over a value that is still stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NotApplicable {
    /// Claimed, not decided.
    Pending,
    /// Agreed: the question leaves the score.
    Accepted,
    /// Refused: the question counts as unanswered.
    Rejected,
}

/// What a reviewer made of a piece of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceStatus {
    /// Not judged yet; counts as accepted does.
    New,
    /// Counts.
    Accepted,
    /// Does not count.
    Rejected,
}

/// A piece of evidence as the score sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EvidenceItem {
    /// 0 nothing, 1 own statement or policy, 2 operating record, 3 independent.
    #[serde(deserialize_with = "json::within::<_, _, 0, 3>")]
    pub level: u8,
    /// What a reviewer made of it.
    pub status: EvidenceStatus,
    /// The last day on which it counts.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "json::optional_date")]
    pub valid_until: Option<NaiveDate>,
}

impl EvidenceItem {
    /// Whether it counts on `as_of`: not rejected, and not past its last day.
    #[must_use]
    pub fn counts(&self, as_of: NaiveDate) -> bool {
        self.status != EvidenceStatus::Rejected && self.valid_until.is_none_or(|last| last >= as_of)
    }
}

/// A reviewer's decision on the credit of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Override {
    /// Credit, 0 to 100.
    #[serde(deserialize_with = "json::within::<_, _, 0, 100>")]
    pub credit: u8,
    /// Evidence level, 0 to 3, if decided too.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "json::within_or_null::<_, _, 0, 3>")]
    pub level: Option<u8>,
}

/// Everything known of one question.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// What was answered.
    #[serde(default)]
    pub value: Option<Value>,
    /// Whether it was claimed not applicable.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub na: Option<NotApplicable>,
    /// The evidence attached.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<EvidenceItem>,
    /// A reviewer's decision on the credit.
    #[serde(default, rename = "override", skip_serializing_if = "Option::is_none")]
    pub override_: Option<Override>,
}

impl Answer {
    /// An answer of this value, without evidence.
    #[must_use]
    pub fn of(value: Value) -> Self {
        Answer { value: Some(value), ..Answer::default() }
    }

    /// Whether there is a value that is not empty. The number 0 is a value.
    #[must_use]
    pub fn is_answered(&self) -> bool {
        self.value.as_ref().is_some_and(|value| !value.is_empty())
    }
}

/// Answers by question.
pub type Answers = BTreeMap<QuestionId, Answer>;

/// What is scored: the answers, the depth and the day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// The day (UTC) on which dates and evidence are looked at.
    #[serde(with = "json::date")]
    pub as_of: NaiveDate,
    /// Which questions are asked; deep if absent.
    #[serde(default)]
    pub depth: Depth,
    /// A missing question is unanswered.
    #[serde(deserialize_with = "json::unique_keys")]
    #[schema(value_type = std::collections::HashMap<String, Answer>)]
    pub answers: Answers,
    /// Critical questions that cap nothing on that day (scoring rule 17.2); none if absent.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub spared: BTreeSet<QuestionId>,
}

impl State {
    /// Reads a state from untrusted bytes. Whether the answers fit the questions is for `Questionnaire::check`.
    ///
    /// # Errors
    /// The path of the first value of a wrong shape, such as `answers.GOV-01.evidence[0].level`.
    pub fn parse(bytes: &[u8]) -> Result<State, Vec<Fault>> {
        json::read(bytes, MAX_STATE_BYTES)
    }
}

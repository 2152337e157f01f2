//! What an assessment is made of: an answer given, a submission, a review, a fix, a conclusion.
//!
//! Plain values without rules. People are named by id only.

use crate::answer::Value;
use crate::assessment::{Attachment, Entry, Outcome, Respondent};
use crate::id::{PersonId, QuestionId};
use crate::journal::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// The vendor's answer to one question as it stands, with its revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The answer.
    pub entry: Entry,
    /// How often it has changed.
    pub revision: u64,
    /// When it last changed.
    pub at: Timestamp,
    /// Who changed it.
    pub by: Option<PersonId>,
}

/// What the vendor submitted, last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// When.
    pub at: Timestamp,
    /// Which submission it is, from 1.
    pub number: u32,
    /// SHA-256 of its contents, hexadecimal.
    pub digest: String,
    /// Who signed.
    pub signatory: PersonId,
    /// The answers.
    pub entries: BTreeMap<QuestionId, Entry>,
    /// The evidence, in the order attached.
    pub evidence: Vec<Attachment>,
    /// Who gave each of these, and submitted them.
    pub said: Vec<Said>,
}

/// That a person gave something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The person.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
    /// Whether it was the submission itself; else an answer or a piece of evidence.
    pub submission: bool,
}

/// A reviewer's query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// What is asked.
    pub message: String,
    /// Whether it has gone to the vendor.
    pub sent: bool,
}

/// A reviewer's own credit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    /// Credit, 0 to 100.
    pub credit: u8,
    /// Evidence level 0 to 3, if set too.
    pub level: Option<u8>,
    /// Why.
    pub reason: String,
    /// Who.
    pub by: Option<PersonId>,
}

/// What reviewers have made of one answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reviewed {
    /// Who accepted it as it is.
    pub accepted_by: Option<PersonId>,
    /// The query that waits to be sent or answered.
    pub query: Option<Query>,
    /// The override.
    pub overridden: Option<Override>,
    /// Who has accepted that the question does not apply.
    pub na_accepted_by: BTreeSet<PersonId>,
    /// Who refused that.
    pub na_rejected_by: Option<PersonId>,
    /// Whether the answer changed since it was last reviewed.
    pub changed: bool,
    /// Whether somebody gave a verdict on it since the last submission.
    pub touched: bool,
}

/// A verified fix: the answer that holds, and the evidence levels it has shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// The answer.
    pub value: Value,
    /// Evidence level of every verification, 2 or 3; without files and end dates.
    pub levels: Vec<u8>,
}

/// How it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conclusion {
    /// When.
    pub at: Timestamp,
    /// Who decided.
    pub by: Option<PersonId>,
    /// How.
    pub outcome: Outcome,
    /// Why, for the record.
    pub reason: String,
    /// Who had answered; empty in records of older releases.
    pub respondents: Vec<Respondent>,
}

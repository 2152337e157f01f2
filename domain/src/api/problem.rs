//! The one shape of an error on the wire: `application/problem+json` (RFC 9457) with our own members.
//!
//! `code` is for the program, `detail` for the person, `errors` names all faults at once, `trace` finds the log line.

use super::session::OrganisationName;
use crate::id::QuestionId;
use serde::{Deserialize, Serialize};

/// One fault: where it is and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Fault {
    /// Where: a field's name or a JSON path such as `questions[3].options[1].score`; empty for the whole body.
    pub at: String,
    /// A sentence that says what to do.
    pub detail: String,
}

impl Fault {
    /// A fault at `at`.
    pub fn new(at: impl Into<String>, detail: impl Into<String>) -> Self {
        Fault { at: at.into(), detail: detail.into() }
    }
}

/// What the program needs to know of an error. Each code has one HTTP status, in `server/src/error.rs`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// The request could not be read: malformed JSON, unknown fields, a wrong type.
    Malformed,
    /// The request was read and breaks a rule; `errors` says where.
    Invalid,
    /// No session, or it has ended.
    SignedOut,
    /// The session may not do this.
    Forbidden,
    /// There is no such thing, or it belongs to somebody else.
    NotFound,
    /// The thing's state does not allow this.
    State,
    /// The answer has moved since it was read; `current` holds the other one.
    Stale,
    /// `If-Match` is missing.
    RevisionRequired,
    /// The same idempotency key came with another request.
    KeyReused,
    /// The body or file is too large.
    TooLarge,
    /// The file is not of an allowed type, or the body is not JSON.
    WrongType,
    /// Too many tries; wait.
    TooMany,
    /// The link is unknown, used, expired or revoked.
    DeadLink,
    /// The request came from another site.
    CrossSite,
    /// This address does not know the method.
    Method,
    /// The password fits accounts in several organisations; `organisations` lists them, and the request names one.
    SeveralOrganisations,
    /// The server is busy or its database cannot be reached; try again.
    Busy,
    /// The disk is full.
    Full,
    /// A fault on our side.
    Internal,
}

/// An error as the wire carries it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Problem {
    /// A stable address of the kind of problem: `/problems/{code}`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind of problem in a few words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// For the program.
    pub code: Code,
    /// For the person: what is wrong and what to do.
    pub detail: String,
    /// The question concerned, if it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<QuestionId>,
    /// Every fault found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Fault>,
    /// With [`Code::Stale`]: the answer as it stands now, in the shape the caller may see.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub current: Option<serde_json::Value>,
    /// With [`Code::SeveralOrganisations`]: those that the password fits.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub organisations: Vec<OrganisationName>,
    /// Finds the log line.
    pub trace: String,
}

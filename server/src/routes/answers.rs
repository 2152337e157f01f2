//! The vendor's answers: one at a time, each on the revision it was made on.
//!
//! A stale answer is refused with the other one beside it; saving what is there already is acknowledged.

use super::portal::admit;
use crate::answering::{self, Answering};
use crate::auth::VendorPerson;
use crate::error::Error;
use crate::extract::Path;
use crate::once::Once;
use crate::state::AppState;
use axum::extract::{FromRequestParts, State};
use axum::http::header;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use domain::answer::Value;
use domain::api::portal::AnswerSaved;
use domain::api::problem::{Code, Problem};
use domain::assessment::Entry;
use domain::id::{AssessmentId, QuestionId};

/// The revision that an answer replaces, from `If-Match: "<revision>"`; 0 when there was none.
#[derive(Debug, Clone, Copy)]
pub struct IfMatch(u64);

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let Some(value) = parts.headers.get(header::IF_MATCH) else {
            let detail = "say which revision this answer replaces: send If-Match with the revision in quotes";
            return Err(Error::new(Code::RevisionRequired, detail));
        };
        let text = value.to_str().unwrap_or_default().trim();
        let digits = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        let digits = digits.filter(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()));
        let wrong = || Error::new(Code::Malformed, "write If-Match as one revision in quotes, such as \"3\"");
        digits.and_then(|digits| digits.parse().ok()).map(IfMatch).ok_or_else(wrong)
    }
}

/// Saves one answer.
#[utoipa::path(put, path = "/api/portal/assessments/{assessment}/answers/{question}", tag = "portal",
    request_body = Entry,
    params(("If-Match" = String, Header, description = "The revision that the answer replaces, in quotes; \"0\" for none")),
    responses((status = 200, body = AnswerSaved), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem),
        (status = 422, body = Problem), (status = 428, body = Problem)))]
pub async fn put(
    State(state): State<AppState>,
    person: VendorPerson,
    Path((id, question)): Path<(AssessmentId, QuestionId)>,
    IfMatch(revision): IfMatch,
    once: Once<Entry>,
) -> Result<Response, Error> {
    admit(&state, &person, &id).await?;
    let answering = Answering { person, question, entry: plain(once.body), revision, key: once.key };
    Ok(([(header::CONTENT_TYPE, "application/json")], answering::save(&state, &id, answering).await?).into_response())
}

/// The entry with its texts in plain lines.
fn plain(entry: Entry) -> Entry {
    let lines = |text: String| text.replace("\r\n", "\n");
    let value = entry.value.map(|value| match value {
        Value::Text(text) => Value::Text(lines(text)),
        other @ (Value::List(_) | Value::Number(_)) => other,
    });
    Entry { value, not_applicable: entry.not_applicable.map(lines), comment: lines(entry.comment) }
}

//! The vendor's answers, one at a time or those that waited together, each on the revision it was made on.
//!
//! A stale answer is refused with the other one beside it; saving what is there already is acknowledged.

use crate::answering::{self, Answering};
use crate::auth::VendorPerson;
use crate::error::Error;
use crate::extract::{Json, Path};
use crate::once::{Once, RequestKey};
use crate::state::AppState;
use axum::extract::{FromRequestParts, State};
use axum::http::header;
use axum::http::request::Parts;
use domain::answer::Value;
use domain::api::portal::{AnswerChange, AnswerOutcome, AnswerSaved, AnswersSaved, ChangesBody, MOST_CHANGES};
use domain::api::problem::{Code, Problem};
use domain::assessment::Entry;
use domain::id::{AssessmentId, QuestionId};
use std::collections::BTreeSet;

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
) -> Result<Json<AnswerSaved>, Error> {
    let key = once.key.as_ref().map(|key| key.text().to_owned());
    let change = AnswerChange { question, entry: once.body, revision, key: key.clone().unwrap_or_default() };
    let answering = answering(&id, change, key.is_some())?;
    let outcomes = answering::save(&state, &person, &id, &[answering]).await?;
    outcomes.into_iter().next().unwrap_or_else(|| Err(Error::not_found())).map(Json)
}

/// Saves answers that waited on the vendor's device: decided one after another, committed together, told one by one.
#[utoipa::path(post, path = "/api/portal/assessments/{assessment}/answers", tag = "portal", request_body = ChangesBody,
    responses((status = 200, body = AnswersSaved), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn save(
    State(state): State<AppState>,
    person: VendorPerson,
    Path(id): Path<AssessmentId>,
    Json(body): Json<ChangesBody>,
) -> Result<Json<AnswersSaved>, Error> {
    if !(1..=MOST_CHANGES).contains(&body.changes.len()) {
        let detail = format!("send 1 to {MOST_CHANGES} changes at once; send the rest in another request");
        return Err(Error::field("changes", detail));
    }
    let keys: BTreeSet<&str> = body.changes.iter().map(|change| change.key.as_str()).collect();
    if keys.len() != body.changes.len() {
        return Err(Error::field("changes", "give each change a key of its own"));
    }
    let answers = body.changes.into_iter().map(|change| answering(&id, change, true)).collect::<Result<Vec<_>, _>>()?;
    let outcomes = answering::save(&state, &person, &id, &answers).await?;
    let outcomes = outcomes.into_iter().map(|outcome| match outcome {
        Ok(saved) => AnswerOutcome::Saved(saved),
        Err(error) => AnswerOutcome::Refused(error.problem()),
    });
    Ok(Json(AnswersSaved { outcomes: outcomes.collect() }))
}

/// A change as it is to be decided. Its key stands for the same change however it is sent.
fn answering(id: &AssessmentId, change: AnswerChange, has_key: bool) -> Result<Answering, Error> {
    let AnswerChange { question, entry, revision, key } = change;
    let entry = plain(entry);
    let what = format!("answer {id} {question} {revision} {}", serde_json::to_string(&entry)?);
    let key = if has_key { Some(RequestKey::of(key, &what)?) } else { None };
    Ok(Answering { question, entry, revision, key })
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

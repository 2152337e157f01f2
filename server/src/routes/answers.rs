//! The vendor's answers: one at a time, each on the revision it was made on.
//!
//! A stale answer is refused with the other one beside it; saving what is there already is acknowledged.

use super::portal::admit;
use crate::auth::VendorPerson;
use crate::error::Error;
use crate::extract::Path;
use crate::once::{self, Once};
use crate::record::{Change, Dossier, vendor_names};
use crate::state::AppState;
use axum::extract::{FromRequestParts, State};
use axum::http::header;
use axum::http::request::Parts;
use axum::response::Response;
use domain::answer::Value;
use domain::api::portal::AnswerSaved;
use domain::api::problem::{Code, Problem};
use domain::assessment::{Command, Entry, Names, portal};
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
    let entry = plain(once.body);
    let _turn = state.turns.wait(id.as_str()).await;
    once::carry_out(&state, &person.org, &person.person, once.key.as_ref(), || async {
        let mut change = Change::of_answers(&state, &person.org, person.actor(), &id).await?;
        let (question, entry) = (question.clone(), entry.clone());
        let answered = change.assessment(&id, Command::Answer { question: question.clone(), entry, revision });
        let names = names(&state, &person, &change.dossier, &id, &question).await?;
        let known = change.dossier.assessment(&id)?;
        if let Err(refusal) = answered {
            let current = serde_json::to_value(portal::answer(&known.folded, &question, &names))?;
            return Err(refusal.with(|told| {
                told.question.get_or_insert(question);
                told.current = (told.code == Code::Stale).then_some(current);
            }));
        }
        let saved: AnswerSaved = portal::saved(&known.folded, &known.questionnaire, &question, &names);
        Ok((change.finish()?.0, saved))
    })
    .await
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

/// The name of whoever gave the answer as it stands: mostly the person who asks.
async fn names(
    state: &AppState,
    person: &VendorPerson,
    dossier: &Dossier,
    id: &AssessmentId,
    question: &QuestionId,
) -> Result<Names, Error> {
    let given = dossier.assessment(id)?.folded.answer(question);
    let is_own = given.and_then(|given| given.by.as_ref()).is_none_or(|by| *by == person.person);
    if is_own {
        return Ok(Names::from([(person.person.clone(), person.name.clone())]));
    }
    vendor_names(state, &person.org, &person.vendor).await
}

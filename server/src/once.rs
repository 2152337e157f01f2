//! Requests that have one effect however often they come: the idempotency key and the kept reply.
//!
//! The reply is stored in the transaction of the effect, for 24 hours, per person. The same key with another request
//! is refused.

use crate::error::Error;
use crate::extract;
use crate::state::AppState;
use crate::store::batch::Reply;
use crate::store::{Batch, StoreError};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use domain::api::problem::Code;
use domain::id::{OrgId, PersonId};
use domain::journal::{Timestamp, sha256_hex};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The header that carries the key.
pub const KEY_HEADER: &str = "idempotency-key";
const LONGEST_KEY: usize = 128;

/// The key of a request, with a hash of the request it came with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestKey {
    key: String,
    request_hash: String,
}

impl RequestKey {
    /// The key among the headers of a request that is not read yet.
    ///
    /// # Errors
    /// When it cannot be a key.
    pub fn in_headers(headers: &HeaderMap) -> Result<Option<RequestKey>, Error> {
        Ok(key_of(headers)?.map(|key| RequestKey { key, request_hash: String::new() }))
    }

    /// The key as it came.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.key
    }

    /// The same key of a request that is told apart by `what` alone: its body holds a password that a fast hash would
    /// give away.
    #[must_use]
    pub fn about(&self, what: &str) -> RequestKey {
        RequestKey { key: self.key.clone(), request_hash: sha256_hex(what.as_bytes()) }
    }
}

/// A JSON body with the key that came with it, if one did.
#[derive(Debug, Clone)]
pub struct Once<T> {
    /// The body.
    pub body: T,
    /// The key.
    pub key: Option<RequestKey>,
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Once<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let (key, place) = (key_of(request.headers())?, place_of(&request));
        let bytes = extract::json_bytes(request, state).await?;
        let key = key.map(|key| RequestKey { key, request_hash: hash_of(&place, &bytes) });
        Ok(Once { body: extract::parse(&bytes)?, key })
    }
}

/// The key of a request without a body.
#[derive(Debug, Clone)]
pub struct OnceBare(pub Option<RequestKey>);

impl<S: Send + Sync> FromRequest<S> for OnceBare {
    type Rejection = Error;

    async fn from_request(request: Request, _: &S) -> Result<Self, Error> {
        let (key, place) = (key_of(request.headers())?, place_of(&request));
        Ok(OnceBare(key.map(|key| RequestKey { key, request_hash: hash_of(&place, &[]) })))
    }
}

fn key_of(headers: &HeaderMap) -> Result<Option<String>, Error> {
    let Some(value) = headers.get(KEY_HEADER) else { return Ok(None) };
    let key = value.to_str().unwrap_or_default();
    let is_sound = !key.is_empty() && key.len() <= LONGEST_KEY && key.bytes().all(|byte| byte.is_ascii_graphic());
    if is_sound {
        return Ok(Some(key.to_owned()));
    }
    Err(Error::new(Code::Malformed, format!("an idempotency key has 1 to {LONGEST_KEY} visible ASCII characters")))
}

fn place_of(request: &Request) -> String {
    let revision = request.headers().get(header::IF_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    format!("{} {} {revision}\n", request.method(), request.uri())
}

fn hash_of(place: &str, body: &[u8]) -> String {
    sha256_hex(&[place.as_bytes(), body].concat())
}

/// Carries a request out once for `person`: replays the kept reply if there is one; otherwise runs `attempt` (fold,
/// decide, put a batch together) until its batch is committed, and replies with what it made, as JSON.
///
/// # Errors
/// What `attempt` refuses; [`Code::KeyReused`] when the key came with another request before.
pub async fn carry_out<T, F, A>(
    state: &AppState,
    org: &OrgId,
    person: &PersonId,
    key: Option<&RequestKey>,
    attempt: F,
) -> Result<Response, Error>
where
    T: Serialize,
    F: Fn() -> A,
    A: Future<Output = Result<(Batch, T), Error>>,
{
    if let Some(body) = replay(state, org, person, key).await? {
        return Ok(json(body));
    }
    let done = state
        .store
        .decide(|| async {
            let (mut batch, made) = attempt().await?;
            let body = serde_json::to_string(&made)?;
            batch.replies.extend(key.map(|key| kept(key, person, &body, state.clock.now())));
            Ok::<_, Error>((batch, body))
        })
        .await;
    match done {
        Ok(body) => Ok(json(body)),
        Err(Error::Store(StoreError::Repeated)) => {
            replay(state, org, person, key).await?.map(json).ok_or(Error::Store(StoreError::Repeated))
        }
        Err(error) => Err(error),
    }
}

/// The reply to keep under a request's key.
#[must_use]
pub fn kept(key: &RequestKey, person: &PersonId, body: &str, at: Timestamp) -> Reply {
    Reply {
        person: person.clone(),
        key: key.key.clone(),
        request_hash: key.request_hash.clone(),
        status: 200,
        body: body.to_owned(),
        at,
    }
}

/// The body that was replied to the same request before, if it was.
///
/// # Errors
/// [`Code::KeyReused`] when the key came with another request.
pub async fn replay(
    state: &AppState,
    org: &OrgId,
    person: &PersonId,
    key: Option<&RequestKey>,
) -> Result<Option<String>, Error> {
    let Some(key) = key else { return Ok(None) };
    let Some(kept) = state.store.reply(org, person, &key.key).await? else { return Ok(None) };
    if kept.request_hash != key.request_hash {
        return Err(Error::new(
            Code::KeyReused,
            "this idempotency key came with another request before; use a new one",
        ));
    }
    Ok(Some(kept.body))
}

/// A body that is JSON already.
#[must_use]
pub fn json(body: String) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], body).into_response()
}

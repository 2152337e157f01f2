//! Requests that have one effect however often they come: the idempotency key and what is kept under it.
//!
//! The key is stored in the transaction of the effect, for 24 hours, per person, with what the reply is made from: the
//! reply itself is made anew. The same key with another request is refused.

use crate::error::{self, Error};
use crate::extract;
use crate::state::AppState;
use crate::store::batch::Reply;
use crate::store::{About, Batch, Reading};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use domain::api::problem::Code;
use domain::api::vendor::Created;
use domain::id::{FileHash, OrgId, PersonId};
use domain::journal::{Timestamp, sha256_hex};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The header that carries the key.
pub const KEY_HEADER: &str = "idempotency-key";
/// Characters of the longest key.
pub const LONGEST_KEY: usize = 128;

/// The key of a request, with a hash of the request it came with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestKey {
    key: String,
    request_hash: String,
}

impl RequestKey {
    /// The key `key` of a request for `what`.
    ///
    /// # Errors
    /// When it cannot be a key.
    pub fn of(key: String, what: &str) -> Result<Self, Error> {
        if !is_key(&key) {
            return Err(not_a_key());
        }
        Ok(RequestKey { key, request_hash: sha256_hex(what.as_bytes()) })
    }

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

/// The key of a request whose body is a file: what came is known only when all of it is here.
#[derive(Debug, Clone)]
pub struct OnceFile {
    key: Option<String>,
    place: String,
}

impl<S: Send + Sync> FromRequestParts<S> for OnceFile {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let place = format!("{} {}\n", parts.method, parts.uri);
        Ok(OnceFile { key: key_of(&parts.headers)?, place })
    }
}

impl OnceFile {
    /// Whether a request of this person came under the same key before.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn is_known(&self, state: &AppState, org: &OrgId, person: &PersonId) -> Result<bool, Error> {
        match &self.key {
            Some(key) => Ok(state.store.kept(org, person, key).await?.is_some()),
            None => Ok(false),
        }
    }

    /// The key of the request that brought this file under this name.
    #[must_use]
    pub fn of(self, name: &str, hash: &FileHash) -> Option<RequestKey> {
        let request_hash = hash_of(&self.place, format!("{name}\n{hash}").as_bytes());
        self.key.map(|key| RequestKey { key, request_hash })
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
    if is_key(key) { Ok(Some(key.to_owned())) } else { Err(not_a_key()) }
}

fn is_key(key: &str) -> bool {
    !key.is_empty() && key.len() <= LONGEST_KEY && key.bytes().all(|byte| byte.is_ascii_graphic())
}

fn not_a_key() -> Error {
    Error::new(Code::Malformed, format!("an idempotency key has 1 to {LONGEST_KEY} visible ASCII characters"))
}

fn place_of(request: &Request) -> String {
    let revision = request.headers().get(header::IF_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    format!("{} {} {revision}\n", request.method(), request.uri())
}

fn hash_of(place: &str, body: &[u8]) -> String {
    sha256_hex(&[place.as_bytes(), body].concat())
}

/// Carries a request out once for `person`: runs `attempt` (fold, decide, put a batch together) until its batch is
/// committed, and replies with what it made, as JSON. A repetition has no effect; its reply is made by `again` from what
/// was kept.
///
/// # Errors
/// What `attempt` refuses; [`Code::KeyReused`] when the key came with another request before.
pub async fn carry_out<T, F, A, R, B>(
    state: &AppState,
    org: &OrgId,
    person: &PersonId,
    key: Option<&RequestKey>,
    attempt: F,
    again: R,
) -> Result<Response, Error>
where
    T: Serialize,
    F: Fn() -> A,
    A: Future<Output = Result<(Batch, T), Error>>,
    R: FnOnce(About) -> B,
    B: Future<Output = Result<T, Error>>,
{
    Ok(extract::Json(carried_out(state, (org, person), key, attempt, again).await?).into_response())
}

/// The same for a request that makes something, which is read at `place`.
///
/// # Errors
/// As [`carry_out`].
pub async fn create<T, F, A, R, B>(
    state: &AppState,
    (org, person): (&OrgId, &PersonId),
    key: Option<&RequestKey>,
    attempt: F,
    again: R,
    place: impl FnOnce(&T) -> String,
) -> Result<Response, Error>
where
    T: Serialize,
    F: Fn() -> A,
    A: Future<Output = Result<(Batch, T), Error>>,
    R: FnOnce(About) -> B,
    B: Future<Output = Result<T, Error>>,
{
    let made = carried_out(state, (org, person), key, attempt, again).await?;
    let location = place(&made);
    Ok(error::created(extract::Json(made).into_response(), &location))
}

/// What `attempt` makes, or `again` for a repetition.
async fn carried_out<T, F, A, R, B>(
    state: &AppState,
    (org, person): (&OrgId, &PersonId),
    key: Option<&RequestKey>,
    attempt: F,
    again: R,
) -> Result<T, Error>
where
    F: Fn() -> A,
    A: Future<Output = Result<(Batch, T), Error>>,
    R: FnOnce(About) -> B,
    B: Future<Output = Result<T, Error>>,
{
    let attempt = || async { Ok(keyed(state, person, key, attempt().await?)) };
    made(state, org, person, key, state.store.decide(attempt).await, again).await
}

/// The same as [`carry_out`], with a first try on what is kept in memory of the streams.
///
/// # Errors
/// As [`carry_out`].
pub async fn carry_out_fast<T, F, A, R, B>(
    state: &AppState,
    org: &OrgId,
    person: &PersonId,
    key: Option<&RequestKey>,
    attempt: F,
    again: R,
) -> Result<Response, Error>
where
    T: Serialize,
    F: Fn(Reading) -> A,
    A: Future<Output = Result<(Batch, T), Error>>,
    R: FnOnce(About) -> B,
    B: Future<Output = Result<T, Error>>,
{
    let attempt = |reading| {
        let attempted = attempt(reading);
        async { Ok(keyed(state, person, key, attempted.await?)) }
    };
    let done = state.store.decide_fast(attempt).await;
    Ok(extract::Json(made(state, org, person, key, done, again).await?).into_response())
}

/// The batch with the key of its request.
fn keyed<T>(state: &AppState, person: &PersonId, key: Option<&RequestKey>, made: (Batch, T)) -> (Batch, T) {
    let (mut batch, made) = made;
    batch.replies.extend(key.map(|key| kept(key, person, about(&batch), state.clock.now())));
    (batch, made)
}

/// What the reply to a request is made from: the first stream that it moved.
fn about(batch: &Batch) -> About {
    let first = batch.appends.first();
    first.map_or_else(|| About::thing(""), |one| About::stream(&one.stream, one.expected + one.bodies.len() as u64))
}

async fn made<T, B: Future<Output = Result<T, Error>>>(
    state: &AppState,
    org: &OrgId,
    person: &PersonId,
    key: Option<&RequestKey>,
    done: Result<T, Error>,
    again: impl FnOnce(About) -> B,
) -> Result<T, Error> {
    match done {
        Ok(made) => Ok(made),
        // What was done the first time may be the very reason for which it is refused now.
        Err(error) => match repeated(state, org, person, key).await? {
            Some(about) => again(about).await,
            None => Err(error),
        },
    }
}

/// The reply to a request that made something with a stream of its own.
///
/// # Errors
/// A fault on our side when what was kept names no stream of this kind.
pub fn created(about: &About, kind: &str) -> Result<Created, Error> {
    let id = about.subject.strip_prefix(kind).and_then(|rest| rest.strip_prefix('/'));
    let wrong = || Error::Internal(format!("a request that made no {kind} but {}", about.subject));
    Ok(Created { id: id.ok_or_else(wrong)?.to_owned() })
}

/// Commits a batch under the key of its request; says what was kept when the same request was carried out before, and then
/// commits nothing.
///
/// # Errors
/// When the batch is refused; [`Code::KeyReused`] when the key came with another request before.
pub async fn commit(
    state: &AppState,
    person: &PersonId,
    key: Option<&RequestKey>,
    mut batch: Batch,
    about: About,
) -> Result<Option<About>, Error> {
    let org = batch.org.clone();
    batch.replies.extend(key.map(|key| kept(key, person, about, state.clock.now())));
    match state.store.commit(batch).await {
        Ok(_) => Ok(None),
        Err(error) => match repeated(state, &org, person, key).await? {
            Some(about) => Ok(Some(about)),
            None => Err(error.into()),
        },
    }
}

/// What is kept of a request under its key.
#[must_use]
pub fn kept(key: &RequestKey, person: &PersonId, about: About, at: Timestamp) -> Reply {
    let RequestKey { key, request_hash } = key.clone();
    Reply { person: person.clone(), key, request_hash, about, at }
}

/// What was kept of the same request, if it was carried out before.
///
/// # Errors
/// [`Code::KeyReused`] when the key came with another request.
pub async fn repeated(
    state: &AppState,
    org: &OrgId,
    person: &PersonId,
    key: Option<&RequestKey>,
) -> Result<Option<About>, Error> {
    let Some(key) = key else { return Ok(None) };
    let Some(kept) = state.store.kept(org, person, &key.key).await? else { return Ok(None) };
    if kept.request_hash == key.request_hash {
        return Ok(Some(kept.about));
    }
    Err(reused())
}

/// The key came with another request before.
#[must_use]
pub fn reused() -> Error {
    Error::new(Code::KeyReused, "this idempotency key came with another request before; use a new one")
}

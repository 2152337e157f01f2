//! A session that is about to be opened: its row belongs to the transaction of whatever opens it.
//!
//! Under an idempotency key the session's id is drawn from the key, so that the same request, sent again because its
//! reply was lost, is given the same session and not a second one.

use super::session::{self, StaffSession, VendorSession};
use super::token::Token;
use crate::error::Error;
use crate::once::RequestKey;
use crate::state::AppState;
use crate::store::Row;
use crate::store::invitations::Link;
use crate::store::sessions::{Audience, SessionRow};
use domain::id::{OrgId, PersonId};
use domain::journal::Timestamp;
use time::OffsetDateTime;
use tower_sessions::session::Id;
use tower_sessions::{Expiry, Session};

/// The longest a staff session lasts, however active, in milliseconds.
const STAFF_LONGEST: i64 = 12 * 3_600_000;

/// A session to be opened for a person.
#[derive(Debug, Clone)]
pub struct Opening {
    id: Id,
    audience: Audience,
    org: OrgId,
    person: PersonId,
    at: Timestamp,
    ends: Timestamp,
}

/// For whom the key of a request that came with a link is kept: the link, as nobody is signed in yet.
///
/// # Errors
/// A fault on our side, as every stored hash can be an id.
pub fn holder_of(link: &Link) -> Result<PersonId, Error> {
    PersonId::new(link.token_hash.clone()).map_err(|error| Error::Internal(error.to_string()))
}

impl Opening {
    /// A session of the staff.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn staff(
        state: &AppState,
        org: &OrgId,
        person: &PersonId,
        key: Option<&RequestKey>,
    ) -> Result<Self, Error> {
        let at = state.clock.now();
        let id = id(state, Audience::Staff, person, key).await?;
        let ends = Timestamp(at.0 + STAFF_LONGEST);
        Ok(Opening { id, audience: Audience::Staff, org: org.clone(), person: person.clone(), at, ends })
    }

    /// A session of a vendor's person that ends at `ends` at the latest.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn vendor(
        state: &AppState,
        org: &OrgId,
        person: &PersonId,
        key: Option<&RequestKey>,
        ends: Timestamp,
    ) -> Result<Self, Error> {
        let id = id(state, Audience::Vendor, person, key).await?;
        let at = state.clock.now();
        Ok(Opening { id, audience: Audience::Vendor, org: org.clone(), person: person.clone(), at, ends })
    }

    /// What is stored with the transaction that opens it; the session that the browser had before ends.
    ///
    /// # Errors
    /// When the session cannot be written as JSON.
    pub fn rows(&self, before: &Session) -> Result<Vec<Row>, Error> {
        let row = SessionRow {
            id_hash: session::hash(&self.id),
            person: self.person.clone(),
            audience: self.audience,
            body: serde_json::to_string(&session::body(&self.org, &self.person, self.at, self.ends)?)?,
            created_at: self.at,
            expires_at: Timestamp(self.at.0 + session::idle(self.audience)).min(self.ends),
        };
        let ended = session::stored_id(before).filter(|before| *before != row.id_hash).map(Row::EndSession);
        Ok(ended.into_iter().chain([Row::PutSession(row)]).collect())
    }

    /// Gives the browser of the staff the session, now that it is stored.
    ///
    /// # Errors
    /// [`Error::Store`] when the database does not answer.
    pub async fn enter_staff(&self, session: &StaffSession) -> Result<(), Error> {
        self.enter(&session.0).await
    }

    /// Gives the browser of a vendor's person the session, now that it is stored; the cookie outlives the browser.
    ///
    /// # Errors
    /// As [`Opening::enter_staff`].
    pub async fn enter_vendor(&self, session: &VendorSession) -> Result<(), Error> {
        let seconds = (self.ends.0 - self.at.0).max(0) / 1_000;
        session.0.set_expiry(Some(Expiry::AtDateTime(OffsetDateTime::now_utc() + time::Duration::seconds(seconds))));
        self.enter(&session.0).await
    }

    async fn enter(&self, session: &Session) -> Result<(), Error> {
        session::adopt(session, self.id, session::body(&self.org, &self.person, self.at, self.ends)?).await
    }

    /// Goes on only while the session that a repeated request was given lives.
    ///
    /// # Errors
    /// A dead link when it has ended.
    pub async fn must_live(&self, state: &AppState) -> Result<(), Error> {
        let live = state.store.session(&session::hash(&self.id), self.audience, self.at).await?;
        if live.is_some() { Ok(()) } else { Err(Error::dead_link()) }
    }
}

/// A new id: random, or drawn from the key of the request.
async fn id(state: &AppState, audience: Audience, person: &PersonId, key: Option<&RequestKey>) -> Result<Id, Error> {
    let Some(key) = key else { return Ok(Id::default()) };
    let secret = state.store.site_secret("session").await?;
    let drawn = Token::of(&secret, &[audience.name(), person.as_str(), key.as_str()])?.bytes();
    let first = drawn.first_chunk::<16>().ok_or_else(|| Error::Internal("a token that is too short".into()))?;
    Ok(Id(i128::from_be_bytes(*first)))
}

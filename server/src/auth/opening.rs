//! Opening a session: its row goes into the batch of what it is opened with, and only then is the cookie set.
//!
//! So a one-time link is never used up without a session. A request that is repeated with its idempotency key computes
//! the same id, and so gets the cookie of the session that it opened.

use super::keys::Purpose;
use super::session::{self, CREATED, ENDS, OPENED, ORG, PERSON};
use crate::error::Error;
use crate::once::{self, RequestKey};
use crate::security;
use crate::state::AppState;
use crate::store::sessions::{Audience, LiveSession, SessionRow};
use crate::store::{About, Batch, Row, StoreError};
use domain::actor::ActorRef;
use domain::id::{OrgId, PersonId};
use domain::journal::{DAY_MILLIS, Timestamp};
use serde_json::{Map, Value, json};
use time::OffsetDateTime;
use tower_sessions::session::Id;
use tower_sessions::{Expiry, Session};

/// The longest a staff session lasts, however active.
pub const STAFF_LONGEST: i64 = 12 * 3_600_000;
const _: () = assert!(STAFF_LONGEST < DAY_MILLIS, "a repeated request finds its reply for as long as its session");

/// A request that opens a session.
#[derive(Clone, Copy)]
pub struct Door<'a> {
    /// The server's parts.
    pub state: &'a AppState,
    /// The session of the request's own cookie.
    pub session: &'a Session,
    /// Whose session it becomes.
    pub audience: Audience,
    /// What the session is opened with: the hash of a link, the id of a person, the hash of a session.
    pub with: &'a str,
    /// The request's idempotency key.
    pub key: Option<&'a RequestKey>,
    /// Who the reply is kept for: the person, or a link that is for nobody yet.
    pub asker: (&'a OrgId, &'a PersonId),
}

/// A session that is about to be stored.
#[derive(Debug, Clone)]
pub struct Opening {
    id: Id,
    row: SessionRow,
    before: Option<String>,
}

impl Door<'_> {
    /// A session for a person that ends at `ends` at the latest; whatever session the cookie named before ends with it.
    ///
    /// # Errors
    /// [`Error::Store`] when the database does not answer.
    pub async fn open(&self, org: &OrgId, person: &PersonId, ends: Timestamp) -> Result<Opening, Error> {
        let now = self.state.clock.now();
        // Loaded now, so that nothing is left to fail once the batch is stored.
        session::visitor(self.session).await?;
        let id = self.id().await?;
        let data = json!({ ORG: org, PERSON: person, CREATED: now, ENDS: ends });
        let row = SessionRow {
            id_hash: session::hash(&id),
            person: person.clone(),
            audience: self.audience,
            body: data.to_string(),
            created_at: now,
            expires_at: Timestamp(now.0 + session::idle(self.audience)).min(ends),
        };
        let before = session::stored_id(self.session).filter(|before| *before != row.id_hash);
        Ok(Opening { id, row, before })
    }

    async fn id(&self) -> Result<Id, Error> {
        id_of(self.state, self.audience, self.with, self.key).await
    }

    /// Sets the cookie once the batch is stored; says who came in. When the same request was carried out meanwhile, it
    /// is that session's.
    ///
    /// # Errors
    /// What refused the batch.
    pub async fn enter(&self, opening: Opening, stored: Result<(), Error>) -> Result<PersonId, Error> {
        match stored {
            Ok(()) => {
                let now = self.state.clock.now();
                adopt(self.session, opening.id, self.audience, &opening.row.body, now).await?;
                self.note(&opening.row.person);
                Ok(opening.row.person)
            }
            Err(Error::Store(StoreError::Repeated)) => self.again().await?.ok_or(Error::Store(StoreError::Repeated)),
            Err(error) => Err(error),
        }
    }

    /// Who came in by the same request before, if it was carried out; the cookie of that session is set again.
    ///
    /// # Errors
    /// [`domain::api::problem::Code::KeyReused`] when the key came with another request; signed out when the session
    /// has ended since.
    pub async fn again(&self) -> Result<Option<PersonId>, Error> {
        let (org, asker) = self.asker;
        if once::repeated(self.state, org, asker, self.key).await?.is_none() {
            return Ok(None);
        }
        let live = living(self.state, self.audience, self.with, self.key).await?.ok_or_else(Error::signed_out)?;
        adopt(self.session, self.id().await?, self.audience, &live.body, self.state.clock.now()).await?;
        self.note(&live.person);
        Ok(Some(live.person))
    }

    /// Notes who came in.
    fn note(&self, person: &PersonId) {
        let actor = match self.audience {
            Audience::Staff => ActorRef::Staff(person.clone()),
            Audience::Vendor => ActorRef::Vendor(person.clone()),
        };
        security::by(self.asker.0, actor);
    }
}

/// The session that the same request opened before, if it lives.
///
/// # Errors
/// [`Error::Store`] when the database does not answer.
pub async fn living(
    state: &AppState,
    audience: Audience,
    with: &str,
    key: Option<&RequestKey>,
) -> Result<Option<LiveSession>, Error> {
    let id = id_of(state, audience, with, key).await?;
    Ok(state.store.session(&session::hash(&id), audience, state.clock.now()).await?)
}

/// The id of a session: drawn, or computed from the key, so that only the same request comes to it again.
async fn id_of(state: &AppState, audience: Audience, with: &str, key: Option<&RequestKey>) -> Result<Id, Error> {
    let Some(key) = key else { return Ok(Id::default()) };
    let whose = match audience {
        Audience::Staff => "staff",
        Audience::Vendor => "vendor",
    };
    let mac = state.keys.mac(&state.store, Purpose::Session, &[whose, with, key.text()]).await?;
    let mut id = [0; 16];
    for (byte, from) in id.iter_mut().zip(mac) {
        *byte = from;
    }
    Ok(Id(i128::from_le_bytes(id)))
}

impl Opening {
    /// The batch with the session, and with what tells a repetition of its request.
    #[must_use]
    pub fn put_into(&self, door: &Door<'_>, mut batch: Batch) -> Batch {
        batch.rows.extend(self.before.clone().map(Row::EndSession));
        batch.rows.push(Row::PutSession(self.row.clone()));
        batch.replies.extend(door.key.map(|key| once::kept(key, door.asker.1, About::thing(""), self.row.created_at)));
        batch
    }
}

/// Gives the library a session that is stored already. It sets the cookie and writes nothing.
async fn adopt(session: &Session, id: Id, audience: Audience, body: &str, now: Timestamp) -> Result<(), Error> {
    let data: Map<String, Value> = serde_json::from_str(body)?;
    if audience == Audience::Vendor {
        // The cookie outlives the browser. The library counts from the system's clock, as the browser does.
        let ends = data.get(ENDS).and_then(Value::as_i64).unwrap_or(now.0);
        let seconds = (ends - now.0).max(0) / 1_000;
        session.set_expiry(Some(Expiry::AtDateTime(OffsetDateTime::now_utc() + time::Duration::seconds(seconds))));
    }
    session::ENDED_ALREADY.scope((), session.cycle_id()).await?;
    session.clear().await;
    for (key, value) in data {
        session.insert_value(&key, value).await?;
    }
    session.insert(OPENED, id.to_string()).await?;
    Ok(session.save().await?)
}

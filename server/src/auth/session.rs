//! Sessions: the kept session library over our own table, one cookie for staff and another for vendors' people.
//!
//! The table decides how long a session lives, by our clock: idle time, and an end that no activity moves. A session's
//! id is stored hashed, and it is loaded together with its person. How one begins stands in `opening`.

use super::session_fault as fault;
use crate::clock::Clock;
use crate::error::Error;
use crate::state::AppState;
use crate::store::sessions::{Audience, LiveSession, SessionRow};
use crate::store::{Batch, Row, Store};
use async_trait::async_trait;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use domain::actor::Roles;
use domain::id::{OrgId, PersonId, VendorId};
use domain::journal::{DAY_MILLIS, Timestamp, sha256_hex};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use time::OffsetDateTime;
use tower_sessions::cookie::SameSite;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{self, SessionStore};
use tower_sessions::{Session, SessionManagerLayer};

/// Minutes without a request after which a staff session ends.
pub const STAFF_IDLE_MINUTES: u32 = 30;
const STAFF_IDLE: i64 = STAFF_IDLE_MINUTES as i64 * 60_000;
/// Time without a request after which a vendor session ends.
const VENDOR_IDLE: i64 = 14 * DAY_MILLIS;

/// The key under which a loaded session carries its person. It is not stored.
const LIVE: &str = "live";
/// The key under which a session that its batch stored carries its id. It is not stored either.
pub(super) const OPENED: &str = "opened";
pub(super) const ORG: &str = "org";
pub(super) const PERSON: &str = "person";
pub(super) const CREATED: &str = "created";
pub(super) const ENDS: &str = "ends";

tokio::task_local! {
    /// Set while the library takes leave of a session that a batch ended.
    pub(super) static ENDED_ALREADY: ();
}

/// Who stands behind a session, as it was when the request came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visitor {
    /// The organisation.
    pub org: OrgId,
    /// The organisation's name.
    pub organisation: String,
    /// The person.
    pub person: PersonId,
    /// The person's name.
    pub name: String,
    /// The person's address.
    pub email: String,
    /// The vendor whose contact the person is, if one.
    pub vendor: Option<VendorId>,
    /// What a member of the staff may do.
    pub roles: Roles,
}

/// The session of the staff's cookie.
#[derive(Debug, Clone)]
pub struct StaffSession(pub Session);

/// The session of the vendors' cookie.
#[derive(Debug, Clone)]
pub struct VendorSession(pub Session);

/// The table behind the sessions of one audience.
#[derive(Clone)]
pub struct Sessions {
    store: Store,
    clock: Clock,
    audience: Audience,
}

impl std::fmt::Debug for Sessions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sessions").field("audience", &self.audience).finish_non_exhaustive()
    }
}

/// The layer that reads and writes an audience's cookie.
pub fn layer(state: &AppState, audience: Audience) -> SessionManagerLayer<Sessions> {
    let is_https = state.config.public_url.is_https();
    let name = match (audience, is_https) {
        (Audience::Staff, true) => "__Host-assay_staff",
        (Audience::Staff, false) => "assay_staff",
        (Audience::Vendor, true) => "__Host-assay_vendor",
        (Audience::Vendor, false) => "assay_vendor",
    };
    SessionManagerLayer::new(Sessions::of(state, audience))
        .with_name(name)
        .with_secure(is_https)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
}

/// Takes the session that the layer outside put there for the staff, and makes room for the vendors'.
pub async fn take_staff(mut request: Request, next: Next) -> Response {
    if let Some(session) = request.extensions_mut().remove::<Session>() {
        request.extensions_mut().insert(StaffSession(session));
    }
    next.run(request).await
}

/// Takes the session that the layer outside put there for vendors' people.
pub async fn take_vendor(mut request: Request, next: Next) -> Response {
    if let Some(session) = request.extensions_mut().remove::<Session>() {
        request.extensions_mut().insert(VendorSession(session));
    }
    next.run(request).await
}

/// Ends a session.
///
/// # Errors
/// [`Error::Store`] when it cannot be ended.
pub async fn end(session: &Session) -> Result<(), Error> {
    Ok(session.flush().await?)
}

/// The hash under which a session is stored; `None` before it has an id.
#[must_use]
pub fn stored_id(session: &Session) -> Option<String> {
    session.id().map(|id| hash(&id))
}

/// Who stands behind a session, if anyone.
///
/// # Errors
/// [`Error::Store`] when the database does not answer.
pub async fn visitor(session: &Session) -> Result<Option<Visitor>, Error> {
    Ok(session.get(LIVE).await?)
}

pub(super) fn hash(id: &Id) -> String {
    sha256_hex(id.to_string().as_bytes())
}

pub(super) fn idle(audience: Audience) -> i64 {
    match audience {
        Audience::Staff => STAFF_IDLE,
        Audience::Vendor => VENDOR_IDLE,
    }
}

impl Sessions {
    /// What is stored of a record; `None` when it names no person.
    fn row(&self, record: &Record) -> Option<(OrgId, SessionRow)> {
        let now = self.clock.now();
        let read = |key: &str| record.data.get(key).cloned();
        let org = serde_json::from_value(read(ORG)?).ok()?;
        let person = serde_json::from_value(read(PERSON)?).ok()?;
        let created_at = serde_json::from_value(read(CREATED)?).ok()?;
        let ends: Timestamp = serde_json::from_value(read(ENDS)?).ok()?;
        let mut data = record.data.clone();
        data.remove(LIVE);
        data.remove(OPENED);
        let row = SessionRow {
            id_hash: hash(&record.id),
            person,
            audience: self.audience,
            body: serde_json::to_string(&data).ok()?,
            created_at,
            expires_at: Timestamp(now.0 + idle(self.audience)).min(ends),
        };
        Some((org, row))
    }

    /// The table of one audience's sessions.
    #[must_use]
    pub fn of(state: &AppState, audience: Audience) -> Sessions {
        Sessions { store: state.store.clone(), clock: state.clock.clone(), audience }
    }

    /// Moves the end of an active session on, a thirtieth of the idle time at a time, off the request's path.
    fn touch(&self, live: &LiveSession, record: &Record) {
        let left = live.expires_at.0 - self.clock.now().0;
        let ends = record.data.get(ENDS).and_then(serde_json::Value::as_i64).unwrap_or_default();
        let idle = idle(self.audience);
        if left > idle - idle / 30 || live.expires_at.0 >= ends {
            return;
        }
        let (sessions, record) = (self.clone(), record.clone());
        tokio::spawn(async move {
            if let Err(error) = sessions.save(&record).await {
                tracing::warn!(%error, "a session's end could not be moved on");
            }
        });
    }
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> session_store::Result<()> {
        // The row was stored by the batch of what opened the session: only its id is taken over.
        let opened = record.data.get(OPENED).and_then(serde_json::Value::as_str).and_then(|id| id.parse().ok());
        record.id = opened.ok_or_else(|| session_store::Error::Encode("a session that nothing opened".into()))?;
        Ok(())
    }

    async fn save(&self, record: &Record) -> session_store::Result<()> {
        if record.data.contains_key(OPENED) {
            return Ok(());
        }
        let Some((org, row)) = self.row(record) else {
            return Err(session_store::Error::Encode("a session without a person".into()));
        };
        // Whoever ended the session in the meantime has the last word.
        let batch = Batch::new(org).row(Row::ChangeSession(row));
        self.store.commit(batch).await.map(|_| ()).map_err(fault::told)
    }

    async fn load(&self, id: &Id) -> session_store::Result<Option<Record>> {
        let now = self.clock.now();
        let live = self.store.session(&hash(id), self.audience, now).await;
        let Some(live) = live.map_err(fault::told)? else {
            return Ok(None);
        };
        let mut data: HashMap<String, serde_json::Value> =
            serde_json::from_str(&live.body).map_err(|error| session_store::Error::Decode(error.to_string()))?;
        let visitor = Visitor {
            org: live.org.clone(),
            organisation: live.organisation.clone(),
            person: live.person.clone(),
            name: live.name.clone(),
            email: live.email.clone(),
            vendor: live.vendor.clone(),
            roles: live.roles.clone(),
        };
        let visitor = serde_json::to_value(visitor).map_err(|error| session_store::Error::Encode(error.to_string()))?;
        data.insert(LIVE.into(), visitor);
        let left = time::Duration::milliseconds(live.expires_at.0 - now.0);
        let record = Record { id: *id, data, expiry_date: OffsetDateTime::now_utc() + left };
        self.touch(&live, &record);
        Ok(Some(record))
    }

    async fn delete(&self, id: &Id) -> session_store::Result<()> {
        if ENDED_ALREADY.try_with(|()| ()).is_ok() {
            return Ok(());
        }
        let batch = Batch::new(crate::ids::new()).row(Row::EndSession(hash(id)));
        self.store.commit(batch).await.map(|_| ()).map_err(fault::told)
    }
}

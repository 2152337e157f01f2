//! Who makes a request: a member of the staff or a vendor's person, taken from the session alone.
//!
//! The organisation comes from here and nowhere else, so that no request can name another one.

use super::opening;
use super::session::{self, StaffSession, VendorSession, Visitor};
use crate::error::Error;
use crate::once::RequestKey;
use crate::security;
use crate::state::AppState;
use crate::store::sessions::Audience;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use domain::actor::{Actor, ActorRef, Role, Roles};
use domain::api::problem::Code;
use domain::id::{OrgId, PersonId, VendorId};

/// A member of the buyer's staff with a live session.
#[derive(Debug, Clone)]
pub struct Staff {
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
    /// What the person may do.
    pub roles: Roles,
}

impl Staff {
    /// The actor for the rules.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor::Staff { id: self.person.clone(), roles: self.roles.clone() }
    }

    /// The actor for the journal.
    #[must_use]
    pub fn reference(&self) -> ActorRef {
        ActorRef::Staff(self.person.clone())
    }

    /// Goes on only when the person has a role.
    ///
    /// # Errors
    /// A refusal that names the role.
    pub fn must_be(&self, role: Role) -> Result<(), Error> {
        if self.roles.contains(&role) {
            return Ok(());
        }
        Err(Error::new(Code::Forbidden, format!("this needs the role {}; ask one of your admins", role.title())))
    }
}

/// A vendor's person with a live session.
#[derive(Debug, Clone)]
pub struct VendorPerson {
    /// The buyer's organisation.
    pub org: OrgId,
    /// The organisation's name.
    pub organisation: String,
    /// The person.
    pub person: PersonId,
    /// The person's name.
    pub name: String,
    /// The person's address.
    pub email: String,
    /// The vendor whose contact the person is.
    pub vendor: VendorId,
}

impl VendorPerson {
    /// The actor for the rules.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor::Vendor { id: self.person.clone(), vendor: self.vendor.clone() }
    }

    /// The actor for the journal.
    #[must_use]
    pub fn reference(&self) -> ActorRef {
        ActorRef::Vendor(self.person.clone())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Staff {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let StaffSession(session) = parts.extensions.get::<StaffSession>().cloned().ok_or_else(Error::signed_out)?;
        let Visitor { org, organisation, person, name, email, vendor: _, roles } =
            session::visitor(&session).await?.ok_or_else(Error::signed_out)?;
        security::by(&org, ActorRef::Staff(person.clone()));
        Ok(Staff { org, organisation, person, name, email, roles })
    }
}

/// A member of the staff with a live session, or one whose session ended by this very request when it came before.
#[derive(Debug, Clone)]
pub struct StaffOrAgain {
    /// The organisation.
    pub org: OrgId,
    /// The person.
    pub person: PersonId,
    /// The hash of the session that the cookie names.
    pub cookie: String,
    /// Whether the session ended by this very request.
    pub is_again: bool,
}

impl FromRequestParts<AppState> for StaffOrAgain {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Error> {
        let StaffSession(session) = StaffSession::from_request_parts(parts, state).await?;
        // Before it is loaded: then an ended one has no id any more.
        let cookie = session::stored_id(&session).ok_or_else(Error::signed_out)?;
        if let Some(Visitor { org, person, .. }) = session::visitor(&session).await? {
            security::by(&org, ActorRef::Staff(person.clone()));
            return Ok(StaffOrAgain { org, person, cookie, is_again: false });
        }
        let key = RequestKey::in_headers(&parts.headers)?.ok_or_else(Error::signed_out)?;
        let live = opening::living(state, Audience::Staff, &cookie, Some(&key)).await?;
        let live = live.ok_or_else(Error::signed_out)?;
        Ok(StaffOrAgain { org: live.org, person: live.person, cookie, is_again: true })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for VendorPerson {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let VendorSession(session) = parts.extensions.get::<VendorSession>().cloned().ok_or_else(Error::signed_out)?;
        let Visitor { org, organisation, person, name, email, vendor, roles: _ } =
            session::visitor(&session).await?.ok_or_else(Error::signed_out)?;
        let vendor = vendor.ok_or_else(Error::signed_out)?;
        security::by(&org, ActorRef::Vendor(person.clone()));
        Ok(VendorPerson { org, organisation, person, name, email, vendor })
    }
}

macro_rules! from_extension {
    ($($session:ident),*) => {$(
        impl<S: Send + Sync> FromRequestParts<S> for $session {
            type Rejection = Error;

            async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
                let missing = || Error::Internal("the session layer is missing".into());
                parts.extensions.get::<$session>().cloned().ok_or_else(missing)
            }
        }
    )*};
}
from_extension!(StaffSession, VendorSession);

//! Who does something: the buyer's staff with their roles, a vendor's person, or the system itself.
//!
//! The server alone decides who an actor is; the rules here only read it. The journal keeps the short form
//! [`ActorRef`], which names people by id only.

use crate::id::{PersonId, VendorId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;

/// What a member of the buyer's staff may do; a person holds a set of roles. Everyone may read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// People, settings, outbox.
    Admin,
    /// Vendors, intake, sending, withdrawing, agreeing plans.
    Analyst,
    /// Reviewing, overriding, judging evidence, verifying fixes.
    Reviewer,
    /// Concluding, accepting risk.
    Approver,
    /// Reading and exporting.
    Auditor,
}

impl Role {
    /// Every role, in the order they are shown.
    pub const ALL: [Role; 5] = [Role::Admin, Role::Analyst, Role::Reviewer, Role::Approver, Role::Auditor];

    /// The role's name on screen.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Role::Admin => "Admin",
            Role::Analyst => "Analyst",
            Role::Reviewer => "Reviewer",
            Role::Approver => "Approver",
            Role::Auditor => "Auditor",
        }
    }
}

/// The roles of one person.
pub type Roles = BTreeSet<Role>;

/// Who acts, as the server has established.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// A member of the buyer's staff.
    Staff {
        /// The person.
        id: PersonId,
        /// What the person may do.
        roles: Roles,
    },
    /// A person of a vendor, who entered through an invitation.
    Vendor {
        /// The person.
        id: PersonId,
        /// The vendor whose contact the person is.
        vendor: VendorId,
    },
    /// Assay itself: what happens because a date passed or another decision requires it.
    System,
}

impl Actor {
    /// Whether the actor is staff with `role`.
    #[must_use]
    pub fn has(&self, role: Role) -> bool {
        match self {
            Actor::Staff { roles, .. } => roles.contains(&role),
            Actor::Vendor { .. } | Actor::System => false,
        }
    }

    /// The form that the journal keeps.
    #[must_use]
    pub fn reference(&self) -> ActorRef {
        match self {
            Actor::Staff { id, .. } => ActorRef::Staff(id.clone()),
            Actor::Vendor { id, .. } => ActorRef::Vendor(id.clone()),
            Actor::System => ActorRef::System,
        }
    }
}

/// Who acted, as the journal keeps it: `staff/ID`, `vendor/ID` or `system`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum ActorRef {
    /// A member of the buyer's staff.
    Staff(PersonId),
    /// A vendor's person.
    Vendor(PersonId),
    /// Assay itself.
    System,
}

impl ActorRef {
    /// The person behind it, if it is one.
    #[must_use]
    pub fn person(&self) -> Option<&PersonId> {
        match self {
            ActorRef::Staff(id) | ActorRef::Vendor(id) => Some(id),
            ActorRef::System => None,
        }
    }
}

impl fmt::Display for ActorRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ActorRef::Staff(id) => write!(f, "staff/{id}"),
            ActorRef::Vendor(id) => write!(f, "vendor/{id}"),
            ActorRef::System => f.write_str("system"),
        }
    }
}

impl utoipa::PartialSchema for ActorRef {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        <String as utoipa::PartialSchema>::schema()
    }
}

impl utoipa::ToSchema for ActorRef {}

impl From<ActorRef> for String {
    fn from(actor: ActorRef) -> String {
        actor.to_string()
    }
}

/// Why a text names no actor.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("an actor is written staff/ID, vendor/ID or system")]
pub struct NotAnActor;

impl TryFrom<String> for ActorRef {
    type Error = NotAnActor;
    fn try_from(text: String) -> Result<Self, NotAnActor> {
        if text == "system" {
            return Ok(ActorRef::System);
        }
        let (kind, id) = text.split_once('/').ok_or(NotAnActor)?;
        let id = PersonId::new(id).map_err(|_| NotAnActor)?;
        match kind {
            "staff" => Ok(ActorRef::Staff(id)),
            "vendor" => Ok(ActorRef::Vendor(id)),
            _ => Err(NotAnActor),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_actor_reads_back_as_it_was_written() {
        for text in ["system", "staff/p1", "vendor/p-2"] {
            assert_eq!(ActorRef::try_from(text.to_string()).map(String::from), Ok(text.to_string()));
        }
        assert_eq!(ActorRef::try_from("robot/p1".to_string()), Err(NotAnActor));
    }
}

//! What can be asked of an organisation, and what can happen to it: the journal's truth.
//!
//! Events keep their shape for ever: an old journal must still fold.

use super::Settings;
use crate::actor::Roles;
use crate::id::PersonId;
use serde::{Deserialize, Serialize};

/// What happened to an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// A record whose text was erased: it stood for something, and nobody knows any more for what.
    Redacted,
    /// The organisation was made.
    Founded {
        /// Its name.
        name: String,
    },
    /// The settings were changed.
    SettingsChanged {
        /// The new settings, whole.
        settings: Settings,
    },
    /// A person became a member of the staff.
    MemberAdded {
        /// The person.
        person: PersonId,
        /// What the person may do.
        roles: Roles,
    },
    /// A member made an account from an invitation.
    MemberJoined {
        /// The person.
        person: PersonId,
    },
    /// A member's roles were set.
    RolesSet {
        /// The person.
        person: PersonId,
        /// What the person may do from now on.
        roles: Roles,
    },
    /// A member may no longer sign in.
    MemberDeactivated {
        /// The person.
        person: PersonId,
    },
    /// A member may sign in again.
    MemberReactivated {
        /// The person.
        person: PersonId,
    },
    /// An admin was shown the link of a mail.
    LinkShown {
        /// The mail's id.
        mail: String,
    },
    /// A link into a member's account was made at the operator's console.
    LinkMade {
        /// The person.
        person: PersonId,
    },
}

/// What can be asked of an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Make the organisation.
    Found {
        /// Its name.
        name: String,
    },
    /// Make the first member, with all roles.
    AddFirstMember(PersonId),
    /// Set the settings.
    ChangeSettings(Settings),
    /// Add a member.
    AddMember(PersonId, Roles),
    /// Record that a member made an account.
    Join(PersonId),
    /// Set a member's roles and whether the member may sign in.
    ChangeMember {
        /// The person.
        person: PersonId,
        /// What the person may do.
        roles: Roles,
        /// Whether the person may sign in.
        active: bool,
    },
    /// Record that the operator made a link into a member's account.
    MakeLink(PersonId),
    /// Record that an admin was shown a mail's link.
    ShowLink {
        /// The mail's id.
        mail: String,
    },
}

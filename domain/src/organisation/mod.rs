//! The buyer's organisation: its settings and who may do what. The aggregate of stream `org`.
//!
//! People are named by id only; names, addresses and passwords live beside the journal. At least one active admin
//! always remains: [`Organisation::decide`] refuses what would remove the last one.

mod command;
mod decide;
mod refusal;
mod settings;

pub use command::{Command, Event};
pub use refusal::Refusal;
pub use settings::{DEFAULT_RETENTION_MONTHS, MAX_INVITATION_TEXT, MAX_RETENTION_MONTHS, Settings, check_retention};

use crate::actor::{Role, Roles};
use crate::id::PersonId;
use crate::journal::Recorded;
use std::collections::BTreeMap;

/// One member of the staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// What the person may do.
    pub roles: Roles,
    /// Whether the person may sign in.
    pub active: bool,
    /// Whether the person has made an account.
    pub joined: bool,
}

impl Member {
    /// Whether the member can manage people now.
    fn manages(&self) -> bool {
        self.active && self.joined && self.roles.contains(&Role::Admin)
    }
}

/// The organisation, folded from its stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// The settings; the name is empty before the organisation is made.
    pub settings: Settings,
    /// The staff.
    pub members: BTreeMap<PersonId, Member>,
    founded: bool,
}

impl Default for Organisation {
    fn default() -> Self {
        Organisation {
            settings: Settings {
                name: String::new(),
                contact: None,
                address: None,
                retention_months: DEFAULT_RETENTION_MONTHS,
                invitation_text: String::new(),
            },
            members: BTreeMap::new(),
            founded: false,
        }
    }
}

impl Organisation {
    /// Whether the organisation has been made.
    #[must_use]
    pub fn is_founded(&self) -> bool {
        self.founded
    }

    /// Whether the person has made an account.
    #[must_use]
    pub fn has_joined(&self, person: &PersonId) -> bool {
        self.members.get(person).is_some_and(|member| member.joined)
    }

    /// Takes one event in.
    pub fn apply(&mut self, recorded: &Recorded<Event>) {
        match &recorded.event {
            Event::Founded { name } => {
                self.founded = true;
                self.settings.name.clone_from(name);
            }
            Event::SettingsChanged { settings } => self.settings = settings.clone(),
            Event::MemberAdded { person, roles } => {
                let member = Member { roles: roles.clone(), active: true, joined: false };
                self.members.insert(person.clone(), member);
            }
            Event::MemberJoined { person } => self.change(person, |member| member.joined = true),
            Event::RolesSet { person, roles } => self.change(person, |member| member.roles = roles.clone()),
            Event::MemberDeactivated { person } => self.change(person, |member| member.active = false),
            Event::MemberReactivated { person } => self.change(person, |member| member.active = true),
            Event::LinkShown { .. } | Event::LinkMade { .. } | Event::Redacted => {}
        }
    }

    fn change(&mut self, person: &PersonId, change: impl FnOnce(&mut Member)) {
        if let Some(member) = self.members.get_mut(person) {
            change(member);
        }
    }
}

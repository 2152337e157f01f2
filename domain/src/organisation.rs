//! The buyer's organisation: its settings and who may do what. The aggregate of stream `org`.
//!
//! People are named by id only; names, addresses and passwords live beside the journal. At least one active admin
//! always remains: [`Organisation::decide`] refuses what would remove the last one.

use crate::actor::{Actor, Role, Roles};
use crate::id::PersonId;
use crate::journal::Recorded;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Months for which answers are kept unless the settings say otherwise.
pub const DEFAULT_RETENTION_MONTHS: u16 = 36;
/// Longest retention, in months.
pub const MAX_RETENTION_MONTHS: u16 = 240;
/// Most characters of the standing text of invitations.
pub const MAX_INVITATION_TEXT: usize = 2_000;

/// The settings as the journal keeps them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// The organisation's name, as vendors read it.
    pub name: String,
    /// The person whom vendors may ask.
    pub contact: Option<PersonId>,
    /// Months for which answers and evidence are kept after an assessment ends.
    pub retention_months: u16,
    /// Standing text of invitations; may be empty.
    pub invitation_text: String,
}

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
    /// Record that an admin was shown a mail's link.
    ShowLink {
        /// The mail's id.
        mail: String,
    },
}

/// Why a command may not be carried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Only admins do this.
    #[error("only an admin may do this; ask one of your organisation's admins")]
    NotAdmin,
    /// The organisation exists already.
    #[error("this organisation exists already")]
    Exists,
    /// There is a first account already.
    #[error("this organisation has its first account already; sign in, or ask an admin to invite you")]
    HasMembers,
    /// The person is a member already.
    #[error("this person is a member already")]
    IsMember,
    /// There is no such member.
    #[error("there is no such member")]
    UnknownMember,
    /// Someone must remain who can manage people.
    #[error("this is the last active admin; make another person admin first")]
    LastAdmin,
    /// A member without roles could do nothing.
    #[error("choose at least one role")]
    NoRoles,
    /// Retention out of range.
    #[error("keep answers for 1 to {MAX_RETENTION_MONTHS} months")]
    Retention,
}

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

    /// What `command` by `by` would change.
    ///
    /// # Errors
    /// [`Refusal`] says why not and what to do.
    pub fn decide(&self, command: Command, by: &Actor) -> Result<Vec<Event>, Refusal> {
        match command {
            Command::Found { name } => {
                if self.founded {
                    return Err(Refusal::Exists);
                }
                Ok(vec![Event::Founded { name }])
            }
            Command::AddFirstMember(person) => {
                if !self.members.is_empty() {
                    return Err(Refusal::HasMembers);
                }
                let roles = Role::ALL.into_iter().collect();
                Ok(vec![Event::MemberAdded { person: person.clone(), roles }, Event::MemberJoined { person }])
            }
            Command::Join(person) => {
                let member = self.members.get(&person).ok_or(Refusal::UnknownMember)?;
                Ok(if member.joined { vec![] } else { vec![Event::MemberJoined { person }] })
            }
            Command::ChangeSettings(settings) => {
                must_manage(by)?;
                if settings.retention_months == 0 || settings.retention_months > MAX_RETENTION_MONTHS {
                    return Err(Refusal::Retention);
                }
                Ok(if settings == self.settings { vec![] } else { vec![Event::SettingsChanged { settings }] })
            }
            Command::AddMember(person, roles) => {
                must_manage(by)?;
                if roles.is_empty() {
                    return Err(Refusal::NoRoles);
                }
                if self.members.contains_key(&person) {
                    return Err(Refusal::IsMember);
                }
                Ok(vec![Event::MemberAdded { person, roles }])
            }
            Command::ChangeMember { person, roles, active } => {
                must_manage(by)?;
                self.change_member(person, roles, active)
            }
            Command::ShowLink { mail } => {
                must_manage(by)?;
                Ok(vec![Event::LinkShown { mail }])
            }
        }
    }

    fn change_member(&self, person: PersonId, roles: Roles, active: bool) -> Result<Vec<Event>, Refusal> {
        let member = self.members.get(&person).ok_or(Refusal::UnknownMember)?;
        if roles.is_empty() {
            return Err(Refusal::NoRoles);
        }
        let manages_still = active && roles.contains(&Role::Admin);
        let others_manage = self.members.iter().any(|(id, other)| *id != person && other.manages());
        if member.manages() && !manages_still && !others_manage {
            return Err(Refusal::LastAdmin);
        }
        let mut events = Vec::new();
        if member.roles != roles {
            events.push(Event::RolesSet { person: person.clone(), roles });
        }
        if member.active && !active {
            events.push(Event::MemberDeactivated { person });
        } else if !member.active && active {
            events.push(Event::MemberReactivated { person });
        }
        Ok(events)
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
            Event::LinkShown { .. } | Event::Redacted => {}
        }
    }

    fn change(&mut self, person: &PersonId, change: impl FnOnce(&mut Member)) {
        if let Some(member) = self.members.get_mut(person) {
            change(member);
        }
    }
}

fn must_manage(by: &Actor) -> Result<(), Refusal> {
    if by.has(Role::Admin) || *by == Actor::System { Ok(()) } else { Err(Refusal::NotAdmin) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actor::ActorRef;
    use crate::journal::Timestamp;

    fn person(id: &str) -> PersonId {
        PersonId::new(id).expect("id")
    }

    fn staff(id: &str, roles: &[Role]) -> Actor {
        Actor::Staff { id: person(id), roles: roles.iter().copied().collect() }
    }

    fn carry_out(organisation: &mut Organisation, command: Command, by: &Actor) -> Result<usize, Refusal> {
        let events = organisation.decide(command, by)?;
        let count = events.len();
        for event in events {
            organisation.apply(&Recorded { version: 1, at: Timestamp(0), by: ActorRef::System, event });
        }
        Ok(count)
    }

    fn with_one_admin() -> Organisation {
        let mut organisation = Organisation::default();
        carry_out(&mut organisation, Command::Found { name: "Buyer".into() }, &Actor::System).expect("founded");
        carry_out(&mut organisation, Command::AddFirstMember(person("a")), &Actor::System).expect("first");
        organisation
    }

    #[test]
    fn the_last_admin_can_neither_leave_nor_lose_the_role() {
        let mut organisation = with_one_admin();
        let admin = staff("a", &[Role::Admin]);
        let only_analyst: Roles = [Role::Analyst].into();
        let demote = Command::ChangeMember { person: person("a"), roles: only_analyst.clone(), active: true };
        assert_eq!(carry_out(&mut organisation, demote.clone(), &admin), Err(Refusal::LastAdmin));
        let leave = Command::ChangeMember { person: person("a"), roles: Role::ALL.into(), active: false };
        assert_eq!(carry_out(&mut organisation, leave.clone(), &admin), Err(Refusal::LastAdmin));

        carry_out(&mut organisation, Command::AddMember(person("b"), [Role::Admin].into()), &admin).expect("added");
        assert_eq!(
            carry_out(&mut organisation, leave.clone(), &admin),
            Err(Refusal::LastAdmin),
            "an admin who has not joined cannot manage anything"
        );
        carry_out(&mut organisation, Command::Join(person("b")), &Actor::System).expect("joined");
        assert_eq!(carry_out(&mut organisation, leave, &admin), Ok(1));
        let back_as_analyst = carry_out(&mut organisation, demote, &staff("b", &[Role::Admin]));
        assert_eq!(back_as_analyst, Ok(2), "the roles are set, and the person may enter again");
    }

    #[test]
    fn only_an_admin_changes_people_and_settings() {
        let mut organisation = with_one_admin();
        let analyst = staff("x", &[Role::Analyst, Role::Reviewer, Role::Approver, Role::Auditor]);
        let settings = Settings { retention_months: 12, ..organisation.settings.clone() };
        for command in [
            Command::ChangeSettings(settings),
            Command::AddMember(person("b"), [Role::Auditor].into()),
            Command::ShowLink { mail: "m".into() },
        ] {
            assert_eq!(carry_out(&mut organisation, command, &analyst), Err(Refusal::NotAdmin));
        }
    }

    #[test]
    fn a_second_first_account_is_refused() {
        let mut organisation = with_one_admin();
        let again = Command::AddFirstMember(person("b"));
        assert_eq!(carry_out(&mut organisation, again, &Actor::System), Err(Refusal::HasMembers));
    }

    #[test]
    fn setting_what_is_set_already_changes_nothing() {
        let mut organisation = with_one_admin();
        let admin = staff("a", &[Role::Admin]);
        let same = Command::ChangeMember { person: person("a"), roles: Role::ALL.into(), active: true };
        assert_eq!(carry_out(&mut organisation, same, &admin), Ok(0));
        let settings = organisation.settings.clone();
        assert_eq!(carry_out(&mut organisation, Command::ChangeSettings(settings), &admin), Ok(0));
    }
}

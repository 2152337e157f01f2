//! What a command would change, or why it may not. At least one active admin remains.
//!
//! Pure: who asks is an argument.

use super::{Command, Event, Organisation, Refusal, check_retention};
use crate::actor::{Actor, Role, Roles};
use crate::id::PersonId;

impl Organisation {
    /// Whether a member may get another invitation. The link itself is no part of the journal.
    ///
    /// # Errors
    /// [`Refusal::NotAdmin`], [`Refusal::UnknownMember`] or [`Refusal::NotInvited`].
    pub fn may_invite_again(&self, person: &PersonId, by: &Actor) -> Result<(), Refusal> {
        must_manage(by)?;
        let member = self.members.get(person).ok_or(Refusal::UnknownMember)?;
        if member.active && !member.joined { Ok(()) } else { Err(Refusal::NotInvited) }
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
                check_retention(settings.retention_months)?;
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
            Command::MakeLink(person) => {
                must_manage(by)?;
                self.members.get(&person).ok_or(Refusal::UnknownMember)?;
                Ok(vec![Event::LinkMade { person }])
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
}

fn must_manage(by: &Actor) -> Result<(), Refusal> {
    if by.has(Role::Admin) || *by == Actor::System { Ok(()) } else { Err(Refusal::NotAdmin) }
}

#[cfg(test)]
mod tests {
    use super::super::Settings;
    use super::*;
    use crate::actor::ActorRef;
    use crate::journal::{Recorded, Timestamp};

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
            Command::MakeLink(person("a")),
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

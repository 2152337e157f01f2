//! The audit trail in words: what was taken away, and what was done in the office.
//!
//! Names come from outside, as they are now. The sorts of things must agree with how events are stored, which a test makes
//! sure of.

use super::{Event, Filters};
use crate::actor::{ActorRef, Roles};
use crate::api::trail::TrailKind;
use crate::id::{EvidenceId, PersonId};
use crate::organisation;
use std::collections::BTreeMap;

/// Names of people, and of the files of pieces of evidence.
#[derive(Debug, Clone, Default)]
pub struct Named {
    /// Of people.
    pub people: BTreeMap<PersonId, String>,
    /// Of the evidence that the buyer may see.
    pub files: BTreeMap<EvidenceId, String>,
}

impl Named {
    fn person(&self, id: &PersonId) -> &str {
        self.people.get(id).map_or("somebody", String::as_str)
    }
}

/// Every sort with the kinds under which its events are stored.
pub const KINDS: [(TrailKind, &[&str]); 5] = [
    (TrailKind::Downloads, &["evidence_downloaded"]),
    (TrailKind::Exports, &["register_exported", "findings_exported"]),
    (TrailKind::Links, &["link_shown", "link_made"]),
    (TrailKind::People, &["member_added", "member_joined", "roles_set", "member_deactivated", "member_reactivated"]),
    (TrailKind::Settings, &["founded", "settings_changed"]),
];

/// What sort of thing an access is; none when its text was erased.
#[must_use]
pub fn kind_of_access(event: &Event) -> Option<TrailKind> {
    match event {
        Event::Redacted => None,
        Event::EvidenceDownloaded { .. } => Some(TrailKind::Downloads),
        Event::RegisterExported { .. } | Event::FindingsExported { .. } => Some(TrailKind::Exports),
    }
}

/// What sort of thing happened to the organisation; none when its text was erased.
#[must_use]
pub fn kind_of_organisation(event: &organisation::Event) -> Option<TrailKind> {
    use organisation::Event;
    match event {
        Event::Redacted => None,
        Event::Founded { .. } | Event::SettingsChanged { .. } => Some(TrailKind::Settings),
        Event::MemberAdded { .. }
        | Event::MemberJoined { .. }
        | Event::RolesSet { .. }
        | Event::MemberDeactivated { .. }
        | Event::MemberReactivated { .. } => Some(TrailKind::People),
        Event::LinkShown { .. } | Event::LinkMade { .. } => Some(TrailKind::Links),
    }
}

/// An access in words. What a vendor's people fetch of their own before they send it is not the buyer's to read.
#[must_use]
pub fn told_of_access(event: &Event, by: &ActorRef, named: &Named) -> String {
    match event {
        Event::Redacted => erased(),
        Event::EvidenceDownloaded { evidence, question, .. } => match (named.files.get(evidence), by) {
            (Some(name), _) => format!("Downloaded {name}, evidence for {question}"),
            (None, ActorRef::Vendor(_)) => "Downloaded their own evidence, not sent or taken away since".into(),
            (None, ActorRef::Staff(_) | ActorRef::System) => {
                format!("Downloaded evidence for {question} that was taken away since")
            }
        },
        Event::RegisterExported { filters } => exported("the register", filters),
        Event::FindingsExported { filters } => exported("the findings", filters),
    }
}

/// What happened to the organisation, in words.
#[must_use]
pub fn told_of_organisation(event: &organisation::Event, by: &ActorRef, named: &Named) -> String {
    use organisation::Event;
    match event {
        Event::Redacted => erased(),
        Event::Founded { .. } => "Made the organisation".into(),
        Event::SettingsChanged { .. } => "Changed the settings".into(),
        // Nobody invites themselves but the first.
        Event::MemberAdded { person, .. } if by.person() == Some(person) => "Made the first account".into(),
        Event::MemberAdded { person, roles } => format!("Invited {} as {}", named.person(person), titles(roles)),
        Event::MemberJoined { person } if by.person() == Some(person) => "Joined".into(),
        Event::MemberJoined { person } => format!("{} joined", named.person(person)),
        Event::RolesSet { person, roles } => {
            format!("Set the roles of {} to {}", named.person(person), titles(roles))
        }
        Event::MemberDeactivated { person } => format!("Deactivated {}", named.person(person)),
        Event::MemberReactivated { person } => format!("Let {} in again", named.person(person)),
        Event::LinkShown { .. } => "Looked at the link of a mail in the outbox".into(),
        Event::LinkMade { person } => {
            format!("Made a link into the account of {} at the console", named.person(person))
        }
    }
}

fn erased() -> String {
    "A record that was erased since".into()
}

fn exported(what: &str, filters: &Filters) -> String {
    if filters.is_empty() {
        return format!("Exported {what}, all of it");
    }
    let spelled = |(name, value): (&String, &String)| {
        let name = name.replace('_', " ");
        if value == "true" { name } else { format!("{name} {value}") }
    };
    let filters: Vec<String> = filters.iter().map(spelled).collect();
    format!("Exported {what}, narrowed to {}", filters.join(", "))
}

fn titles(roles: &Roles) -> String {
    roles.iter().map(|role| role.title()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actor::Role;
    use crate::id::{AssessmentId, FileHash, QuestionId};
    use serde_json::{Value, json};

    fn person() -> PersonId {
        PersonId::new("p1").expect("id")
    }

    fn stored(event: &impl serde::Serialize) -> Value {
        serde_json::to_value(event).expect("an event")["kind"].clone()
    }

    fn is_among(kind: Option<TrailKind>, name: &Value) -> bool {
        KINDS.iter().any(|(known, names)| Some(*known) == kind && names.iter().any(|known| name == known))
    }

    fn downloaded() -> Event {
        Event::EvidenceDownloaded {
            assessment: AssessmentId::new("a1").expect("id"),
            evidence: EvidenceId::new("e1").expect("id"),
            question: QuestionId::new("GOV-01").expect("id"),
            file: FileHash::new("ab".repeat(32)).expect("a hash"),
        }
    }

    #[test]
    fn every_sort_names_the_kinds_under_which_its_events_are_stored() {
        let (filters, roles) = (Filters::new(), Roles::from([Role::Admin]));
        let exports = Event::RegisterExported { filters: filters.clone() };
        for event in [downloaded(), exports, Event::FindingsExported { filters }] {
            assert!(is_among(kind_of_access(&event), &stored(&event)), "{event:?}");
        }
        use organisation::Event as Org;
        let events = [
            Org::Founded { name: "Buyer".into() },
            Org::MemberAdded { person: person(), roles: roles.clone() },
            Org::MemberJoined { person: person() },
            Org::RolesSet { person: person(), roles },
            Org::MemberDeactivated { person: person() },
            Org::MemberReactivated { person: person() },
            Org::LinkShown { mail: "m1".into() },
            Org::LinkMade { person: person() },
        ];
        for event in events {
            assert!(is_among(kind_of_organisation(&event), &stored(&event)), "{event:?}");
        }
        assert_eq!(stored(&Event::Redacted), json!("redacted"));
        assert_eq!(kind_of_access(&Event::Redacted), None);
    }

    #[test]
    fn what_was_done_is_told_with_the_names_of_now() {
        let (mut named, staff) = (Named::default(), ActorRef::Staff(person()));
        let gone = told_of_access(&downloaded(), &staff, &named);
        assert_eq!(gone, "Downloaded evidence for GOV-01 that was taken away since");
        assert!(!told_of_access(&downloaded(), &ActorRef::Vendor(person()), &named).contains("GOV-01"));
        named.files.insert(EvidenceId::new("e1").expect("id"), "SOC 2.pdf".into());
        named.people.insert(person(), "Ann".into());
        assert_eq!(told_of_access(&downloaded(), &staff, &named), "Downloaded SOC 2.pdf, evidence for GOV-01");
        let filters = Filters::from([("overdue".into(), "true".into()), ("residual_band".into(), "high".into())]);
        let words = told_of_access(&Event::RegisterExported { filters }, &staff, &named);
        assert_eq!(words, "Exported the register, narrowed to overdue, residual band high");
        let set = organisation::Event::RolesSet { person: person(), roles: Roles::from([Role::Admin, Role::Auditor]) };
        assert_eq!(told_of_organisation(&set, &staff, &named), "Set the roles of Ann to Admin, Auditor");
        let first = organisation::Event::MemberAdded { person: person(), roles: Roles::from(Role::ALL) };
        assert_eq!(told_of_organisation(&first, &staff, &named), "Made the first account");
        assert!(told_of_organisation(&first, &ActorRef::System, &named).starts_with("Invited Ann as Admin"));
    }
}

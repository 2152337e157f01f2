//! Takes what happened to a vendor in, one event at a time.
//!
//! Total: whatever was recorded can be applied. An event about something unknown changes nothing.

use super::contact::ContactStep;
use super::{AiSystem, Event, Vendor};
use crate::id::SystemId;
use crate::journal::Recorded;

impl Vendor {
    /// Takes one event in.
    pub fn apply(&mut self, recorded: &Recorded<Event>) {
        let on = recorded.at.date();
        match &recorded.event {
            Event::Redacted => {}
            Event::Registered { vendor, profile } => {
                self.id = Some(vendor.clone());
                self.profile = Some(profile.clone());
                self.registered = Some(on);
            }
            Event::ProfileChanged { profile } => self.profile = Some(profile.clone()),
            Event::ContactAdded { contact, address } => {
                self.contacts.insert(contact.clone());
                self.note_contact(recorded, contact, ContactStep::Added { address: address.clone() });
            }
            Event::ContactAddressChanged { contact, from, to } => {
                let step = ContactStep::AddressChanged { from: from.clone(), to: to.clone() };
                self.note_contact(recorded, contact, step);
            }
            Event::ContactRemoved { contact } => {
                if self.contacts.remove(contact) {
                    self.note_contact(recorded, contact, ContactStep::Removed);
                }
            }
            Event::SystemAdded { system, description } => {
                let added = AiSystem {
                    id: system.clone(),
                    description: description.clone(),
                    intakes: Vec::new(),
                    added: on,
                    retired: None,
                };
                self.systems.insert(system.clone(), added);
            }
            Event::SystemChanged { system, description } => {
                self.change(system, |system| system.description = description.clone());
            }
            Event::SystemRetired { system } => self.change(system, |system| system.retired = Some(on)),
            Event::IntakeRecorded { system, intake } => {
                self.change(system, |system| system.intakes.push(intake.clone()));
            }
            Event::CertificateRecorded { certificate, description }
            | Event::CertificateChanged { certificate, description } => {
                self.certificates.insert(certificate.clone(), description.clone());
            }
        }
        self.version = recorded.version;
    }

    /// The vendor that `events`, oldest first, have made.
    pub fn fold<'a>(events: impl IntoIterator<Item = &'a Recorded<Event>>) -> Vendor {
        let mut vendor = Vendor::default();
        for event in events {
            vendor.apply(event);
        }
        vendor
    }

    /// Its AI systems in use, in the order they were added.
    #[must_use]
    pub fn systems_in_use(&self) -> Vec<&AiSystem> {
        let mut systems: Vec<_> = self.systems.values().filter(|system| system.retired.is_none()).collect();
        systems.sort_by(|a, b| (a.added, &a.id).cmp(&(b.added, &b.id)));
        systems
    }

    fn change(&mut self, system: &SystemId, change: impl FnOnce(&mut AiSystem)) {
        if let Some(system) = self.systems.get_mut(system) {
            change(system);
        }
    }
}

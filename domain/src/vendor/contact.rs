//! Who could answer as the vendor, and since when: how contacts came, got another address and went.
//!
//! Addresses stand beside the journal, which knows them by a keyed hash: a change leaves its trace for ever, and a person
//! can be erased all the same.

use super::{Event, Vendor};
use crate::actor::ActorRef;
use crate::api::finding::HistoryLine;
use crate::assessment::{Names, name};
use crate::id::{AddressHash, PersonId};
use crate::journal::{Recorded, Timestamp};
use std::collections::BTreeSet;

/// What happened to a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ContactStep {
    /// Became one.
    Added {
        /// With this address; older records do not know it.
        address: Option<AddressHash>,
    },
    /// Got another address.
    AddressChanged {
        /// The one before.
        from: AddressHash,
        /// The one since.
        to: AddressHash,
    },
    /// Is none any more.
    Removed,
}

/// One step of a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactChange {
    /// When.
    pub at: Timestamp,
    /// Who did it.
    pub by: ActorRef,
    /// Whom it is about.
    pub contact: PersonId,
    /// What happened.
    pub step: ContactStep,
}

impl Vendor {
    pub(super) fn note_contact(&mut self, recorded: &Recorded<Event>, contact: &PersonId, step: ContactStep) {
        let (at, by, contact) = (recorded.at, recorded.by.clone(), contact.clone());
        self.contact_changes.push(ContactChange { at, by, contact, step });
    }

    /// The address that letters to a contact went to at `at`; `None` where only an older record could say.
    #[must_use]
    pub fn address_at(&self, contact: &PersonId, at: Timestamp) -> Option<&AddressHash> {
        let own = self.contact_changes.iter().filter(|change| change.contact == *contact);
        let mut known = None;
        for change in own {
            match &change.step {
                ContactStep::Added { address } if change.at <= at => known = address.as_ref().or(known),
                ContactStep::AddressChanged { to, .. } if change.at <= at => known = Some(to),
                // The first change to come tells what held before it.
                ContactStep::AddressChanged { from, .. } => return known.or(Some(from)),
                ContactStep::Added { .. } | ContactStep::Removed => {}
            }
        }
        known
    }

    /// Everyone who is or was a contact.
    #[must_use]
    pub fn contacts_ever(&self) -> BTreeSet<PersonId> {
        self.contact_changes.iter().map(|change| change.contact.clone()).collect()
    }

    /// What happened to its contacts, as far as it is `told`, newest first. `address` gives an address by its hash, if it is still known.
    #[must_use]
    pub fn contact_history(
        &self,
        names: &Names,
        told: impl Fn(&ContactChange) -> bool,
        address: impl Fn(&PersonId, &AddressHash) -> Option<String>,
    ) -> Vec<HistoryLine> {
        let line = |change: &ContactChange| {
            let person = name(names, Some(&change.contact));
            let (what, text) = match &change.step {
                ContactStep::Added { .. } => (format!("{person} became a contact"), String::new()),
                ContactStep::AddressChanged { from, to } => {
                    let shown = |hash| address(&change.contact, hash).unwrap_or_else(|| "an erased address".into());
                    (format!("Address of {person} changed"), format!("From {} to {}", shown(from), shown(to)))
                }
                ContactStep::Removed => (format!("{person} is no contact any more"), String::new()),
            };
            HistoryLine { at: change.at, who: name(names, change.by.person()), what, text }
        };
        self.contact_changes.iter().rev().filter(|change| told(change)).map(line).collect()
    }
}

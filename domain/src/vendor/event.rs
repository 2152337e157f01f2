//! What can happen to a vendor, and what can be asked of one.
//!
//! Events are the journal's truth and keep their shape for ever; commands come from requests and may change.

use super::{CertificateDescription, Profile, RecordedIntake, SystemDescription};
use crate::id::{AddressHash, CertificateId, PersonId, SystemId, VendorId};
use crate::inherent::Levels;
use serde::{Deserialize, Serialize};

/// What happened to a vendor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// A record whose text was erased: it stood for something, and nobody knows any more for what.
    Redacted,
    /// The vendor was registered.
    Registered {
        /// Its id.
        vendor: VendorId,
        /// What is known of it.
        profile: Profile,
    },
    /// Its profile was changed.
    ProfileChanged {
        /// The new profile, whole.
        profile: Profile,
    },
    /// A person became a contact.
    ContactAdded {
        /// The person.
        contact: PersonId,
        /// The address, by its hash; records of older releases have none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        address: Option<AddressHash>,
    },
    /// A contact got another address: whoever reads it can answer as the vendor from now on.
    ContactAddressChanged {
        /// The person.
        contact: PersonId,
        /// The address before, by its hash.
        from: AddressHash,
        /// The address since, by its hash.
        to: AddressHash,
    },
    /// A person is no longer a contact.
    ContactRemoved {
        /// The person.
        contact: PersonId,
    },
    /// An AI system was added.
    SystemAdded {
        /// Its id.
        system: SystemId,
        /// What is known of it.
        description: SystemDescription,
    },
    /// An AI system's description was changed.
    SystemChanged {
        /// Its id.
        system: SystemId,
        /// The new description, whole.
        description: SystemDescription,
    },
    /// An AI system is no longer used.
    SystemRetired {
        /// Its id.
        system: SystemId,
    },
    /// The buyer filled in the intake.
    IntakeRecorded {
        /// The AI system.
        system: SystemId,
        /// The levels and what they made.
        intake: RecordedIntake,
    },
    /// A certificate was recorded.
    CertificateRecorded {
        /// Its id.
        certificate: CertificateId,
        /// What it says.
        description: CertificateDescription,
    },
    /// A certificate's entry was changed.
    CertificateChanged {
        /// Its id.
        certificate: CertificateId,
        /// The new entry, whole.
        description: CertificateDescription,
    },
}

/// What can be asked of a vendor. New ids are arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Register the vendor.
    Register {
        /// Its new id.
        vendor: VendorId,
        /// What is known of it.
        profile: Profile,
    },
    /// Change its profile.
    ChangeProfile(Profile),
    /// Add a contact with an address.
    AddContact(PersonId, AddressHash),
    /// Change what is known of a contact.
    ChangeContact {
        /// The person.
        contact: PersonId,
        /// The address before.
        from: AddressHash,
        /// The address from now on; may be the same.
        to: AddressHash,
    },
    /// Remove a contact.
    RemoveContact(PersonId),
    /// Add an AI system.
    AddSystem(SystemId, SystemDescription),
    /// Change an AI system's description.
    ChangeSystem(SystemId, SystemDescription),
    /// Retire an AI system.
    RetireSystem(SystemId),
    /// Record the intake: a level 0 to 4 for each factor.
    RecordIntake(SystemId, Levels),
    /// Record a certificate.
    RecordCertificate(CertificateId, CertificateDescription),
    /// Change a certificate's entry.
    ChangeCertificate(CertificateId, CertificateDescription),
}

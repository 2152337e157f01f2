//! What a command would change of a vendor, or why it may not.
//!
//! All of it is the analyst's work. Whether a contact or an owner exists, and is of the right kind, is the caller's
//! to know: people live beside the journal.

use super::check::{check_certificate, check_profile, check_system};
use super::{AiSystem, CertificateDescription, Command, Event, Profile, RecordedIntake, SystemDescription, Vendor};
use crate::actor::{Actor, Role};
use crate::api::problem::{Code, Fault};
use crate::id::{CertificateId, PersonId, SystemId, VendorId};
use crate::inherent::{Intake, Levels, inherent};
use crate::journal::Timestamp;

/// Why a command may not be carried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Only analysts do this.
    #[error("only an analyst may do this; ask an admin of your organisation for the role")]
    NotAnalyst,
    /// The vendor's id is taken.
    #[error("this vendor is registered already")]
    Exists,
    /// There is no such vendor.
    #[error("there is no such vendor")]
    UnknownVendor,
    /// The vendor has no such AI system.
    #[error("this vendor has no such AI system")]
    UnknownSystem,
    /// The vendor has no such certificate.
    #[error("this vendor has no such certificate")]
    UnknownCertificate,
    /// The person is not a contact of the vendor.
    #[error("this person is not a contact of the vendor")]
    UnknownContact,
    /// The AI system's id is taken.
    #[error("this AI system exists already")]
    SystemExists,
    /// The certificate's id is taken.
    #[error("this certificate is recorded already")]
    CertificateExists,
    /// The AI system is no longer used.
    #[error("this AI system is retired; add it again if it is used again")]
    Retired,
    /// Some fields are wrong; each fault names its field.
    #[error("{}", sentence(.0))]
    Wrong(Vec<Fault>),
}

/// The sentence over a list of faults.
fn sentence(faults: &[Fault]) -> String {
    match faults {
        [only] => only.detail.clone(),
        _ => format!("correct the {} marked fields", faults.len()),
    }
}

impl Refusal {
    /// What the program needs to know of it.
    #[must_use]
    pub fn code(&self) -> Code {
        match self {
            Refusal::NotAnalyst => Code::Forbidden,
            Refusal::Exists | Refusal::SystemExists | Refusal::CertificateExists | Refusal::Retired => Code::State,
            Refusal::UnknownVendor | Refusal::UnknownSystem | Refusal::UnknownCertificate | Refusal::UnknownContact => {
                Code::NotFound
            }
            Refusal::Wrong(_) => Code::Invalid,
        }
    }

    /// Every fault, each at the name of its field inside the description: `name`, `website`, `valid_until`.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        match self {
            Refusal::Wrong(faults) => faults.clone(),
            Refusal::NotAnalyst
            | Refusal::Exists
            | Refusal::UnknownVendor
            | Refusal::UnknownSystem
            | Refusal::UnknownCertificate
            | Refusal::UnknownContact
            | Refusal::SystemExists
            | Refusal::CertificateExists
            | Refusal::Retired => Vec::new(),
        }
    }
}

/// Nothing wrong, or every fault.
fn sound(faults: Vec<Fault>) -> Result<(), Refusal> {
    if faults.is_empty() { Ok(()) } else { Err(Refusal::Wrong(faults)) }
}

/// One event, unless it would change nothing.
fn unless(unchanged: bool, event: Event) -> Vec<Event> {
    if unchanged { Vec::new() } else { vec![event] }
}

pub(super) fn must_be_analyst(by: &Actor) -> Result<(), Refusal> {
    if by.has(Role::Analyst) { Ok(()) } else { Err(Refusal::NotAnalyst) }
}

impl Vendor {
    /// What `command` by `by` at `at` would change. `intake` is the form by which levels become inherent risk.
    /// A command that changes nothing gives no events.
    ///
    /// # Errors
    /// [`Refusal`] says why not and what to do.
    pub fn decide(&self, intake: &Intake, command: Command, by: &Actor, at: Timestamp) -> Result<Vec<Event>, Refusal> {
        must_be_analyst(by)?;
        match command {
            Command::Register { vendor, profile } => self.register(vendor, profile),
            Command::ChangeProfile(profile) => {
                let current = self.profile.as_ref().ok_or(Refusal::UnknownVendor)?;
                sound(check_profile(&profile))?;
                Ok(unless(*current == profile, Event::ProfileChanged { profile }))
            }
            Command::AddContact(contact, address) => {
                self.must_be_registered()?;
                let known = self.contacts.contains(&contact);
                Ok(unless(known, Event::ContactAdded { contact, address: Some(address) }))
            }
            Command::ChangeContact { contact, from, to } => {
                self.must_know(&contact)?;
                Ok(unless(from == to, Event::ContactAddressChanged { contact, from, to }))
            }
            Command::RemoveContact(contact) => {
                self.must_know(&contact)?;
                Ok(vec![Event::ContactRemoved { contact }])
            }
            Command::AddSystem(system, description) => self.add_system(system, description),
            Command::ChangeSystem(system, description) => self.change_system(system, description),
            Command::RetireSystem(system) => {
                let retired = self.system(&system)?.retired.is_some();
                Ok(unless(retired, Event::SystemRetired { system }))
            }
            Command::RecordIntake(system, levels) => self.record_intake(intake, system, levels, at),
            Command::RecordCertificate(certificate, description) => self.record_certificate(certificate, description),
            Command::ChangeCertificate(certificate, description) => {
                self.must_be_registered()?;
                let current = self.certificates.get(&certificate).ok_or(Refusal::UnknownCertificate)?;
                sound(check_certificate(&description))?;
                let unchanged = *current == description;
                Ok(unless(unchanged, Event::CertificateChanged { certificate, description }))
            }
        }
    }

    fn register(&self, vendor: VendorId, profile: Profile) -> Result<Vec<Event>, Refusal> {
        if self.id.is_some() {
            return Err(Refusal::Exists);
        }
        sound(check_profile(&profile))?;
        Ok(vec![Event::Registered { vendor, profile }])
    }

    fn add_system(&self, system: SystemId, description: SystemDescription) -> Result<Vec<Event>, Refusal> {
        self.must_be_registered()?;
        if self.systems.contains_key(&system) {
            return Err(Refusal::SystemExists);
        }
        sound(check_system(&description))?;
        Ok(vec![Event::SystemAdded { system, description }])
    }

    fn change_system(&self, system: SystemId, description: SystemDescription) -> Result<Vec<Event>, Refusal> {
        let current = self.system_in_use(&system)?;
        sound(check_system(&description))?;
        Ok(unless(current.description == description, Event::SystemChanged { system, description }))
    }

    fn record_intake(
        &self,
        intake: &Intake,
        system: SystemId,
        levels: Levels,
        at: Timestamp,
    ) -> Result<Vec<Event>, Refusal> {
        let current = self.system_in_use(&system)?.intake();
        let inherent = inherent(intake, &levels).map_err(Refusal::Wrong)?;
        let unchanged = current.is_some_and(|current| current.levels == levels && current.inherent == inherent);
        let intake = RecordedIntake { on: at.date(), levels, inherent };
        Ok(unless(unchanged, Event::IntakeRecorded { system, intake }))
    }

    fn record_certificate(
        &self,
        certificate: CertificateId,
        description: CertificateDescription,
    ) -> Result<Vec<Event>, Refusal> {
        self.must_be_registered()?;
        if self.certificates.contains_key(&certificate) {
            return Err(Refusal::CertificateExists);
        }
        sound(check_certificate(&description))?;
        Ok(vec![Event::CertificateRecorded { certificate, description }])
    }

    fn must_be_registered(&self) -> Result<(), Refusal> {
        if self.id.is_some() { Ok(()) } else { Err(Refusal::UnknownVendor) }
    }

    fn must_know(&self, contact: &PersonId) -> Result<(), Refusal> {
        self.must_be_registered()?;
        if self.contacts.contains(contact) { Ok(()) } else { Err(Refusal::UnknownContact) }
    }

    fn system(&self, system: &SystemId) -> Result<&AiSystem, Refusal> {
        self.must_be_registered()?;
        self.systems.get(system).ok_or(Refusal::UnknownSystem)
    }

    fn system_in_use(&self, system: &SystemId) -> Result<&AiSystem, Refusal> {
        let system = self.system(system)?;
        if system.retired.is_some() { Err(Refusal::Retired) } else { Ok(system) }
    }
}

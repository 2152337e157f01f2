//! Who appears in the example organisation: the buyer's staff, twelve vendors, their people, systems and certificates.
//!
//! All names are invented. Dates are days before or after the day on which the example is made.

use domain::actor::Role;
use domain::vendor::{CertificateKind, Technique};

/// The buyer.
pub(super) const BUYER: &str = "Aldermere Mutual";

/// A member of the buyer's staff.
pub(super) struct Member {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) email: &'static str,
    pub(super) roles: &'static [Role],
}

/// The buyer's staff. The first one founds the organisation and has every role.
pub(super) const STAFF: [Member; 5] = [
    Member {
        id: "staff-petra-salo",
        name: "Petra Salo",
        title: "Chief risk officer",
        email: "petra.salo@aldermere.example",
        roles: &Role::ALL,
    },
    Member {
        id: "staff-ines-okafor",
        name: "Ines Okafor",
        title: "Supplier risk",
        email: "ines.okafor@aldermere.example",
        roles: &[Role::Analyst],
    },
    Member {
        id: "staff-tomasz-wren",
        name: "Tomasz Wren",
        title: "Model risk",
        email: "tomasz.wren@aldermere.example",
        roles: &[Role::Reviewer],
    },
    Member {
        id: "staff-ruth-ansah",
        name: "Ruth Ansah",
        title: "Head of procurement",
        email: "ruth.ansah@aldermere.example",
        roles: &[Role::Approver],
    },
    Member {
        id: "staff-anya-brandt",
        name: "Anya Brandt",
        title: "Internal audit",
        email: "anya.brandt@aldermere.example",
        roles: &[Role::Auditor],
    },
];

/// How well a vendor answers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Quality {
    /// Nearly always the best answer, with records.
    Strong,
    /// Good, with gaps.
    Middling,
    /// Weak in many places.
    Weak,
}

/// What became of an AI system's newest assessment.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// Nothing: the last conclusion stands.
    Nothing,
    /// A draft is being prepared.
    Draft,
    /// Sent, not opened.
    Sent,
    /// The vendor is answering; the part of the questions answered, in percent.
    Answering(u8),
    /// Submitted, not looked at.
    Submitted,
    /// Half reviewed.
    InReview,
    /// Sent back with queries.
    Returned,
    /// Taken back.
    Withdrawn,
    /// A stop question failed, and the system was rejected.
    Rejected,
}

/// One AI system.
pub(super) struct System {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) purpose: &'static str,
    pub(super) version: &'static str,
    pub(super) techniques: &'static [Technique],
    pub(super) eu: bool,
    /// Levels of the eleven factors, in the order of the intake.
    pub(super) levels: [u8; 11],
    /// How well its vendor answers for it.
    pub(super) quality: Quality,
    /// Days ago on which an assessment was sent that was concluded since, oldest first.
    pub(super) concluded: &'static [i64],
    /// What comes after.
    pub(super) ending: Ending,
}

/// A certificate: kind, scope, number, issuer, days since issue, days until its end.
pub(super) type Certificate = (CertificateKind, &'static str, &'static str, &'static str, i64, i64);

/// A vendor.
pub(super) struct Supplier {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) summary: &'static str,
    pub(super) country: &'static str,
    /// Contacts: name, position, the part of the address before the at sign. The first one answers.
    pub(super) contacts: &'static [(&'static str, &'static str, &'static str)],
    /// The domain of its addresses and its website.
    pub(super) domain: &'static str,
    pub(super) certificates: &'static [Certificate],
    pub(super) systems: &'static [System],
}

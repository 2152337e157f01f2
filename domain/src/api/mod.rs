//! The contract that both sides compile: paths, request and reply bodies, and the one shape of an error.
//!
//! Request bodies refuse unknown fields. What a vendor's browser may receive has types of its own in a module of their own,
//! so a field that is not in them cannot leak.

// The one shape of an error.
pub mod problem;
// The buyer's people, settings and outbox.
pub mod people;
// Signing in and out, passwords, links.
pub mod session;
// Assessments, as the buyer's staff see them.
pub mod assessment;
// Findings, as the buyer's staff see them.
pub mod finding;
// What a vendor's browser may receive and send.
pub mod portal;
// The supplier risk register.
pub mod register;
// The audit trail.
pub mod trail;
// Vendors, AI systems, certificates.
pub mod vendor;

/// The browser programs: nobody loads the pages of another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Program {
    /// The buyer's desk, with the doors to it.
    Desk,
    /// What an office needs now and then: the own account, people, settings, the outbox and the audit trail.
    Office,
    /// The vendor's side: what is behind the link of an invitation, and the assessments that are answered.
    VendorSide,
}

impl Program {
    /// The program whose page the server sends for a URL's path.
    #[must_use]
    pub fn at(path: &str) -> Self {
        match path.trim_start_matches('/').split('/').next() {
            Some("i" | "v") => Program::VendorSide,
            Some("account" | "people" | "settings" | "outbox" | "audit-trail") => Program::Office,
            Some(_) | None => Program::Desk,
        }
    }
}

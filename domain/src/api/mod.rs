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
// Vendors, AI systems, certificates.
pub mod vendor;

/// Whether a URL's path leads to the vendor's side: to a page behind the link of an invitation (`/i`), or to one of an
/// assessment that is being answered (`/v`). The server sends another program there than to the buyer's staff.
#[must_use]
pub fn is_on_the_vendors_side(path: &str) -> bool {
    matches!(path.trim_start_matches('/').split('/').next(), Some("i" | "v"))
}

//! From a request to an actor: sessions, passwords, one-time links, limits, and where a request comes from.
//!
//! Handlers take [`Staff`] or [`VendorPerson`] as an argument; whoever has neither gets no further.

/// The address a request comes from.
pub mod address;
/// Links bound to one browser.
pub mod binding;
/// Limits on tries.
pub mod limit;
/// Links by their token.
pub mod link;
/// Writes from another site.
pub mod origin;
/// Hashing and checking passwords.
pub mod password;
/// Sessions over the store.
pub mod session;
/// The secrets of one-time links.
pub mod token;
mod visitor;

pub use visitor::{Staff, VendorPerson};

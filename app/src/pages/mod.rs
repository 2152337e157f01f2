//! The pages: the buyer's desk, the vendor's side, and the page for an address that has none.
//!
//! A page loads and lays out; what it is made of is in `components`, what it may do is decided by `domain` and the server.

pub mod desk;
mod not_found;
pub mod vendor;

pub use not_found::not_found;

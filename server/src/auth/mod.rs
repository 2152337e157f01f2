//! From a request to an actor: sessions, passwords, one-time links, limits, and where a request comes from.
//!
//! Handlers take [`Staff`] or [`VendorPerson`] as an argument; whoever has neither gets no further.

pub mod address;
pub mod binding;
pub mod device;
mod hashing;
pub mod judging;
pub mod keys;
pub mod limit;
pub mod link;
pub mod opening;
pub mod origin;
pub mod password;
pub mod session;
mod session_fault;
pub mod token;
mod visitor;

pub use visitor::{Staff, StaffOrAgain, VendorPerson};

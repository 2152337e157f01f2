//! The buyer's desk: the doors to it, the lists, and what is behind each row.
//!
//! The doors are `signin`, `start`, `join`, `reset` and `forgotten`; the rest needs a signed-in member of staff.

pub mod account;
pub mod door;
pub mod forgotten;
pub mod join;
pub mod member;
pub mod outbox;
pub mod people;
pub mod reset;
pub mod settings;
pub mod signin;
pub mod start;

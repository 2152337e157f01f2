//! The contract that both sides compile: paths, request and reply bodies, and the one shape of an error.
//!
//! Request bodies refuse unknown fields. What a vendor's browser may receive has types of its own in a module of their own,
//! so a field that is not in them cannot leak.

pub mod problem;

//! The buyer's desk: the doors to it, the lists, and what is behind each row.
//!
//! The doors are `signin`, `start`, `join`, `reset` and `forgotten`; the rest needs a signed-in member of staff.

pub mod account;
pub mod analysts;
pub mod asked;
pub mod assessment;
pub mod assessments;
pub mod audit_trail;
pub mod audit_trail_filters;
pub mod bundle;
pub mod door;
pub mod enter;
pub mod due_field;
pub mod findings;
pub mod forgotten;
pub mod intake;
pub mod join;
pub mod member;
pub mod outbox;
pub mod outbox_mail;
pub mod people;
pub mod prepare;
pub mod questionnaire;
pub mod readiness;
pub mod register;
pub mod reset;
pub mod review;
pub mod score;
pub mod settings;
pub mod signin;
pub mod start;
pub mod value_field;
pub mod vendor;
pub mod vendor_forms;
pub mod vendors;
pub mod words;

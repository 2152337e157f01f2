//! The rules of Assay: plain values in, plain values out. The browser runs them to show, the server to decide.
//!
//! No IO, no clock, no randomness, no async. Each module says in its own head what it is for.
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

// Who was given what to take away.
pub mod access;
// Who acts.
pub mod actor;
// The contract of browser and server.
pub mod api;
// Identifiers.
pub mod id;
// Recorded events and the hash chain.
pub mod journal;
// The buyer's organisation: settings and members.
pub mod organisation;
// Answers, their check, and the state that is scored.
pub mod answer;
// Inherent risk, tier, residual.
pub mod inherent;
// Reading untrusted JSON.
pub mod json;
// Control libraries.
pub mod library;
// Legal duties that do not apply yet.
pub mod duties;
// The score and its explanation.
pub mod scoring;
// Questionnaires as files.
pub mod template;
// Which questions are asked.
pub mod visibility;
// One assessment, from draft to conclusion.
pub mod assessment;
// What weak answers raise, and how it is fixed.
pub mod finding;
// Due dates, cadence, dates in words.
pub mod calendar;
// A vendor, its AI systems and certificates.
pub mod vendor;
// Cells and lines of CSV.
pub mod csv_text;
// The supplier risk register and its CSV.
pub mod register;
// How an AI system's figures moved.
pub mod course;

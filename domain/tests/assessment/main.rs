//! The assessment from draft to verified fix, told through its own commands: rules, tables, figures, projections.
//!
//! Every test drives `decide` and `apply` as the server does; the fixtures hold two small questionnaires.
#![cfg(not(target_arch = "wasm32"))]

mod answers;
mod by_hand;
mod changes;
mod example;
mod findings;
mod fixture;
mod laws;
mod portal;
mod quota;
mod remediation;
mod review;
mod stages;
mod unscorable;

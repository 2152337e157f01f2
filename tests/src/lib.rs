//! What the journeys stand on: the real program, a real Chromium, and steps named after what a person does.
//!
//! [`stage`] sets both up and keeps a picture of a journey that fails; [`steps`] finds things by what they say;
//! [`page`] checks every page that a journey arrives on; [`ground`] makes over HTTP what a journey is not about.

pub mod assay;
pub mod browser;
pub mod ground;
pub mod keyboard;
pub mod page;
pub mod portal;
pub mod stage;
pub mod steps;

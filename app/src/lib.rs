//! The browser program of Assay: views over the domain, and nothing that decides.
//!
//! In reading order: `app` shows every page on one screen, `paths` spells every URL, `visit` knows who is here,
//! `api` is the only fetch, `pages` load, `components` show.
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

pub mod api;
pub mod app;
pub mod breakdown;
pub mod charts;
pub mod components;
pub mod draft;
pub mod fields;
pub mod pages;
pub mod paths;
pub mod visit;

#[cfg(test)]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

/// Starts the program of the desk in the document it was loaded into.
pub fn start_desk() {
    breakdown::watch();
    leptos::mount::mount_to_body(app::Desk);
}

/// Starts the program of the office in the document it was loaded into.
pub fn start_office() {
    breakdown::watch();
    leptos::mount::mount_to_body(app::Office);
}

/// Starts the program of the vendor's side in the document it was loaded into.
pub fn start_vendor_side() {
    breakdown::watch();
    leptos::mount::mount_to_body(app::VendorSide);
}

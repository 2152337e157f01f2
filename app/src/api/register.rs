//! The register: one query selects the page and the file.
//!
//! The query's text is made here for both, so that the file holds exactly what is shown.

use super::query::text;
use super::{Error, ask};
use domain::api::register::{Register, RegisterQuery};

/// The part of the register that `query` selects.
///
/// # Errors
/// See [`Error`].
pub async fn register(query: &RegisterQuery) -> Result<Register, Error> {
    ask(&format!("/api/register{}", text(query))).await
}

/// Where the same part can be downloaded as CSV.
#[must_use]
pub fn csv_url(query: &RegisterQuery) -> String {
    format!("/api/register.csv{}", text(query))
}

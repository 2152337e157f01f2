//! The organisation's settings, read and written whole.
//!
//! There is no partial change: a caller sends back every setting, also those that its form does not show.

use super::{Call, Error, Method, ask, tell};
use domain::api::people::Settings;

/// The settings.
///
/// # Errors
/// See [`Error`].
pub async fn settings() -> Result<Settings, Error> {
    ask("/api/settings").await
}

/// Sets the settings.
///
/// # Errors
/// See [`Error`].
pub async fn put_settings(body: &Settings) -> Result<Settings, Error> {
    tell(Call::new(Method::Put, "/api/settings").with(body)).await
}

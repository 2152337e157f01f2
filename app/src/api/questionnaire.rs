//! What is asked: the questionnaires, the intake and the control libraries, as the server has them.
//!
//! Everything here is only read. One version of a questionnaire is named by the hash of its content, so it never
//! changes under the person who reads it.

use super::{Error, ask};
use domain::api::assessment::TemplateList;
use domain::id::TemplateHash;
use domain::inherent::Intake;
use domain::library::Library;
use domain::template::Template;

/// The questionnaires that can be sent, newest version of each.
///
/// # Errors
/// See [`Error`].
pub async fn questionnaires() -> Result<TemplateList, Error> {
    ask("/api/templates").await
}

/// One version of a questionnaire, whole.
///
/// # Errors
/// See [`Error`].
pub async fn questionnaire(hash: &TemplateHash) -> Result<Template, Error> {
    ask(&format!("/api/templates/{hash}")).await
}

/// The factors, floors and tier rules of the intake.
///
/// # Errors
/// See [`Error`].
pub async fn intake() -> Result<Intake, Error> {
    ask("/api/intake").await
}

/// The control library `name`: `iso42001`, `nist_ai_rmf` or `eu_ai_act`.
///
/// # Errors
/// See [`Error`].
pub async fn library(name: &str) -> Result<Library, Error> {
    ask(&format!("/api/libraries/{name}")).await
}

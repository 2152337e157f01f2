//! The audit trail: who took what away, and who changed what in the office.
//!
//! A page at a time: the query of the next one names where the one before ended.

use super::query::text;
use super::{Error, ask};
use domain::api::trail::{Trail, TrailQuery};

/// The page of the trail that `query` selects, newest first.
///
/// # Errors
/// See [`Error`].
pub async fn trail(query: &TrailQuery) -> Result<Trail, Error> {
    ask(&format!("/api/audit-trail{}", text(query))).await
}

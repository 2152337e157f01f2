//! Replies kept for 24 hours, so that a repeated request has one effect and gets the same answer.
//!
//! The reply is stored in the same transaction as the effect.

use super::batch::Reply;
use super::{Store, StoreError};
use domain::id::{OrgId, PersonId};
use sqlx::{AnyConnection, Row as _};

/// A reply that was given before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// SHA-256 of method, path and body of the request it answered.
    pub request_hash: String,
    /// Its status.
    pub status: u16,
    /// Its body.
    pub body: String,
}

impl Store {
    /// The reply given before to `person` under `key`.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn reply(&self, org: &OrgId, person: &PersonId, key: &str) -> Result<Option<Kept>, StoreError> {
        let row = sqlx::query(
            "SELECT request_hash, status, body FROM idempotency WHERE org = $1 AND person = $2 AND request_key = $3",
        )
        .bind(org.as_str())
        .bind(person.as_str())
        .bind(super::row::without_nul(key)?)
        .fetch_optional(self.pool())
        .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(Kept {
            request_hash: row.try_get("request_hash")?,
            status: u16::try_from(row.try_get::<i64, _>("status")?)
                .map_err(|error| StoreError::Corrupt(error.to_string()))?,
            body: row.try_get("body")?,
        }))
    }
}

pub(super) async fn keep(conn: &mut AnyConnection, org: &OrgId, reply: &Reply) -> Result<(), StoreError> {
    let done = sqlx::query(
        "INSERT INTO idempotency (org, person, request_key, request_hash, status, body, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (org, person, request_key) DO NOTHING",
    )
    .bind(org.as_str())
    .bind(reply.person.as_str())
    .bind(super::row::without_nul(&reply.key)?)
    .bind(&reply.request_hash)
    .bind(i64::from(reply.status))
    .bind(super::row::without_nul(&reply.body)?)
    .bind(reply.at.0)
    .execute(conn)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Repeated) }
}

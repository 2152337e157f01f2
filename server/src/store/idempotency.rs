//! Keys of requests, kept for 24 hours, so that a repeated request has one effect and gets the same answer.
//!
//! A key is stored in the same transaction as the effect, with what the answer is made from; the answer itself is not
//! stored.

use super::batch::{About, Batch, Reply};
use super::row::{count, stored, without_nul};
use super::statement::Statement;
use super::{Store, StoreError};
use domain::id::{OrgId, PersonId};
use sqlx::{AnyConnection, Row as _};

/// What is kept of a request that was carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// SHA-256 of method, path and body of the request.
    pub request_hash: String,
    /// What its reply is made from.
    pub about: About,
}

impl Store {
    /// What is kept of the request that `person` made before under `key`.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn kept(&self, org: &OrgId, person: &PersonId, key: &str) -> Result<Option<Kept>, StoreError> {
        let row = sqlx::query(
            "SELECT request_hash, subject, version FROM request_key WHERE org = $1 AND person = $2 AND request_key = $3",
        )
        .bind(org.as_str())
        .bind(person.as_str())
        .bind(without_nul(key)?)
        .fetch_optional(self.pool())
        .await?;
        let Some(row) = row else { return Ok(None) };
        let about = About { subject: row.try_get("subject")?, version: count(row.try_get("version")?)? };
        Ok(Some(Kept { request_hash: row.try_get("request_hash")?, about }))
    }
}

/// Stores the keys of `batches`, in one statement.
pub(super) async fn keep(conn: &mut AnyConnection, batches: &[&Batch]) -> Result<(), StoreError> {
    let keys: Vec<(&OrgId, &Reply)> =
        batches.iter().flat_map(|batch| batch.replies.iter().map(|reply| (&batch.org, reply))).collect();
    if keys.is_empty() {
        return Ok(());
    }
    let mut insert = Statement::new(
        "INSERT INTO request_key (org, person, request_key, request_hash, subject, version, created_at) VALUES ",
    );
    for (place, (org, reply)) in keys.iter().enumerate() {
        insert
            .text(if place == 0 { "(" } else { ", (" })
            .value(org.as_str())?
            .text(", ")
            .value(reply.person.as_str())?;
        insert.text(", ").value(without_nul(&reply.key)?)?.text(", ").value(reply.request_hash.as_str())?;
        insert.text(", ").value(without_nul(&reply.about.subject)?)?;
        insert.text(", ").value(stored(reply.about.version)?)?.text(", ").value(reply.at.0)?.text(")");
    }
    insert.text(" ON CONFLICT (org, person, request_key) DO NOTHING");
    if insert.execute(conn).await? == keys.len() as u64 { Ok(()) } else { Err(StoreError::Repeated) }
}

//! Files uploaded as evidence: hash, size, media type and whether the file is known to be whole.
//!
//! The bytes live in the file store under their hash; a row is `pending` until they are there.

use super::row::{count, id, stored as as_stored, without_nul};
use super::{Store, StoreError};
use domain::id::{FileHash, OrgId};
use domain::journal::Timestamp;
use sqlx::{AnyConnection, Row as _};

/// One uploaded file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRow {
    /// SHA-256 of its bytes.
    pub hash: FileHash,
    /// The name under which it came first.
    pub name: String,
    /// Its media type, by its content.
    pub media_type: String,
    /// Its size in bytes.
    pub size: u64,
    /// Whether its bytes are stored and were checked.
    pub is_stored: bool,
    /// When it came.
    pub created_at: Timestamp,
}

impl Store {
    /// The file of `org` with a hash.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn file(&self, org: &OrgId, hash: &FileHash) -> Result<Option<FileRow>, StoreError> {
        let row = sqlx::query(
            "SELECT hash, name, media_type, size, state, created_at FROM evidence_file WHERE org = $1 AND hash = $2",
        )
        .bind(org.as_str())
        .bind(hash.as_str())
        .fetch_optional(self.pool())
        .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(FileRow {
            hash: id(row.try_get("hash")?)?,
            name: row.try_get("name")?,
            media_type: row.try_get("media_type")?,
            size: count(row.try_get("size")?)?,
            is_stored: row.try_get::<String, _>("state")? == "stored",
            created_at: Timestamp(row.try_get("created_at")?),
        }))
    }
}

pub(super) async fn add(conn: &mut AnyConnection, org: &OrgId, file: &FileRow) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO evidence_file (org, hash, name, media_type, size, state, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (org, hash) DO NOTHING",
    )
    .bind(org.as_str())
    .bind(file.hash.as_str())
    .bind(without_nul(&file.name)?)
    .bind(&file.media_type)
    .bind(as_stored(file.size)?)
    .bind(if file.is_stored { "stored" } else { "pending" })
    .bind(file.created_at.0)
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn stored(conn: &mut AnyConnection, org: &OrgId, hash: &FileHash) -> Result<(), StoreError> {
    sqlx::query("UPDATE evidence_file SET state = 'stored' WHERE org = $1 AND hash = $2")
        .bind(org.as_str())
        .bind(hash.as_str())
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn remove(conn: &mut AnyConnection, org: &OrgId, hash: &FileHash) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM evidence_file WHERE org = $1 AND hash = $2")
        .bind(org.as_str())
        .bind(hash.as_str())
        .execute(conn)
        .await?;
    Ok(())
}

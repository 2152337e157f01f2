//! Files uploaded as evidence: hash, size, media type and whether the file is known to be whole.
//!
//! The bytes live in the file store under their hash. A row is `pending` until they are there, then `stored`, and
//! `attached` once it is evidence; what never becomes evidence is marked `leaving` before its bytes are removed.

use super::row::{count, id, stored as as_stored, without_nul};
use super::{Store, StoreError};
use domain::assessment::{FilesSent, check_files};
use domain::id::{AssessmentId, FileHash, OrgId};
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

/// A file as it was sent to one assessment: only there can it be attached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// The assessment.
    pub assessment: AssessmentId,
    /// SHA-256 of its bytes.
    pub hash: FileHash,
    /// The name under which it came, cleaned.
    pub name: String,
    /// Its media type by that name and its first bytes.
    pub media_type: String,
    /// When it came.
    pub at: Timestamp,
}

impl Store {
    /// A file that was sent to an assessment, with its size in bytes; `None` when it was not or is not whole.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn upload(
        &self,
        org: &OrgId,
        assessment: &AssessmentId,
        hash: &FileHash,
    ) -> Result<Option<(Upload, u64)>, StoreError> {
        let row = sqlx::query(
            "SELECT u.name AS name, u.media_type AS media_type, u.created_at AS created_at, f.size AS size
             FROM evidence_upload u JOIN evidence_file f ON f.org = u.org AND f.hash = u.hash
             WHERE u.org = $1 AND u.assessment = $2 AND u.hash = $3 AND f.state IN ('stored', 'attached')",
        )
        .bind(org.as_str())
        .bind(assessment.as_str())
        .bind(hash.as_str())
        .fetch_optional(self.pool())
        .await?;
        let Some(row) = row else { return Ok(None) };
        let upload = Upload {
            assessment: assessment.clone(),
            hash: hash.clone(),
            name: row.try_get("name")?,
            media_type: row.try_get("media_type")?,
            at: Timestamp(row.try_get("created_at")?),
        };
        Ok(Some((upload, count(row.try_get("size")?)?)))
    }

    /// Whether an assessment and its organisation have room for a file of `size` bytes. Asked before the file is read;
    /// what counts is asked again in the transaction that adds it.
    ///
    /// # Errors
    /// [`StoreError::NoRoom`] when not.
    pub async fn has_room(&self, org: &OrgId, assessment: &AssessmentId, size: u64) -> Result<(), StoreError> {
        let mut connection = self.pool().acquire().await?;
        must_have_room(&mut connection, org, assessment, (1, size)).await
    }

    /// Whether a file of `org` is on its way out: its bytes may go at any moment.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn is_leaving(&self, org: &OrgId, hash: &FileHash) -> Result<bool, StoreError> {
        let state: Option<String> = sqlx::query_scalar("SELECT state FROM evidence_file WHERE org = $1 AND hash = $2")
            .bind(org.as_str())
            .bind(hash.as_str())
            .fetch_optional(self.pool())
            .await?;
        Ok(state.as_deref() == Some("leaving"))
    }

    /// Files of every organisation that are no evidence as far as their rows know, and came whole before `stored` or have
    /// not come whole since `pending`; at most 1,000.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn idle_files(
        &self,
        stored: Timestamp,
        pending: Timestamp,
    ) -> Result<Vec<(OrgId, FileHash)>, StoreError> {
        let sql = "SELECT org, hash FROM evidence_file WHERE (state = 'stored' AND created_at < $1)
                   OR (state = 'pending' AND created_at < $2) ORDER BY org, hash LIMIT 1000";
        let rows = sqlx::query(sql).bind(stored.0).bind(pending.0).fetch_all(self.pool()).await?;
        rows.iter().map(|row| Ok((id(row.try_get(0)?)?, id(row.try_get(1)?)?))).collect()
    }

    /// The assessments that a file was sent to: only these can name it.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn sent_to(&self, org: &OrgId, hash: &FileHash) -> Result<Vec<AssessmentId>, StoreError> {
        let sql = "SELECT assessment FROM evidence_upload WHERE org = $1 AND hash = $2 ORDER BY assessment";
        let ids: Vec<String> =
            sqlx::query_scalar(sql).bind(org.as_str()).bind(hash.as_str()).fetch_all(self.pool()).await?;
        ids.into_iter().map(id).collect()
    }

    /// Files of every organisation whose bytes must be there, after one of them in the order of organisation and hash; at
    /// most 1,000.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn kept_files(&self, after: Option<&(OrgId, FileHash)>) -> Result<Vec<(OrgId, FileHash)>, StoreError> {
        let (org, hash) = after.map_or(("", ""), |(org, hash)| (org.as_str(), hash.as_str()));
        let sql = "SELECT org, hash FROM evidence_file WHERE state IN ('stored', 'attached')
                   AND (org > $1 OR (org = $1 AND hash > $2)) ORDER BY org, hash LIMIT 1000";
        let rows = sqlx::query(sql).bind(org).bind(hash).fetch_all(self.pool()).await?;
        rows.iter().map(|row| Ok((id(row.try_get(0)?)?, id(row.try_get(1)?)?))).collect()
    }

    /// Files of every organisation that are on their way out, at most 1,000.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn leaving(&self) -> Result<Vec<(OrgId, FileHash)>, StoreError> {
        let sql = "SELECT org, hash FROM evidence_file WHERE state = 'leaving' ORDER BY org, hash LIMIT 1000";
        let rows = sqlx::query(sql).fetch_all(self.pool()).await?;
        rows.iter().map(|row| Ok((id(row.try_get(0)?)?, id(row.try_get(1)?)?))).collect()
    }
}

pub(super) async fn add(conn: &mut AnyConnection, org: &OrgId, file: &FileRow) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO evidence_file (org, hash, name, media_type, size, state, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (org, hash) DO UPDATE SET created_at = excluded.created_at
         WHERE evidence_file.state IN ('pending', 'stored')",
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
    sqlx::query("UPDATE evidence_file SET state = 'stored' WHERE org = $1 AND hash = $2 AND state = 'pending'")
        .bind(org.as_str())
        .bind(hash.as_str())
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn add_upload(conn: &mut AnyConnection, org: &OrgId, upload: &Upload) -> Result<(), StoreError> {
    // Two uploads to one assessment wait for each other: SQLite has one writer, PostgreSQL locks the row.
    sqlx::query("UPDATE stream_head SET version = version WHERE org = $1 AND stream = $2")
        .bind(org.as_str())
        .bind(format!("assessment/{}", upload.assessment))
        .execute(&mut *conn)
        .await?;
    sqlx::query(
        "INSERT INTO evidence_upload (org, assessment, hash, name, media_type, created_at)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (org, assessment, hash) DO UPDATE SET name = excluded.name,
         media_type = excluded.media_type, created_at = excluded.created_at",
    )
    .bind(org.as_str())
    .bind(upload.assessment.as_str())
    .bind(upload.hash.as_str())
    .bind(without_nul(&upload.name)?)
    .bind(&upload.media_type)
    .bind(upload.at.0)
    .execute(&mut *conn)
    .await?;
    must_have_room(conn, org, &upload.assessment, (0, 0)).await?;
    Ok(())
}

/// Refuses when `more` files and bytes, beside those that are there, are too many for the assessment or the organisation.
async fn must_have_room(
    conn: &mut AnyConnection,
    org: &OrgId,
    assessment: &AssessmentId,
    more: (u64, u64),
) -> Result<(), StoreError> {
    let row = sqlx::query(
        "SELECT CAST(COUNT(*) AS BIGINT) AS files, CAST(COALESCE(SUM(f.size), 0) AS BIGINT) AS bytes
         FROM evidence_upload u JOIN evidence_file f ON f.org = u.org AND f.hash = u.hash
         WHERE u.org = $1 AND u.assessment = $2",
    )
    .bind(org.as_str())
    .bind(assessment.as_str())
    .fetch_one(&mut *conn)
    .await?;
    let (files, bytes) = (count(row.try_get("files")?)?, count(row.try_get("bytes")?)?);
    let all: i64 =
        sqlx::query_scalar("SELECT CAST(COALESCE(SUM(size), 0) AS BIGINT) FROM evidence_file WHERE org = $1")
            .bind(org.as_str())
            .fetch_one(conn)
            .await?;
    let sent = FilesSent { files: files + more.0, bytes: bytes + more.1, organisation_bytes: count(all)? + more.1 };
    check_files(sent).map_err(StoreError::NoRoom)
}

pub(super) async fn attach(conn: &mut AnyConnection, org: &OrgId, hash: &FileHash) -> Result<(), StoreError> {
    let done = sqlx::query(
        "UPDATE evidence_file SET state = 'attached' WHERE org = $1 AND hash = $2 AND state IN ('stored', 'attached')",
    )
    .bind(org.as_str())
    .bind(hash.as_str())
    .execute(conn)
    .await?;
    // Deciding again finds that the file is gone and says so.
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Conflict(format!("file {hash}"))) }
}

pub(super) async fn detach(
    conn: &mut AnyConnection,
    org: &OrgId,
    hash: &FileHash,
    at: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE evidence_file SET state = 'stored', created_at = $3
         WHERE org = $1 AND hash = $2 AND state = 'attached'",
    )
    .bind(org.as_str())
    .bind(hash.as_str())
    .bind(at.0)
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn leave(
    conn: &mut AnyConnection,
    org: &OrgId,
    hash: &FileHash,
    before: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE evidence_file SET state = 'leaving'
         WHERE org = $1 AND hash = $2 AND state IN ('stored', 'pending') AND created_at < $3",
    )
    .bind(org.as_str())
    .bind(hash.as_str())
    .bind(before.0)
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn remove(conn: &mut AnyConnection, org: &OrgId, hash: &FileHash) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM evidence_upload WHERE org = $1 AND hash = $2 AND EXISTS (SELECT 1 FROM evidence_file f
         WHERE f.org = $1 AND f.hash = $2 AND f.state = 'leaving')",
        "DELETE FROM evidence_file WHERE org = $1 AND hash = $2 AND state = 'leaving'",
    ] {
        sqlx::query(sql).bind(org.as_str()).bind(hash.as_str()).execute(&mut *conn).await?;
    }
    Ok(())
}

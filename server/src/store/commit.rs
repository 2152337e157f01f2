//! Carries out one batch on a connection: the replies' keys, plain rows, appends, summaries, mails.
//!
//! What may refuse comes first. A stream's head is moved before its records are written, so that on PostgreSQL the
//! head's row lock orders two writers and the later one sees that the stream has moved.

use super::batch::{Append, Batch, Head, Still};
use super::row::{count, stored, without_nul};
use super::{Store, StoreError, idempotency, outbox, row, summaries};
use domain::id::OrgId;
use domain::journal::{Hash, Link, Timestamp, body_hash, hex, record_hash};
use rand::RngCore;
use sqlx::{AnyConnection, Row as _};
use std::sync::atomic::Ordering;

impl Store {
    /// Commits on the pool: what PostgreSQL does by itself needs no writer task.
    pub(super) async fn commit_on_pool(&self, batch: &Batch) -> Result<Vec<Head>, StoreError> {
        let mut transaction = self.pool().begin().await?;
        let heads = carry_out(&mut transaction, batch).await?;
        transaction.commit().await?;
        self.inner.counts.batches.fetch_add(1, Ordering::Relaxed);
        self.inner.counts.commits.fetch_add(1, Ordering::Relaxed);
        Ok(heads)
    }
}

/// Writes all of `batch` inside a transaction that the caller began and will end.
pub(super) async fn carry_out(conn: &mut AnyConnection, batch: &Batch) -> Result<Vec<Head>, StoreError> {
    let org = &batch.org;
    for reply in &batch.replies {
        idempotency::keep(conn, org, reply).await?;
    }
    for one in &batch.rows {
        row::write(conn, org, one).await?;
    }
    // Streams in order of name: two batches never wait for each other crosswise.
    let mut in_order: Vec<&Append> = batch.appends.iter().collect();
    in_order.sort_by(|a, b| a.stream.cmp(&b.stream));
    let mut heads = Vec::with_capacity(in_order.len());
    for one in in_order {
        if one.bodies.is_empty() {
            hold(conn, org, one).await?;
        } else {
            heads.push(append(conn, org, one).await?);
        }
    }
    for one in &batch.still {
        is_still(conn, org, one).await?;
    }
    for summary in &batch.summaries {
        summaries::put(conn, org, summary).await?;
    }
    for mail in &batch.mails {
        outbox::add(conn, org, mail).await?;
    }
    Ok(heads)
}

struct Place {
    version: u64,
    at: Timestamp,
    hash: Hash,
}

struct Record<'a> {
    version: u64,
    body: &'a str,
    salt: String,
    body_hash: Hash,
    hash: Hash,
}

async fn append(conn: &mut AnyConnection, org: &OrgId, append: &Append) -> Result<Head, StoreError> {
    let stream = append.stream.as_str();
    let last = read_head(conn, org, stream).await?;
    if last.version != append.expected {
        return Err(StoreError::Conflict(stream.to_owned()));
    }
    let at = append.at.max(last.at);
    let mut records = Vec::with_capacity(append.bodies.len());
    let mut previous = last.hash;
    for (body, version) in append.bodies.iter().zip(last.version + 1..) {
        let body = without_nul(body)?;
        let salt = new_salt();
        let body_hash = body_hash(&salt, body);
        let hash = record_hash(&previous, Link { org, stream, version, at, by: &append.by }, &body_hash);
        previous = hash;
        records.push(Record { version, body, salt, body_hash, hash });
    }
    let version = last.version + append.bodies.len() as u64;
    move_head(conn, org, stream, last.version, Place { version, at, hash: previous }).await?;
    for record in records {
        sqlx::query(
            "INSERT INTO journal (org, stream, version, at, actor, body, salt, body_hash, hash)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(org.as_str())
        .bind(stream)
        .bind(stored(record.version)?)
        .bind(at.0)
        .bind(append.by.to_string())
        .bind(record.body)
        .bind(record.salt)
        .bind(hex(&record.body_hash))
        .bind(hex(&record.hash))
        .execute(&mut *conn)
        .await?;
    }
    Ok(Head { org: org.clone(), stream: stream.to_owned(), version, hash: hex(&previous) })
}

/// Makes sure that a stream has not moved and, until the transaction ends, does not.
async fn hold(conn: &mut AnyConnection, org: &OrgId, append: &Append) -> Result<(), StoreError> {
    let stream = append.stream.as_str();
    let last = read_head(conn, org, stream).await?;
    if last.version != append.expected {
        return Err(StoreError::Conflict(stream.to_owned()));
    }
    // A stream that does not exist has no head to hold; nothing was computed from it either.
    if last.version == 0 { Ok(()) } else { move_head(conn, org, stream, last.version, last).await }
}

async fn is_still(conn: &mut AnyConnection, org: &OrgId, still: &Still) -> Result<(), StoreError> {
    let (counted, expected, what) = match still {
        Still::Assessments(vendor, expected) => {
            let sql = "SELECT CAST(COUNT(*) AS BIGINT) FROM assessment_row WHERE org = $1 AND vendor = $2";
            let query = sqlx::query_scalar::<_, i64>(sql).bind(org.as_str()).bind(vendor.as_str());
            (query.fetch_one(conn).await?, expected, vendor.to_string())
        }
        Still::Streams(expected) => {
            let sql = "SELECT CAST(COUNT(*) AS BIGINT) FROM stream_head WHERE org = $1";
            (sqlx::query_scalar::<_, i64>(sql).bind(org.as_str()).fetch_one(conn).await?, expected, org.to_string())
        }
    };
    if usize::try_from(counted).is_ok_and(|counted| counted == *expected) {
        return Ok(());
    }
    Err(StoreError::Conflict(what))
}

async fn read_head(conn: &mut AnyConnection, org: &OrgId, stream: &str) -> Result<Place, StoreError> {
    let row = sqlx::query("SELECT version, at, hash FROM stream_head WHERE org = $1 AND stream = $2")
        .bind(org.as_str())
        .bind(stream)
        .fetch_optional(conn)
        .await?;
    let Some(row) = row else { return Ok(Place { version: 0, at: Timestamp(i64::MIN), hash: [0; 32] }) };
    let hash: String = row.try_get(2)?;
    Ok(Place {
        version: count(row.try_get(0)?)?,
        at: Timestamp(row.try_get(1)?),
        hash: parse_hash(&hash).ok_or_else(|| StoreError::Corrupt(format!("the head of {stream}")))?,
    })
}

async fn move_head(
    conn: &mut AnyConnection,
    org: &OrgId,
    stream: &str,
    from: u64,
    to: Place,
) -> Result<(), StoreError> {
    let sql = if from == 0 {
        "INSERT INTO stream_head (version, at, hash, org, stream) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (org, stream) DO NOTHING"
    } else {
        "UPDATE stream_head SET version = $1, at = $2, hash = $3 WHERE org = $4 AND stream = $5 AND version = $6"
    };
    let mut query =
        sqlx::query(sql).bind(stored(to.version)?).bind(to.at.0).bind(hex(&to.hash)).bind(org.as_str()).bind(stream);
    if from != 0 {
        query = query.bind(stored(from)?);
    }
    let done = query.execute(conn).await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Conflict(stream.to_owned())) }
}

/// Reads a hash from 64 hexadecimal digits.
pub(super) fn parse_hash(text: &str) -> Option<Hash> {
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    let mut hash = [0; 32];
    for (byte, index) in hash.iter_mut().zip((0..64).step_by(2)) {
        *byte = u8::from_str_radix(text.get(index..index + 2)?, 16).ok()?;
    }
    Some(hash)
}

fn new_salt() -> String {
    let mut salt = [0; 16];
    rand::rng().fill_bytes(&mut salt);
    hex(&salt)
}

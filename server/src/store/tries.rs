//! Counters of tries in fixed windows. They live in the database, so that a restart forgets nothing.
//!
//! The subject is a hash of what is counted (an address and an account, say), never the thing itself.

use super::{Store, StoreError};
use domain::journal::Timestamp;
use sqlx::AnyConnection;

/// One try to be counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Try {
    /// What is counted, hashed.
    pub subject: String,
    /// When the present window began.
    pub window_start: Timestamp,
}

/// The moments before which things are forgotten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sweep {
    /// Now: sessions and links of mails that ended are forgotten.
    pub now: Timestamp,
    /// Counters whose window began before this are forgotten.
    pub tries_before: Timestamp,
    /// Replies older than this are forgotten.
    pub replies_before: Timestamp,
}

impl Store {
    /// How many tries were counted for `subject` in the window that began at `window_start`.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn tries(&self, subject: &str, window_start: Timestamp) -> Result<u64, StoreError> {
        let tries: Option<i64> =
            sqlx::query_scalar("SELECT tries FROM attempt WHERE subject = $1 AND window_start = $2")
                .bind(subject)
                .bind(window_start.0)
                .fetch_optional(self.pool())
                .await?;
        super::row::count(tries.unwrap_or(0))
    }
}

pub(super) async fn count(conn: &mut AnyConnection, one: &Try) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO attempt (subject, window_start, tries) VALUES ($1, $2, 1)
         ON CONFLICT (subject) DO UPDATE SET window_start = excluded.window_start,
         tries = CASE WHEN attempt.window_start = excluded.window_start THEN attempt.tries + 1 ELSE 1 END",
    )
    .bind(&one.subject)
    .bind(one.window_start.0)
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn forget(conn: &mut AnyConnection, subject: &str) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM attempt WHERE subject = $1").bind(subject).execute(conn).await?;
    Ok(())
}

pub(super) async fn sweep(conn: &mut AnyConnection, sweep: &Sweep) -> Result<(), StoreError> {
    for (sql, before) in [
        ("DELETE FROM login_session WHERE expires_at <= $1", sweep.now),
        ("UPDATE outbox SET link = NULL WHERE link IS NOT NULL AND link_expires_at <= $1", sweep.now),
        ("DELETE FROM attempt WHERE window_start < $1", sweep.tries_before),
        ("DELETE FROM request_key WHERE created_at < $1", sweep.replies_before),
    ] {
        sqlx::query(sql).bind(before.0).execute(&mut *conn).await?;
    }
    Ok(())
}

//! What a copy of a site must not bring back to life: sessions that ended since, links that were used since, mails that
//! went since.
//!
//! The copy cannot know which, so all of them end.

use super::snapshot::number;
use crate::store::StoreError;
use domain::journal::Timestamp;
use sqlx::AnyConnection;

/// What became of a mail that waited.
const NOT_AGAIN: &str =
    "not sent: the site was restored from a backup that was made before, and the mail may have gone since";

/// What was ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ended {
    /// Sessions of people who were signed in.
    pub sessions: u64,
    /// Links that nobody had used.
    pub links: u64,
    /// Mails that waited.
    pub mails: u64,
}

/// Ends them at `now`.
pub(super) async fn end(conn: &mut AnyConnection, now: Timestamp) -> Result<Ended, StoreError> {
    let ended = Ended {
        sessions: number(
            &mut *conn,
            "SELECT CAST(COUNT(*) AS BIGINT) FROM login_session WHERE expires_at > $1",
            now.0,
        )
        .await?,
        links: number(
            &mut *conn,
            "SELECT CAST(COUNT(*) AS BIGINT) FROM invitation
             WHERE used_at IS NULL AND revoked_at IS NULL AND expires_at > $1",
            now.0,
        )
        .await?,
        mails: number(
            &mut *conn,
            "SELECT CAST(COUNT(*) AS BIGINT) FROM outbox WHERE state = 'waiting' AND created_at <= $1",
            i64::MAX,
        )
        .await?,
    };
    for sql in [
        "DELETE FROM login_session",
        // The counters of tries and the jobs' leases are those of another time and of other nodes.
        "DELETE FROM attempt",
        "DELETE FROM lease",
        "UPDATE outbox SET link = NULL WHERE link IS NOT NULL",
    ] {
        sqlx::query(sql).execute(&mut *conn).await?;
    }
    sqlx::query("UPDATE invitation SET revoked_at = $1 WHERE used_at IS NULL AND revoked_at IS NULL")
        .bind(now.0)
        .execute(&mut *conn)
        .await?;
    sqlx::query("UPDATE outbox SET state = 'failed', error = $1 WHERE state = 'waiting'")
        .bind(NOT_AGAIN)
        .execute(conn)
        .await?;
    Ok(ended)
}

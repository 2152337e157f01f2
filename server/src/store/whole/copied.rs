//! What a copy of a site must not bring back to life: sessions that ended since, links that were used since, mails that
//! went since.
//!
//! The copy cannot know which, so all of them end.

use super::Table;
use super::snapshot::number;
use crate::store::StoreError;
use domain::journal::Timestamp;
use sqlx::{AnyConnection, AssertSqlSafe};

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

/// Tables that are emptied: sessions, counters of tries and of mails, jobs' leases are those of another time.
const EMPTIED: [&str; 4] = ["login_session", "attempt", "link_mail", "lease"];

/// Ends them at `now`, in those of the tables that there are.
pub(super) async fn end(conn: &mut AnyConnection, tables: &[Table], now: Timestamp) -> Result<Ended, StoreError> {
    let ended = Ended {
        sessions: number(&mut *conn, "SELECT CAST(COUNT(*) AS BIGINT) FROM login_session WHERE expires_at > $1", now.0)
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
    for table in tables.iter().filter(|table| EMPTIED.contains(&table.name.as_str())) {
        sqlx::query(AssertSqlSafe(format!("DELETE FROM \"{}\"", table.name))).execute(&mut *conn).await?;
    }
    sqlx::query("UPDATE outbox SET link = NULL WHERE link IS NOT NULL").execute(&mut *conn).await?;
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

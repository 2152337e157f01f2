//! Leases: a job is done by one node at a time, the one that holds its lease.
//!
//! A lease ends by itself, so a node that died is followed by another.

use super::StoreError;
use domain::journal::Timestamp;
use sqlx::AnyConnection;

/// A wish to hold a lease.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// The job.
    pub name: &'static str,
    /// This node.
    pub holder: String,
    /// Now.
    pub at: Timestamp,
    /// Until when it is held.
    pub until: Timestamp,
}

pub(super) async fn take(conn: &mut AnyConnection, lease: &Lease) -> Result<(), StoreError> {
    let done = sqlx::query(
        "INSERT INTO lease (name, holder, until) VALUES ($1, $2, $3)
         ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
         WHERE lease.holder = excluded.holder OR lease.until < $4",
    )
    .bind(lease.name)
    .bind(&lease.holder)
    .bind(lease.until.0)
    .bind(lease.at.0)
    .execute(conn)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Gone("lease")) }
}

//! What happens without a request: mail leaves, rows move on with the date, what ended is forgotten and what was kept long
//! enough erased.
//!
//! A job is done by one node at a time, the one that holds its lease.

pub mod files;
pub mod heads;
pub mod health;
pub mod mail;
pub mod refresh;
pub mod retention;
pub mod sweep;

use crate::error::Error;
use crate::state::AppState;
use crate::store::leases::Lease;
use crate::store::{Batch, Row, StoreError};
use domain::journal::Timestamp;
use tokio::task::JoinSet;

/// Starts every job; they end when the set is dropped.
#[must_use]
pub fn start(state: &AppState) -> JoinSet<()> {
    let mut jobs = JoinSet::new();
    jobs.spawn(files::run(state.clone()));
    jobs.spawn(heads::run(state.clone()));
    jobs.spawn(mail::run(state.clone()));
    jobs.spawn(refresh::run(state.clone()));
    jobs.spawn(retention::run(state.clone()));
    jobs.spawn(sweep::run(state.clone()));
    jobs
}

/// Takes or keeps a job's lease for `seconds`; says whether this node holds it.
///
/// # Errors
/// When the database does not answer: that is no other node's lease.
pub async fn holds(state: &AppState, name: &'static str, node: &str, seconds: i64) -> Result<bool, Error> {
    let at = state.clock.now();
    let lease = Lease { name, holder: node.to_owned(), at, until: Timestamp(at.0 + seconds * 1_000) };
    match state.store.commit(Batch::new(crate::ids::new()).row(Row::TakeLease(lease))).await {
        Ok(_) => Ok(true),
        Err(StoreError::Gone(_)) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

//! Forgets files that never became evidence: uploads that broke off, and files that nobody attached within a day.
//!
//! A file is marked first and its row goes last, so that the same file may be sent again at any moment in between.

use super::holds;
use crate::error::Error;
use crate::state::AppState;
use crate::store::{Batch, Row};
use domain::journal::{DAY_MILLIS, Timestamp};
use std::time::Duration;

const EVERY: Duration = Duration::from_secs(1_800);
const HOUR: i64 = 3_600_000;

/// Sweeps every half hour, on one node at a time.
pub async fn run(state: AppState) {
    let mut turn = tokio::time::interval(EVERY);
    let node: String = crate::ids::new();
    loop {
        turn.tick().await;
        state.files.sweep_incoming().await;
        if !holds(&state, "files", &node, 1_900).await {
            continue;
        }
        if let Err(error) = sweep(&state).await {
            tracing::warn!(?error, "files that nobody attached could not be forgotten");
        }
    }
}

/// Forgets what was never attached, once.
///
/// # Errors
/// When the database or the folder does not answer.
pub async fn sweep(state: &AppState) -> Result<(), Error> {
    let now = state.clock.now();
    let leave = Row::LeaveFiles { stored: Timestamp(now.0 - DAY_MILLIS), pending: Timestamp(now.0 - HOUR) };
    state.store.commit(Batch::new(crate::ids::new()).row(leave)).await?;
    for (org, hash) in state.store.leaving().await? {
        state.files.remove(&org, &hash).await?;
        state.store.commit(Batch::new(org).row(Row::RemoveFile(hash))).await?;
    }
    Ok(())
}

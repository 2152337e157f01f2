//! Forgets files that are no evidence: uploads that broke off, files that nobody attached within a day, and files that were
//! taken away before anything was submitted with them, or whose time is over.
//!
//! A file is marked first and its row goes last, so that the same file may be sent again at any moment in between.

use super::holds;
use crate::error::Error;
use crate::state::AppState;
use crate::store::{Batch, Row, StoreError, Stream};
use domain::assessment::Assessment;
use domain::id::{FileHash, OrgId};
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
        let outcome = take_turn(&state, &node).await;
        state.jobs.note("files", outcome, state.clock.now());
    }
}

async fn take_turn(state: &AppState, node: &str) -> Result<(), Error> {
    if holds(state, "files", node, 1_900).await? { sweep(state).await } else { Ok(()) }
}

/// Forgets what is no evidence, once.
///
/// # Errors
/// When the database or the folder does not answer.
pub async fn sweep(state: &AppState) -> Result<(), Error> {
    let now = state.clock.now();
    let (stored, pending) = (Timestamp(now.0 - DAY_MILLIS), Timestamp(now.0 - HOUR));
    for (org, hash) in state.store.idle_files(stored, pending).await? {
        let named = is_named(state, &org, &hash).await?;
        let row = if named { Row::AttachFile(hash) } else { Row::LeaveFile { hash, before: pending } };
        match state.store.commit(Batch::new(org).row(row)).await {
            // It is on its way out already, or came back whole.
            Ok(_) | Err(StoreError::Conflict(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    for (org, hash) in state.store.leaving().await? {
        // The list may be old by now, and another node may have done it and taken the same file in again.
        if !state.store.is_leaving(&org, &hash).await? {
            continue;
        }
        state.files.remove(&org, &hash).await?;
        state.store.commit(Batch::new(org).row(Row::RemoveFile(hash))).await?;
    }
    Ok(())
}

/// Whether an assessment names a file as evidence, whatever its row says.
async fn is_named(state: &AppState, org: &OrgId, hash: &FileHash) -> Result<bool, Error> {
    for id in state.store.sent_to(org, hash).await? {
        if state.store.fold::<Assessment>(org, &Stream::assessment(&id)).await?.names_file(hash) {
            return Ok(true);
        }
    }
    Ok(false)
}

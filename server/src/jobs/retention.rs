//! Erases what vendors said once the time that the settings name is over: answers, comments, plans and evidence of
//! assessments that ended.
//!
//! An assessment ends when it is withdrawn, a newer one takes its place or its AI system is retired; what stands for a
//! system now is never touched. Records keep their place in the chain, only their text goes.

use super::holds;
use crate::error::Error;
use crate::record::{refresh, settings};
use crate::state::AppState;
use crate::store::journal::read_event;
use crate::store::{Append, Batch, Row, StoreError, Stream};
use domain::actor::ActorRef;
use domain::assessment::{Assessment, Event};
use domain::calendar::months_before;
use domain::id::{AssessmentId, FileHash, OrgId};
use domain::journal::{Recorded, Timestamp};
use std::collections::BTreeSet;
use std::time::Duration;

const EVERY: Duration = Duration::from_secs(6 * 3_600);
const LEASE_SECONDS: i64 = 3_600;

/// Looks several times a day, on one node at a time.
pub async fn run(state: AppState) {
    let mut turn = tokio::time::interval(EVERY);
    let node: String = crate::ids::new();
    loop {
        turn.tick().await;
        if !holds(&state, "retention", &node, LEASE_SECONDS).await {
            continue;
        }
        if let Err(error) = erase_due(&state).await {
            tracing::warn!(?error, "what was kept long enough could not be erased");
        }
    }
}

/// Erases what was kept long enough in every organisation; says from how many assessments.
///
/// # Errors
/// When the database does not answer.
pub async fn erase_due(state: &AppState) -> Result<usize, Error> {
    let mut erased = 0;
    for (org, _) in state.store.organisations().await? {
        let months = u32::from(settings(&state.store, &org).await?.retention_months);
        let before = Timestamp::start_of(months_before(state.clock.today(), months));
        for id in state.store.unmoved_since(&org, before).await? {
            erased += usize::from(erase(state, &org, &id, before).await?);
        }
    }
    Ok(erased)
}

/// Erases what the vendor said in an assessment that ended before `before`; says whether there was anything.
async fn erase(state: &AppState, org: &OrgId, id: &AssessmentId, before: Timestamp) -> Result<bool, Error> {
    let stream = Stream::assessment(id);
    let folded = state.store.fold::<Assessment>(org, &stream).await?;
    if folded.ended_at().is_none_or(|ended| ended >= before) {
        return Ok(false);
    }
    let records = state.store.load(org, &stream).await?;
    let events: Vec<Recorded<Event>> = records.iter().map(read_event).collect::<Result<_, _>>()?;
    let theirs: Vec<u64> =
        events.iter().filter(|recorded| recorded.event.is_the_vendors()).map(|recorded| recorded.version).collect();
    if theirs.is_empty() {
        return Ok(false);
    }
    let files: BTreeSet<FileHash> = folded.files().cloned().collect();
    let at = state.clock.now();
    let mut batch = Batch::new(org.clone()).row(Row::Erase(stream.clone(), theirs));
    batch.rows.extend(files.into_iter().map(|file| Row::DetachFile(file, at)));
    // Whatever happens meanwhile goes first, and is looked at the next time.
    let (expected, by) = (folded.version, ActorRef::System);
    batch.appends.push(Append { stream: stream.clone(), expected, at, by, bodies: vec![] });
    match state.store.commit(batch).await {
        Ok(_) => {}
        Err(StoreError::Conflict(_)) => return Ok(false),
        Err(error) => return Err(error.into()),
    }
    state.store.forget(org, &stream);
    tracing::info!(%org, assessment = %id, "what the vendor said was erased: the time for which it is kept is over");
    if let Some(plan) = folded.plan() {
        refresh(state, org, &plan.vendor).await?;
    }
    Ok(true)
}

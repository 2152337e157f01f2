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
use crate::store::{Batch, Row, StoreError, Stream};
use domain::actor::{Actor, ActorRef};
use domain::assessment::{Assessment, Command, Event};
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
        let outcome = take_turn(&state, &node).await;
        state.jobs.note("retention", outcome, state.clock.now());
    }
}

async fn take_turn(state: &AppState, node: &str) -> Result<(), Error> {
    if holds(state, "retention", node, LEASE_SECONDS).await? {
        erase_due(state).await?;
    }
    Ok(())
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
            match erase(state, &org, &id, before).await {
                Ok(any) => erased += usize::from(any),
                // One that cannot be read does not keep the others.
                Err(error) => tracing::error!(?error, %org, assessment = %id, "an assessment could not be erased"),
            }
        }
    }
    Ok(erased)
}

/// Erases what the vendor said in an assessment that ended before `before`; says whether there was anything.
async fn erase(state: &AppState, org: &OrgId, id: &AssessmentId, before: Timestamp) -> Result<bool, Error> {
    let stream = Stream::assessment(id);
    let folded = state.store.fold::<Assessment>(org, &stream).await?;
    let Some(plan) = folded.plan().filter(|_| folded.ended_at().is_some_and(|ended| ended < before)) else {
        return Ok(false);
    };
    if folded.is_erased() {
        // The rows were not made anew then.
        refresh(state, org, &plan.vendor).await?;
        return Ok(false);
    }
    let records = state.store.load(org, &stream).await?;
    let recorded: Vec<Recorded<Event>> = records.iter().map(read_event).collect::<Result<_, _>>()?;
    let theirs: Vec<u64> = recorded.iter().filter(|one| one.event.is_the_vendors()).map(|one| one.version).collect();
    let at = folded.not_before(state.clock.now());
    let erase = Command::Erase { versions: theirs.clone() };
    let events = folded.decide(&state.questionnaire(org, plan).await?, erase, &Actor::System, at)?;
    if theirs.is_empty() || events.is_empty() {
        return Ok(false);
    }
    let files: BTreeSet<FileHash> = recorded.iter().filter_map(|one| file_of(&one.event)).cloned().collect();
    let mut batch = Batch::new(org.clone()).row(Row::Erase(stream.clone(), theirs));
    batch.rows.extend(files.into_iter().map(|file| Row::DetachFile(file, at)));
    // Whatever happens meanwhile goes first, and is looked at the next time.
    batch.appends.push(folded.append(at, ActorRef::System, &events)?);
    match state.store.commit(batch).await {
        Ok(_) => {}
        Err(StoreError::Conflict(_)) => return Ok(false),
        Err(error) => return Err(error.into()),
    }
    state.store.forget(org, &stream);
    tracing::info!(%org, assessment = %id, "what the vendor said was erased: the time for which it is kept is over");
    refresh(state, org, &plan.vendor).await?;
    Ok(true)
}

/// The file that an event made evidence, also of one that was taken away since.
fn file_of(event: &Event) -> Option<&FileHash> {
    if let Event::EvidenceAttached { attachment } = event { Some(&attachment.file) } else { None }
}

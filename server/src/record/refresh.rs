//! Rows that move on because a date passed, and rows made anew from the journal.
//!
//! Evidence that expires raises a finding, which is an event; everything else is only computed again.

use super::change::Change;
use super::dossier::Dossier;
use super::rows::summaries;
use crate::correspondence::tell_raised;
use crate::error::Error;
use crate::state::AppState;
use crate::store::summaries::{RowFault, Rows};
use crate::store::{Batch, Still, StoreError, Stream, Summary};
use chrono::NaiveDate;
use domain::actor::Actor;
use domain::assessment::{Assessment, Command, Stage};
use domain::id::{AssessmentId, OrgId, VendorId};
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// Vendors that are looked up at once.
const AT_ONCE: i64 = 100;

/// What is done about a vendor whose day has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refresh {
    /// Findings are raised and withdrawn, the vendor is told, rows are made anew.
    All,
    /// Rows alone: for a command that knows neither the mail server nor the public URL. What a date has made of findings
    /// stays due, and the server settles it.
    Rows,
}

/// How often a row that is not as it should be is looked at again while a site serves.
const LOOKS_AGAIN: usize = 2;
/// How long a list waits for rows whose day has come.
const PATIENCE: Duration = Duration::from_secs(5);

/// Computes the rows of one vendor again, and raises and withdraws the findings that a date has made or ended.
///
/// # Errors
/// When the database does not answer.
pub async fn refresh(state: &AppState, org: &OrgId, vendor: &VendorId) -> Result<(), Error> {
    refresh_of(state, org, vendor, Refresh::All).await
}

async fn refresh_of(state: &AppState, org: &OrgId, vendor: &VendorId, what: Refresh) -> Result<(), Error> {
    state
        .store
        .decide(|| async {
            let mut change = Change::of_vendor(state, org, Actor::System, vendor).await?;
            let with_findings: Vec<AssessmentId> = change
                .dossier
                .assessments
                .iter()
                .filter(|(_, known)| known.folded.stage() == Stage::Concluded || !known.folded.findings().is_empty())
                .map(|(id, _)| id.clone())
                .collect();
            for id in with_findings.into_iter().filter(|_| what == Refresh::All) {
                change.assessment(&id, Command::Refresh)?;
            }
            tell_raised(state, org, &mut change).await?;
            change.rows_in_any_case();
            Ok((change.finish()?.0, ()))
        })
        .await
}

/// Computes again every row of `org` whose day has come. A vendor that cannot be computed is logged and left out, so
/// that it does not keep the others from moving on.
///
/// # Errors
/// When the database does not answer.
pub async fn refresh_due(state: &AppState, org: &OrgId, what: Refresh) -> Result<(), Error> {
    let today = state.clock.today();
    let due = |limit| state.store.vendors_due(org, today, limit);
    if due(1).await?.is_empty() {
        return Ok(());
    }
    let _alone = state.refreshing.lock().await;
    refresh_each(state, org, what, due).await
}

/// Computes again every row of `org` that another release made in another shape, or a clock that was ahead: an upgrade and
/// a mended clock need no hand.
///
/// # Errors
/// When the database does not answer.
pub async fn refresh_askew(state: &AppState, org: &OrgId) -> Result<(), Error> {
    let today = state.clock.today();
    let _alone = state.refreshing.lock().await;
    refresh_each(state, org, Refresh::All, |limit| state.store.vendors_askew(org, today, limit)).await
}

/// Computes the rows of each vendor that `which` names, until it names no other.
async fn refresh_each<A: Future<Output = Result<Vec<VendorId>, StoreError>>>(
    state: &AppState,
    org: &OrgId,
    what: Refresh,
    which: impl Fn(i64) -> A,
) -> Result<(), Error> {
    let mut done: BTreeSet<VendorId> = BTreeSet::new();
    loop {
        // Those that could not be computed are still named: more are asked for by their number.
        let limit = AT_ONCE.saturating_add(i64::try_from(done.len()).unwrap_or(i64::MAX));
        let named = which(limit).await?;
        let fresh: Vec<VendorId> = named.into_iter().filter(|vendor| !done.contains(vendor)).collect();
        if fresh.is_empty() {
            return Ok(());
        }
        for vendor in fresh {
            if let Err(error) = refresh_of(state, org, &vendor, what).await {
                tracing::error!(?error, %org, %vendor, "the rows of a vendor could not be refreshed");
            }
            done.insert(vendor);
        }
    }
}

/// The same for a list that a person waits for: what takes longer goes on behind its back, and the list shows some rows
/// as of the day before.
///
/// # Errors
/// When the database does not answer.
pub async fn refresh_for_list(state: &AppState, org: &OrgId) -> Result<(), Error> {
    let (state, org) = (state.clone(), org.clone());
    let refreshing = tokio::spawn(async move { refresh_due(&state, &org, Refresh::All).await });
    match tokio::time::timeout(PATIENCE, refreshing).await {
        Ok(Ok(done)) => done,
        Ok(Err(broken)) => Err(Error::Internal(broken.to_string())),
        Err(_) => Ok(()),
    }
}

/// Throws the rows of `org` away and makes them anew from the journal as of `today`. Says how many there are.
///
/// # Errors
/// When the database does not answer or a stream cannot be read; busy when others keep changing things meanwhile.
pub async fn rebuild(state: &AppState, org: &OrgId, today: NaiveDate) -> Result<usize, Error> {
    state.store.decide(|| rows_anew(state, org, today)).await
}

/// Holds the stored rows of `org` against those that the journal makes; names each that differs.
///
/// A site that serves moves on while it is looked at: what differs is looked at again, and a fault is what stays one.
///
/// # Errors
/// When the database does not answer or a stream cannot be read.
pub async fn check_rows(state: &AppState, org: &OrgId, today: NaiveDate) -> Result<Vec<RowFault>, Error> {
    let mut faults = check_rows_once(state, org, today).await?;
    for _ in 0..LOOKS_AGAIN {
        if faults.is_empty() {
            break;
        }
        let again = check_rows_once(state, org, today).await?;
        faults.retain(|fault| again.contains(fault));
    }
    Ok(faults)
}

async fn check_rows_once(state: &AppState, org: &OrgId, today: NaiveDate) -> Result<Vec<RowFault>, Error> {
    let stored = state.store.stored_rows(org).await?;
    let streams = state.store.streams(org).await?;
    let mut made: BTreeMap<NaiveDate, Rows> = BTreeMap::new();
    for (vendor, assessments) in vendors_in(state, org, streams).await? {
        let dossier = Dossier::of(state, org, &vendor, &assessments).await?;
        let now = Rows::made(org, &summaries(&dossier, today)?);
        for day in stored.shared_with(&now).days(today) {
            made.entry(day).or_default().join(Rows::made(org, &summaries(&dossier, day)?));
        }
        made.entry(today).or_default().join(now);
    }
    Ok(stored.against(&made, today))
}

/// The vendors of `org` with their assessments, as the streams tell.
async fn vendors_in(
    state: &AppState,
    org: &OrgId,
    streams: Vec<Stream>,
) -> Result<BTreeMap<VendorId, Vec<AssessmentId>>, Error> {
    let mut vendors: BTreeMap<VendorId, Vec<AssessmentId>> = BTreeMap::new();
    for stream in streams {
        if let Some(id) = stream.id_of("vendor").and_then(|id| VendorId::new(id).ok()) {
            vendors.entry(id).or_default();
        } else if let Some(id) = stream.id_of("assessment").and_then(|id| AssessmentId::new(id).ok()) {
            let assessment = state.store.fold::<Assessment>(org, &stream).await?;
            if let Some(plan) = assessment.plan() {
                vendors.entry(plan.vendor.clone()).or_default().push(id);
            }
        }
    }
    Ok(vendors)
}

async fn rows_anew(state: &AppState, org: &OrgId, today: NaiveDate) -> Result<(Batch, usize), Error> {
    let mut batch = Batch::new(org.clone());
    batch.summaries.push(Summary::Clear);
    let streams = state.store.streams(org).await?;
    batch.still.push(Still::Streams(streams.len()));
    let vendors = vendors_in(state, org, streams).await?;
    for (vendor, assessments) in &vendors {
        let dossier = Dossier::of(state, org, vendor, assessments).await?;
        batch.summaries.extend(summaries(&dossier, today)?);
        batch.still.push(Still::At(dossier.vendor.stream.clone(), dossier.vendor.version));
        let folded = dossier.assessments.values().map(|known| &known.folded);
        batch.still.extend(folded.map(|folded| Still::At(folded.stream.clone(), folded.version)));
    }
    let count = batch.summaries.len() - 1;
    Ok((batch, count))
}

/// The bodies of rows as they are stored, read. One that cannot be read, of a release still to come or before, is left out
/// with a line in the log, and the rows of the organisation are made anew behind the list's back.
pub fn read_rows<T: DeserializeOwned>(state: &AppState, org: &OrgId, bodies: &[String]) -> Vec<T> {
    let mut rows = Vec::with_capacity(bodies.len());
    let mut broken = None;
    for body in bodies {
        match serde_json::from_str(body) {
            Ok(row) => rows.push(row),
            Err(error) => broken = Some(error),
        }
    }
    if let Some(error) = broken {
        tracing::error!(%error, %org, missing = bodies.len() - rows.len(), "rows of a list cannot be read");
        let (state, org) = (state.clone(), org.clone());
        tokio::spawn(async move {
            if let Err(error) = refresh_askew(&state, &org).await {
                tracing::error!(?error, %org, "rows that cannot be read could not be made anew");
            }
        });
    }
    rows
}

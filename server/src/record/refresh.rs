//! Rows that move on because a date passed, and rows made anew from the journal.
//!
//! Evidence that expires raises a finding, which is an event; everything else is only computed again.

use super::change::Change;
use super::dossier::Dossier;
use super::rows::summaries;
use crate::error::Error;
use crate::state::AppState;
use crate::store::{Batch, Row};
use chrono::NaiveDate;
use domain::actor::Actor;
use domain::assessment::{Assessment, Command, Stage};
use domain::id::{AssessmentId, OrgId, VendorId};
use std::collections::BTreeMap;

/// Computes the rows of one vendor again, and raises and withdraws the findings that a date has made or ended.
///
/// # Errors
/// When the database does not answer.
pub async fn refresh(state: &AppState, org: &OrgId, vendor: &VendorId) -> Result<(), Error> {
    state
        .store
        .decide(|| async {
            let mut change = Change::of_vendor(state, org, Actor::System, vendor).await?;
            let concluded: Vec<AssessmentId> = change
                .dossier
                .assessments
                .iter()
                .filter(|(_, known)| known.folded.stage() == Stage::Concluded)
                .map(|(id, _)| id.clone())
                .collect();
            for id in concluded {
                change.assessment(&id, Command::Refresh)?;
            }
            change.rows_in_any_case();
            Ok((change.finish()?.0, ()))
        })
        .await
}

/// Computes again every row of `org` whose day has come, a hundred vendors at a time.
///
/// # Errors
/// When the database does not answer.
pub async fn refresh_due(state: &AppState, org: &OrgId) -> Result<(), Error> {
    for vendor in state.store.vendors_due(org, state.clock.today(), 100).await? {
        refresh(state, org, &vendor).await?;
    }
    Ok(())
}

/// Throws the rows of `org` away and makes them anew from the journal as of `today`.
///
/// # Errors
/// When the database does not answer or a stream cannot be read.
pub async fn rebuild(state: &AppState, org: &OrgId, today: NaiveDate) -> Result<usize, Error> {
    let mut vendors: BTreeMap<VendorId, Vec<AssessmentId>> = BTreeMap::new();
    for stream in state.store.streams(org).await? {
        if let Some(id) = stream.id_of("vendor").and_then(|id| VendorId::new(id).ok()) {
            vendors.entry(id).or_default();
        } else if let Some(id) = stream.id_of("assessment").and_then(|id| AssessmentId::new(id).ok()) {
            let assessment = state.store.fold::<Assessment>(org, &stream).await?;
            if let Some(plan) = assessment.plan() {
                vendors.entry(plan.vendor.clone()).or_default().push(id);
            }
        }
    }
    let mut batch = Batch::new(org.clone()).row(Row::ClearSummaries);
    for (vendor, assessments) in &vendors {
        let dossier = Dossier::of(state, org, vendor, assessments).await?;
        batch.summaries.extend(summaries(&dossier, today)?);
    }
    let count = batch.summaries.len();
    state.store.commit(batch).await?;
    Ok(count)
}

//! One change: decisions on a dossier, each seen by the next, and at the end the batch with the rows that follow.
//!
//! Run inside `Store::decide` or `once::carry_out`: when a stream moved in between, all of it runs again. What takes more
//! than one command is in `steps`, how it ends in `finish`.

mod finish;
mod steps;

use super::dossier::Dossier;
use super::shipped::shipped;
use crate::error::Error;
use crate::state::AppState;
use crate::store::{Aggregate, Append, Batch, Folded, Reading, Stream};
use domain::actor::Actor;
use domain::assessment::{self, Event};
use domain::id::{AssessmentId, FindingId, OrgId, VendorId};
use domain::journal::Timestamp;
use domain::vendor::{self, Vendor};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Decisions being made on one vendor's dossier.
pub struct Change {
    /// What the decisions have made of the dossier so far.
    pub dossier: Dossier,
    /// The dossier as it was read.
    before: Dossier,
    by: Actor,
    now: Timestamp,
    batch: Batch,
    /// Only answers of one assessment change: only its own row follows.
    answers_only: bool,
    /// Rows are made even when no event happened.
    rows_anyway: bool,
    /// How many assessments were loaded.
    loaded: usize,
    /// Findings raised by hand, or since the conclusion.
    raised: Vec<(AssessmentId, FindingId)>,
}

impl Change {
    fn new(state: &AppState, org: &OrgId, by: Actor, dossier: Dossier) -> Self {
        Change {
            loaded: dossier.assessments.len(),
            before: dossier.clone(),
            dossier,
            by,
            now: state.clock.now(),
            batch: Batch::new(org.clone()),
            answers_only: false,
            rows_anyway: false,
            raised: vec![],
        }
    }

    /// A change that registers a vendor.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of_new_vendor(state: &AppState, org: &OrgId, by: Actor, id: &VendorId) -> Result<Self, Error> {
        let vendor = state.store.fold::<Vendor>(org, &Stream::vendor(id)).await?;
        Ok(Self::new(state, org, by, Dossier { vendor, assessments: BTreeMap::new() }))
    }

    /// A change of a vendor.
    ///
    /// # Errors
    /// Not found when there is no such vendor in `org`.
    pub async fn of_vendor(state: &AppState, org: &OrgId, by: Actor, id: &VendorId) -> Result<Self, Error> {
        Ok(Self::new(state, org, by, Dossier::load(state, org, id).await?))
    }

    /// A change of an assessment.
    ///
    /// # Errors
    /// Not found when there is no such assessment in `org`.
    pub async fn of_assessment(state: &AppState, org: &OrgId, by: Actor, id: &AssessmentId) -> Result<Self, Error> {
        Self::of_assessment_by(Reading::Anew, state, org, by, id).await
    }

    /// The same, on what is kept in memory or on what is read anew.
    ///
    /// # Errors
    /// As [`Change::of_assessment`].
    pub async fn of_assessment_by(
        reading: Reading,
        state: &AppState,
        org: &OrgId,
        by: Actor,
        id: &AssessmentId,
    ) -> Result<Self, Error> {
        Ok(Self::new(state, org, by, Dossier::of_assessment(reading, state, org, id).await?))
    }

    /// A change of an assessment's answers or evidence before they are submitted, which moves no other row.
    ///
    /// # Errors
    /// Not found when there is no such assessment in `org`.
    pub async fn of_answers(
        reading: Reading,
        state: &AppState,
        org: &OrgId,
        by: Actor,
        id: &AssessmentId,
    ) -> Result<Self, Error> {
        let dossier = Dossier::of_assessment_alone_by(reading, state, org, id).await?;
        Ok(Change { answers_only: true, ..Self::new(state, org, by, dossier) })
    }

    /// Makes the rows anew even when no event happens: a date has passed.
    pub fn rows_in_any_case(&mut self) {
        self.rows_anyway = true;
    }

    /// When the change happens.
    #[must_use]
    pub fn at(&self) -> Timestamp {
        self.now
    }

    /// The findings that were raised so far, but for those that a conclusion raises.
    #[must_use]
    pub fn raised(&self) -> &[(AssessmentId, FindingId)] {
        &self.raised
    }

    /// The batch, for links, mails and other rows that belong to the change.
    pub fn batch(&mut self) -> &mut Batch {
        &mut self.batch
    }

    /// Decides on the vendor. Says whether anything changed.
    ///
    /// # Errors
    /// What the rules refuse.
    pub fn vendor(&mut self, command: vendor::Command) -> Result<bool, Error> {
        let at = self.dossier.vendor.not_before(self.now);
        let events = self.dossier.vendor.decide(&shipped()?.intake, command, &self.by, at)?;
        let changed = !events.is_empty();
        append(&mut self.batch, &mut self.dossier.vendor, at, &self.by, events)?;
        Ok(changed)
    }

    /// Decides on an assessment. Says whether anything changed.
    ///
    /// # Errors
    /// What the rules refuse; not found when the assessment is not in the dossier.
    pub fn assessment(&mut self, id: &AssessmentId, command: assessment::Command) -> Result<bool, Error> {
        let by = self.by.clone();
        self.assessment_by(id, command, &by)
    }

    /// Decides on an assessment for `by`, who is not whoever makes the change. Says whether anything changed.
    ///
    /// # Errors
    /// As for [`Change::assessment`].
    pub fn assessment_by(
        &mut self,
        id: &AssessmentId,
        command: assessment::Command,
        by: &Actor,
    ) -> Result<bool, Error> {
        let known = self.dossier.assessments.get_mut(id).ok_or_else(Error::not_found)?;
        let at = known.folded.not_before(self.now);
        let events = known.folded.decide(&known.questionnaire, command, by, at)?;
        let changed = !events.is_empty();
        // What the conclusion itself raises is told with the outcome.
        if !events.iter().any(|event| matches!(event, Event::Concluded { .. })) {
            self.raised.extend(events.iter().filter_map(|event| raised_by(id, event)));
        }
        append(&mut self.batch, &mut known.folded, at, by, events)?;
        Ok(changed)
    }
}

fn raised_by(id: &AssessmentId, event: &Event) -> Option<(AssessmentId, FindingId)> {
    if let Event::FindingRaised { finding, .. } = event { Some((id.clone(), finding.clone())) } else { None }
}

/// Puts events into the batch and takes them into the aggregate.
fn append<A: Aggregate>(
    batch: &mut Batch,
    folded: &mut Folded<A>,
    at: Timestamp,
    by: &Actor,
    events: Vec<A::Event>,
) -> Result<(), Error> {
    if events.is_empty() {
        return Ok(());
    }
    let reference = by.reference();
    let made: Append = folded.append(at, reference.clone(), &events)?;
    let count = made.bodies.len() as u64;
    match batch.appends.last_mut() {
        Some(last) if last.stream == made.stream && last.at == made.at && last.by == made.by => {
            last.bodies.extend(made.bodies);
        }
        Some(_) | None => batch.appends.push(made),
    }
    folded.state = Arc::new(folded.after(at, &reference, events));
    folded.version += count;
    folded.at = at;
    folded.hash = None;
    Ok(())
}

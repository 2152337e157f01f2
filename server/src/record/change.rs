//! One change: decisions on a dossier, each seen by the next, and at the end the batch with the rows that follow.
//!
//! Run inside `Store::decide` or `once::carry_out`: when a stream moved in between, all of it runs again.

use super::dossier::{Dossier, Known};
use super::rows;
use super::shipped::shipped;
use crate::error::Error;
use crate::state::AppState;
use crate::store::{Aggregate, Append, Batch, Folded, Still, Stream};
use chrono::NaiveDate;
use domain::actor::Actor;
use domain::assessment::{self, Assessment, CauseKey, Event, Inherited, Outcome, Plan, Stage, TierTerms};
use domain::duties::{Duties, not_yet_due};
use domain::id::{AssessmentId, FindingId, OrgId, SystemId, VendorId};
use domain::journal::Timestamp;
use domain::library::Library;
use domain::scoring::Questionnaire;
use domain::vendor::{self, Vendor};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Decisions being made on one vendor's dossier.
pub struct Change {
    /// What the decisions have made of the dossier so far.
    pub dossier: Dossier,
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
        Ok(Self::new(state, org, by, Dossier::of_assessment(state, org, id).await?))
    }

    /// A change of an assessment's answers or evidence before they are submitted, which moves no other row.
    ///
    /// # Errors
    /// Not found when there is no such assessment in `org`.
    pub async fn of_answers(state: &AppState, org: &OrgId, by: Actor, id: &AssessmentId) -> Result<Self, Error> {
        let dossier = Dossier::of_assessment_alone(state, org, id).await?;
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

    /// Drafts a new assessment of one of the vendor's systems.
    ///
    /// # Errors
    /// What the rules refuse.
    pub async fn draft(
        &mut self,
        state: &AppState,
        id: AssessmentId,
        plan: Plan,
        terms: TierTerms,
    ) -> Result<(), Error> {
        let questionnaire = state.questionnaire(&self.batch.org, &plan).await?;
        let duties = duties(&questionnaire, self.now.date())?;
        let folded = state.store.fold::<Assessment>(&self.batch.org, &Stream::assessment(&id)).await?;
        self.dossier.assessments.insert(id.clone(), Known { folded, questionnaire });
        self.assessment(&id.clone(), assessment::Command::Draft { assessment: id, plan, terms, duties })?;
        Ok(())
    }

    /// Changes the plan of a draft.
    ///
    /// # Errors
    /// What the rules refuse.
    pub async fn replan(&mut self, state: &AppState, id: &AssessmentId, plan: Plan) -> Result<(), Error> {
        let questionnaire = state.questionnaire(&self.batch.org, &plan).await;
        let found = questionnaire.as_ref().ok().map(|questionnaire| duties(questionnaire, self.now.date()));
        // Who may not change the draft is told so first.
        self.assessment(id, assessment::Command::Replan { plan, duties: found.transpose()?.unwrap_or_default() })?;
        let questionnaire = questionnaire?;
        if let Some(known) = self.dossier.assessments.get_mut(id) {
            known.questionnaire = questionnaire;
        }
        Ok(())
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

    /// Raises a finding by hand; like a conclusion, it takes over the due dates of the system's previous assessment.
    ///
    /// # Errors
    /// What the rules refuse.
    pub fn raise(&mut self, id: &AssessmentId, cause: CauseKey) -> Result<bool, Error> {
        let inherited = self.older(id)?.map(|(_, inherited)| inherited).unwrap_or_default();
        self.assessment(id, assessment::Command::Raise { cause, inherited })
    }

    /// The system's latest concluded assessment, and the due dates that it hands over.
    fn older(&self, id: &AssessmentId) -> Result<Option<(AssessmentId, Inherited)>, Error> {
        let system = self.dossier.assessment(id)?.folded.plan().map(|plan| plan.system.clone());
        let older = system.and_then(|system| self.dossier.latest_concluded(&system));
        Ok(older.and_then(|known| Some((known.folded.id()?.clone(), known.folded.inheritable()))))
    }

    /// Concludes an assessment: findings raised again keep their older due dates, and the system's previous assessment
    /// hands its open findings over (scoring rule 17.5).
    ///
    /// # Errors
    /// What the rules refuse.
    pub fn conclude(&mut self, id: &AssessmentId, outcome: Outcome, reason: String) -> Result<(), Error> {
        let older = self.older(id)?;
        let inherited = older.as_ref().map(|(_, inherited)| inherited.clone()).unwrap_or_default();
        self.assessment(id, assessment::Command::Conclude { outcome, reason, inherited })?;
        if let Some((older, _)) = older {
            self.assessment_by(&older, assessment::Command::Supersede { by: id.clone() }, &Actor::System)?;
        }
        Ok(())
    }

    /// Retires an AI system: what is under way ends with it, and so do its open findings. Gives the assessments that
    /// ended, whose links end too.
    ///
    /// # Errors
    /// What the rules refuse.
    pub fn retire(&mut self, system: &SystemId) -> Result<Vec<AssessmentId>, Error> {
        self.vendor(vendor::Command::RetireSystem(system.clone()))?;
        let of_system = self.dossier.assessments.iter().filter(|(_, known)| known.is_of(system));
        let under_way = of_system.filter(|(_, known)| known.folded.stage() != Stage::Withdrawn);
        let under_way: Vec<_> = under_way.map(|(id, known)| (id.clone(), known.folded.stage())).collect();
        let mut ended = Vec::new();
        for (id, before) in under_way {
            self.assessment_by(&id, assessment::Command::RetireSystem, &Actor::System)?;
            if before != Stage::Concluded {
                ended.push(id);
            }
        }
        Ok(ended)
    }

    /// The batch with the rows that follow, and the dossier as it will stand.
    ///
    /// # Errors
    /// When a row cannot be written as JSON.
    pub fn finish(mut self) -> Result<(Batch, Dossier), Error> {
        if self.rows_anyway || !self.batch.appends.is_empty() {
            let today = self.now.date();
            if self.answers_only {
                for known in self.dossier.assessments.values() {
                    self.batch.summaries.extend(rows::of_assessment(&self.dossier, known, today)?);
                }
            } else {
                self.batch.summaries.extend(rows::summaries(&self.dossier, today)?);
                self.hold_the_rest();
            }
        }
        Ok((self.batch, self.dossier))
    }
}

impl Change {
    /// The rows were computed from every stream of the dossier: the batch conflicts when one of them moves, also one to
    /// which nothing is appended, and when an assessment was added. An append without events says so.
    fn hold_the_rest(&mut self) {
        if let Some(vendor) = &self.dossier.vendor.id {
            self.batch.still.push(Still::Assessments(vendor.clone(), self.loaded));
        }
        let by = self.by.reference();
        let held = |stream: &Stream, expected: u64| Append {
            stream: stream.clone(),
            expected,
            at: self.now,
            by: by.clone(),
            bodies: vec![],
        };
        let vendor = std::iter::once((&self.dossier.vendor.stream, self.dossier.vendor.version));
        let assessments = self.dossier.assessments.values().map(|known| (&known.folded.stream, known.folded.version));
        let untouched: Vec<Append> = vendor
            .chain(assessments)
            .filter(|(stream, _)| !self.batch.appends.iter().any(|append| append.stream == **stream))
            .map(|(stream, version)| held(stream, version))
            .collect();
        self.batch.appends.extend(untouched);
    }
}

/// The legal duties behind a questionnaire that do not apply yet.
fn duties(questionnaire: &Questionnaire, today: NaiveDate) -> Result<Duties, Error> {
    let libraries: Vec<&Library> = shipped()?.libraries.iter().map(|(_, library)| library).collect();
    let templates = questionnaire.templates().iter();
    Ok(templates.flat_map(|template| not_yet_due(template, &libraries, today)).collect())
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
    Ok(())
}

//! Steps that take more than one command, or a look at the rest of the dossier: drafting, concluding, retiring.
//!
//! Each is made of [`Change::assessment`] and [`Change::vendor`]; what may be done is decided there.

use super::Change;
use crate::error::Error;
use crate::record::dossier::Known;
use crate::record::shipped::shipped;
use crate::state::AppState;
use crate::store::Stream;
use chrono::NaiveDate;
use domain::actor::Actor;
use domain::assessment::{self, Assessment, CauseKey, Inherited, Outcome, Plan, Stage, TierTerms};
use domain::duties::{Duties, not_yet_due};
use domain::id::{AssessmentId, SystemId};
use domain::library::Library;
use domain::scoring::Questionnaire;
use domain::vendor;

impl Change {
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
        let respondents = self.dossier.assessment(id)?.folded.respondents(&self.dossier.vendor);
        self.assessment(id, assessment::Command::Conclude { outcome, reason, inherited, respondents })?;
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
}

/// The legal duties behind a questionnaire that do not apply yet.
fn duties(questionnaire: &Questionnaire, today: NaiveDate) -> Result<Duties, Error> {
    let libraries: Vec<&Library> = shipped()?.libraries.iter().map(|(_, library)| library).collect();
    let templates = questionnaire.templates().iter();
    Ok(templates.flat_map(|template| not_yet_due(template, &libraries, today)).collect())
}

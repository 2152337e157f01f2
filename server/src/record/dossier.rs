//! Everything of one vendor, folded from the journal: the vendor with its assessments and their questionnaires.
//!
//! Rows tell which assessments there are, streams tell what they are: nothing here is decided on a row.

use crate::error::Error;
use crate::state::AppState;
use crate::store::{Folded, Reading, Stream};
use domain::assessment::{Assessment, Labels, Stage};
use domain::id::{AssessmentId, OrgId, SystemId, VendorId};
use domain::register::Assessed;
use domain::scoring::Questionnaire;
use domain::vendor::Vendor;
use std::collections::BTreeMap;

/// An assessment with the questionnaire it was sent with.
#[derive(Debug, Clone)]
pub struct Known {
    /// The assessment.
    pub folded: Folded<Assessment>,
    /// Its questionnaire.
    pub questionnaire: Questionnaire,
}

impl Known {
    /// As the rules take it.
    #[must_use]
    pub fn assessed(&self) -> Assessed<'_> {
        (&self.folded.state, &self.questionnaire)
    }

    /// Whether it assesses this AI system.
    #[must_use]
    pub fn is_of(&self, system: &SystemId) -> bool {
        self.folded.plan().is_some_and(|plan| plan.system == *system)
    }
}

/// Everything of one vendor.
#[derive(Debug, Clone)]
pub struct Dossier {
    /// The vendor.
    pub vendor: Folded<Vendor>,
    /// Its assessments.
    pub assessments: BTreeMap<AssessmentId, Known>,
}

impl Dossier {
    /// The dossier of a vendor.
    ///
    /// # Errors
    /// Not found when there is no such vendor in `org`.
    pub async fn load(state: &AppState, org: &OrgId, id: &VendorId) -> Result<Self, Error> {
        Self::load_by(Reading::Anew, state, org, id).await
    }

    /// The dossier of a vendor, from memory as far as it is kept or read anew.
    ///
    /// # Errors
    /// As [`Dossier::load`].
    pub async fn load_by(reading: Reading, state: &AppState, org: &OrgId, id: &VendorId) -> Result<Self, Error> {
        let assessments = state.store.assessments_of(reading, org, id).await?;
        let mut dossier = Self::of_vendor_alone(reading, state, org, id).await?;
        for assessment in assessments {
            let known = known(reading, state, org, &assessment).await?;
            dossier.assessments.insert(assessment, known);
        }
        Ok(dossier)
    }

    /// The dossier of a vendor with these assessments.
    ///
    /// # Errors
    /// Not found when there is no such vendor or assessment in `org`.
    pub async fn of(state: &AppState, org: &OrgId, id: &VendorId, assessments: &[AssessmentId]) -> Result<Self, Error> {
        let mut dossier = Self::of_vendor_alone(Reading::Anew, state, org, id).await?;
        for assessment in assessments {
            dossier.assessments.insert(assessment.clone(), known(Reading::Anew, state, org, assessment).await?);
        }
        Ok(dossier)
    }

    /// The dossier of the vendor that an assessment belongs to.
    ///
    /// # Errors
    /// Not found when there is no such assessment in `org`.
    pub async fn of_assessment(
        reading: Reading,
        state: &AppState,
        org: &OrgId,
        id: &AssessmentId,
    ) -> Result<Self, Error> {
        let assessment = state.store.fold_by::<Assessment>(reading, org, &Stream::assessment(id)).await?;
        let plan = assessment.plan().ok_or_else(Error::not_found)?;
        Self::load_by(reading, state, org, &plan.vendor).await
    }

    /// The vendor with this one assessment: enough to answer in, and to name things.
    ///
    /// # Errors
    /// Not found when there is no such assessment in `org`.
    pub async fn of_assessment_alone(state: &AppState, org: &OrgId, id: &AssessmentId) -> Result<Self, Error> {
        Self::of_assessment_alone_by(Reading::Anew, state, org, id).await
    }

    /// The same, from memory as far as it is kept or read anew.
    ///
    /// # Errors
    /// As [`Dossier::of_assessment_alone`].
    pub async fn of_assessment_alone_by(
        reading: Reading,
        state: &AppState,
        org: &OrgId,
        id: &AssessmentId,
    ) -> Result<Self, Error> {
        let known = known(reading, state, org, id).await?;
        let vendor = known.folded.plan().ok_or_else(Error::not_found)?.vendor.clone();
        let mut dossier = Self::of_vendor_alone(reading, state, org, &vendor).await?;
        dossier.assessments.insert(id.clone(), known);
        Ok(dossier)
    }

    async fn of_vendor_alone(reading: Reading, state: &AppState, org: &OrgId, id: &VendorId) -> Result<Self, Error> {
        let vendor = state.store.fold_by::<Vendor>(reading, org, &Stream::vendor(id)).await?;
        if vendor.is_new() {
            return Err(Error::not_found());
        }
        Ok(Dossier { vendor, assessments: BTreeMap::new() })
    }

    /// One assessment.
    ///
    /// # Errors
    /// Not found when it is not in the dossier.
    pub fn assessment(&self, id: &AssessmentId) -> Result<&Known, Error> {
        self.assessments.get(id).ok_or_else(Error::not_found)
    }

    /// The latest concluded assessment of a system.
    #[must_use]
    pub fn latest_concluded(&self, system: &SystemId) -> Option<&Known> {
        let concluded = self.assessments.values().filter(|known| known.is_of(system));
        concluded
            .filter_map(|known| Some((known.folded.conclusion()?.at, known)))
            .max_by_key(|(at, known)| (*at, known.folded.id().cloned()))
            .map(|(_, known)| known)
    }

    /// The newest assessment of a system that is neither concluded nor withdrawn.
    #[must_use]
    pub fn open(&self, system: &SystemId) -> Option<&Known> {
        let open = self.assessments.values().filter(|known| known.is_of(system));
        open.filter(|known| !matches!(known.folded.stage(), Stage::Concluded | Stage::Withdrawn))
            .max_by_key(|known| (known.folded.drafted(), known.folded.id().cloned()))
    }

    /// Names for the rows of an assessment.
    #[must_use]
    pub fn labels(&self, known: &Known) -> Labels<'_> {
        let system = known.folded.plan().and_then(|plan| self.vendor.systems.get(&plan.system));
        Labels {
            vendor: self.vendor.profile.as_ref().map_or("", |profile| profile.name.as_str()),
            system: system.map_or("", |system| system.description.name.as_str()),
        }
    }
}

async fn known(reading: Reading, state: &AppState, org: &OrgId, id: &AssessmentId) -> Result<Known, Error> {
    let folded = state.store.fold_by::<Assessment>(reading, org, &Stream::assessment(id)).await?;
    let plan = folded.plan().ok_or_else(Error::not_found)?;
    let questionnaire = state.questionnaire(org, plan).await?;
    Ok(Known { folded, questionnaire })
}

//! An assessment as its events have made it: the fields that `apply` fills, and readers for everyone else.
//!
//! Live answers are the vendor's draft. What the buyer sees, scores and decides on is the last submission. What the fields
//! are made of is in `parts`; readers of what the vendor gave in `given`, of what reviewers made of it in `reviewed`.

mod given;
mod parts;
mod reviewed;

pub use parts::{Conclusion, Fix, Given, Override, Query, Reviewed, Said, Submission};

use super::quota::Written;
use super::{Attachment, Judgement, Plan, Stage, TierTerms};
use crate::duties::Duties;
use crate::finding::Finding;
use crate::id::{AssessmentId, EvidenceId, FindingId, PersonId, QuestionId};
use crate::journal::Timestamp;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// One assessment. `Default` is the one that does not exist yet.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Assessment {
    pub(super) id: Option<AssessmentId>,
    pub(super) plan: Option<Plan>,
    pub(super) terms: Option<TierTerms>,
    pub(super) duties: Duties,
    pub(super) stage: Stage,
    pub(super) version: u64,
    pub(super) drafted: Option<Timestamp>,
    pub(super) sent: Option<Timestamp>,
    pub(super) link_revoked: bool,
    pub(super) answers: BTreeMap<QuestionId, Given>,
    pub(super) evidence: Vec<Attachment>,
    /// Who attached which piece of evidence when.
    pub(super) attached: BTreeMap<EvidenceId, (PersonId, Timestamp)>,
    pub(super) finding_evidence: Vec<Attachment>,
    pub(super) judgements: BTreeMap<EvidenceId, Judgement>,
    pub(super) submission: Option<Submission>,
    pub(super) reviews: BTreeMap<QuestionId, Reviewed>,
    pub(super) reviewers: BTreeSet<PersonId>,
    pub(super) fixes: BTreeMap<QuestionId, Fix>,
    pub(super) findings: BTreeMap<FindingId, Finding>,
    pub(super) dismissed: BTreeSet<FindingId>,
    pub(super) replies: BTreeMap<FindingId, String>,
    pub(super) conclusion: Option<Conclusion>,
    pub(super) superseded_by: Option<AssessmentId>,
    pub(super) system_retired: bool,
    pub(super) ended: Option<Timestamp>,
    pub(super) erased: bool,
    pub(super) written: Written,
}

impl Assessment {
    /// Its id; `None` until it is drafted.
    #[must_use]
    pub fn id(&self) -> Option<&AssessmentId> {
        self.id.as_ref()
    }

    /// What was or is to be sent to whom; `None` until it is drafted.
    #[must_use]
    pub fn plan(&self) -> Option<&Plan> {
        self.plan.as_ref()
    }

    /// What the tier asked for at drafting; `None` until it is drafted.
    #[must_use]
    pub fn terms(&self) -> Option<&TierTerms> {
        self.terms.as_ref()
    }

    /// The legal duties that did not apply yet when it was drafted, and still do not on `on`.
    pub fn not_yet_due(&self, on: NaiveDate) -> impl Iterator<Item = (&QuestionId, NaiveDate)> {
        self.duties.iter().map(|(question, from)| (question, *from)).filter(move |(_, from)| *from > on)
    }

    /// Where it stands.
    #[must_use]
    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// The version of the stream that made it: the number of events applied.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.version
    }

    /// When it was drafted.
    #[must_use]
    pub fn drafted(&self) -> Option<Timestamp> {
        self.drafted
    }

    /// When it was sent.
    #[must_use]
    pub fn sent(&self) -> Option<Timestamp> {
        self.sent
    }

    /// How it ended.
    #[must_use]
    pub fn conclusion(&self) -> Option<&Conclusion> {
        self.conclusion.as_ref()
    }

    /// The newer assessment of the system that took its place.
    #[must_use]
    pub fn superseded_by(&self) -> Option<&AssessmentId> {
        self.superseded_by.as_ref()
    }

    /// Whether the contact's link was revoked and not renewed since.
    #[must_use]
    pub fn is_link_revoked(&self) -> bool {
        self.link_revoked
    }

    /// Whether a vendor's person was invited to it and not shut out of it.
    #[must_use]
    pub fn is_open_to(&self, person: &PersonId) -> bool {
        let is_asked = self.plan().is_some_and(|plan| plan.contact == *person);
        is_asked && !self.link_revoked && !matches!(self.stage(), Stage::Draft | Stage::Withdrawn)
    }

    /// When it stopped standing for its system: withdrawn, replaced by a newer one, or the system was retired.
    #[must_use]
    pub fn ended_at(&self) -> Option<Timestamp> {
        self.ended
    }

    /// Whether what the vendor said was erased: then there is nothing to show and nothing to score.
    #[must_use]
    pub fn is_erased(&self) -> bool {
        self.erased
    }
}

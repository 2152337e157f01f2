//! What is kept for a time only: words, answers and files of the vendor's.
//!
//! [`Event::Erased`] takes them out of an assessment that has ended. Their records keep their place in the journal with
//! the text gone; see [`Event::Redacted`].

use super::{Assessment, Event, Refusal};
use crate::actor::{Actor, ActorRef};

impl Assessment {
    pub(super) fn erase(&self, versions: Vec<u64>, by: &Actor) -> Result<Vec<Event>, Refusal> {
        if *by != Actor::System {
            return Err(Refusal::OnlySystem);
        }
        if self.ended.is_none() {
            return Err(Refusal::Stage { stage: self.stage });
        }
        Ok(if self.erased { vec![] } else { vec![Event::Erased { versions }] })
    }

    /// Also for whoever has the assessment in memory as it was: nothing of what was said stays.
    pub(super) fn forget_what_was_said(&mut self) {
        self.erased = true;
        self.answers.clear();
        self.evidence.clear();
        self.attached.clear();
        self.finding_evidence.clear();
        self.fixes.clear();
        if let Some(submission) = &mut self.submission {
            submission.entries.clear();
            submission.evidence.clear();
            submission.said.retain(|said| said.submission);
        }
        for finding in self.findings.values_mut() {
            finding.plan = None;
            finding.fix = None;
        }
    }
}

/// The records of a stream whose text an erasure took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erasure {
    /// The version of the event that says so.
    at: u64,
    /// The versions that it names; the first release named none.
    versions: Vec<u64>,
}

impl Erasure {
    /// The erasure that the record at version `at` tells of, if it tells of one.
    #[must_use]
    pub fn read(at: u64, body: &str) -> Option<Self> {
        let event: Event = serde_json::from_str(body).ok()?;
        if let Event::Erased { versions } = event { Some(Erasure { at, versions }) } else { None }
    }

    /// Whether it explains that the record at `version`, made by `by`, is blank. Only what vendors said may be erased, and
    /// only what is named; an erasure of the first release covers what vendors said before it.
    #[must_use]
    pub fn covers(&self, version: u64, by: &ActorRef) -> bool {
        let is_named = if self.versions.is_empty() { version < self.at } else { self.versions.contains(&version) };
        is_named && matches!(by, ActorRef::Vendor(_))
    }
}

impl Event {
    /// Whether it holds words, answers or files of the vendor's, which are kept for a time only. What the buyer decided,
    /// and that something was submitted, stays.
    #[must_use]
    pub fn is_the_vendors(&self) -> bool {
        match self {
            Event::Answered { .. }
            | Event::NotApplicableClaimed { .. }
            | Event::Cleared { .. }
            | Event::EvidenceAttached { .. }
            | Event::PlanProposed { .. }
            | Event::FixSubmitted { .. } => true,
            Event::Redacted
            | Event::Drafted { .. }
            | Event::Replanned { .. }
            | Event::Sent
            | Event::ContactChanged { .. }
            | Event::DueExtended { .. }
            | Event::LinkRenewed
            | Event::LinkRevoked
            | Event::EvidenceRemoved { .. }
            | Event::Submitted { .. }
            | Event::AnswerAccepted { .. }
            | Event::AnswerQueried { .. }
            | Event::CreditOverridden { .. }
            | Event::OverrideLifted { .. }
            | Event::NotApplicableDecided { .. }
            | Event::EvidenceJudged { .. }
            | Event::Returned { .. }
            | Event::Concluded { .. }
            | Event::Withdrawn { .. }
            | Event::Superseded { .. }
            | Event::SystemRetired
            | Event::Erased { .. }
            | Event::FixVerified { .. }
            | Event::FindingRaised { .. }
            | Event::PlanAgreed { .. }
            | Event::PlanDeclined { .. }
            | Event::WorkStarted { .. }
            | Event::FixRejected { .. }
            | Event::RiskAccepted { .. }
            | Event::FindingWithdrawn { .. }
            | Event::DueMoved { .. } => false,
        }
    }
}

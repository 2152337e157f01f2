//! What is kept for a time only: words, answers and files of the vendor's.
//!
//! [`Event::Erased`] takes them out of an assessment that has ended. Their records keep their place in the journal with
//! the text gone; see [`Event::Redacted`].

use super::{Assessment, Event, Refusal};
use crate::actor::Actor;

impl Assessment {
    pub(super) fn erase(&self, by: &Actor) -> Result<Vec<Event>, Refusal> {
        if *by != Actor::System {
            return Err(Refusal::OnlySystem);
        }
        if self.ended.is_none() {
            return Err(Refusal::Stage { stage: self.stage });
        }
        Ok(if self.erased { vec![] } else { vec![Event::Erased] })
    }

    /// Also for whoever has the assessment in memory as it was: nothing of what was said stays.
    pub(super) fn forget_what_was_said(&mut self) {
        self.erased = true;
        self.answers.clear();
        self.evidence.clear();
        self.finding_evidence.clear();
        self.fixes.clear();
        if let Some(submission) = &mut self.submission {
            submission.entries.clear();
            submission.evidence.clear();
        }
        for finding in self.findings.values_mut() {
            finding.plan = None;
            finding.fix = None;
        }
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
            | Event::Erased
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

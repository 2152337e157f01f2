//! What is kept for a time only: the events that hold words, answers or files of the vendor's.
//!
//! Their records keep their place in the journal when the text is erased; see [`Event::Redacted`].

use super::Event;

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
            | Event::FixSubmitted { .. }
            | Event::FixVerified { .. } => true,
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

//! A finding on a day: where it stands, whether it is open, how late it is; and its severity in a tier.
//!
//! An acceptance of risk ends with its last day, without an event; so the state is asked for with a date.

use super::{Finding, FindingState};
use crate::inherent::Tier;
use crate::template::Severity;
use chrono::NaiveDate;

impl FindingState {
    /// Every state, in the order of the lanes.
    pub const ALL: [FindingState; 9] = [
        FindingState::Open,
        FindingState::PlanProposed,
        FindingState::PlanAgreed,
        FindingState::InProgress,
        FindingState::Submitted,
        FindingState::Rejected,
        FindingState::Verified,
        FindingState::RiskAccepted,
        FindingState::Withdrawn,
    ];

    /// The name on screen.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            FindingState::Open => "Open",
            FindingState::PlanProposed => "Plan proposed",
            FindingState::PlanAgreed => "Plan agreed",
            FindingState::InProgress => "In progress",
            FindingState::Submitted => "Fix submitted",
            FindingState::Rejected => "Fix rejected",
            FindingState::Verified => "Verified",
            FindingState::RiskAccepted => "Risk accepted",
            FindingState::Withdrawn => "Withdrawn",
        }
    }

    /// The name inside a sentence.
    #[must_use]
    pub fn words(self) -> String {
        self.title().to_ascii_lowercase()
    }

    /// Whether it is neither verified nor withdrawn. An accepted risk is still an open finding.
    #[must_use]
    pub fn is_open(self) -> bool {
        !matches!(self, FindingState::Verified | FindingState::Withdrawn)
    }
}

impl FindingState {
    /// Whether its next step is the buyer's: a plan to agree to, a fix to check.
    #[must_use]
    pub fn waits_on_us(self) -> bool {
        match self {
            FindingState::PlanProposed | FindingState::Submitted => true,
            FindingState::Open
            | FindingState::PlanAgreed
            | FindingState::InProgress
            | FindingState::Rejected
            | FindingState::Verified
            | FindingState::RiskAccepted
            | FindingState::Withdrawn => false,
        }
    }
}

impl Finding {
    /// Where it stands on `on`: an acceptance that has ended returns to the state it left.
    #[must_use]
    pub fn state_on(&self, on: NaiveDate) -> FindingState {
        match (self.state, self.accepted_until, self.returns_to) {
            (FindingState::RiskAccepted, Some(until), Some(left)) if on > until => left,
            (state, _, _) => state,
        }
    }

    /// Whether it is neither verified nor withdrawn.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.state.is_open()
    }

    /// Days past the fix date on `on`; 0 when not late, closed, or while its risk is accepted (scoring rule 13.3).
    #[must_use]
    pub fn days_late(&self, on: NaiveDate) -> i64 {
        let state = self.state_on(on);
        if !state.is_open() || state == FindingState::RiskAccepted {
            return 0;
        }
        on.signed_duration_since(self.fix_due).num_days().max(0)
    }
}

/// The severity in a tier: in tier critical, low and medium go up one step; nothing becomes critical (rule 14.4).
#[must_use]
pub fn severity_in(tier: Tier, severity: Severity) -> Severity {
    match (tier, severity) {
        (Tier::Critical, Severity::Low) => Severity::Medium,
        (Tier::Critical, Severity::Medium) => Severity::High,
        (Tier::Critical, Severity::High | Severity::Critical) | (Tier::Low | Tier::Medium | Tier::High, _) => severity,
    }
}

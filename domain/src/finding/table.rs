//! Remediation as one table: in which state which step is open to whom, and where it leads.
//!
//! Buttons ([`actions_for`]), decisions ([`next`]) and the wording of the history follow from [`TABLE`]. A committed
//! file lists what the table must say for every state, step and role.

use super::{Action, Finding, FindingState};
use crate::actor::{Actor, Role};
use serde::{Deserialize, Serialize};

/// An action without its arguments: one column of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// The vendor proposes a plan.
    ProposePlan,
    /// The buyer agrees to it.
    AgreePlan,
    /// The buyer asks for another.
    DeclinePlan,
    /// The vendor starts.
    StartWork,
    /// The vendor says it is fixed.
    SubmitFix,
    /// A reviewer has checked it.
    Verify,
    /// A reviewer finds it is not enough.
    RejectFix,
    /// An approver carries the risk.
    AcceptRisk,
    /// The buyer takes the finding back.
    Withdraw,
    /// The buyer moves the due date.
    MoveDue,
}

impl Step {
    /// Every step, in the order of the buttons.
    pub const ALL: [Step; 10] = [
        Step::ProposePlan,
        Step::AgreePlan,
        Step::DeclinePlan,
        Step::StartWork,
        Step::SubmitFix,
        Step::Verify,
        Step::RejectFix,
        Step::AcceptRisk,
        Step::MoveDue,
        Step::Withdraw,
    ];

    /// The name on the wire, the same as the action's.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Step::ProposePlan => "propose_plan",
            Step::AgreePlan => "agree_plan",
            Step::DeclinePlan => "decline_plan",
            Step::StartWork => "start_work",
            Step::SubmitFix => "submit_fix",
            Step::Verify => "verify",
            Step::RejectFix => "reject_fix",
            Step::AcceptRisk => "accept_risk",
            Step::Withdraw => "withdraw",
            Step::MoveDue => "move_due",
        }
    }

    /// The button's words.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Step::ProposePlan => "Propose a plan",
            Step::AgreePlan => "Agree to the plan",
            Step::DeclinePlan => "Ask for another plan",
            Step::StartWork => "Start work",
            Step::SubmitFix => "Report the fix",
            Step::Verify => "Verify the fix",
            Step::RejectFix => "Reject the fix",
            Step::AcceptRisk => "Accept the risk",
            Step::Withdraw => "Withdraw the finding",
            Step::MoveDue => "Move the due date",
        }
    }

    /// What the history calls it.
    #[must_use]
    pub fn past(self) -> &'static str {
        match self {
            Step::ProposePlan => "Plan proposed",
            Step::AgreePlan => "Plan agreed",
            Step::DeclinePlan => "Plan declined",
            Step::StartWork => "Work started",
            Step::SubmitFix => "Fix reported",
            Step::Verify => "Fix verified",
            Step::RejectFix => "Fix rejected",
            Step::AcceptRisk => "Risk accepted",
            Step::Withdraw => "Withdrawn",
            Step::MoveDue => "Due date moved",
        }
    }

    /// Who takes it.
    #[must_use]
    pub fn by(self) -> By {
        match self {
            Step::ProposePlan | Step::StartWork | Step::SubmitFix => By::Vendor,
            Step::AgreePlan | Step::DeclinePlan | Step::MoveDue => By::Staff(&[Role::Analyst]),
            Step::Verify | Step::RejectFix => By::Staff(&[Role::Reviewer]),
            Step::AcceptRisk => By::Staff(&[Role::Approver]),
            Step::Withdraw => By::Staff(&[Role::Analyst, Role::Reviewer]),
        }
    }

    /// Who takes it, in words.
    #[must_use]
    pub fn who(self) -> String {
        match self.by() {
            By::Vendor => "the vendor's contact".into(),
            By::Staff(roles) => {
                let roles: Vec<String> = roles.iter().map(|role| role.title().to_ascii_lowercase()).collect();
                format!("staff with the role {}", roles.join(" or "))
            }
        }
    }
}

/// Who may take a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The vendor's contact.
    Vendor,
    /// Staff with any of these roles.
    Staff(&'static [Role]),
}

impl By {
    /// Whether `actor` is one of them.
    #[must_use]
    pub fn includes(self, actor: &Actor) -> bool {
        match (self, actor) {
            (By::Vendor, Actor::Vendor { .. }) => true,
            (By::Staff(roles), Actor::Staff { .. }) => roles.iter().any(|role| actor.has(*role)),
            (By::Vendor, Actor::Staff { .. } | Actor::System)
            | (By::Staff(_), Actor::Vendor { .. } | Actor::System) => false,
        }
    }
}

use FindingState as S;

/// In this state, this step leads there. What is not listed is not possible.
pub const TABLE: &[(FindingState, Step, FindingState)] = &[
    (S::Open, Step::ProposePlan, S::PlanProposed),
    (S::PlanProposed, Step::ProposePlan, S::PlanProposed),
    (S::PlanProposed, Step::AgreePlan, S::PlanAgreed),
    (S::PlanProposed, Step::DeclinePlan, S::Open),
    (S::PlanAgreed, Step::StartWork, S::InProgress),
    (S::InProgress, Step::SubmitFix, S::Submitted),
    (S::Submitted, Step::Verify, S::Verified),
    (S::Submitted, Step::RejectFix, S::Rejected),
    (S::Rejected, Step::StartWork, S::InProgress),
    // The side exits.
    (S::Open, Step::AcceptRisk, S::RiskAccepted),
    (S::PlanProposed, Step::AcceptRisk, S::RiskAccepted),
    (S::PlanAgreed, Step::AcceptRisk, S::RiskAccepted),
    (S::InProgress, Step::AcceptRisk, S::RiskAccepted),
    (S::Submitted, Step::AcceptRisk, S::RiskAccepted),
    (S::Rejected, Step::AcceptRisk, S::RiskAccepted),
    (S::RiskAccepted, Step::AcceptRisk, S::RiskAccepted),
    (S::Open, Step::Withdraw, S::Withdrawn),
    (S::PlanProposed, Step::Withdraw, S::Withdrawn),
    (S::PlanAgreed, Step::Withdraw, S::Withdrawn),
    (S::InProgress, Step::Withdraw, S::Withdrawn),
    (S::Submitted, Step::Withdraw, S::Withdrawn),
    (S::Rejected, Step::Withdraw, S::Withdrawn),
    (S::RiskAccepted, Step::Withdraw, S::Withdrawn),
    // Another day, the same state.
    (S::Open, Step::MoveDue, S::Open),
    (S::PlanProposed, Step::MoveDue, S::PlanProposed),
    (S::PlanAgreed, Step::MoveDue, S::PlanAgreed),
    (S::InProgress, Step::MoveDue, S::InProgress),
    (S::Submitted, Step::MoveDue, S::Submitted),
    (S::Rejected, Step::MoveDue, S::Rejected),
    (S::RiskAccepted, Step::MoveDue, S::RiskAccepted),
];

/// Where `step` leads from `state`; `None` when it is not possible.
#[must_use]
pub fn next(state: FindingState, step: Step) -> Option<FindingState> {
    TABLE.iter().find(|(from, with, _)| *from == state && *with == step).map(|(_, _, to)| *to)
}

/// The steps open to `actor` in `state`, in the order of the buttons.
#[must_use]
pub fn actions_for(state: FindingState, actor: &Actor) -> Vec<Step> {
    Step::ALL.into_iter().filter(|step| next(state, *step).is_some() && step.by().includes(actor)).collect()
}

impl Action {
    /// The action without its arguments.
    #[must_use]
    pub fn step(&self) -> Step {
        match self {
            Action::ProposePlan { .. } => Step::ProposePlan,
            Action::AgreePlan => Step::AgreePlan,
            Action::DeclinePlan { .. } => Step::DeclinePlan,
            Action::StartWork => Step::StartWork,
            Action::SubmitFix { .. } => Step::SubmitFix,
            Action::Verify { .. } => Step::Verify,
            Action::RejectFix { .. } => Step::RejectFix,
            Action::AcceptRisk { .. } => Step::AcceptRisk,
            Action::Withdraw { .. } => Step::Withdraw,
            Action::MoveDue { .. } => Step::MoveDue,
        }
    }
}

impl Finding {
    /// The steps open to `actor` on `on`, in the order of the buttons.
    #[must_use]
    pub fn actions_for(&self, actor: &Actor, on: chrono::NaiveDate) -> Vec<Step> {
        actions_for(self.state_on(on), actor)
    }
}

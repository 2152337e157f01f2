//! What the events of findings do. A step to another state ends an acceptance of risk.
//!
//! Only a verified fix touches answers: the new one replaces the old, and an override of the old one ends with it.

use crate::answer::Value;
use crate::assessment::event::{Event, WithdrawnBecause};
use crate::assessment::record::{Assessment, Fix};
use crate::finding::{Finding, FindingState};
use crate::id::{FindingId, QuestionId};
use chrono::NaiveDate;

impl Assessment {
    pub(super) fn raised(&mut self, event: &Event, today: NaiveDate) {
        let Event::FindingRaised { finding, cause, question, rule, severity, plan_due, fix_due } = event else {
            return;
        };
        let raised = Finding {
            id: finding.clone(),
            kind: *cause,
            question: question.clone(),
            rule: rule.clone(),
            severity: *severity,
            state: FindingState::Open,
            returns_to: None,
            raised: today,
            plan_due: *plan_due,
            fix_due: *fix_due,
            plan: None,
            plan_by: None,
            fix: None,
            reason: None,
            due_reason: None,
            accepted_until: None,
            closed: None,
        };
        self.findings.insert(finding.clone(), raised);
    }

    /// Moves a finding to `state`.
    fn step(&mut self, id: &FindingId, state: FindingState) -> Option<&mut Finding> {
        let finding = self.findings.get_mut(id)?;
        finding.state = state;
        finding.returns_to = None;
        finding.accepted_until = None;
        Some(finding)
    }

    pub(super) fn plan_proposed(&mut self, id: &FindingId, plan: &str, fix_by: NaiveDate) {
        self.replies.remove(id);
        if let Some(finding) = self.step(id, FindingState::PlanProposed) {
            finding.plan = Some(plan.to_string());
            finding.plan_by = Some(fix_by);
            finding.reason = None;
        }
    }

    pub(super) fn plan_agreed(&mut self, id: &FindingId, fix_due: NaiveDate) {
        if let Some(finding) = self.step(id, FindingState::PlanAgreed) {
            finding.fix_due = fix_due;
            finding.reason = None;
        }
    }

    pub(super) fn plan_declined(&mut self, id: &FindingId, reason: &str) {
        if let Some(finding) = self.step(id, FindingState::Open) {
            finding.reason = Some(reason.to_string());
            self.replies.insert(id.clone(), reason.to_string());
        }
    }

    pub(super) fn work_started(&mut self, id: &FindingId) {
        self.step(id, FindingState::InProgress);
    }

    pub(super) fn fix_submitted(&mut self, id: &FindingId, note: &str) {
        self.replies.remove(id);
        if let Some(finding) = self.step(id, FindingState::Submitted) {
            finding.fix = Some(note.to_string());
            finding.reason = None;
        }
    }

    pub(super) fn fix_verified(
        &mut self,
        id: &FindingId,
        question: &QuestionId,
        value: &Value,
        level: u8,
        today: NaiveDate,
    ) {
        if let Some(finding) = self.step(id, FindingState::Verified) {
            finding.closed = Some(today);
        }
        let fix =
            self.fixes.entry(question.clone()).or_insert_with(|| Fix { value: value.clone(), levels: Vec::new() });
        fix.value = value.clone();
        fix.levels.push(level);
        if let Some(review) = self.reviews.get_mut(question) {
            review.overridden = None;
        }
    }

    pub(super) fn fix_rejected(&mut self, id: &FindingId, reason: &str) {
        if let Some(finding) = self.step(id, FindingState::Rejected) {
            finding.reason = Some(reason.to_string());
            self.replies.insert(id.clone(), reason.to_string());
        }
    }

    pub(super) fn risk_accepted(&mut self, id: &FindingId, until: NaiveDate, reason: &str, today: NaiveDate) {
        let Some(finding) = self.findings.get_mut(id) else { return };
        // A longer acceptance still returns to the state that the first one left.
        let state = finding.state_on(today);
        let left = if state == FindingState::RiskAccepted { finding.returns_to } else { Some(state) };
        finding.state = FindingState::RiskAccepted;
        finding.returns_to = left;
        finding.accepted_until = Some(until);
        finding.reason = Some(reason.to_string());
    }

    pub(super) fn finding_withdrawn(&mut self, id: &FindingId, because: &WithdrawnBecause, today: NaiveDate) {
        let (reason, by_a_person) = match because {
            WithdrawnBecause::CauseGone => ("cause gone", false),
            WithdrawnBecause::Superseded => ("superseded", false),
            WithdrawnBecause::SystemRetired => ("AI system retired", false),
            WithdrawnBecause::Decided { reason } => (reason.as_str(), true),
        };
        if let Some(finding) = self.step(id, FindingState::Withdrawn) {
            finding.reason = Some(reason.to_string());
            finding.closed = Some(today);
        }
        if by_a_person {
            self.dismissed.insert(id.clone());
        }
    }

    pub(super) fn due_moved(&mut self, id: &FindingId, fix_due: NaiveDate, reason: &str) {
        if let Some(finding) = self.findings.get_mut(id) {
            finding.fix_due = fix_due;
            finding.due_reason = Some(reason.to_string());
        }
    }
}

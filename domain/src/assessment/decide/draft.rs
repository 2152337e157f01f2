//! Preparing, sending and taking back: the analyst's part.
//!
//! The tier's terms are fixed when the assessment is drafted; vendor and system of a draft stay.

use super::{must_be, needed_text, not_before};
use crate::actor::{Actor, Role};
use crate::assessment::event::WithdrawnBecause;
use crate::assessment::{Assessment, Event, Plan, Refusal, Stage, TierTerms};
use crate::calendar::in_words;
use crate::duties::Duties;
use crate::id::{AssessmentId, PersonId};
use chrono::NaiveDate;
use std::collections::BTreeSet;

pub(super) const ANALYST: &[Role] = &[Role::Analyst];

impl Assessment {
    pub(super) fn draft(
        &self,
        assessment: AssessmentId,
        plan: Plan,
        terms: TierTerms,
        duties: Duties,
        today: NaiveDate,
    ) -> Result<Vec<Event>, Refusal> {
        if self.id.is_some() {
            return Err(Refusal::Exists);
        }
        check(&plan, today)?;
        Ok(vec![Event::Drafted { assessment, plan, terms, duties }])
    }

    pub(super) fn replan(
        &self,
        plan: Plan,
        duties: Duties,
        by: &Actor,
        today: NaiveDate,
    ) -> Result<Vec<Event>, Refusal> {
        must_be(by, ANALYST)?;
        self.in_stage(&[Stage::Draft])?;
        let same = self.plan.as_ref().is_some_and(|old| old.vendor == plan.vendor && old.system == plan.system);
        if !same {
            let detail = "a draft stays with its AI system; withdraw it and prepare another".to_string();
            return Err(Refusal::Field { at: "system", detail });
        }
        if self.plan.as_ref() == Some(&plan) && self.duties == duties {
            return Ok(vec![]);
        }
        check(&plan, today)?;
        Ok(vec![Event::Replanned { plan, duties }])
    }

    pub(super) fn send(&self, by: &Actor, today: NaiveDate) -> Result<Vec<Event>, Refusal> {
        must_be(by, ANALYST)?;
        self.in_stage(&[Stage::Draft])?;
        if let Some(plan) = &self.plan {
            due_not_past(plan.due, today)?;
        }
        Ok(vec![Event::Sent])
    }

    pub(super) fn change_contact(&self, contact: PersonId, by: &Actor) -> Result<Vec<Event>, Refusal> {
        must_be(by, ANALYST)?;
        if self.stage == Stage::Withdrawn {
            return Err(Refusal::Stage { stage: self.stage });
        }
        let same = self.plan.as_ref().is_some_and(|plan| plan.contact == contact);
        Ok(if same { vec![] } else { vec![Event::ContactChanged { contact }] })
    }

    /// The token of a link is no part of the journal: what happened to the link is.
    pub(super) fn renew_link(&self, by: &Actor) -> Result<Vec<Event>, Refusal> {
        self.may_change_link(by)?;
        Ok(vec![Event::LinkRenewed])
    }

    pub(super) fn revoke_link(&self, by: &Actor) -> Result<Vec<Event>, Refusal> {
        self.may_change_link(by)?;
        Ok(if self.link_revoked { vec![] } else { vec![Event::LinkRevoked] })
    }

    fn may_change_link(&self, by: &Actor) -> Result<(), Refusal> {
        must_be(by, ANALYST)?;
        if self.stage.is_out() { Ok(()) } else { Err(Refusal::Stage { stage: self.stage }) }
    }

    pub(super) fn extend_due(&self, due: NaiveDate, by: &Actor, today: NaiveDate) -> Result<Vec<Event>, Refusal> {
        must_be(by, ANALYST)?;
        self.in_stage(&[Stage::Draft, Stage::Sent, Stage::Answering, Stage::Returned])?;
        let present = self.plan.as_ref().map_or(due, |plan| plan.due);
        if present == due {
            return Ok(vec![]);
        }
        // The vendor was promised the time until then: a due date moves one way.
        not_before("due", due, present, &format!("choose a day after {}, the due date so far", in_words(present)))?;
        due_not_past(due, today)?;
        Ok(vec![Event::DueExtended { due }])
    }

    pub(super) fn withdraw(&self, reason: String, by: &Actor) -> Result<Vec<Event>, Refusal> {
        must_be(by, ANALYST)?;
        if matches!(self.stage, Stage::Concluded | Stage::Withdrawn) {
            return Err(Refusal::Stage { stage: self.stage });
        }
        needed_text("reason", &reason, "the reason")?;
        let because = WithdrawnBecause::Decided { reason: reason.clone() };
        Ok(self.all_withdrawn(&because).chain([Event::Withdrawn { reason }]).collect())
    }
}

fn check(plan: &Plan, today: NaiveDate) -> Result<(), Refusal> {
    if plan.templates.is_empty() {
        return Err(Refusal::Field { at: "templates", detail: "choose at least one questionnaire".into() });
    }
    if plan.templates.iter().collect::<BTreeSet<_>>().len() < plan.templates.len() {
        return Err(Refusal::Field { at: "templates", detail: "choose each questionnaire once".into() });
    }
    needed_text("reason", &plan.reason, "why you ask")?;
    due_not_past(plan.due, today)
}

fn due_not_past(due: NaiveDate, today: NaiveDate) -> Result<(), Refusal> {
    not_before("due", due, today, "choose a due date of today or later")
}

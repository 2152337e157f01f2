//! Steps of remediation. Who may take which step in which state is the table of `finding::table`; here is what each needs.
//!
//! Only a verified fix changes a score, and findings whose cause goes with it are withdrawn in the same decision.

use super::{needed_text, not_before};
use crate::actor::Actor;
use crate::answer::{Value, WrongAnswer, check_value};
use crate::assessment::event::WithdrawnBecause;
use crate::assessment::{Assessment, Event, Inherited, Refusal};
use crate::calendar::day_after;
use crate::finding::{Action, Finding, FindingKind, FindingState, RAISED_BELOW, fix_question, next};
use crate::id::{FindingId, QuestionId};
use crate::journal::{Recorded, Timestamp};
use crate::scoring::{Questionnaire, Score};
use crate::template::Question;
use chrono::NaiveDate;

impl Assessment {
    pub(super) fn act(
        &self,
        questionnaire: &Questionnaire,
        id: &FindingId,
        action: Action,
        by: &Actor,
        at: Timestamp,
    ) -> Result<Vec<Event>, Refusal> {
        let found = self.findings.get(id).ok_or(Refusal::UnknownFinding)?;
        let (step, state) = (action.step(), found.state_on(at.date()));
        if !step.by().includes(by) {
            return Err(Refusal::FindingParty { step });
        }
        if next(state, step).is_none() {
            return Err(Refusal::FindingState { state, step });
        }
        let event = match action {
            Action::ProposePlan { plan, fix_by } => propose(found, plan, fix_by, at.date())?,
            Action::AgreePlan => Some(agree(found)),
            Action::DeclinePlan { reason } => {
                needed_text("reason", &reason, "the reason")?;
                Some(Event::PlanDeclined { finding: id.clone(), reason })
            }
            Action::StartWork => Some(Event::WorkStarted { finding: id.clone() }),
            Action::SubmitFix { note } => {
                needed_text("note", &note, "what you did")?;
                Some(Event::FixSubmitted { finding: id.clone(), note })
            }
            Action::Verify { value, level } => return self.verify(questionnaire, found, value, level, by, at),
            Action::RejectFix { reason } => {
                needed_text("reason", &reason, "the reason")?;
                Some(Event::FixRejected { finding: id.clone(), reason })
            }
            Action::AcceptRisk { until, reason } => {
                needed_text("reason", &reason, "the reason")?;
                not_before("until", until, day_after(at.date()), "choose a day after today")?;
                Some(Event::RiskAccepted { finding: id.clone(), until, reason })
            }
            Action::Withdraw { reason } => {
                needed_text("reason", &reason, "the reason")?;
                let because = WithdrawnBecause::Decided { reason };
                Some(Event::FindingWithdrawn { finding: id.clone(), because })
            }
            Action::MoveDue { fix_due, reason } => move_due(found, fix_due, reason, at.date())?,
        };
        let Some(event) = event else { return Ok(vec![]) };
        Ok(self.with_findings(questionnaire, vec![event], &Inherited::new(), by, at))
    }

    fn verify(
        &self,
        questionnaire: &Questionnaire,
        found: &Finding,
        value: Value,
        level: u8,
        by: &Actor,
        at: Timestamp,
    ) -> Result<Vec<Event>, Refusal> {
        let id = fix_question(questionnaire, &found.question, found.rule.as_ref());
        let Some(question) = questionnaire.question(&id) else {
            return Err(Refusal::UnknownQuestion { question: id });
        };
        let wrong = |source| Refusal::WrongAnswer { question: id.clone(), at: "value", source };
        if value.is_empty() {
            return Err(wrong(WrongAnswer::Blank));
        }
        check_value(question, &value).map_err(wrong)?;
        if !(2..=3).contains(&level) {
            let detail = "choose evidence level 2, or 3 when it was shown independently".to_string();
            return Err(Refusal::Field { at: "level", detail });
        }
        let event = Event::FixVerified { finding: found.id.clone(), question: id.clone(), value, level };
        let mut after = self.clone();
        let version = after.version + 1;
        after.apply(&Recorded { version, at, by: by.reference(), event: event.clone() });
        let computed = |assessment: &Assessment| {
            let scored = assessment.scored(questionnaire, at.date());
            scored.map_err(|fault| Refusal::Field { at: "value", detail: fault.to_string() })
        };
        let (before, after) = (computed(self)?, computed(&after)?);
        if let (Some(before), Some(after)) = (before, after) {
            strong_enough(questionnaire, found, question, &before, &after)?;
        }
        Ok(self.with_findings(questionnaire, vec![event], &Inherited::new(), by, at))
    }
}

/// Whether the verified answer is what scoring rule 15.2 asks for.
fn strong_enough(
    questionnaire: &Questionnaire,
    found: &Finding,
    question: &Question,
    before: &Score,
    after: &Score,
) -> Result<(), Refusal> {
    if let FindingKind::Contradiction = found.kind {
        let rule = |index: usize| questionnaire.rules().get(index).map(|entry| &entry.rule);
        let still = after.contradictions.iter().filter_map(|holding| rule(holding.rule));
        return match still.into_iter().find(|rule| Some(&rule.id) == found.rule.as_ref()) {
            Some(rule) => Err(Refusal::WeakFix {
                detail: format!("with this answer to {} it still holds that: {}", question.id, rule.text),
            }),
            None => Ok(()),
        };
    }
    let credit = |score: &Score, id: &QuestionId| score.row(id).map(|row| row.own_credit);
    // A question that does not count has nothing to reach.
    let Some(reached) = credit(after, &question.id) else { return Ok(()) };
    let target = question.remediation.as_ref().and_then(|remediation| remediation.target_option.as_ref());
    let target = target.and_then(|target| question.option(target.as_str()));
    let needed = target.and_then(|option| option.score).unwrap_or(RAISED_BELOW);
    // Renewed evidence does not need a better answer, only one that is not weaker.
    let needed = match found.kind {
        FindingKind::Evidence => needed.min(credit(before, &question.id).unwrap_or(needed)),
        FindingKind::Control | FindingKind::Contradiction => needed,
    };
    if reached >= needed {
        return Ok(());
    }
    Err(Refusal::WeakFix {
        detail: match target {
            Some(option) => format!("the answer must be \u{201c}{}\u{201d} or better", option.label),
            None => format!("the answer must be worth a credit of at least {needed}"),
        },
    })
}

fn propose(found: &Finding, plan: String, fix_by: NaiveDate, today: NaiveDate) -> Result<Option<Event>, Refusal> {
    needed_text("plan", &plan, "what you will do")?;
    not_before("fix_by", fix_by, today, "choose a day of today or later")?;
    let proposed = found.state_on(today) == FindingState::PlanProposed;
    let same = proposed && found.plan.as_ref() == Some(&plan) && found.plan_by == Some(fix_by);
    Ok((!same).then(|| Event::PlanProposed { finding: found.id.clone(), plan, fix_by }))
}

/// The fix is due on the proposed day, unless that lies after the due date: then the due date holds.
fn agree(found: &Finding) -> Event {
    let fix_due = found.plan_by.map_or(found.fix_due, |proposed| proposed.min(found.fix_due));
    Event::PlanAgreed { finding: found.id.clone(), fix_due }
}

fn move_due(found: &Finding, fix_due: NaiveDate, reason: String, today: NaiveDate) -> Result<Option<Event>, Refusal> {
    needed_text("reason", &reason, "the reason")?;
    not_before("fix_due", fix_due, today, "choose a day of today or later")?;
    Ok((fix_due != found.fix_due).then(|| Event::DueMoved { finding: found.id.clone(), fix_due, reason }))
}

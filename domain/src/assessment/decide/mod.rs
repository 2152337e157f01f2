//! What a command would change, or why it may not. Pure: time, person and new ids are arguments.
//!
//! Each command looks in the same order: does it exist for the caller, may the caller, does the state allow it, is
//! what was given right. Start at [`Assessment::decide`].

mod answer;
mod conclude;
mod draft;
mod finding;
mod recompute;
mod review;

use super::{Assessment, Command, Event, Inherited, Refusal, Stage};
use crate::actor::{Actor, Role};
use crate::answer::{MAX_TEXT, WrongAnswer, check_text};
use crate::journal::Timestamp;
use crate::scoring::Questionnaire;

impl Assessment {
    /// What `command` by `by` at `at` would change, or why it may not. No events: it is as asked for already.
    /// `questionnaire` is that of the plan: its templates at its depth.
    ///
    /// # Errors
    /// [`Refusal`] says why not and what to do.
    pub fn decide(
        &self,
        questionnaire: &Questionnaire,
        command: Command,
        by: &Actor,
        at: Timestamp,
    ) -> Result<Vec<Event>, Refusal> {
        let today = at.date();
        if let Command::Draft { assessment, plan, terms, duties } = command {
            must_be(by, draft::ANALYST)?;
            return self.draft(assessment, plan, terms, duties, today);
        }
        self.must_exist_for(by)?;
        let room = self.must_have_room(&command, by, at);
        let events = self.decide_on(questionnaire, command, by, at)?;
        // What changes nothing takes no room, and what is wrong is said to be wrong.
        if !events.is_empty() {
            room?;
        }
        Ok(events)
    }

    fn decide_on(
        &self,
        questionnaire: &Questionnaire,
        command: Command,
        by: &Actor,
        at: Timestamp,
    ) -> Result<Vec<Event>, Refusal> {
        let today = at.date();
        match command {
            Command::Draft { .. } => Err(Refusal::Exists),
            Command::Replan { plan, duties } => self.replan(plan, duties, by, today),
            Command::Send => self.send(by, today),
            Command::ChangeContact(contact) => self.change_contact(contact, by),
            Command::RenewLink => self.renew_link(by),
            Command::RevokeLink => self.revoke_link(by),
            Command::ExtendDue(due) => self.extend_due(due, by, today),
            Command::Withdraw { reason } => self.withdraw(reason, by),
            Command::Answer { question, entry, revision } => {
                self.answer_question(questionnaire, question, entry, revision, by)
            }
            Command::Attach(attachment) => self.attach(questionnaire, attachment, by, today),
            Command::RemoveEvidence(evidence) => self.remove_evidence(questionnaire, evidence, by, today),
            Command::Submit { signatory } => {
                let submitted = self.submit(questionnaire, signatory, by)?;
                Ok(self.with_findings(questionnaire, submitted, &Inherited::new(), by, at))
            }
            Command::Review { question, verdict } => {
                let given = self.give_verdict(questionnaire, question, verdict, by)?;
                Ok(self.with_findings(questionnaire, given, &Inherited::new(), by, at))
            }
            Command::Judge { evidence, judgement } => {
                let judged = self.judge(evidence, judgement, by)?;
                Ok(self.with_findings(questionnaire, judged, &Inherited::new(), by, at))
            }
            Command::Return => self.send_back(by),
            Command::Conclude { outcome, reason, inherited, respondents } => {
                self.conclude(questionnaire, outcome, (reason, respondents), &inherited, by, at)
            }
            Command::Raise { cause, inherited } => self.raise(questionnaire, &cause, &inherited, by, today),
            Command::Act { finding, action } => self.act(questionnaire, &finding, action, by, at),
            Command::Supersede { by: newer } => self.supersede(newer, by),
            Command::RetireSystem => self.retire_system(by),
            Command::Erase { versions } => self.erase(versions, by),
            Command::Refresh => self.refresh(questionnaire, by, at),
        }
    }

    /// A vendor's person sees the assessments sent to them, and nothing else exists for them.
    fn must_exist_for(&self, by: &Actor) -> Result<(), Refusal> {
        let plan = self.plan.as_ref().ok_or(Refusal::Unknown)?;
        match by {
            Actor::Vendor { id, vendor } => {
                let theirs = plan.vendor == *vendor && plan.contact == *id && self.stage != Stage::Draft;
                if theirs { Ok(()) } else { Err(Refusal::Unknown) }
            }
            Actor::Staff { .. } | Actor::System => Ok(()),
        }
    }

    fn in_stage(&self, stages: &[Stage]) -> Result<(), Refusal> {
        if stages.contains(&self.stage) { Ok(()) } else { Err(Refusal::Stage { stage: self.stage }) }
    }
}

fn must_be(by: &Actor, roles: &'static [Role]) -> Result<(), Refusal> {
    if roles.iter().any(|role| by.has(*role)) { Ok(()) } else { Err(Refusal::Role { roles }) }
}

fn must_be_vendor(by: &Actor) -> Result<(), Refusal> {
    match by {
        Actor::Vendor { .. } => Ok(()),
        Actor::Staff { .. } | Actor::System => Err(Refusal::OnlyVendor),
    }
}

fn must_be_system(by: &Actor) -> Result<(), Refusal> {
    if *by == Actor::System { Ok(()) } else { Err(Refusal::OnlySystem) }
}

/// A text that may be empty.
fn text(at: &'static str, text: &str) -> Result<(), Refusal> {
    check_text(text, MAX_TEXT).map_err(|wrong| field(at, &wrong))
}

/// A text that says something; `what` it holds, for the sentence that asks for it.
fn needed_text(at: &'static str, given: &str, what: &str) -> Result<(), Refusal> {
    if given.trim().is_empty() {
        return Err(Refusal::Field { at, detail: WrongAnswer::Blank.in_field(what) });
    }
    text(at, given)
}

fn field(at: &'static str, wrong: &WrongAnswer) -> Refusal {
    Refusal::Field { at, detail: wrong.to_string() }
}

/// A day that must not lie before `first`.
fn not_before(at: &'static str, day: chrono::NaiveDate, first: chrono::NaiveDate, what: &str) -> Result<(), Refusal> {
    // The same years as for answers: what lies beyond is a slip of the hand.
    if crate::answer::parse_date(&day.to_string()).is_none() {
        return Err(field(at, &WrongAnswer::Date));
    }
    if day < first { Err(Refusal::Field { at, detail: what.to_string() }) } else { Ok(()) }
}

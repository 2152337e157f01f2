//! Takes one recorded event in. Total: what was recorded can always be applied, so nothing is refused here.
//!
//! The stage is derived as the events come: the first answer makes it answering, the first verdict makes it in review.

mod answer;
mod finding;
mod review;

use super::Stage;
use super::event::Event;
use super::record::{Assessment, Conclusion};
use crate::journal::Recorded;

impl Assessment {
    /// Takes one event in. An assessment folded from its stream is as the stream says, whatever it says.
    #[expect(clippy::too_many_lines, reason = "one line for each kind of event, read top to bottom")]
    pub fn apply(&mut self, recorded: &Recorded<Event>) {
        self.version += 1;
        self.written.take(recorded);
        let by = recorded.by.person().cloned();
        let today = recorded.at.date();
        match &recorded.event {
            Event::Redacted => {}
            Event::Erased { .. } => self.forget_what_was_said(),
            Event::Drafted { assessment, plan, terms, duties } => {
                self.duties.clone_from(duties);
                self.id = Some(assessment.clone());
                self.plan = Some(plan.clone());
                self.terms = Some(*terms);
                self.drafted = Some(recorded.at);
                self.stage = Stage::Draft;
            }
            Event::Replanned { plan, duties } => {
                self.plan = Some(plan.clone());
                self.duties.clone_from(duties);
            }
            Event::Sent => {
                self.sent = Some(recorded.at);
                self.stage = Stage::Sent;
            }
            Event::ContactChanged { contact } => {
                self.link_revoked = false;
                if let Some(plan) = &mut self.plan {
                    plan.contact = contact.clone();
                }
            }
            Event::LinkRenewed => self.link_revoked = false,
            Event::LinkRevoked => self.link_revoked = true,
            Event::DueExtended { due } => {
                if let Some(plan) = &mut self.plan {
                    plan.due = *due;
                }
            }
            Event::Answered { question, value, comment } => {
                self.given(question, Some(value), None, comment, recorded);
            }
            Event::NotApplicableClaimed { question, reason, comment } => {
                self.given(question, None, Some(reason), comment, recorded);
            }
            Event::Cleared { question, comment } => self.given(question, None, None, comment, recorded),
            Event::EvidenceAttached { attachment } => {
                if attachment.finding.is_some() {
                    self.finding_evidence.push(attachment.clone());
                } else {
                    self.attached.extend(by.map(|by| (attachment.id.clone(), (by, recorded.at))));
                    self.evidence.push(attachment.clone());
                    self.begin_answering();
                }
            }
            Event::EvidenceRemoved { evidence } => {
                self.finding_evidence.retain(|attachment| attachment.id != *evidence);
                self.evidence.retain(|attachment| attachment.id != *evidence);
                self.begin_answering();
            }
            Event::Submitted { digest, signatory } => self.submitted(digest, signatory, by, recorded.at),
            Event::AnswerAccepted { question } => self.accepted(question, by),
            Event::AnswerQueried { question, message } => self.asked_about(question, message, by),
            Event::CreditOverridden { question, credit, level, reason } => {
                self.overridden(question, *credit, *level, reason, by);
            }
            Event::OverrideLifted { question } => self.verdict(question, by).overridden = None,
            Event::NotApplicableDecided { question, accepted, .. } => self.na_decided(question, *accepted, by),
            Event::EvidenceJudged { evidence, judgement } => self.judged(evidence, judgement, by),
            Event::Returned { questions } => self.returned(questions),
            Event::Concluded { outcome, reason, respondents } => {
                let (outcome, reason, respondents) = (outcome.clone(), reason.clone(), respondents.clone());
                self.conclusion = Some(Conclusion { at: recorded.at, by, outcome, reason, respondents });
                self.stage = Stage::Concluded;
            }
            Event::Withdrawn { .. } => {
                self.stage = Stage::Withdrawn;
                self.ended = self.ended.or(Some(recorded.at));
            }
            Event::SystemRetired => {
                self.system_retired = true;
                self.ended = self.ended.or(Some(recorded.at));
                if self.stage != Stage::Concluded {
                    self.stage = Stage::Withdrawn;
                }
            }
            Event::Superseded { by } => {
                self.superseded_by = Some(by.clone());
                self.ended = self.ended.or(Some(recorded.at));
            }
            Event::FindingRaised { .. } => {
                self.raised(&recorded.event, today);
                if self.stage.is_reviewed() {
                    self.begin_review(by);
                }
            }
            Event::PlanProposed { finding, plan, fix_by } => self.plan_proposed(finding, plan, *fix_by),
            Event::PlanAgreed { finding, fix_due } => self.plan_agreed(finding, *fix_due),
            Event::PlanDeclined { finding, reason } => self.plan_declined(finding, reason),
            Event::WorkStarted { finding } => self.work_started(finding),
            Event::FixSubmitted { finding, note } => self.fix_submitted(finding, note),
            Event::FixVerified { finding, question, value, level } => {
                self.fix_verified(finding, question, value, *level, today);
            }
            Event::FixRejected { finding, reason } => self.fix_rejected(finding, reason),
            Event::RiskAccepted { finding, until, reason } => self.risk_accepted(finding, *until, reason, today),
            Event::FindingWithdrawn { finding, because } => self.finding_withdrawn(finding, because, today),
            Event::DueMoved { finding, fix_due, reason } => self.due_moved(finding, *fix_due, reason),
        }
    }
}

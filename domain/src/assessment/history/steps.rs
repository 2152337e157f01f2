//! The steps of a finding in words; the words for a step are those of the table.
//!
//! Everything else that happens to an assessment is told elsewhere.

use crate::assessment::event::{Event, WithdrawnBecause};
use crate::calendar::in_words;
use crate::finding::Step;
use crate::id::FindingId;

/// Which finding, what happened to it, and the text that came with it.
pub(super) fn told(event: &Event) -> Option<(&FindingId, String, String)> {
    let dated = |step: Step, what: &str, day| format!("{}, {what} {}", step.past(), in_words(day));
    let plain = |step: Step| step.past().to_string();
    match event {
        Event::FindingRaised { finding, plan_due, fix_due, .. } => {
            let due = format!("Raised, plan due {}, fix due {}", in_words(*plan_due), in_words(*fix_due));
            Some((finding, due, String::new()))
        }
        Event::EvidenceAttached { attachment } => {
            Some((attachment.finding.as_ref()?, "Evidence shown".into(), attachment.name.clone()))
        }
        Event::PlanProposed { finding, plan, fix_by } => {
            Some((finding, dated(Step::ProposePlan, "by", *fix_by), plan.clone()))
        }
        Event::PlanAgreed { finding, fix_due } => {
            Some((finding, dated(Step::AgreePlan, "fix due", *fix_due), String::new()))
        }
        Event::PlanDeclined { finding, reason } => Some((finding, plain(Step::DeclinePlan), reason.clone())),
        Event::WorkStarted { finding } => Some((finding, plain(Step::StartWork), String::new())),
        Event::FixSubmitted { finding, note } => Some((finding, plain(Step::SubmitFix), note.clone())),
        Event::FixVerified { finding, question, level, .. } => {
            let what = format!("{}: {question} with evidence level {level}", Step::Verify.past());
            Some((finding, what, String::new()))
        }
        Event::FixRejected { finding, reason } => Some((finding, plain(Step::RejectFix), reason.clone())),
        Event::RiskAccepted { finding, until, reason } => {
            Some((finding, dated(Step::AcceptRisk, "until", *until), reason.clone()))
        }
        Event::FindingWithdrawn { finding, because } => Some(match because {
            WithdrawnBecause::CauseGone => (finding, "Withdrawn: cause gone".into(), String::new()),
            WithdrawnBecause::Superseded => (finding, "Withdrawn: superseded".into(), String::new()),
            WithdrawnBecause::SystemRetired => (finding, "Withdrawn: AI system retired".into(), String::new()),
            WithdrawnBecause::Decided { reason } => (finding, plain(Step::Withdraw), reason.clone()),
        }),
        Event::DueMoved { finding, fix_due, reason } => {
            Some((finding, dated(Step::MoveDue, "fix due", *fix_due), reason.clone()))
        }
        Event::Redacted
        | Event::Erased { .. }
        | Event::Drafted { .. }
        | Event::Replanned { .. }
        | Event::Sent
        | Event::ContactChanged { .. }
        | Event::LinkRenewed
        | Event::LinkRevoked
        | Event::DueExtended { .. }
        | Event::Answered { .. }
        | Event::NotApplicableClaimed { .. }
        | Event::Cleared { .. }
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
        | Event::SystemRetired
        | Event::Superseded { .. } => None,
    }
}

//! The events of an assessment in words. What has no line here is not told: single answers and files, and the steps
//! of findings.

use super::{Names, name};
use crate::assessment::event::Event;
use crate::assessment::{Judgement, Outcome};
use crate::calendar::in_words;
use crate::id::{EvidenceId, QuestionId};
use std::collections::BTreeMap;

/// Tells events one after the other.
pub(super) struct Telling<'a> {
    names: &'a Names,
    files: BTreeMap<&'a EvidenceId, &'a QuestionId>,
    submissions: u32,
    erased: bool,
}

impl<'a> Telling<'a> {
    pub(super) fn new(names: &'a Names) -> Self {
        Telling { names, files: BTreeMap::new(), submissions: 0, erased: false }
    }

    /// What happened, and the text that came with it.
    pub(super) fn told(&mut self, event: &'a Event) -> Option<(String, String)> {
        let plain = |what: &str| Some((what.to_string(), String::new()));
        match event {
            // Each answer was a record of its own; what became of them all is told once.
            Event::Redacted if self.erased => None,
            Event::Redacted => {
                self.erased = true;
                plain("Some records were erased since")
            }
            Event::Erased { .. } => plain("Answers and evidence erased: the time for which they are kept is over"),
            Event::Drafted { .. } => plain("Drafted"),
            Event::Replanned { .. } => plain("Draft changed"),
            Event::Sent => plain("Sent to the vendor"),
            Event::ContactChanged { contact } => {
                Some((format!("Contact changed to {}", name(self.names, Some(contact))), String::new()))
            }
            Event::LinkRenewed => plain("Fresh link sent"),
            Event::LinkRevoked => plain("Link revoked"),
            Event::DueExtended { due } => Some((format!("Due date moved to {}", in_words(*due)), String::new())),
            Event::EvidenceAttached { attachment } => {
                self.files.insert(&attachment.id, &attachment.question);
                None
            }
            Event::Submitted { .. } => {
                self.submissions += 1;
                plain(if self.submissions == 1 { "Answers submitted" } else { "Answers submitted again" })
            }
            Event::AnswerAccepted { question } => Some((format!("{question} accepted"), String::new())),
            Event::AnswerQueried { question, message } => Some((format!("{question} queried"), message.clone())),
            Event::CreditOverridden { question, credit, level, reason } => {
                let level = level.map(|level| format!(", evidence level {level}")).unwrap_or_default();
                Some((format!("{question} overridden: credit {credit}{level}"), reason.clone()))
            }
            Event::OverrideLifted { question } => Some((format!("{question}: override taken back"), String::new())),
            Event::NotApplicableDecided { question, accepted, reason } => {
                let decided = if *accepted { "accepted" } else { "refused" };
                Some((format!("{question}: \u{201c}does not apply\u{201d} {decided}"), reason.clone()))
            }
            Event::EvidenceJudged { evidence, judgement } => {
                let about = self.files.get(evidence).map(|question| format!("{question}: ")).unwrap_or_default();
                Some((format!("{about}{}", judged(judgement)), judgement.reason.clone()))
            }
            Event::Returned { questions } => {
                let ids: Vec<&str> = questions.iter().map(QuestionId::as_str).collect();
                let queries = if ids.len() == 1 { "1 query".into() } else { format!("{} queries", ids.len()) };
                Some((format!("Sent back with {queries}"), ids.join(", ")))
            }
            Event::Concluded { outcome, reason, .. } => {
                Some((format!("Concluded: {}", ended(outcome)), reason.clone()))
            }
            Event::Withdrawn { reason } => Some(("Withdrawn".into(), reason.clone())),
            Event::SystemRetired => plain("AI system retired"),
            Event::Superseded { .. } => plain("Replaced by a newer assessment"),
            Event::Answered { .. }
            | Event::NotApplicableClaimed { .. }
            | Event::Cleared { .. }
            | Event::EvidenceRemoved { .. }
            | Event::FindingRaised { .. }
            | Event::PlanProposed { .. }
            | Event::PlanAgreed { .. }
            | Event::PlanDeclined { .. }
            | Event::WorkStarted { .. }
            | Event::FixSubmitted { .. }
            | Event::FixVerified { .. }
            | Event::FixRejected { .. }
            | Event::RiskAccepted { .. }
            | Event::FindingWithdrawn { .. }
            | Event::DueMoved { .. } => None,
        }
    }
}

fn judged(judgement: &Judgement) -> String {
    let until = match judgement.valid_until {
        Some(last) => format!(", valid until {}", in_words(last)),
        None if judgement.no_end => ", without an end date".to_string(),
        None => String::new(),
    };
    if judgement.accepted {
        format!("evidence accepted at level {}{until}", judgement.level)
    } else {
        "evidence rejected".into()
    }
}

fn ended(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Approved => "approved".into(),
        Outcome::Conditional { until, .. } => format!("approved with conditions until {}", in_words(*until)),
        Outcome::Rejected => "rejected".into(),
    }
}

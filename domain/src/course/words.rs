//! What happened on a day of the course, in a few words each: "Concluded: approved", "GOV-01 verified".
//!
//! Only what a reader of the chart looks for: single answers and verdicts stay in the assessment's own history.

use crate::assessment::{Event, Outcome, WithdrawnBecause};
use crate::calendar::in_words;
use crate::csv_text::two_decimals;
use crate::id::FindingId;
use crate::journal::Recorded;
use crate::vendor::RecordedIntake;

/// An intake in words.
pub(super) fn intake(intake: &RecordedIntake) -> String {
    let inherent = two_decimals(i64::from(intake.inherent.inherent));
    format!("Intake: inherent risk {inherent}, tier {}", intake.inherent.tier.title().to_ascii_lowercase())
}

/// What happened on a day, in words.
#[derive(Debug, Clone, Default)]
pub(super) struct Told {
    /// Turning points: an intake, a conclusion, a verified fix, findings raised or withdrawn.
    pub(super) events: Vec<String>,
    /// The single steps between them.
    pub(super) steps: Vec<String>,
}

/// The events of one day in words after its `intakes`; findings raised, and findings withdrawn because their cause is
/// gone, are counted.
pub(super) fn told(intakes: Vec<String>, happened: &[&Recorded<Event>]) -> Told {
    let happened = || happened.iter().map(|recorded| &recorded.event);
    let raised = happened().filter(|event| matches!(event, Event::FindingRaised { .. })).count();
    let cause_gone =
        |event: &&Event| matches!(event, Event::FindingWithdrawn { because: WithdrawnBecause::CauseGone, .. });
    let gone = happened().filter(cause_gone).count();
    let counted = [counted(raised, "raised"), counted(gone, "withdrawn: cause gone")];
    let (turns, steps): (Vec<_>, Vec<_>) =
        happened().filter_map(|event| Some((is_turn(event), words(event)?))).partition(|(is_turn, _)| *is_turn);
    let turns = turns.into_iter().map(|(_, words)| words);
    Told {
        events: intakes.into_iter().chain(turns).chain(counted.into_iter().flatten()).collect(),
        steps: steps.into_iter().map(|(_, words)| words).collect(),
    }
}

fn is_turn(event: &Event) -> bool {
    matches!(event, Event::Concluded { .. } | Event::FixVerified { .. } | Event::FindingWithdrawn { .. })
}

/// A fix that is expected, in words.
pub(super) fn planned(finding: &FindingId) -> String {
    format!("{} verified as planned", subject(finding))
}

fn counted(count: usize, what: &str) -> Option<String> {
    match count {
        0 => None,
        1 => Some(format!("1 finding {what}")),
        _ => Some(format!("{count} findings {what}")),
    }
}

fn words(event: &Event) -> Option<String> {
    match event {
        Event::Sent => Some("Assessment sent".to_string()),
        Event::Submitted { .. } => Some("Answers submitted".to_string()),
        Event::Returned { .. } => Some("Sent back with queries".to_string()),
        Event::Concluded { outcome, .. } => Some(format!("Concluded: {}", outcome_words(outcome))),
        Event::Withdrawn { .. } => Some("Assessment withdrawn".to_string()),
        Event::PlanProposed { finding, .. } => Some(format!("{} plan proposed", subject(finding))),
        Event::PlanAgreed { finding, fix_due } => {
            Some(format!("{} plan agreed, fix due {}", subject(finding), in_words(*fix_due)))
        }
        Event::PlanDeclined { finding, .. } => Some(format!("{} plan declined", subject(finding))),
        Event::WorkStarted { finding } => Some(format!("{} in progress", subject(finding))),
        Event::FixSubmitted { finding, .. } => Some(format!("{} fix submitted", subject(finding))),
        Event::FixVerified { finding, .. } => Some(format!("{} verified", subject(finding))),
        Event::FixRejected { finding, .. } => Some(format!("{} fix rejected", subject(finding))),
        Event::RiskAccepted { finding, until, .. } => {
            Some(format!("{} risk accepted until {}", subject(finding), in_words(*until)))
        }
        Event::FindingWithdrawn { finding, because: WithdrawnBecause::Decided { .. } } => {
            Some(format!("{} finding withdrawn", subject(finding)))
        }
        Event::DueMoved { finding, fix_due, .. } => {
            Some(format!("{} fix due moved to {}", subject(finding), in_words(*fix_due)))
        }
        Event::Redacted
        | Event::Erased { .. }
        | Event::Drafted { .. }
        | Event::Replanned { .. }
        | Event::ContactChanged { .. }
        | Event::LinkRenewed
        | Event::LinkRevoked
        | Event::DueExtended { .. }
        | Event::Answered { .. }
        | Event::NotApplicableClaimed { .. }
        | Event::Cleared { .. }
        | Event::EvidenceAttached { .. }
        | Event::EvidenceRemoved { .. }
        | Event::AnswerAccepted { .. }
        | Event::AnswerQueried { .. }
        | Event::CreditOverridden { .. }
        | Event::OverrideLifted { .. }
        | Event::NotApplicableDecided { .. }
        | Event::EvidenceJudged { .. }
        | Event::SystemRetired
        | Event::Superseded { .. }
        | Event::FindingRaised { .. }
        | Event::FindingWithdrawn {
            because: WithdrawnBecause::CauseGone | WithdrawnBecause::Superseded | WithdrawnBecause::SystemRetired,
            ..
        } => None,
    }
}

fn outcome_words(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Approved => "approved".to_string(),
        Outcome::Conditional { until, .. } => format!("approved with conditions until {}", in_words(*until)),
        Outcome::Rejected => "rejected".to_string(),
    }
}

/// What a finding is about: the question or rule in the middle of its id.
fn subject(finding: &FindingId) -> &str {
    finding.as_str().split(':').nth(1).unwrap_or(finding.as_str())
}

//! The mails to a vendor's person about findings: what the buyer decided, and what is asked next.
//!
//! A reason is passed on only where it was written for the vendor: why a plan was declined or a fix rejected.

use super::Made;
use super::portal::About;
use crate::store::Mail;
use chrono::NaiveDate;
use domain::calendar::in_words;
use domain::finding::{Action, Finding};

/// A finding and its headline.
#[derive(Debug, Clone)]
pub struct Subject<'a> {
    /// The finding as it stands now.
    pub finding: &'a Finding,
    /// What was found, in words.
    pub title: String,
}

/// What the buyer did that the vendor is told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News<'a> {
    /// It agreed to the plan.
    PlanAgreed,
    /// It asks for another plan, for this reason.
    PlanDeclined(&'a str),
    /// It has checked the fix.
    FixVerified,
    /// It finds the fix is not enough, for this reason.
    FixRejected(&'a str),
    /// It moved the day by which the fix is due.
    DueMoved,
}

impl<'a> News<'a> {
    /// What there is to tell of an action. The vendor's own steps are no news; an accepted risk and a withdrawal ask
    /// nothing of the vendor.
    #[must_use]
    pub fn of(action: &'a Action) -> Option<Self> {
        match action {
            Action::AgreePlan => Some(News::PlanAgreed),
            Action::DeclinePlan { reason } => Some(News::PlanDeclined(reason)),
            Action::Verify { .. } => Some(News::FixVerified),
            Action::RejectFix { reason } => Some(News::FixRejected(reason)),
            Action::MoveDue { .. } => Some(News::DueMoved),
            Action::ProposePlan { .. }
            | Action::StartWork
            | Action::SubmitFix { .. }
            | Action::AcceptRisk { .. }
            | Action::Withdraw { .. } => None,
        }
    }

    fn heading(self) -> &'static str {
        match self {
            News::PlanAgreed => "Your plan is agreed",
            News::PlanDeclined(_) => "Another plan is asked for",
            News::FixVerified => "Your fix is verified",
            News::FixRejected(_) => "Your fix is not enough yet",
            News::DueMoved => "A fix has another due date",
        }
    }

    /// What was decided and what is asked next.
    fn asked(self, finding: &Finding, today: NaiveDate) -> String {
        let fix = by_when(finding.fix_due, today);
        match self {
            News::PlanAgreed => format!("Your plan is agreed. Please carry it out and report the fix {fix}."),
            News::PlanDeclined(reason) => format!(
                "The plan is not agreed:\n{}\n\nPlease propose another plan {}.",
                reason.trim(),
                by_when(finding.plan_due, today)
            ),
            News::FixVerified => "Your fix is verified. Nothing more is asked of you for this finding.".to_owned(),
            News::FixRejected(reason) => format!(
                "The fix is not enough yet:\n{}\n\nPlease go on with the work and report the fix again {fix}.",
                reason.trim()
            ),
            News::DueMoved => format!("The due date was moved. Please have it fixed {fix}."),
        }
    }
}

fn by_when(due: NaiveDate, today: NaiveDate) -> String {
    if due < today { "as soon as you can".to_owned() } else { format!("by the end of {} (UTC)", in_words(due)) }
}

fn named(subject: &Subject<'_>) -> String {
    format!("{}: {}", subject.finding.question, subject.title.trim())
}

/// Tells the vendor what the buyer decided about one finding.
#[must_use]
pub fn decided(about: About<'_>, subject: &Subject<'_>, news: News<'_>, made: &Made) -> Mail {
    let link = made.place();
    let body = format!(
        "{} has decided about a finding on {}.\n\n{}\n\n{}\n\nSee the finding here:\n{link}\n",
        about.organisation,
        about.system,
        named(subject),
        news.asked(subject.finding, made.link.at.date()),
    );
    about.letter(made, format!("{}: {} of {}", news.heading(), subject.finding.question, about.system), &body)
}

/// Tells the vendor that findings were raised by hand or since the conclusion, all in one letter.
#[must_use]
pub fn raised(about: About<'_>, subjects: &[Subject<'_>], made: &Made) -> Mail {
    let today = made.link.at.date();
    let list: Vec<String> = subjects
        .iter()
        .map(|subject| {
            format!("{}\nPlease propose a plan {}.", named(subject), by_when(subject.finding.plan_due, today))
        })
        .collect();
    let what =
        if subjects.len() == 1 { "a new finding".to_owned() } else { format!("{} new findings", subjects.len()) };
    let link = made.place();
    let body = format!(
        "{} has {what} on {}.\n\n{}\n\nSee what is asked here:\n{link}\n",
        about.organisation,
        about.system,
        list.join("\n\n"),
    );
    about.letter(made, format!("{} has {what} on {}", about.organisation, about.system), &body)
}

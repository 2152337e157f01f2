//! The mails to vendors' people: what is asked, fresh links, what came back, how it ended, and receipts.
//!
//! Plain text, at most one link. No score, credit, weight or reviewer's note is ever written here.

use super::{Made, Recipient, mail, note};
use crate::store::Mail;
use chrono::NaiveDate;
use domain::api::portal::{AskPerson, Receipt};
use domain::assessment::Outcome;
use domain::calendar::{in_words, likely_time};
use domain::journal::{DAY_MILLIS, Timestamp};

/// How long a link lives that a vendor's person asked for and gets by mail.
pub const FRESH_LIFE: i64 = 10 * 60_000;
/// How long it lives when nobody sends mail and an admin hands it on.
pub const FRESH_LIFE_BY_HAND: i64 = 7 * DAY_MILLIS;

/// What every letter about an assessment names.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// To whom.
    pub to: Recipient<'a>,
    /// The buyer.
    pub organisation: &'a str,
    /// The AI system.
    pub system: &'a str,
    /// Whom to ask.
    pub ask: &'a AskPerson,
}

impl About<'_> {
    /// The end of every letter: whom to ask.
    fn regards(&self) -> String {
        let reach = [self.ask.email.as_str(), self.ask.phone.as_str()].into_iter().filter(|text| !text.is_empty());
        let reach = reach.collect::<Vec<_>>().join(", ");
        match (self.ask.name.is_empty(), reach.is_empty()) {
            (true, true) => format!("\n{}\n", self.organisation),
            (true, false) => format!("\nQuestions? {reach}\n\n{}\n", self.organisation),
            (false, true) => format!("\nQuestions? Ask {}.\n\n{}\n", self.ask.name, self.organisation),
            (false, false) => format!("\nQuestions? Ask {}: {reach}\n\n{}\n", self.ask.name, self.organisation),
        }
    }

    /// Whom an answer reaches: the person to ask.
    fn reply_to(&self) -> Option<String> {
        Some(self.ask.email.clone()).filter(|email| !email.is_empty())
    }

    pub(super) fn letter(&self, made: &Made, subject: String, body: &str) -> Mail {
        let text = format!("Hello {},\n\n{body}{}", self.to.name, self.regards());
        Mail { reply_to: self.reply_to(), may_wait: true, ..mail(self.to, made, subject, text) }
    }

    fn note(&self, at: Timestamp, subject: String, body: &str) -> Mail {
        let text = format!("Hello {},\n\n{body}{}", self.to.name, self.regards());
        Mail { reply_to: self.reply_to(), ..note(self.to, subject, text, at) }
    }
}

/// What an invitation says of the questionnaire.
#[derive(Debug, Clone, Copy)]
pub struct Asking<'a> {
    /// Answers are due by the end of this day, UTC.
    pub due: NaiveDate,
    /// Why the buyer asks.
    pub reason: &'a str,
    /// How many questions are asked before any answer.
    pub questions: u32,
    /// The minutes that they are likely to take.
    pub minutes: u32,
}

/// Asks the vendor to answer.
#[must_use]
pub fn invitation(about: About<'_>, asking: Asking<'_>, standing_text: &str, made: &Made) -> Mail {
    let Asking { due, reason, questions, minutes } = asking;
    let (organisation, system, link) = (about.organisation, about.system, made.place());
    let standing =
        if standing_text.trim().is_empty() { String::new() } else { format!("{}\n\n", standing_text.trim()) };
    let body = format!(
        "{organisation} asks you to answer questions about {system}, by the end of {due} (UTC).\n\nWhy: {reason}\n\n\
         There are {questions} questions; they are likely to take {time}, in pieces if you like.\n\n{standing}Read all questions and begin here:\n{link}\n\nThe link opens once, so keep it to yourself; later \
         it sends you a fresh one. You need no account and no password, and every answer is saved as you give it.\n",
        due = in_words(due),
        reason = reason.trim(),
        time = likely_time(minutes),
    );
    about.letter(made, format!("{organisation} asks about {system}"), &body)
}

/// Lets a vendor's person in again. `life` is how long the link lives, in milliseconds.
#[must_use]
pub fn fresh_link(about: About<'_>, life: i64, made: &Made) -> Mail {
    let (organisation, link) = (about.organisation, made.place());
    let life = match (life / DAY_MILLIS, life / 60_000) {
        (0, minutes) => format!("within {minutes} minutes, in the browser you asked with"),
        (days, _) => format!("within {days} days"),
    };
    let body = format!(
        "here is the fresh link you asked for, to go on with the questions of {organisation}:\n{link}\n\nIt opens once, {life}. \
         If it was not you who asked, do nothing.\n"
    );
    let mail = about.letter(made, format!("Your link to the questions of {organisation}"), &body);
    Mail { may_wait: false, ..mail }
}

/// Tells the person on file that the link was used.
#[must_use]
pub fn link_used(about: About<'_>, at: Timestamp) -> Mail {
    let when = chrono::DateTime::from_timestamp_millis(at.0).unwrap_or_default();
    let body = format!(
        "your link to the questions of {} about {} was used on {} at {} UTC.\n\nIf that was you, all is well. If not, \
         tell us at once, and we shall take the link back.\n",
        about.organisation,
        about.system,
        in_words(at.date()),
        when.format("%H:%M"),
    );
    about.note(at, format!("Your link from {} was used", about.organisation), &body)
}

/// Tells the address before that another one stands in its place. The new one is not named: it may be nobody's business.
#[must_use]
pub fn address_changed(about: About<'_>, at: Timestamp) -> Mail {
    let organisation = about.organisation;
    let body = format!(
        "{organisation} has changed the address to which its questions for you go; this one gets none any more, and links \
         that were sent here have ended.\n\nIf you know of it, all is well. If not, tell us at once: whoever reads the new \
         address can answer for your company.\n",
    );
    about.note(at, format!("{organisation} no longer writes to this address"), &body)
}

/// Tells a contact that they are none any more.
#[must_use]
pub fn removed(about: About<'_>, at: Timestamp) -> Mail {
    let organisation = about.organisation;
    let body = format!(
        "{organisation} has taken you off the list of those who answer for your company. Links that were sent to this \
         address have ended; what you answered is kept.\n\nIf you know of it, all is well. If not, tell us at once: somebody \
         else may answer for your company now.\n",
    );
    about.note(at, format!("{organisation} no longer asks you"), &body)
}

/// Tells a contact that somebody else answers.
#[must_use]
pub fn replaced(about: About<'_>, at: Timestamp) -> Mail {
    let (organisation, system) = (about.organisation, about.system);
    let body = format!(
        "{organisation} now asks somebody else of your company about {system}. Your link to these questions has ended; what \
         you answered is kept.\n\nIf you know of it, all is well. If not, tell us at once.\n",
    );
    about.note(at, format!("{organisation} asks somebody else about {system}"), &body)
}

/// Tells the vendor that some answers came back with queries.
#[must_use]
pub fn returned(about: About<'_>, queries: usize, due: NaiveDate, made: &Made) -> Mail {
    let what = if queries == 1 {
        "one query on your answers".to_owned()
    } else {
        format!("{queries} queries on your answers")
    };
    let by_when = if due < made.link.at.date() {
        "as soon as you can".to_owned()
    } else {
        format!("by the end of {} (UTC)", in_words(due))
    };
    let link = made.place();
    let body = format!(
        "thank you for your answers about {}. {} has {what}; only the questions concerned are open again. Please \
         answer {by_when}:\n{link}\n",
        about.system, about.organisation,
    );
    about.letter(made, format!("{} has {what} about {}", about.organisation, about.system), &body)
}

/// Tells the vendor how the assessment ended, and how many findings ask for a plan.
#[must_use]
pub fn concluded(about: About<'_>, outcome: &Outcome, findings: usize, made: &Made) -> Mail {
    let (word, more) = match outcome {
        Outcome::Approved => ("approved", String::new()),
        Outcome::Conditional { conditions, until } => (
            "approved with conditions",
            format!(
                "\nThe approval holds until the end of {} (UTC). The conditions:\n{}\n",
                in_words(*until),
                conditions.trim()
            ),
        ),
        Outcome::Rejected => ("not approved", String::new()),
    };
    let findings = match findings {
        0 => String::new(),
        1 => "\nOne finding asks you for a plan.\n".to_owned(),
        several => format!("\n{several} findings ask you for a plan.\n"),
    };
    let link = made.place();
    let body = format!(
        "{} has decided about {}: {word}.\n{more}{findings}\nSee the outcome here:\n{link}\n",
        about.organisation, about.system,
    );
    about.letter(made, format!("{}: {word} by {}", about.system, about.organisation), &body)
}

/// Proof of what was submitted, for the vendor to keep.
#[must_use]
pub fn receipt(about: About<'_>, receipt: &Receipt) -> Mail {
    let when = chrono::DateTime::from_timestamp_millis(receipt.at.0).unwrap_or_default();
    let body = format!(
        "your answers about {} have reached {}.\n\nSubmitted: {} at {} UTC\nBy: {}, {}\nAnswers: {}\nPieces of evidence: \
         {}\nSHA-256 over questionnaires, answers and evidence:\n{}\n\nKeep this mail as your receipt.\n",
        about.system,
        about.organisation,
        in_words(receipt.at.date()),
        when.format("%H:%M"),
        receipt.name,
        receipt.role,
        receipt.answers,
        receipt.evidence,
        receipt.digest,
    );
    about.note(receipt.at, format!("Receipt: your answers to {}", about.organisation), &body)
}

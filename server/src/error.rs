//! Anything that goes wrong becomes a problem document, a status and, when it is our fault, a log line.
//!
//! The only place with status codes. A 4xx carries the sentence of the rule that refused; a 5xx says that the fault is
//! ours and logs the cause under the same trace. What it is made from is in `from`, what is answered in `response`.

mod from;
mod response;

pub use response::{Refused, code_name, created, not_ready, of_panic};

use crate::store::StoreError;
use domain::api::problem::{Code, Fault};
use domain::api::session::OrganisationName;
use domain::id::QuestionId;

/// What a refused request is told.
#[derive(Debug, Clone)]
pub struct Told {
    /// For the program.
    pub code: Code,
    /// For the person.
    pub detail: String,
    /// Every fault found.
    pub errors: Vec<Fault>,
    /// The question concerned.
    pub question: Option<QuestionId>,
    /// The answer as it stands now.
    pub current: Option<serde_json::Value>,
    /// The organisations to choose from.
    pub organisations: Vec<OrganisationName>,
    /// Seconds after which to try again.
    pub retry_after: Option<u64>,
}

/// Why a request failed.
#[derive(Debug)]
pub enum Error {
    /// The request was refused.
    Told(Box<Told>),
    /// The store could not do it.
    Store(StoreError),
    /// The file store cannot be reached, or a node does not hold a file that another one took in.
    Files(String),
    /// A fault on our side.
    Internal(String),
}

impl Error {
    /// A refusal with a sentence for the person.
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        let detail = sentence(&detail.into());
        let told = Told {
            code,
            detail,
            errors: vec![],
            question: None,
            current: None,
            organisations: vec![],
            retry_after: None,
        };
        Error::Told(Box::new(told))
    }

    /// A request that was read and breaks rules, all of them named.
    #[must_use]
    pub fn invalid(errors: Vec<Fault>) -> Self {
        let detail = match errors.as_slice() {
            [one] => one.detail.clone(),
            _ => format!("{} things need another look", errors.len()),
        };
        let errors = errors.into_iter().map(|fault| Fault::new(fault.at, sentence(&fault.detail))).collect();
        Error::new(Code::Invalid, detail).with(|told| told.errors = errors)
    }

    /// One field breaks a rule.
    pub fn field(at: impl Into<String>, detail: impl Into<String>) -> Self {
        Error::invalid(vec![Fault::new(at, detail)])
    }

    /// There is no such thing, or it belongs to somebody else: both get this very answer.
    #[must_use]
    pub fn not_found() -> Self {
        Error::new(Code::NotFound, "there is nothing at this address; go back and choose again")
    }

    /// No session, or it has ended.
    #[must_use]
    pub fn signed_out() -> Self {
        Error::new(Code::SignedOut, "sign in to go on")
    }

    /// A link that is unknown, used, expired or revoked.
    #[must_use]
    pub fn dead_link() -> Self {
        Error::new(Code::DeadLink, "this link was used, has ended or was withdrawn; ask for a new one")
    }

    /// Too many tries; `seconds` until the next.
    #[must_use]
    pub fn too_many(seconds: u64) -> Self {
        let minutes = seconds.div_ceil(60).max(1);
        Error::new(Code::TooMany, format!("too many tries; wait {minutes} min and try again"))
            .with(|told| told.retry_after = Some(seconds.max(1)))
    }

    /// An address was sent as many links as it takes in an hour; `seconds` until the next.
    #[must_use]
    pub fn links_spent(seconds: u64) -> Self {
        let minutes = seconds.div_ceil(60).max(1);
        let detail =
            format!("three links were mailed to this address within an hour; the next can go in {minutes} min");
        Error::new(Code::TooMany, detail).with(|told| told.retry_after = Some(seconds.max(1)))
    }

    /// Names the question concerned.
    #[must_use]
    pub fn about(self, question: QuestionId) -> Self {
        self.with(|told| told.question = Some(question))
    }

    /// Changes what is told, if it is a refusal.
    #[must_use]
    pub fn with(mut self, change: impl FnOnce(&mut Told)) -> Self {
        match &mut self {
            Error::Told(told) => change(told),
            Error::Store(_) | Error::Files(_) | Error::Internal(_) => {}
        }
        self
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Error::Told(told) => {
                f.write_str(&told.detail)?;
                told.errors.iter().try_for_each(|fault| write!(f, "\n  {}: {}", fault.at, fault.detail))
            }
            Error::Store(error) => write!(f, "{error}"),
            Error::Files(text) | Error::Internal(text) => f.write_str(text),
        }
    }
}

impl std::error::Error for Error {}

/// A rule's words as a sentence: capital letter, full stop.
fn sentence(text: &str) -> String {
    let mut characters = text.trim().chars();
    let mut sentence: String = characters.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    sentence.push_str(characters.as_str());
    if !sentence.ends_with(['.', '?', '!', '…']) {
        sentence.push('.');
    }
    sentence
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_becomes_a_sentence() {
        assert_eq!(sentence("choose at least one role"), "Choose at least one role.");
        assert_eq!(sentence("Ready?"), "Ready?");
    }

    #[test]
    fn several_faults_are_all_told() {
        let error = Error::invalid(vec![Fault::new("name", "write a name"), Fault::new("email", "write an address")]);
        let Error::Told(told) = error else { panic!("a refusal") };
        assert_eq!(told.errors.len(), 2);
        assert_eq!(told.detail, "2 things need another look.");
    }
}

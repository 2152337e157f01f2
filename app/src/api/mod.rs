//! The only fetch: one function per endpoint in a file per noun, all through [`ask`] and [`tell`].
//!
//! Replies come back as values of `domain::api`; whatever goes wrong is one of four things, see [`Error`].
//! Every write carries an idempotency key and is tried again with the same key, so a retry never acts twice.

pub mod assessment;
mod exchange;
pub mod finding;
pub mod outbox;
pub mod people;
pub mod portal;
pub mod query;
pub mod questionnaire;
pub mod register;
pub mod session;
pub mod settings;
pub mod trail;
pub mod vendor;

pub use exchange::{Call, Method, ask, fresh_key, last_heard, read, read_again, tell, write};

use domain::api::problem::{Code, Problem};

/// Why a request brought nothing.
#[derive(Debug, Clone, PartialEq)]
pub enum Error {
    /// The server could not be reached. Nothing is known about whether the request arrived.
    Offline,
    /// There is no session, or it has ended.
    SignedOut,
    /// The server said no and why.
    Problem(Box<Problem>),
    /// The reply could not be read: most likely the program in the browser is older than the server.
    Broken,
}

impl Error {
    /// What to tell the person.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Error::Offline => "The server cannot be reached. Check your connection and try again.".into(),
            Error::SignedOut => {
                "Your session has ended. Open this page in another tab to come in again, then go on here.".into()
            }
            Error::Problem(problem) => as_sentence(&problem.detail),
            Error::Broken => "The reply could not be understood. Load the page again.".into(),
        }
    }

    /// What the server called it, if it answered with a problem.
    #[must_use]
    pub fn code(&self) -> Option<Code> {
        match self {
            Error::Problem(problem) => Some(problem.code),
            Error::SignedOut => Some(Code::SignedOut),
            Error::Offline | Error::Broken => None,
        }
    }

    /// Whether there is no such thing, or not for this person.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.code() == Some(Code::NotFound)
    }
}

/// The domain's sentences are in lower case without a full stop; on a line of its own one starts with a capital.
#[must_use]
pub fn as_sentence(text: &str) -> String {
    // All sentences begin with an ASCII letter; the tables for all others would weigh as much as a page.
    let mut sentence = text.to_owned();
    if let Some(first) = sentence.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    sentence
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn a_sentence_of_the_domain_starts_with_a_capital_on_the_page() {
        assert_eq!(as_sentence("choose at least 2 safeguards"), "Choose at least 2 safeguards");
        assert_eq!(as_sentence(""), "");
    }
}

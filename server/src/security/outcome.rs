//! What became of a request, where security is concerned: done, or the code of its refusal; of a dead link, why it is.
//!
//! The codes are those of the problem documents. Which of them tell of an attack even on a plain request is decided here.

use crate::error::code_name;
use domain::api::problem::Code;

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It was done.
    Done,
    /// It was refused.
    Refused(Code),
    /// It came with a link that does not open.
    Dead(Why),
    /// The client left before the reply: whether it was done is not known here.
    Left,
    /// The client was too slow, or gave way to others.
    CutOff,
}

/// Why a link does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Why {
    /// There is none.
    Unknown,
    /// It was used.
    Used,
    /// Its time is over.
    Ended,
    /// It was withdrawn.
    Withdrawn,
    /// It opens in another browser.
    OtherBrowser,
}

impl Outcome {
    /// Its name in the log and among the counters.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Outcome::Done => "done",
            Outcome::Left => "left",
            Outcome::CutOff => "cut_off",
            Outcome::Dead(Why::Unknown) => "link_unknown",
            Outcome::Dead(Why::Used) => "link_used",
            Outcome::Dead(Why::Ended) => "link_ended",
            Outcome::Dead(Why::Withdrawn) => "link_withdrawn",
            Outcome::Dead(Why::OtherBrowser) => "link_of_other_browser",
            Outcome::Refused(code) => code_name(code),
        }
    }

    /// Whether it is told of although the request is about nothing in particular: what people who use the program as it
    /// is hardly ever meet, and what whoever tries doors meets first.
    #[must_use]
    pub fn is_telling(self) -> bool {
        match self {
            Outcome::Done | Outcome::Left => false,
            Outcome::Dead(_) | Outcome::CutOff => true,
            Outcome::Refused(code) => match code {
                Code::Malformed
                | Code::SignedOut
                | Code::Forbidden
                | Code::NotFound
                | Code::TooLarge
                | Code::WrongType
                | Code::TooMany
                | Code::DeadLink
                | Code::CrossSite
                | Code::Method => true,
                Code::Invalid
                | Code::State
                | Code::Stale
                | Code::RevisionRequired
                | Code::KeyReused
                | Code::SeveralOrganisations
                | Code::Busy
                | Code::Full
                | Code::Internal => false,
            },
        }
    }
}

//! One answer on its way to the server: the state machine behind the promise that "Saved" is never a guess.
//!
//! Pure: no clock, no network, no randomness. A slot knows what the server last acknowledged, what the person has
//! changed since, what is under way, and the other version when two people changed the same answer. What it is and may
//! promise is here, what moves it on is in `moves`.

mod moves;

use domain::api::portal::PortalAnswer;
use domain::api::problem::Fault;
use domain::assessment::Entry;
use domain::journal::Timestamp;
use serde::{Deserialize, Serialize};

/// What a person may rely on. Of an answer exactly one holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Save {
    /// Never answered, nothing to keep.
    Empty,
    /// The server has acknowledged what is shown.
    Saved(Timestamp),
    /// On its way to the server.
    Saving,
    /// Not on the server; kept on this device.
    Kept,
    /// Somebody else changed the same answer; both versions are here.
    Conflict,
}

/// A change that the server has not acknowledged, as the device keeps it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// The answer as it is shown.
    pub entry: Entry,
    /// The revision it was made on: the `If-Match` of its request.
    pub base: u64,
    /// The idempotency key of its request; the same on every try.
    pub key: String,
    /// When it was made, by the device's clock.
    pub at: Timestamp,
    /// What was sent before under other keys and never answered: each may have arrived.
    #[serde(default)]
    pub unsure: Vec<Entry>,
    /// Whether a request with it has left, so that it may have arrived too.
    #[serde(skip)]
    pub tried: bool,
}

/// Why a change is not under way.
#[derive(Debug, Clone, PartialEq)]
pub enum Stop {
    /// It breaks a rule that is known here; it is not sent until it is changed.
    Wrong(Vec<Fault>),
    /// The server said no; it is sent again with the next change, for the reason may lie in another answer.
    Refused(Vec<Fault>),
    /// The server could not be reached, or has no session for this browser.
    Line,
}

/// What is to be sent now.
#[derive(Debug, Clone, PartialEq)]
pub struct Outgoing {
    /// The answer.
    pub entry: Entry,
    /// The revision it was made on.
    pub base: u64,
    /// The idempotency key.
    pub key: String,
}

/// One answer: as the server knows it, and as the person has changed it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Slot {
    server: Option<PortalAnswer>,
    change: Option<Change>,
    flight: Option<Outgoing>,
    stop: Option<Stop>,
    theirs: Option<PortalAnswer>,
}

impl Slot {
    /// The answer as the server knows it.
    #[must_use]
    pub fn new(server: Option<PortalAnswer>) -> Self {
        Slot { server, ..Slot::default() }
    }

    /// The answer as it is shown.
    #[must_use]
    pub fn entry(&self) -> Entry {
        self.change.as_ref().map(|change| change.entry.clone()).unwrap_or_else(|| self.server_entry())
    }

    /// What the server knows.
    #[must_use]
    pub fn server(&self) -> Option<&PortalAnswer> {
        self.server.as_ref()
    }

    /// The change that the server has not acknowledged.
    #[must_use]
    pub fn change(&self) -> Option<&Change> {
        self.change.as_ref()
    }

    /// The other version, when there are two.
    #[must_use]
    pub fn theirs(&self) -> Option<&PortalAnswer> {
        self.theirs.as_ref()
    }

    /// What is wrong with the change, by part of the answer: `value`, `comment` or `not_applicable`.
    #[must_use]
    pub fn faults(&self) -> &[Fault] {
        match &self.stop {
            Some(Stop::Wrong(faults) | Stop::Refused(faults)) => faults,
            Some(Stop::Line) | None => &[],
        }
    }

    /// What a person may rely on.
    #[must_use]
    pub fn save(&self) -> Save {
        if self.theirs.is_some() {
            return Save::Conflict;
        }
        match (&self.change, &self.stop) {
            (Some(_), Some(_)) => Save::Kept,
            (Some(_), None) => Save::Saving,
            (None, _) => self.server.as_ref().map_or(Save::Empty, |answer| Save::Saved(answer.at)),
        }
    }

    fn server_entry(&self) -> Entry {
        self.server.as_ref().map(|answer| answer.entry.clone()).unwrap_or_default()
    }

    fn revision(&self) -> u64 {
        self.server.as_ref().map_or(0, |answer| answer.revision)
    }
}

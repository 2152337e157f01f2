//! One answer on its way to the server: the state machine behind the promise that "Saved" is never a guess.
//!
//! Pure: no clock, no network, no randomness. A slot knows what the server last acknowledged, what the person has
//! changed since, what is under way, and the other version when two people changed the same answer.

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

    /// The person changes the answer to `entry`. `faults` say why it cannot be sent; none when it can.
    pub fn edit(&mut self, entry: Entry, faults: Vec<Fault>, key: String, at: Timestamp) {
        let unsure = self.unsure();
        self.stop = None;
        if entry == self.server_entry() && unsure.is_empty() {
            self.change = None;
            return;
        }
        if !faults.is_empty() {
            self.stop = Some(Stop::Wrong(faults));
        }
        self.change = Some(Change { entry, base: self.revision(), key, at, unsure, tried: false });
    }

    /// What is to be sent now, if anything; from here on it is under way.
    pub fn depart(&mut self) -> Option<Outgoing> {
        if self.flight.is_some() || self.theirs.is_some() || matches!(self.stop, Some(Stop::Wrong(_))) {
            return None;
        }
        let change = self.change.as_mut()?;
        change.tried = true;
        let outgoing = Outgoing { entry: change.entry.clone(), base: change.base, key: change.key.clone() };
        self.flight = Some(outgoing.clone());
        Some(outgoing)
    }

    /// The server has acknowledged what was under way; it now stands as `answer`.
    pub fn acknowledged(&mut self, answer: PortalAnswer) {
        let sent = self.flight.take();
        let revision = answer.revision;
        let stands = self.change.as_ref().is_some_and(|change| {
            change.entry == answer.entry || sent.as_ref().is_some_and(|sent| sent.key == change.key)
        });
        self.server = Some(answer);
        if stands {
            self.change = None;
            self.stop = None;
        } else if let Some(change) = &mut self.change {
            // Typed on while the request was under way: that goes next, on top of what is now saved.
            change.base = revision;
            change.unsure.clear();
        }
    }

    /// What was under way did not get through, or was refused.
    pub fn stopped(&mut self, stop: Stop) {
        let sent = self.flight.take();
        let Some(change) = &mut self.change else { return };
        let is_about_the_change = sent.is_none_or(|sent| sent.key == change.key);
        // A refusal of words that were changed meanwhile says nothing about the new ones.
        if is_about_the_change {
            self.stop = Some(stop);
        } else if stop == Stop::Line {
            self.stop.get_or_insert(stop);
        }
    }

    /// The line is down: a change that waits says so, also when it was never tried.
    pub fn held_up(&mut self) {
        if self.change.is_some() && self.flight.is_none() {
            self.stop.get_or_insert(Stop::Line);
        }
    }

    /// The server holds `theirs`, which is not what the change was made on. `key` serves if it is sent again.
    pub fn moved(&mut self, theirs: PortalAnswer, key: String) {
        self.flight = None;
        let Some(change) = &mut self.change else {
            self.server = Some(theirs);
            return;
        };
        let is_own_echo = change.unsure.contains(&theirs.entry);
        if change.entry == theirs.entry {
            self.server = Some(theirs);
            self.change = None;
            self.stop = None;
        } else if is_own_echo {
            // Our own words arrived although no reply did: nobody else is in the way.
            change.base = theirs.revision;
            change.unsure.clear();
            change.key = key;
            self.server = Some(theirs);
        } else {
            self.theirs = Some(theirs);
        }
    }

    /// Of two versions the person keeps this device's; it is sent under `key`.
    pub fn keep_mine(&mut self, key: String) {
        let Some(theirs) = self.theirs.take() else { return };
        if let Some(change) = &mut self.change {
            change.base = theirs.revision;
            change.unsure.clear();
            change.key = key;
        }
        if self.stop == Some(Stop::Line) {
            self.stop = None;
        }
        self.server = Some(theirs);
    }

    /// Of two versions the person keeps the server's.
    pub fn keep_theirs(&mut self) {
        if let Some(theirs) = self.theirs.take() {
            *self = Slot::new(Some(theirs));
        }
    }

    /// The page was loaded again and the server says `server`.
    pub fn refreshed(&mut self, server: Option<PortalAnswer>, key: String) {
        let known = self.revision();
        let told = server.as_ref().map_or(0, |answer| answer.revision);
        if self.flight.is_some() || told < known {
            // The reply to what is under way knows better.
            return;
        }
        if let Some(theirs) = &mut self.theirs {
            if let Some(server) = server {
                *theirs = server;
            }
        } else if told > known && self.change.is_some() {
            if let Some(server) = server {
                self.moved(server, key);
            }
        } else {
            self.server = server;
        }
    }

    /// A change that the device kept comes back.
    pub fn resume(&mut self, change: Change, faults: Vec<Fault>, key: String) {
        if self.change.is_some() || change.entry == self.server_entry() {
            return;
        }
        let base = change.base;
        // The page that made it may have sent it in its last moment.
        self.change = Some(Change { tried: true, ..change });
        if !faults.is_empty() {
            self.stop = Some(Stop::Wrong(faults));
        }
        if base != self.revision()
            && let Some(server) = self.server.clone()
        {
            self.moved(server, key);
        }
    }

    fn server_entry(&self) -> Entry {
        self.server.as_ref().map(|answer| answer.entry.clone()).unwrap_or_default()
    }

    fn revision(&self) -> u64 {
        self.server.as_ref().map_or(0, |answer| answer.revision)
    }

    /// What may have reached the server without our knowing, were the change to be replaced now.
    fn unsure(&self) -> Vec<Entry> {
        let Some(change) = &self.change else { return Vec::new() };
        let mut unsure = change.unsure.clone();
        if change.tried && !unsure.contains(&change.entry) {
            unsure.push(change.entry.clone());
        }
        unsure
    }
}

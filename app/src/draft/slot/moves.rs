//! What moves an answer on: the person edits, a request leaves, a reply comes, the page is loaded again.
//!
//! Nothing here drops a change that the server has not acknowledged, unless the person chose the other version.

use super::{Change, Outgoing, Slot, Stop};
use domain::api::portal::PortalAnswer;
use domain::api::problem::Fault;
use domain::assessment::Entry;
use domain::journal::Timestamp;

impl Slot {
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

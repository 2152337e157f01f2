//! What the whole draft may promise, and what would be lost if this page or this browser went now.
//!
//! The promise is the least of what its answers may promise, so that the bar never says more than is so.

use super::{Draft, Line, Save, Slot};
use leptos::prelude::*;

/// What the whole draft may promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Promise {
    /// The least of what its answers may promise.
    pub save: Save,
    /// How many answers wait on this device.
    pub waiting: usize,
    /// How many answers have two versions.
    pub conflicts: usize,
    /// The line to the server.
    pub line: Line,
    /// Whether the device keeps what waits; if not, only this page holds it.
    pub is_kept: bool,
}

impl Promise {
    /// Whether the server has acknowledged every answer as it is shown: only then may they be sent for good.
    #[must_use]
    pub fn is_saved(&self) -> bool {
        match self.save {
            Save::Empty | Save::Saved(_) => true,
            Save::Saving | Save::Kept | Save::Conflict => false,
        }
    }
}

impl Draft {
    /// What the whole draft may promise. Tracked.
    #[must_use]
    pub fn promise(&self) -> Promise {
        let asked = self.asked();
        let slots = self.0.slots.iter().filter(|(question, _)| asked.contains(*question)).map(|(_, slot)| slot);
        let (mut waiting, mut conflicts, mut is_sending) = (0, 0, false);
        for slot in slots {
            match slot.with(Slot::save) {
                Save::Empty | Save::Saved(_) => {}
                Save::Saving => is_sending = true,
                Save::Kept => waiting += 1,
                Save::Conflict => conflicts += 1,
            }
        }
        let save = if conflicts > 0 {
            Save::Conflict
        } else if waiting > 0 {
            Save::Kept
        } else if is_sending {
            Save::Saving
        } else {
            let saved =
                self.0.slots.values().filter_map(|slot| slot.with(|slot| slot.server().map(|answer| answer.at)));
            saved.max().map_or(Save::Empty, Save::Saved)
        };
        Promise { save, waiting, conflicts, line: self.0.road.watched_line(), is_kept: self.is_kept_here() }
    }

    /// Whether this device keeps what waits; if not, only this page holds it. Tracked.
    #[must_use]
    pub fn is_kept_here(&self) -> bool {
        self.0.road.keeps()
    }

    /// How many answers the server has not acknowledged, those to questions no longer asked too.
    #[must_use]
    pub(super) fn unsaved(&self) -> usize {
        self.0.slots.values().filter(|slot| slot.with_untracked(|slot| slot.change().is_some())).count()
    }

    /// Whether something would be lost if this page went now: a file that is not attached, or an answer or words about a
    /// finding that neither the server nor this device keeps.
    #[must_use]
    pub(super) fn needs_its_page(&self) -> bool {
        let is_kept = untrack(|| self.is_kept_here());
        untrack(|| self.unattached()) > 0 || (!is_kept && self.unsaved() + self.unsent_notes() > 0)
    }
}

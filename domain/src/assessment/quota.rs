//! How much the vendor's people may put into one assessment: changes, so many a minute each and so many in all, and files.
//!
//! Every change that is saved stays in the journal for as long as answers are kept, so whoever changes an answer without end
//! fills the buyer's disk. Submitting is never refused for it.

use super::event::Event;
use super::{Assessment, Command, MAX_ORGANISATION_BYTES, MAX_UPLOAD_BYTES, MAX_UPLOADS, Refusal};
use crate::actor::{Actor, ActorRef};
use crate::answer::Value;
use crate::id::PersonId;
use crate::journal::{Recorded, Timestamp};
use std::collections::BTreeMap;

/// Most changes that one person saves in an assessment within a minute of the clock.
pub const MOST_SAVED_A_MINUTE: u32 = 600;
/// Most changes that are saved in an assessment, whoever makes them.
pub const MOST_SAVED: u32 = 20_000;
/// Most bytes of text that these may have together: 64 MiB.
pub const MOST_SAVED_BYTES: u64 = 64 * 1024 * 1024;

const MINUTE: i64 = 60_000;

/// What the vendor's people have written so far.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Written {
    changes: u32,
    bytes: u64,
    /// The last minute in which each of them changed something, and how often.
    minutes: BTreeMap<PersonId, (i64, u32)>,
}

impl Written {
    pub(super) fn take(&mut self, recorded: &Recorded<Event>) {
        let ActorRef::Vendor(person) = &recorded.by else { return };
        self.changes = self.changes.saturating_add(1);
        self.bytes = self.bytes.saturating_add(text_bytes(&recorded.event));
        let minute = recorded.at.0.div_euclid(MINUTE);
        let last = self.minutes.entry(person.clone()).or_default();
        *last = if last.0 == minute { (minute, last.1.saturating_add(1)) } else { (minute, 1) };
    }
}

impl Assessment {
    /// Refuses what a vendor's person wants to write, when it is too much.
    pub(super) fn must_have_room(&self, command: &Command, by: &Actor, at: Timestamp) -> Result<(), Refusal> {
        let Actor::Vendor { id, .. } = by else { return Ok(()) };
        if matches!(command, Command::Submit { .. }) {
            return Ok(());
        }
        if self.written.changes >= MOST_SAVED || self.written.bytes >= MOST_SAVED_BYTES {
            return Err(Refusal::WrittenFull);
        }
        let minute = at.0.div_euclid(MINUTE);
        match self.written.minutes.get(id) {
            Some((last, changes)) if *last == minute && *changes >= MOST_SAVED_A_MINUTE => {
                let left = MINUTE - at.0.rem_euclid(MINUTE);
                Err(Refusal::TooFast { seconds: left.unsigned_abs().div_ceil(1_000) })
            }
            Some(_) | None => Ok(()),
        }
    }
}

/// Files that were sent, and their bytes, as far as quotas count them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FilesSent {
    /// Different files sent to the assessment.
    pub files: u64,
    /// Bytes of these.
    pub bytes: u64,
    /// Bytes of all files that the organisation keeps.
    pub organisation_bytes: u64,
}

/// Why a file is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoRoom {
    /// The assessment has as many files as it takes.
    #[error(
        "as many files were sent to this assessment as it takes; remove those that are not needed and try again tomorrow"
    )]
    Files,
    /// The assessment has as many bytes as it takes.
    #[error("the files of this assessment may take 2 GiB together; send smaller ones")]
    Bytes,
    /// The organisation has as many bytes as it takes.
    #[error("the organisation that asks keeps as many files as it may; tell the person who asked you")]
    Organisation,
}

/// Whether what was sent is within the quotas.
///
/// # Errors
/// [`NoRoom`] names the first that is not.
pub fn check_files(sent: FilesSent) -> Result<(), NoRoom> {
    let FilesSent { files, bytes, organisation_bytes } = sent;
    if files > MAX_UPLOADS {
        return Err(NoRoom::Files);
    }
    if bytes > MAX_UPLOAD_BYTES {
        return Err(NoRoom::Bytes);
    }
    if organisation_bytes > MAX_ORGANISATION_BYTES { Err(NoRoom::Organisation) } else { Ok(()) }
}

/// Bytes of the texts that a person typed for it.
fn text_bytes(event: &Event) -> u64 {
    let mut bytes = 0;
    if let Event::Answered { value, comment, .. } = event {
        bytes += comment.len();
        bytes += match value {
            Value::Text(text) => text.len(),
            Value::List(list) => list.iter().map(String::len).sum(),
            Value::Number(_) => 0,
        };
    }
    if let Event::NotApplicableClaimed { reason, comment, .. } = event {
        bytes += reason.len() + comment.len();
    }
    if let Event::Cleared { comment: text, .. }
    | Event::PlanProposed { plan: text, .. }
    | Event::FixSubmitted { note: text, .. } = event
    {
        bytes += text.len();
    }
    bytes as u64
}

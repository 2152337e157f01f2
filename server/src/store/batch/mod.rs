//! What one transaction writes, as plain values: appends to streams, summary rows, mails and other rows.
//!
//! A [`Batch`] belongs to one organisation. Either all of it is stored or none, and a moved stream, a used link or a
//! repeated request refuses the whole. Rows, links and mails are in `row`.

mod row;

pub use row::{Mail, NewLink, Row};

use super::Stream;
use super::summaries::{AssessmentRow, FindingRow, SystemRow, VendorRow};
use domain::actor::ActorRef;
use domain::id::{AssessmentId, FindingId, OrgId, PersonId, SystemId, VendorId};
use domain::journal::{Hash, Timestamp};
use std::any::Any;
use std::fmt;
use std::sync::Arc;

/// One transaction's worth of changes.
#[derive(Debug, Clone)]
pub struct Batch {
    /// The organisation that all of it belongs to.
    pub org: OrgId,
    /// Events, by stream.
    pub appends: Vec<Append>,
    /// Rows for lists and search.
    pub summaries: Vec<Summary>,
    /// Mails to be sent.
    pub mails: Vec<Mail>,
    /// Rows that need no history.
    pub rows: Vec<Row>,
    /// The replies to keep for repeated requests.
    pub replies: Vec<Reply>,
    /// What else must still be as it was read.
    pub still: Vec<Still>,
    /// Streams as they will be folded once this is committed: kept in memory then.
    pub after: Vec<After>,
}

/// Something that a batch was computed from and does not append to; [`super::StoreError::Conflict`] when it has
/// changed. On PostgreSQL the streams are locked, so that nothing changes them before the batch is committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Still {
    /// A stream is at this version.
    At(Stream, u64),
    /// A vendor has so many assessments.
    Assessments(VendorId, usize),
    /// The organisation has so many streams.
    Streams(usize),
}

impl Batch {
    /// An empty batch for `org`.
    #[must_use]
    pub fn new(org: OrgId) -> Self {
        Batch {
            org,
            appends: vec![],
            summaries: vec![],
            mails: vec![],
            rows: vec![],
            replies: vec![],
            still: vec![],
            after: vec![],
        }
    }

    /// Whether no event would happen.
    #[must_use]
    pub fn appends_nothing(&self) -> bool {
        self.appends.iter().all(|append| append.bodies.is_empty())
    }

    /// Whether nothing would be written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.appends_nothing()
            && self.summaries.is_empty()
            && self.mails.is_empty()
            && self.rows.is_empty()
            && self.replies.is_empty()
    }

    /// Adds a row.
    #[must_use]
    pub fn row(mut self, row: Row) -> Self {
        self.rows.push(row);
        self
    }
}

/// Events to append to one stream.
#[derive(Debug, Clone)]
pub struct Append {
    /// The stream.
    pub stream: Stream,
    /// The version that was read; 0 for a new stream.
    pub expected: u64,
    /// The hash of the record at that version, if it is known.
    pub previous: Option<Hash>,
    /// When it happened; never stored earlier than the stream's last event.
    pub at: Timestamp,
    /// Who did it.
    pub by: ActorRef,
    /// The events as JSON, stored byte for byte.
    pub bodies: Vec<String>,
}

/// Where a stream stands after an append.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Head {
    /// The organisation.
    pub org: OrgId,
    /// The stream's name.
    pub stream: String,
    /// Its last version.
    pub version: u64,
    /// The hash of its last record, in hexadecimal.
    pub hash: String,
}

/// A summary row to put in place or to take away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Summary {
    /// Puts a vendor's row in place.
    Vendor(VendorRow),
    /// Puts an AI system's row in place.
    System(SystemRow),
    /// Puts an assessment's row in place.
    Assessment(AssessmentRow),
    /// Puts a finding's row in place.
    Finding(FindingRow),
    /// Takes a vendor's row away.
    NoVendor(VendorId),
    /// Takes an AI system's row away.
    NoSystem(SystemId),
    /// Takes an assessment's row away.
    NoAssessment(AssessmentId),
    /// Takes a finding's row away.
    NoFinding(AssessmentId, FindingId),
    /// Takes every row of the organisation away; those that follow in the batch take their place.
    Clear,
}

/// A stream as it will be folded once a batch is committed.
#[derive(Clone)]
pub struct After {
    /// The stream.
    pub stream: Stream,
    /// Its aggregate then.
    pub state: Arc<dyn Any + Send + Sync>,
    /// Its version then.
    pub version: u64,
    /// When its last event happened.
    pub at: Timestamp,
    /// Its events then, where somebody had them at hand.
    pub events: Option<Arc<dyn Any + Send + Sync>>,
}

impl fmt::Debug for After {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("After").field("stream", &self.stream).field("version", &self.version).finish_non_exhaustive()
    }
}

/// What a repeated request is told, kept for 24 hours under its idempotency key: the reply is made again from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Who asked.
    pub person: PersonId,
    /// The key that came with the request.
    pub key: String,
    /// SHA-256 of method, path and body.
    pub request_hash: String,
    /// What the reply is about.
    pub about: About,
    /// When.
    pub at: Timestamp,
}

/// What a reply is made from: a stream at a version, and what else names the thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// The stream, or another name for what was made.
    pub subject: String,
    /// The stream's version after the request; 0 where there is no stream.
    pub version: u64,
}

impl About {
    /// A stream at a version.
    #[must_use]
    pub fn stream(stream: &Stream, version: u64) -> Self {
        About { subject: stream.as_str().to_owned(), version }
    }

    /// A thing by its name.
    pub fn thing(name: impl Into<String>) -> Self {
        About { subject: name.into(), version: 0 }
    }
}

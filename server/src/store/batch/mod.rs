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
use domain::journal::Timestamp;

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
}

/// Something that a batch was computed from and that no stream's version tells; [`super::StoreError::Conflict`] when
/// it has changed. It counts what others committed while this batch waited for the streams that it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Still {
    /// A vendor has so many assessments.
    Assessments(VendorId, usize),
    /// The organisation has so many streams.
    Streams(usize),
}

impl Batch {
    /// An empty batch for `org`.
    #[must_use]
    pub fn new(org: OrgId) -> Self {
        Batch { org, appends: vec![], summaries: vec![], mails: vec![], rows: vec![], replies: vec![], still: vec![] }
    }

    /// Whether nothing would be written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.appends.iter().all(|append| append.bodies.is_empty())
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
    /// When it happened; never stored earlier than the stream's last event.
    pub at: Timestamp,
    /// Who did it.
    pub by: ActorRef,
    /// The events as JSON, stored byte for byte. None: the batch conflicts when the stream has moved, and that is all.
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

/// The reply to a request, kept for 24 hours under its idempotency key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Who asked.
    pub person: PersonId,
    /// The key that came with the request.
    pub key: String,
    /// SHA-256 of method, path and body.
    pub request_hash: String,
    /// The status that was answered.
    pub status: u16,
    /// The body that was answered.
    pub body: String,
    /// When.
    pub at: Timestamp,
}

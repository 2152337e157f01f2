//! What one transaction writes, as plain values: appends to streams, summary rows, mails and other rows.
//!
//! A [`Batch`] belongs to one organisation. Either all of it is stored or none, and a moved stream, a used link or a
//! repeated request refuses the whole.

use super::Stream;
use super::people::PersonRow;
use super::summaries::{AssessmentRow, FindingRow, SystemRow, VendorRow};
use domain::actor::{ActorRef, Roles};
use domain::id::{AssessmentId, FileHash, FindingId, OrgId, PersonId, SystemId, VendorId};
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

/// A mail for the outbox. Where `{link}` stands in the text, the link is put in when it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Its new id.
    pub id: String,
    /// To whom, if it is a known person.
    pub person: Option<PersonId>,
    /// The address.
    pub address: String,
    /// The subject, one line.
    pub subject: String,
    /// The text.
    pub text: String,
    /// The link, kept until the mail is delivered or the link ends.
    pub link: Option<String>,
    /// SHA-256 of the link's token, in hexadecimal: what becomes of the link becomes of its copy here.
    pub link_hash: Option<String>,
    /// When the link ends.
    pub link_expires_at: Option<Timestamp>,
    /// When it was written.
    pub at: Timestamp,
}

/// What a one-time link begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLink {
    /// SHA-256 of the token, in hexadecimal.
    pub token_hash: String,
    /// What it begins.
    pub kind: domain::api::session::LinkKind,
    /// For whom; nobody yet for a first account.
    pub person: Option<PersonId>,
    /// For which assessment, if for one.
    pub assessment: Option<AssessmentId>,
    /// SHA-256 of the value of the cookie of the one browser that may use it, if bound to one.
    pub bound_to: Option<String>,
    /// When it was made.
    pub at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// A row that needs no history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// Makes an organisation, or renames it.
    Organisation {
        /// Its name.
        name: String,
        /// When it was made.
        at: Timestamp,
    },
    /// Makes a person; [`super::StoreError::Duplicate`] when the address is taken.
    AddPerson(PersonRow),
    /// Changes name, address, telephone number and title.
    ChangePerson {
        /// The person.
        person: PersonId,
        /// Name.
        name: String,
        /// Address.
        email: String,
        /// Telephone number.
        phone: String,
        /// Job title.
        title: String,
    },
    /// Sets what a member of the staff may do.
    SetRoles {
        /// The person.
        person: PersonId,
        /// The roles.
        roles: Roles,
        /// Whether the person may sign in.
        active: bool,
    },
    /// Sets whether a person may enter.
    SetActive(PersonId, bool),
    /// Sets a password's argon2id hash.
    SetPassword(PersonId, String),
    /// Ends the sessions of a person, but for the one whose id hashes to the text.
    EndSessions(PersonId, Option<String>),
    /// Stores a session.
    PutSession(super::sessions::SessionRow),
    /// Writes what a session remembers and when it ends; nothing once the session was ended.
    ChangeSession(super::sessions::SessionRow),
    /// Ends one session, by the hash of its id.
    EndSession(String),
    /// Makes a link.
    AddLink(NewLink),
    /// Uses a link up; [`super::StoreError::Gone`] when it is used, expired or revoked by then.
    UseLink {
        /// SHA-256 of the token, in hexadecimal.
        token_hash: String,
        /// When.
        at: Timestamp,
    },
    /// Revokes the unused links of a person, of one kind.
    RevokeLinks {
        /// The person.
        person: PersonId,
        /// Of which kind.
        kind: domain::api::session::LinkKind,
        /// When.
        at: Timestamp,
    },
    /// Revokes the links for an assessment, used ones too: who came in through them may no longer see it.
    RevokeLinksOfAssessment(AssessmentId, Timestamp),
    /// Moves the end of the unused invitation for an assessment.
    ExtendInvitation(AssessmentId, Timestamp),
    /// Revokes every unused link for a first account, of any organisation that was not made yet.
    RevokeFirstAccountLinks(Timestamp),
    /// Takes the links out of waiting mails for a person: they were revoked.
    ForgetMailLinks(PersonId),
    /// Records an uploaded file that is not yet known to be whole.
    AddFile(super::evidence::FileRow),
    /// Records that an uploaded file is whole and stored.
    FileStored(FileHash),
    /// Records that a file was sent to an assessment, and as what.
    AddUpload(super::evidence::Upload),
    /// Records that a file is evidence from now on; [`super::StoreError::Conflict`] when it is not stored any more.
    AttachFile(FileHash),
    /// Records that a file may be evidence no longer: whoever sweeps looks whether an assessment still names it.
    DetachFile(FileHash, Timestamp),
    /// Marks a file that no assessment names, to be forgotten, unless it came again since `before`.
    LeaveFile {
        /// The file.
        hash: FileHash,
        /// When it must have come.
        before: Timestamp,
    },
    /// Erases the text of records of a stream, by version: the chain still verifies.
    Erase(Stream, Vec<u64>),
    /// Forgets a file that is marked, with its uploads.
    RemoveFile(FileHash),
    /// Records the outcome of sending a mail.
    MailTried(super::outbox::Outcome),
    /// Takes a lease; [`super::StoreError::Gone`] when another node holds it.
    TakeLease(super::leases::Lease),
    /// Counts one try.
    CountTry(super::tries::Try),
    /// Forgets the tries of a subject.
    ForgetTries(String),
    /// Forgets what ended before the moments given.
    Sweep(super::tries::Sweep),
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

//! Rows that need no history, with the links and mails among them.
//!
//! A row that refuses, for an address taken or a link used up, refuses the whole batch.

use crate::store::people::{ContactAddress, PersonRow};
use crate::store::{Stream, evidence, leases, outbox, sessions, tries};
use domain::actor::Roles;
use domain::api::session::LinkKind;
use domain::id::{AssessmentId, FileHash, PersonId};
use domain::journal::Timestamp;

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
    /// Makes a person; [`crate::store::StoreError::Duplicate`] when the address is taken.
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
    /// Keeps an address that a contact has, for those who ask later who answered; nothing when it is kept already.
    NoteAddress(ContactAddress),
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
    PutSession(sessions::SessionRow),
    /// Writes what a session remembers and when it ends; nothing once the session was ended.
    ChangeSession(sessions::SessionRow),
    /// Ends one session, by the hash of its id.
    EndSession(String),
    /// Makes a link.
    AddLink(NewLink),
    /// Uses a link up; [`crate::store::StoreError::Gone`] when it is used, expired or revoked by then.
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
        kind: LinkKind,
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
    AddFile(evidence::FileRow),
    /// Records that an uploaded file is whole and stored.
    FileStored(FileHash),
    /// Records that a file was sent to an assessment, and as what.
    AddUpload(evidence::Upload),
    /// Records that a file is evidence from now on; [`crate::store::StoreError::Conflict`] when it is not stored any more.
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
    MailTried(outbox::Outcome),
    /// Takes a lease; [`crate::store::StoreError::Gone`] when another node holds it.
    TakeLease(leases::Lease),
    /// Counts one try.
    CountTry(tries::Try),
    /// Forgets the tries of a subject.
    ForgetTries(String),
    /// Forgets what ended before the moments given.
    Sweep(tries::Sweep),
    /// Keeps a secret of the installation, unless there is one of that name.
    DrawSecret {
        /// What it is for.
        name: &'static str,
        /// 256 bits in hexadecimal.
        secret: String,
    },
}

/// What a one-time link begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLink {
    /// SHA-256 of the token, in hexadecimal.
    pub token_hash: String,
    /// What it begins.
    pub kind: LinkKind,
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

/// A mail for the outbox. Where [`crate::letters::link_place`] stands in the text, the link is put in when it is sent.
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
    /// To whom an answer goes, if not to the sender.
    pub reply_to: Option<String>,
    /// Whether it may wait for its turn when its address was sent as many links as it takes; else it is refused.
    pub may_wait: bool,
    /// When it was written.
    pub at: Timestamp,
}

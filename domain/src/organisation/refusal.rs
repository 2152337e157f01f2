//! Why a command may not be carried out: a sentence that says what to do.
//!
//! The server turns each into a status and adds no words.

use super::MAX_RETENTION_MONTHS;

/// Why a command may not be carried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Only admins do this.
    #[error("only an admin may do this; ask one of your organisation's admins")]
    NotAdmin,
    /// The organisation exists already.
    #[error("this organisation exists already")]
    Exists,
    /// There is a first account already.
    #[error("this organisation has its first account already; sign in, or ask an admin to invite you")]
    HasMembers,
    /// The person is a member already.
    #[error("this person is a member already")]
    IsMember,
    /// There is no such member.
    #[error("there is no such member")]
    UnknownMember,
    /// Someone must remain who can manage people.
    #[error("this is the last active admin; make another person admin first")]
    LastAdmin,
    /// A member without roles could do nothing.
    #[error("choose at least one role")]
    NoRoles,
    /// Retention out of range.
    #[error("keep answers for 1 to {MAX_RETENTION_MONTHS} months")]
    Retention,
    /// The member is in already, or may not come in.
    #[error("only a member who has not joined yet can be invited again")]
    NotInvited,
}

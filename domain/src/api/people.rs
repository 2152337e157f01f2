//! The buyer's people, the organisation's settings and the outbox: what an admin reads and changes.
//!
//! Every request refuses unknown fields. A link's text is sent only on its own request, which is recorded.

use crate::actor::Roles;
use crate::id::PersonId;
use crate::journal::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where an account of the staff stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AccountState {
    /// Invited and not yet joined.
    Invited,
    /// May sign in.
    Active,
    /// May no longer sign in.
    Deactivated,
}

/// One member of the staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Member {
    /// The person.
    pub id: PersonId,
    /// The person's name.
    pub name: String,
    /// The person's address.
    pub email: String,
    /// What the person may do.
    pub roles: Roles,
    /// Where the account stands.
    pub state: AccountState,
    /// When the person was invited.
    pub created_at: Timestamp,
    /// When the open invitation ends, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invitation_expires_at: Option<Timestamp>,
}

/// The staff, by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct People {
    /// Every member.
    pub people: Vec<Member>,
    /// Whether mail is sent out; otherwise it waits in the outbox.
    pub mail_is_sent: bool,
}

/// Invites a member of the staff by mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Invite {
    /// The person's name.
    pub name: String,
    /// The person's address.
    pub email: String,
    /// What the person may do; at least one role.
    pub roles: Roles,
}

/// Sets a member's roles and whether the member may sign in. Deactivation ends the member's sessions at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeMember {
    /// What the person may do; at least one role.
    pub roles: Roles,
    /// Whether the person may sign in.
    pub active: bool,
}

/// The person whom vendors may ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Name.
    pub name: String,
    /// Address.
    pub email: String,
    /// Telephone number; may be empty.
    #[serde(default)]
    pub phone: String,
}

/// The organisation's settings, read and written whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The organisation's name, as vendors read it.
    pub organisation: String,
    /// The person whom vendors may ask, when one is named.
    #[serde(default)]
    pub contact: Option<Contact>,
    /// Months for which answers and evidence are kept after an assessment ends, 1 to 240.
    pub retention_months: u16,
    /// Standing text of invitations; may be empty.
    #[serde(default)]
    pub invitation_text: String,
}

/// Where a mail stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MailState {
    /// Not sent yet; without a mail server it stays so.
    Waiting,
    /// Handed to the mail server.
    Sent,
    /// Given up after several tries.
    Failed,
}

/// One mail of the outbox. The text is shown without its link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OutboxMail {
    /// The mail's id.
    pub id: String,
    /// To whom.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// Text, with `[link]` where the link stands.
    pub text: String,
    /// Where it stands.
    pub state: MailState,
    /// Whether it has a link that can still be copied.
    pub has_link: bool,
    /// How often sending was tried.
    pub attempts: u32,
    /// Why the last try failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// When it is tried next, if that is later than now: after a failure, or because an address takes three links an hour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waits_until: Option<Timestamp>,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent_at: Option<Timestamp>,
}

/// The outbox, at most 500: what waits comes first, then the newest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Outbox {
    /// The mails.
    pub mails: Vec<OutboxMail>,
    /// Whether a mail server is configured.
    pub mail_is_sent: bool,
}

/// The link of one mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OutboxLink {
    /// The whole link.
    pub link: String,
}

//! The mails that begin an account or replace a password: what they say, and the links they carry.
//!
//! Plain text, one link each, nothing that needs images. Where the link stands is named after its token's hash, which
//! nobody can type into a letter; the link itself is put in when the letter is sent.

/// Mails to vendors' people about findings.
pub mod finding;
/// Mails to vendors' people.
pub mod portal;

use crate::auth::token::Token;
use crate::config::PublicUrl;
use crate::store::Mail;
use crate::store::batch::NewLink;
use domain::api::session::LinkKind;
use domain::id::{AssessmentId, PersonId};
use domain::journal::{DAY_MILLIS, Timestamp};

/// How long an invitation to the staff lives.
pub const JOIN_LIFE: i64 = 7 * DAY_MILLIS;
/// How long a link to a first account lives.
pub const FIRST_ACCOUNT_LIFE: i64 = 7 * DAY_MILLIS;
/// How long a link that replaces a password lives when it is mailed.
pub const RESET_LIFE: i64 = 60 * 60_000;
/// How long it lives when nobody sends mail and an admin hands it on.
pub const RESET_LIFE_BY_HAND: i64 = DAY_MILLIS;

/// A link that has just been made: what is stored of it, and the whole link to be shown or mailed once.
pub struct Made {
    /// What is stored.
    pub link: NewLink,
    /// The whole link.
    pub url: String,
}

/// The page that a link of a kind opens.
#[must_use]
pub fn page(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::FirstAccount => "/start",
        LinkKind::Join => "/join",
        LinkKind::Reset => "/reset",
        LinkKind::Invitation | LinkKind::SignIn => "/i",
        LinkKind::StaffSignIn => "/enter",
    }
}

/// Makes a link with a new token that lives for `life` milliseconds.
#[must_use]
pub fn make(
    base: &PublicUrl,
    kind: LinkKind,
    person: Option<PersonId>,
    assessment: Option<AssessmentId>,
    at: Timestamp,
    life: i64,
) -> Made {
    let token = Token::new();
    let link = NewLink {
        token_hash: token.hash(),
        kind,
        person,
        assessment,
        bound_to: None,
        at,
        expires_at: Timestamp(at.0 + life),
    };
    Made { link, url: base.link(page(kind), token.as_str()) }
}

/// Where the link with this token hash stands in a stored text.
#[must_use]
pub fn link_place(token_hash: &str) -> String {
    format!("{{link:{token_hash}}}")
}

impl Made {
    fn place(&self) -> String {
        link_place(&self.link.token_hash)
    }
}

/// To whom a letter goes.
#[derive(Debug, Clone, Copy)]
pub struct Recipient<'a> {
    /// The person.
    pub person: &'a PersonId,
    /// The person's name.
    pub name: &'a str,
    /// The person's address.
    pub email: &'a str,
}

fn mail(to: Recipient<'_>, made: &Made, subject: String, text: String) -> Mail {
    Mail {
        id: crate::ids::new(),
        person: Some(to.person.clone()),
        address: to.email.to_owned(),
        subject,
        text,
        link: Some(made.url.clone()),
        link_hash: Some(made.link.token_hash.clone()),
        link_expires_at: Some(made.link.expires_at),
        reply_to: None,
        may_wait: false,
        at: made.link.at,
    }
}

/// Invites a member of the staff.
#[must_use]
pub fn invitation(to: Recipient<'_>, by: &str, organisation: &str, made: &Made) -> Mail {
    let ends = made.link.expires_at.date().format("%-d %B %Y");
    let text = format!(
        "Hello {name},\n\n{by} invites you to Assay, where {organisation} assesses the vendors of its AI systems.\n\n\
         Choose your password here:\n{link}\n\nThe link works once, until {ends} (UTC). If you did not expect this \
         mail, ask {by}.\n",
        name = to.name,
        link = made.place(),
    );
    mail(to, made, format!("{organisation} invites you to Assay"), text)
}

/// Lets a person replace a forgotten password for one organisation.
#[must_use]
pub fn reset(to: Recipient<'_>, organisation: &str, made: &Made) -> Mail {
    let text = format!(
        "Hello {name},\n\nsomeone, most likely you, asked for a new password for this address in Assay. This link is \
         for your account with {organisation}.\n\nChoose the password here:\n{link}\n\nThe link works once and ends \
         soon. If it was not you, do nothing: your password stays as it is.\n",
        name = to.name,
        link = made.place(),
    );
    mail(to, made, "A new password for Assay".to_owned(), text)
}

/// Tells the person whom vendors could ask that they are given another address now.
#[must_use]
pub fn no_longer_asked(to: Recipient<'_>, organisation: &str, at: Timestamp) -> Mail {
    let text = format!(
        "Hello {name},\n\nthe contact whom {organisation} shows to its vendors in Assay was changed: their questions no longer \
         go to this address.\n\nIf you know of it, all is well. If not, tell an admin of your organisation.\n",
        name = to.name,
    );
    note(to, "Vendors are given another contact".to_owned(), text, at)
}

/// Tells a person that the password was replaced.
#[must_use]
pub fn password_changed(to: Recipient<'_>, at: Timestamp) -> Mail {
    let text = format!(
        "Hello {name},\n\nyour password for Assay was changed, and your other sessions were ended.\n\nIf it was not \
         you, tell an admin of your organisation at once.\n",
        name = to.name,
    );
    note(to, "Your password for Assay was changed".to_owned(), text, at)
}

/// A mail without a link.
fn note(to: Recipient<'_>, subject: String, text: String, at: Timestamp) -> Mail {
    Mail {
        id: crate::ids::new(),
        person: Some(to.person.clone()),
        address: to.email.to_owned(),
        subject,
        text,
        link: None,
        link_hash: None,
        link_expires_at: None,
        reply_to: None,
        may_wait: false,
        at,
    }
}

//! Signing in and out, passwords, and the one-time links that begin an account.
//!
//! Every request refuses unknown fields. Passwords and tokens appear in requests only, never in a reply.

use crate::actor::Roles;
use crate::id::{OrgId, PersonId};
use crate::journal::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;
use utoipa::ToSchema;

/// Fewest characters of a password.
pub const MIN_PASSWORD: usize = 12;
/// Most characters of a password.
pub const MAX_PASSWORD: usize = 200;

/// A secret as a browser sends it: it prints as dots, so that no log line can hold it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Why a password may not be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WeakPassword {
    /// Too short.
    #[error("choose a password of at least {MIN_PASSWORD} characters")]
    TooShort,
    /// Too long.
    #[error("choose a password of at most {MAX_PASSWORD} characters")]
    TooLong,
    /// The person's own address, which anyone can guess.
    #[error("choose a password that is not your e-mail address")]
    IsEmail,
    /// One character repeated.
    #[error("choose a password that is not one character repeated")]
    Repeated,
}

/// Whether `password` may be the password of the person with `email`.
///
/// # Errors
/// [`WeakPassword`] says what to change.
pub fn check_password(password: &str, email: &str) -> Result<(), WeakPassword> {
    let length = password.chars().count();
    if length < MIN_PASSWORD {
        return Err(WeakPassword::TooShort);
    }
    if length > MAX_PASSWORD {
        return Err(WeakPassword::TooLong);
    }
    if password.trim().eq_ignore_ascii_case(email.trim()) {
        return Err(WeakPassword::IsEmail);
    }
    let mut characters = password.chars();
    let first = characters.next();
    if characters.all(|c| Some(c) == first) {
        return Err(WeakPassword::Repeated);
    }
    Ok(())
}

/// The organisation a person belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OrganisationName {
    /// Its id.
    pub id: OrgId,
    /// Its name.
    pub name: String,
}

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Me {
    /// The person.
    pub person: PersonId,
    /// The person's name.
    pub name: String,
    /// The address with which the person signs in.
    pub email: String,
    /// What the person may do.
    pub roles: Roles,
    /// The organisation.
    pub organisation: OrganisationName,
    /// Minutes without a request after which the session ends.
    pub idle_minutes: u32,
}

/// Signs in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The person's address.
    pub email: String,
    /// The person's password.
    pub password: Secret,
    /// The organisation, once it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<OrgId>,
}

/// Changes the password of the person who is signed in; every other session of that person ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangePassword {
    /// The password as it is.
    pub current: Secret,
    /// The password as it shall be.
    pub new: Secret,
}

/// Asks for a link with which a forgotten password is replaced. The reply is the same for every address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskForReset {
    /// The person's address.
    pub email: String,
}

/// Uses a reset link up; every session of the person ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UseReset {
    /// What stood behind the `#` of the link.
    pub token: Secret,
    /// The password as it shall be.
    pub password: Secret,
}

/// Makes the first account of an organisation, with all roles, and signs in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FirstAccount {
    /// What stood behind the `#` of the link.
    pub token: Secret,
    /// The organisation's name; needed when the link does not name one yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// The person's name.
    pub name: String,
    /// The address with which the person will sign in.
    pub email: String,
    /// The password.
    pub password: Secret,
}

/// Accepts an invitation to the staff and signs in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Join {
    /// What stood behind the `#` of the link.
    pub token: Secret,
    /// The person's name, as the person writes it.
    pub name: String,
    /// The password.
    pub password: Secret,
}

/// Signs a member of the staff in by a link from the operator's console.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Enter {
    /// What stood behind the `#` of the link.
    pub token: Secret,
}

/// Asks what a link is for. Looking changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LookAtLink {
    /// What stood behind the `#` of the link.
    pub token: Secret,
}

/// What a link begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// The first account of an organisation.
    FirstAccount,
    /// An account of a member of the staff.
    Join,
    /// A new password.
    Reset,
    /// A vendor's person answering an assessment.
    Invitation,
    /// A vendor's person coming back.
    SignIn,
    /// A member of the staff signing in without a password, by a link that the operator's console shows.
    StaffSignIn,
}

/// A link that is alive, as its page shows it before anything is done with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LinkView {
    /// What the link begins.
    pub kind: LinkKind,
    /// The organisation's name, when it has one already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// The person's name, when the link is for one person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The person's address, when the link is for one person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// When the link ends.
    pub expires_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_long_enough_and_not_the_address() {
        assert_eq!(check_password("short", "a@b.example"), Err(WeakPassword::TooShort));
        assert_eq!(check_password(&"ab".repeat(101), "a@b.example"), Err(WeakPassword::TooLong));
        assert_eq!(check_password("Ann@buyer.example", "ann@Buyer.example"), Err(WeakPassword::IsEmail));
        assert_eq!(check_password("aaaaaaaaaaaa", "a@b.example"), Err(WeakPassword::Repeated));
        assert_eq!(check_password("plain but long words", "a@b.example"), Ok(()));
    }

    #[test]
    fn a_secret_does_not_print() {
        assert!(!format!("{:?}", Secret("hunter2".into())).contains("hunter2"));
    }
}

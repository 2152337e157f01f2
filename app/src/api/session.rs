//! Signing in and out, passwords, and the links that begin an account.
//!
//! Passwords and tokens travel in the body and never in the address, even where a call changes nothing, as in
//! [`look_at_link`].

use super::{Call, Error, Method, ask, tell};
use domain::api::session::{
    AskForReset, ChangePassword, Enter, FirstAccount, Join, LinkView, LookAtLink, Me, SignIn, UseReset,
};

/// Who is signed in.
///
/// # Errors
/// [`Error::SignedOut`] when nobody is; else see [`Error`].
pub async fn me() -> Result<Me, Error> {
    ask("/api/session").await
}

/// Signs in.
///
/// # Errors
/// [`Error::SignedOut`] may mean a wrong password; else see [`Error`].
pub async fn sign_in(body: &SignIn) -> Result<Me, Error> {
    tell(Call::new(Method::Post, "/api/session").with(body)).await
}

/// Signs out.
///
/// # Errors
/// See [`Error`].
pub async fn sign_out() -> Result<(), Error> {
    tell(Call::new(Method::Delete, "/api/session")).await
}

/// Changes the password of the person who is signed in.
///
/// # Errors
/// See [`Error`].
pub async fn change_password(body: &ChangePassword) -> Result<(), Error> {
    tell(Call::new(Method::Put, "/api/session/password").with(body)).await
}

/// Asks for a link to a new password.
///
/// # Errors
/// See [`Error`].
pub async fn ask_for_reset(body: &AskForReset) -> Result<(), Error> {
    tell(Call::new(Method::Post, "/api/password-resets").with(body)).await
}

/// Sets a new password with the link's token.
///
/// # Errors
/// See [`Error`].
pub async fn use_reset(body: &UseReset) -> Result<(), Error> {
    tell(Call::new(Method::Post, "/api/password-resets/use").with(body)).await
}

/// Makes the first account and signs in.
///
/// # Errors
/// See [`Error`].
pub async fn first_account(body: &FirstAccount) -> Result<Me, Error> {
    tell(Call::new(Method::Post, "/api/first-account").with(body)).await
}

/// Signs in by a link from the operator's console.
///
/// # Errors
/// See [`Error`].
pub async fn enter(body: &Enter) -> Result<Me, Error> {
    tell(Call::new(Method::Post, "/api/session/link").with(body)).await
}

/// Accepts an invitation to the staff and signs in.
///
/// # Errors
/// See [`Error`].
pub async fn join(body: &Join) -> Result<Me, Error> {
    tell(Call::new(Method::Post, "/api/joins").with(body)).await
}

/// What a link is for. Changes nothing.
///
/// # Errors
/// See [`Error`].
pub async fn look_at_link(body: &LookAtLink) -> Result<LinkView, Error> {
    tell(Call::new(Method::Post, "/api/links").with(body)).await
}

//! Finding the link that a token belongs to, with a limit on guessing.
//!
//! Looking changes nothing; a link is used up in the transaction of what it begins.

use super::address::ClientAddress;
use super::{limit, token};
use crate::error::Error;
use crate::security::{self, Why};
use crate::state::AppState;
use crate::store::invitations::Link;
use domain::api::session::LinkKind;
use domain::id::PersonId;

/// The link of one of `kinds` that `text` is the token of, alive or not. It is looked up before anything is counted: no
/// other link can shut a true one out.
///
/// # Errors
/// A dead link when there is none; "too many tries" after many guesses from one address.
pub async fn find(state: &AppState, from: &ClientAddress, text: &str, kinds: &[LinkKind]) -> Result<Link, Error> {
    if let Some(hash) = token::hash_of(text)
        && let Some(link) = state.store.link(&hash).await?
        && token::is_same(&link.token_hash, &hash)
        && kinds.contains(&link.kind)
    {
        security::in_organisation(&link.org);
        return Ok(link);
    }
    Err(dead(state, from, Why::Unknown).await)
}

/// The link of one of `kinds` that `text` is the token of, if it can still be used.
///
/// # Errors
/// A dead link when it is unknown, used, expired or revoked; "too many tries" after many of those from one address.
pub async fn find_alive(state: &AppState, from: &ClientAddress, text: &str, kinds: &[LinkKind]) -> Result<Link, Error> {
    must_be_alive(state, from, find(state, from, text, kinds).await?).await
}

/// Goes on only with a link that can still be used.
///
/// # Errors
/// A dead link; "too many tries" after many of those from one address.
pub async fn must_be_alive(state: &AppState, from: &ClientAddress, link: Link) -> Result<Link, Error> {
    if link.is_alive(state.clock.now()) {
        return Ok(link);
    }
    let why = match (&link.used_at, &link.revoked_at) {
        (Some(_), _) => Why::Used,
        (None, Some(_)) => Why::Withdrawn,
        (None, None) => Why::Ended,
    };
    Err(dead(state, from, why).await)
}

/// What a dead link is told, which counts. Why it is dead is for the log alone.
async fn dead(state: &AppState, from: &ClientAddress, why: Why) -> Error {
    security::because(why);
    match limit::LINKS.spend(state, &[&from.network()]).await {
        Ok(()) => Error::dead_link(),
        Err(error) => error,
    }
}

/// For whom the reply to a request with a link is kept: its person, or the link itself while it is for nobody.
#[must_use]
pub fn asker(link: &Link) -> PersonId {
    let itself = || PersonId::new(format!("link:{}", link.token_hash.get(..32).unwrap_or_default())).ok();
    link.person.clone().or_else(itself).unwrap_or_else(crate::ids::new)
}

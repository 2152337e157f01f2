//! Finding the link that a token belongs to, with a limit on guessing.
//!
//! Looking changes nothing; a link is used up in the transaction of what it begins.

use super::address::ClientAddress;
use super::{limit, token};
use crate::error::Error;
use crate::state::AppState;
use crate::store::invitations::Link;
use domain::api::session::LinkKind;

/// The link of one of `kinds` that `text` is the token of, alive or not.
///
/// # Errors
/// A dead link when there is none; "too many tries" after many guesses from one address.
pub async fn find(state: &AppState, from: &ClientAddress, text: &str, kinds: &[LinkKind]) -> Result<Link, Error> {
    let network = from.network();
    limit::LINKS.check(state, &[&network]).await?;
    if let Some(hash) = token::hash_of(text)
        && let Some(link) = state.store.link(&hash).await?
        && token::is_same(&link.token_hash, &hash)
        && kinds.contains(&link.kind)
    {
        return Ok(link);
    }
    limit::LINKS.spend(state, &[&network]).await?;
    Err(Error::dead_link())
}

/// The link of one of `kinds` that `text` is the token of, if it can still be used.
///
/// # Errors
/// A dead link when it is unknown, used, expired or revoked.
pub async fn find_alive(state: &AppState, from: &ClientAddress, text: &str, kinds: &[LinkKind]) -> Result<Link, Error> {
    let link = find(state, from, text, kinds).await?;
    if link.is_alive(state.clock.now()) { Ok(link) } else { Err(Error::dead_link()) }
}

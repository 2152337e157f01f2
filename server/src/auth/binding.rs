//! The browser that asked for a fresh link: a cookie of its own, of which the link keeps the hash.
//!
//! A bound link opens in that browser only. The cookie says nothing else and opens nothing.

use super::keys::Purpose;
use super::token::{self, Token};
use crate::config::PublicUrl;
use crate::error::Error;
use crate::once::RequestKey;
use crate::security::{self, Why};
use crate::state::AppState;
use crate::store::invitations::Link;
use axum::http::{HeaderMap, HeaderValue, header};
use domain::api::problem::Code;
use tower_sessions::cookie::{Cookie, SameSite};

/// How long a browser is remembered, in seconds: as long as a link that it asked for.
const LIFE: i64 = 600;

/// A browser that asks for a link.
#[derive(Debug)]
pub struct Browser {
    /// The cookie that is set.
    pub cookie: HeaderValue,
    /// The hash that the link is bound to.
    pub hash: String,
}

fn name(url: &PublicUrl) -> &'static str {
    if url.is_https() { "__Host-assay_browser" } else { "assay_browser" }
}

/// The hash of the browser's own cookie, if it sent one.
fn hash_in(url: &PublicUrl, headers: &HeaderMap) -> Option<(String, String)> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let cookies = lines.flat_map(|line| Cookie::split_parse(line.to_owned())).flatten();
    let mut own = cookies.filter(|cookie| cookie.name() == name(url));
    own.find_map(|cookie| Some((cookie.value().to_owned(), token::hash_of(cookie.value())?)))
}

/// The browser behind a request: the one it was before, or a new one. A request that is repeated with its key gets the
/// cookie to which the first one's link is bound.
///
/// # Errors
/// [`Error::Store`] when the database does not answer.
pub async fn browser(
    state: &AppState,
    headers: &HeaderMap,
    asked_with: &str,
    key: Option<&RequestKey>,
) -> Result<Browser, Error> {
    let url = &state.config.public_url;
    let (value, hash) = match (hash_in(url, headers), key) {
        (Some(known), _) => known,
        (None, Some(key)) => {
            let parts = ["browser", asked_with, key.text()];
            written(&Token::of(state.keys.mac(&state.store, Purpose::Session, &parts).await?))
        }
        (None, None) => written(&Token::new()),
    };
    let cookie = Cookie::build((name(url), value))
        .path("/")
        .http_only(true)
        .secure(url.is_https())
        .same_site(SameSite::Lax)
        .max_age(time::Duration::seconds(LIFE))
        .build();
    // A token is plain letters and digits, so a cookie of it is always a header.
    let cookie = HeaderValue::from_str(&cookie.to_string()).unwrap_or(HeaderValue::from_static(""));
    Ok(Browser { cookie, hash })
}

fn written(fresh: &Token) -> (String, String) {
    (fresh.as_str().to_owned(), fresh.hash())
}

/// Goes on only when the link is bound to no browser or to this one.
///
/// # Errors
/// A dead link that says where it opens.
pub fn must_fit(url: &PublicUrl, headers: &HeaderMap, link: &Link) -> Result<(), Error> {
    let Some(bound) = &link.bound_to else { return Ok(()) };
    if hash_in(url, headers).is_some_and(|(_, hash)| token::is_same(&hash, bound)) {
        return Ok(());
    }
    security::because(Why::OtherBrowser);
    let detail = "this link opens in the browser that asked for it; open it there, or ask for a new one here";
    Err(Error::new(Code::DeadLink, detail))
}

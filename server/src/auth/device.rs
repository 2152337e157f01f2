//! Known devices: a long-lived cookie that names the account which signed in here last, signed by the installation.
//!
//! It opens nothing. Tries from a known device are counted apart, so that strangers' guesses never shut its person out.
//! It ends with the password that it was made for.

use super::keys::Purpose;
use super::token;
use crate::config::PublicUrl;
use crate::error::Error;
use crate::state::AppState;
use crate::store::people::PersonRow;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use domain::id::{OrgId, PersonId};
use domain::journal::{DAY_MILLIS, Timestamp, hex};
use tower_sessions::cookie::{Cookie, SameSite};

/// How long a device is known after its last sign-in.
const LIFE: i64 = 180 * DAY_MILLIS;

/// A device whose cookie bears our signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Tells the device from others of the account.
    pub id: String,
    org: OrgId,
    person: PersonId,
    stamp: String,
}

/// The cookie to set with a reply.
#[derive(Debug, Clone)]
pub struct SetDevice(HeaderValue);

fn name(url: &PublicUrl) -> &'static str {
    if url.is_https() { "__Host-assay_device" } else { "assay_device" }
}

/// What a password leaves in the cookies made for it: another password, another stamp.
async fn stamp(state: &AppState, person: &PersonRow) -> Result<Option<String>, Error> {
    let Some(hash) = &person.password_hash else { return Ok(None) };
    Ok(Some(hex(&state.keys.mac(&state.store, Purpose::Device, &["stamp", hash]).await?)))
}

async fn signature(state: &AppState, text: &str) -> Result<String, Error> {
    Ok(hex(&state.keys.mac(&state.store, Purpose::Device, &["cookie", text]).await?))
}

/// The device that a request comes from, if it is known and its time has not run out.
///
/// # Errors
/// [`Error::Store`] when the database does not answer.
pub async fn of(state: &AppState, headers: &HeaderMap) -> Result<Option<Device>, Error> {
    let own = name(&state.config.public_url);
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let cookies = lines.flat_map(|line| Cookie::split_parse(line.to_owned())).flatten();
    let Some(cookie) = cookies.filter(|cookie| cookie.name() == own).last() else { return Ok(None) };
    let Some((text, signed)) = cookie.value().rsplit_once('~') else { return Ok(None) };
    if !token::is_same(&signature(state, text).await?, signed) {
        return Ok(None);
    }
    Ok(read(text, state.clock.now()))
}

fn read(text: &str, now: Timestamp) -> Option<Device> {
    let mut parts = text.split('~');
    let mut part = || parts.next().map(str::to_owned);
    let (id, org, person, stamp, ends) = (part()?, part()?, part()?, part()?, part()?);
    let ends: i64 = ends.parse().ok()?;
    (ends > now.0).then_some(Device { id, org: OrgId::new(org).ok()?, person: PersonId::new(person).ok()?, stamp })
}

impl Device {
    /// Whether the device is known to this account, as its password is now.
    ///
    /// # Errors
    /// [`Error::Store`] when the database does not answer.
    pub async fn knows(&self, state: &AppState, org: &OrgId, person: &PersonRow) -> Result<bool, Error> {
        if self.org != *org || self.person != person.person || !person.active {
            return Ok(false);
        }
        Ok(stamp(state, person).await?.is_some_and(|stamp| token::is_same(&stamp, &self.stamp)))
    }
}

/// The cookie by which a device is known to an account from now on. A device that is known already stays the same one.
///
/// # Errors
/// [`Error::Store`] when the database does not answer.
pub async fn remember(
    state: &AppState,
    headers: &HeaderMap,
    org: &OrgId,
    person: &PersonRow,
) -> Result<Option<SetDevice>, Error> {
    let Some(stamp) = stamp(state, person).await? else { return Ok(None) };
    let before = of(state, headers).await?.filter(|before| before.org == *org && before.person == person.person);
    let id = before.map_or_else(|| uuid::Uuid::new_v4().simple().to_string(), |before| before.id);
    let ends = state.clock.now().0 + LIFE;
    let text = format!("{id}~{org}~{}~{stamp}~{ends}", person.person);
    let signed = signature(state, &text).await?;
    let url = &state.config.public_url;
    let cookie = Cookie::build((name(url), format!("{text}~{signed}")))
        .path("/")
        .http_only(true)
        .secure(url.is_https())
        .same_site(SameSite::Lax)
        .max_age(time::Duration::milliseconds(LIFE))
        .build();
    Ok(HeaderValue::from_str(&cookie.to_string()).ok().map(SetDevice))
}

/// Puts the cookie that a handler asked for into its reply, after those of the sessions.
pub async fn set(mut response: Response) -> Response {
    if let Some(SetDevice(cookie)) = response.extensions_mut().remove::<SetDevice>() {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

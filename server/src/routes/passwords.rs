//! Passwords: changing one's own, and replacing a forgotten one by a link.
//!
//! Asking for a link gets the same answer for every address, which takes the same work.

use super::session::{organisation_name, person_of, staff_door, staff_session_ends};
use crate::auth::address::ClientAddress;
use crate::auth::password::salt_of;
use crate::auth::session::StaffSession;
use crate::auth::{StaffOrAgain, device, limit, link};
use crate::error::Error;
use crate::letters::{self, Recipient};
use crate::once::{self, Once, RequestKey};
use crate::routes::Faults;
use crate::state::AppState;
use crate::store::people::PersonRow;
use crate::store::{Batch, Row, StoreError};
use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, NoContent, Response};
use domain::api::problem::{Code, Problem};
use domain::api::session::{AskForReset, ChangePassword, LinkKind, UseReset, check_password};
use domain::id::{OrgId, PersonId};

/// Accounts of one address that a link is mailed for at once, the longest-standing first.
const MOST_RESETS: u32 = 8;
/// What the key of a changed password is kept for: the passwords themselves would be given away by a fast hash.
const CHANGED: &str = "changing the password";

/// Notes what is wrong with a new password: too short, too common, or made of what everybody knows of the person.
///
/// # Errors
/// When too many passwords are being looked at.
pub(super) async fn check_new(
    state: &AppState,
    faults: &mut Faults,
    at: &str,
    password: &str,
    [email, name, organisation]: [&str; 3],
) -> Result<(), Error> {
    if let Err(weak) = check_password(password, email) {
        faults.note(at, Err(weak));
        return Ok(());
    }
    if state.passwords.is_common(password, &[email, name, organisation]).await? {
        let common =
            "choose a password that others do not use: this one is common, or made of names, and guessed early";
        faults.note(at, Err(common));
    }
    Ok(())
}

/// Changes the password; every other session of the person ends, and this one gets a new id.
#[utoipa::path(put, path = "/api/session/password", tag = "session", request_body = ChangePassword,
    responses((status = 204), (status = 401, body = Problem), (status = 422, body = Problem),
        (status = 429, body = Problem)))]
pub async fn change_password(
    State(state): State<AppState>,
    who: StaffOrAgain,
    session: StaffSession,
    headers: HeaderMap,
    once: Once<ChangePassword>,
) -> Result<Response, Error> {
    let Once { body, key } = once;
    let key = key.map(|key| key.about(CHANGED));
    let (org, id) = (&who.org, &who.person);
    let person = state.store.person(org, id).await?.ok_or_else(Error::signed_out)?;
    let salt = salt_of(&state, &person.email).await?;
    let fits = async |password: &str| {
        let hash = person.password_hash.clone().into_iter().collect();
        Ok::<_, Error>(state.passwords.fitting(password, salt, hash).await?.contains(&true))
    };
    let door = staff_door(&state, &session, &who.cookie, key.as_ref(), (org, id));
    if who.is_again || once::replay(&state, org, id, key.as_ref()).await?.is_some() {
        limit::CURRENT_PASSWORD.spend(&state, &[id.as_str()]).await?;
        if !fits(&body.new.0).await? {
            return Err(Error::new(Code::KeyReused, "this key came with another password before; use a new one"));
        }
        if who.is_again {
            door.again().await?.ok_or_else(Error::signed_out)?;
        }
        return changed(&state, &headers, org, id).await;
    }
    let mut faults = Faults::default();
    let organisation = organisation_name(&state, org).await?;
    check_new(&state, &mut faults, "new", &body.new.0, [&person.email, &person.name, &organisation]).await?;
    faults.none()?;
    limit::CURRENT_PASSWORD.spend(&state, &[id.as_str()]).await?;
    if !fits(&body.current.0).await? {
        return Err(Error::field("current", "this is not your password as it is now"));
    }
    let hash = state.passwords.hash(&body.new.0, salt).await?;
    let opening = door.open(org, id, staff_session_ends(&state)).await?;
    let batch = opening.put_into(&door, replacing(&state, org, &person, hash));
    let stored = state.store.commit(batch).await;
    door.enter(opening, stored.map(drop).map_err(Error::from)).await?;
    changed(&state, &headers, org, id).await
}

/// The reply to a person whose password was changed. The device is known from now on: whoever comes through a mailed
/// link signs in next, however many strangers guess.
async fn changed(state: &AppState, headers: &HeaderMap, org: &OrgId, id: &PersonId) -> Result<Response, Error> {
    let person = state.store.person(org, id).await?.ok_or_else(Error::signed_out)?;
    let device = device::remember(state, headers, org, &person).await?.map(Extension);
    Ok((device, NoContent).into_response())
}

/// The batch that replaces a password, ends every session of the person and tells the person.
fn replacing(state: &AppState, org: &OrgId, person: &PersonRow, hash: String) -> Batch {
    let (now, id) = (state.clock.now(), &person.person);
    let to = Recipient { person: id, name: &person.name, email: &person.email };
    let mut batch = Batch::new(org.clone())
        .row(Row::SetPassword(id.clone(), hash))
        .row(Row::EndSessions(id.clone(), None))
        .row(limit::CURRENT_PASSWORD.given_back(&[id.as_str()]))
        .row(Row::RevokeLinks { person: id.clone(), kind: LinkKind::Reset, at: now });
    batch.mails.push(letters::password_changed(to, now));
    batch
}

/// Asks for a link that replaces a forgotten password. The answer is the same for every address; an address that
/// several organisations know gets a mail from each.
#[utoipa::path(post, path = "/api/password-resets", tag = "session", request_body = AskForReset,
    responses((status = 204), (status = 429, body = Problem)))]
pub async fn ask_for_reset(
    State(state): State<AppState>,
    from: ClientAddress,
    headers: HeaderMap,
    once: Once<AskForReset>,
) -> Result<NoContent, Error> {
    // A known device counts apart from the strangers of its network.
    let device = device::of(&state, &headers).await?.map(|device| device.id);
    limit::MAILS.spend(&state, &[&device.unwrap_or_else(|| from.network())]).await?;
    let Once { body, key } = once;
    // Off the request's path: whether there is such a person must not be told by the time it takes.
    tokio::spawn(async move {
        if let Err(error) = mail_resets(&state, &body.email.trim().to_lowercase(), key.as_ref()).await {
            tracing::warn!(?error, "a mail for a new password could not be written");
        }
    });
    Ok(NoContent)
}

async fn mail_resets(state: &AppState, email: &str, key: Option<&RequestKey>) -> Result<(), Error> {
    for (org, person) in state.store.staff_by_email(email, MOST_RESETS).await? {
        match mail_reset(state, &org, &person, key).await {
            Ok(()) | Err(Error::Store(StoreError::Repeated)) => {}
            Err(Error::Told(told)) if matches!(told.code, Code::TooMany | Code::KeyReused) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

async fn mail_reset(state: &AppState, org: &OrgId, person: &PersonRow, key: Option<&RequestKey>) -> Result<(), Error> {
    if once::replay(state, org, &person.person, key).await?.is_some() {
        return Ok(());
    }
    limit::MAILS_TO_PERSON.spend(state, &[person.person.as_str()]).await?;
    let now = state.clock.now();
    let life = if state.config.smtp_url.is_some() { letters::RESET_LIFE } else { letters::RESET_LIFE_BY_HAND };
    let made = letters::make(&state.config.public_url, LinkKind::Reset, Some(person.person.clone()), None, now, life);
    let to = Recipient { person: &person.person, name: &person.name, email: &person.email };
    let mut batch = Batch::new(org.clone())
        .row(Row::RevokeLinks { person: person.person.clone(), kind: LinkKind::Reset, at: now })
        .row(Row::ForgetMailLinks(person.person.clone()));
    batch.replies.extend(key.map(|key| once::kept(key, &person.person, "", now)));
    batch.mails.push(letters::reset(to, &organisation_name(state, org).await?, &made));
    batch.rows.push(Row::AddLink(made.link));
    state.store.commit(batch).await?;
    Ok(())
}

/// Uses a reset link up and sets the password; every session of the person ends.
#[utoipa::path(post, path = "/api/password-resets/use", tag = "session", request_body = UseReset,
    responses((status = 204), (status = 410, body = Problem), (status = 422, body = Problem),
        (status = 429, body = Problem)))]
pub async fn use_reset(
    State(state): State<AppState>,
    from: ClientAddress,
    headers: HeaderMap,
    once: Once<UseReset>,
) -> Result<Response, Error> {
    let Once { body, key } = once;
    let link = link::find(&state, &from, &body.token.0, &[LinkKind::Reset]).await?;
    let (org, asker) = (link.org.clone(), link::asker(&link));
    if once::replay(&state, &org, &asker, key.as_ref()).await?.is_some() {
        return changed(&state, &headers, &org, &asker).await;
    }
    let link = link::must_be_alive(&state, &from, link).await?;
    let person = person_of(&state, &link).await?;
    let mut faults = Faults::default();
    let organisation = organisation_name(&state, &link.org).await?;
    check_new(&state, &mut faults, "password", &body.password.0, [&person.email, &person.name, &organisation]).await?;
    faults.none()?;
    let hash = state.passwords.hash(&body.password.0, salt_of(&state, &person.email).await?).await?;
    let now = state.clock.now();
    let mut batch = replacing(&state, &link.org, &person, hash);
    // First of all: what follows revokes the links that are not used up.
    batch.rows.insert(0, Row::UseLink { token_hash: link.token_hash, at: now });
    batch.rows.push(Row::ForgetMailLinks(person.person.clone()));
    batch.replies.extend(key.as_ref().map(|key| once::kept(key, &asker, "", now)));
    match state.store.commit(batch).await {
        Err(StoreError::Repeated) => {
            let repeated = once::replay(&state, &org, &asker, key.as_ref()).await?;
            repeated.ok_or(Error::Store(StoreError::Repeated))?;
        }
        outcome => drop(outcome?),
    }
    changed(&state, &headers, &org, &asker).await
}

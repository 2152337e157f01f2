//! Passwords: changing one's own, and what every chosen password must meet.
//!
//! Replacing a forgotten one by a link stands in `resets`.

use super::session::{organisation_name, staff_door, staff_session_ends};
use crate::auth::password::salt_of;
use crate::auth::session::StaffSession;
use crate::auth::{StaffOrAgain, device, limit};
use crate::error::Error;
use crate::letters::{self, Recipient};
use crate::once::{self, Once};
use crate::routes::Faults;
use crate::security;
use crate::state::AppState;
use crate::store::people::PersonRow;
use crate::store::{Batch, Row};
use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, NoContent, Response};
use domain::actor::ActorRef;
use domain::api::problem::{Code, Problem};
use domain::api::session::{ChangePassword, LinkKind, check_password};
use domain::id::{OrgId, PersonId};

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
    if who.is_again || once::repeated(&state, org, id, key.as_ref()).await?.is_some() {
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
pub(super) async fn changed(
    state: &AppState,
    headers: &HeaderMap,
    org: &OrgId,
    id: &PersonId,
) -> Result<Response, Error> {
    let person = state.store.person(org, id).await?.ok_or_else(Error::signed_out)?;
    security::by(org, ActorRef::Staff(id.clone()));
    let device = device::remember(state, headers, org, &person).await?.map(Extension);
    Ok((device, NoContent).into_response())
}

/// The batch that replaces a password, ends every session of the person and tells the person.
pub(super) fn replacing(state: &AppState, org: &OrgId, person: &PersonRow, hash: String) -> Batch {
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

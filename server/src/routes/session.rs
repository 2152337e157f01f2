//! Who is signed in: by a password, or by a link from the operator's console; and signing out.
//!
//! A wrong password and an unknown address get the same answer, which takes the same work. What every door of the staff
//! needs stands here too: who a link is for, and what whoever came in is told.

use crate::auth::address::ClientAddress;
use crate::auth::opening::{Opening, holder_of};
use crate::auth::session::{self, STAFF_IDLE_MINUTES, StaffSession};
use crate::auth::{Staff, limit, link};
use crate::error::Error;
use crate::extract::Json;
use crate::once::{self, OnceSecret, RequestKey};
use crate::state::AppState;
use crate::store::invitations::Link;
use crate::store::people::PersonRow;
use crate::store::{About, Batch, Row, StoreError, Stream};
use axum::extract::State;
use axum::response::NoContent;
use domain::api::problem::Problem;
use domain::api::session::{Enter, LinkKind, Me, OrganisationName, SignIn};
use domain::id::{OrgId, PersonId};
use domain::organisation::Organisation;

/// Who is signed in.
#[utoipa::path(get, path = "/api/session", tag = "session",
    responses((status = 200, body = Me), (status = 401, body = Problem)))]
pub async fn get(staff: Staff) -> Json<Me> {
    let Staff { org, organisation, person, name, email, roles } = staff;
    let organisation = OrganisationName { id: org, name: organisation };
    Json(Me { person, name, email, roles, organisation, idle_minutes: STAFF_IDLE_MINUTES })
}

/// Signs in. A wrong password and an unknown address get the same answer.
#[utoipa::path(post, path = "/api/session", tag = "session", request_body = SignIn,
    responses((status = 200, body = Me), (status = 422, body = Problem), (status = 429, body = Problem)))]
pub async fn sign_in(
    State(state): State<AppState>,
    from: ClientAddress,
    session: StaffSession,
    OnceSecret { body, key }: OnceSecret<SignIn>,
) -> Result<Json<Me>, Error> {
    let email = body.email.trim().to_lowercase();
    let network = from.network();
    limit::PASSWORDS.spend(&state, &[&network]).await?;
    limit::PASSWORD.spend(&state, &[&network, &email]).await?;
    limit::PASSWORD_ANYWHERE.spend(&state, &[&email]).await?;
    let known = state.store.staff_by_email(&email).await?;
    let hash = known.as_ref().and_then(|(_, person)| person.password_hash.as_deref());
    let is_match = state.passwords.matches(&body.password.0, hash).await?;
    let Some((org, person)) = known.filter(|(_, person)| is_match && person.active) else {
        return Err(Error::field("password", "the address or the password is wrong; check both and try again"));
    };
    limit::PASSWORD.give_back(&state, &[&network, &email]).await?;
    let opening = Opening::staff(&state, &org, &person.person, key.as_ref()).await?;
    let mut batch = Batch::new(org.clone());
    batch.rows = opening.rows(&session.0)?;
    let about = About::thing(person.person.as_str());
    if once::commit(&state, &person.person, key.as_ref(), batch, about).await?.is_some() {
        opening.must_live(&state).await?;
    }
    opening.enter_staff(&session).await?;
    let organisation = organisation_name(&state, &org).await?;
    Ok(Json(me(org, organisation, person)))
}

/// Signs out. Without a session there is nothing to do, which is no fault.
#[utoipa::path(delete, path = "/api/session", tag = "session", responses((status = 204)))]
pub async fn sign_out(session: StaffSession) -> Result<NoContent, Error> {
    session::end(&session.0).await?;
    Ok(NoContent)
}

/// Signs a member of the staff in by a link from the operator's console, and uses the link up.
#[utoipa::path(post, path = "/api/session/link", tag = "session", request_body = Enter,
    responses((status = 200, body = Me), (status = 410, body = Problem)))]
pub async fn enter(
    State(state): State<AppState>,
    from: ClientAddress,
    session: StaffSession,
    OnceSecret { body, key }: OnceSecret<Enter>,
) -> Result<Json<Me>, Error> {
    let link = link::find(&state, &from, &body.token.0, &[LinkKind::StaffSignIn]).await?;
    if let Some(me) = entered_before(&state, &link, key.as_ref(), None, &session).await? {
        return Ok(Json(me));
    }
    let person = person_of(&state, &link).await?;
    let opening = Opening::staff(&state, &link.org, &person.person, key.as_ref()).await?;
    let used = Row::UseLink { token_hash: link.token_hash.clone(), at: state.clock.now() };
    let mut batch = Batch::new(link.org.clone()).row(used);
    batch.rows.extend(opening.rows(&session.0)?);
    let about = About::thing(person.person.as_str());
    if once::commit(&state, &holder_of(&link)?, key.as_ref(), batch, about).await?.is_some() {
        opening.must_live(&state).await?;
    }
    opening.enter_staff(&session).await?;
    let organisation = organisation_name(&state, &link.org).await?;
    Ok(Json(me(link.org, organisation, person)))
}

/// Whoever came in by a link that is used up, if this is the request that used it: its reply was lost, and it is let in
/// to the same session. `password` is the one that was chosen with it.
///
/// # Errors
/// A dead link when it was another request; key reused when another password came with it.
pub(super) async fn entered_before(
    state: &AppState,
    link: &Link,
    key: Option<&RequestKey>,
    password: Option<&str>,
    session: &StaffSession,
) -> Result<Option<Me>, Error> {
    if link.is_alive(state.clock.now()) {
        return Ok(None);
    }
    let about = once::repeated(state, &link.org, &holder_of(link)?, key).await?.ok_or_else(Error::dead_link)?;
    let id = PersonId::new(about.subject).map_err(|_| Error::dead_link())?;
    let person =
        state.store.person(&link.org, &id).await?.filter(|person| person.active).ok_or_else(Error::dead_link)?;
    if let Some(password) = password
        && !state.passwords.matches(password, person.password_hash.as_deref()).await?
    {
        return Err(once::reused());
    }
    let opening = Opening::staff(state, &link.org, &id, key).await?;
    opening.must_live(state).await?;
    opening.enter_staff(session).await?;
    let organisation = organisation_name(state, &link.org).await?;
    Ok(Some(me(link.org.clone(), organisation, person)))
}

/// What whoever is signed in is told of themselves.
pub(super) fn me(org: OrgId, organisation: String, person: PersonRow) -> Me {
    let organisation = OrganisationName { id: org, name: organisation };
    let PersonRow { person, name, email, roles, .. } = person;
    Me { person, name, email, roles, organisation, idle_minutes: STAFF_IDLE_MINUTES }
}

/// The organisation's name as it is now.
pub(super) async fn organisation_name(state: &AppState, org: &OrgId) -> Result<String, Error> {
    let organisation = state.store.fold::<Organisation>(org, &Stream::org()).await?;
    Ok(organisation.settings.name.clone())
}

/// The person a link is for, who must still be allowed to enter.
pub(super) async fn person_of(state: &AppState, link: &Link) -> Result<PersonRow, Error> {
    let id = link.person.as_ref().ok_or_else(Error::dead_link)?;
    let person = state.store.person(&link.org, id).await?;
    person.filter(|person| person.active).ok_or_else(Error::dead_link)
}

/// An address that somebody has already is told at its field.
pub(crate) fn taken(error: Error) -> Error {
    if let Error::Store(StoreError::Duplicate) = error {
        return Error::field("email", "this address has an account already");
    }
    error
}

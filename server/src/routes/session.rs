//! Who is signed in: by a password, or by a link from the operator's console; and signing out.
//!
//! A wrong password and an unknown address get the same answer, which takes the same work. What every door of the staff
//! needs stands here too: who a link is for, and what whoever came in is told.

use crate::auth::address::ClientAddress;
use crate::auth::judging::{Claim, judge};
use crate::auth::opening::{Door, STAFF_LONGEST};
use crate::auth::session::{self, STAFF_IDLE_MINUTES, StaffSession};
use crate::auth::{Staff, device, link};
use crate::error::Error;
use crate::extract::Json;
use crate::once::{Once, RequestKey};
use crate::state::AppState;
use crate::store::invitations::Link;
use crate::store::people::PersonRow;
use crate::store::sessions::Audience;
use crate::store::{Batch, Row, StoreError, Stream};
use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, NoContent, Response};
use domain::actor::Roles;
use domain::api::problem::Problem;
use domain::api::session::{Enter, LinkKind, Me, OrganisationName, SignIn};
use domain::id::{OrgId, PersonId};
use domain::journal::Timestamp;
use domain::organisation::Organisation;

/// Who is signed in.
#[utoipa::path(get, path = "/api/session", tag = "session",
    responses((status = 200, body = Me), (status = 401, body = Problem)))]
pub async fn get(staff: Staff) -> Json<Me> {
    Json(me(staff.org, staff.organisation, staff.person, staff.name, staff.email, staff.roles))
}

/// Signs in. A wrong password and an unknown address get the same answer; a password that fits accounts in several
/// organisations is asked which.
#[utoipa::path(post, path = "/api/session", tag = "session", request_body = SignIn,
    responses((status = 200, body = Me), (status = 409, body = Problem), (status = 422, body = Problem),
        (status = 429, body = Problem)))]
pub async fn sign_in(
    State(state): State<AppState>,
    from: ClientAddress,
    session: StaffSession,
    headers: HeaderMap,
    once: Once<SignIn>,
) -> Result<Response, Error> {
    let Once { body, key } = once;
    let email = body.email.trim().to_lowercase();
    let claim = Claim {
        from: &from,
        headers: &headers,
        email: &email,
        password: &body.password.0,
        organisation: body.organisation.as_ref(),
    };
    let judged = judge(&state, &claim).await?;
    let key = key.map(|key| key.about(&format!("signing in to {:?}", body.organisation)));
    let (org, person) = (&judged.org, &judged.person.person);
    let door = staff_door(&state, &session, person.as_str(), key.as_ref(), (org, person));
    if door.again().await?.is_none() {
        let opening = door.open(org, person, staff_session_ends(&state)).await?;
        let mut batch = opening.put_into(&door, Batch::new(org.clone()));
        batch.rows.extend(judged.given_back);
        let stored = state.store.commit(batch).await;
        door.enter(opening, stored.map(drop).map_err(Error::from)).await?;
    }
    welcome(&state, &headers, org, person).await
}

/// Signs out. Without a session there is nothing to do, which is no fault.
#[utoipa::path(delete, path = "/api/session", tag = "session", responses((status = 204)))]
pub async fn sign_out(session: StaffSession) -> Result<NoContent, Error> {
    session::end(&session.0).await?;
    Ok(NoContent)
}

/// Signs a member of the staff in by a link from the operator's console, and uses the link up.
#[utoipa::path(post, path = "/api/session/link", tag = "session", request_body = Enter,
    responses((status = 200, body = Me), (status = 410, body = Problem), (status = 422, body = Problem),
        (status = 429, body = Problem)))]
pub async fn enter(
    State(state): State<AppState>,
    from: ClientAddress,
    session: StaffSession,
    headers: HeaderMap,
    once: Once<Enter>,
) -> Result<Response, Error> {
    let link = link::find(&state, &from, &once.body.token.0, &[LinkKind::StaffSignIn]).await?;
    let asker = link::asker(&link);
    let door = staff_door(&state, &session, &link.token_hash, once.key.as_ref(), (&link.org, &asker));
    if let Some(person) = door.again().await? {
        return welcome(&state, &headers, &link.org, &person).await;
    }
    let link = link::must_be_alive(&state, &from, link.clone()).await?;
    let person = person_of(&state, &link).await?.person;
    let opening = door.open(&link.org, &person, staff_session_ends(&state)).await?;
    let used = Row::UseLink { token_hash: link.token_hash.clone(), at: state.clock.now() };
    let stored = state.store.commit(opening.put_into(&door, Batch::new(link.org.clone()).row(used))).await;
    let person = door.enter(opening, stored.map(drop).map_err(Error::from)).await?;
    welcome(&state, &headers, &link.org, &person).await
}

/// A door of the staff: `with` is what the session is opened with.
pub(super) fn staff_door<'a>(
    state: &'a AppState,
    session: &'a StaffSession,
    with: &'a str,
    key: Option<&'a RequestKey>,
    asker: (&'a OrgId, &'a PersonId),
) -> Door<'a> {
    Door { state, session: &session.0, audience: Audience::Staff, with, key, asker }
}

/// When a staff session that begins now ends at the latest.
pub(super) fn staff_session_ends(state: &AppState) -> Timestamp {
    Timestamp(state.clock.now().0 + STAFF_LONGEST)
}

/// The reply to a person who has just come in, and the cookie by which the device is known from now on.
pub(super) async fn welcome(
    state: &AppState,
    headers: &HeaderMap,
    org: &OrgId,
    person: &PersonId,
) -> Result<Response, Error> {
    let row = state.store.person(org, person).await?.ok_or_else(Error::signed_out)?;
    let device = device::remember(state, headers, org, &row).await?.map(Extension);
    let organisation = organisation_name(state, org).await?;
    let told = me(org.clone(), organisation, row.person, row.name, row.email, row.roles);
    Ok((device, Json(told)).into_response())
}

/// What whoever is signed in is told of themselves.
fn me(org: OrgId, organisation: String, person: PersonId, name: String, email: String, roles: Roles) -> Me {
    let organisation = OrganisationName { id: org, name: organisation };
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

/// An address that somebody in the organisation has already is told at its field.
pub(crate) fn taken(error: Error) -> Error {
    if let Error::Store(StoreError::Duplicate) = error {
        return Error::field("email", "this address has an account already");
    }
    error
}

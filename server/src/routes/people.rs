//! The buyer's staff: inviting, roles, deactivation.
//!
//! Who may do it and whether an admin remains is decided by the organisation's rules. Deactivation ends sessions and
//! links in the same transaction.

use crate::auth::Staff;
use crate::error::{Error, created};
use crate::extract::{Json, Path};
use crate::letters::{self, Recipient};
use crate::once::{self, Once, OnceBare};
use crate::routes::Faults;
use crate::routes::session::taken;
use crate::security::{self, Deed};
use crate::state::AppState;
use crate::store::journal::read_event;
use crate::store::people::{PersonKind, PersonRow};
use crate::store::{About, Batch, Row, Stream};
use axum::extract::State;
use axum::response::{NoContent, Response};
use domain::actor::Role;
use domain::api::people::{AccountState, ChangeMember, Invite, Member, People};
use domain::api::problem::Problem;
use domain::api::session::LinkKind;
use domain::id::{OrgId, PersonId};
use domain::journal::Timestamp;
use domain::organisation::{Command, Event, Organisation};

/// A member who has joined or is still invited; a password says nothing of that, as a link may be all there is.
fn member(person: &PersonRow, joined: bool, invitation_expires_at: Option<Timestamp>) -> Member {
    let state = match (person.active, joined) {
        (false, _) => AccountState::Deactivated,
        (true, true) => AccountState::Active,
        (true, false) => AccountState::Invited,
    };
    Member {
        id: person.person.clone(),
        name: person.name.clone(),
        email: person.email.clone(),
        roles: person.roles.clone(),
        state,
        created_at: person.created_at,
        invitation_expires_at: invitation_expires_at.filter(|_| state == AccountState::Invited),
    }
}

/// The staff, by name.
#[utoipa::path(get, path = "/api/people", tag = "people",
    responses((status = 200, body = People), (status = 401, body = Problem)))]
pub async fn list(State(state): State<AppState>, staff: Staff) -> Result<Json<People>, Error> {
    let people = state.store.staff(&staff.org).await?;
    let organisation = state.store.fold::<Organisation>(&staff.org, &Stream::org()).await?;
    let links = state.store.open_links(&staff.org, LinkKind::Join, state.clock.now()).await?;
    let ends = |id: &PersonId| links.iter().find(|(person, _)| person == id).map(|(_, at)| *at);
    let row = |person: &PersonRow| member(person, organisation.has_joined(&person.person), ends(&person.person));
    let people = people.iter().map(row).collect();
    Ok(Json(People { people, mail_is_sent: state.config.smtp_url.is_some() }))
}

/// Invites a member of the staff by mail.
#[utoipa::path(post, path = "/api/people", tag = "people", request_body = Invite,
    responses((status = 201, body = Member, headers(("Location" = String, description = "Where it is read"))), (status = 403, body = Problem), (status = 422, body = Problem),
        (status = 429, body = Problem)))]
pub async fn invite(State(state): State<AppState>, staff: Staff, once: Once<Invite>) -> Result<Response, Error> {
    staff.must_be(Role::Admin)?;
    let mut faults = Faults::default();
    let name = faults.name("name", &once.body.name, "the person's name");
    let email = faults.email("email", &once.body.email);
    faults.none()?;
    let now = state.clock.now();
    let person = PersonRow {
        person: crate::ids::new(),
        kind: PersonKind::Staff,
        email,
        name,
        phone: String::new(),
        title: String::new(),
        password_hash: None,
        roles: once.body.roles.clone(),
        active: true,
        created_at: now,
    };
    once::carry_out(
        &state,
        &staff.org,
        &staff.person,
        once.key.as_ref(),
        || async {
            let before = state.store.fold::<Organisation>(&staff.org, &Stream::org()).await?;
            let command = Command::AddMember(person.person.clone(), person.roles.clone());
            let events = before.decide(command, &staff.actor())?;
            let mut batch = Batch::new(staff.org.clone()).row(Row::AddPerson(person.clone()));
            batch.appends.push(before.append(before.not_before(now), staff.reference(), &events)?);
            let ends = add_invitation(&state, &staff, &person, now, &mut batch);
            Ok((batch, member(&person, false, Some(ends))))
        },
        |about| added(&state, &staff, about.version),
    )
    .await
    .map(|response| created(response, "/api/people"))
    .map_err(taken)
}

/// The member of whom the organisation's stream says at `version` that they were added.
async fn added(state: &AppState, staff: &Staff, version: u64) -> Result<Member, Error> {
    let records = state.store.load_after(&staff.org, &Stream::org(), version.saturating_sub(1)).await?;
    let added = records.first().map(read_event::<Event>).transpose()?;
    let Some(Event::MemberAdded { person, .. }) = added.map(|recorded| recorded.event) else {
        return Err(Error::not_found());
    };
    stored_member(state, &staff.org, &person).await
}

/// Puts a fresh link and its mail into a batch; says when the link ends.
fn add_invitation(state: &AppState, by: &Staff, to: &PersonRow, now: Timestamp, batch: &mut Batch) -> Timestamp {
    let (url, id) = (&state.config.public_url, to.person.clone());
    let made = letters::make(url, LinkKind::Join, Some(id), None, now, letters::JOIN_LIFE);
    let recipient = Recipient { person: &to.person, name: &to.name, email: &to.email };
    batch.mails.push(letters::invitation(recipient, &by.name, &by.organisation, &made));
    let ends = made.link.expires_at;
    batch.rows.push(Row::AddLink(made.link));
    ends
}

/// Sets a member's roles and whether the member may sign in.
#[utoipa::path(put, path = "/api/people/{id}", tag = "people", request_body = ChangeMember,
    responses((status = 200, body = Member), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem)))]
pub async fn change(
    State(state): State<AppState>,
    staff: Staff,
    Path(id): Path<PersonId>,
    once: Once<ChangeMember>,
) -> Result<Response, Error> {
    security::about(&id);
    let ChangeMember { roles, active } = once.body;
    if !active {
        security::instead(Deed::Deactivation);
    }
    staff.must_be(Role::Admin)?;
    let person = member_of(&state, &staff.org, &id).await?;
    once::carry_out(
        &state,
        &staff.org,
        &staff.person,
        once.key.as_ref(),
        || async {
            let now = state.clock.now();
            let before = state.store.fold::<Organisation>(&staff.org, &Stream::org()).await?;
            let command = Command::ChangeMember { person: id.clone(), roles: roles.clone(), active };
            let events = before.decide(command, &staff.actor())?;
            let set = Row::SetRoles { person: id.clone(), roles: roles.clone(), active };
            let mut batch = Batch::new(staff.org.clone()).row(set);
            if !active {
                batch.rows.extend(shut_out(&id, now));
            }
            batch.appends.push(before.append(before.not_before(now), staff.reference(), &events)?);
            let after = PersonRow { roles: roles.clone(), active, ..person.clone() };
            Ok((batch, member(&after, before.has_joined(&id), None)))
        },
        |_| stored_member(&state, &staff.org, &id),
    )
    .await
}

/// What ends everything by which a person could enter.
pub(super) fn shut_out(id: &PersonId, at: Timestamp) -> Vec<Row> {
    let kinds = [LinkKind::Join, LinkKind::Reset, LinkKind::Invitation, LinkKind::SignIn, LinkKind::StaffSignIn];
    let links = kinds.map(|kind| Row::RevokeLinks { person: id.clone(), kind, at });
    let mut rows = vec![Row::EndSessions(id.clone(), None), Row::ForgetMailLinks(id.clone())];
    rows.extend(links);
    rows
}

/// A member as it is stored.
async fn stored_member(state: &AppState, org: &OrgId, id: &PersonId) -> Result<Member, Error> {
    let (person, organisation) =
        (member_of(state, org, id).await?, state.store.fold::<Organisation>(org, &Stream::org()).await?);
    let links = state.store.open_links(org, LinkKind::Join, state.clock.now()).await?;
    let ends = links.iter().find(|(person, _)| person == id).map(|(_, at)| *at);
    Ok(member(&person, organisation.has_joined(id), ends))
}

async fn member_of(state: &AppState, org: &OrgId, id: &PersonId) -> Result<PersonRow, Error> {
    let person = state.store.person(org, id).await?;
    person.filter(|person| person.kind == PersonKind::Staff).ok_or_else(Error::not_found)
}

/// Sends a fresh invitation to a member who has not joined; the earlier link ends.
#[utoipa::path(post, path = "/api/people/{id}/invitation", tag = "people",
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 429, body = Problem)))]
pub async fn invite_again(
    State(state): State<AppState>,
    staff: Staff,
    Path(id): Path<PersonId>,
    OnceBare(key): OnceBare,
) -> Result<NoContent, Error> {
    security::about(&id);
    staff.must_be(Role::Admin)?;
    if once::repeated(&state, &staff.org, &staff.person, key.as_ref()).await?.is_some() {
        return Ok(NoContent);
    }
    let person = member_of(&state, &staff.org, &id).await?;
    let organisation = state.store.fold::<Organisation>(&staff.org, &Stream::org()).await?;
    organisation.may_invite_again(&id, &staff.actor())?;
    let now = state.clock.now();
    let mut batch = Batch::new(staff.org.clone())
        .row(Row::RevokeLinks { person: id.clone(), kind: LinkKind::Join, at: now })
        .row(Row::ForgetMailLinks(id.clone()));
    add_invitation(&state, &staff, &person, now, &mut batch);
    once::commit(&state, &staff.person, key.as_ref(), batch, About::thing(id.as_str())).await?;
    Ok(NoContent)
}

//! Signing in and out, the first account, joining by invitation, and passwords.
//!
//! Every answer that depends on whether an address is known is the same for both, and takes the same work.

use crate::auth::address::ClientAddress;
use crate::auth::session::{self, STAFF_IDLE_MINUTES, StaffSession};
use crate::auth::{Staff, limit, link};
use crate::error::Error;
use crate::extract::Json;
use crate::letters::{self, Recipient};
use crate::record::first_publication;
use crate::routes::Faults;
use crate::state::AppState;
use crate::store::invitations::Link;
use crate::store::people::{PersonKind, PersonRow};
use crate::store::{Batch, Row, StoreError, Stream};
use axum::extract::State;
use axum::response::NoContent;
use domain::actor::{Actor, ActorRef, Role, Roles};
use domain::api::problem::Problem;
use domain::api::session::{
    AskForReset, ChangePassword, Enter, FirstAccount, Join, LinkKind, LinkView, LookAtLink, Me, OrganisationName,
    SignIn, UseReset, check_password,
};
use domain::id::{OrgId, PersonId};
use domain::organisation::{Command, Organisation};

const STAFF_LINKS: [LinkKind; 4] = [LinkKind::FirstAccount, LinkKind::Join, LinkKind::Reset, LinkKind::StaffSignIn];

fn me(org: OrgId, organisation: String, person: PersonId, name: String, email: String, roles: Roles) -> Me {
    let organisation = OrganisationName { id: org, name: organisation };
    Me { person, name, email, roles, organisation, idle_minutes: STAFF_IDLE_MINUTES }
}

/// Who is signed in.
#[utoipa::path(get, path = "/api/session", tag = "session",
    responses((status = 200, body = Me), (status = 401, body = Problem)))]
pub async fn get(staff: Staff) -> Json<Me> {
    Json(me(staff.org, staff.organisation, staff.person, staff.name, staff.email, staff.roles))
}

/// Signs in. A wrong password and an unknown address get the same answer.
#[utoipa::path(post, path = "/api/session", tag = "session", request_body = SignIn,
    responses((status = 200, body = Me), (status = 422, body = Problem), (status = 429, body = Problem)))]
pub async fn sign_in(
    State(state): State<AppState>,
    from: ClientAddress,
    session: StaffSession,
    Json(body): Json<SignIn>,
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
    session::open_staff(&session, &org, &person.person, state.clock.now()).await?;
    let organisation = organisation_name(&state, &org).await?;
    Ok(Json(me(org, organisation, person.person, person.name, person.email, person.roles)))
}

async fn organisation_name(state: &AppState, org: &OrgId) -> Result<String, Error> {
    let organisation = state.store.fold::<Organisation>(org, &Stream::org()).await?;
    Ok(organisation.settings.name.clone())
}

/// Signs out. Without a session there is nothing to do, which is no fault.
#[utoipa::path(delete, path = "/api/session", tag = "session", responses((status = 204)))]
pub async fn sign_out(session: StaffSession) -> Result<NoContent, Error> {
    session::end(&session.0).await?;
    Ok(NoContent)
}

/// Changes the password; every other session of the person ends, and this one gets a new id.
#[utoipa::path(put, path = "/api/session/password", tag = "session", request_body = ChangePassword,
    responses((status = 204), (status = 422, body = Problem)))]
pub async fn change_password(
    State(state): State<AppState>,
    from: ClientAddress,
    staff: Staff,
    session: StaffSession,
    Json(body): Json<ChangePassword>,
) -> Result<NoContent, Error> {
    let mut faults = Faults::default();
    faults.note("new", check_password(&body.new.0, &staff.email));
    faults.none()?;
    let network = from.network();
    limit::PASSWORD.spend(&state, &[&network, &staff.email]).await?;
    let person = state.store.person(&staff.org, &staff.person).await?.ok_or_else(Error::signed_out)?;
    if !state.passwords.matches(&body.current.0, person.password_hash.as_deref()).await? {
        return Err(Error::field("current", "this is not your password as it is now"));
    }
    limit::PASSWORD.give_back(&state, &[&network, &staff.email]).await?;
    let hash = state.passwords.hash(&body.new.0).await?;
    let now = state.clock.now();
    let to = Recipient { person: &staff.person, name: &staff.name, email: &staff.email };
    let mut batch = Batch::new(staff.org.clone())
        .row(Row::SetPassword(staff.person.clone(), hash))
        .row(Row::EndSessions(staff.person.clone(), None))
        .row(Row::RevokeLinks { person: staff.person.clone(), kind: LinkKind::Reset, at: now });
    batch.mails.push(letters::password_changed(to, now));
    state.store.commit(batch).await?;
    session::open_staff(&session, &staff.org, &staff.person, now).await?;
    Ok(NoContent)
}

/// Asks for a link that replaces a forgotten password. The answer is the same for every address.
#[utoipa::path(post, path = "/api/password-resets", tag = "session", request_body = AskForReset,
    responses((status = 204), (status = 429, body = Problem)))]
pub async fn ask_for_reset(
    State(state): State<AppState>,
    from: ClientAddress,
    Json(body): Json<AskForReset>,
) -> Result<NoContent, Error> {
    limit::MAILS.spend(&state, &[&from.network()]).await?;
    // Off the request's path: whether there is such a person must not be told by the time it takes.
    tokio::spawn(async move {
        if let Err(error) = mail_reset(&state, &body.email.trim().to_lowercase()).await {
            tracing::warn!(?error, "a mail for a new password could not be written");
        }
    });
    Ok(NoContent)
}

async fn mail_reset(state: &AppState, email: &str) -> Result<(), Error> {
    let Some((org, person)) = state.store.staff_by_email(email).await? else { return Ok(()) };
    if !person.active || person.password_hash.is_none() {
        return Ok(());
    }
    limit::MAILS_TO_PERSON.spend(state, &[person.person.as_str()]).await?;
    let now = state.clock.now();
    let life = if state.config.smtp_url.is_some() { letters::RESET_LIFE } else { letters::RESET_LIFE_BY_HAND };
    let made = letters::make(&state.config.public_url, LinkKind::Reset, Some(person.person.clone()), None, now, life);
    let to = Recipient { person: &person.person, name: &person.name, email: &person.email };
    let mut batch = Batch::new(org)
        .row(Row::RevokeLinks { person: person.person.clone(), kind: LinkKind::Reset, at: now })
        .row(Row::ForgetMailLinks(person.person.clone()));
    batch.mails.push(letters::reset(to, &made));
    batch.rows.push(Row::AddLink(made.link));
    state.store.commit(batch).await?;
    Ok(())
}

/// Uses a reset link up and sets the password; every session of the person ends.
#[utoipa::path(post, path = "/api/password-resets/use", tag = "session", request_body = UseReset,
    responses((status = 204), (status = 410, body = Problem), (status = 422, body = Problem)))]
pub async fn use_reset(
    State(state): State<AppState>,
    from: ClientAddress,
    Json(body): Json<UseReset>,
) -> Result<NoContent, Error> {
    let link = link::find_alive(&state, &from, &body.token.0, &[LinkKind::Reset]).await?;
    let person = person_of(&state, &link).await?;
    let mut faults = Faults::default();
    faults.note("password", check_password(&body.password.0, &person.email));
    faults.none()?;
    let hash = state.passwords.hash(&body.password.0).await?;
    let now = state.clock.now();
    let to = Recipient { person: &person.person, name: &person.name, email: &person.email };
    let mut batch = Batch::new(link.org.clone())
        .row(Row::UseLink { token_hash: link.token_hash, at: now })
        .row(Row::SetPassword(person.person.clone(), hash))
        .row(Row::EndSessions(person.person.clone(), None))
        .row(Row::ForgetMailLinks(person.person.clone()));
    batch.mails.push(letters::password_changed(to, now));
    state.store.commit(batch).await?;
    Ok(NoContent)
}

/// The person a link is for, who must still be allowed to enter.
async fn person_of(state: &AppState, link: &Link) -> Result<PersonRow, Error> {
    let id = link.person.as_ref().ok_or_else(Error::dead_link)?;
    let person = state.store.person(&link.org, id).await?;
    person.filter(|person| person.active).ok_or_else(Error::dead_link)
}

/// What a link is for. Looking changes nothing.
#[utoipa::path(post, path = "/api/links", tag = "session", request_body = LookAtLink,
    responses((status = 200, body = LinkView), (status = 410, body = Problem), (status = 429, body = Problem)))]
pub async fn look(
    State(state): State<AppState>,
    from: ClientAddress,
    Json(body): Json<LookAtLink>,
) -> Result<Json<LinkView>, Error> {
    let link = link::find_alive(&state, &from, &body.token.0, &STAFF_LINKS).await?;
    let person = match &link.person {
        Some(_) => Some(person_of(&state, &link).await?),
        None => None,
    };
    let (name, email) = person.map(|person| (person.name, person.email)).unzip();
    Ok(Json(LinkView { kind: link.kind, organisation: link.organisation, name, email, expires_at: link.expires_at }))
}

/// Makes the first account of an organisation, with all roles, and signs in.
#[utoipa::path(post, path = "/api/first-account", tag = "session", request_body = FirstAccount,
    responses((status = 200, body = Me), (status = 410, body = Problem), (status = 422, body = Problem)))]
pub async fn first_account(
    State(state): State<AppState>,
    from: ClientAddress,
    session: StaffSession,
    Json(body): Json<FirstAccount>,
) -> Result<Json<Me>, Error> {
    let link = link::find_alive(&state, &from, &body.token.0, &[LinkKind::FirstAccount]).await?;
    let mut faults = Faults::default();
    let organisation = match &link.organisation {
        Some(name) => name.clone(),
        None => {
            faults.name("organisation", body.organisation.as_deref().unwrap_or_default(), "the organisation's name")
        }
    };
    let name = faults.name("name", &body.name, "your name");
    let email = faults.email("email", &body.email);
    faults.note("password", check_password(&body.password.0, &email));
    faults.none()?;
    let now = state.clock.now();
    let person = PersonRow {
        person: crate::ids::new(),
        kind: PersonKind::Staff,
        email,
        name,
        phone: String::new(),
        title: String::new(),
        password_hash: Some(state.passwords.hash(&body.password.0).await?),
        roles: Role::ALL.into(),
        active: true,
        created_at: now,
    };
    state
        .store
        .decide(|| async { found(&state, &link, &organisation, &person).await.map(|batch| (batch, ())) })
        .await
        .map_err(taken)?;
    session::open_staff(&session, &link.org, &person.person, now).await?;
    Ok(Json(me(link.org, organisation, person.person, person.name, person.email, person.roles)))
}

/// The batch that founds the organisation, if it is not yet, and makes its first member.
async fn found(state: &AppState, link: &Link, name: &str, person: &PersonRow) -> Result<Batch, Error> {
    let before = state.store.fold::<Organisation>(&link.org, &Stream::org()).await?;
    let (by, at) = (ActorRef::Staff(person.person.clone()), before.not_before(person.created_at));
    let (mut events, mut publications) = (Vec::new(), Vec::new());
    if !before.is_founded() {
        events.extend(before.decide(Command::Found { name: name.to_owned() }, &Actor::System)?);
        publications = first_publication(person.created_at)?;
    }
    events.extend(before.decide(Command::AddFirstMember(person.person.clone()), &Actor::System)?);
    let mut batch = Batch::new(link.org.clone())
        .row(Row::UseLink { token_hash: link.token_hash.clone(), at: person.created_at })
        .row(Row::Organisation { name: name.to_owned(), at })
        .row(Row::AddPerson(person.clone()));
    batch.appends.push(before.append(at, by, &events)?);
    batch.appends.extend(publications);
    Ok(batch)
}

/// Accepts an invitation to the staff and signs in.
#[utoipa::path(post, path = "/api/joins", tag = "session", request_body = Join,
    responses((status = 200, body = Me), (status = 410, body = Problem), (status = 422, body = Problem)))]
pub async fn join(
    State(state): State<AppState>,
    from: ClientAddress,
    session: StaffSession,
    Json(body): Json<Join>,
) -> Result<Json<Me>, Error> {
    let link = link::find_alive(&state, &from, &body.token.0, &[LinkKind::Join]).await?;
    let person = person_of(&state, &link).await?;
    let mut faults = Faults::default();
    let name = faults.name("name", &body.name, "your name");
    faults.note("password", check_password(&body.password.0, &person.email));
    faults.none()?;
    let hash = state.passwords.hash(&body.password.0).await?;
    let now = state.clock.now();
    let id = person.person.clone();
    state
        .store
        .decide(|| async {
            let before = state.store.fold::<Organisation>(&link.org, &Stream::org()).await?;
            let events = before.decide(Command::Join(id.clone()), &Actor::System)?;
            let mut batch = Batch::new(link.org.clone())
                .row(Row::UseLink { token_hash: link.token_hash.clone(), at: now })
                .row(Row::SetPassword(id.clone(), hash.clone()))
                .row(Row::ForgetMailLinks(id.clone()))
                .row(Row::ChangePerson {
                    person: id.clone(),
                    name: name.clone(),
                    email: person.email.clone(),
                    phone: person.phone.clone(),
                    title: person.title.clone(),
                });
            batch.appends.push(before.append(before.not_before(now), ActorRef::Staff(id.clone()), &events)?);
            Ok::<_, Error>((batch, ()))
        })
        .await?;
    session::open_staff(&session, &link.org, &id, now).await?;
    let organisation = organisation_name(&state, &link.org).await?;
    Ok(Json(me(link.org, organisation, id, name, person.email, person.roles)))
}

/// Signs a member of the staff in by a link from the operator's console, and uses the link up.
#[utoipa::path(post, path = "/api/session/link", tag = "session", request_body = Enter,
    responses((status = 200, body = Me), (status = 410, body = Problem)))]
pub async fn enter(
    State(state): State<AppState>,
    from: ClientAddress,
    session: StaffSession,
    Json(body): Json<Enter>,
) -> Result<Json<Me>, Error> {
    let link = link::find_alive(&state, &from, &body.token.0, &[LinkKind::StaffSignIn]).await?;
    let person = person_of(&state, &link).await?;
    let now = state.clock.now();
    let used = Row::UseLink { token_hash: link.token_hash.clone(), at: now };
    state.store.commit(Batch::new(link.org.clone()).row(used)).await?;
    session::open_staff(&session, &link.org, &person.person, now).await?;
    let organisation = organisation_name(&state, &link.org).await?;
    Ok(Json(me(link.org, organisation, person.person, person.name, person.email, person.roles)))
}

/// An address that somebody has already is told at its field.
pub(crate) fn taken(error: Error) -> Error {
    if let Error::Store(StoreError::Duplicate) = error {
        return Error::field("email", "this address has an account already");
    }
    error
}

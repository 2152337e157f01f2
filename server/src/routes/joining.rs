//! Getting an account: what a link is for, the first account of an organisation, and joining by invitation.
//!
//! An account begins with a link that is used up in the same commit.

use super::session::{entered_before, me, organisation_name, person_of, taken};
use crate::auth::address::ClientAddress;
use crate::auth::link;
use crate::auth::opening::{Opening, holder_of};
use crate::auth::session::StaffSession;
use crate::error::Error;
use crate::extract::Json;
use crate::once::{self, OnceSecret, RequestKey};
use crate::record::first_publication;
use crate::routes::Faults;
use crate::state::AppState;
use crate::store::invitations::Link;
use crate::store::people::{PersonKind, PersonRow};
use crate::store::{About, Batch, Row, Stream};
use axum::extract::State;
use domain::actor::{Actor, ActorRef, Role};
use domain::api::problem::Problem;
use domain::api::session::{FirstAccount, Join, LinkKind, LinkView, LookAtLink, Me, check_password};
use domain::id::PersonId;
use domain::organisation::{Command, Organisation};

/// The links behind which the staff come in.
const STAFF_LINKS: [LinkKind; 4] = [LinkKind::FirstAccount, LinkKind::Join, LinkKind::Reset, LinkKind::StaffSignIn];

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
    OnceSecret { body, key }: OnceSecret<FirstAccount>,
) -> Result<Json<Me>, Error> {
    let link = link::find(&state, &from, &body.token.0, &[LinkKind::FirstAccount]).await?;
    if let Some(me) = entered_before(&state, &link, key.as_ref(), Some(&body.password.0), &session).await? {
        return Ok(Json(me));
    }
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
        created_at: state.clock.now(),
    };
    let opening = Opening::staff(&state, &link.org, &person.person, key.as_ref()).await?;
    let decided = state.store.decide(|| async {
        let mut batch = found(&state, &link, &organisation, &person).await?;
        batch.rows.extend(opening.rows(&session.0)?);
        keep(&state, &link, key.as_ref(), &person.person, &mut batch)?;
        Ok((batch, ()))
    });
    if let Err(error) = decided.await {
        return lost(&state, link, key.as_ref(), &body.password.0, &session, taken(error)).await;
    }
    opening.enter_staff(&session).await?;
    Ok(Json(me(link.org, organisation, person)))
}

/// Keeps who came in by a link under the key of the request.
fn keep(
    state: &AppState,
    link: &Link,
    key: Option<&RequestKey>,
    person: &PersonId,
    batch: &mut Batch,
) -> Result<(), Error> {
    if let Some(key) = key {
        let about = About::thing(person.as_str());
        batch.replies.push(once::kept(key, &holder_of(link)?, about, state.clock.now()));
    }
    Ok(())
}

/// What a request that came too late is told: when it came twice at once, the same as the one that came first.
async fn lost(
    state: &AppState,
    link: Link,
    key: Option<&RequestKey>,
    password: &str,
    session: &StaffSession,
    error: Error,
) -> Result<Json<Me>, Error> {
    let used = Link { used_at: Some(state.clock.now()), ..link };
    match entered_before(state, &used, key, Some(password), session).await {
        Ok(Some(me)) => Ok(Json(me)),
        Ok(None) | Err(_) => Err(error),
    }
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
    OnceSecret { body, key }: OnceSecret<Join>,
) -> Result<Json<Me>, Error> {
    let link = link::find(&state, &from, &body.token.0, &[LinkKind::Join]).await?;
    if let Some(me) = entered_before(&state, &link, key.as_ref(), Some(&body.password.0), &session).await? {
        return Ok(Json(me));
    }
    let mut person = person_of(&state, &link).await?;
    let mut faults = Faults::default();
    person.name = faults.name("name", &body.name, "your name");
    faults.note("password", check_password(&body.password.0, &person.email));
    faults.none()?;
    let hash = state.passwords.hash(&body.password.0).await?;
    let opening = Opening::staff(&state, &link.org, &person.person, key.as_ref()).await?;
    let decided = state.store.decide(|| async {
        let mut batch = joined(&state, &link, &person, &hash).await?;
        batch.rows.extend(opening.rows(&session.0)?);
        keep(&state, &link, key.as_ref(), &person.person, &mut batch)?;
        Ok::<_, Error>((batch, ()))
    });
    if let Err(error) = decided.await {
        return lost(&state, link, key.as_ref(), &body.password.0, &session, error).await;
    }
    opening.enter_staff(&session).await?;
    let organisation = organisation_name(&state, &link.org).await?;
    Ok(Json(me(link.org, organisation, person)))
}

/// The batch with which a member of the staff, as the row will be, joins.
async fn joined(state: &AppState, link: &Link, person: &PersonRow, hash: &str) -> Result<Batch, Error> {
    let (id, now) = (person.person.clone(), state.clock.now());
    let before = state.store.fold::<Organisation>(&link.org, &Stream::org()).await?;
    let events = before.decide(Command::Join(id.clone()), &Actor::System)?;
    let mut batch = Batch::new(link.org.clone())
        .row(Row::UseLink { token_hash: link.token_hash.clone(), at: now })
        .row(Row::SetPassword(id.clone(), hash.to_owned()))
        .row(Row::ForgetMailLinks(id.clone()))
        .row(Row::ChangePerson {
            person: id.clone(),
            name: person.name.clone(),
            email: person.email.clone(),
            phone: person.phone.clone(),
            title: person.title.clone(),
        });
    batch.appends.push(before.append(before.not_before(now), ActorRef::Staff(id), &events)?);
    Ok(batch)
}

//! Getting an account: what a link is for, the first account of an organisation, and joining by invitation.
//!
//! An account begins with a link that is used up in the same commit.

use super::passwords::check_new;
use super::session::{organisation_name, person_of, staff_door, staff_session_ends, taken, welcome};
use crate::auth::address::ClientAddress;
use crate::auth::link;
use crate::auth::password::salt_of;
use crate::auth::session::StaffSession;
use crate::error::{Error, created};
use crate::extract::Json;
use crate::once::Once;
use crate::record::first_publication;
use crate::routes::Faults;
use crate::state::AppState;
use crate::store::invitations::Link;
use crate::store::people::{PersonKind, PersonRow};
use crate::store::{Batch, Row, Stream};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use domain::actor::{Actor, ActorRef, Role};
use domain::api::problem::Problem;
use domain::api::session::{FirstAccount, Join, LinkKind, LinkView, LookAtLink, Me};
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

/// Where the account that was made is read.
const ACCOUNT: &str = "/api/session";

/// Makes the first account of an organisation, with all roles, and signs in.
#[utoipa::path(post, path = "/api/first-account", tag = "session", request_body = FirstAccount,
    responses((status = 201, body = Me, headers(("Location" = String, description = "Where it is read"))), (status = 410, body = Problem), (status = 422, body = Problem),
        (status = 429, body = Problem)))]
pub async fn first_account(
    State(state): State<AppState>,
    from: ClientAddress,
    session: StaffSession,
    headers: HeaderMap,
    once: Once<FirstAccount>,
) -> Result<Response, Error> {
    let Once { body, key } = once;
    let link = link::find(&state, &from, &body.token.0, &[LinkKind::FirstAccount]).await?;
    let asker = link::asker(&link);
    let door = staff_door(&state, &session, &link.token_hash, key.as_ref(), (&link.org, &asker));
    if let Some(person) = door.again().await? {
        return Ok(created(welcome(&state, &headers, &link.org, &person).await?, ACCOUNT));
    }
    let link = link::must_be_alive(&state, &from, link.clone()).await?;
    let (organisation, person) = first_person(&state, &link, &body).await?;
    let opening = door.open(&link.org, &person.person, staff_session_ends(&state)).await?;
    let stored = state
        .store
        .decide(|| async {
            let batch = found(&state, &link, &organisation, &person).await?;
            Ok::<_, Error>((opening.put_into(&door, batch), ()))
        })
        .await
        .map_err(taken);
    let person = door.enter(opening.clone(), stored).await?;
    Ok(created(welcome(&state, &headers, &link.org, &person).await?, ACCOUNT))
}

/// The name of the organisation and its first member, as they were typed.
async fn first_person(state: &AppState, link: &Link, body: &FirstAccount) -> Result<(String, PersonRow), Error> {
    let mut faults = Faults::default();
    let organisation = match &link.organisation {
        Some(name) => name.clone(),
        None => {
            faults.name("organisation", body.organisation.as_deref().unwrap_or_default(), "the organisation's name")
        }
    };
    let name = faults.name("name", &body.name, "your name");
    let email = faults.email("email", &body.email);
    check_new(state, &mut faults, "password", &body.password.0, [&email, &name, &organisation]).await?;
    faults.none()?;
    let password_hash = state.passwords.hash(&body.password.0, salt_of(state, &email).await?).await?;
    let person = PersonRow {
        person: crate::ids::new(),
        kind: PersonKind::Staff,
        email,
        name,
        phone: String::new(),
        title: String::new(),
        password_hash: Some(password_hash),
        roles: Role::ALL.into(),
        active: true,
        created_at: state.clock.now(),
    };
    Ok((organisation, person))
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
    responses((status = 200, body = Me), (status = 410, body = Problem), (status = 422, body = Problem),
        (status = 429, body = Problem)))]
pub async fn join(
    State(state): State<AppState>,
    from: ClientAddress,
    session: StaffSession,
    headers: HeaderMap,
    once: Once<Join>,
) -> Result<Response, Error> {
    let Once { body, key } = once;
    let link = link::find(&state, &from, &body.token.0, &[LinkKind::Join]).await?;
    let asker = link::asker(&link);
    let door = staff_door(&state, &session, &link.token_hash, key.as_ref(), (&link.org, &asker));
    if let Some(person) = door.again().await? {
        return welcome(&state, &headers, &link.org, &person).await;
    }
    let link = link::must_be_alive(&state, &from, link.clone()).await?;
    let person = person_of(&state, &link).await?;
    let mut faults = Faults::default();
    let name = faults.name("name", &body.name, "your name");
    let organisation = organisation_name(&state, &link.org).await?;
    check_new(&state, &mut faults, "password", &body.password.0, [&person.email, &name, &organisation]).await?;
    faults.none()?;
    let hash = state.passwords.hash(&body.password.0, salt_of(&state, &person.email).await?).await?;
    let joined = PersonRow { name, password_hash: Some(hash), ..person };
    let opening = door.open(&link.org, &joined.person, staff_session_ends(&state)).await?;
    let stored = state
        .store
        .decide(|| async { Ok::<_, Error>((opening.put_into(&door, joining(&state, &link, &joined).await?), ())) })
        .await;
    let person = door.enter(opening.clone(), stored).await?;
    welcome(&state, &headers, &link.org, &person).await
}

/// The batch by which an invited person joins.
async fn joining(state: &AppState, link: &Link, person: &PersonRow) -> Result<Batch, Error> {
    let (now, id) = (state.clock.now(), &person.person);
    let before = state.store.fold::<Organisation>(&link.org, &Stream::org()).await?;
    let events = before.decide(Command::Join(id.clone()), &Actor::System)?;
    let mut batch = Batch::new(link.org.clone())
        .row(Row::UseLink { token_hash: link.token_hash.clone(), at: now })
        .row(Row::SetPassword(id.clone(), person.password_hash.clone().unwrap_or_default()))
        .row(Row::ForgetMailLinks(id.clone()))
        .row(Row::ChangePerson {
            person: id.clone(),
            name: person.name.clone(),
            email: person.email.clone(),
            phone: person.phone.clone(),
            title: person.title.clone(),
        });
    batch.appends.push(before.append(before.not_before(now), ActorRef::Staff(id.clone()), &events)?);
    Ok(batch)
}

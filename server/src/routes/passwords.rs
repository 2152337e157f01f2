//! Passwords: changing one's own, and replacing a forgotten one by a link.
//!
//! Asking for a link gets the same answer for every address, which takes the same work.

use super::session::person_of;
use crate::auth::address::ClientAddress;
use crate::auth::opening::{Opening, holder_of};
use crate::auth::session::StaffSession;
use crate::auth::{Staff, limit, link};
use crate::error::Error;
use crate::letters::{self, Recipient};
use crate::once::{self, OnceSecret, RequestKey};
use crate::routes::Faults;
use crate::state::AppState;
use crate::store::invitations::Link;
use crate::store::{About, Batch, Row};
use axum::extract::State;
use axum::response::NoContent;
use domain::api::problem::Problem;
use domain::api::session::{AskForReset, ChangePassword, LinkKind, UseReset, check_password};

/// Changes the password; every other session of the person ends, and this one gets a new id.
#[utoipa::path(put, path = "/api/session/password", tag = "session", request_body = ChangePassword,
    responses((status = 204), (status = 422, body = Problem)))]
pub async fn change_password(
    State(state): State<AppState>,
    from: ClientAddress,
    staff: Staff,
    session: StaffSession,
    OnceSecret { body, key }: OnceSecret<ChangePassword>,
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
    let opening = Opening::staff(&state, &staff.org, &staff.person, key.as_ref()).await?;
    let mut batch = Batch::new(staff.org.clone())
        .row(Row::SetPassword(staff.person.clone(), hash))
        .row(Row::EndSessions(staff.person.clone(), None))
        .row(Row::RevokeLinks { person: staff.person.clone(), kind: LinkKind::Reset, at: now });
    batch.rows.extend(opening.rows(&session.0)?);
    batch.mails.push(letters::password_changed(to, now));
    once::commit(&state, &staff.person, key.as_ref(), batch, About::thing(staff.person.as_str())).await?;
    opening.enter_staff(&session).await?;
    Ok(NoContent)
}

/// Asks for a link that replaces a forgotten password. The answer is the same for every address.
#[utoipa::path(post, path = "/api/password-resets", tag = "session", request_body = AskForReset,
    responses((status = 204), (status = 429, body = Problem)))]
pub async fn ask_for_reset(
    State(state): State<AppState>,
    from: ClientAddress,
    OnceSecret { body, key }: OnceSecret<AskForReset>,
) -> Result<NoContent, Error> {
    limit::MAILS.spend(&state, &[&from.network()]).await?;
    // Off the request's path: whether there is such a person must not be told by the time it takes.
    tokio::spawn(async move {
        if let Err(error) = mail_reset(&state, &body.email.trim().to_lowercase(), key.as_ref()).await {
            tracing::warn!(?error, "a mail for a new password could not be written");
        }
    });
    Ok(NoContent)
}

async fn mail_reset(state: &AppState, email: &str, key: Option<&RequestKey>) -> Result<(), Error> {
    let Some((org, person)) = state.store.staff_by_email(email).await? else { return Ok(()) };
    if !person.active || person.password_hash.is_none() {
        return Ok(());
    }
    if once::repeated(state, &org, &person.person, key).await?.is_some() {
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
    once::commit(state, &person.person, key, batch, About::thing("mail")).await?;
    Ok(())
}

/// Uses a reset link up and sets the password; every session of the person ends.
#[utoipa::path(post, path = "/api/password-resets/use", tag = "session", request_body = UseReset,
    responses((status = 204), (status = 410, body = Problem), (status = 422, body = Problem)))]
pub async fn use_reset(
    State(state): State<AppState>,
    from: ClientAddress,
    OnceSecret { body, key }: OnceSecret<UseReset>,
) -> Result<NoContent, Error> {
    let link = link::find(&state, &from, &body.token.0, &[LinkKind::Reset]).await?;
    if !link.is_alive(state.clock.now()) {
        return was_used(&state, &link, key.as_ref(), &body.password.0).await;
    }
    let person = person_of(&state, &link).await?;
    let mut faults = Faults::default();
    faults.note("password", check_password(&body.password.0, &person.email));
    faults.none()?;
    let hash = state.passwords.hash(&body.password.0).await?;
    let now = state.clock.now();
    let to = Recipient { person: &person.person, name: &person.name, email: &person.email };
    let mut batch = Batch::new(link.org.clone())
        .row(Row::UseLink { token_hash: link.token_hash.clone(), at: now })
        .row(Row::SetPassword(person.person.clone(), hash))
        .row(Row::EndSessions(person.person.clone(), None))
        .row(Row::ForgetMailLinks(person.person.clone()));
    batch.mails.push(letters::password_changed(to, now));
    let about = About::thing(person.person.as_str());
    match once::commit(&state, &holder_of(&link)?, key.as_ref(), batch, about).await? {
        None => Ok(NoContent),
        Some(_) => was_used(&state, &link, key.as_ref(), &body.password.0).await,
    }
}

/// A reset link that is used up: no fault of the request that used it, whose reply was lost.
async fn was_used(state: &AppState, link: &Link, key: Option<&RequestKey>, password: &str) -> Result<NoContent, Error> {
    once::repeated(state, &link.org, &holder_of(link)?, key).await?.ok_or_else(Error::dead_link)?;
    let person = person_of(state, link).await?;
    if state.passwords.matches(password, person.password_hash.as_deref()).await? {
        return Ok(NoContent);
    }
    Err(once::reused())
}

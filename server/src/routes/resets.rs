//! Replacing a forgotten password by a mailed link.
//!
//! Asking for a link gets the same answer for every address, which takes the same work.

use super::passwords::{changed, check_new, replacing};
use super::session::{organisation_name, person_of};
use crate::auth::address::ClientAddress;
use crate::auth::password::salt_of;
use crate::auth::{device, limit, link};
use crate::error::Error;
use crate::letters::{self, Recipient};
use crate::once::{self, Once, RequestKey};
use crate::routes::Faults;
use crate::state::AppState;
use crate::store::people::PersonRow;
use crate::store::{About, Batch, Row, StoreError};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{NoContent, Response};
use domain::api::problem::{Code, Problem};
use domain::api::session::{AskForReset, LinkKind, UseReset};
use domain::id::OrgId;

/// Accounts of one address that a link is mailed for at once, the longest-standing first.
const MOST_RESETS: u32 = 8;

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
            Ok(()) | Err(Error::Store(StoreError::Repeated | StoreError::LinksSpent { .. })) => {}
            Err(Error::Told(told)) if matches!(told.code, Code::TooMany | Code::KeyReused) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

async fn mail_reset(state: &AppState, org: &OrgId, person: &PersonRow, key: Option<&RequestKey>) -> Result<(), Error> {
    if once::repeated(state, org, &person.person, key).await?.is_some() {
        return Ok(());
    }
    let now = state.clock.now();
    let life = if state.config.smtp_url.is_some() { letters::RESET_LIFE } else { letters::RESET_LIFE_BY_HAND };
    let made = letters::make(&state.config.public_url, LinkKind::Reset, Some(person.person.clone()), None, now, life);
    let to = Recipient { person: &person.person, name: &person.name, email: &person.email };
    let mut batch = Batch::new(org.clone())
        .row(Row::RevokeLinks { person: person.person.clone(), kind: LinkKind::Reset, at: now })
        .row(Row::ForgetMailLinks(person.person.clone()));
    batch.replies.extend(key.map(|key| once::kept(key, &person.person, About::thing(""), now)));
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
    if once::repeated(&state, &org, &asker, key.as_ref()).await?.is_some() {
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
    batch.replies.extend(key.as_ref().map(|key| once::kept(key, &asker, About::thing(""), now)));
    match state.store.commit(batch).await {
        Err(StoreError::Repeated) => {
            let repeated = once::repeated(&state, &org, &asker, key.as_ref()).await?;
            repeated.ok_or(Error::Store(StoreError::Repeated))?;
        }
        outcome => drop(outcome?),
    }
    changed(&state, &headers, &org, &asker).await
}

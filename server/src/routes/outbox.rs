//! The outbox: mails that wait, were sent or were given up, for admins.
//!
//! A link is shown only on its own request, and each time it is shown is an event of the organisation.

use crate::auth::Staff;
use crate::error::Error;
use crate::extract::{Json, Path};
use crate::letters::LINK_PLACE;
use crate::once::{self, OnceBare};
use crate::state::AppState;
use crate::store::outbox::StoredMail;
use crate::store::{Batch, StoreError, Stream};
use axum::extract::State;
use domain::actor::Role;
use domain::api::people::{Outbox, OutboxLink, OutboxMail};
use domain::api::problem::{Code, Problem};
use domain::journal::Timestamp;
use domain::organisation::{Command, Organisation};

fn has_link(mail: &StoredMail, now: Timestamp) -> bool {
    mail.link.is_some() && mail.link_expires_at.is_none_or(|ends| ends > now)
}

/// The outbox: what waits comes first, then the newest.
#[utoipa::path(get, path = "/api/outbox", tag = "outbox",
    responses((status = 200, body = Outbox), (status = 403, body = Problem)))]
pub async fn list(State(state): State<AppState>, staff: Staff) -> Result<Json<Outbox>, Error> {
    staff.must_be(Role::Admin)?;
    let now = state.clock.now();
    let mails = state.store.mails(&staff.org).await?;
    let mails = mails
        .into_iter()
        .map(|mail| OutboxMail {
            has_link: has_link(&mail, now),
            id: mail.mail,
            to: mail.address,
            subject: mail.subject,
            text: mail.text.replace(LINK_PLACE, "[link]"),
            state: mail.state,
            attempts: mail.attempts,
            error: mail.error,
            created_at: mail.created_at,
            sent_at: mail.sent_at,
        })
        .collect();
    Ok(Json(Outbox { mails, mail_is_sent: state.config.smtp_url.is_some() }))
}

/// The link of a mail that was not delivered. That it was shown is recorded first.
#[utoipa::path(post, path = "/api/outbox/{id}/link", tag = "outbox",
    responses((status = 200, body = OutboxLink), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem)))]
pub async fn link(
    State(state): State<AppState>,
    staff: Staff,
    Path(id): Path<String>,
    OnceBare(key): OnceBare,
) -> Result<Json<OutboxLink>, Error> {
    staff.must_be(Role::Admin)?;
    let now = state.clock.now();
    // A reply is never kept with its link: it is read anew, and shown once more only while it lives.
    let is_again = once::replay(&state, &staff.org, &staff.person, key.as_ref()).await?.is_some();
    let mail = state.store.mail(&staff.org, &id).await?.ok_or_else(Error::not_found)?;
    if !has_link(&mail, now) {
        return Err(Error::new(Code::State, "this mail has no link any more: it was sent, used or has ended"));
    }
    if is_again {
        return mail.link.map(|link| Json(OutboxLink { link })).ok_or_else(Error::not_found);
    }
    let shown = state
        .store
        .decide(|| async {
            let before = state.store.fold::<Organisation>(&staff.org, &Stream::org()).await?;
            let events = before.decide(Command::ShowLink { mail: id.clone() }, &staff.actor())?;
            let mut batch = Batch::new(staff.org.clone());
            batch.replies.extend(key.as_ref().map(|key| once::kept(key, &staff.person, "", now)));
            batch.appends.push(before.append(before.not_before(now), staff.reference(), &events)?);
            Ok::<_, Error>((batch, ()))
        })
        .await;
    match shown {
        Err(Error::Store(StoreError::Repeated)) => {
            once::replay(&state, &staff.org, &staff.person, key.as_ref()).await?;
        }
        outcome => outcome?,
    }
    mail.link.map(|link| Json(OutboxLink { link })).ok_or_else(Error::not_found)
}

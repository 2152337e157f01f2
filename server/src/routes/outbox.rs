//! The outbox: mails that wait, were sent or were given up, for admins.
//!
//! A link is shown only on its own request, and each time it is shown is an event of the organisation.

use crate::auth::Staff;
use crate::error::Error;
use crate::extract::{Json, Path};
use crate::letters::link_place;
use crate::once::{self, OnceBare};
use crate::state::AppState;
use crate::store::outbox::StoredMail;
use crate::store::{Batch, Stream};
use axum::extract::State;
use axum::response::Response;
use domain::actor::Role;
use domain::api::people::{MailState, Outbox, OutboxLink, OutboxMail};
use domain::api::problem::{Code, Problem};
use domain::journal::Timestamp;
use domain::organisation::{Command, Organisation};

fn has_link(mail: &StoredMail, now: Timestamp) -> bool {
    mail.link.is_some() && mail.link_expires_at.is_none_or(|ends| ends > now)
}

fn shown(mail: &StoredMail) -> String {
    mail.link_hash.as_deref().map_or_else(|| mail.text.clone(), |hash| mail.text.replace(&link_place(hash), "[link]"))
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
            text: shown(&mail),
            id: mail.mail,
            to: mail.address,
            subject: mail.subject,
            waits_until: (mail.state == MailState::Waiting && mail.next_try_at > now).then_some(mail.next_try_at),
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
) -> Result<Response, Error> {
    staff.must_be(Role::Admin)?;
    let now = state.clock.now();
    let mail = state.store.mail(&staff.org, &id).await?.ok_or_else(Error::not_found)?;
    let Some(link) = mail.link.clone().filter(|_| has_link(&mail, now)) else {
        return Err(Error::new(Code::State, "this mail has no link any more: it was sent, used or has ended"));
    };
    let attempt = || async {
        let before = state.store.fold::<Organisation>(&staff.org, &Stream::org()).await?;
        let events = before.decide(Command::ShowLink { mail: id.clone() }, &staff.actor())?;
        let mut batch = Batch::new(staff.org.clone());
        batch.appends.push(before.append(before.not_before(now), staff.reference(), &events)?);
        Ok((batch, OutboxLink { link: link.clone() }))
    };
    let again = |_| async { Ok(OutboxLink { link: link.clone() }) };
    once::carry_out(&state, &staff.org, &staff.person, key.as_ref(), attempt, again).await
}

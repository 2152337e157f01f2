//! How a vendor's person comes in: the page behind a link, *Continue*, fresh links, and leaving.
//!
//! Looking at a link changes nothing. *Continue* uses it up once; later entries take a fresh link, which goes to the
//! address on file and nowhere else.

use super::portal;
use crate::auth::address::ClientAddress;
use crate::auth::opening::Door;
use crate::auth::session::{self, VendorSession};
use crate::auth::{binding, limit, link};
use crate::correspondence::{Addressee, Buyer, month_after_due};
use crate::error::Error;
use crate::extract::Json;
use crate::letters::portal::{FRESH_LIFE, FRESH_LIFE_BY_HAND};
use crate::once::{self, Once, RequestKey};
use crate::record::Dossier;
use crate::state::AppState;
use crate::store::invitations::Link;
use crate::store::people::PersonRow;
use crate::store::sessions::Audience;
use crate::store::{About, Batch, Row};
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, NoContent, Response};
use domain::api::portal::{PortalSession, TokenBody, Welcome};
use domain::api::problem::{Code, Problem};
use domain::api::session::LinkKind;
use domain::assessment::portal::{welcome_counts, welcome_sections};
use domain::id::AssessmentId;
use domain::journal::{DAY_MILLIS, Timestamp};

const VENDOR_LINKS: [LinkKind; 2] = [LinkKind::Invitation, LinkKind::SignIn];
/// The least a session may last, however long ago answers were due: findings are worked on much later.
const SHORTEST_SESSION: i64 = 14 * DAY_MILLIS;

/// The person behind a link and what the person may see: the link's own assessment first.
struct Holder {
    person: PersonRow,
    assessments: Vec<AssessmentId>,
}

/// # Errors
/// A dead link when the person left or may see nothing any more.
async fn holder(state: &AppState, link: &Link) -> Result<Holder, Error> {
    let id = link.person.as_ref().ok_or_else(Error::dead_link)?;
    let person = state.store.person(&link.org, id).await?.filter(|person| person.active);
    let mut assessments = state.store.open_to(&link.org, id).await?;
    assessments.sort_by_key(|assessment| Some(assessment) != link.assessment.as_ref());
    if assessments.is_empty() {
        return Err(Error::dead_link());
    }
    Ok(Holder { person: person.ok_or_else(Error::dead_link)?, assessments })
}

impl Holder {
    async fn dossier(&self, state: &AppState, link: &Link) -> Result<(Dossier, &AssessmentId), Error> {
        let first = self.assessments.first().ok_or_else(Error::dead_link)?;
        Ok((Dossier::of_assessment_alone(state, &link.org, first).await?, first))
    }

    /// When a session that begins at `now` ends at the latest.
    async fn session_ends(&self, state: &AppState, link: &Link, now: Timestamp) -> Result<Timestamp, Error> {
        let mut ends = Timestamp(now.0 + SHORTEST_SESSION);
        for assessment in &self.assessments {
            let dossier = Dossier::of_assessment_alone(state, &link.org, assessment).await?;
            let known = &dossier.assessment(assessment)?.folded;
            if let Some(plan) = known.plan().filter(|_| known.stage().awaits_answers()) {
                ends = ends.max(month_after_due(plan));
            }
        }
        Ok(ends)
    }
}

/// What the page behind a link says before *Continue*. Changes nothing.
#[utoipa::path(post, path = "/api/portal/welcome", tag = "portal", request_body = TokenBody,
    responses((status = 200, body = Welcome), (status = 410, body = Problem), (status = 429, body = Problem)))]
pub async fn welcome(
    State(state): State<AppState>,
    from: ClientAddress,
    headers: HeaderMap,
    Json(body): Json<TokenBody>,
) -> Result<Json<Welcome>, Error> {
    let link = link::find_alive(&state, &from, &body.token, &VENDOR_LINKS).await?;
    binding::must_fit(&state.config.public_url, &headers, &link)?;
    let holder = holder(&state, &link).await?;
    let (dossier, id) = holder.dossier(&state, &link).await?;
    let known = dossier.assessment(id)?;
    let plan = known.folded.plan().ok_or_else(Error::dead_link)?;
    let buyer = Buyer::read(&state, &link.org).await?;
    let (questions, minutes) = welcome_counts(&known.questionnaire);
    Ok(Json(Welcome {
        ask: buyer.ask.clone(),
        retention_months: buyer.retention_months(),
        organisation: buyer.settings.organisation,
        standing_text: buyer.settings.invitation_text,
        vendor: dossier.labels(known).vendor.to_owned(),
        system: dossier.labels(known).system.to_owned(),
        reason: plan.reason.clone(),
        due: plan.due,
        questions,
        minutes,
        sections: welcome_sections(&known.questionnaire),
    }))
}

/// Uses a link up and opens a session, both or neither. A used link of the person who has a session here just goes on.
#[utoipa::path(post, path = "/api/portal/session", tag = "portal", request_body = TokenBody,
    responses((status = 200, body = PortalSession), (status = 410, body = Problem), (status = 422, body = Problem),
        (status = 429, body = Problem)))]
pub async fn open(
    State(state): State<AppState>,
    from: ClientAddress,
    session: VendorSession,
    headers: HeaderMap,
    once: Once<TokenBody>,
) -> Result<Json<PortalSession>, Error> {
    let Once { body, key } = once;
    let link = link::find(&state, &from, &body.token, &VENDOR_LINKS).await?;
    let asker = link::asker(&link);
    let door = Door {
        state: &state,
        session: &session.0,
        audience: Audience::Vendor,
        with: &link.token_hash,
        key: key.as_ref(),
        asker: (&link.org, &asker),
    };
    let now = state.clock.now();
    if !link.is_alive(now) {
        if !is_inside(&state, &door, &headers, &link).await? {
            link::must_be_alive(&state, &from, link.clone()).await?;
        }
        let person = holder(&state, &link).await?.person;
        return Ok(Json(portal::session_of(&state, &link.org, &person).await?));
    }
    binding::must_fit(&state.config.public_url, &headers, &link)?;
    let holder = holder(&state, &link).await?;
    let ends = holder.session_ends(&state, &link, now).await?;
    let opening = door.open(&link.org, &holder.person.person, ends).await?;
    let mut batch = Batch::new(link.org.clone()).row(Row::UseLink { token_hash: link.token_hash.clone(), at: now });
    if link.bound_to.is_none() {
        // Whoever has the mail may have used it: the person on file is told.
        let (dossier, id) = holder.dossier(&state, &link).await?;
        batch.mails.push(Addressee::of(&state, &link.org, &dossier, id).await?.link_used(now));
    }
    let stored = state.store.commit(opening.put_into(&door, batch)).await;
    door.enter(opening, stored.map(drop).map_err(Error::from)).await?;
    Ok(Json(portal::session_of(&state, &link.org, &holder.person).await?))
}

/// Whether the person of a used link has a session here, or opened one by this very request and gets its cookie again.
async fn is_inside(state: &AppState, door: &Door<'_>, headers: &HeaderMap, link: &Link) -> Result<bool, Error> {
    let visitor = session::visitor(door.session).await?;
    if visitor.is_some_and(|here| here.org == link.org && Some(here.person) == link.person) {
        return Ok(true);
    }
    let fits = binding::must_fit(&state.config.public_url, headers, link).is_ok();
    Ok(fits && door.again().await?.is_some())
}

/// Sends a fresh link to the address on file of whoever the link was for. The answer is the same for every token.
#[utoipa::path(post, path = "/api/portal/links", tag = "portal", request_body = TokenBody,
    responses((status = 204), (status = 429, body = Problem)))]
pub async fn send_fresh_link(
    State(state): State<AppState>,
    from: ClientAddress,
    headers: HeaderMap,
    once: Once<TokenBody>,
) -> Result<Response, Error> {
    let Once { body, key } = once;
    let browser = binding::browser(&state, &headers, &body.token, key.as_ref()).await?;
    let cookie = [(header::SET_COOKIE, browser.cookie)];
    match link::find(&state, &from, &body.token, &VENDOR_LINKS).await {
        Ok(link) => {
            // Counted for the link alone: no other one can shut it out.
            limit::MAILS.spend(&state, &["link", &link.token_hash]).await?;
            // Off the request's path: whether anything is sent must not be told by the time it takes.
            tokio::spawn(async move {
                if let Err(error) = mail_fresh_link(&state, &link, browser.hash, key.as_ref()).await {
                    tracing::info!(?error, "no fresh link was sent");
                }
            });
        }
        Err(Error::Told(told)) if told.code == Code::DeadLink => {}
        Err(other) => return Err(other),
    }
    Ok((cookie, NoContent).into_response())
}

/// One key, one mail: a request that comes again finds the reply that was kept with the first link.
async fn mail_fresh_link(
    state: &AppState,
    link: &Link,
    browser: String,
    key: Option<&RequestKey>,
) -> Result<(), Error> {
    let holder = holder(state, link).await?;
    let (person, now) = (&holder.person.person, state.clock.now());
    if once::repeated(state, &link.org, person, key).await?.is_some() {
        return Ok(());
    }
    let (dossier, id) = holder.dossier(state, link).await?;
    let to = Addressee::of(state, &link.org, &dossier, id).await?;
    let (life, bound_to) =
        if state.config.smtp_url.is_some() { (FRESH_LIFE, Some(browser)) } else { (FRESH_LIFE_BY_HAND, None) };
    let mut batch = Batch::new(link.org.clone());
    batch.replies.extend(key.map(|key| once::kept(key, person, About::thing(""), now)));
    to.send_fresh_link(state, now, life, bound_to, &mut batch);
    state.store.commit(batch).await?;
    Ok(())
}

/// Leaves. Without a session there is nothing to do, which is no fault.
#[utoipa::path(delete, path = "/api/portal/session", tag = "portal", responses((status = 204)))]
pub async fn leave(session: VendorSession) -> Result<NoContent, Error> {
    session::end(&session.0).await?;
    Ok(NoContent)
}

//! Sending an assessment and looking after its link: again, taken back, to somebody else, until later, withdrawn.
//!
//! Whoever loses the link loses the session in the same transaction.

use super::assessments::changed_with;
use crate::auth::Staff;
use crate::correspondence::{Addressee, invitation_ends};
use crate::error::Error;
use crate::extract::Path;
use crate::once::{Once, OnceBare};
use crate::record::Change;
use crate::state::AppState;
use crate::store::Row;
use axum::extract::State;
use axum::response::Response;
use domain::api::assessment::{AssessmentContactBody, AssessmentView, DueBody, ReasonBody};
use domain::api::problem::Problem;
use domain::assessment::{Assessment, Command, Stage};
use domain::id::{AssessmentId, PersonId};

/// Sends a draft to the vendor: the link is made and the mail written with it.
#[utoipa::path(post, path = "/api/assessments/{assessment}/sending", tag = "assessments",
    responses((status = 200, body = AssessmentView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn send(
    State(state): State<AppState>,
    staff: Staff,
    Path(id): Path<AssessmentId>,
    OnceBare(key): OnceBare,
) -> Result<Response, Error> {
    let (state, staff, id) = (&state, &staff, &id);
    changed_with(state, staff, id, key.as_ref(), |mut change| async move {
        change.assessment(id, Command::Send)?;
        invite(state, staff, id, &mut change).await?;
        Ok(change)
    })
    .await
}

/// Sends a fresh link; the earlier one ends. At most three an hour to one person.
#[utoipa::path(post, path = "/api/assessments/{assessment}/invitation", tag = "assessments",
    responses((status = 200, body = AssessmentView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 429, body = Problem)))]
pub async fn send_again(
    State(state): State<AppState>,
    staff: Staff,
    Path(id): Path<AssessmentId>,
    OnceBare(key): OnceBare,
) -> Result<Response, Error> {
    let (state, staff, id) = (&state, &staff, &id);
    changed_with(state, staff, id, key.as_ref(), |mut change| async move {
        change.assessment(id, Command::RenewLink)?;
        invite(state, staff, id, &mut change).await?;
        must_go_now(&mut change);
        Ok(change)
    })
    .await
}

/// Ends the link and the sessions of whoever came in with it.
#[utoipa::path(delete, path = "/api/assessments/{assessment}/invitation", tag = "assessments",
    responses((status = 200, body = AssessmentView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem)))]
pub async fn revoke(
    State(state): State<AppState>,
    staff: Staff,
    Path(id): Path<AssessmentId>,
    OnceBare(key): OnceBare,
) -> Result<Response, Error> {
    let (state, staff, id) = (&state, &staff, &id);
    changed_with(state, staff, id, key.as_ref(), |mut change| async move {
        change.assessment(id, Command::RevokeLink)?;
        shut_out(id, &mut change)?;
        Ok(change)
    })
    .await
}

/// Lets another of the vendor's contacts answer: the link of the one before ends, the other gets one.
#[utoipa::path(put, path = "/api/assessments/{assessment}/contact", tag = "assessments",
    request_body = AssessmentContactBody,
    responses((status = 200, body = AssessmentView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn change_contact(
    State(state): State<AppState>,
    staff: Staff,
    Path(id): Path<AssessmentId>,
    once: Once<AssessmentContactBody>,
) -> Result<Response, Error> {
    let wanted = once.body.contact;
    let (state, staff, id, wanted) = (&state, &staff, &id, &wanted);
    changed_with(state, staff, id, once.key.as_ref(), |mut change| async move {
        let before = contact(&change.dossier.assessment(id)?.folded).cloned();
        if change.assessment(id, Command::ChangeContact(wanted.clone()))? {
            change.dossier.vendor.must_be_contact(wanted)?;
            if change.dossier.assessment(id)?.folded.stage() != Stage::Draft {
                change.batch().rows.extend(before.clone().map(|before| Row::EndSessions(before, None)));
                tell_the_one_before(state, staff, id, &mut change, before.as_ref()).await?;
                invite(state, staff, id, &mut change).await?;
                must_go_now(&mut change);
            }
        }
        Ok(change)
    })
    .await
}

/// Moves the day by which answers are due; a link that was not used yet lives on with it.
#[utoipa::path(put, path = "/api/assessments/{assessment}/due", tag = "assessments", request_body = DueBody,
    responses((status = 200, body = AssessmentView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn change_due(
    State(state): State<AppState>,
    staff: Staff,
    Path(id): Path<AssessmentId>,
    once: Once<DueBody>,
) -> Result<Response, Error> {
    let due = once.body.due;
    let (state, staff, id) = (&state, &staff, &id);
    changed_with(state, staff, id, once.key.as_ref(), |mut change| async move {
        if change.assessment(id, Command::ExtendDue(due))? {
            let at = change.at();
            let ends = change.dossier.assessment(id)?.folded.plan().map(|plan| invitation_ends(plan, at));
            change.batch().rows.extend(ends.map(|ends| Row::ExtendInvitation(id.clone(), ends)));
        }
        Ok(change)
    })
    .await
}

/// Takes an assessment back, with its link and sessions.
#[utoipa::path(post, path = "/api/assessments/{assessment}/withdrawal", tag = "assessments",
    request_body = ReasonBody,
    responses((status = 200, body = AssessmentView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn withdraw(
    State(state): State<AppState>,
    staff: Staff,
    Path(id): Path<AssessmentId>,
    once: Once<ReasonBody>,
) -> Result<Response, Error> {
    let reason = once.body.reason.replace("\r\n", "\n");
    let (state, staff, id, reason) = (&state, &staff, &id, &reason);
    changed_with(state, staff, id, once.key.as_ref(), |mut change| async move {
        change.assessment(id, Command::Withdraw { reason: reason.clone() })?;
        shut_out(id, &mut change)?;
        Ok(change)
    })
    .await
}

fn contact(assessment: &Assessment) -> Option<&PersonId> {
    assessment.plan().map(|plan| &plan.contact)
}

/// Tells the contact before that somebody else answers, also one who was removed since.
async fn tell_the_one_before(
    state: &AppState,
    staff: &Staff,
    id: &AssessmentId,
    change: &mut Change,
    before: Option<&PersonId>,
) -> Result<(), Error> {
    let Some(before) = before else { return Ok(()) };
    let Some(row) = state.store.person(&staff.org, before).await? else { return Ok(()) };
    let to = Addressee::of(state, &staff.org, &change.dossier, id).await?.at(row);
    let at = change.at();
    change.batch().mails.push(to.replaced(at));
    Ok(())
}

async fn invite(state: &AppState, staff: &Staff, id: &AssessmentId, change: &mut Change) -> Result<(), Error> {
    let to = Addressee::of(state, &staff.org, &change.dossier, id).await?;
    let at = change.at();
    to.invite(state, at, change.batch());
    Ok(())
}

/// A link that was asked for by itself is refused when its address was sent enough of them, rather than sent late.
fn must_go_now(change: &mut Change) {
    change.batch().mails.iter_mut().for_each(|mail| mail.may_wait = false);
}

/// Ends the links for an assessment and the sessions of its contact.
pub(super) fn shut_out(id: &AssessmentId, change: &mut Change) -> Result<(), Error> {
    let (at, contact) = (change.at(), contact(&change.dossier.assessment(id)?.folded).cloned());
    change.batch().rows.push(Row::RevokeLinksOfAssessment(id.clone(), at));
    change.batch().rows.extend(contact.map(|contact| Row::EndSessions(contact, None)));
    Ok(())
}

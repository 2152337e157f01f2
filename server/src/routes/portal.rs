//! What a vendor's person sees: the assessments sent to them, and one of them whole.
//!
//! Everything is made from the types of `api::portal`. Ids of others answer exactly as unknown ids.

use crate::auth::VendorPerson;
use crate::correspondence::Buyer;
use crate::error::Error;
use crate::extract::{Json, Path};
use crate::record::{Dossier, portal_view};
use crate::state::AppState;
use crate::store::Batch;
use crate::store::people::PersonRow;
use axum::extract::State;
use chrono::NaiveDate;
use domain::api::portal::{PortalAssessment, PortalRow, PortalSession};
use domain::api::problem::Problem;
use domain::assessment::portal::row;
use domain::id::{AssessmentId, OrgId, PersonId};

/// Goes on only when the person was invited to the assessment and not shut out of it.
///
/// # Errors
/// Not found otherwise, as for an unknown id.
pub(super) async fn admit(state: &AppState, person: &VendorPerson, id: &AssessmentId) -> Result<(), Error> {
    let is_open = state.store.is_open_to(&person.org, &person.person, id).await?;
    if is_open { Ok(()) } else { Err(Error::not_found()) }
}

/// The dossier of an assessment that the person may see.
///
/// # Errors
/// Not found otherwise, as for an unknown id.
pub(super) async fn admitted(state: &AppState, person: &VendorPerson, id: &AssessmentId) -> Result<Dossier, Error> {
    admit(state, person, id).await?;
    let dossier = Dossier::of_assessment_alone(state, &person.org, id).await?;
    if is_answered_by(&dossier, id, &person.person) { Ok(dossier) } else { Err(Error::not_found()) }
}

fn is_answered_by(dossier: &Dossier, id: &AssessmentId, person: &PersonId) -> bool {
    let plan = dossier.assessment(id).ok().and_then(|known| known.folded.plan());
    plan.is_some_and(|plan| plan.contact == *person)
}

/// A vendor's person with what was sent to them.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn session_of(state: &AppState, org: &OrgId, person: &PersonRow) -> Result<PortalSession, Error> {
    let (buyer, today) = (Buyer::read(state, org).await?, state.clock.today());
    let (mut rows, mut vendor) = (Vec::new(), String::new());
    for id in state.store.open_to(org, &person.person).await? {
        let dossier = Dossier::of_assessment_alone(state, org, &id).await?;
        if !is_answered_by(&dossier, &id, &person.person) {
            continue;
        }
        let known = dossier.assessment(&id)?;
        let labels = dossier.labels(known);
        labels.vendor.clone_into(&mut vendor);
        rows.extend(row(&known.folded, &known.questionnaire, labels.system, today));
    }
    rows.sort_by_key(turn);
    Ok(PortalSession {
        name: person.name.clone(),
        vendor,
        ask: buyer.ask,
        organisation: buyer.settings.organisation,
        assessments: rows,
    })
}

/// Those that wait on the vendor first, the earliest due first; then those with findings; then the rest.
fn turn(row: &PortalRow) -> (bool, bool, NaiveDate, AssessmentId) {
    (!row.stage.awaits_answers(), row.findings_to_do == 0, row.due, row.assessment.clone())
}

/// Who is here, and the person's assessments.
#[utoipa::path(get, path = "/api/portal/session", tag = "portal",
    responses((status = 200, body = PortalSession), (status = 401, body = Problem)))]
pub async fn session(State(state): State<AppState>, person: VendorPerson) -> Result<Json<PortalSession>, Error> {
    let row = state.store.person(&person.org, &person.person).await?.ok_or_else(Error::signed_out)?;
    Ok(Json(session_of(&state, &person.org, &row).await?))
}

/// One assessment, whole.
#[utoipa::path(get, path = "/api/portal/assessments/{assessment}", tag = "portal",
    responses((status = 200, body = PortalAssessment), (status = 401, body = Problem), (status = 404, body = Problem)))]
pub async fn get(
    State(state): State<AppState>,
    person: VendorPerson,
    Path(id): Path<AssessmentId>,
) -> Result<Json<PortalAssessment>, Error> {
    let dossier = admitted(&state, &person, &id).await?;
    let nothing = Batch::new(person.org.clone());
    Ok(Json(portal_view(&state, &person.org, &dossier, &id, &nothing).await?))
}

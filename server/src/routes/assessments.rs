//! Assessments from draft to sending, and one assessment whole.
//!
//! Every change replies with the assessment as it is then. Whether it may be made is decided by the rules alone.

use crate::auth::Staff;
use crate::error::Error;
use crate::extract::{Json, Path};
use crate::once::{self, Once, RequestKey};
use crate::record::{Change, Dossier, assessment_view, read_rows, refresh_for_list, shipped};
use crate::state::AppState;
use crate::store::Batch;
use axum::extract::State;
use axum::response::Response;
use domain::api::assessment::{AssessmentList, AssessmentView};
use domain::api::problem::Problem;
use domain::api::vendor::Created;
use domain::assessment::{Command, Plan};
use domain::id::AssessmentId;

/// Every assessment, the one that moved last first.
#[utoipa::path(get, path = "/api/assessments", tag = "assessments",
    responses((status = 200, body = AssessmentList), (status = 401, body = Problem)))]
pub async fn list(State(state): State<AppState>, staff: Staff) -> Result<Json<AssessmentList>, Error> {
    refresh_for_list(&state, &staff.org).await?;
    let (bodies, total) = state.store.assessment_bodies(&staff.org).await?;
    let assessments = read_rows(&state, &staff.org, &bodies);
    Ok(Json(AssessmentList { total, assessments }))
}

/// Prepares an assessment.
#[utoipa::path(post, path = "/api/assessments", tag = "assessments", request_body = Plan,
    responses((status = 201, body = Created, headers(("Location" = String, description = "Where it is read"))), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem)))]
pub async fn draft(State(state): State<AppState>, staff: Staff, once: Once<Plan>) -> Result<Response, Error> {
    let id: AssessmentId = crate::ids::new();
    let plan = plain(once.body);
    once::create(
        &state,
        (&staff.org, &staff.person),
        once.key.as_ref(),
        || async {
            let mut change = Change::of_vendor(&state, &staff.org, staff.actor(), &plan.vendor).await?;
            let terms = change.dossier.vendor.terms_for(&plan, &shipped()?.intake, &staff.actor())?;
            change.draft(&state, id.clone(), plan.clone(), terms).await?;
            let (batch, _) = change.finish()?;
            Ok((batch, Created { id: id.to_string() }))
        },
        |about| async move { once::created(&about, "assessment") },
        |Created { id }| format!("/api/assessments/{id}"),
    )
    .await
}

/// One assessment, whole.
#[utoipa::path(get, path = "/api/assessments/{assessment}", tag = "assessments",
    responses((status = 200, body = AssessmentView), (status = 404, body = Problem)))]
pub async fn get(
    State(state): State<AppState>,
    staff: Staff,
    Path(id): Path<AssessmentId>,
) -> Result<Json<AssessmentView>, Error> {
    Ok(Json(stored_view(&state, &staff, &id).await?))
}

/// The assessment as it is stored.
async fn stored_view(state: &AppState, staff: &Staff, id: &AssessmentId) -> Result<AssessmentView, Error> {
    let dossier = Dossier::of_assessment_alone(state, &staff.org, id).await?;
    let mut nothing = Batch::new(staff.org.clone());
    assessment_view(state, &staff.org, &staff.actor(), &dossier, id, &mut nothing).await
}

/// Changes the plan of a draft.
#[utoipa::path(put, path = "/api/assessments/{assessment}/plan", tag = "assessments", request_body = Plan,
    responses((status = 200, body = AssessmentView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn replan(
    State(state): State<AppState>,
    staff: Staff,
    Path(id): Path<AssessmentId>,
    once: Once<Plan>,
) -> Result<Response, Error> {
    let (plan, state, id) = (&plain(once.body), &state, &id);
    changed_with(state, &staff, id, once.key.as_ref(), |mut change| async move {
        change.replan(state, id, plan.clone()).await?;
        change.dossier.vendor.must_be_contact(&plan.contact)?;
        Ok(change)
    })
    .await
}

/// The plan with its text in plain lines.
fn plain(plan: Plan) -> Plan {
    Plan { reason: plan.reason.replace("\r\n", "\n"), ..plan }
}

/// Carries out one command on an assessment and replies with the assessment as it is then.
pub(super) async fn changed(
    state: &AppState,
    staff: &Staff,
    id: &AssessmentId,
    key: Option<&RequestKey>,
    command: Command,
) -> Result<Response, Error> {
    let command = &command;
    changed_with(state, staff, id, key, |mut change| async move {
        change.assessment(id, command.clone())?;
        Ok(change)
    })
    .await
}

/// Carries out what `decide` decides on an assessment and replies with the assessment as it is then.
pub(super) async fn changed_with<F, A>(
    state: &AppState,
    staff: &Staff,
    id: &AssessmentId,
    key: Option<&RequestKey>,
    decide: F,
) -> Result<Response, Error>
where
    F: Fn(Change) -> A,
    A: Future<Output = Result<Change, Error>>,
{
    let attempt = |reading| {
        let change = Change::of_assessment_by(reading, state, &staff.org, staff.actor(), id);
        async {
            let (mut batch, dossier) = decide(change.await?).await?.finish()?;
            let view = assessment_view(state, &staff.org, &staff.actor(), &dossier, id, &mut batch).await?;
            Ok((batch, view))
        }
    };
    once::carry_out_fast(state, &staff.org, &staff.person, key, attempt, |_| stored_view(state, staff, id)).await
}

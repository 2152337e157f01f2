//! One finding of an assessment for the staff: its history, and what is done about it.
//!
//! Who may do what in which state is one table in the rules.

use super::assessments::changed_with;
use crate::auth::Staff;
use crate::correspondence::{tell_decision, tell_raised};
use crate::error::{Error, created};
use crate::exact::Exact;
use crate::extract::{Json, Path};
use crate::once::{self, Once};
use crate::record::{Change, Dossier, finding_view};
use crate::state::AppState;
use crate::store::Batch;
use axum::extract::State;
use axum::response::Response;
use domain::api::assessment::AssessmentView;
use domain::api::finding::{FindingView, RaiseBody};
use domain::api::problem::Problem;
use domain::assessment::Command;
use domain::finding::Action;
use domain::id::{AssessmentId, FindingId};

/// One finding with its history.
#[utoipa::path(get, path = "/api/assessments/{assessment}/findings/{finding}", tag = "findings",
    responses((status = 200, body = FindingView), (status = 404, body = Problem)))]
pub async fn get(
    State(state): State<AppState>,
    staff: Staff,
    Path((id, finding)): Path<(AssessmentId, FindingId)>,
) -> Result<Json<FindingView>, Error> {
    Ok(Json(stored_view(&state, &staff, &id, &finding).await?))
}

/// The finding as it is stored.
async fn stored_view(
    state: &AppState,
    staff: &Staff,
    id: &AssessmentId,
    finding: &FindingId,
) -> Result<FindingView, Error> {
    let dossier = Dossier::of_assessment_alone(state, &staff.org, id).await?;
    let nothing = Batch::new(staff.org.clone());
    finding_view(state, &staff.org, &dossier, id, finding, &nothing).await
}

/// Raises a finding before the conclusion, of those that it would raise. The vendor is told, and its dates start.
#[utoipa::path(post, path = "/api/assessments/{assessment}/findings", tag = "findings", request_body = RaiseBody,
    responses((status = 201, body = AssessmentView, headers(("Location" = String, description = "Where it is read"))), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn raise(
    State(state): State<AppState>,
    staff: Staff,
    Path(id): Path<AssessmentId>,
    once: Once<RaiseBody>,
) -> Result<Response, Error> {
    let RaiseBody { kind, question, rule } = once.body;
    let cause = &(kind, question, rule);
    let (state, staff, id) = (&state, &staff, &id);
    changed_with(state, staff, id, once.key.as_ref(), |mut change| async move {
        change.raise(id, cause.clone())?;
        tell_raised(state, &staff.org, &mut change).await?;
        Ok(change)
    })
    .await
    .map(|response| created(response, &format!("/api/assessments/{id}")))
}

/// Does something about a finding.
#[utoipa::path(post, path = "/api/assessments/{assessment}/findings/{finding}/actions", tag = "findings",
    request_body = Action,
    responses((status = 200, body = FindingView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn act(
    State(state): State<AppState>,
    staff: Staff,
    Path((id, finding)): Path<(AssessmentId, FindingId)>,
    once: Once<Exact<Action>>,
) -> Result<Response, Error> {
    let action = plain(once.body.0);
    once::carry_out(
        &state,
        &staff.org,
        &staff.person,
        once.key.as_ref(),
        || async {
            let mut change = Change::of_assessment(&state, &staff.org, staff.actor(), &id).await?;
            if change.assessment(&id, Command::Act { finding: finding.clone(), action: action.clone() })? {
                tell_decision(&state, &staff.org, &mut change, (&id, &finding), &action).await?;
                tell_raised(&state, &staff.org, &mut change).await?;
            }
            let (batch, dossier) = change.finish()?;
            let view = finding_view(&state, &staff.org, &dossier, &id, &finding, &batch).await?;
            Ok((batch, view))
        },
        |_| stored_view(&state, &staff, &id, &finding),
    )
    .await
}

/// The action with its texts in plain lines.
pub(super) fn plain(action: Action) -> Action {
    let lines = |text: String| text.replace("\r\n", "\n");
    match action {
        Action::ProposePlan { plan, fix_by } => Action::ProposePlan { plan: lines(plan), fix_by },
        Action::DeclinePlan { reason } => Action::DeclinePlan { reason: lines(reason) },
        Action::SubmitFix { note } => Action::SubmitFix { note: lines(note) },
        Action::RejectFix { reason } => Action::RejectFix { reason: lines(reason) },
        Action::AcceptRisk { until, reason } => Action::AcceptRisk { until, reason: lines(reason) },
        Action::Withdraw { reason } => Action::Withdraw { reason: lines(reason) },
        Action::MoveDue { fix_due, reason } => Action::MoveDue { fix_due, reason: lines(reason) },
        same @ (Action::AgreePlan | Action::StartWork | Action::Verify { .. }) => same,
    }
}

//! A vendor's AI systems: their description, intake, retirement and course over time.
//!
//! The intake's levels become inherent risk and a tier in the rules, never here.

use super::sending::shut_out;
use super::vendors::{changed, changed_with, place};
use crate::auth::Staff;
use crate::error::{Error, created};
use crate::extract::{Json, Path};
use crate::once::{Once, OnceBare};
use crate::record::Dossier;
use crate::state::AppState;
use crate::store::Stream;
use crate::store::journal::read_event;
use axum::extract::State;
use axum::response::Response;
use domain::api::problem::Problem;
use domain::api::vendor::{Course, IntakeBody, NewSystem, VendorView};
use domain::course::{self, course as make_course};
use domain::id::{SystemId, VendorId};
use domain::vendor::Command;

/// Adds an AI system.
#[utoipa::path(post, path = "/api/vendors/{vendor}/systems", tag = "systems", request_body = NewSystem,
    responses((status = 201, body = VendorView, headers(("Location" = String, description = "Where it is read"))), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem)))]
pub async fn add(
    State(state): State<AppState>,
    staff: Staff,
    Path(vendor): Path<VendorId>,
    once: Once<NewSystem>,
) -> Result<Response, Error> {
    let command = Command::AddSystem(crate::ids::new(), once.body.description);
    let changed = changed(&state, &staff, &vendor, once.key.as_ref(), command).await?;
    Ok(created(changed, &place(&vendor)))
}

/// Changes an AI system's description.
#[utoipa::path(put, path = "/api/vendors/{vendor}/systems/{system}", tag = "systems", request_body = NewSystem,
    responses((status = 200, body = VendorView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn change(
    State(state): State<AppState>,
    staff: Staff,
    Path((vendor, system)): Path<(VendorId, SystemId)>,
    once: Once<NewSystem>,
) -> Result<Response, Error> {
    let command = Command::ChangeSystem(system, once.body.description);
    changed(&state, &staff, &vendor, once.key.as_ref(), command).await
}

/// Retires an AI system: it leaves the register, what is under way is withdrawn, its history stays.
#[utoipa::path(post, path = "/api/vendors/{vendor}/systems/{system}/retirement", tag = "systems",
    responses((status = 200, body = VendorView), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn retire(
    State(state): State<AppState>,
    staff: Staff,
    Path((vendor, system)): Path<(VendorId, SystemId)>,
    OnceBare(key): OnceBare,
) -> Result<Response, Error> {
    let (state, staff, system) = (&state, &staff, &system);
    changed_with(state, staff, &vendor, key.as_ref(), |mut change| async move {
        for ended in change.retire(system)? {
            shut_out(&ended, &mut change)?;
        }
        Ok(change)
    })
    .await
}

/// Records the intake: a level for each factor.
#[utoipa::path(put, path = "/api/vendors/{vendor}/systems/{system}/intake", tag = "systems", request_body = IntakeBody,
    responses((status = 200, body = VendorView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn record_intake(
    State(state): State<AppState>,
    staff: Staff,
    Path((vendor, system)): Path<(VendorId, SystemId)>,
    once: Once<IntakeBody>,
) -> Result<Response, Error> {
    let command = Command::RecordIntake(system, once.body.levels);
    changed(&state, &staff, &vendor, once.key.as_ref(), command).await
}

/// The score and the residual of an AI system over time, from its first conclusion on.
#[utoipa::path(get, path = "/api/vendors/{vendor}/systems/{system}/course", tag = "systems",
    responses((status = 200, body = Course), (status = 404, body = Problem)))]
pub async fn course(
    State(state): State<AppState>,
    staff: Staff,
    Path((vendor, system)): Path<(VendorId, SystemId)>,
) -> Result<Json<Course>, Error> {
    let dossier = Dossier::load(&state, &staff.org, &vendor).await?;
    if !dossier.vendor.systems.contains_key(&system) {
        return Err(Error::not_found());
    }
    let mut streams = Vec::new();
    for (id, known) in &dossier.assessments {
        if known.folded.plan().is_some_and(|plan| plan.system == system) {
            let stored = state.store.load(&staff.org, &Stream::assessment(id)).await?;
            let events = stored.iter().map(read_event).collect::<Result<Vec<_>, _>>()?;
            streams.push((events, &known.questionnaire));
        }
    }
    let streams: Vec<course::Stream<'_>> =
        streams.iter().map(|(events, questionnaire)| course::Stream { events, questionnaire }).collect();
    let stored = state.store.load(&staff.org, &Stream::vendor(&vendor)).await?;
    let vendor = stored.iter().map(read_event).collect::<Result<Vec<_>, _>>()?;
    Ok(Json(make_course(&vendor, &system, &streams, state.clock.today())))
}

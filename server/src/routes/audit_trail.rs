//! The audit trail, for admins: who took what away, and who changed what in the office.
//!
//! What happened to a vendor or an assessment stands in the history on its own page.

use crate::auth::Staff;
use crate::error::Error;
use crate::extract::{Json, Query};
use crate::record::trail;
use crate::state::AppState;
use axum::extract::State;
use domain::actor::Role;
use domain::api::problem::Problem;
use domain::api::trail::{Trail, TrailQuery};

/// A page of the audit trail, newest first.
#[utoipa::path(get, path = "/api/audit-trail", tag = "audit", params(TrailQuery),
    responses((status = 200, body = Trail), (status = 400, body = Problem), (status = 403, body = Problem)))]
pub async fn list(
    State(state): State<AppState>,
    staff: Staff,
    Query(query): Query<TrailQuery>,
) -> Result<Json<Trail>, Error> {
    staff.must_be(Role::Admin)?;
    Ok(Json(trail(&state, &staff.org, &query).await?))
}

//! The findings of all assessments: the page's rows and counts, and the same rows as a file.
//!
//! One finding and what is done with it stand with the assessments.

use super::register::PAGE;
use crate::auth::Staff;
use crate::error::Error;
use crate::export::Export;
use crate::extract::{Json, Query};
use crate::record::{read_rows, refresh_for_list};
use crate::routes::attachment;
use crate::state::AppState;
use axum::extract::State;
use axum::response::Response;
use domain::api::finding::{FindingList, FindingQuery};
use domain::api::problem::Problem;

/// The findings that the query selects, most severe first.
#[utoipa::path(get, path = "/api/findings", tag = "findings", params(FindingQuery),
    responses((status = 200, body = FindingList), (status = 400, body = Problem), (status = 401, body = Problem)))]
pub async fn list(
    State(state): State<AppState>,
    staff: Staff,
    Query(query): Query<FindingQuery>,
) -> Result<Json<FindingList>, Error> {
    refresh_for_list(&state, &staff.org).await?;
    let today = state.clock.today();
    let (bodies, _) = state.store.findings(&staff.org, &query, today, PAGE).await?;
    let rows = read_rows(&state, &staff.org, &bodies);
    let figures = state.store.finding_figures(&staff.org, today).await?;
    Ok(Json(FindingList { as_of: today, open: figures.open, late: figures.late, waiting_us: figures.waiting_us, rows }))
}

/// Every finding that the query selects, as CSV.
#[utoipa::path(get, path = "/api/findings.csv", tag = "findings", params(FindingQuery),
    responses((status = 200, body = String, content_type = "text/csv"), (status = 400, body = Problem),
        (status = 401, body = Problem)))]
pub async fn csv(
    State(state): State<AppState>,
    staff: Staff,
    Query(query): Query<FindingQuery>,
) -> Result<Response, Error> {
    attachment(&state, &staff, Export::Findings(query)).await
}

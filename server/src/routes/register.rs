//! The supplier risk register: the page's rows and figures, and the same rows as a file.
//!
//! At most three statements: what is due, the rows with their number, the figures.

use crate::auth::Staff;
use crate::error::Error;
use crate::export::Export;
use crate::extract::{Json, Query};
use crate::record::{read_rows, refresh_for_list};
use crate::routes::attachment;
use crate::state::AppState;
use axum::extract::State;
use axum::response::Response;
use domain::api::problem::Problem;
use domain::api::register::{Register, RegisterQuery};
use domain::register::check;

/// Most rows of one page.
pub(super) const PAGE: i64 = 1_000;

/// The register: five figures over all AI systems in use, and the rows that the query selects.
#[utoipa::path(get, path = "/api/register", tag = "register", params(RegisterQuery),
    responses((status = 200, body = Register), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 422, body = Problem)))]
pub async fn get(
    State(state): State<AppState>,
    staff: Staff,
    Query(query): Query<RegisterQuery>,
) -> Result<Json<Register>, Error> {
    check(&query).map_err(|wrong| Error::invalid(vec![wrong]))?;
    refresh_for_list(&state, &staff.org).await?;
    let (bodies, total) = state.store.register(&staff.org, &query, PAGE).await?;
    let rows = read_rows(&state, &staff.org, &bodies);
    let figures = state.store.register_figures(&staff.org).await?;
    Ok(Json(Register { as_of: state.clock.today(), figures, total, rows }))
}

/// Every row that the query selects, as CSV.
#[utoipa::path(get, path = "/api/register.csv", tag = "register", params(RegisterQuery),
    responses((status = 200, body = String, content_type = "text/csv"), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 422, body = Problem)))]
pub async fn csv(
    State(state): State<AppState>,
    staff: Staff,
    Query(query): Query<RegisterQuery>,
) -> Result<Response, Error> {
    check(&query).map_err(|wrong| Error::invalid(vec![wrong]))?;
    attachment(&state, &staff, Export::Register(query)).await
}

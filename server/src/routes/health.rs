//! Whether the server lives, whether it can serve, and what its interface is.
//!
//! Alive means that the process answers; ready means that the database does too and that there are pages to serve.

use crate::error;
use crate::extract::Json;
use crate::jobs::health::JobHealth;
use crate::state::AppState;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

/// The process answers.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Health {
    /// Always `ok`.
    pub status: &'static str,
}

/// Whether the server can serve.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Readiness {
    /// Whether the database answers.
    pub database: bool,
    /// Whether the browser program is there.
    pub front_end: bool,
    /// How this node's jobs fare. One that fails makes a node no less ready to serve: people go on working, and what waits
    /// (mails, rows whose day has come) is done when it works again. An operator watches `failing_since`.
    pub jobs: Vec<JobHealth>,
}

/// The process answers.
#[utoipa::path(get, path = "/api/health", tag = "server", responses((status = 200, body = Health)))]
pub async fn health() -> Json<Health> {
    Json(Health { status: "ok" })
}

/// Whether the server can serve: 200, else 503 with what is missing.
#[utoipa::path(get, path = "/api/ready", tag = "server",
    responses((status = 200, body = Readiness), (status = 503, body = Readiness)))]
pub async fn ready(State(state): State<AppState>) -> Response {
    let database = state.store.ping().await.is_ok();
    let front_end = state.assets.is_present();
    let response = Json(Readiness { database, front_end, jobs: state.jobs.all() }).into_response();
    if database && front_end { response } else { error::not_ready(response) }
}

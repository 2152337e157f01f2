//! The thin part of Assay: who asks, what is kept, what is delivered. The rules are in `domain`.
//!
//! Read `api` first: every address on one screen. Then `routes/`, one file per noun; `store/`, the only SQL; `auth/`,
//! from a request to an actor; `error`, the only status codes.
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

pub mod answering;
pub mod assets;
pub mod auth;
pub mod cli;
pub mod clock;
pub mod composed;
pub mod config;
pub mod correspondence;
pub mod demo;
// The description of the interface.
pub mod description;
pub mod error;
pub mod export;
pub mod exact;
pub mod extract;
pub mod files;
pub mod headers;
pub mod heads;
pub mod ids;
pub mod jobs;
pub mod letters;
pub mod listening;
pub mod once;
pub mod ops;
pub mod record;
pub mod routes;
pub mod security;
pub mod state;
pub mod store;
pub mod turns;

use auth::{address, device, origin, session as sessions};
use axum::extract::DefaultBodyLimit;
use axum::{Router, middleware};
use config::NotAPublicUrl;
use routes::{
    answers, assessment_findings, assessments, audit_trail, certificates, contacts, entrance, evidence, findings,
    front, health, joining, metrics, outbox, passwords, people, portal, questionnaires, register, resets, review,
    sending, session, settings, submission, systems, vendors,
};
use state::AppState;
use store::sessions::Audience;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The largest body of a JSON request, in bytes.
const LARGEST_BODY: usize = 1024 * 1024;

#[derive(OpenApi)]
#[openapi(
    info(title = "Assay", description = "The interface of Assay: JSON, cookies, problem documents."),
    // Named by others, and found by no handler.
    components(schemas(domain::api::register::RegisterSort, domain::template::Scalar))
)]
struct Description;

/// Every address of the interface.
fn api() -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(Description::openapi())
        .routes(routes!(health::health))
        .routes(routes!(health::ready))
        .routes(routes!(session::get, session::sign_in, session::sign_out))
        .routes(routes!(passwords::change_password))
        .routes(routes!(resets::ask_for_reset))
        .routes(routes!(resets::use_reset))
        .routes(routes!(joining::look))
        .routes(routes!(joining::first_account))
        .routes(routes!(joining::join))
        .routes(routes!(session::enter))
        .routes(routes!(people::list, people::invite))
        .routes(routes!(people::change))
        .routes(routes!(people::invite_again))
        .routes(routes!(settings::get, settings::put))
        .routes(routes!(outbox::list))
        .routes(routes!(outbox::link))
        .routes(routes!(audit_trail::list))
        .routes(routes!(vendors::list, vendors::register))
        .routes(routes!(vendors::get, vendors::change))
        .routes(routes!(contacts::add))
        .routes(routes!(contacts::change, contacts::remove))
        .routes(routes!(systems::add))
        .routes(routes!(systems::change))
        .routes(routes!(systems::retire))
        .routes(routes!(systems::record_intake))
        .routes(routes!(systems::course))
        .routes(routes!(certificates::add))
        .routes(routes!(certificates::change))
        .routes(routes!(register::get))
        .routes(routes!(register::csv))
        .routes(routes!(findings::list))
        .routes(routes!(findings::csv))
        .routes(routes!(questionnaires::list))
        .routes(routes!(questionnaires::get))
        .routes(routes!(questionnaires::intake))
        .routes(routes!(questionnaires::library))
        .routes(routes!(assessments::list, assessments::draft))
        .routes(routes!(assessments::get))
        .routes(routes!(assessments::replan))
        .routes(routes!(sending::send))
        .routes(routes!(sending::send_again, sending::revoke))
        .routes(routes!(sending::change_contact))
        .routes(routes!(sending::change_due))
        .routes(routes!(sending::withdraw))
        .routes(routes!(review::give_verdict))
        .routes(routes!(review::judge))
        .routes(routes!(review::send_back))
        .routes(routes!(review::conclude))
        .routes(routes!(evidence::download_submitted))
        .routes(routes!(assessment_findings::raise))
        .routes(routes!(assessment_findings::get))
        .routes(routes!(assessment_findings::act))
        .routes(routes!(entrance::welcome))
        .routes(routes!(entrance::open, entrance::leave, portal::session))
        .routes(routes!(entrance::send_fresh_link))
        .routes(routes!(portal::get))
        .routes(routes!(answers::put))
        .routes(routes!(answers::save))
        .routes(routes!(evidence::send))
        .routes(routes!(evidence::attach))
        .routes(routes!(evidence::remove))
        .routes(routes!(evidence::download_own))
        .routes(routes!(submission::submit))
        .routes(routes!(submission::act))
}

/// The description of the interface, as `/api/openapi.json` serves it.
#[must_use]
pub fn openapi() -> String {
    description::text(api().split_for_parts().1)
}

/// The whole server: the interface, the browser program, and what surrounds every request.
///
/// # Errors
/// [`NotAPublicUrl`] when the public URL is no origin.
pub fn router(state: AppState) -> Result<Router, NotAPublicUrl> {
    let (api, described) = api().split_for_parts();
    let description = description::text(described);
    let openapi = move || async move { ([(axum::http::header::CONTENT_TYPE, "application/json")], description) };
    // The last layer added is the first that a request meets.
    Ok(api
        .route("/api/openapi.json", axum::routing::get(openapi))
        .route("/metrics", axum::routing::any(metrics::get))
        .method_not_allowed_fallback(front::unknown_method)
        .fallback(front::serve)
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(middleware::from_fn(sessions::take_vendor))
        .layer(sessions::layer(&state, Audience::Vendor))
        .layer(middleware::from_fn(sessions::take_staff))
        .layer(sessions::layer(&state, Audience::Staff))
        .layer(middleware::map_response(device::set))
        .layer(middleware::from_fn(origin::refuse_forms))
        .layer(origin::layer(&state.config.public_url).map_err(|_| NotAPublicUrl)?)
        .layer(CatchPanicLayer::custom(error::of_panic))
        .layer(middleware::from_fn_with_state(state.clone(), security::watch))
        .layer(middleware::from_fn_with_state(state.clone(), address::find))
        .layer(middleware::from_fn_with_state(state.clone(), headers::add))
        .with_state(state))
}

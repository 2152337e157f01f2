//! Writes from another site are refused: by `Sec-Fetch-Site`, by `Origin`, and for a browser too old to send either,
//! by asking for a content type that a form cannot have.
//!
//! The first two are the middleware's of tower-http; the third is [`refuse_forms`].

use crate::config::PublicUrl;
use crate::error::Error;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, Method, Response, header};
use axum::middleware::Next;
use axum::response::IntoResponse;
use domain::api::problem::Code;
use tower_http::csrf::{ConfigError, CsrfLayer, ProtectionError, ResponseForProtectionError};

/// Answers a refused write with a problem document.
#[derive(Debug, Clone, Copy)]
pub struct Refused;

impl ResponseForProtectionError<Body> for Refused {
    fn response_for_protection_error(&mut self, _: ProtectionError) -> Response<Body> {
        cross_site().into_response()
    }
}

fn cross_site() -> Error {
    Error::new(Code::CrossSite, "this request came from another site; open Assay's own page and try again")
}

/// The layer that refuses unsafe methods from other origins than the request's host and the public URL.
///
/// # Errors
/// [`ConfigError`] when the public URL is no origin.
pub fn layer(public_url: &PublicUrl) -> Result<CsrfLayer<Refused>, ConfigError> {
    Ok(CsrfLayer::new().add_trusted_origin(public_url.origin())?.with_rejection_response(Refused))
}

/// Refuses a write with a cookie that names neither where it comes from nor a content type of ours.
pub async fn refuse_forms(request: Request, next: Next) -> axum::response::Response {
    let headers = request.headers();
    let is_safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let says_where = headers.contains_key("sec-fetch-site") || headers.contains_key(header::ORIGIN);
    if is_safe || says_where || !headers.contains_key(header::COOKIE) || !is_of_a_form(request.method(), headers) {
        return next.run(request).await;
    }
    cross_site().into_response()
}

/// Whether a form of another site could have sent this: a POST with a form's content type or none.
fn is_of_a_form(method: &Method, headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_form = ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"];
    *method == Method::POST && is_form.contains(&kind.as_str())
}

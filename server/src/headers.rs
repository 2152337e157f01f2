//! The headers that every response carries, and what may be kept by whom.
//!
//! A response that set one of them itself (a download with its own content policy) keeps it.

use crate::state::AppState;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

/// Two years, as the preload lists ask.
const HSTS: &str = "max-age=63072000; includeSubDomains";
/// The policy of everything that is not the page.
const NOTHING: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const FEATURES: &str = "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), \
                        magnetometer=(), microphone=(), midi=(), payment=(), usb=()";

/// Adds what is missing.
pub async fn add(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let is_api = request.uri().path().starts_with("/api");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let missing: [(HeaderName, &'static str); 8] = [
        (header::CONTENT_SECURITY_POLICY, NOTHING),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), FEATURES),
        (header::CONTENT_TYPE, "application/octet-stream"),
    ];
    for (name, value) in missing {
        fill(headers, name, value);
    }
    if is_api {
        fill(headers, header::CACHE_CONTROL, "no-store");
    }
    if state.config.public_url.is_https() {
        fill(headers, header::STRICT_TRANSPORT_SECURITY, HSTS);
    }
    response
}

fn fill(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.entry(name).or_insert(HeaderValue::from_static(value));
}

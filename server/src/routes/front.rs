//! The browser program: its files, and for every address that is not a file the page of the side it is on.
//!
//! Files are sent as the browser can take them: brotli, gzip or plain. Names with a hash may be kept for ever.

use crate::assets::{Asset, PAGES, is_named_by_content, media_type, page_at};
use crate::error::Error;
use crate::state::AppState;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::response::{IntoResponse, Response};
use domain::api::problem::Code;

const FOR_EVER: &str = "public, max-age=31536000, immutable";
const ASK_AGAIN: &str = "no-cache";

/// What is shown when the browser program was not built.
const NO_PROGRAM: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Assay is not built yet\
</title><h1>The browser program is missing</h1><p>Run <code>cargo xtask serve</code>, which builds it, or \
<code>cargo xtask build</code> for a binary that carries it.</p></html>";

/// Answers everything that no route of the interface answers.
pub async fn serve(State(state): State<AppState>, request: Request) -> Response {
    let path = request.uri().path();
    if path == "/api" || path.starts_with("/api/") {
        return Error::not_found().into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return unknown_method().await.into_response();
    }
    let path = path.trim_start_matches('/');
    let is_page = path.is_empty() || PAGES.contains(&path);
    if !is_page && let Some(asset) = state.assets.file(path) {
        let kept = if is_named_by_content(path) { FOR_EVER } else { ASK_AGAIN };
        return send(asset, request.headers(), media_type(path), kept);
    }
    if !is_page && looks_like_a_file(path) {
        return Error::not_found().into_response();
    }
    page(&state, path, request.headers())
}

/// What a known address answers to a method it does not know.
pub async fn unknown_method() -> Error {
    Error::new(Code::Method, "this address does not know the method")
}

fn page(state: &AppState, path: &str, headers: &HeaderMap) -> Response {
    let Some(asset) = state.assets.file(page_at(path)) else {
        let page = ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], NO_PROGRAM).into_response();
        return crate::error::not_ready(page);
    };
    let mut response = send(asset, headers, "text/html; charset=utf-8", ASK_AGAIN);
    if let Ok(policy) = HeaderValue::from_str(&state.page_policy()) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// The program's own addresses have no dot in their last part; only files do.
fn looks_like_a_file(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|name| name.contains('.'))
}

fn send(asset: Asset, headers: &HeaderMap, media: &'static str, kept: &'static str) -> Response {
    let takes = |encoding: &str| {
        let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
        accepted.split(',').any(|one| {
            let mut parts = one.split(';').map(str::trim);
            parts.next() == Some(encoding) && parts.all(|part| !matches!(part, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
        })
    };
    let common = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media)),
        (header::CACHE_CONTROL, HeaderValue::from_static(kept)),
        (header::VARY, HeaderValue::from_static("accept-encoding")),
    ];
    match (asset.brotli, asset.gzip) {
        (Some(bytes), _) if takes("br") => (common, [(header::CONTENT_ENCODING, "br")], bytes).into_response(),
        (_, Some(bytes)) if takes("gzip") => (common, [(header::CONTENT_ENCODING, "gzip")], bytes).into_response(),
        _ => (common, asset.plain).into_response(),
    }
}

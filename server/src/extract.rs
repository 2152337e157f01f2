//! Reading requests: JSON bodies, path and query, each fault told as a problem document.
//!
//! A body must be JSON by its content type, so that no form of another site can send one.

use crate::composed;
use crate::error::Error;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use domain::api::problem::{Code, Fault};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// How long the whole of a body may take to arrive.
const SLOWEST_BODY: std::time::Duration = std::time::Duration::from_secs(30);

/// A JSON body, in and out.
#[derive(Debug, Clone, Copy)]
pub struct Json<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let bytes = json_bytes(request, state).await?;
        Ok(Json(parse(&bytes)?))
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        match serde_json::to_vec(&self.0) {
            Ok(bytes) => ([(header::CONTENT_TYPE, "application/json")], bytes).into_response(),
            Err(error) => Error::from(error).into_response(),
        }
    }
}

/// The bytes of a JSON body, checked for type and size only.
///
/// # Errors
/// A problem when the body is not declared as JSON or is too large.
pub async fn json_bytes<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Error> {
    if !is_json(request.headers()) {
        return Err(Error::new(Code::WrongType, "send the body as application/json"));
    }
    all_bytes(request, state).await
}

/// The bytes of a body, up to the limit of its route.
///
/// # Errors
/// A problem when the body is too large or breaks off.
pub async fn all_bytes<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Error> {
    use axum::extract::rejection::{BytesRejection, FailedToBufferBody};
    let broke_off = || Error::new(Code::Malformed, "the request broke off; send it again");
    let reading = tokio::time::timeout(SLOWEST_BODY, Bytes::from_request(request, state));
    reading.await.map_err(|_| broke_off())?.map_err(|rejection| {
        if let BytesRejection::FailedToBufferBody(FailedToBufferBody::LengthLimitError(_)) = rejection {
            return Error::new(Code::TooLarge, "the request is too large; send less at once");
        }
        broke_off()
    })
}

fn is_json(headers: &HeaderMap) -> bool {
    let Some(kind) = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()) else { return false };
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

/// Reads a JSON text, naming the place of a fault.
///
/// # Errors
/// A problem with the path of the fault.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
    if has_escaped_nul(bytes) {
        return Err(Error::new(Code::Malformed, "remove the NUL character from the text"));
    }
    // A list would be read as the fields in their order, and unknown ones could not be told.
    if bytes.trim_ascii_start().starts_with(b"[") {
        return Err(Error::new(Code::Malformed, "send one JSON object, not a list"));
    }
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|fault| {
        let path = fault.path().to_string();
        told(if path == "." { String::new() } else { path }, fault.inner())
    })?;
    reader.end().map_err(|fault| told(String::new(), &fault))?;
    let Some(composed) = composed::body(bytes) else { return Ok(value) };
    serde_path_to_error::deserialize(composed).map_err(|fault| told(fault.path().to_string(), fault.inner()))
}

fn told(at: String, fault: &serde_json::Error) -> Error {
    let text = fault.to_string();
    let text = text.split(" at line ").next().unwrap_or_default().to_owned();
    let detail = if fault.is_data() { text } else { format!("this is not JSON: {text}") };
    let errors = vec![Fault::new(at, detail.clone())];
    Error::new(Code::Malformed, detail).with(|told| told.errors = errors)
}

/// Whether a JSON text holds `\u0000` as an escape: a backslash of its own, not one that is itself escaped.
fn has_escaped_nul(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| *byte == b'\\') {
        let after = rest.get(at + 1..).unwrap_or_default();
        if after.starts_with(b"u0000") {
            return true;
        }
        rest = after.get(1..).unwrap_or_default();
    }
    false
}

/// Ids from the path. What cannot be an id is answered as an unknown one.
#[derive(Debug, Clone, Copy)]
pub struct Path<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let path = axum::extract::Path::<T>::from_request_parts(parts, state).await;
        path.map(|path| Path(path.0)).map_err(|_| Error::not_found())
    }
}

/// The query of an address.
#[derive(Debug, Clone, Copy)]
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Query<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        if parts.uri.query().is_some_and(|query| query.contains("%00")) {
            return Err(Error::new(Code::Malformed, "remove the NUL character from the address"));
        }
        if let Some(uri) = composed::address(&parts.uri) {
            parts.uri = uri;
        }
        let query = axum::extract::Query::<T>::from_request_parts(parts, state).await;
        query.map(|query| Query(query.0)).map_err(|fault| {
            let text = fault.body_text();
            let detail = text.split(": ").last().unwrap_or_default().to_owned();
            Error::new(Code::Malformed, format!("the address has a filter that is not known: {detail}"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::api::session::SignIn;

    fn fault(text: &str) -> Fault {
        match parse::<SignIn>(text.as_bytes()) {
            Err(Error::Told(told)) => {
                told.errors.first().cloned().unwrap_or_else(|| Fault::new("", told.detail.clone()))
            }
            other => panic!("a refusal, not {other:?}"),
        }
    }

    #[test]
    fn an_unknown_field_is_named() {
        let fault = fault(r#"{"email":"a","password":"b","role":"admin"}"#);
        assert!(fault.detail.contains("role"), "{fault:?}");
    }

    #[test]
    fn an_escaped_nul_is_refused_and_an_escaped_backslash_is_not() {
        assert!(fault(r#"{"email":"a\u0000","password":"b"}"#).detail.contains("NUL"));
        assert!(parse::<SignIn>(br#"{"email":"a\\u0000","password":"b"}"#).is_ok());
    }

    #[test]
    fn a_deep_body_does_not_overflow() {
        let deep = format!("{{\"email\":{}", "[".repeat(100_000));
        assert!(fault(&deep).detail.contains("not JSON") || !fault(&deep).detail.is_empty());
    }
}

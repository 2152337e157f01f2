//! The refusals that do not come from a handler: of the session, the body, the key, the database; and the form of all.
//!
//! Every refusal is a problem document. What a handler says of itself stays as it says it.

use super::Method;
use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::path::Operation;
use utoipa::openapi::{Ref, RefOr, Response, ResponseBuilder};

/// The form of every refusal.
const PROBLEM: &str = "application/problem+json";

/// Addresses that nobody need be signed in for, with the methods for which that holds; all of them where none is named.
const OPEN: [(&str, Option<Method>); 13] = [
    ("/api/health", None),
    ("/api/ready", None),
    ("/api/links", None),
    ("/api/first-account", None),
    ("/api/joins", None),
    ("/api/password-resets", None),
    ("/api/password-resets/use", None),
    ("/api/session", Some(Method::Post)),
    ("/api/session", Some(Method::Delete)),
    ("/api/session/link", None),
    ("/api/portal/welcome", None),
    ("/api/portal/links", None),
    ("/api/portal/session", Some(Method::Post)),
];

fn is_open(path: &str, method: Method) -> bool {
    let leaves = path == "/api/portal/session" && method == Method::Delete;
    leaves || OPEN.iter().any(|(open, only)| *open == path && only.is_none_or(|only| only == method))
}

/// Writes that may come too fast, or mail more links than an address takes, beside those that say so themselves.
const LIMITED: [(&str, Method); 8] = [
    ("/api/portal/assessments/{assessment}/answers/{question}", Method::Put),
    ("/api/portal/assessments/{assessment}/evidence", Method::Post),
    ("/api/portal/assessments/{assessment}/evidence/{evidence}", Method::Delete),
    ("/api/portal/assessments/{assessment}/findings/{finding}/actions", Method::Post),
    ("/api/assessments/{assessment}/contact", Method::Put),
    ("/api/assessments/{assessment}/sending", Method::Post),
    ("/api/assessments/{assessment}/invitation", Method::Post),
    ("/api/vendors/{vendor}/contacts/{contact}", Method::Put),
];

/// Readings that are recorded before anything is given.
const RECORDED: [&str; 4] = [
    "/api/assessments/{assessment}/evidence/{evidence}/file",
    "/api/portal/assessments/{assessment}/evidence/{evidence}/file",
    "/api/register.csv",
    "/api/findings.csv",
];

/// Adds what can be answered besides, and says of every refusal that it is a problem document.
pub(super) fn add(path: &str, method: Method, operation: &mut Operation) {
    let has_body = operation.request_body.is_some();
    let mut more: Vec<(&str, &str)> = Vec::new();
    if !is_open(path, method) {
        more.push(("401", "Nobody is signed in, or the session has ended"));
    }
    if path.contains('{') {
        more.push(("404", "There is no such thing for whoever asks"));
    }
    if method.writes() {
        more.push(("400", "The request cannot be read"));
        more.push(("403", "Not allowed, or the request came from another site"));
        more.push(("422", "A rule is broken, or the idempotency key came with another request before"));
        more.push(("409", "The state of things does not allow it"));
        more.push(("507", "The server's disk is full; nothing was changed"));
    }
    if LIMITED.contains(&(path, method)) {
        more.push(("429", "Too many changes within a minute, or too many mails with a link to one address"));
    }
    if method == Method::Get && RECORDED.contains(&path) {
        more.push(("507", "The server's disk is full; what cannot be recorded is not given"));
    }
    if has_body {
        more.push(("413", "The body is too large"));
        more.push(("415", "The body is of another type than asked for"));
    }
    if path != "/api/health" {
        more.push(("503", "The server is busy, or its database cannot be reached; nothing was changed"));
        more.push(("500", "A fault on our side, named by its trace"));
    }
    let responses = &mut operation.responses.responses;
    for (status, words) in more {
        responses.entry(status.to_owned()).or_insert_with(|| RefOr::T(problem(words)));
    }
    for (status, response) in responses.iter_mut() {
        let is_refusal = status.starts_with('4') || (status.starts_with('5') && path != "/api/ready");
        if let RefOr::T(response) = response
            && is_refusal
        {
            *response = problem(&response.description.clone());
        }
    }
}

fn problem(words: &str) -> Response {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    ResponseBuilder::new().description(words).content(PROBLEM, content).build()
}

//! What the description of the interface says beyond what each handler says of itself.
//!
//! The parts of an address, the idempotency key and the refusals that come from before or behind the handlers are the same
//! for all addresses of a sort, and are said here once for all of them.

mod limits;
mod parameters;
mod refusals;

use utoipa::openapi::OpenApi;
use utoipa::openapi::path::{Operation, PathItem};

/// The description as JSON.
#[must_use]
pub fn text(mut description: OpenApi) -> String {
    for (path, item) in &mut description.paths.paths {
        parameters::name_parts(path, item);
        for (method, operation) in operations(item) {
            parameters::name_key(path, method, operation);
            refusals::add(path, method, operation);
        }
    }
    bounded(&description).unwrap_or_default()
}

/// Names of types as the derivation knows them, and as they are called here.
const CALLED: [(&str, &str); 2] = [("BTreeSet", "Roles"), ("BTreeMap", "Levels")];

fn bounded(description: &OpenApi) -> Result<String, serde_json::Error> {
    let mut text = serde_json::to_string(description)?;
    for (derived, called) in CALLED {
        for around in [["#/components/schemas/", "\""], ["\"", "\":"]] {
            let [before, after] = around;
            text = text.replace(&format!("{before}{derived}{after}"), &format!("{before}{called}{after}"));
        }
    }
    let mut description: serde_json::Value = serde_json::from_str(&text)?;
    if let Some(schemas) = description.pointer_mut("/components/schemas").and_then(serde_json::Value::as_object_mut) {
        limits::add(schemas);
    }
    // One order, whichever map the parser of this build was given.
    description.sort_all_objects();
    serde_json::to_string_pretty(&description)
}

/// How an operation is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Method {
    Get,
    Put,
    Post,
    Delete,
}

impl Method {
    /// Whether it may change something.
    fn writes(self) -> bool {
        self != Method::Get
    }
}

/// The operations of an address; the interface knows no others.
fn operations(item: &mut PathItem) -> impl Iterator<Item = (Method, &mut Operation)> {
    let PathItem { get, put, post, delete, .. } = item;
    let all = [(Method::Get, get), (Method::Put, put), (Method::Post, post), (Method::Delete, delete)];
    all.into_iter().filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
}

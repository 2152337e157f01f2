//! Parameters that are the same wherever they occur: ids in an address, and the idempotency key of a write.
//! Their lengths and patterns are those of the code that reads them, so a generated request knows what is refused.

use super::Method;
use crate::once::{KEY_HEADER, LONGEST_KEY};
use domain::id::MAX_ID_LENGTH;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::schema::{Object, ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Required};

/// What an id is made of.
pub(super) const ID: &str = "^[A-Za-z0-9_.:-]+$";
/// What a key is made of: visible ASCII characters.
const KEY: &str = "^[!-~]+$";

fn text(longest: usize, pattern: &str) -> Object {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .min_length(Some(1))
        .max_length(Some(longest))
        .pattern(Some(pattern))
        .build()
}

/// Names every part in braces as a parameter of its address: an id or a name, always a text.
pub(super) fn name_parts(path: &str, item: &mut PathItem) {
    let parts = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let parts: Vec<RefOr<Parameter>> = parts.map(|part| RefOr::T(part_named(part))).collect();
    if !parts.is_empty() {
        item.parameters = Some(parts);
    }
}

fn part_named(name: &str) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Path)
        .required(Required::True)
        .schema(Some(text(MAX_ID_LENGTH, ID)))
        .build()
}

/// Writes that take no key: done again they have no other effect.
const WITHOUT_KEY: [(Method, &str); 4] = [
    (Method::Delete, "/api/session"),
    (Method::Delete, "/api/portal/session"),
    (Method::Post, "/api/links"),
    (Method::Post, "/api/portal/welcome"),
];

/// Names the key under which a write has one effect however often it comes.
pub(super) fn name_key(path: &str, method: Method, operation: &mut Operation) {
    if !method.writes() || WITHOUT_KEY.contains(&(method, path)) {
        return;
    }
    let key = ParameterBuilder::new()
        .name(KEY_HEADER)
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some("Sent again under the same key within 24 hours, a request has one effect."))
        .schema(Some(text(LONGEST_KEY, KEY)))
        .build();
    operation.parameters.get_or_insert_default().push(RefOr::T(key));
}

//! What the description of the interface says beyond what each handler says of itself.
//!
//! The parts of an address in braces are named here for all addresses at once.

use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{OpenApi, RefOr, Required};

/// The description as JSON.
#[must_use]
pub fn text(mut description: OpenApi) -> String {
    name_parts(&mut description);
    description.to_pretty_json().unwrap_or_default()
}

/// Names every part in braces as a parameter of its address: an id or a name, always a text.
fn name_parts(description: &mut OpenApi) {
    for (path, item) in &mut description.paths.paths {
        let parts = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
        let parts: Vec<RefOr<Parameter>> = parts.map(|part| RefOr::T(parameter(part))).collect();
        if !parts.is_empty() {
            item.parameters = Some(parts);
        }
    }
}

fn parameter(name: &str) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Path)
        .required(Required::True)
        .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
        .build()
}

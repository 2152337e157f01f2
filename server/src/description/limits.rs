//! Lengths and ranges of what a body holds, by the limits of the code that checks them: a generated request knows what is
//! refused before it is sent.
//!
//! Ids and secrets by the names of their types, texts by the names of their fields. What only some states or settings
//! refuse is told by the refusal alone.

use super::parameters::ID;
use domain::answer::{MAX_NAME, MAX_TEXT};
use domain::id::MAX_ID_LENGTH;
use domain::organisation::{MAX_INVITATION_TEXT, MAX_RETENTION_MONTHS};
use serde_json::{Map, Value, json};

/// Types of ids that do not end with `Id`.
const IDS: [&str; 3] = ["TemplateHash", "FileHash", "AddressHash"];

/// Longest secret that is read, in characters: a password or the token of a link.
const LONGEST_SECRET: usize = 1_000;

/// Fields of bodies that are one line, with the fewest characters.
const LINES: [(&str, usize); 14] = [
    ("name", 1),
    ("email", 3),
    ("role", 1),
    ("organisation", 1),
    ("scope", 1),
    ("phone", 0),
    ("title", 0),
    ("website", 0),
    ("country", 0),
    ("version", 0),
    ("number", 0),
    ("issuer", 0),
    ("kind", 1),
    ("media_type", 1),
];

/// Fields of bodies that are texts of several lines, with the fewest characters.
const TEXTS: [(&str, usize); 9] = [
    ("summary", 0),
    ("purpose", 0),
    ("comment", 0),
    ("not_applicable", 1),
    ("message", 1),
    ("conditions", 1),
    ("plan", 1),
    ("note", 0),
    ("reason", 0),
];

/// Adds to every type what its name and those of its fields tell.
pub(super) fn add(schemas: &mut Map<String, Value>) {
    for (name, schema) in schemas {
        if name.ends_with("Id") || IDS.contains(&name.as_str()) {
            bound(schema, 1, MAX_ID_LENGTH);
            set(schema, "pattern", json!(ID));
        } else if name == "Secret" {
            bound(schema, 0, LONGEST_SECRET);
        }
        if name == "Plan" {
            at(schema, "templates", |templates| set(templates, "minItems", json!(1)));
            at(schema, "reason", |reason| bound(reason, 1, MAX_TEXT));
        }
        if name == "TokenBody" {
            at(schema, "token", |token| bound(token, 1, LONGEST_SECRET));
        }
        if name == "ReasonBody" {
            at(schema, "reason", |reason| bound(reason, 1, MAX_TEXT));
        }
        if name == "Settings" {
            at(schema, "invitation_text", |text| bound(text, 0, MAX_INVITATION_TEXT));
            at(schema, "retention_months", |months| {
                set(months, "minimum", json!(1));
                set(months, "maximum", json!(MAX_RETENTION_MONTHS));
            });
        }
        if name == "Levels" {
            set(schema, "additionalProperties", json!({"type": "integer", "minimum": 0, "maximum": 4}));
        }
        fields(schema);
    }
}

fn fields(schema: &mut Value) {
    let is_body = schema["additionalProperties"] == json!(false);
    for part in ["oneOf", "allOf"] {
        schema.get_mut(part).and_then(Value::as_array_mut).into_iter().flatten().for_each(fields);
    }
    // What is sent to a browser may hold what an older release took.
    if !is_body {
        return;
    }
    for (name, least) in LINES {
        at(schema, name, |field| bound(field, least, MAX_NAME));
    }
    for (name, least) in TEXTS {
        at(schema, name, |field| bound(field, least, MAX_TEXT));
    }
}

fn at(schema: &mut Value, field: &str, change: impl FnOnce(&mut Value)) {
    if let Some(field) = schema.get_mut("properties").and_then(|properties| properties.get_mut(field)) {
        change(field);
    }
}

/// Sets the lengths of a text, unless they are said already.
fn bound(schema: &mut Value, least: usize, most: usize) {
    let is_text = schema["type"] == json!("string") || schema["type"] == json!(["string", "null"]);
    let is_plain = schema.get("enum").is_none() && schema.get("format").is_none() && schema.get("const").is_none();
    if is_text && is_plain && schema.get("maxLength").is_none() {
        set(schema, "minLength", json!(least));
        set(schema, "maxLength", json!(most));
    }
}

fn set(schema: &mut Value, key: &str, value: Value) {
    if let Some(members) = schema.as_object_mut() {
        members.insert(key.to_owned(), value);
    }
}

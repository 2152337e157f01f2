//! A query value as the text behind the `?` of an address, and back.
//!
//! Flat structs only: text, numbers, booleans and unit variants. What serde skips is absent from the text.

use super::exchange::read as read_json;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::fmt::Write;

/// `query` as text with its `?`; empty when nothing is asked for.
#[must_use]
pub fn text(query: &impl Serialize) -> String {
    let Ok(Value::Object(parts)) = serde_json::to_value(query) else { return String::new() };
    let mut text = String::new();
    for (name, value) in parts {
        let value = match value {
            Value::String(value) => value,
            Value::Bool(_) | Value::Number(_) => value.to_string(),
            Value::Null | Value::Array(_) | Value::Object(_) => continue,
        };
        let mark = if text.is_empty() { '?' } else { '&' };
        let _ = write!(text, "{mark}{name}={}", js_sys::encode_uri_component(&value));
    }
    text
}

/// The query that an address asks for. Parts that it does not know or cannot read are left out, so that an old
/// or mistyped address shows something.
#[must_use]
pub fn read<Q: DeserializeOwned + Default>(pairs: impl IntoIterator<Item = (String, String)>) -> Q {
    let mut known = Map::new();
    for (name, value) in pairs {
        let value = match value.as_str() {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            _ => Value::String(value),
        };
        let mut wider = known.clone();
        wider.insert(name, value);
        if read_json::<Q>(&Value::Object(wider.clone()).to_string()).is_ok() {
            known = wider;
        }
    }
    read_json(&Value::Object(known).to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::api::register::{RegisterQuery, RegisterSort, Waiting};
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn a_query_is_read_back_from_its_text() {
        let query = RegisterQuery {
            name: "Nørd & co".into(),
            waiting: Some(Waiting::Us),
            overdue: true,
            sort: Some(RegisterSort::LastAssessed),
            ..RegisterQuery::default()
        };
        let text = text(&query);
        assert!(text.starts_with('?') && text.contains("N%C3%B8rd%20%26%20co"), "{text}");
        let pairs = [("name", "Nørd & co"), ("waiting", "us"), ("overdue", "true"), ("sort", "last_assessed")];
        assert_eq!(read::<RegisterQuery>(pairs.map(|(name, value)| (name.to_owned(), value.to_owned()))), query);
    }

    #[test]
    fn an_unknown_part_of_an_address_is_left_out() {
        let pairs = [("sort", "by_magic"), ("utm", "x"), ("worst", "true")];
        let query: RegisterQuery = read(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())));
        assert_eq!(query, RegisterQuery { worst: true, ..RegisterQuery::default() });
    }
}

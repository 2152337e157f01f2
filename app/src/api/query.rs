//! A query value as the text behind the `?` of an address, and back.
//!
//! Flat structs only: text, numbers, booleans and unit variants. What serde skips is absent from the text.

use super::exchange::{as_js, from_js};
use js_sys::{Object, Reflect};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::UrlSearchParams;

/// `query` as text with its `?`; empty when nothing is asked for.
#[must_use]
pub fn text(query: &impl Serialize) -> String {
    let parts = as_js(query).ok();
    let parts = parts.and_then(|parts| UrlSearchParams::new_with_record_from_str_to_str(parts.unchecked_ref()).ok());
    let text = parts.map(|parts| String::from(parts.to_string())).unwrap_or_default();
    if text.is_empty() { text } else { format!("?{text}") }
}

/// The query that an address asks for. Parts that it does not know or cannot read are left out, so that an old
/// or mistyped address shows something.
#[must_use]
pub fn read<Q: DeserializeOwned + Default>(pairs: impl IntoIterator<Item = (String, String)>) -> Q {
    let known = Object::new();
    let mut query = Q::default();
    for (name, value) in pairs {
        let name = JsValue::from(name);
        let value = match value.as_str() {
            "true" => JsValue::TRUE,
            "false" => JsValue::FALSE,
            _ => JsValue::from(value),
        };
        // Neither can fail on an object that is nobody else's.
        let _ = Reflect::set(&known, &name, &value);
        match from_js(known.clone().into()) {
            Ok(wider) => query = wider,
            Err(_) => drop(Reflect::delete_property(&known, &name)),
        }
    }
    query
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
        assert!(text.starts_with('?') && text.contains("N%C3%B8rd+%26+co"), "{text}");
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

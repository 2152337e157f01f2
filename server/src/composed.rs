//! Every text that comes in is brought into Unicode's composed form (NFC, UAX #15): what reads the same is the same bytes,
//! so that it is found, compared and counted as one.
//!
//! Done where requests are read, so that no field can be forgotten.

use axum::http::Uri;
use serde_json::Value;
use std::borrow::Cow;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// The text in composed form.
#[must_use]
pub fn text(text: &str) -> Cow<'_, str> {
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => Cow::Borrowed(text),
        IsNormalized::No | IsNormalized::Maybe => Cow::Owned(text.nfc().collect()),
    }
}

/// A JSON text with every string in it composed; nothing when it is so already, or is no JSON.
#[must_use]
pub fn body(bytes: &[u8]) -> Option<Value> {
    let plain = bytes.is_ascii() && !bytes.windows(2).any(|pair| pair == b"\\u");
    if plain {
        return None;
    }
    let mut value: Value = serde_json::from_slice(bytes).ok()?;
    compose(&mut value).then_some(value)
}

/// Composes every string in place, keys too; says whether one changed.
fn compose(value: &mut Value) -> bool {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
        Value::String(held) => match text(held) {
            Cow::Owned(composed) if composed != *held => {
                *held = composed;
                true
            }
            Cow::Owned(_) | Cow::Borrowed(_) => false,
        },
        Value::Array(items) => items.iter_mut().fold(false, |changed, item| compose(item) || changed),
        Value::Object(members) => {
            let mut changed = false;
            for (key, mut member) in std::mem::take(members) {
                changed |= compose(&mut member);
                let composed = text(&key).into_owned();
                changed |= composed != key;
                members.insert(composed, member);
            }
            changed
        }
    }
}

/// An address with its query composed; nothing when it is so already.
#[must_use]
pub fn address(uri: &Uri) -> Option<Uri> {
    let query = uri.query().filter(|query| query.contains('%'))?;
    let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).collect();
    let differs = |part: &str| text(part) != part;
    if !pairs.iter().any(|(name, value)| differs(name) || differs(value)) {
        return None;
    }
    let mut composed = form_urlencoded::Serializer::new(String::new());
    for (name, value) in &pairs {
        composed.append_pair(&text(name), &text(value));
    }
    format!("{}?{}", uri.path(), composed.finish()).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_reads_the_same_becomes_the_same() {
        assert_eq!(text("Zu\u{308}rich"), "Z\u{fc}rich");
        assert_eq!(text("\u{212b}ngstro\u{308}m"), "\u{c5}ngstr\u{f6}m");
        assert_eq!(text("\u{1112}\u{1161}\u{11ab}"), "\u{d55c}");
        assert!(matches!(text("plain"), Cow::Borrowed("plain")));
    }

    #[test]
    fn strings_of_a_body_are_composed_however_they_are_written() {
        let found = |json: &str| body(json.as_bytes());
        let composed = serde_json::json!({"a": ["Z\u{fc}rich", 1], "k\u{e9}": {"b": "\u{e9}"}});
        assert_eq!(found("{\"a\": [\"Zu\u{308}rich\", 1], \"ke\u{301}\": {\"b\": \"e\\u0301\"}}"), Some(composed));
        assert_eq!(found("{\"a\": \"Z\u{fc}rich\"}"), None);
        assert_eq!(found("{\"a\": \"plain\"}"), None);
    }

    #[test]
    fn a_query_is_composed_and_otherwise_left_alone() {
        let at = |uri: &str| address(&uri.parse().expect("an address")).map(|uri| uri.to_string());
        assert_eq!(
            at("/api/register?name=Zu%CC%88rich&late=true").as_deref(),
            Some("/api/register?name=Z%C3%BCrich&late=true")
        );
        assert_eq!(at("/api/register?name=a%26b"), None);
        assert_eq!(at("/api/register"), None);
    }
}

//! Bodies that hold nothing but what was read of them.
//!
//! An enum that is told apart by a member of its object accepts anything beside a variant without fields; here that is
//! an unknown field like any other.

use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

/// A body every member of which was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exact<T>(pub T);

impl<'de, T: DeserializeOwned + Serialize> Deserialize<'de> for Exact<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let given = Value::deserialize(deserializer)?;
        let body: T = serde_path_to_error::deserialize(&given).map_err(D::Error::custom)?;
        let read = serde_json::to_value(&body).map_err(D::Error::custom)?;
        match unread(&given, &read) {
            Some(field) => Err(D::Error::custom(format!("unknown field `{field}`"))),
            None => Ok(Exact(body)),
        }
    }
}

/// The first member of an object that was given and not read. What was given as null may be left out of what was read.
fn unread(given: &Value, read: &Value) -> Option<String> {
    match (given, read) {
        (Value::Object(given), Value::Object(read)) => given.iter().find_map(|(key, inner)| match read.get(key) {
            Some(read) => unread(inner, read).map(|rest| format!("{key}.{rest}")),
            None => (!inner.is_null()).then(|| key.clone()),
        }),
        (Value::Array(given), Value::Array(read)) => {
            given.iter().zip(read).find_map(|(given, read)| unread(given, read))
        }
        (
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) | Value::Object(_),
            _,
        ) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::api::assessment::VerdictBody;
    use domain::finding::Action;

    #[test]
    fn a_variant_without_fields_takes_no_more_than_its_name() {
        let read = |text: &str| serde_json::from_str::<Exact<Action>>(text).map_err(|fault| fault.to_string());
        assert!(read(r#"{"action": "start_work"}"#).is_ok());
        assert!(read(r#"{"action": "start_work", "score": 1}"#).is_err_and(|fault| fault.contains("`score`")));
        assert!(read(r#"{"action": "submit_fix", "note": "x", "by": "me"}"#).is_err());
        let verdict = r#"{"question": "KI-01", "verdict": {"verdict": "accept", "credit": 100}}"#;
        let fault = serde_json::from_str::<Exact<VerdictBody>>(verdict).map_err(|fault| fault.to_string());
        assert!(fault.is_err_and(|fault| fault.contains("`verdict.credit`")));
    }
}

//! Reads untrusted JSON: limits size and depth first, then names the path of what is wrong.
//!
//! Start at [`read`]. The field readers below refuse what serde would let through: repeated keys, fractions, numbers
//! out of range and loosely written dates.

use crate::api::problem::Fault;
use serde::de::{DeserializeOwned, Deserializer, Error, IntoDeserializer, MapAccess, Unexpected, Visitor};
use serde::{Deserialize, Serializer};
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

/// Deepest nesting of lists and objects: a condition 16 deep inside a question, and the frame around it.
pub const MAX_DEPTH: usize = 40;

/// Longest sentence or path of a fault, in characters: hostile keys must not be sent back whole.
const MAX_FAULT_TEXT: usize = 300;

/// Reads one JSON document of at most `max_bytes`.
///
/// # Errors
/// One fault: too long, nested too deeply, not JSON, or the path of the first value of a wrong shape.
pub fn read<T: DeserializeOwned>(bytes: &[u8], max_bytes: usize) -> Result<T, Vec<Fault>> {
    if bytes.len() > max_bytes {
        return Err(vec![Fault::new("", format!("the file is too long: {max_bytes} bytes at most"))]);
    }
    if depth(bytes) > MAX_DEPTH {
        return Err(vec![Fault::new("", format!("the file nests too deeply: {MAX_DEPTH} levels at most"))]);
    }
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        let path = path.trim_end_matches(['?', '.']);
        let detail = error.inner().to_string();
        // Where there is a path, the line and column after the sentence add nothing.
        let sentence = detail.rsplit_once(" at line ").filter(|_| !path.is_empty()).map_or(detail.as_str(), |(s, _)| s);
        vec![Fault::new(shortened(path), shortened(sentence))]
    })?;
    reader.end().map_err(|error| vec![Fault::new("", shortened(&error.to_string()))])?;
    Ok(value)
}

/// The deepest nesting of brackets outside of strings.
fn depth(bytes: &[u8]) -> usize {
    let (mut deepest, mut open, mut quoted, mut escaped) = (0_usize, 0_usize, false, false);
    for byte in bytes {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'[' | b'{' if !quoted => {
                open += 1;
                deepest = deepest.max(open);
            }
            b']' | b'}' if !quoted => open = open.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// `text` without control characters and at most [`MAX_FAULT_TEXT`] characters long.
fn shortened(text: &str) -> String {
    let mut short: String = text.chars().filter(|c| !c.is_control()).take(MAX_FAULT_TEXT).collect();
    if short.len() < text.len() && text.chars().count() > MAX_FAULT_TEXT {
        short.push('…');
    }
    short
}

struct Within<const LOW: i64, const HIGH: i64>;

impl<const LOW: i64, const HIGH: i64> Visitor<'_> for Within<LOW, HIGH> {
    type Value = i64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a whole number from {LOW} to {HIGH}")
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<i64, E> {
        if (LOW..=HIGH).contains(&number) {
            Ok(number)
        } else {
            Err(E::invalid_value(Unexpected::Signed(number), &self))
        }
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<i64, E> {
        match i64::try_from(number) {
            Ok(small) => self.visit_i64(small),
            Err(_) => Err(E::invalid_value(Unexpected::Unsigned(number), &self)),
        }
    }
}

/// Reads a whole number from `LOW` to `HIGH`, both included.
pub(crate) fn within<'de, D: Deserializer<'de>, T: TryFrom<i64>, const LOW: i64, const HIGH: i64>(
    reader: D,
) -> Result<T, D::Error> {
    let number = reader.deserialize_i64(Within::<LOW, HIGH>)?;
    T::try_from(number).map_err(|_| D::Error::custom("the number does not fit"))
}

/// Reads `null` or a whole number from `LOW` to `HIGH`.
pub(crate) fn within_or_null<'de, D: Deserializer<'de>, T: TryFrom<i64>, const LOW: i64, const HIGH: i64>(
    reader: D,
) -> Result<Option<T>, D::Error> {
    struct OrNull<T, const LOW: i64, const HIGH: i64>(PhantomData<T>);
    impl<'de, T: TryFrom<i64>, const LOW: i64, const HIGH: i64> Visitor<'de> for OrNull<T, LOW, HIGH> {
        type Value = Option<T>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "a whole number from {LOW} to {HIGH}, or null")
        }
        fn visit_none<E: Error>(self) -> Result<Option<T>, E> {
            Ok(None)
        }
        fn visit_unit<E: Error>(self) -> Result<Option<T>, E> {
            Ok(None)
        }
        fn visit_some<D: Deserializer<'de>>(self, reader: D) -> Result<Option<T>, D::Error> {
            within::<D, T, LOW, HIGH>(reader).map(Some)
        }
    }
    reader.deserialize_option(OrNull::<T, LOW, HIGH>(PhantomData))
}

/// Reads an object into a map and refuses a key that comes twice.
pub(crate) fn unique_keys<'de, D, K, V>(reader: D) -> Result<BTreeMap<K, V>, D::Error>
where
    D: Deserializer<'de>,
    K: DeserializeOwned + Ord,
    V: Deserialize<'de>,
{
    struct Unique<K, V>(PhantomData<(K, V)>);
    impl<'de, K: DeserializeOwned + Ord, V: Deserialize<'de>> Visitor<'de> for Unique<K, V> {
        type Value = BTreeMap<K, V>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }
        fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
            let mut map = BTreeMap::new();
            while let Some(text) = entries.next_key::<String>()? {
                let key = K::deserialize(text.as_str().into_deserializer())?;
                if map.contains_key(&key) {
                    return Err(A::Error::custom(format!("{text} is there twice")));
                }
                let value = entries.next_value()?;
                map.insert(key, value);
            }
            Ok(map)
        }
    }
    reader.deserialize_map(Unique(PhantomData))
}

/// Dates as `YYYY-MM-DD` and nothing looser, for `#[serde(with)]`.
pub(crate) mod date {
    use super::{Deserialize, Deserializer, Error, Serializer};
    use crate::answer::{WrongAnswer, parse_date};
    use chrono::NaiveDate;

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(reader: D) -> Result<NaiveDate, D::Error> {
        let text = String::deserialize(reader)?;
        parse_date(&text).ok_or_else(|| D::Error::custom(WrongAnswer::Date))
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
    pub(crate) fn serialize<S: Serializer>(date: &NaiveDate, writer: S) -> Result<S::Ok, S::Error> {
        writer.collect_str(date)
    }
}

/// A date or `null`, for `#[serde(with)]`.
pub(crate) mod optional_date {
    use super::{Deserialize, Deserializer, Error, Serializer};
    use crate::answer::{WrongAnswer, parse_date};
    use chrono::NaiveDate;

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(reader: D) -> Result<Option<NaiveDate>, D::Error> {
        match Option::<String>::deserialize(reader)? {
            None => Ok(None),
            Some(text) => parse_date(&text).map(Some).ok_or_else(|| D::Error::custom(WrongAnswer::Date)),
        }
    }

    #[expect(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
    pub(crate) fn serialize<S: Serializer>(date: &Option<NaiveDate>, writer: S) -> Result<S::Ok, S::Error> {
        match date {
            Some(date) => writer.collect_str(date),
            None => writer.serialize_none(),
        }
    }
}

//! The journal as the rules see it: recorded events, and the hash chain that makes each stream tamper-evident.
//!
//! The server stores what is made here and nothing else; `assay audit verify` walks the same functions.
//! A record's hash covers the previous hash, the stream's name, version, time, actor and the body's own hash, so
//! a changed, removed, added or reordered record breaks the chain at its place.

use crate::actor::ActorRef;
use crate::id::OrgId;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A moment, in milliseconds since 1970-01-01T00:00:00Z.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema, Default,
)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

/// Milliseconds in a day.
pub const DAY_MILLIS: i64 = 86_400_000;

impl Timestamp {
    /// The calendar date in UTC on which the moment lies.
    #[must_use]
    pub fn date(self) -> chrono::NaiveDate {
        let days = self.0.div_euclid(DAY_MILLIS);
        chrono::NaiveDate::default().checked_add_signed(chrono::TimeDelta::days(days)).unwrap_or(if days < 0 {
            chrono::NaiveDate::MIN
        } else {
            chrono::NaiveDate::MAX
        })
    }

    /// Midnight UTC at which `date` begins.
    #[must_use]
    pub fn start_of(date: chrono::NaiveDate) -> Self {
        Timestamp(date.signed_duration_since(chrono::NaiveDate::default()).num_days() * DAY_MILLIS)
    }
}

/// One event as it was recorded: what, when, by whom, and its place in the stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded<E> {
    /// Place in the stream, from 1.
    pub version: u64,
    /// When it was recorded.
    pub at: Timestamp,
    /// Who did it.
    pub by: ActorRef,
    /// What happened.
    pub event: E,
}

/// A SHA-256 value.
pub type Hash = [u8; 32];

/// The body of a record whose text was erased, as the event that every aggregate accepts. Its salt is empty; the hash
/// of the body that was there stays, so the chain still verifies and nothing can be guessed from it.
pub const REDACTED: &str = r#"{"kind":"redacted"}"#;

/// Whether a record's text was erased.
#[must_use]
pub fn is_redacted(salt: &str, body: &str) -> bool {
    salt.is_empty() && body == REDACTED
}

/// Hash of an event's body: SHA-256 over the salt's bytes, then the stored body's bytes as they are.
#[must_use]
pub fn body_hash(salt: &str, body: &str) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update(salt.as_bytes());
    hasher.update(body.as_bytes());
    hasher.finalize().into()
}

/// What a link of the chain covers besides the previous hash and the body.
#[derive(Debug, Clone, Copy)]
pub struct Link<'a> {
    /// The organisation.
    pub org: &'a OrgId,
    /// The stream's name, such as `assessment/a1`.
    pub stream: &'a str,
    /// Place in the stream, from 1.
    pub version: u64,
    /// When it was recorded.
    pub at: Timestamp,
    /// Who did it.
    pub by: &'a ActorRef,
}

/// The hash of one record: SHA-256 over the previous record's hash (zeros before the first), then each field of
/// `link` preceded by its length, then the body's hash.
#[must_use]
pub fn record_hash(previous: &Hash, link: Link<'_>, body: &Hash) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update(previous);
    for field in
        [link.org.as_str(), link.stream, &link.version.to_string(), &link.at.0.to_string(), &link.by.to_string()]
    {
        // The length keeps neighbouring fields apart: "ab","c" and "a","bc" differ.
        hasher.update((field.len() as u64).to_be_bytes());
        hasher.update(field.as_bytes());
    }
    hasher.update(body);
    hasher.finalize().into()
}

/// Lower-case hexadecimal of some bytes.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).filter_map(|digit| DIGITS.get(usize::from(digit))).collect()
}

/// SHA-256 of some bytes, in lower-case hexadecimal.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_falls_on_its_utc_day_also_before_1970() {
        assert_eq!(Timestamp(0).date().to_string(), "1970-01-01");
        assert_eq!(Timestamp(-1).date().to_string(), "1969-12-31");
        let day = Timestamp(1_795_219_200_000).date();
        assert_eq!(Timestamp::start_of(day).date(), day);
    }

    #[test]
    fn every_field_of_a_record_moves_its_hash() {
        let org = OrgId::new("o1").expect("id");
        let by = ActorRef::System;
        let link = Link { org: &org, stream: "vendor/v1", version: 1, at: Timestamp(5), by: &by };
        let body = body_hash("salt", "{}");
        let hash = record_hash(&[0; 32], link, &body);
        assert_ne!(hash, record_hash(&[1; 32], link, &body));
        assert_ne!(hash, record_hash(&[0; 32], Link { version: 2, ..link }, &body));
        assert_ne!(hash, record_hash(&[0; 32], Link { at: Timestamp(6), ..link }, &body));
        assert_ne!(hash, record_hash(&[0; 32], Link { stream: "vendor/v", ..link }, &body));
        assert_ne!(hash, record_hash(&[0; 32], link, &body_hash("", "salt{}x")));
    }

    #[test]
    fn hexadecimal_matches_the_known_digest_of_nothing() {
        assert_eq!(sha256_hex(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}

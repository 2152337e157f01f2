//! Heads of all streams as a signed text that is kept elsewhere: against whoever rewrites everything, head and all.
//!
//! The first line says when and how many, then one head a line, and last the site's Ed25519 signature over every byte
//! before it: no line can be changed, dropped or added.

use crate::store::{Head, Store, StoreError};
use domain::journal::{Timestamp, hex};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};

const FORMAT: &str = "assay-heads-1";
/// Under which name the seed of the site's key is kept.
pub(crate) const SEED: &str = "audit";

#[derive(Debug, Serialize, Deserialize)]
struct First {
    format: String,
    at: Timestamp,
    heads: usize,
    key: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct Last {
    signature: String,
}

/// Why a text of heads cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotHeads {
    /// A line is not what it should be.
    #[error("line {0} cannot be read")]
    Line(usize),
    /// The lines are not as many as were signed, or there is no signature.
    #[error("lines are missing: a text of heads begins with their number and ends with a signature")]
    Cut,
    /// The signature is not that of the key.
    #[error("the signature does not fit: the heads were changed, or another site signed them")]
    Signature,
}

/// The site's signing key, made when first asked for.
///
/// # Errors
/// When the database does not answer.
pub async fn key(store: &Store) -> Result<SigningKey, StoreError> {
    Ok(SigningKey::from_bytes(&store.site_secret(SEED).await?))
}

/// A public key in hexadecimal.
#[must_use]
pub fn public(key: &SigningKey) -> String {
    hex(key.verifying_key().as_bytes())
}

/// The signed text of `heads`.
///
/// # Errors
/// When a head cannot be written as JSON.
pub fn signed(heads: &[Head], key: &SigningKey, at: Timestamp) -> Result<String, serde_json::Error> {
    let first = First { format: FORMAT.to_owned(), at, heads: heads.len(), key: public(key) };
    let mut text = serde_json::to_string(&first)? + "\n";
    for head in heads {
        text.push_str(&serde_json::to_string(head)?);
        text.push('\n');
    }
    let signature = hex(&key.sign(text.as_bytes()).to_bytes());
    Ok(text + &serde_json::to_string(&Last { signature })? + "\n")
}

/// The heads of a signed text, and when they were signed; `key` is the public key, in hexadecimal, that must have signed.
///
/// # Errors
/// [`NotHeads`] when it is not whole or not signed by that key.
pub fn read(text: &str, key: &str) -> Result<(Vec<Head>, Timestamp), NotHeads> {
    let (signed, last) = text.trim_end_matches('\n').rsplit_once('\n').ok_or(NotHeads::Cut)?;
    let last: Last = serde_json::from_str(last).map_err(|_| NotHeads::Cut)?;
    let mut lines = signed.lines();
    let first: First = serde_json::from_str(lines.next().ok_or(NotHeads::Cut)?).map_err(|_| NotHeads::Line(1))?;
    let mut heads = Vec::new();
    for (place, line) in lines.enumerate() {
        heads.push(serde_json::from_str(line).map_err(|_| NotHeads::Line(place + 2))?);
    }
    if first.format != FORMAT || heads.len() != first.heads {
        return Err(NotHeads::Cut);
    }
    let bytes = |text: &str| -> Option<Vec<u8>> {
        (text.is_ascii() && text.len().is_multiple_of(2)).then_some(())?;
        (0..text.len()).step_by(2).map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok()).collect()
    };
    let key = bytes(key).and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
    let key = key.and_then(|key| VerifyingKey::from_bytes(&key).ok()).ok_or(NotHeads::Signature)?;
    let signature = bytes(&last.signature).and_then(|bytes| Signature::from_slice(&bytes).ok());
    let whole = format!("{signed}\n");
    key.verify_strict(whole.as_bytes(), &signature.ok_or(NotHeads::Signature)?).map_err(|_| NotHeads::Signature)?;
    Ok((heads, first.at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::id::OrgId;

    fn heads() -> Vec<Head> {
        let head = |stream: &str| Head {
            org: OrgId::new("o").expect("id"),
            stream: stream.into(),
            version: 3,
            hash: "ab".repeat(32),
        };
        vec![head("org"), head("vendor/a"), head("vendor/b")]
    }

    #[test]
    fn signed_heads_are_read_back_and_every_change_of_them_is_found() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let text = signed(&heads(), &key, Timestamp(5)).expect("signed");
        assert_eq!(read(&text, &public(&key)), Ok((heads(), Timestamp(5))));
        for place in 0..text.len() {
            let mut changed = text.clone().into_bytes();
            changed[place] ^= 1;
            let Ok(changed) = String::from_utf8(changed) else { continue };
            assert!(read(&changed, &public(&key)).is_err() || changed.trim_end() == text.trim_end(), "byte {place}");
        }
        let lines: Vec<&str> = text.lines().collect();
        for left_out in 0..lines.len() {
            let rest: Vec<&str> =
                lines.iter().enumerate().filter(|(at, _)| *at != left_out).map(|(_, line)| *line).collect();
            assert!(read(&rest.join("\n"), &public(&key)).is_err(), "line {left_out}");
        }
        let other = SigningKey::from_bytes(&[8; 32]);
        assert_eq!(read(&text, &public(&other)), Err(NotHeads::Signature));
    }
}

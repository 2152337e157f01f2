//! The secrets of one-time links: 256 bits from the system's generator, in the fragment of a link.
//!
//! Only the SHA-256 of a token is stored. A token that does not look like one is refused before any look-up.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::journal::sha256_hex;
use rand::RngCore;
use std::fmt;
use subtle::ConstantTimeEq;

/// A token that has just been made, to be shown once.
pub struct Token {
    text: String,
}

impl Token {
    /// A new token.
    #[must_use]
    pub fn new() -> Self {
        let mut secret = [0; 32];
        rand::rng().fill_bytes(&mut secret);
        Token::of(secret)
    }

    /// The token that is made of a secret.
    #[must_use]
    pub fn of(secret: [u8; 32]) -> Self {
        Token { text: URL_SAFE_NO_PAD.encode(secret) }
    }

    /// The token, to be put into a link.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// What is stored of it.
    #[must_use]
    pub fn hash(&self) -> String {
        sha256_hex(self.text.as_bytes())
    }
}

impl Default for Token {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// The hash under which a token that came in would be stored; `None` when it cannot be one of ours.
#[must_use]
pub fn hash_of(text: &str) -> Option<String> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    (bytes.len() == 32).then(|| sha256_hex(text.as_bytes()))
}

/// Whether two hashes are the same, in a time that does not tell where they differ.
#[must_use]
pub fn is_same(a: &str, b: &str) -> bool {
    a.as_bytes().ct_eq(b.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_has_256_bits_and_is_found_by_its_hash() {
        let token = Token::new();
        assert_eq!(token.as_str().len(), 43);
        assert_eq!(hash_of(token.as_str()), Some(token.hash()));
        assert_ne!(token.as_str(), Token::new().as_str());
        assert!(!format!("{token:?}").contains(token.as_str()));
    }

    #[test]
    fn what_cannot_be_a_token_has_no_hash() {
        for text in ["", "abc", "../../etc/passwd", &"A".repeat(44), &"é".repeat(22)] {
            assert_eq!(hash_of(text), None, "{text}");
        }
    }
}

//! Identifiers: one newtype per kind of thing, so that a vendor's id can never stand where a system's belongs.
//!
//! An id is 1 to 64 characters of `A-Z a-z 0-9 _ . : -`. Reading checks that, so an id is safe in paths and
//! stream names. New ids are made outside and passed in: nothing here draws a random number.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Longest id, in bytes.
pub const MAX_ID_LENGTH: usize = 64;

/// Why a text is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("an id has 1 to 64 characters: letters, digits and _ . : -")]
pub struct NotAnId;

/// Whether `text` may serve as an id.
#[must_use]
pub fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= MAX_ID_LENGTH
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b':' | b'-'))
}

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(
            Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
        )]
        #[serde(try_from = "String", into = "String")]
        #[schema(value_type = String)]
        pub struct $name(String);

        impl $name {
            /// Reads an id.
            ///
            /// # Errors
            /// [`NotAnId`] when the text is empty, too long or holds other characters.
            pub fn new(text: impl Into<String>) -> Result<Self, NotAnId> {
                let text = text.into();
                if is_id(&text) { Ok(Self(text)) } else { Err(NotAnId) }
            }

            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotAnId;
            fn try_from(text: String) -> Result<Self, NotAnId> {
                Self::new(text)
            }
        }

        impl std::str::FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                Self::new(text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

id! {
    /// An organisation that buys and assesses.
    OrgId;
    /// A person: the buyer's staff or a vendor's contact. Names and addresses live beside the journal.
    PersonId;
    /// A vendor of AI systems.
    VendorId;
    /// One AI system of a vendor.
    SystemId;
    /// A certificate or report that a vendor holds.
    CertificateId;
    /// One assessment of one AI system.
    AssessmentId;
    /// A questionnaire's own id, stable over its versions, such as `ai-vendor-core`.
    TemplateId;
    /// The SHA-256 of a template file's bytes, in lower-case hexadecimal: names one version for ever.
    TemplateHash;
    /// A section of a template, such as `GOV`.
    SectionId;
    /// A question, such as `GOV-01`.
    QuestionId;
    /// A factor of the inherent-risk intake, such as `data`.
    FactorId;
    /// A floor of the inherent-risk intake, such as `F1`.
    FloorId;
    /// An option of a choice question.
    OptionId;
    /// A contradiction rule of a template, such as `C-POL-REVIEW`.
    RuleId;
    /// One attached piece of evidence: a file, its kind and its end date, on one question.
    EvidenceId;
    /// The SHA-256 of a file's bytes, in lower-case hexadecimal.
    FileHash;
    /// An e-mail address under a secret of the installation: tells a change without telling the address.
    AddressHash;
    /// A finding inside its assessment: `{kind}:{question or rule}:{n}`.
    FindingId;
}

impl TemplateHash {
    /// The hash of a template file's bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        TemplateHash(crate::journal::sha256_hex(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_refuses_separators_and_control_characters() {
        for text in ["", "a/b", "a b", "é", "a\n", &"x".repeat(65)] {
            assert_eq!(VendorId::new(text), Err(NotAnId), "{text:?}");
        }
        assert_eq!(FindingId::new("control:GOV-01:1").map(|id| id.to_string()), Ok("control:GOV-01:1".into()));
    }
}

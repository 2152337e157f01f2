//! The names of streams: one per vendor, assessment and template, one for the organisation, and one per month for what
//! was taken away.
//!
//! Ids hold no slash, so a name reads back without doubt.

use domain::api::trail::Month;
use domain::id::{AssessmentId, TemplateHash, VendorId};
use std::fmt;

/// The name of a stream inside its organisation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stream(String);

impl Stream {
    /// The organisation's own stream.
    #[must_use]
    pub fn org() -> Self {
        Stream("org".into())
    }

    /// A vendor's stream.
    #[must_use]
    pub fn vendor(id: &VendorId) -> Self {
        Stream(format!("vendor/{id}"))
    }

    /// An assessment's stream.
    #[must_use]
    pub fn assessment(id: &AssessmentId) -> Self {
        Stream(format!("assessment/{id}"))
    }

    /// The stream of one version of a template.
    #[must_use]
    pub fn template(hash: &TemplateHash) -> Self {
        Stream(format!("template/{hash}"))
    }

    /// The stream of what was taken away in a month. A month's records are few enough to be read at once, and newest first
    /// is the order of their versions.
    #[must_use]
    pub fn access(month: &Month) -> Self {
        Stream(format!("access/{}", month.as_str()))
    }

    /// A stream by the name it is stored under.
    pub(crate) fn stored(name: String) -> Self {
        Stream(name)
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The id behind `prefix`, such as `vendor`, if this is such a stream.
    #[must_use]
    pub fn id_of(&self, prefix: &str) -> Option<&str> {
        self.0.strip_prefix(prefix)?.strip_prefix('/')
    }
}

impl fmt::Display for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

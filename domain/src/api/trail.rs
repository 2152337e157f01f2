//! The audit trail on the wire: who took what away, and who changed what in the office. For admins.
//!
//! Newest first, a page at a time: `before` of the next page is `next` of the one before.

use crate::actor::Roles;
use crate::id::{AssessmentId, FileHash, PersonId};
use crate::journal::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use utoipa::ToSchema;

/// What sort of thing was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TrailKind {
    /// Evidence was downloaded.
    Downloads,
    /// The register or the findings were exported.
    Exports,
    /// The link of a mail was looked at.
    Links,
    /// People were invited, joined, got roles, were shut out or let in again.
    People,
    /// The organisation was made or its settings changed.
    Settings,
}

/// Which part of the trail is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields, default)]
pub struct TrailQuery {
    /// Only this sort.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<TrailKind>,
    /// Only what this person did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// Only what is older: `next` of the page before, such as `2026-11.57.12`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(value_type = Option<String>, pattern = "^[0-9]{4}-[0-9]{2}[.][0-9]{1,18}[.][0-9]{1,18}$")]
    #[schema(value_type = Option<String>)]
    pub before: Option<TrailPlace>,
}

/// A place in the trail: everything that comes after it was shown.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TrailPlace {
    /// The month of the accesses.
    pub month: Month,
    /// The version in the stream of that month below which they were not shown.
    pub access: u64,
    /// The version of the organisation's stream below which it was not shown.
    pub office: u64,
}

/// A month, such as `2026-11`. Texts of months are in their order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(String);

impl Month {
    /// The month in which a moment lies, by UTC.
    #[must_use]
    pub fn of(at: Timestamp) -> Self {
        let date = at.date().to_string();
        Month(date.get(..7).unwrap_or("0000-00").to_owned())
    }

    /// Reads a month.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        let is_sound =
            year.len() == 4 && month.len() == 2 && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_digit());
        let month: u8 = month.parse().ok().filter(|month| is_sound && (1..=12).contains(month))?;
        Some(Month(format!("{year}-{month:02}")))
    }

    /// The month before; none before the year 0.
    #[must_use]
    pub fn before(&self) -> Option<Self> {
        let (year, month) = self.0.split_once('-')?;
        let (year, month): (u16, u8) = (year.parse().ok()?, month.parse().ok()?);
        let (year, month) = if month > 1 { (year, month - 1) } else { (year.checked_sub(1)?, 12) };
        Some(Month(format!("{year:04}-{month:02}")))
    }

    /// The month as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why a text names no place in the trail.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("go back to the first page of the audit trail")]
pub struct NotAPlace;

impl FromStr for TrailPlace {
    type Err = NotAPlace;

    fn from_str(text: &str) -> Result<Self, NotAPlace> {
        let mut parts = text.split('.');
        let mut part = || parts.next().ok_or(NotAPlace);
        let (month, access, office) = (part()?, part()?, part()?);
        // More digits than these would be no version of ours.
        let version = |text: &str| {
            let is_version = (1..=18).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
            is_version.then(|| text.parse().ok()).flatten().ok_or(NotAPlace)
        };
        let place = TrailPlace {
            month: Month::read(month).ok_or(NotAPlace)?,
            access: version(access)?,
            office: version(office)?,
        };
        if part().is_ok() { Err(NotAPlace) } else { Ok(place) }
    }
}

impl fmt::Display for TrailPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.month.0, self.access, self.office)
    }
}

impl TryFrom<String> for TrailPlace {
    type Error = NotAPlace;
    fn try_from(text: String) -> Result<Self, NotAPlace> {
        text.parse()
    }
}

impl From<TrailPlace> for String {
    fn from(place: TrailPlace) -> String {
        place.to_string()
    }
}

/// Whose side somebody is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TrailSide {
    /// The buyer's staff.
    Staff,
    /// A vendor's person.
    Vendor,
    /// The operator's command line, or Assay itself.
    System,
}

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TrailPerson {
    /// The person; nobody for the command line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<PersonId>,
    /// The person's name as it is now.
    pub name: String,
    /// Whose side the person is on.
    pub side: TrailSide,
    /// What a member of the staff may do now.
    #[serde(default)]
    pub roles: Roles,
}

/// One thing that was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TrailRow {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: TrailPerson,
    /// What, in words.
    pub what: String,
    /// What sort of thing; none for a record whose text was erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<TrailKind>,
    /// The assessment concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assessment: Option<AssessmentId>,
    /// The AI system and vendor of the assessment, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// The SHA-256 of the file concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<FileHash>,
}

/// A page of the trail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Trail {
    /// The rows, newest first, at most 50.
    pub rows: Vec<TrailRow>,
    /// `before` of the next page; none on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub next: Option<TrailPlace>,
    /// The staff, and the vendors' people of this page, by name: whom the trail can be narrowed to.
    pub people: Vec<TrailPerson>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_go_back_over_the_turn_of_the_year() {
        let before =
            |text: &str| Month::read(text).and_then(|month| month.before()).map(|month| month.as_str().to_owned());
        assert_eq!(before("2026-01").as_deref(), Some("2025-12"));
        assert_eq!(before("2026-12").as_deref(), Some("2026-11"));
        assert_eq!(before("0000-01"), None);
    }

    #[test]
    fn a_place_is_read_back_and_nothing_else_is_one() {
        let place = TrailPlace { month: Month::of(Timestamp(0)), access: 57, office: 12 };
        assert_eq!(place.to_string(), "1970-01.57.12");
        assert_eq!(place.to_string().parse(), Ok(place));
        let long = format!("2026-11.{}.1", "9".repeat(19));
        for wrong in [
            "",
            "2026-11",
            "2026-11.1",
            "2026-11.1.2.3",
            "2026-1.1.2",
            "2026-13.1.2",
            "2026-00.1.2",
            "2026-11.-1.2",
            "2026-11.+1.2",
            "x",
            &long,
        ] {
            assert_eq!(wrong.parse::<TrailPlace>(), Err(NotAPlace), "{wrong:?}");
        }
    }
}

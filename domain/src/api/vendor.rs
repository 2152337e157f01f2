//! Vendors on the wire: lists, one vendor with all that belongs to it, and the bodies that change it.
//!
//! Rows for lists are the summaries that the server stores whole; a page's view is folded from the journal.

use super::assessment::AssessmentRow;
use super::finding::{FindingRow, HistoryLine};
use super::register::RegisterRow;
use crate::id::{CertificateId, PersonId, SystemId, VendorId};
use crate::inherent::Levels;
use crate::vendor::{AiSystem, CertificateDescription, Profile, SystemDescription};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A person as others see one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PersonView {
    /// Their id.
    pub id: PersonId,
    /// Name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Telephone; may be empty.
    pub phone: String,
    /// Position; may be empty.
    pub title: String,
}

/// A vendor's contact as it is entered.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactBody {
    /// Name, 1 to 200 characters.
    pub name: String,
    /// E-mail address, at most 200 characters.
    pub email: String,
    /// Telephone; may be empty, at most 200 characters.
    #[serde(default)]
    pub phone: String,
    /// Position; may be empty, at most 200 characters.
    #[serde(default)]
    pub title: String,
}

/// A new vendor, with its first contacts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewVendor {
    /// What is known of it.
    pub profile: Profile,
    /// Its contacts; may be empty.
    #[serde(default)]
    pub contacts: Vec<ContactBody>,
}

/// The reply to a creation: the new thing's id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Created {
    /// The new id.
    pub id: String,
}

/// The intake as the buyer fills it in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IntakeBody {
    /// Level 0 to 4 for each of the factors.
    pub levels: Levels,
}

/// One row of the list of vendors.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct VendorRow {
    /// Its id.
    pub vendor: VendorId,
    /// Its name.
    pub name: String,
    /// Names of its contacts are not here: this counts them.
    pub contacts: u32,
    /// AI systems in use.
    pub systems: u32,
    /// Open assessments: sent and not concluded.
    pub assessments_open: u32,
    /// The end date of the certificate that ends first.
    pub certificate_ends: Option<NaiveDate>,
    /// The highest residual now of its systems, in hundredths (scoring rule 17.3).
    pub residual_now: Option<i64>,
}

/// The list of vendors, by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct VendorList {
    /// How many there are.
    pub total: u32,
    /// The rows, at most 1,000.
    pub vendors: Vec<VendorRow>,
}

/// A certificate of a vendor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct CertificateView {
    /// Its id.
    pub id: CertificateId,
    /// What it says.
    pub description: CertificateDescription,
}

/// One vendor with all that belongs to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct VendorView {
    /// Its id.
    pub id: VendorId,
    /// What is known of it.
    pub profile: Profile,
    /// The day it was registered.
    pub registered: NaiveDate,
    /// Who in the buyer's staff looks after it.
    pub owner: Option<PersonView>,
    /// Its contacts, by name.
    pub contacts: Vec<PersonView>,
    /// How contacts came, got another address and went, newest first.
    pub contact_history: Vec<HistoryLine>,
    /// Its AI systems, in the order they were added.
    pub systems: Vec<AiSystem>,
    /// Its certificates, the first to end first.
    pub certificates: Vec<CertificateView>,
    /// The register's row of each system in use.
    pub register: Vec<RegisterRow>,
    /// Its assessments, newest first.
    pub assessments: Vec<AssessmentRow>,
    /// Its findings, open ones first.
    pub findings: Vec<FindingRow>,
}

/// A new AI system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSystem {
    /// What is known of it.
    pub description: SystemDescription,
}

/// One point of a system's course: what the figures were at the end of a day, and what happened on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct CoursePoint {
    /// The day.
    pub on: NaiveDate,
    /// Assured final score at its end, in hundredths.
    pub score: Option<i64>,
    /// Residual risk at its end, in hundredths.
    pub residual: Option<i64>,
    /// Residual risk with the uplift for overdue findings, in hundredths.
    pub residual_now: Option<i64>,
    /// The turning points of that day, in words: "Concluded: approved", "GOV-01 verified".
    pub events: Vec<String>,
    /// The single steps between turning points, in words: "Assessment sent", "GOV-01 plan proposed".
    pub steps: Vec<String>,
}

/// The course of one AI system since its first conclusion (scoring rule 15.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Course {
    /// The system.
    pub system: SystemId,
    /// Days on which a figure moved or something happened, oldest first; the last one is today.
    pub points: Vec<CoursePoint>,
    /// The same with every agreed plan verified on its day (scoring rule 15.3), from today on.
    pub planned: Vec<CoursePoint>,
}

//! Summary rows: key and sort columns plus one JSON body that is sent through as it is.
//!
//! Remade from the journal at will and never read to decide. `next_change` is the first day on which the pure result
//! would differ from the stored one, so a list knows which rows to refresh.

/// The shape of the rows' bodies: whoever changes what a body holds counts it up, and every row of another shape is made
/// anew while the site serves. A golden file holds the bodies of the present shape.
pub const SHAPE: i64 = 1;

mod check;
mod read;
mod tables;
mod write;

pub use check::{RowFault, Rows};
pub(super) use write::put;

use chrono::NaiveDate;
use domain::id::{AssessmentId, FindingId, PersonId, SystemId, VendorId};
use domain::journal::Timestamp;

/// The day for which a row was computed, and the first day on which it differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Freshness {
    /// The day of the computation.
    pub as_of: NaiveDate,
    /// The first day on which the result differs; none when no date changes it.
    pub next_change: Option<NaiveDate>,
}

/// A vendor in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VendorRow {
    /// The vendor.
    pub vendor: VendorId,
    /// Its name folded for sorting and search.
    pub name_key: String,
    /// What the list shows, as JSON.
    pub body: String,
    /// For which day.
    pub fresh: Freshness,
}

/// An AI system in the register. Figures are in hundredths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemRow {
    /// The AI system.
    pub system: SystemId,
    /// Its vendor.
    pub vendor: VendorId,
    /// The vendor's name folded for sorting and search.
    pub vendor_key: String,
    /// The system's name folded for sorting and search.
    pub system_key: String,
    /// Tier as a number that grows with risk.
    pub tier: Option<i64>,
    /// Inherent risk.
    pub inherent: Option<i64>,
    /// Claimed score.
    pub claimed: Option<i64>,
    /// Assured score.
    pub assured: Option<i64>,
    /// Confidence.
    pub confidence: Option<i64>,
    /// Residual risk at the last conclusion.
    pub residual: Option<i64>,
    /// Residual risk on the day of the row.
    pub residual_now: Option<i64>,
    /// Open findings.
    pub findings_open: i64,
    /// Open findings past their due date.
    pub findings_overdue: i64,
    /// Whose turn it is: `us`, `vendor` or `nobody`.
    pub waiting: String,
    /// Whether something is late.
    pub overdue: bool,
    /// The day of the last conclusion.
    pub last_assessed: Option<NaiveDate>,
    /// The day by which the next assessment is due.
    pub next_assessment: Option<NaiveDate>,
    /// Whether the system is no longer used.
    pub retired: bool,
    /// What the register shows, as JSON.
    pub body: String,
    /// For which day.
    pub fresh: Freshness,
}

/// An assessment in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssessmentRow {
    /// The assessment.
    pub assessment: AssessmentId,
    /// Its vendor.
    pub vendor: VendorId,
    /// Its AI system.
    pub system: SystemId,
    /// The vendor's person who answers.
    pub contact: Option<PersonId>,
    /// Its state, by name.
    pub state: String,
    /// Its due date.
    pub due: Option<NaiveDate>,
    /// When its stream last moved.
    pub changed_at: Timestamp,
    /// Whether what the vendor said was erased.
    pub erased: bool,
    /// What the list shows, as JSON.
    pub body: String,
    /// For which day.
    pub fresh: Freshness,
}

/// A finding in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingRow {
    /// Its assessment.
    pub assessment: AssessmentId,
    /// The finding.
    pub finding: FindingId,
    /// The vendor.
    pub vendor: VendorId,
    /// The AI system.
    pub system: SystemId,
    /// Severity as a number that grows.
    pub severity: i64,
    /// Its state, by name.
    pub state: String,
    /// Whether it still asks for work.
    pub open: bool,
    /// By when it is to be fixed.
    pub due: Option<NaiveDate>,
    /// What the list shows, as JSON.
    pub body: String,
    /// For which day.
    pub fresh: Freshness,
}

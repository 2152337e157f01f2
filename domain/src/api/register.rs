//! The supplier risk register on the wire: one row per AI system, the five figures above it, and its filters.
//!
//! Scores and risks are integers in hundredths; `None` is "not scorable" or "not assessed", never 0.

use crate::id::{SystemId, VendorId};
use crate::inherent::RiskBand;
use crate::inherent::Tier;
use crate::scoring::ScoreBand;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Who has to act next on a system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Waiting {
    /// The buyer: an intake or an assessment is missing or due, answers wait for review, a plan or a fix for a check.
    Us,
    /// The vendor: answers, a plan or a fix are owed.
    Vendor,
    /// Nobody.
    Nobody,
}

/// One AI system in the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RegisterRow {
    /// The vendor.
    pub vendor_id: VendorId,
    /// Its name.
    pub vendor: String,
    /// The AI system.
    pub system_id: SystemId,
    /// Its name.
    pub system: String,
    /// Tier, once an intake was recorded.
    pub tier: Option<Tier>,
    /// Inherent risk.
    pub inherent: Option<i64>,
    /// Claimed final score.
    pub claimed: Option<i64>,
    /// Assured final score.
    pub assured: Option<i64>,
    /// Band of the assured score.
    pub band: Option<ScoreBand>,
    /// Whether a stop question failed in the last concluded or submitted assessment.
    pub blocked: bool,
    /// Whether a cap holds the assured score down, that of a stop question or of a failing critical one.
    #[serde(default)]
    pub capped: bool,
    /// Confidence.
    pub confidence: Option<i64>,
    /// Residual risk.
    pub residual: Option<i64>,
    /// Residual risk with the uplift for overdue findings.
    pub residual_now: Option<i64>,
    /// Band of the residual now.
    pub residual_band: Option<RiskBand>,
    /// Findings that are neither verified nor withdrawn; accepted risks count.
    pub findings_open: u32,
    /// Open findings past their fix date, without those whose risk is accepted.
    pub findings_overdue: u32,
    /// The day of the last conclusion.
    pub last_assessed: Option<NaiveDate>,
    /// The day by which the next assessment is due.
    pub next_assessment: Option<NaiveDate>,
    /// Whether the figures come from an assessment that is submitted but not concluded.
    pub provisional: bool,
    /// Who has to act next.
    pub waiting: Waiting,
    /// What is awaited, in a few words: "Answers due 28 November 2026".
    pub waiting_for: String,
    /// Whether something is late: answers, a finding, or the next assessment.
    pub overdue: bool,
    /// Why there is no score although answers were submitted: a fault that an operator has to look at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score_fault: Option<String>,
}

/// A column that the register can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RegisterSort {
    /// Vendor, then system.
    Vendor,
    /// AI system.
    System,
    /// Inherent risk.
    Inherent,
    /// Assured score.
    Assured,
    /// Residual now: the worst first.
    #[default]
    ResidualNow,
    /// Open findings.
    Findings,
    /// Day of the last conclusion.
    LastAssessed,
    /// Day of the next assessment.
    NextAssessment,
}

/// What part of the register is asked for. The same query selects the page, the CSV and the command line's export.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields, default)]
pub struct RegisterQuery {
    /// Part of a vendor's or system's name, case folded; at most 200 characters.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Only this tier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tier: Option<Tier>,
    /// Only this band of residual now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub residual_band: Option<RiskBand>,
    /// Only this vendor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor: Option<VendorId>,
    /// Only systems that wait on this party.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waiting: Option<Waiting>,
    /// Only systems on which something is late.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub overdue: bool,
    /// Only systems with a high or critical residual now.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub worst: bool,
    /// Order by this column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<RegisterSort>,
    /// Smallest first instead of largest (text: Z first instead of A).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub reverse: bool,
}

/// The five figures above the register, over all systems whatever the filter.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RegisterFigures {
    /// Systems in use.
    pub systems: u32,
    /// Systems on which something is late.
    pub overdue: u32,
    /// Systems that wait on the buyer.
    pub waiting_us: u32,
    /// Systems that wait on the vendor.
    pub waiting_vendor: u32,
    /// Systems with a high or critical residual now.
    pub worst: u32,
    /// Mean residual now of the systems that have one, in hundredths, rounded half up.
    pub mean_residual: Option<i64>,
}

/// The register: figures and rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Register {
    /// The day the figures are of.
    pub as_of: NaiveDate,
    /// The five figures.
    pub figures: RegisterFigures,
    /// How many rows the filter selects in all.
    pub total: u32,
    /// The rows, at most 1,000.
    pub rows: Vec<RegisterRow>,
}

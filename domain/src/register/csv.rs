//! The register as CSV: one line per AI system, exactly the rows that the page shows for the same query.
//!
//! Scores and risks have two decimals, dates are ISO 8601, what is not known is an empty cell. A line at a time, so
//! that the whole never lies in memory.

use crate::api::register::RegisterRow;
use crate::csv_text::Line;
use crate::inherent::{RiskBand, Tier};
use crate::scoring::ScoreBand;

/// The columns, in order.
pub const COLUMNS: [&str; 18] = [
    "vendor_id",
    "vendor",
    "system_id",
    "system",
    "tier",
    "inherent",
    "claimed",
    "assured",
    "band",
    "confidence",
    "residual",
    "residual_now",
    "residual_band",
    "findings_open",
    "findings_overdue",
    "last_assessed",
    "next_assessment",
    "provisional",
];

/// The line of column names, with its line end.
#[must_use]
pub fn header() -> Vec<u8> {
    Line::of_names(&COLUMNS)
}

/// The line of one row, with its line end.
#[must_use]
pub fn line(row: &RegisterRow) -> Vec<u8> {
    Line::default()
        .text(row.vendor_id.as_str())
        .text(&row.vendor)
        .text(row.system_id.as_str())
        .text(&row.system)
        .optional_text(row.tier.map(tier_word))
        .hundredths(row.inherent)
        .hundredths(row.claimed)
        .hundredths(row.assured)
        .optional_text(row.band.map(band_letter))
        .hundredths(row.confidence)
        .hundredths(row.residual)
        .hundredths(row.residual_now)
        .optional_text(row.residual_band.map(risk_word))
        .number(row.findings_open)
        .number(row.findings_overdue)
        .date(row.last_assessed)
        .date(row.next_assessment)
        .truth(row.provisional)
        .end()
}

/// A tier as exports write it.
pub(super) fn tier_word(tier: Tier) -> &'static str {
    match tier {
        Tier::Low => "low",
        Tier::Medium => "medium",
        Tier::High => "high",
        Tier::Critical => "critical",
    }
}

fn band_letter(band: ScoreBand) -> &'static str {
    match band {
        ScoreBand::A => "A",
        ScoreBand::B => "B",
        ScoreBand::C => "C",
        ScoreBand::D => "D",
    }
}

fn risk_word(band: RiskBand) -> &'static str {
    match band {
        RiskBand::Low => "low",
        RiskBand::Moderate => "moderate",
        RiskBand::High => "high",
        RiskBand::Critical => "critical",
    }
}

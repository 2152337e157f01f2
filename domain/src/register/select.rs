//! Which rows a query selects, in which order, and the figures over all rows.
//!
//! The server may let the database filter and sort by key columns; what those must agree with is said here.

use crate::answer::{MAX_NAME, check_text};
use crate::api::problem::Fault;
use crate::api::register::{RegisterFigures, RegisterQuery, RegisterRow, RegisterSort, Waiting};
use crate::inherent::RiskBand;
use crate::scoring::rhu;
use std::cmp::Ordering;

/// A name as search and sorting see it: without case, in any script, with single spaces.
///
/// Case goes through upper case, so that `Straße` and `STRASSE`, `ΣΟΦΟΣ` and `σοφος` meet; and through lower case
/// before that, because the capital `ẞ` becomes `SS` only by way of `ß`.
#[must_use]
pub fn fold_key(name: &str) -> String {
    let lower = name.chars().flat_map(char::to_lowercase);
    let folded: String = lower.flat_map(char::to_uppercase).flat_map(char::to_lowercase).collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a filter may be, beyond its type.
///
/// # Errors
/// A fault at `name` when it is too long or holds control characters.
pub fn check(query: &RegisterQuery) -> Result<(), Fault> {
    check_text(&query.name, MAX_NAME).map_err(|wrong| Fault::new("name", wrong.to_string()))
}

/// Whether a row's residual now is high or critical.
#[must_use]
pub fn is_worst(row: &RegisterRow) -> bool {
    row.residual_band.is_some_and(|band| match band {
        RiskBand::High | RiskBand::Critical => true,
        RiskBand::Low | RiskBand::Moderate => false,
    })
}

/// Whether `query` selects `row`.
#[must_use]
pub fn matches(row: &RegisterRow, query: &RegisterQuery) -> bool {
    let name = fold_key(&query.name);
    (name.is_empty() || fold_key(&row.vendor).contains(&name) || fold_key(&row.system).contains(&name))
        && query.tier.is_none_or(|tier| row.tier == Some(tier))
        && query.residual_band.is_none_or(|band| row.residual_band == Some(band))
        && query.vendor.as_ref().is_none_or(|vendor| row.vendor_id == *vendor)
        && query.waiting.is_none_or(|waiting| row.waiting == waiting)
        && (!query.overdue || row.overdue)
        && (!query.worst || is_worst(row))
}

/// The order of two rows: text from A, figures and dates from the largest, `reverse` the other way round; rows without
/// the figure come last either way. Equal rows go by vendor, system and id, so that the order is total.
#[must_use]
pub fn order(a: &RegisterRow, b: &RegisterRow, sort: RegisterSort, reverse: bool) -> Ordering {
    let text = |a: &str, b: &str| turned(fold_key(a).cmp(&fold_key(b)), reverse);
    let first = match sort {
        RegisterSort::Vendor => text(&a.vendor, &b.vendor),
        RegisterSort::System => text(&a.system, &b.system),
        RegisterSort::Inherent => largest(a.inherent, b.inherent, reverse),
        RegisterSort::Assured => largest(a.assured, b.assured, reverse),
        RegisterSort::ResidualNow => largest(a.residual_now, b.residual_now, reverse),
        RegisterSort::Findings => largest(Some(a.findings_open), Some(b.findings_open), reverse),
        RegisterSort::LastAssessed => largest(a.last_assessed, b.last_assessed, reverse),
        RegisterSort::NextAssessment => largest(a.next_assessment, b.next_assessment, reverse),
    };
    first
        .then_with(|| fold_key(&a.vendor).cmp(&fold_key(&b.vendor)))
        .then_with(|| fold_key(&a.system).cmp(&fold_key(&b.system)))
        .then_with(|| a.system_id.cmp(&b.system_id))
        .then_with(|| a.vendor_id.cmp(&b.vendor_id))
}

fn turned(order: Ordering, reverse: bool) -> Ordering {
    if reverse { order.reverse() } else { order }
}

/// The largest first, nothing last.
fn largest<T: Ord>(a: Option<T>, b: Option<T>, reverse: bool) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => turned(b.cmp(&a), reverse),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}

/// The five figures above the register, over `rows`.
#[must_use]
pub fn figures<'a>(rows: impl IntoIterator<Item = &'a RegisterRow>) -> RegisterFigures {
    let mut figures = RegisterFigures::default();
    let (mut sum, mut scored) = (0_u64, 0_u64);
    for row in rows {
        figures.systems += 1;
        figures.overdue += u32::from(row.overdue);
        figures.waiting_us += u32::from(row.waiting == Waiting::Us);
        figures.waiting_vendor += u32::from(row.waiting == Waiting::Vendor);
        figures.worst += u32::from(is_worst(row));
        if let Some(now) = row.residual_now.and_then(|now| u64::try_from(now).ok()) {
            sum += now;
            scored += 1;
        }
    }
    figures.mean_residual = if scored == 0 { None } else { i64::try_from(rhu(sum, scored)).ok() };
    figures
}

//! The supplier risk register: one row per AI system, computed from the vendor and its assessments on a given day.
//!
//! The figures come from the latest concluded assessment; before there is one, from a submitted one, and are
//! provisional (scoring rule 17.5). Residual risk uses the inherent risk of today. Start at [`row`].

/// The register as CSV.
pub mod csv;
/// Findings as CSV.
pub mod findings_csv;
mod select;
mod vendors;
mod waiting;

pub use select::{check, figures, fold_key, is_worst, matches, order};
pub use vendors::vendor_row;

use crate::api::register::RegisterRow;
use crate::assessment::{self, Assessment, Figures, TierTerms};
use crate::calendar::{ASSESSMENT_NOTICE_DAYS, cadence_months, day_after, next_assessment, plus_days};
use crate::inherent::{Late, RiskBand, residual, residual_now, uplift};
use crate::scoring::Questionnaire;
use crate::vendor::{AiSystem, Vendor};
use chrono::NaiveDate;

/// An assessment with the questionnaire it was sent with.
pub type Assessed<'a> = (&'a Assessment, &'a Questionnaire);

/// The row of `system` of `vendor` on `today`. `latest` is its latest concluded assessment, `open` the newest one that
/// is neither concluded nor withdrawn. `None` for a vendor that is not registered.
#[must_use]
pub fn row(
    vendor: &Vendor,
    system: &AiSystem,
    latest: Option<Assessed<'_>>,
    open: Option<Assessed<'_>>,
    today: NaiveDate,
) -> Option<RegisterRow> {
    let (vendor_id, profile) = (vendor.id.clone()?, vendor.profile.as_ref()?);
    let figures_on = |(assessment, questionnaire): Assessed<'_>| assessment::figures(assessment, questionnaire, today);
    let (last, current) = (latest.map(figures_on), open.map(figures_on));
    let next = latest.and_then(|(assessment, _)| next_due(system, assessment));
    let waits = waiting::waits(system, last.as_ref(), current.as_ref(), next, today);

    // A finding raised before the conclusion is open too, though it moves no residual yet (scoring rule 17.5).
    let of_both = |counted: fn(&Figures) -> u32| [&last, &current].into_iter().flatten().map(counted).sum();
    let told = last.as_ref().or(current.as_ref());
    let score = told.and_then(|figures| figures.score.as_ref());
    let inherent = system.intake().map(|intake| &intake.inherent);
    let risk = Risk::of(inherent.map(|inherent| inherent.inherent), told);
    Some(RegisterRow {
        vendor_id,
        vendor: profile.name.clone(),
        system_id: system.id.clone(),
        system: system.description.name.clone(),
        tier: inherent.map(|inherent| inherent.tier),
        inherent: inherent.map(|inherent| i64::from(inherent.inherent)),
        claimed: score.and_then(|score| score.claimed).map(i64::from),
        assured: risk.score.map(i64::from),
        band: score.and_then(|score| score.band),
        blocked: score.is_some_and(|score| score.blocked),
        capped: score.is_some_and(|score| score.raw > score.assured),
        confidence: score.and_then(|score| score.confidence).map(i64::from),
        residual: risk.residual.map(i64::from),
        residual_now: risk.now.map(i64::from),
        residual_band: risk.now.map(RiskBand::of),
        findings_open: of_both(|figures| figures.findings_open),
        findings_overdue: of_both(|figures| figures.findings_overdue),
        last_assessed: last.as_ref().and_then(|figures| figures.concluded),
        next_assessment: next,
        provisional: last.is_none() && score.is_some(),
        waiting: waits.party,
        waiting_for: waits.what,
        overdue: waits.overdue,
        score_fault: told.and_then(|figures| figures.score_fault.clone()),
    })
}

/// The first day after `after` on which the row may differ although nothing happens. A day too many does no harm.
#[must_use]
pub fn next_change(
    system: &AiSystem,
    latest: Option<Assessed<'_>>,
    open: Option<Assessed<'_>>,
    after: NaiveDate,
) -> Option<NaiveDate> {
    let moved = [latest, open]
        .into_iter()
        .flatten()
        .filter_map(|(assessment, questionnaire)| assessment::next_change(assessment, questionnaire, after));
    let due = latest.and_then(|(assessment, _)| next_due(system, assessment));
    let announced = due.into_iter().flat_map(|due| [plus_days(due, -ASSESSMENT_NOTICE_DAYS), day_after(due)]);
    moved.chain(announced).filter(|day| *day > after).min()
}

/// The three figures of a system that a conclusion, a fix or time move, in hundredths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Risk {
    /// Assured final score.
    pub(crate) score: Option<u32>,
    /// Residual risk.
    pub(crate) residual: Option<u32>,
    /// Residual risk with the uplift.
    pub(crate) now: Option<u32>,
}

impl Risk {
    /// The figures under this inherent risk and these figures of an assessment.
    pub(crate) fn of(inherent: Option<u32>, figures: Option<&Figures>) -> Self {
        let Some(figures) = figures else { return Risk::default() };
        let score = figures.score.as_ref().and_then(|score| score.assured);
        let residual = inherent.and_then(|inherent| residual(inherent, score));
        let overdue: &[Late] = &figures.overdue;
        Risk { score, residual, now: residual.map(|residual| residual_now(residual, uplift(overdue))) }
    }
}

/// The day by which the assessment after `last` is due; `None` while `last` is not concluded.
fn next_due(system: &AiSystem, last: &Assessment) -> Option<NaiveDate> {
    let concluded = last.conclusion()?.at.date();
    Some(next_assessment(concluded, months_between(system, last.terms()?)))
}

/// Months between assessments: as agreed at drafting, unless the system has moved to another tier since.
fn months_between(system: &AiSystem, terms: &TierTerms) -> u32 {
    match system.intake().map(|intake| intake.inherent.tier) {
        Some(tier) if tier != terms.tier => cadence_months(tier),
        Some(_) | None => terms.reassess_months,
    }
}

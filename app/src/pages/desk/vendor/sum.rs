//! The residual as a sum that can be checked by hand: inherent risk, what controls take off, what is late.
//!
//! It shows one system and counts only that system's late findings. Where the cap on them bites, a negative line
//! makes the sum come out.

use crate::charts::clock::days;
use crate::components::{BandMark, Level, exact, tenths};
use crate::pages::desk::words::{band_words, residual_band};
use crate::paths::Page;
use domain::api::finding::FindingRow;
use domain::api::register::RegisterRow;
use domain::api::vendor::VendorView;
use domain::inherent::uplift;
use leptos::prelude::*;

/// A figure with a plus sign.
#[must_use]
pub fn plus(hundredths: i64) -> String {
    format!("+{}", exact(hundredths))
}

/// The section.
pub fn section(vendor: &VendorView, row: &RegisterRow) -> AnyView {
    let now = row.residual_now.unwrap_or(0);
    let several = vendor.register.len() > 1;
    let title = if several { format!("Residual now of {}", row.system) } else { "Residual now".to_owned() };
    view! {
        <section class="section sum" data-span="4" aria-labelledby="h-now">
            <h2 id="h-now">{title}</h2>
            <p class="sum__now"><span class="sum__value">{tenths(now)}</span> <Level of=residual_band(now) /></p>
            {lines(vendor, row)}
            {band(vendor, row)}
        </section>
    }
    .into_any()
}

fn lines(vendor: &VendorView, row: &RegisterRow) -> AnyView {
    let inherent = row.inherent.unwrap_or(0);
    let residual = row.residual.unwrap_or(0);
    let late: Vec<&FindingRow> =
        vendor.findings.iter().filter(|one| one.system_id == row.system_id && one.days_late > 0).collect();
    let added = row.residual_now.unwrap_or(residual) - residual;
    let each: Vec<i64> = late.iter().map(|one| i64::from(uplift(&[(one.finding.severity, one.days_late)]))).collect();
    let capped = added - each.iter().sum::<i64>();
    let tier = row.tier.map(|tier| view! { <Level of=tier plain=true noun="tier" /> });
    view! {
        <dl class="sum__lines">
            <div><dt>"Inherent risk " {tier}</dt><dd>{exact(inherent)}</dd></div>
            <div>
                <dt>{format!("Taken off by controls, score {}", row.assured.map_or_else(|| "none".into(), tenths))}</dt>
                <dd>{exact(residual - inherent)}</dd>
            </div>
            <div data-sum=""><dt>"Residual"</dt><dd>{exact(residual)}</dd></div>
            {late.iter().zip(each).map(|(one, added)| late_line(one, added)).collect_view()}
            {(capped < 0).then(|| view! { <div><dt>"Late findings add at most 15.00"</dt><dd>{exact(capped)}</dd></div> })}
            <div data-sum=""><dt>"Residual now"</dt><dd>{exact(residual + added)}</dd></div>
        </dl>
    }
    .into_any()
}

fn late_line(row: &FindingRow, added: i64) -> AnyView {
    let severity = row.finding.severity.title().to_ascii_lowercase();
    let words = format!("Late: {}, {} ({severity})", row.finding.question, days(row.days_late));
    view! { <div><dt>{words}</dt><dd>{plus(added)}</dd></div> }.into_any()
}

fn band(vendor: &VendorView, row: &RegisterRow) -> AnyView {
    let source = vendor.assessments.iter().find(|one| {
        one.system_id == row.system_id
            && if row.provisional { one.submitted.is_some() } else { one.concluded.is_some() }
    });
    let words = row.band.map_or_else(|| "Not scorable".to_owned(), band_words);
    let provisional = row.provisional.then_some(" Provisional: the assessment is not concluded.");
    let blocked = row.blocked.then_some(" Blocked: a stop question fails.");
    let link = source.map(|one| {
        view! { <a href=Page::Score(one.assessment.clone()).url()>"See every point"</a> }
    });
    view! {
        <p class="row">
            <BandMark band=row.band large=true />
            <span>{words} ". " {blocked} {provisional} " " {link}</span>
        </p>
    }
    .into_any()
}

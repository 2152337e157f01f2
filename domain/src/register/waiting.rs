//! Who has to act next on an AI system, and for what.
//!
//! Several things may wait at once: a late one is told first, then the buyer's own, then the vendor's.

use crate::api::register::Waiting;
use crate::assessment::Figures;
use crate::calendar::{ASSESSMENT_NOTICE_DAYS, in_words, plus_days};
use crate::vendor::AiSystem;
use chrono::NaiveDate;

/// Who waits for what, and whether anything at all is late.
pub(super) struct Waits {
    pub(super) party: Waiting,
    pub(super) what: String,
    pub(super) overdue: bool,
}

/// One thing that waits.
struct Wait {
    late: bool,
    party: Waiting,
    what: String,
}

/// What waits on `today`: `last` are the figures of the latest concluded assessment, `current` those of the open one,
/// `next` is the day by which the next assessment is due.
pub(super) fn waits(
    system: &AiSystem,
    last: Option<&Figures>,
    current: Option<&Figures>,
    next: Option<NaiveDate>,
    today: NaiveDate,
) -> Waits {
    let mut waits = Vec::new();
    let mut us = |late: bool, what: String| waits.push(Wait { late, party: Waiting::Us, what });
    if system.intake().is_none() {
        us(false, "Intake is missing".to_string());
    } else if last.is_none() && current.is_none() {
        us(false, "Not assessed yet".to_string());
    }
    let next_is_late = next.is_some_and(|due| due < today);
    if let Some(due) = next.filter(|due| current.is_none() && plus_days(*due, -ASSESSMENT_NOTICE_DAYS) <= today) {
        let verb = if next_is_late { "was due" } else { "is due" };
        us(next_is_late, format!("Next assessment {verb} {}", in_words(due)));
    }
    for figures in [current, last].into_iter().flatten() {
        if figures.waiting != Waiting::Nobody {
            waits.push(Wait { late: figures.late, party: figures.waiting, what: figures.waiting_for.clone() });
        }
    }

    let told = [last, current].into_iter().flatten();
    let overdue = next_is_late || told.into_iter().any(|figures| figures.late || figures.findings_overdue > 0);
    // `min_by_key` keeps the first of equals: what was pushed first.
    match waits.into_iter().min_by_key(|wait| (!wait.late, wait.party)) {
        Some(first) => Waits { party: first.party, what: first.what, overdue },
        None => Waits { party: Waiting::Nobody, what: String::new(), overdue },
    }
}

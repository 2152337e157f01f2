//! How much of the time until a due date is used up: a bar and the words beside it.
//!
//! The due day itself is still in time: a deadline is late from the day after. The words carry the whole meaning,
//! and the bar is hidden from assistive technology.

use super::axis::{px, share};
use crate::components::count;
use chrono::NaiveDate;
use leptos::prelude::*;

/// Length of the whole bar, in pixels.
const WIDTH: f64 = 64.0;

/// The days from the start to the due date, and where today lies in them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    /// The day the clock began.
    pub from: NaiveDate,
    /// The last day that is in time.
    pub due: NaiveDate,
    /// Today.
    pub today: NaiveDate,
}

impl Deadline {
    /// Days left; negative when late.
    #[must_use]
    pub fn days_left(self) -> i64 {
        self.due.signed_duration_since(self.today).num_days()
    }

    /// How long the used part of the bar is, in pixels.
    #[must_use]
    pub fn used(self) -> f64 {
        let whole = self.due.signed_duration_since(self.from).num_days().max(1);
        WIDTH * share(self.today.signed_duration_since(self.from).num_days(), whole)
    }

    /// "12 days late", "due today", "38 days left".
    #[must_use]
    pub fn words(self) -> String {
        match self.days_left() {
            0 => "due today".to_owned(),
            left if left < 0 => format!("{} late", days(-left)),
            left => format!("{} left", days(left)),
        }
    }
}

/// "1 day", "12 days".
#[must_use]
pub fn days(number: i64) -> String {
    count(usize::try_from(number).unwrap_or(0), "day", "days")
}

/// The clock of one deadline.
#[component]
pub fn Clock(
    /// The deadline.
    deadline: Deadline,
    /// What is said of it, where the days alone do not make clear what is due: "38 days for a plan".
    #[prop(optional, into)]
    words: Option<String>,
    /// Why the clock stands still, instead of how much is left.
    #[prop(optional, into)]
    paused: Option<String>,
) -> impl IntoView {
    let late = paused.is_none() && deadline.days_left() < 0;
    let status = if paused.is_some() { Some("paused") } else { late.then_some("late") };
    let words = paused.or(words).unwrap_or_else(|| deadline.words());
    view! {
        <span class="clock" data-status=status>
            <svg viewBox="0 0 64 6" preserveAspectRatio="none" aria-hidden="true">
                <rect class="chart__bar" data-part="rest" width="64" height="6" rx="3" />
                <rect class="chart__bar" data-part=late.then_some("late") width=px(deadline.used()) height="6" rx="3" />
            </svg>
            {words}
        </span>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn deadline(due: &str) -> Deadline {
        let day = |text: &str| text.parse().unwrap();
        Deadline { from: day("2026-11-01"), due: day(due), today: day("2026-11-21") }
    }

    #[test]
    fn the_last_day_is_in_time_and_the_next_is_late() {
        assert_eq!(deadline("2026-11-21").words(), "due today");
        assert_eq!(deadline("2026-11-20").words(), "1 day late");
        assert_eq!(deadline("2026-11-23").words(), "2 days left");
    }

    #[test]
    fn the_bar_fills_with_time_and_stays_full() {
        assert_eq!(deadline("2026-12-11").used(), 32.0);
        assert_eq!(deadline("2026-11-05").used(), 64.0);
    }
}

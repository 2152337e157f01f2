//! Dates: when something is due, when it ends, how late it is, and how a date is written in words.
//!
//! Every date is a calendar day in UTC and an argument: nothing here reads a clock. Sums that would leave the calendar
//! stop at its last day.

use crate::inherent::Tier;
use crate::template::Severity;
use chrono::{Datelike, Days, Months, NaiveDate};

/// A certificate that ends within so many days is shown as ending soon.
pub const ENDS_SOON_DAYS: i64 = 90;
/// A regular assessment is announced so many days before it is due.
pub const ASSESSMENT_NOTICE_DAYS: i64 = 30;

/// Months between regular assessments in `tier` (scoring rule 16).
#[must_use]
pub fn cadence_months(tier: Tier) -> u32 {
    match tier {
        Tier::Critical => 6,
        Tier::High => 12,
        Tier::Medium => 24,
        Tier::Low => 36,
    }
}

/// The day by which the next assessment is due, `months` after the last conclusion: the same day of the month, or the
/// month's last.
#[must_use]
pub fn next_assessment(concluded: NaiveDate, months: u32) -> NaiveDate {
    concluded.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX)
}

/// `months` before `date`: the same day of the month, or the month's last.
#[must_use]
pub fn months_before(date: NaiveDate, months: u32) -> NaiveDate {
    date.checked_sub_months(Months::new(months)).unwrap_or(NaiveDate::MIN)
}

/// `days` after `date`; negative days lie before it.
#[must_use]
pub fn plus_days(date: NaiveDate, days: i64) -> NaiveDate {
    let distance = Days::new(days.unsigned_abs());
    if days < 0 {
        date.checked_sub_days(distance).unwrap_or(NaiveDate::MIN)
    } else {
        date.checked_add_days(distance).unwrap_or(NaiveDate::MAX)
    }
}

/// The day after `date`.
#[must_use]
pub fn day_after(date: NaiveDate) -> NaiveDate {
    plus_days(date, 1)
}

/// The day by which the vendor owes a plan for a finding raised on `raised` (scoring rule 14.6).
#[must_use]
pub fn plan_due(severity: Severity, raised: NaiveDate) -> NaiveDate {
    let days = match severity {
        Severity::Critical => 5,
        Severity::High => 10,
        Severity::Medium => 20,
        Severity::Low => 30,
    };
    plus_days(raised, days)
}

/// The day by which a finding raised on `raised` must be fixed (scoring rule 14.6).
#[must_use]
pub fn fix_due(severity: Severity, raised: NaiveDate) -> NaiveDate {
    let days = match severity {
        Severity::Critical => 14,
        Severity::High => 30,
        Severity::Medium => 90,
        Severity::Low => 180,
    };
    plus_days(raised, days)
}

/// Days that `today` lies past `due`; 0 on the day itself and before.
#[must_use]
pub fn days_late(due: NaiveDate, today: NaiveDate) -> i64 {
    today.signed_duration_since(due).num_days().max(0)
}

/// Where a certificate stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CertificateState {
    /// It has ended.
    Ended,
    /// It ends within [`ENDS_SOON_DAYS`] days.
    EndsSoon,
    /// It is valid for longer.
    Valid,
}

/// Where a certificate stands on `today` that is valid up to and including `valid_until`.
#[must_use]
pub fn certificate_state(valid_until: NaiveDate, today: NaiveDate) -> CertificateState {
    match valid_until.signed_duration_since(today).num_days() {
        ..0 => CertificateState::Ended,
        0..=ENDS_SOON_DAYS => CertificateState::EndsSoon,
        _ => CertificateState::Valid,
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The name of a month, `month0` from 0 to 11; empty beyond.
#[must_use]
pub fn month_name(month0: u32) -> &'static str {
    usize::try_from(month0).ok().and_then(|month| MONTHS.get(month).copied()).unwrap_or_default()
}

/// The name of a month in three letters, `month0` from 0 to 11; empty beyond.
#[must_use]
pub fn short_month(month0: u32) -> &'static str {
    month_name(month0).get(..3).unwrap_or_default()
}

/// A date in words: `28 November 2026`.
#[must_use]
pub fn in_words(date: NaiveDate) -> String {
    format!("{} {} {}", date.day(), month_name(date.month0()), date.year())
}

/// A likely time in words: `about 2 hours 30 minutes`.
#[must_use]
pub fn likely_time(minutes: u32) -> String {
    let counted = |number: u32, unit: &str| format!("{number} {unit}{}", if number == 1 { "" } else { "s" });
    match (minutes / 60, minutes % 60) {
        (0, rest) => format!("about {}", counted(rest, "minute")),
        (hours, 0) => format!("about {}", counted(hours, "hour")),
        (hours, rest) => format!("about {} {}", counted(hours, "hour"), counted(rest, "minute")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("date")
    }

    #[test]
    fn a_month_without_that_day_ends_on_its_last() {
        assert_eq!(next_assessment(day("2026-08-31"), 6), day("2027-02-28"));
        assert_eq!(next_assessment(day("2027-08-31"), 6), day("2028-02-29"));
        assert_eq!(next_assessment(day("2024-02-29"), 12), day("2025-02-28"));
        assert_eq!(next_assessment(day("2026-11-21"), 24), day("2028-11-21"));
        assert_eq!(next_assessment(NaiveDate::MAX, 6), NaiveDate::MAX);
    }

    #[test]
    fn due_dates_follow_the_table() {
        let raised = day("2026-11-21");
        let table = [
            (Severity::Critical, "2026-11-26", "2026-12-05"),
            (Severity::High, "2026-12-01", "2026-12-21"),
            (Severity::Medium, "2026-12-11", "2027-02-19"),
            (Severity::Low, "2026-12-21", "2027-05-20"),
        ];
        for (severity, plan, fix) in table {
            assert_eq!((plan_due(severity, raised), fix_due(severity, raised)), (day(plan), day(fix)));
        }
    }

    #[test]
    fn nothing_is_late_on_the_day_it_is_due() {
        assert_eq!(days_late(day("2026-11-21"), day("2026-11-21")), 0);
        assert_eq!(days_late(day("2026-11-21"), day("2026-11-22")), 1);
        assert_eq!(days_late(day("2026-11-21"), day("2026-01-01")), 0);
    }

    #[test]
    fn a_certificate_is_valid_on_its_last_day() {
        let table = [
            ("2026-11-20", CertificateState::Ended),
            ("2026-11-21", CertificateState::EndsSoon),
            ("2027-02-19", CertificateState::EndsSoon),
            ("2027-02-20", CertificateState::Valid),
        ];
        for (until, state) in table {
            assert_eq!(certificate_state(day(until), day("2026-11-21")), state, "{until}");
        }
    }

    #[test]
    fn a_date_reads_as_people_write_it() {
        assert_eq!(in_words(day("2026-11-28")), "28 November 2026");
        assert_eq!(in_words(day("2027-01-03")), "3 January 2027");
        assert_eq!([0, 11, 12].map(month_name), ["January", "December", ""]);
    }

    #[test]
    fn a_likely_time_reads_as_people_say_it() {
        let table =
            [(1, "about 1 minute"), (45, "about 45 minutes"), (60, "about 1 hour"), (150, "about 2 hours 30 minutes")];
        for (minutes, words) in table {
            assert_eq!(likely_time(minutes), words);
        }
    }
}

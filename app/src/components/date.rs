//! Dates in words, and moments in the reader's own time. A date that binds says its zone and what it means locally.
//!
//! The words are ours ("28 November 2026"), only the reader's clock is asked of the browser.

use chrono::{Datelike, NaiveDate};
use domain::calendar::{in_words, month_name, short_month};
use domain::journal::{DAY_MILLIS, Timestamp};
use js_sys::Date;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

const DAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/// "28 Nov 2026", for tables.
#[must_use]
pub fn short_date(date: NaiveDate) -> String {
    format!("{} {} {}", date.day(), short_month(date.month0()), date.year())
}

/// "21 November 2026, 14:05" on the reader's clock.
#[must_use]
pub fn moment_words(moment: Timestamp) -> String {
    let local = local(moment);
    format!("{} {} {}, {}", local.get_date(), month_name(local.get_month()), local.get_full_year(), clock(&local))
}

/// "14:05" on the reader's clock, with its date where that is not today's: "21 November 2026, 14:05".
#[must_use]
pub fn time_words(moment: Timestamp) -> String {
    let (local, today) = (local(moment), local(now()));
    let day = |date: &Date| (date.get_full_year(), date.get_month(), date.get_date());
    if day(&local) == day(&today) { clock(&local) } else { moment_words(moment) }
}

/// The moment at which `date`, as a deadline, is over: the end of that day in UTC.
#[must_use]
pub fn end_of(date: NaiveDate) -> Timestamp {
    Timestamp(Timestamp::start_of(date).0 + DAY_MILLIS)
}

/// Now, by the reader's clock. For showing only: what counts is decided by the server's.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit into 53 bits for 285,000 years")]
pub fn now() -> Timestamp {
    Timestamp(Date::now() as i64)
}

/// A date as text.
#[component]
pub fn DateText(
    /// The date.
    date: NaiveDate,
) -> impl IntoView {
    view! { <time datetime=date.to_string()>{in_words(date)}</time> }.into_any()
}

/// A moment as text, on the reader's clock.
#[component]
pub fn MomentText(
    /// The moment.
    moment: Timestamp,
) -> impl IntoView {
    view! { <time datetime=iso(moment)>{moment_words(moment)}</time> }.into_any()
}

/// A deadline as text: the date with its zone, and when that is for the reader.
#[component]
pub fn DeadlineText(
    /// The last day.
    date: NaiveDate,
) -> impl IntoView {
    let end = end_of(date);
    // A reader whose clock is UTC that day is told nothing new by the local time.
    let elsewhere = (local_offset(end) != 0.0).then(|| {
        view! { " (" <time datetime=iso(end)>{local_end(end)}</time> " where you are)" }
    });
    view! {
        <span>
            <time datetime=date.to_string()>{in_words(date)}</time>
            ", end of day UTC"
            {elsewhere}
        </span>
    }
    .into_any()
}

/// "01:00 on Sunday 29 November": the end of a day in UTC on the reader's clock.
fn local_end(end: Timestamp) -> String {
    let local = local(end);
    let day = usize::try_from(local.get_day()).ok().and_then(|day| DAYS.get(day).copied()).unwrap_or_default();
    format!("{} on {day} {} {}", clock(&local), local.get_date(), month_name(local.get_month()))
}

/// Minutes between UTC and the reader's clock at `moment`.
fn local_offset(moment: Timestamp) -> f64 {
    local(moment).get_timezone_offset()
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 fit into 53 bits for 285,000 years")]
fn local(moment: Timestamp) -> Date {
    Date::new(&JsValue::from_f64(moment.0 as f64))
}

fn clock(local: &Date) -> String {
    format!("{:02}:{:02}", local.get_hours(), local.get_minutes())
}

fn iso(moment: Timestamp) -> String {
    let local = local(moment);
    // A moment outside the years that a browser's date can hold has no ISO text; asking for it would throw.
    if local.get_time().is_nan() { String::new() } else { local.to_iso_string().into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn a_date_in_a_table_has_its_month_in_three_letters() {
        let date = NaiveDate::from_ymd_opt(2026, 11, 28).unwrap();
        assert_eq!(short_date(date), "28 Nov 2026");
    }

    #[test]
    fn a_deadline_ends_when_the_next_day_begins_in_utc() {
        let date = NaiveDate::from_ymd_opt(2026, 11, 28).unwrap();
        assert_eq!(iso(end_of(date)), "2026-11-29T00:00:00.000Z");
    }
}

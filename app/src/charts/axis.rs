//! Where a date and a value lie on a drawing, and which months and years are written under it.
//!
//! Pixels are floating point; the values shown are the domain's integers in hundredths.

use chrono::{Datelike, Months, NaiveDate};
use domain::calendar::short_month;

/// Pixels that a month's name needs.
const MONTH_NAME: f64 = 46.0;

/// A coordinate as SVG wants it, with one decimal.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "pixels are few thousands")]
pub fn px(coordinate: f64) -> String {
    // In whole tenths: the formatting of floating point alone weighs as much as a page.
    let tenths = (coordinate * 10.0).round() as i64;
    let (sign, tenths) = (if tenths < 0 { "-" } else { "" }, tenths.unsigned_abs());
    format!("{sign}{}.{}", tenths / 10, tenths % 10)
}

/// Dates from left to right.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TimeAxis {
    /// The first day, at `left`.
    pub from: NaiveDate,
    /// The last day, at `right`; after `from`.
    pub to: NaiveDate,
    /// Pixels.
    pub left: f64,
    /// Pixels.
    pub right: f64,
}

/// A line under the axis, with a name where there is room.
#[derive(Debug, Clone, PartialEq)]
pub struct Tick {
    /// Pixels from the left.
    pub x: f64,
    /// The month's name.
    pub name: Option<String>,
}

impl TimeAxis {
    /// Where `date` lies; dates outside are brought to the edge.
    #[must_use]
    pub fn x(&self, date: NaiveDate) -> f64 {
        let whole = days(self.from, self.to).max(1.0);
        let part = (days(self.from, date) / whole).clamp(0.0, 1.0);
        self.left + part * (self.right - self.left)
    }

    /// One tick for each first of a month; every month is named that has room, a January with its year.
    #[must_use]
    pub fn ticks(&self) -> Vec<Tick> {
        let firsts = self.firsts_of_months();
        let room = (self.right - self.left) / (days(self.from, self.to).max(1.0) / 30.44);
        let step = [1, 2, 3, 6, 12].into_iter().find(|step| f64::from(*step) * room >= MONTH_NAME).unwrap_or(12);
        let named = |date: &NaiveDate| date.month0().is_multiple_of(step);
        let has_january = firsts.iter().any(|date| date.month0() == 0);
        let first_named = firsts.iter().find(|date| named(date)).copied();
        let name = |date: NaiveDate| {
            let with_year = date.month0() == 0 || (!has_january && first_named == Some(date));
            let month = short_month(date.month0());
            if with_year { format!("{month} {}", date.year()) } else { month.to_owned() }
        };
        firsts.iter().map(|&date| Tick { x: self.x(date), name: named(&date).then(|| name(date)) }).collect()
    }

    fn firsts_of_months(&self) -> Vec<NaiveDate> {
        let mut firsts = Vec::new();
        let mut next = self.from.with_day(1).and_then(|first| first.checked_add_months(Months::new(1)));
        while let Some(first) = next.filter(|first| *first <= self.to) {
            firsts.push(first);
            next = first.checked_add_months(Months::new(1));
        }
        firsts
    }
}

fn days(from: NaiveDate, to: NaiveDate) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "days of a calendar are far below 2^52")]
    let days = to.signed_duration_since(from).num_days() as f64;
    days
}

/// Values from the bottom up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ValueAxis {
    /// The largest value, in hundredths, at `top`.
    pub most: i64,
    /// Pixels from the top.
    pub top: f64,
    /// Pixels from the top, where 0 lies.
    pub bottom: f64,
}

impl ValueAxis {
    /// Where `value` lies, in hundredths; values outside are brought to the edge.
    #[must_use]
    pub fn y(&self, value: i64) -> f64 {
        self.bottom - share(value, self.most) * (self.bottom - self.top)
    }
}

/// What part `value` is of `whole`, from 0 to 1.
#[must_use]
pub fn share(value: i64, whole: i64) -> f64 {
    if whole <= 0 {
        return 0.0;
    }
    #[expect(clippy::cast_precision_loss, reason = "scores and points are far below 2^52")]
    let part = value as f64 / whole as f64;
    part.clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn axis(from: &str, to: &str, width: f64) -> TimeAxis {
        TimeAxis { from: day(from), to: day(to), left: 0.0, right: width }
    }

    #[test]
    fn the_first_and_the_last_day_lie_at_the_edges() {
        let axis = axis("2026-01-10", "2026-12-20", 600.0);
        assert_eq!(axis.x(day("2026-01-10")), 0.0);
        assert_eq!(axis.x(day("2026-12-20")), 600.0);
        assert_eq!(axis.x(day("2030-01-01")), 600.0);
    }

    #[test]
    fn a_wide_axis_names_every_month_and_a_narrow_one_every_third() {
        let names = |width: f64| -> Vec<String> {
            axis("2026-01-10", "2027-03-14", width).ticks().into_iter().filter_map(|tick| tick.name).collect()
        };
        assert_eq!(names(738.0).len(), 14);
        assert_eq!(names(298.0), ["Apr", "Jul", "Oct", "Jan 2027"]);
    }

    #[test]
    fn an_axis_without_a_january_still_says_the_year() {
        let ticks = axis("2026-02-10", "2026-08-10", 600.0).ticks();
        assert_eq!(ticks.first().and_then(|tick| tick.name.clone()).as_deref(), Some("Mar 2026"));
    }

    #[test]
    fn a_value_above_the_axis_stays_on_the_drawing() {
        let axis = ValueAxis { most: 7_000, top: 26.0, bottom: 256.0 };
        assert_eq!(axis.y(0), 256.0);
        assert_eq!(axis.y(7_000), 26.0);
        assert_eq!(axis.y(9_900), 26.0);
        assert!((axis.y(1_500) - 206.7).abs() < 0.05);
    }
}

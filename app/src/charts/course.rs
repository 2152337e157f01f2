//! The course of a system's residual and score over time, as geometry: two panels over one time axis.
//!
//! Values stand still between two points, so lines are steps. Points with events carry a number; points that would
//! cover each other share one.

use super::axis::{Tick, TimeAxis, ValueAxis, px};
use super::labels::{Label, labels};
use chrono::{Days, NaiveDate};
use domain::api::vendor::{Course, CoursePoint};
use std::fmt::Write;

/// Left edge of both panels, in pixels: room for the numbers of the scale.
pub const LEFT: f64 = 28.0;
/// Room at the right, in pixels.
const RIGHT: f64 = 14.0;
/// The residual's panel, in pixels from the top.
pub const RESIDUAL: (f64, f64) = (26.0, 256.0);
/// The score's panel, in pixels from the top; the months' names stand between the two.
pub const SCORE: (f64, f64) = (292.0, 382.0);
/// Height of the whole drawing, in pixels.
pub const HEIGHT: f64 = 390.0;
/// Marks nearer than this share a number, in pixels.
const MARK: f64 = 18.0;
/// Days shown before the first and after the last point.
const MARGIN_DAYS: u64 = 14;

/// One panel's lines as SVG paths, and where they stand today and at the end of the plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Lines {
    /// The scale.
    pub axis: ValueAxis,
    /// What was measured.
    pub measured: String,
    /// What comes if agreed plans are met; empty without plans.
    pub planned: String,
    /// Height of today's value, in pixels, and the value in hundredths.
    pub today: Option<(f64, i64)>,
    /// The same for the last planned day.
    pub end: Option<(f64, i64)>,
}

/// Days on which something happened, under one number.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// Pixels from the left.
    pub x: f64,
    /// Pixels from the top.
    pub y: f64,
    /// Whether it lies in the future.
    pub planned: bool,
    /// The days under this number, oldest first.
    pub days: Vec<CoursePoint>,
}

/// The whole drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    /// Dates from left to right.
    pub time: TimeAxis,
    /// Today, in pixels from the left.
    pub today: f64,
    /// Under the residual's panel.
    pub ticks: Vec<Tick>,
    /// Residual now.
    pub residual: Lines,
    /// Assured score.
    pub score: Lines,
    /// What happened, numbered from 1 in this order.
    pub marks: Vec<Mark>,
    /// The numbers at the ends of both lines.
    pub labels: Vec<Label>,
}

/// Draws `course` at `width` pixels; nothing when nothing was concluded yet.
#[must_use]
pub fn draw(course: &Course, width: f64) -> Option<Drawing> {
    let today = course.points.last()?.on;
    let time = time_axis(course, today, width)?;
    let residual_axis = ValueAxis { most: top_of(course), top: RESIDUAL.0, bottom: RESIDUAL.1 };
    let score_axis = ValueAxis { most: 10_000, top: SCORE.0, bottom: SCORE.1 };
    let residual = lines(course, &time, residual_axis, today, |point| point.residual_now);
    let score = lines(course, &time, score_axis, today, |point| point.score);
    let marks = marks(course, &time, residual_axis, today);
    let now = time.x(today);
    // The marks lie on the residual's line only.
    let labels = labels(&residual, &marks, now, time.right).into_iter().chain(labels(&score, &[], now, time.right));
    Some(Drawing { today: now, ticks: time.ticks(), time, labels: labels.collect(), residual, score, marks })
}

fn time_axis(course: &Course, today: NaiveDate, width: f64) -> Option<TimeAxis> {
    let margin = Days::new(MARGIN_DAYS);
    let first = course.points.first()?.on;
    let last = course.planned.last().map_or(today, |point| point.on.max(today));
    // The zones' names stand at the left, before the first point.
    let span = u64::try_from(last.signed_duration_since(first).num_days()).unwrap_or(0);
    let from = first.checked_sub_days(Days::new(MARGIN_DAYS + span / 10))?;
    Some(TimeAxis { from, to: last.checked_add_days(margin)?, left: LEFT, right: width - RIGHT })
}

/// The residual's scale ends at the next ten above its highest value, and shows at least the edge to critical.
fn top_of(course: &Course) -> i64 {
    let all = course.points.iter().chain(&course.planned);
    let most = all.filter_map(|point| point.residual_now).max().unwrap_or(0);
    ((most / 1_000 + 1) * 1_000).clamp(6_000, 10_000)
}

fn lines(
    course: &Course,
    time: &TimeAxis,
    axis: ValueAxis,
    today: NaiveDate,
    value: fn(&CoursePoint) -> Option<i64>,
) -> Lines {
    let at = |point: &CoursePoint| (point.on, value(point));
    let known: Vec<_> = course.points.iter().map(at).collect();
    let now = known.last().and_then(|(_, value)| *value);
    let mut future = vec![(today, now)];
    future.extend(course.planned.iter().filter(|point| point.on > today).map(at));
    let end = future.last().and_then(|(_, value)| *value).filter(|_| future.len() > 1);
    Lines {
        axis,
        measured: steps(&known, time, axis, today),
        planned: if future.len() > 1 { steps(&future, time, axis, time.to) } else { String::new() },
        today: now.map(|value| (axis.y(value), value)),
        end: end.map(|value| (axis.y(value), value)),
    }
}

/// A step line through `points` that holds its last value until `until`; it stops where there is no value.
fn steps(points: &[(NaiveDate, Option<i64>)], time: &TimeAxis, axis: ValueAxis, until: NaiveDate) -> String {
    let mut path = String::new();
    let mut pen_down = false;
    for &(on, value) in points {
        let x = px(time.x(on));
        // Writing to a string cannot fail.
        let _ = match (value, pen_down) {
            (Some(value), true) => write!(path, " H{x} V{}", px(axis.y(value))),
            (Some(value), false) => write!(path, " M{x} {}", px(axis.y(value))),
            (None, true) => write!(path, " H{x}"),
            (None, false) => Ok(()),
        };
        pen_down = value.is_some();
    }
    if pen_down {
        let _ = write!(path, " H{}", px(time.x(until)));
    }
    path.trim_start().to_owned()
}

fn marks(course: &Course, time: &TimeAxis, axis: ValueAxis, today: NaiveDate) -> Vec<Mark> {
    let past = course.points.iter().map(|point| (point, false));
    let future = course.planned.iter().filter(|point| point.on > today).map(|point| (point, true));
    let mut marks: Vec<Mark> = Vec::new();
    for (point, planned) in past.chain(future).filter(|(point, _)| !point.events.is_empty()) {
        let (x, y) = (time.x(point.on), axis.y(point.residual_now.unwrap_or(0)));
        match marks.last_mut() {
            Some(last) if last.planned == planned && x - last.x < MARK && (y - last.y).abs() < MARK => {
                last.days.push(point.clone());
            }
            Some(_) | None => marks.push(Mark { x, y, planned, days: vec![point.clone()] }),
        }
    }
    marks
}

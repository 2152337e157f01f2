//! The course of a system as SVG, with its events in words below; the numbers as a table are the page's.
//!
//! The geometry of lines and marks comes from `course`; this file turns it into elements and places their labels.
//! The edges of zones and bands are the domain's own.

use super::axis::px;
use super::course::{self, Drawing, HEIGHT, LEFT, Lines, RESIDUAL};
use super::course_events;
use super::labels::Label;
use super::measured::MeasuredFigure;
use super::shape;
use crate::components::{short_date, tenths};
use domain::api::vendor::{Course, CoursePoint};
use domain::inherent::RiskBand;
use domain::scoring::ScoreBand;
use leptos::prelude::*;
use std::sync::Arc;

/// Residual now and score of one system over time.
#[component]
pub fn CourseChart(
    /// The course; not empty.
    course: Arc<Course>,
    /// The system's name.
    name: String,
) -> impl IntoView {
    let words = words(&course, &name);
    let draw =
        move |width: f64| course::draw(&course, width).map(|drawing| picture(&drawing, width, &words)).into_any();
    view! { <MeasuredFigure draw=Callback::new(draw) /> }
}

fn picture(drawing: &Drawing, width: f64, words: &str) -> AnyView {
    let (right, today) = (drawing.time.right, drawing.today);
    let strong = Some("chart__strong");
    let mut shapes = zones(drawing);
    shapes.extend(score_scale(drawing));
    for tick in &drawing.ticks {
        shapes.push(shape::line("chart__axis", (tick.x, 256.0), (tick.x, 260.0)));
        shapes.extend(tick.name.clone().map(|name| shape::anchored(None, "middle", (tick.x, 274.0), name)));
    }
    shapes.push(shape::line("chart__axis", (LEFT, 256.0), (right, 256.0)));
    shapes.extend(series(&drawing.residual, drawing));
    shapes.extend(series(&drawing.score, drawing));
    shapes.push(shape::line("chart__today", (today, 20.0), (today, 382.0)));
    shapes.push(shape::anchored(strong, "middle", (today, 14.0), "Today".to_owned()));
    shapes.push(shape::text(strong, (LEFT, 14.0), "Residual now".to_owned()));
    shapes.push(shape::text(strong, (LEFT, 289.0), "Score".to_owned()));
    for (at, mark) in drawing.marks.iter().enumerate() {
        shapes.push(shape::dot("event", (mark.x, mark.y), 8.5, mark.planned));
        let place = (mark.x, mark.y + 4.0);
        shapes.push(shape::anchored(Some("event-number"), "middle", place, (at + 1).to_string()));
    }
    shapes.extend(drawing.labels.iter().cloned().map(written));
    view! {
        <svg class="chart__svg" viewBox=format!("0 0 {width:.0} {HEIGHT:.0}") role="img" aria-label=words.to_owned()>{shapes}</svg>
        <figcaption>{course_events::events(&drawing.marks)}</figcaption>
    }
    .into_any()
}

fn zones(drawing: &Drawing) -> Vec<AnyView> {
    let axis = drawing.residual.axis;
    let width = px(drawing.time.right - LEFT);
    let named = drawing.time.right > 500.0;
    let mut upper = axis.most;
    let mut shapes = Vec::new();
    for band in RiskBand::ALL.into_iter().rev() {
        let (name, lower) = (band.title(), i64::from(band.lower()));
        let level = name.to_ascii_lowercase();
        let (top, bottom) = (axis.y(upper), axis.y(lower));
        let (x, y, width, height) = (px(LEFT), px(top), width.clone(), px(bottom - top));
        let zone = view! { <rect class="zone" data-level=level.clone() x=x y=y width=width height=height /> };
        shapes.push(zone.into_any());
        shapes.push(scale(top, (upper / 100).to_string()));
        upper = lower;
        if named {
            shapes.push(shape::level(level, "start", (37.0, bottom - 7.0), name.to_owned()));
        }
    }
    shapes.push(scale(RESIDUAL.1, "0".to_owned()));
    shapes
}

/// A number of the scale on the left.
fn scale(y: f64, words: String) -> AnyView {
    shape::anchored(None, "end", (22.0, y + 4.0), words)
}

fn score_scale(drawing: &Drawing) -> impl Iterator<Item = AnyView> {
    let (axis, right) = (drawing.score.axis, drawing.time.right);
    ScoreBand::ALL.into_iter().flat_map(move |band| {
        let y = axis.y(i64::from(band.lower()));
        [shape::line("chart__grid", (LEFT, y), (right, y)), scale(y, (band.lower() / 100).to_string())]
    })
}

fn series(lines: &Lines, drawing: &Drawing) -> impl Iterator<Item = AnyView> {
    let planned = (!lines.planned.is_empty()).then(|| shape::path(Some("plan"), lines.planned.clone()));
    let dot = lines.today.map(|(y, _)| shape::dot("chart__dot", (drawing.today, y), 4.5, false));
    [Some(shape::path(None, lines.measured.clone())), planned, dot].into_iter().flatten()
}

fn written(label: Label) -> AnyView {
    let anchor = if label.ends { "end" } else { "start" };
    shape::anchored(Some("chart__strong chart__big"), anchor, (label.x, label.y), label.words)
}

fn words(course: &Course, name: &str) -> String {
    let said = |point: &CoursePoint| {
        let of = |value: Option<i64>| value.map_or_else(|| "none".to_owned(), tenths);
        format!("{} (score {}) on {}", of(point.residual_now), of(point.score), short_date(point.on))
    };
    let mut words = format!("Residual now of {name}");
    if let Some((first, last)) = course.points.first().zip(course.points.last()) {
        words += &format!(": from {} to {}.", said(first), said(last));
    }
    if let Some(end) = course.planned.last() {
        words += &format!(" If agreed plans are met: {}.", said(end));
    }
    words
}

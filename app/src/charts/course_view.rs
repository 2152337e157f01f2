//! The course of a system as SVG, with its events in words below; the numbers as a table are the page's.
//!
//! The geometry of lines and marks comes from `course`; this file turns it into elements and places their labels.
//! The edges of zones and bands are the domain's own.

use super::axis::px;
use super::course::{self, Drawing, HEIGHT, LEFT, Lines, Mark, RESIDUAL};
use super::course_events;
use super::labels::Label;
use super::measured::MeasuredFigure;
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
    let right = px(drawing.time.right);
    let today = px(drawing.today);
    let ticks = drawing.ticks.iter().map(|tick| {
        let x = px(tick.x);
        view! {
            <line class="chart__axis" x1=x.clone() x2=x.clone() y1="256" y2="260" />
            {tick.name.clone().map(|name| view! { <text x=x y="274" text-anchor="middle">{name}</text> })}
        }
    });
    view! {
        <svg class="chart__svg" viewBox=format!("0 0 {width:.0} {HEIGHT:.0}") role="img" aria-label=words.to_owned()>
            {zones(drawing)}
            {score_scale(drawing)}
            {ticks.collect_view()}
            <line class="chart__axis" x1=px(LEFT) x2=right y1="256" y2="256" />
            {line(&drawing.residual, drawing)}
            {line(&drawing.score, drawing)}
            <line class="chart__today" x1=today.clone() x2=today.clone() y1="20" y2="382" />
            <text class="chart__strong" x=today y="14" text-anchor="middle">"Today"</text>
            <text class="chart__strong" x=px(LEFT) y="14">"Residual now"</text>
            <text class="chart__strong" x=px(LEFT) y="289">"Score"</text>
            {drawing.marks.iter().enumerate().map(|(at, mark)| number(at + 1, mark)).collect_view()}
            {drawing.labels.iter().cloned().map(written).collect_view()}
        </svg>
        <figcaption>{course_events::events(&drawing.marks)}</figcaption>
    }
    .into_any()
}

fn zones(drawing: &Drawing) -> impl IntoView + use<> {
    let axis = drawing.residual.axis;
    let width = px(drawing.time.right - LEFT);
    let named = drawing.time.right > 500.0;
    let mut upper = axis.most;
    let zones: Vec<_> = RiskBand::ALL
        .into_iter()
        .rev()
        .map(|band| {
            let (name, lower) = (band.title(), i64::from(band.lower()));
            let level = name.to_ascii_lowercase();
            let (top, bottom) = (axis.y(upper), axis.y(lower));
            let edge = (upper / 100).to_string();
            upper = lower;
            view! {
                <rect class="zone" data-level=level.clone() x=px(LEFT) y=px(top) width=width.clone() height=px(bottom - top) />
                <text x="22" y=px(top + 4.0) text-anchor="end">{edge}</text>
                {named.then(|| view! { <text class="zone-label" data-level=level x="37" y=px(bottom - 7.0)>{name}</text> })}
            }
        })
        .collect();
    view! { {zones} <text x="22" y=px(RESIDUAL.1 + 4.0) text-anchor="end">"0"</text> }
}

fn score_scale(drawing: &Drawing) -> impl IntoView + use<> {
    let axis = drawing.score.axis;
    let right = px(drawing.time.right);
    let lines: Vec<_> = ScoreBand::ALL
        .into_iter()
        .map(|band| {
            let (y, name) = (axis.y(i64::from(band.lower())), band.lower() / 100);
            view! {
                <line class="chart__grid" x1=px(LEFT) x2=right.clone() y1=px(y) y2=px(y) />
                <text x="22" y=px(y + 4.0) text-anchor="end">{name}</text>
            }
        })
        .collect();
    lines
}

fn line(lines: &Lines, drawing: &Drawing) -> impl IntoView + use<> {
    let dot = lines.today.map(|(y, _)| view! { <circle class="chart__dot" cx=px(drawing.today) cy=px(y) r="4.5" /> });
    let planned = (!lines.planned.is_empty())
        .then(|| view! { <path class="chart__line" data-series="plan" d=lines.planned.clone() /> });
    view! { <path class="chart__line" d=lines.measured.clone() /> {planned} {dot} }
}

fn written(label: Label) -> impl IntoView {
    let anchor = if label.ends { "end" } else { "start" };
    view! { <text class="chart__strong chart__big" x=px(label.x) y=px(label.y) text-anchor=anchor>{label.words}</text> }
}

fn number(number: usize, mark: &Mark) -> impl IntoView + use<> {
    let (x, y) = (px(mark.x), px(mark.y));
    view! {
        <circle class="event" stroke-dasharray=mark.planned.then_some("2 2") cx=x.clone() cy=y r="8.5" />
        <text class="event-number" x=x y=px(mark.y + 4.0)>{number}</text>
    }
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

//! What the numbers in the circles of a course mean, in words, and behind a fold every single step in between.
//!
//! The list stays short for a busy system: only conclusions, verified fixes and the like have a number.

use super::course::Mark;
use crate::components::{Icon, Symbol, short_date, tenths};
use domain::api::vendor::{Course, CoursePoint};
use leptos::prelude::*;

/// The numbered list.
pub fn events(marks: &[Mark]) -> AnyView {
    view! { <ol class="events">{marks.iter().map(entry).collect_view()}</ol> }.into_any()
}

fn entry(mark: &Mark) -> impl IntoView + use<> {
    let days = mark.days.iter().map(|day| {
        let value = day.residual_now.map(|value| format!(", {}", tenths(value))).unwrap_or_default();
        let when = format!("{}{value}", short_date(day.on));
        view! { {day.events.join("; ")}<time datetime=day.on.to_string()>{when}</time> }
    });
    view! { <li data-status=mark.planned.then_some("plan")><span>{days.collect_view()}</span></li> }
}

/// The single steps, newest first; nothing where there are none.
pub fn steps(course: &Course) -> Option<AnyView> {
    let days = || course.points.iter().rev().filter(|point| !point.steps.is_empty());
    let number = days().map(|point| point.steps.len()).sum::<usize>();
    let day = |point: &CoursePoint| {
        let steps: Vec<_> = point.steps.iter().map(|step| view! { <li>{step.clone()}</li> }).collect();
        view! {
            <dt><time datetime=point.on.to_string()>{short_date(point.on)}</time></dt>
            <dd><ul>{steps}</ul></dd>
        }
    };
    let words = format!("Show all steps ({number})");
    (number > 0).then(|| {
        view! {
            <details class="fold chart__steps">
                <summary><Icon symbol=Symbol::ChevronRight small=true />{words}</summary>
                <dl class="facts fold__body">{days().map(day).collect_view()}</dl>
            </details>
        }
        .into_any()
    })
}

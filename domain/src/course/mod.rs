//! How an AI system's score and residual moved from its first conclusion on, and how they would move if every agreed
//! plan were kept.
//!
//! The figures of a day are a pure function of the events up to and including it (scoring rule 15.1): the streams are
//! replayed day by day, stopping where something happened and where time alone moves a figure. Start at [`course`].

mod planned;
mod replay;
mod target;
mod words;

use crate::api::vendor::{Course, CoursePoint};
use crate::assessment;
use crate::id::SystemId;
use crate::journal::Recorded;
use crate::register::Risk;
use crate::scoring::Questionnaire;
use crate::vendor;
use chrono::NaiveDate;
use replay::Replay;
use words::Told;

/// One assessment of the system: its recorded events, oldest first, and the questionnaire it was sent with.
#[derive(Debug, Clone, Copy)]
pub struct Stream<'a> {
    /// What happened.
    pub events: &'a [Recorded<assessment::Event>],
    /// What was asked.
    pub questionnaire: &'a Questionnaire,
}

/// The course of `system` up to `today`. `vendor` are the events of its vendor, `assessments` all assessments of the
/// system, in any order. Before the first conclusion it is empty.
#[must_use]
pub fn course(
    vendor: &[Recorded<vendor::Event>],
    system: &SystemId,
    assessments: &[Stream<'_>],
    today: NaiveDate,
) -> Course {
    let mut points = Vec::new();
    let mut planned = Vec::new();
    let mut replay = Replay::new(vendor, system, assessments);
    if let Some(first) = replay.first_conclusion().filter(|first| *first <= today) {
        // What led to the first conclusion is not part of the course.
        replay.advance(crate::calendar::plus_days(first, -1));
        let mut day = first;
        loop {
            let told = replay.advance(day);
            let risk = replay.risk_on(day);
            record(&mut points, point(day, risk, told), day == today);
            if day >= today {
                break;
            }
            day = replay.next_stop(day).unwrap_or(today).min(today);
        }
        planned = planned::planned(&replay, today);
    }
    Course { system: system.clone(), points, planned }
}

/// Keeps `point` if something happened, a figure moved or it has to be there.
fn record(points: &mut Vec<CoursePoint>, point: CoursePoint, always: bool) {
    let figures = |point: &CoursePoint| (point.score, point.residual, point.residual_now);
    let moved = points.last().is_none_or(|last| figures(last) != figures(&point));
    if moved || always || !point.events.is_empty() || !point.steps.is_empty() {
        points.push(point);
    }
}

fn point(on: NaiveDate, risk: Risk, told: Told) -> CoursePoint {
    CoursePoint {
        on,
        score: risk.score.map(i64::from),
        residual: risk.residual.map(i64::from),
        residual_now: risk.now.map(i64::from),
        events: told.events,
        steps: told.steps,
    }
}

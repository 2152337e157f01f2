//! The course of score and residual as geometry: where lines, marks and labels lie, from small examples.
//!
//! Nothing is mounted: `draw` takes a course and a width and gives back paths and places. The same tests also run
//! in a browser when they are built for one.

use app::charts::course::{RESIDUAL, SCORE, draw};
use app::charts::labels::Label;
use domain::api::vendor::{Course, CoursePoint};
use domain::id::SystemId;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;
#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

fn point(on: &str, score: Option<i64>, residual: Option<i64>, events: &[&str]) -> CoursePoint {
    let events = events.iter().map(ToString::to_string).collect();
    CoursePoint { on: on.parse().unwrap(), score, residual, residual_now: residual, events, steps: Vec::new() }
}

fn course(points: Vec<CoursePoint>, planned: Vec<CoursePoint>) -> Course {
    Course { system: SystemId::new("s1").unwrap(), points, planned }
}

fn year() -> Course {
    course(
        vec![
            point("2026-03-09", Some(4_148), Some(4_950), &["Concluded: approved with conditions"]),
            point("2026-07-06", Some(5_900), Some(3_580), &["GOV-01 verified"]),
            point("2026-11-21", Some(5_900), Some(3_830), &[]),
        ],
        vec![point("2026-12-15", Some(7_300), Some(1_990), &["DAT-07 verified"])],
    )
}

#[test]
fn nothing_is_drawn_before_the_first_conclusion() {
    assert_eq!(draw(&course(Vec::new(), Vec::new()), 700.0), None);
}

#[test]
fn the_measured_line_has_one_step_for_each_change_and_ends_today() {
    let drawing = draw(&year(), 780.0).unwrap();
    let line = &drawing.residual.measured;
    assert!(line.starts_with('M'), "{line}");
    assert_eq!(line.matches('V').count(), 2, "{line}");
    assert!(line.ends_with(&format!("H{:.1}", drawing.today)), "{line}");
}

#[test]
fn the_planned_line_begins_where_the_measured_one_ends() {
    let drawing = draw(&year(), 780.0).unwrap();
    let (y, value) = drawing.residual.today.unwrap();
    assert_eq!(value, 3_830);
    assert!(drawing.residual.planned.starts_with(&format!("M{:.1} {y:.1}", drawing.today)));
    assert_eq!(drawing.residual.end.map(|(_, value)| value), Some(1_990));
}

#[test]
fn without_agreed_plans_nothing_is_promised() {
    let mut course = year();
    course.planned.clear();
    let drawing = draw(&course, 780.0).unwrap();
    assert_eq!(drawing.residual.planned, "");
    assert_eq!(drawing.residual.end, None);
}

#[test]
fn a_day_without_a_score_interrupts_the_line_instead_of_drawing_zero() {
    let gap = course(
        vec![
            point("2026-03-09", Some(5_000), Some(4_000), &["Concluded: approved"]),
            point("2026-05-01", None, None, &[]),
            point("2026-06-01", Some(6_000), Some(3_000), &[]),
        ],
        Vec::new(),
    );
    let drawing = draw(&gap, 780.0).unwrap();
    assert_eq!(drawing.score.measured.matches('M').count(), 2, "{}", drawing.score.measured);
}

#[test]
fn events_are_numbered_in_order_and_those_that_would_cover_each_other_share_a_number() {
    let mut course = year();
    let day_after = point("2026-07-07", Some(5_900), Some(3_580), &["DAT-08 verified"]);
    course.points.insert(2, day_after);
    let drawing = draw(&course, 780.0).unwrap();
    let days: Vec<usize> = drawing.marks.iter().map(|mark| mark.days.len()).collect();
    assert_eq!(days, [1, 2, 1]);
    assert_eq!(drawing.marks.iter().map(|mark| mark.planned).collect::<Vec<_>>(), [false, false, true]);
}

#[test]
fn everything_stays_inside_its_panel_at_every_width() {
    for width in [272.0, 340.0, 780.0, 1_200.0] {
        let drawing = draw(&year(), width).unwrap();
        for mark in &drawing.marks {
            assert!((RESIDUAL.0..=RESIDUAL.1).contains(&mark.y), "{mark:?}");
            assert!((0.0..=width).contains(&mark.x), "{mark:?}");
        }
        let (y, _) = drawing.score.today.unwrap();
        assert!((SCORE.0..=SCORE.1).contains(&y));
    }
}

#[test]
fn the_numbers_at_the_ends_of_the_lines_never_cover_each_other() {
    for width in [272.0, 340.0, 780.0, 1_200.0] {
        for now in (0..=10_000).step_by(100) {
            for planned in (0..=10_000).step_by(700) {
                let course = course(
                    vec![
                        point("2026-03-09", Some(5_000), Some(5_000), &["Concluded: approved"]),
                        point("2026-11-21", Some(now), Some(now), &[]),
                    ],
                    vec![point("2026-11-24", Some(planned), Some(planned), &["DAT-07 verified as planned"])],
                );
                let labels = draw(&course, width).unwrap().labels;
                assert_eq!(labels.len(), 4);
                for pair in labels.chunks(2) {
                    let [one, other] = pair.iter().map(Label::place).collect::<Vec<_>>().try_into().unwrap();
                    let apart = one.2 <= other.0 || other.2 <= one.0 || one.3 <= other.1 || other.3 <= one.1;
                    assert!(apart, "{now} and {planned} at {width}: {pair:?}");
                }
            }
        }
    }
}

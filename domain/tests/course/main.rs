//! The course of a system over time and the register's row that it ends in, on the worked example told as events.
//!
//! What has to agree is compared day by day: the course with the row, and the row with the day it says it changes on.

mod story;

use chrono::NaiveDate;
use domain::api::register::{RegisterRow, Waiting};
use domain::api::vendor::{Course, CoursePoint};
use domain::assessment::{Assessment, Event, Outcome};
use domain::calendar::{day_after, plus_days};
use domain::course::{Stream, course};
use domain::inherent::{RiskBand, Tier};
use domain::journal::Recorded;
use domain::register::{next_change, row, vendor_row};
use domain::scoring::ScoreBand;
use domain::vendor::Vendor;
use story::{
    EX_02, LOGS, Story, agreed, concluded, day, finding, fixed, fold, intake, questionnaire, sent, submitted, system,
    vendor, vendor_events, verified,
};

fn course_on(today: &str, assessments: &[&Story<Event>]) -> Course {
    let questionnaire = questionnaire();
    let streams: Vec<_> =
        assessments.iter().map(|story| Stream { events: &story.0, questionnaire: &questionnaire }).collect();
    course(&vendor_events(), &system(), &streams, day(today))
}

fn figures(point: &CoursePoint) -> (Option<i64>, Option<i64>, Option<i64>) {
    (point.score, point.residual, point.residual_now)
}

fn at<'a>(points: &'a [CoursePoint], date: &str) -> &'a CoursePoint {
    points.iter().find(|point| point.on == day(date)).unwrap_or_else(|| panic!("a point on {date}"))
}

/// The register's row on a day, from the events up to and including it.
fn row_on(vendor: &Vendor, story: &Story<Event>, today: NaiveDate) -> RegisterRow {
    let questionnaire = questionnaire();
    let past: Vec<Recorded<Event>> = story.0.iter().filter(|event| event.at.date() <= today).cloned().collect();
    let assessment = fold(&past);
    let assessed = Some((&assessment, &questionnaire)).filter(|_| !past.is_empty());
    let (latest, open) = if assessment.conclusion().is_some() { (assessed, None) } else { (None, assessed) };
    row(vendor, &vendor.systems[&system()], latest, open, today).expect("registered")
}

fn today_row(story: &Story<Event>, today: &str) -> RegisterRow {
    row_on(&vendor(), story, day(today))
}

#[test]
fn the_course_tells_the_worked_example() {
    let course = course_on("2027-01-20", &[&fixed()]);
    let first = &course.points[0];
    assert_eq!((first.on, first.score, first.residual), (day("2026-11-21"), Some(4_148), Some(3_340)));
    assert_eq!(first.events, ["Concluded: approved", "2 findings raised"]);
    let fix = at(&course.points, "2026-12-20");
    assert_eq!((fix.score, fix.residual), (Some(5_557), Some(2_664)));
    assert_eq!(fix.events, ["EX-02 verified"]);
    let logs = at(&course.points, "2027-01-15");
    assert_eq!(figures(logs), (Some(7_775), Some(1_600), Some(1_600)));
    assert_eq!(course.points.last().map(|point| point.on), Some(day("2027-01-20")));
}

#[test]
fn single_steps_stand_beside_the_turning_points() {
    let course = course_on("2027-01-20", &[&fixed()]);
    let agreed = at(&course.points, "2026-11-25");
    assert!(agreed.events.is_empty(), "{agreed:?}");
    assert_eq!(agreed.steps.first().map(String::as_str), Some("EX-02 plan proposed"));
    assert_eq!(agreed.steps.len(), 4, "{agreed:?}");
    assert!(at(&course.points, "2026-12-20").steps.contains(&"EX-02 fix submitted".to_string()));
}

#[test]
fn a_day_that_only_time_moved_has_no_events() {
    let course = course_on("2027-03-10", &[&fixed()]);
    // The critical finding is due on 5 December: from the 6th its first week counts, from the 13th its second.
    for (date, now) in [("2026-12-06", 3_440), ("2026-12-13", 3_540)] {
        let point = at(&course.points, date);
        assert_eq!((point.residual, point.residual_now), (Some(3_340), Some(now)));
        assert!(point.events.is_empty());
    }
    // The evidence of EX-01 ends with 1 March.
    let ended = at(&course.points, "2027-03-02");
    assert!(ended.score < Some(7_775) && ended.events.is_empty(), "{ended:?}");
    assert!(course.points.iter().all(|point| point.on != day("2027-03-01")));
}

#[test]
fn before_the_first_conclusion_there_is_no_course() {
    for (story, today) in [(submitted(), "2026-11-30"), (concluded(), "2026-11-20")] {
        let course = course_on(today, &[&story]);
        assert!(course.points.is_empty() && course.planned.is_empty());
    }
}

#[test]
fn the_last_point_is_the_row_of_the_register() {
    let story = fixed();
    let mut today = day("2026-11-21");
    while today < day("2027-04-01") {
        let row = row_on(&vendor(), &story, today);
        let course = course_on(&today.to_string(), &[&story]);
        let last = course.points.last().expect("a point");
        assert_eq!(last.on, today);
        assert_eq!(figures(last), (row.assured, row.residual, row.residual_now), "{today}");
        today = plus_days(today, 3);
    }
}

#[test]
fn what_came_later_never_changes_an_earlier_day() {
    let story = fixed();
    let whole = course_on("2027-04-01", &[&story]);
    let mut today = day("2026-11-21");
    while today < day("2027-04-01") {
        let then = course_on(&today.to_string(), &[&story]);
        let last = then.points.last().expect("a point");
        let later = whole.points.iter().rev().find(|point| point.on <= today).expect("a point");
        assert_eq!(figures(last), figures(later), "{today}");
        today = plus_days(today, 3);
    }
}

#[test]
fn an_agreed_plan_is_projected_as_verified_on_its_day() {
    let story = agreed(concluded(), EX_02, "2026-11-25", "2026-12-05");
    let story = agreed(story, LOGS, "2026-11-25", "2026-12-21");
    let course = course_on("2026-11-28", &[&story]);
    assert_eq!(figures(&course.planned[0]), figures(course.points.last().expect("a point")));
    // EX-02 at opt-in with an operating record: 5 x 80 x 90 instead of 5 x 30 x 60.
    let first = at(&course.planned, "2026-12-05");
    assert_eq!(
        (first.score, first.events.as_slice()),
        (Some(5_375), ["EX-02 verified as planned".to_string()].as_slice())
    );
    let second = at(&course.planned, "2026-12-21");
    assert!(second.score > first.score && second.residual < first.residual);
    assert_eq!(second.events, ["C-LOGS verified as planned"]);
    assert_eq!(course.planned.last().map(|point| point.on), Some(day("2026-12-21")));
}

#[test]
fn a_late_plan_is_projected_for_tomorrow_and_no_plan_projects_nothing() {
    let story = agreed(concluded(), EX_02, "2026-11-25", "2026-12-05");
    let course = course_on("2026-12-10", &[&story]);
    let days: Vec<_> = course.planned.iter().map(|point| point.on).collect();
    assert_eq!(days, [day("2026-12-10"), day("2026-12-11")]);
    assert!(course_on("2026-12-10", &[&concluded()]).planned.is_empty());
}

#[test]
fn a_newer_conclusion_takes_the_figures_over() {
    let older = fixed();
    // The newer one is concluded with the first answers again, so the score falls back.
    let newer =
        Story(concluded().0.into_iter().map(|recorded| Recorded { at: shifted(&recorded, 90), ..recorded }).collect());
    for streams in [[&older, &newer], [&newer, &older]] {
        let course = course_on("2027-03-01", &streams);
        assert_eq!(at(&course.points, "2027-01-15").score, Some(7_775));
        let taken_over = at(&course.points, "2027-02-19");
        assert_eq!(taken_over.score, Some(4_148));
        assert!(taken_over.events.contains(&"Concluded: approved".to_string()));
    }
}

fn shifted(recorded: &Recorded<Event>, days: i64) -> domain::journal::Timestamp {
    domain::journal::Timestamp(recorded.at.0 + days * domain::journal::DAY_MILLIS)
}

#[test]
fn a_new_intake_moves_the_residual_but_not_the_score() {
    let questionnaire = questionnaire();
    let story = concluded();
    let mut vendor = vendor_events();
    let domain::vendor::Event::IntakeRecorded { system, intake } = intake([4; 11]) else { panic!("an intake") };
    let intake = domain::vendor::RecordedIntake { on: day("2026-12-01"), ..intake };
    vendor = Story(vendor)
        .on("2026-12-01", "staff/p1", domain::vendor::Event::IntakeRecorded { system: system.clone(), intake })
        .0;
    let streams = [Stream { events: &story.0, questionnaire: &questionnaire }];
    let course = course(&vendor, &system, &streams, day("2026-12-02"));
    let point = at(&course.points, "2026-12-01");
    assert_eq!((point.score, point.residual), (Some(4_148), Some(6_267)));
    assert_eq!(point.events, ["Intake: inherent risk 100.00, tier critical"]);
    assert_eq!(course.points[0].residual, Some(3_340));
}

#[test]
fn a_concluded_system_has_its_figures_and_is_never_provisional() {
    let row = today_row(&fixed(), "2027-01-20");
    assert_eq!((row.tier, row.inherent), (Some(Tier::High), Some(5_329)));
    assert_eq!((row.assured, row.band, row.provisional), (Some(7_775), Some(ScoreBand::B), false));
    assert_eq!((row.residual_now, row.residual_band), (Some(1_600), Some(RiskBand::Moderate)));
    assert_eq!((row.last_assessed, row.next_assessment), (Some(day("2026-11-21")), Some(day("2027-11-21"))));
    assert_eq!((row.findings_open, row.findings_overdue), (0, 0));
    assert_eq!((row.waiting, row.overdue), (Waiting::Nobody, false));
}

#[test]
fn a_submitted_assessment_gives_provisional_figures() {
    let row = today_row(&submitted(), "2026-11-13");
    assert!(row.provisional && row.assured.is_some() && row.claimed.is_some());
    assert_eq!((row.last_assessed, row.next_assessment, row.waiting), (None, None, Waiting::Us));
    let unanswered = today_row(&sent(), "2026-11-13");
    assert_eq!((unanswered.assured, unanswered.provisional, unanswered.waiting), (None, false, Waiting::Vendor));
}

#[test]
fn the_row_says_who_has_to_act_and_whether_it_is_late() {
    let table = [
        (sent(), "2026-11-16", Waiting::Vendor, false),
        (sent(), "2026-11-17", Waiting::Vendor, true),
        (submitted(), "2026-11-20", Waiting::Us, false),
        (concluded(), "2026-11-22", Waiting::Vendor, false),
        (fixed(), "2027-10-21", Waiting::Nobody, false),
        (fixed(), "2027-10-22", Waiting::Us, false),
        (fixed(), "2027-11-21", Waiting::Us, false),
        (fixed(), "2027-11-22", Waiting::Us, true),
    ];
    for (story, today, waiting, overdue) in table {
        let row = today_row(&story, today);
        assert_eq!((row.waiting, row.overdue), (waiting, overdue), "{today}: {}", row.waiting_for);
    }
    assert_eq!(today_row(&fixed(), "2027-11-01").waiting_for, "Next assessment is due 21 November 2027");
    assert_eq!(today_row(&fixed(), "2027-12-01").waiting_for, "Next assessment was due 21 November 2027");
}

#[test]
fn without_intake_or_assessment_the_row_waits_on_us() {
    let nothing = Story(Vec::new());
    let row = today_row(&nothing, "2026-11-21");
    assert_eq!((row.waiting, row.waiting_for.as_str(), row.assured), (Waiting::Us, "Not assessed yet", None));
    let without_intake = Vendor::fold(&vendor_events()[..2]);
    let row = row_on(&without_intake, &nothing, day("2026-11-21"));
    assert_eq!((row.waiting, row.waiting_for.as_str(), row.tier), (Waiting::Us, "Intake is missing", None));
}

#[test]
fn an_overdue_finding_adds_the_uplift_until_its_risk_is_accepted() {
    let late = today_row(&concluded(), "2026-12-15");
    // Ten days late, critical: two weeks of 1.00.
    assert_eq!((late.residual, late.residual_now, late.findings_overdue), (Some(3_340), Some(3_540), 1));
    assert!(late.overdue);
    let accepted = Event::RiskAccepted { finding: finding(EX_02), until: day("2026-12-31"), reason: "Known".into() };
    let story = concluded().on("2026-12-15", "staff/p3", accepted);
    let paused = today_row(&story, "2026-12-15");
    assert_eq!((paused.residual_now, paused.findings_overdue, paused.findings_open), (Some(3_340), 0, 2));
    let resumed = row_on(&vendor(), &story, day("2027-01-01"));
    assert_eq!(resumed.findings_overdue, 2);
}

#[test]
fn another_tier_brings_its_own_cadence() {
    let vendor = Vendor::fold(&Story(vendor_events()).on("2026-12-01", "staff/p1", intake([4; 11])).0);
    let row = row_on(&vendor, &concluded(), day("2026-12-02"));
    assert_eq!((row.tier, row.next_assessment), (Some(Tier::Critical), Some(day("2027-05-21"))));
}

#[test]
fn a_row_changes_only_on_the_days_it_says() {
    let (vendor, questionnaire) = (vendor(), questionnaire());
    let conditional = Outcome::Conditional { conditions: "Fix it".into(), until: day("2027-02-10") };
    let accepted = Event::RiskAccepted { finding: finding(EX_02), until: day("2026-12-31"), reason: "Known".into() };
    let stories = [
        sent(),
        submitted(),
        concluded(),
        fixed(),
        concluded().on("2026-11-22", "staff/p3", accepted),
        submitted().on(
            "2026-11-21",
            "staff/p3",
            Event::Concluded { outcome: conditional, reason: String::new(), respondents: vec![] },
        ),
    ];
    for (place, story) in stories.iter().enumerate() {
        let assessment: Assessment = fold(&story.0);
        let assessed = Some((&assessment, &questionnaire));
        let (latest, open) = if assessment.conclusion().is_some() { (assessed, None) } else { (None, assessed) };
        let system = &vendor.systems[&system()];
        let on = |today| row(&vendor, system, latest, open, today).expect("registered");
        let mut today = story.0.last().expect("an event").at.date();
        let end = plus_days(today, 500);
        let mut promised = next_change(system, latest, open, today);
        while today < end {
            let tomorrow = day_after(today);
            assert!(promised.is_none_or(|day| day > today), "story {place}: {promised:?} is not after {today}");
            if promised.is_none_or(|day| day > tomorrow) {
                assert_eq!(on(today), on(tomorrow), "story {place} changed on {tomorrow}, promised {promised:?}");
            } else {
                promised = next_change(system, latest, open, tomorrow);
            }
            today = tomorrow;
        }
    }
}

#[test]
fn a_vendor_is_as_risky_as_its_worst_system() {
    let worst = today_row(&concluded(), "2026-11-22");
    let mild = RegisterRow { residual_now: Some(100), ..worst.clone() };
    let unknown = RegisterRow { residual_now: None, ..worst.clone() };
    let row = vendor_row(&vendor(), &[mild, worst.clone(), unknown], 2).expect("registered");
    assert_eq!((row.residual_now, row.systems, row.assessments_open), (worst.residual_now, 1, 2));
    assert_eq!(vendor_row(&Vendor::default(), &[], 0), None);
}

#[test]
fn verifying_what_was_agreed_meets_the_projection() {
    let story = agreed(concluded(), EX_02, "2026-11-25", "2026-12-05");
    let projected = course_on("2026-11-28", &[&story]);
    let kept = verified(story, EX_02, "2026-12-05", "EX-02", "opt_in", 2);
    let happened = course_on("2026-12-05", &[&kept]);
    let (expected, real) = (at(&projected.planned, "2026-12-05"), at(&happened.points, "2026-12-05"));
    assert_eq!(figures(expected), figures(real));
}

//! When time alone changes something: the announced days are compared with every day walked one by one.
//!
//! A day too many is allowed, a missing one is not.

use crate::fixture::{Case, analyst, answered, approver, concluded, day, evidence, file, terms, value, vendor};
use chrono::{Days, NaiveDate};
use domain::api::register::Waiting;
use domain::assessment::{Command, Inherited, Labels, Outcome, Verdict, figures, finding_rows, next_change, row};
use domain::finding::Action;
use domain::inherent::Tier;
use domain::scoring::Questionnaire;
use domain::template::{Depth, Template};
use std::sync::Arc;

const LABELS: Labels<'static> = Labels { vendor: "Vendor", system: "System" };

/// Everything that a summary shows on `on`.
fn shown(case: &Case, on: NaiveDate) -> String {
    let figures = figures(&case.assessment, &case.questionnaire, on);
    let row = row(&case.assessment, &case.questionnaire, LABELS, on);
    let findings = finding_rows(&case.assessment, &case.questionnaire, LABELS, on);
    let would = case.assessment.would_raise(&case.questionnaire, on);
    format!("{figures:?} {row:?} {findings:?} {would:?}")
}

/// Walks `days` days from the case's own and fails at the first unannounced change.
fn no_change_goes_unannounced(case: &Case, days: u64) -> usize {
    let (start, mut changes) = (case.today(), 0);
    let mut announced = next_change(&case.assessment, &case.questionnaire, start);
    let mut before = shown(case, start);
    for ahead in 1..=days {
        let today = start.checked_add_days(Days::new(ahead)).expect("a day");
        let now = shown(case, today);
        if announced.is_some_and(|day| day <= today) {
            announced = next_change(&case.assessment, &case.questionnaire, today);
        } else {
            assert_eq!(now, before, "{today} was not announced");
        }
        changes += usize::from(now != before);
        before = now;
    }
    changes
}

#[test]
fn a_due_date_that_passes_is_announced() {
    let case = answered(terms(Tier::High, 1));
    assert_eq!(next_change(&case.assessment, &case.questionnaire, case.today()), Some(day("2026-11-29")));
    assert_eq!(no_change_goes_unannounced(&case, 60), 1);
    let late = figures(&case.assessment, &case.questionnaire, day("2026-11-29"));
    assert_eq!((late.waiting, late.late), (Waiting::Vendor, true));
    assert_eq!(late.waiting_for, "Answers were due 28 November 2026");
}

#[test]
fn evidence_that_ends_and_late_findings_are_announced() {
    let mut case = answered(terms(Tier::High, 1));
    case.must(Command::RemoveEvidence(evidence("e1")), &vendor());
    case.must(Command::Attach(file("dated", "EX-01", Some("2027-01-31"))), &vendor());
    case.answer("EX-07", value("yes")).expect("given");
    case.submit().expect("complete");
    assert_eq!(next_change(&case.assessment, &case.questionnaire, case.today()), Some(day("2027-02-01")));
    assert_eq!(no_change_goes_unannounced(&case, 200), 1);
    case.verdict("EX-01", Verdict::Accept).expect("accepted");
    case.conclude().expect("concluded");
    assert!(no_change_goes_unannounced(&case, 400) > 100, "late findings are a day later every day");
}

#[test]
fn the_end_of_an_acceptance_and_of_conditions_is_announced() {
    let mut case = concluded(terms(Tier::High, 1));
    let ids: Vec<_> = case.assessment.findings().keys().cloned().collect();
    for (n, id) in ids.iter().enumerate() {
        let until = day("2027-06-01").checked_add_days(Days::new(10 * n as u64)).expect("a day");
        let action = Action::AcceptRisk { until, reason: "Known.".into() };
        case.must(Command::Act { finding: id.clone(), action }, &approver());
    }
    assert_eq!(next_change(&case.assessment, &case.questionnaire, case.today()), Some(day("2027-06-02")));
    assert!(no_change_goes_unannounced(&case, 300) > 5);

    let mut conditional = crate::fixture::reviewed(terms(Tier::Low, 1));
    let outcome = Outcome::Conditional { conditions: "Fix it.".into(), until: day("2026-12-31") };
    conditional.must(
        Command::Conclude { outcome, reason: String::new(), inherited: Inherited::new(), respondents: vec![] },
        &approver(),
    );
    for id in conditional.assessment.findings().keys().cloned().collect::<Vec<_>>() {
        let action = Action::Withdraw { reason: "Not ours.".into() };
        conditional.must(Command::Act { finding: id, action }, &analyst());
    }
    assert_eq!(
        next_change(&conditional.assessment, &conditional.questionnaire, day("2026-12-01")),
        Some(day("2027-01-01"))
    );
    let ended = figures(&conditional.assessment, &conditional.questionnaire, day("2027-01-01"));
    assert_eq!(
        (ended.waiting, ended.waiting_for.as_str()),
        (Waiting::Us, "Approval with conditions ended 31 December 2026")
    );
    assert_eq!(no_change_goes_unannounced(&conditional, 100), 1);
}

#[test]
fn an_answered_date_that_moves_to_another_band_is_announced() {
    let bytes = include_bytes!("../../../server/templates/ai-vendor-core.json");
    let template = Arc::new(Template::parse(bytes).expect("sound"));
    let questionnaire = Questionnaire::new(vec![template], Depth::Deep).expect("one template");
    let mut case = Case::sent(questionnaire.clone(), terms(Tier::High, 1));
    let mut filled = crate::laws::Filling::new(&questionnaire);
    filled.fill(&mut case, |question| match question {
        "PRO-07" => Some(domain::answer::Value::from("accredited")),
        "PRO-08" => Some(domain::answer::Value::from("2027-06-30")),
        "PRO-09" => Some(domain::answer::Value::from("2026-06-30")),
        _ => None,
    });
    case.submit().expect("complete");
    assert!(no_change_goes_unannounced(&case, 500) > 2);
}

#[test]
fn a_duty_that_does_not_apply_yet_caps_from_its_first_day_on_if_the_buyer_spares_it() {
    let duties = || [(crate::fixture::q("EX-02"), day("2027-12-02"))].into();
    let case = |spares: bool| {
        let mut case = Case::empty(crate::fixture::example());
        let assessment = domain::id::AssessmentId::new("a1").expect("an id");
        let plan = domain::assessment::Plan { spares_future_duties: spares, ..crate::fixture::plan() };
        let terms = terms(Tier::High, 1);
        case.must(Command::Draft { assessment, plan, terms, duties: duties() }, &analyst());
        case.must(Command::Send, &analyst());
        for (question, option) in [
            ("EX-01", "approved"),
            ("EX-02", "opt_out"),
            ("EX-03", "yes"),
            ("EX-04", "optimised"),
            ("EX-05", "automatic"),
            ("EX-06", "yes"),
            ("EX-07", "yes"),
        ] {
            case.answer(question, value(option)).expect("given");
        }
        case.submit().expect("complete");
        case
    };
    let fails = |case: &Case, on: &str| {
        let score = case.assessment.score(&case.questionnaire, day(on)).expect("a score");
        (score.fails.len(), score.cap)
    };
    let (counted, spared) = (case(false), case(true));
    assert_eq!(fails(&counted, "2026-11-21"), (1, Some(5_900)), "its cap counts unless the buyer chose otherwise");
    assert_eq!(fails(&spared, "2027-12-01"), (0, Some(10_000)));
    assert_eq!(fails(&spared, "2027-12-02"), (1, Some(5_900)), "the duty applies");
    assert_eq!(spared.assessment.not_yet_due(day("2027-12-01")).count(), 1);
    assert_eq!(spared.assessment.not_yet_due(day("2027-12-02")).count(), 0);
    assert_eq!(next_change(&spared.assessment, &spared.questionnaire, day("2027-11-01")), Some(day("2027-12-02")));
}

//! The worked example of the scoring specification, from the invitation to the second verified fix.
//!
//! 41.48 at the conclusion, 55.57 after the first fix, 77.75 after the second.

use crate::fixture::{Case, concluded, day, finding, q, reviewed, reviewer, terms};
use domain::answer::Value;
use domain::assessment::{Event, WithdrawnBecause, figures};
use domain::finding::{Action, FindingState};
use domain::inherent::Tier;
use domain::scoring::ScoreBand;
use domain::template::Severity;

fn verify(case: &mut Case, id: &str, value: &str, level: u8) -> Vec<Event> {
    let value = Value::from(value);
    case.act(id, Action::Verify { value, level }, &reviewer()).expect("a strong fix")
}

#[test]
fn the_worked_example_goes_from_41_48_by_55_57_to_77_75() {
    let mut case = reviewed(terms(Tier::High, 2));
    let score = case.score();
    assert_eq!((score.raw, score.final_, score.claimed.final_), (Some(4148), Some(4148), Some(5545)));
    assert_eq!((score.confidence, score.unanswered, score.gap()), (Some(8023), 0, Some(1397)));
    assert!(figures(&case.assessment, &case.questionnaire, case.today()).provisional);

    case.conclude().expect("concluded");
    let at_conclusion = figures(&case.assessment, &case.questionnaire, case.today());
    assert!(!at_conclusion.provisional);
    assert_eq!(at_conclusion.concluded, Some(day("2026-11-21")));
    assert_eq!(at_conclusion.findings_open, 5, "{:?}", case.assessment.findings().keys());

    case.on("2026-12-01").fix("control:EX-02:1");
    verify(&mut case, "control:EX-02:1", "opt_in", 3);
    assert_eq!(case.score().final_, Some(5557));

    case.on("2026-12-15").fix("control:EX-05:1");
    let events = verify(&mut case, "control:EX-05:1", "automatic", 2);
    let score = case.score();
    assert_eq!((score.final_, score.band()), (Some(7775), Some(ScoreBand::B)));
    for gone in ["contradiction:C-LOGS:1", "control:EX-04:1"] {
        let because = WithdrawnBecause::CauseGone;
        let expected = Event::FindingWithdrawn { finding: finding(gone), because };
        assert!(events.contains(&expected), "{gone} goes in the same decision");
        assert_eq!(case.state(gone), FindingState::Withdrawn);
    }
    assert_eq!(case.state("control:EX-03:1"), FindingState::Open);
}

#[test]
fn only_a_verified_fix_moves_the_score() {
    let mut case = concluded(terms(Tier::High, 1));
    case.fix("control:EX-02:1");
    assert_eq!(case.score().final_, Some(4148), "a fix that nobody has checked changes nothing");
    case.act("control:EX-02:1", Action::RejectFix { reason: "No record.".into() }, &reviewer()).expect("rejected");
    assert_eq!(case.score().final_, Some(4148));
}

#[test]
fn findings_are_raised_at_the_conclusion_with_severity_and_due_dates() {
    let case = concluded(terms(Tier::High, 1));
    let found: Vec<(String, Severity, String, String)> = case
        .assessment
        .findings()
        .values()
        .map(|f| (f.id.to_string(), f.severity, f.plan_due.to_string(), f.fix_due.to_string()))
        .collect();
    let expected = [
        // The rule says high; a control finding weighs W x (100 - c).
        ("contradiction:C-LOGS:1", Severity::High, "2026-12-01", "2026-12-21"),
        // Fails, so critical.
        ("control:EX-02:1", Severity::Critical, "2026-11-26", "2026-12-05"),
        // 3 x 50 = 150: low.
        ("control:EX-03:1", Severity::Low, "2026-12-21", "2027-05-20"),
        // 4 x 50 = 200: medium.
        ("control:EX-04:1", Severity::Medium, "2026-12-11", "2027-02-19"),
        // 4 x 100 = 400: high.
        ("control:EX-05:1", Severity::High, "2026-12-01", "2026-12-21"),
    ];
    let expected = expected.map(|(id, severity, plan, fix)| (id.into(), severity, plan.into(), fix.into()));
    assert_eq!(found, expected);
}

#[test]
fn in_tier_critical_low_and_medium_findings_go_up_one_step() {
    let case = concluded(terms(Tier::Critical, 1));
    let severity = |id: &str| case.assessment.finding(&finding(id)).expect("raised").severity;
    assert_eq!(severity("control:EX-03:1"), Severity::Medium);
    assert_eq!(severity("control:EX-04:1"), Severity::High);
    assert_eq!(severity("control:EX-05:1"), Severity::High, "nothing becomes critical by its tier");
    assert_eq!(severity("control:EX-02:1"), Severity::Critical);
}

#[test]
fn before_the_first_submission_there_is_no_score_and_no_state() {
    let case = crate::fixture::answered(terms(Tier::High, 1));
    assert_eq!(case.assessment.state(&case.questionnaire, case.today()), None);
    assert!(case.assessment.would_raise(&case.questionnaire, case.today()).is_empty());
    let figures = figures(&case.assessment, &case.questionnaire, case.today());
    assert_eq!((figures.score, figures.provisional), (None, false));
}

#[test]
fn what_would_be_raised_is_what_the_conclusion_raises() {
    let mut case = reviewed(terms(Tier::High, 1));
    let would: Vec<_> = case.assessment.would_raise(&case.questionnaire, case.today());
    let raised = case.conclude().expect("concluded").len() - 1;
    assert_eq!(would.len(), raised);
    for cause in would {
        assert!(case.assessment.findings().values().any(|f| f.cause() == cause.key() && f.severity == cause.severity));
    }
}

#[test]
fn a_verified_fix_ends_the_override_and_the_claim_that_the_question_does_not_apply() {
    let mut case = reviewed(terms(Tier::High, 1));
    let verdict =
        domain::assessment::Verdict::Override { credit: 20, level: Some(1), reason: "Not what we saw.".into() };
    case.verdict("EX-06", verdict).expect("overridden");
    case.verdict("EX-07", domain::assessment::Verdict::NotApplicable { accepted: false, reason: "It does.".into() })
        .expect("refused");
    case.conclude().expect("concluded");
    for (id, value) in [("control:EX-06:1", "yes"), ("control:EX-07:1", "yes")] {
        case.fix(id);
        verify(&mut case, id, value, 2);
    }
    let score = case.score();
    let credit = |id: &str| score.row(&q(id)).map(|row| (row.credit, row.overridden, row.na));
    assert_eq!(credit("EX-06"), Some((100, false, None)));
    assert_eq!(credit("EX-07"), Some((100, false, None)));
}

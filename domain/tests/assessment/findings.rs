//! Findings over time: raised and withdrawn with their cause, inherited due dates, and what a person withdrew.
//!
//! The clock starts at the conclusion; afterwards every decision and every date keeps findings and score together.

use crate::fixture::{
    Case, analyst, answered, approver, concluded, day, evidence, file, finding, judged, q, reviewed, reviewer, terms,
    value, vendor,
};
use domain::actor::Actor;
use domain::answer::Value;
use domain::assessment::{Command, Event, Inherited, Judgement, Outcome, Refusal, Verdict, WithdrawnBecause};
use domain::finding::{Action, FindingKind, FindingState, fix_question};
use domain::id::AssessmentId;
use domain::inherent::Tier;
use domain::template::Severity;

fn refresh(case: &mut Case, date: &str) -> Vec<Event> {
    case.on(date).must(Command::Refresh, &Actor::System)
}

fn open(case: &Case) -> Vec<String> {
    case.assessment.findings().values().filter(|f| f.is_open()).map(|f| f.id.to_string()).collect()
}

/// Concluded with evidence on EX-01 that ends on 31 January 2027.
fn with_end_date() -> Case {
    let mut case = answered(terms(Tier::High, 1));
    case.must(Command::RemoveEvidence(evidence("e1")), &vendor());
    case.must(Command::Attach(file("dated", "EX-01", Some("2027-01-31"))), &vendor());
    case.answer("EX-07", value("yes")).expect("given");
    case.submit().expect("complete");
    case.verdict("EX-01", Verdict::Accept).expect("accepted");
    case.conclude().expect("concluded");
    case
}

#[test]
fn evidence_that_ends_raises_a_finding_the_day_after() {
    let mut case = with_end_date();
    assert_eq!(refresh(&mut case, "2027-01-31"), []);
    let events = refresh(&mut case, "2027-02-01");
    // 4 x (100 - 60) = 160: low.
    let raised = Event::FindingRaised {
        finding: finding("evidence:EX-01:1"),
        cause: FindingKind::Evidence,
        question: q("EX-01"),
        rule: None,
        severity: Severity::Low,
        plan_due: day("2027-03-03"),
        fix_due: day("2027-07-31"),
    };
    assert_eq!(events, [raised]);
    assert_eq!(refresh(&mut case, "2027-02-02"), [], "at most one open finding has the same cause");
}

#[test]
fn renewed_evidence_is_verified_with_the_answer_as_it_stands() {
    let mut case = with_end_date();
    refresh(&mut case, "2027-02-01");
    case.fix("evidence:EX-01:1");
    let verify = |value: &str| Action::Verify { value: Value::from(value), level: 2 };
    let weaker = case.act("evidence:EX-01:1", verify("draft"), &reviewer());
    assert!(matches!(weaker, Err(Refusal::WeakFix { .. })), "{weaker:?}");
    case.act("evidence:EX-01:1", verify("approved"), &reviewer()).expect("as good as before");
    assert_eq!(case.score().row(&q("EX-01")).expect("a row").level, 2);
    assert_eq!(refresh(&mut case, "2030-01-01"), [], "what a reviewer verified has no end date");
}

#[test]
fn rejected_evidence_raises_a_finding_at_the_conclusion() {
    let mut case = reviewed(terms(Tier::High, 1));
    let judgement =
        Judgement { accepted: false, level: 0, valid_until: None, no_end: false, reason: "Not signed.".into() };
    case.must(Command::Judge { evidence: evidence("e1"), judgement }, &reviewer());
    case.conclude().expect("concluded");
    assert!(open(&case).contains(&"evidence:EX-01:1".to_string()));
    assert!(!open(&case).contains(&"evidence:EX-02:1".to_string()), "absent evidence is no lapsed evidence");
}

#[test]
fn a_contradiction_is_fixed_on_the_question_that_speaks_against_the_claim() {
    let mut case = concluded(terms(Tier::High, 1));
    let id = "contradiction:C-LOGS:1";
    let found = case.assessment.finding(&finding(id)).expect("raised").clone();
    assert_eq!(found.question, q("EX-04"), "it is about the claim");
    assert_eq!(fix_question(&case.questionnaire, &found.question, found.rule.as_ref()), q("EX-05"));
    case.fix(id);
    let verify = |value: &str| Action::Verify { value: Value::from(value), level: 2 };
    let still = case.act(id, verify("none"), &reviewer()).expect_err("still contradicts");
    assert!(still.to_string().contains("Reviews that operate leave logs"), "{still}");
    case.act(id, verify("manual"), &reviewer()).expect("the rule no longer holds");
    assert_eq!(case.state(id), FindingState::Verified);
    assert_eq!(case.state("control:EX-04:1"), FindingState::Withdrawn, "its cap is gone with the rule");
    assert_eq!(case.state("control:EX-05:1"), FindingState::Open, "manual is still worth less than 75");
}

#[test]
fn a_fix_that_leaves_the_row_weak_raises_it_again() {
    let mut case = concluded(terms(Tier::High, 1));
    case.fix("control:EX-04:1");
    let verify = Action::Verify { value: Value::from("optimised"), level: 3 };
    case.act("control:EX-04:1", verify, &reviewer()).expect("reaches the target");
    // The contradiction still caps the credit at 50.
    assert!(open(&case).contains(&"control:EX-04:2".to_string()));
}

#[test]
fn what_a_person_withdrew_is_not_raised_again() {
    let mut case = concluded(terms(Tier::High, 1));
    let withdraw = Action::Withdraw { reason: "Covered by the contract.".into() };
    case.act("control:EX-03:1", withdraw, &analyst()).expect("withdrawn");
    assert_eq!(refresh(&mut case, "2026-12-01"), []);
    assert_eq!(case.state("control:EX-03:1"), FindingState::Withdrawn);
}

#[test]
fn moving_the_due_date_of_a_carried_risk_keeps_the_reason_for_carrying_it() {
    let mut case = concluded(terms(Tier::High, 1));
    let accept = Action::AcceptRisk { until: day("2027-03-01"), reason: "The pilot is small.".into() };
    case.act("control:EX-05:1", accept, &approver()).expect("accepted");
    let later = Action::MoveDue { fix_due: day("2027-06-30"), reason: "A release is planned.".into() };
    case.act("control:EX-05:1", later, &analyst()).expect("moved");
    let found = case.assessment.finding(&finding("control:EX-05:1")).expect("raised");
    assert_eq!((found.state, found.fix_due), (FindingState::RiskAccepted, day("2027-06-30")));
    assert_eq!(found.reason.as_deref(), Some("The pilot is small."));
    assert_eq!(found.due_reason.as_deref(), Some("A release is planned."));
}

#[test]
fn a_date_changes_nothing_before_the_conclusion() {
    let mut case = reviewed(terms(Tier::High, 1));
    assert_eq!(refresh(&mut case, "2027-12-01"), []);
}

#[test]
fn a_newer_conclusion_withdraws_the_older_findings_and_keeps_their_due_dates() {
    let mut older = concluded(terms(Tier::High, 1));
    older
        .act(
            "control:EX-05:1",
            Action::MoveDue { fix_due: day("2027-06-30"), reason: "A release is planned.".into() },
            &analyst(),
        )
        .expect("moved");
    let inherited = older.assessment.inheritable();
    assert_eq!(inherited.len(), 5);

    let mut newer = reviewed(terms(Tier::High, 1));
    newer.on("2027-02-01");
    let outcome = Outcome::Approved;
    newer.must(Command::Conclude { outcome, reason: String::new(), inherited, respondents: vec![] }, &approver());
    let due = |case: &Case, id: &str| {
        let found = case.assessment.finding(&finding(id)).expect("raised");
        (found.plan_due, found.fix_due)
    };
    assert_eq!(due(&newer, "control:EX-02:1"), (day("2026-11-26"), day("2026-12-05")));
    assert_eq!(due(&newer, "control:EX-05:1"), (day("2026-12-01"), day("2027-06-30")));

    let by = AssessmentId::new("a2").expect("an id");
    let events = older.on("2027-02-01").must(Command::Supersede { by: by.clone() }, &Actor::System);
    assert_eq!(events.len(), 6);
    assert_eq!(events[0], Event::Superseded { by: by.clone() });
    let because = WithdrawnBecause::Superseded;
    assert!(events.contains(&Event::FindingWithdrawn { finding: finding("control:EX-02:1"), because }));
    assert_eq!(open(&older), Vec::<String>::new());
    assert_eq!(refresh(&mut older, "2027-03-01"), [], "a superseded assessment raises nothing any more");
    assert_eq!(older.must(Command::Supersede { by }, &Actor::System), [], "once is enough");
}

#[test]
fn what_a_date_has_moved_and_no_event_tells_yet_is_known() {
    let mut case = with_end_date();
    let unsettled = |case: &Case, on: &str| case.assessment.is_unsettled(&case.questionnaire, day(on));
    assert!(!unsettled(&case, "2027-01-31") && unsettled(&case, "2027-02-01"));
    refresh(&mut case, "2027-02-01");
    assert!(!unsettled(&case, "2027-02-01"), "an event tells it now");
}

#[test]
fn a_retired_system_raises_nothing_any_more() {
    let mut case = with_end_date();
    case.must(Command::RetireSystem, &Actor::System);
    assert_eq!(refresh(&mut case, "2027-02-01"), []);
    assert!(!case.assessment.is_unsettled(&case.questionnaire, day("2027-02-01")));
    let mut case = reviewed(terms(Tier::High, 1));
    case.conclude().expect("concluded");
    assert!(!open(&case).is_empty());
    case.must(Command::RetireSystem, &Actor::System);
    assert_eq!(open(&case), Vec::<String>::new());
    assert_eq!(refresh(&mut case, "2026-12-01"), [], "and what was withdrawn is not raised again");
}

#[test]
fn an_override_raises_no_contradiction() {
    let mut case = reviewed(terms(Tier::High, 1));
    let verdict = Verdict::Override { credit: 80, level: None, reason: "We saw the logs.".into() };
    case.verdict("EX-04", verdict).expect("overridden");
    case.conclude().expect("concluded");
    assert_eq!(open(&case), ["control:EX-02:1", "control:EX-03:1", "control:EX-05:1"]);
}

#[test]
fn a_finding_follows_its_judged_evidence() {
    let mut case = reviewed(terms(Tier::High, 1));
    case.must(Command::Judge { evidence: evidence("e1"), judgement: judged(3) }, &reviewer());
    case.must(
        Command::Conclude {
            outcome: Outcome::Rejected,
            reason: "Too weak.".into(),
            inherited: Inherited::new(),
            respondents: vec![],
        },
        &approver(),
    );
    assert_eq!(case.score().row(&q("EX-01")).expect("a row").points, 1818, "4 x 100 x 100 of 22");
}

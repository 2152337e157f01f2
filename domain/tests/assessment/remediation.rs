//! Remediation: every step in every state by every role, against the committed table, and what each step needs.
//!
//! `remediation_table.txt` says where each step leads, or why not (role, state).

use crate::fixture::{Case, analyst, approver, concluded, day, everyone, finding, reviewer, terms, vendor};
use domain::answer::Value;
use domain::api::problem::Code;
use domain::assessment::Refusal;
use domain::finding::{Action, FindingState, Step, actions_for};
use domain::inherent::Tier;
use std::fmt::Write;

const TABLE: &str = include_str!("../remediation_table.txt");
const ID: &str = "control:EX-03:1";

fn action(step: Step) -> Action {
    let (reason, later) = (String::from("Because."), day("2027-03-01"));
    match step {
        Step::ProposePlan => Action::ProposePlan { plan: "Another plan.".into(), fix_by: later },
        Step::AgreePlan => Action::AgreePlan,
        Step::DeclinePlan => Action::DeclinePlan { reason },
        Step::StartWork => Action::StartWork,
        Step::SubmitFix => Action::SubmitFix { note: "Done.".into() },
        Step::Verify => Action::Verify { value: Value::from("yes"), level: 2 },
        Step::RejectFix => Action::RejectFix { reason },
        Step::AcceptRisk => Action::AcceptRisk { until: later, reason },
        Step::Withdraw => Action::Withdraw { reason },
        Step::MoveDue => Action::MoveDue { fix_due: later, reason },
    }
}

/// A concluded assessment whose finding on EX-03 stands in `state`.
fn in_state(state: FindingState) -> Case {
    let mut case = concluded(terms(Tier::High, 1));
    let path: &[Step] = match state {
        FindingState::Open => &[],
        FindingState::PlanProposed => &[Step::ProposePlan],
        FindingState::PlanAgreed => &[Step::ProposePlan, Step::AgreePlan],
        FindingState::InProgress => &[Step::ProposePlan, Step::AgreePlan, Step::StartWork],
        FindingState::Submitted => &[Step::ProposePlan, Step::AgreePlan, Step::StartWork, Step::SubmitFix],
        FindingState::Rejected => {
            &[Step::ProposePlan, Step::AgreePlan, Step::StartWork, Step::SubmitFix, Step::RejectFix]
        }
        FindingState::Verified => &[Step::ProposePlan, Step::AgreePlan, Step::StartWork, Step::SubmitFix, Step::Verify],
        FindingState::RiskAccepted => &[Step::AcceptRisk],
        FindingState::Withdrawn => &[Step::Withdraw],
    };
    for step in path {
        let by = everyone().into_iter().find(|(_, by)| step.by().includes(by)).expect("somebody may").1;
        case.act(ID, action(*step), &by).expect("on the path");
    }
    case
}

fn table() -> String {
    let mut text = String::from("# Where each step leads, by state and role; or why not: role, state.\n");
    let head: Vec<String> = everyone().into_iter().map(|(name, _)| format!("{name:<15}")).collect();
    writeln!(text, "{:<15}{:<14}{}", "# state", "step", head.join("").trim_end()).expect("written");
    for state in FindingState::ALL {
        let case = in_state(state);
        assert_eq!(case.state(ID), state);
        for step in Step::ALL {
            let cell = |by: &domain::actor::Actor| {
                let mut case = case.clone();
                match case.act(ID, action(step), by) {
                    Ok(_) => case.state(ID).title().to_lowercase(),
                    Err(refusal) if refusal.code() == Code::Forbidden => "role".into(),
                    Err(refusal) if refusal.code() == Code::State => "state".into(),
                    Err(refusal) => panic!("{refusal:?}"),
                }
            };
            let cells: Vec<String> = everyone().iter().map(|(_, by)| format!("{:<15}", cell(by))).collect();
            let state = state.title().to_lowercase();
            writeln!(text, "{state:<15}{:<14}{}", step.key(), cells.join("").trim_end()).expect("written");
        }
    }
    text
}

#[test]
fn every_step_in_every_state_by_every_role_is_as_the_table_says() {
    let table = table();
    for (line, (is, says)) in table.lines().zip(TABLE.lines()).enumerate() {
        assert_eq!(is, says, "line {}", line + 1);
    }
    assert_eq!(table, TABLE);
}

#[test]
fn the_buttons_offered_are_exactly_the_steps_that_succeed() {
    for state in FindingState::ALL {
        let case = in_state(state);
        for (name, by) in everyone() {
            let offered = actions_for(state, &by);
            for step in Step::ALL {
                let allowed = case.clone().act(ID, action(step), &by).is_ok();
                assert_eq!(offered.contains(&step), allowed, "{step:?} when {state:?} by {name}");
            }
        }
    }
}

#[test]
fn a_vendor_cannot_verify_its_own_fix() {
    let mut case = in_state(FindingState::Submitted);
    let refused = case.act(ID, action(Step::Verify), &vendor());
    assert_eq!(refused, Err(Refusal::FindingParty { step: Step::Verify }));
    assert_eq!(case.state(ID), FindingState::Submitted);
}

#[test]
fn an_agreed_fix_is_due_on_the_proposed_day_but_never_later_than_it_was() {
    for (proposed, due) in [("2026-12-24", "2026-12-24"), ("2027-05-20", "2027-05-20"), ("2027-09-01", "2027-05-20")] {
        let mut case = concluded(terms(Tier::High, 1));
        let plan = Action::ProposePlan { plan: "We do it.".into(), fix_by: day(proposed) };
        case.act(ID, plan, &vendor()).expect("proposed");
        case.act(ID, Action::AgreePlan, &analyst()).expect("agreed");
        assert_eq!(case.assessment.finding(&finding(ID)).expect("it").fix_due, day(due));
    }
}

#[test]
fn an_acceptance_that_has_ended_returns_to_the_state_it_left() {
    let mut case = in_state(FindingState::InProgress);
    let accept = |until: &str| Action::AcceptRisk { until: day(until), reason: "Known.".into() };
    case.act(ID, accept("2026-12-31"), &approver()).expect("accepted");
    case.on("2026-12-20").act(ID, accept("2027-01-31"), &approver()).expect("for longer");
    let found = case.assessment.finding(&finding(ID)).expect("it").clone();
    assert_eq!(found.state_on(day("2027-01-31")), FindingState::RiskAccepted, "on its last day");
    assert_eq!(found.state_on(day("2027-02-01")), FindingState::InProgress, "the day after");
    case.on("2027-02-01").act(ID, Action::SubmitFix { note: "Done.".into() }, &vendor()).expect("work goes on");
    assert_eq!(case.state(ID), FindingState::Submitted);
}

#[test]
fn an_accepted_risk_is_not_late() {
    let mut case = concluded(terms(Tier::High, 1));
    let id = "control:EX-02:1";
    let late = |case: &Case| case.assessment.finding(&finding(id)).expect("it").days_late(case.today());
    case.on("2026-12-05");
    assert_eq!(late(&case), 0, "not on the day it is due");
    case.on("2026-12-15");
    assert_eq!(late(&case), 10);
    let accept = Action::AcceptRisk { until: day("2026-12-20"), reason: "Known.".into() };
    case.act(id, accept, &approver()).expect("accepted");
    assert_eq!(late(&case), 0);
    case.on("2026-12-21");
    assert_eq!(late(&case), 16, "late again when the acceptance has ended");
}

#[test]
fn steps_need_their_texts_and_days() {
    let empty = String::from(" ");
    let table = [
        (FindingState::Open, Action::ProposePlan { plan: empty.clone(), fix_by: day("2026-12-01") }, "plan"),
        (FindingState::Open, Action::ProposePlan { plan: "x".repeat(10_001), fix_by: day("2026-12-01") }, "plan"),
        (FindingState::Open, Action::ProposePlan { plan: "a\u{0}b".into(), fix_by: day("2026-12-01") }, "plan"),
        (FindingState::Open, Action::ProposePlan { plan: "Plan.".into(), fix_by: day("2026-11-20") }, "fix_by"),
        (FindingState::PlanProposed, Action::DeclinePlan { reason: empty.clone() }, "reason"),
        (FindingState::InProgress, Action::SubmitFix { note: empty.clone() }, "note"),
        (FindingState::Submitted, Action::RejectFix { reason: empty.clone() }, "reason"),
        (FindingState::Submitted, Action::Verify { value: Value::from("yes"), level: 1 }, "level"),
        (FindingState::Submitted, Action::Verify { value: Value::from("yes"), level: 4 }, "level"),
        (FindingState::Submitted, Action::Verify { value: Value::from("maybe"), level: 2 }, "value"),
        (FindingState::Submitted, Action::Verify { value: Value::from(""), level: 2 }, "value"),
        (FindingState::Open, Action::AcceptRisk { until: day("2026-11-21"), reason: "Known.".into() }, "until"),
        (FindingState::Open, Action::AcceptRisk { until: day("2027-01-01"), reason: empty.clone() }, "reason"),
        (FindingState::Open, Action::MoveDue { fix_due: day("2026-11-20"), reason: "Later.".into() }, "fix_due"),
        (FindingState::Open, Action::MoveDue { fix_due: day("2027-01-01"), reason: empty.clone() }, "reason"),
        (FindingState::Open, Action::Withdraw { reason: empty }, "reason"),
    ];
    for (state, action, at) in table {
        let step = action.step();
        let by = everyone().into_iter().find(|(_, by)| step.by().includes(by)).expect("somebody may").1;
        let refusal = in_state(state).act(ID, action.clone(), &by).expect_err("it lacks something");
        assert_eq!(refusal.code(), Code::Invalid, "{action:?}");
        assert_eq!(refusal.faults().iter().map(|fault| fault.at.as_str()).collect::<Vec<_>>(), [at], "{action:?}");
    }
}

#[test]
fn a_fix_that_does_not_reach_the_target_option_is_not_verified() {
    let mut case = in_state(FindingState::Submitted);
    let weak = Action::Verify { value: Value::from("partial"), level: 3 };
    let refusal = case.act(ID, weak, &reviewer()).expect_err("too weak");
    assert_eq!(refusal.to_string(), "the answer must be \u{201c}Label yes\u{201d} or better");
    assert_eq!(refusal.code(), Code::Invalid);
}

#[test]
fn an_unknown_finding_is_not_found() {
    let mut case = concluded(terms(Tier::High, 1));
    let refusal = case.act("control:EX-99:1", Action::AgreePlan, &analyst()).expect_err("unknown");
    assert_eq!(refusal.code(), Code::NotFound);
}

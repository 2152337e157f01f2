//! The assessment's states: every command in every stage by every role, against the committed table.
//!
//! `assessment_table.txt` says what each may do: yes, or why not (role, state, unknown).

use crate::fixture::{
    Case, answered, day, everyone, evidence, example, file, judged, person, plan, q, reviewer, terms, value, vendor,
};
use domain::api::problem::Code;
use domain::assessment::{Assessment, Command, Event, Inherited, Outcome, Plan, Refusal, Stage, Verdict};
use domain::finding::FindingKind;
use domain::id::AssessmentId;
use domain::inherent::Tier;
use std::fmt::Write;

const TABLE: &str = include_str!("../assessment_table.txt");

/// An assessment in `stage`, with evidence e1 on EX-01 once it is being answered.
fn in_stage(stage: Stage) -> Case {
    let terms = terms(Tier::High, 1);
    let decided = || {
        let mut case = answered(terms);
        case.submit().expect("complete");
        case.verdict("EX-07", Verdict::NotApplicable { accepted: true, reason: String::new() }).expect("accepted");
        case
    };
    match stage {
        Stage::Draft => Case::drafted(example(), terms),
        Stage::Sent => Case::sent(example(), terms),
        Stage::Answering => answered(terms),
        Stage::Submitted => {
            let mut case = answered(terms);
            // Without a claim to decide it can be concluded at once.
            case.answer("EX-07", value("yes")).expect("an answer");
            case.submit().expect("complete");
            case
        }
        Stage::InReview => decided(),
        Stage::Returned => {
            let mut case = decided();
            case.query("EX-01", "Which version?").expect("queried");
            case.must(Command::Return, &reviewer());
            case
        }
        Stage::Concluded => {
            let mut case = decided();
            case.conclude().expect("concluded");
            case
        }
        Stage::Withdrawn => {
            let mut case = answered(terms);
            case.must(Command::Withdraw { reason: "No longer needed.".into() }, &crate::fixture::analyst());
            case
        }
    }
}

fn replan(plan: Plan) -> Command {
    Command::Replan { plan, duties: [].into() }
}

fn commands() -> Vec<(&'static str, Command)> {
    let outcome = Outcome::Approved;
    vec![
        ("replan", replan(Plan { reason: "Another reason.".into(), ..plan() })),
        ("send", Command::Send),
        ("change contact", Command::ChangeContact(person("other"))),
        ("renew link", Command::RenewLink),
        ("revoke link", Command::RevokeLink),
        ("extend due", Command::ExtendDue(day("2026-12-24"))),
        ("withdraw", Command::Withdraw { reason: "No longer needed.".into() }),
        ("answer", Command::Answer { question: q("EX-01"), entry: value("draft"), revision: 0 }),
        ("attach", Command::Attach(file("new", "EX-01", None))),
        ("remove evidence", Command::RemoveEvidence(evidence("e1"))),
        ("submit", Command::Submit { signatory: person("sig") }),
        ("accept answer", Command::Review { question: q("EX-02"), verdict: Verdict::Accept }),
        ("judge evidence", Command::Judge { evidence: evidence("e1"), judgement: judged(3) }),
        ("return", Command::Return),
        (
            "raise finding",
            Command::Raise { cause: (FindingKind::Control, q("EX-03"), None), inherited: Inherited::new() },
        ),
        (
            "conclude",
            Command::Conclude { outcome, reason: String::new(), inherited: Inherited::new(), respondents: vec![] },
        ),
        ("supersede", Command::Supersede { by: AssessmentId::new("a2").expect("an id") }),
        ("retire system", Command::RetireSystem),
        ("erase", Command::Erase { versions: vec![] }),
        ("refresh", Command::Refresh),
    ]
}

fn outcome(case: &Case, name: &str, command: &Command, by: &domain::actor::Actor) -> &'static str {
    let mut case = case.clone();
    let mut command = command.clone();
    if let Command::Answer { question, revision, .. } = &mut command {
        *revision = case.assessment.revision(question);
    }
    if name == "return" && case.assessment.stage().is_reviewed() {
        case.query("EX-02", "Since when?").expect("queried");
    }
    match case.try_to(command, by) {
        Ok(_) => "yes",
        Err(refusal) => word(&refusal),
    }
}

fn word(refusal: &Refusal) -> &'static str {
    match (refusal.code(), refusal) {
        (Code::Forbidden, _) => "role",
        (Code::State, _) => "state",
        (Code::NotFound, Refusal::Unknown) => "unknown",
        (Code::NotFound, Refusal::UnknownEvidence) => "no such",
        (Code::Invalid, Refusal::Missing { .. }) => "missing",
        other => panic!("unexpected: {other:?}"),
    }
}

fn table() -> String {
    let mut text = String::from("# What each may do, by stage and command: yes, or why not.\n");
    let head: Vec<String> = everyone().into_iter().map(|(name, _)| format!("{name:<9}")).collect();
    writeln!(text, "{:<12}{:<17}{}", "# stage", "command", head.join("").trim_end()).expect("written");
    for stage in Stage::ALL {
        let case = in_stage(stage);
        assert_eq!(case.assessment.stage(), stage);
        for (name, command) in commands() {
            let cells: Vec<String> =
                everyone().iter().map(|(_, by)| format!("{:<9}", outcome(&case, name, &command, by))).collect();
            let stage = stage.title().to_lowercase();
            writeln!(text, "{stage:<12}{name:<17}{}", cells.join("").trim_end()).expect("written");
        }
    }
    text
}

#[test]
fn every_command_in_every_stage_by_every_role_is_as_the_table_says() {
    let table = table();
    for (line, (is, says)) in table.lines().zip(TABLE.lines()).enumerate() {
        assert_eq!(is, says, "line {}", line + 1);
    }
    assert_eq!(table, TABLE);
}

#[test]
fn only_an_analyst_drafts_and_only_once() {
    let draft = || Command::Draft {
        assessment: AssessmentId::new("a1").expect("an id"),
        plan: plan(),
        terms: terms(Tier::High, 1),
        duties: [].into(),
    };
    for (name, by) in everyone() {
        let mut case = Case::empty(example());
        assert_eq!(case.try_to(draft(), &by).is_ok(), name == "analyst", "{name}");
        let mut drafted = in_stage(Stage::Draft);
        assert!(drafted.try_to(draft(), &by).is_err(), "{name}");
    }
}

#[test]
fn an_assessment_that_was_not_drafted_does_not_exist() {
    let case = Case::empty(example());
    for (name, command) in commands() {
        for (who, by) in everyone() {
            assert_eq!(case.decide(command.clone(), &by), Err(Refusal::Unknown), "{name} by {who}");
        }
    }
}

#[test]
fn another_vendors_person_learns_nothing_not_even_that_it_exists() {
    let other_vendor =
        domain::actor::Actor::Vendor { id: person("ven"), vendor: domain::id::VendorId::new("v2").expect("an id") };
    let former_contact =
        domain::actor::Actor::Vendor { id: person("old"), vendor: domain::id::VendorId::new("v1").expect("an id") };
    for stage in Stage::ALL {
        let case = in_stage(stage);
        for (name, command) in commands() {
            for by in [&other_vendor, &former_contact] {
                assert_eq!(case.decide(command.clone(), by), Err(Refusal::Unknown), "{name} when {stage:?}");
            }
        }
    }
    let draft = in_stage(Stage::Draft);
    assert_eq!(draft.decide(Command::Submit { signatory: person("s") }, &vendor()), Err(Refusal::Unknown));
}

#[test]
fn a_plan_is_checked_when_drafted_and_when_sent() {
    let bad = |plan: Plan| {
        let case = Case::empty(example());
        let assessment = AssessmentId::new("a1").expect("an id");
        case.decide(
            Command::Draft { assessment, plan, terms: terms(Tier::Low, 1), duties: [].into() },
            &crate::fixture::analyst(),
        )
    };
    let at = |result: Result<Vec<domain::assessment::Event>, Refusal>| match result {
        Err(Refusal::Field { at, .. }) => at,
        other => panic!("expected a fault at a field, got {other:?}"),
    };
    assert_eq!(at(bad(Plan { templates: vec![], ..plan() })), "templates");
    assert_eq!(at(bad(Plan { templates: [plan().templates, plan().templates].concat(), ..plan() })), "templates");
    assert_eq!(at(bad(Plan { reason: "  \n".into(), ..plan() })), "reason");
    assert_eq!(at(bad(Plan { reason: "x".repeat(10_001), ..plan() })), "reason");
    assert_eq!(at(bad(Plan { due: day("2026-11-20"), ..plan() })), "due");
    assert_eq!(at(bad(Plan { due: day("2201-01-01"), ..plan() })), "due");
    assert!(bad(Plan { due: day("2026-11-21"), ..plan() }).is_ok(), "today is in time");

    let mut draft = in_stage(Stage::Draft);
    draft.on("2026-11-29");
    assert_eq!(at(draft.try_to(Command::Send, &crate::fixture::analyst())), "due");
}

#[test]
fn a_draft_stays_with_its_system() {
    let mut draft = in_stage(Stage::Draft);
    let elsewhere = Plan { system: domain::id::SystemId::new("s2").expect("an id"), ..plan() };
    let refused = draft.try_to(replan(elsewhere), &crate::fixture::analyst());
    assert!(matches!(refused, Err(Refusal::Field { at: "system", .. })), "{refused:?}");
}

#[test]
fn asking_for_what_is_so_already_makes_no_event() {
    let mut case = in_stage(Stage::Draft);
    let analyst = crate::fixture::analyst();
    assert_eq!(case.must(replan(plan()), &analyst), vec![]);
    assert_eq!(case.must(Command::ChangeContact(person("ven")), &analyst), vec![]);
    assert_eq!(case.must(Command::ExtendDue(day("2026-11-28")), &analyst), vec![]);
    assert_eq!(case.assessment.version(), 1);
}

#[test]
fn a_due_date_moves_to_a_later_day_only() {
    for stage in [Stage::Draft, Stage::Sent, Stage::Returned] {
        let mut case = in_stage(stage);
        let earlier = case.try_to(Command::ExtendDue(day("2026-11-27")), &crate::fixture::analyst());
        let detail = "choose a day after 28 November 2026, the due date so far".to_string();
        assert_eq!(earlier, Err(Refusal::Field { at: "due", detail }), "{stage:?}");
    }
}

#[test]
fn what_happens_to_a_link_is_on_record_and_a_revoked_one_is_revoked_once() {
    let mut case = in_stage(Stage::Sent);
    let analyst = crate::fixture::analyst();
    assert_eq!(case.must(Command::RevokeLink, &analyst), vec![Event::LinkRevoked]);
    assert_eq!(case.must(Command::RevokeLink, &analyst), vec![]);
    assert_eq!(case.must(Command::RenewLink, &analyst), vec![Event::LinkRenewed]);
    assert_eq!(case.must(Command::RevokeLink, &analyst), vec![Event::LinkRevoked]);
    let told = domain::assessment::history(&case.events, &domain::assessment::Names::new());
    let told: Vec<&str> = told.iter().map(|line| line.what.as_str()).collect();
    assert_eq!(told[..4], ["Link revoked", "Fresh link sent", "Link revoked", "Sent to the vendor"]);
}

#[test]
fn what_is_under_way_ends_with_its_ai_system_and_a_conclusion_stays() {
    let system = domain::actor::Actor::System;
    for stage in Stage::ALL {
        let mut case = in_stage(stage);
        case.must(Command::RetireSystem, &system);
        let ended = if stage == Stage::Concluded { Stage::Concluded } else { Stage::Withdrawn };
        assert_eq!(case.assessment.stage(), ended, "{stage:?}");
        assert!(case.assessment.findings().values().all(|finding| !finding.is_open()), "{stage:?}");
        assert_eq!(case.must(Command::RetireSystem, &system), vec![], "once is enough");
    }
}

#[test]
fn an_assessment_counts_its_events() {
    let case = in_stage(Stage::Concluded);
    assert_eq!(case.assessment.version(), case.events.len() as u64);
    let mut folded = Assessment::default();
    for recorded in &case.events {
        folded.apply(recorded);
    }
    assert_eq!(folded, case.assessment);
}

//! Findings raised by hand before the conclusion, and evidence that the vendor shows for a plan or a fix.
//!
//! Only what the conclusion would raise can be raised; it ends with its cause, and the conclusion takes it over.

use crate::fixture::{
    Case, analyst, answered, concluded, day, evidence, file, finding, q, reviewed, reviewer, terms, value, vendor,
};
use domain::answer::Value;
use domain::assessment::{
    Attachment, CauseKey, Command, Event, Inherited, MAX_EVIDENCE, Names, Refusal, Stage, Verdict, finding_history,
    history,
};
use domain::finding::{Action, FindingKind, FindingState};
use domain::inherent::Tier;

fn weak(question: &str) -> CauseKey {
    (FindingKind::Control, q(question), None)
}

fn raise(case: &mut Case, cause: CauseKey) -> Result<Vec<Event>, Refusal> {
    case.try_to(Command::Raise { cause, inherited: Inherited::new() }, &reviewer())
}

/// Submitted, with a finding on EX-03 raised by hand.
fn raised() -> Case {
    let mut case = answered(terms(Tier::High, 1));
    case.submit().expect("complete");
    raise(&mut case, weak("EX-03")).expect("would be raised");
    case
}

fn shown(id: &str, question: &str, about: &str) -> Attachment {
    Attachment { finding: Some(finding(about)), ..file(id, question, None) }
}

#[test]
fn a_reviewer_raises_early_what_the_conclusion_would_raise_and_nothing_else() {
    let mut case = raised();
    assert_eq!(case.assessment.stage(), Stage::InReview, "raising is part of the review");
    let found = case.assessment.finding(&finding("control:EX-03:1")).expect("raised");
    assert_eq!((found.raised, found.state), (day("2026-11-21"), FindingState::Open));
    assert_eq!(raise(&mut case, weak("EX-03")), Ok(vec![]), "it is raised already");
    assert_eq!(raise(&mut case, weak("EX-01")), Err(Refusal::NoCause), "a good answer raises nothing");
    let names: Names = [(crate::fixture::person("rev"), "Rita Rev".to_string())].into();
    assert_eq!(history(&case.events, &names)[0].who, "Rita Rev", "a person did it");
    assert_eq!(finding_history(&case.events, &finding("control:EX-03:1"), &names)[0].who, "Rita Rev");
}

#[test]
fn a_finding_raised_by_hand_ends_with_its_cause() {
    let mut case = raised();
    let better = Verdict::Override { credit: 90, level: None, reason: "Seen on site.".into() };
    case.verdict("EX-03", better).expect("overridden");
    assert_eq!(case.state("control:EX-03:1"), FindingState::Withdrawn);
    // A better answer after a return ends it as well.
    let mut case = raised();
    case.query("EX-03", "Why partly?").expect("queried");
    case.must(Command::Return, &reviewer());
    case.answer("EX-03", value("yes")).expect("answered");
    assert_eq!(case.state("control:EX-03:1"), FindingState::Open, "the buyer has not got the answer yet");
    case.submit().expect("complete");
    assert_eq!(case.state("control:EX-03:1"), FindingState::Withdrawn);
}

#[test]
fn the_conclusion_keeps_a_finding_raised_by_hand_with_its_dates() {
    let mut case = reviewed(terms(Tier::High, 1));
    raise(&mut case, weak("EX-03")).expect("would be raised");
    let due = case.assessment.finding(&finding("control:EX-03:1")).expect("raised").fix_due;
    case.on("2026-12-24").conclude().expect("concluded");
    let found = case.assessment.finding(&finding("control:EX-03:1")).expect("still there");
    assert!(found.is_open() && found.fix_due == due, "{found:?}");
    assert_eq!(case.assessment.finding(&finding("control:EX-03:2")), None, "it is not raised twice");
    assert!(case.assessment.findings().len() > 1, "the others are raised now");
}

#[test]
fn a_verified_fix_moves_the_score_before_the_conclusion_too() {
    let mut case = raised();
    case.fix("control:EX-03:1");
    let before = case.score().final_;
    case.act("control:EX-03:1", Action::Verify { value: Value::from("yes"), level: 2 }, &reviewer()).expect("verified");
    assert!(case.score().final_ > before);
    assert_eq!(case.assessment.findings().len(), 1, "nothing else is raised before the conclusion");
}

#[test]
fn a_newer_answer_takes_the_place_of_a_verified_fix() {
    let mut case = raised();
    case.fix("control:EX-03:1");
    case.act("control:EX-03:1", Action::Verify { value: Value::from("yes"), level: 2 }, &reviewer()).expect("verified");
    let fixed = case.score();
    case.query("EX-03", "Is that so for the new release too?").expect("queried");
    case.must(Command::Return, &reviewer());
    case.answer("EX-03", value("no")).expect("given");
    case.submit().expect("complete");
    let credit = |score: &domain::scoring::Score| score.row(&q("EX-03")).expect("a row").credit;
    assert_eq!((credit(&fixed), credit(&case.score())), (100, 0), "the vendor has said what holds now");
}

#[test]
fn a_withdrawn_assessment_leaves_no_finding_open() {
    let mut case = raised();
    case.must(Command::Withdraw { reason: "No longer needed.".into() }, &analyst());
    assert_eq!(case.state("control:EX-03:1"), FindingState::Withdrawn);
}

#[test]
fn evidence_is_shown_for_a_finding_while_the_next_step_is_the_vendors() {
    let mut case = concluded(terms(Tier::High, 1));
    let id = "control:EX-03:1";
    let (before, events) = (case.score().final_, case.assessment.evidence().len());
    case.must(Command::Attach(shown("f1", "EX-03", id)), &vendor());
    case.must(Command::Attach(shown("f2", "EX-03", id)), &vendor());
    case.must(Command::RemoveEvidence(evidence("f2")), &vendor());
    let names = |case: &Case| -> Vec<String> {
        case.assessment.evidence_for(&finding(id)).map(|shown| shown.name.clone()).collect()
    };
    assert_eq!(names(&case), ["f1.pdf"]);
    assert_eq!((case.score().final_, case.assessment.evidence().len()), (before, events), "it answers no question");
    let told = finding_history(&case.events, &finding(id), &Names::new());
    assert!(told.iter().any(|line| line.what == "Evidence shown" && line.text == "f1.pdf"), "{told:?}");
    case.fix(id);
    let late = Refusal::NotYourTurn { state: FindingState::Submitted };
    assert_eq!(case.try_to(Command::Attach(shown("f3", "EX-03", id)), &vendor()), Err(late.clone()));
    assert_eq!(case.try_to(Command::RemoveEvidence(evidence("f1")), &vendor()), Err(late));
    assert_eq!(names(&case), ["f1.pdf"], "what was reported with the fix stays");
}

#[test]
fn evidence_for_a_finding_names_a_finding_of_the_assessment_and_its_question() {
    let mut case = concluded(terms(Tier::High, 1));
    let unknown = case.try_to(Command::Attach(shown("f1", "EX-03", "control:EX-06:1")), &vendor());
    assert_eq!(unknown, Err(Refusal::UnknownFinding));
    let elsewhere = case.try_to(Command::Attach(shown("f1", "EX-04", "control:EX-03:1")), &vendor());
    assert!(matches!(elsewhere, Err(Refusal::Field { at: "question", .. })), "{elsewhere:?}");
    let plain = case.try_to(Command::Attach(file("f1", "EX-03", None)), &vendor());
    assert_eq!(plain, Err(Refusal::Stage { stage: Stage::Concluded }), "answers are closed");
    for place in case.assessment.evidence_count()..MAX_EVIDENCE {
        case.must(Command::Attach(shown(&format!("n{place}"), "EX-03", "control:EX-03:1")), &vendor());
    }
    let more = case.try_to(Command::Attach(shown("more", "EX-03", "control:EX-03:1")), &vendor());
    assert_eq!(more, Err(Refusal::TooMuchEvidence));
}

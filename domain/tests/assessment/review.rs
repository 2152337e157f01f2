//! Reviewing and concluding: verdicts, queries and their answers, who may decide what, and with how many people.
//!
//! Decisions speak about the last submission; what changes in a resubmission has to be looked at again.

use crate::fixture::{
    Case, analyst, answered, approver, day, evidence, file, judged, not_applicable, person, q, reviewed, reviewer,
    staff, terms, value, vendor,
};
use domain::actor::Role;
use domain::answer::NotApplicable;
use domain::api::problem::Code;
use domain::assessment::{Command, Event, Inherited, Judgement, Outcome, Refusal, Stage, Verdict};
use domain::inherent::Tier;

fn submitted() -> Case {
    let mut case = answered(terms(Tier::High, 1));
    case.submit().expect("complete");
    case
}

fn over(credit: u8, level: Option<u8>) -> Verdict {
    Verdict::Override { credit, level, reason: "We saw it ourselves.".into() }
}

fn na(accepted: bool) -> Verdict {
    Verdict::NotApplicable { accepted, reason: "As agreed.".into() }
}

#[test]
fn the_first_verdict_makes_it_in_review() {
    let mut case = submitted();
    assert_eq!(case.assessment.stage(), Stage::Submitted);
    case.verdict("EX-01", Verdict::Accept).expect("accepted");
    assert_eq!(case.assessment.stage(), Stage::InReview);
}

#[test]
fn queries_collect_and_go_back_together() {
    let mut case = submitted();
    assert_eq!(case.try_to(Command::Return, &analyst()), Err(Refusal::NoQueries));
    case.query("EX-02", "Which training?").expect("queried");
    case.query("EX-03", "Since when?").expect("queried");
    case.query("EX-06", "Sure?").expect("queried");
    case.verdict("EX-06", Verdict::Accept).expect("takes the query back");
    let events = case.must(Command::Return, &analyst());
    assert_eq!(events, [Event::Returned { questions: vec![q("EX-02"), q("EX-03")] }]);
    assert_eq!(case.assessment.stage(), Stage::Returned);
    let refused = case.verdict("EX-02", Verdict::Accept);
    assert_eq!(refused, Err(Refusal::WithVendor { question: q("EX-02") }));
}

#[test]
fn a_resubmission_answers_the_queries_and_marks_what_changed() {
    let mut case = submitted();
    case.verdict("EX-01", Verdict::Accept).expect("accepted");
    for question in ["EX-02", "EX-03", "EX-06"] {
        case.query(question, "Sure?").expect("queried");
    }
    case.verdict("EX-03", over(10, None)).expect("overridden");
    case.verdict("EX-06", over(20, None)).expect("overridden");
    case.must(Command::Return, &reviewer());
    case.answer("EX-02", value("opt_in")).expect("answered");
    case.must(Command::Attach(file("e6", "EX-06", None)), &vendor());
    case.submit().expect("complete");

    let review = |id: &str| case.assessment.reviews().get(&q(id)).cloned().unwrap_or_default();
    assert_eq!(case.assessment.queried().count(), 0, "the queries are answered");
    assert_eq!(review("EX-01").accepted_by, Some(person("rev")), "what did not change stays accepted");
    assert!(review("EX-02").changed && !review("EX-03").changed && review("EX-06").changed);
    assert!(review("EX-03").overridden.is_some(), "the same answer keeps its override");
    assert!(review("EX-06").overridden.is_some(), "a new file leaves the override standing");
    assert!(case.assessment.reviewers().is_empty(), "the new submission has not been reviewed");
}

#[test]
fn a_changed_answer_ends_the_decisions_about_the_old_one() {
    let mut case = submitted();
    case.verdict("EX-02", over(10, None)).expect("overridden");
    case.verdict("EX-07", na(true)).expect("accepted");
    for question in ["EX-02", "EX-07"] {
        case.query(question, "Sure?").expect("queried");
    }
    case.must(Command::Return, &reviewer());
    case.answer("EX-02", value("opt_in")).expect("answered");
    case.answer("EX-07", not_applicable("Another reason.")).expect("claimed");
    case.submit().expect("complete");
    let review = |id: &str| case.assessment.reviews()[&q(id)].clone();
    assert_eq!(review("EX-02").overridden, None);
    assert!(review("EX-07").na_accepted_by.is_empty());
}

#[test]
fn an_override_sets_the_credit_and_can_be_lifted() {
    let mut case = submitted();
    let credit = |case: &Case| case.score().row(&q("EX-04")).map(|row| (row.credit, row.level, row.overridden));
    assert_eq!(credit(&case), Some((50, 1, false)), "contradicted");
    case.verdict("EX-04", over(90, Some(3))).expect("overridden");
    assert_eq!(credit(&case), Some((90, 3, true)));
    case.verdict("EX-04", Verdict::LiftOverride).expect("lifted");
    assert_eq!(credit(&case), Some((50, 1, false)));
    assert_eq!(case.verdict("EX-04", Verdict::LiftOverride), Err(Refusal::NotOverridden { question: q("EX-04") }));
    case.verdict("EX-04", over(90, None)).expect("overridden");
    case.verdict("EX-04", Verdict::Accept).expect("an answer that stands keeps its own credit");
    assert_eq!(credit(&case), Some((50, 1, false)));
}

#[test]
fn verdicts_are_checked() {
    let reason = || String::from("Because.");
    let table = [
        ("EX-01", Verdict::Query { message: " ".into() }, Code::Invalid, "message"),
        ("EX-01", Verdict::Query { message: "x".repeat(10_001) }, Code::Invalid, "message"),
        ("EX-01", Verdict::Override { credit: 101, level: None, reason: reason() }, Code::Invalid, "credit"),
        ("EX-01", Verdict::Override { credit: 50, level: Some(4), reason: reason() }, Code::Invalid, "level"),
        ("EX-01", Verdict::Override { credit: 50, level: None, reason: String::new() }, Code::Invalid, "reason"),
        ("EX-01", na(true), Code::State, ""),
        ("EX-07", Verdict::NotApplicable { accepted: false, reason: String::new() }, Code::Invalid, "reason"),
        ("EX-99", Verdict::Accept, Code::NotFound, ""),
    ];
    for (question, verdict, code, at) in table {
        let refusal = submitted().verdict(question, verdict.clone()).expect_err("wrong");
        assert_eq!(refusal.code(), code, "{verdict:?}");
        assert_eq!(refusal.faults().first().map_or("", |fault| fault.at.as_str()), at, "{verdict:?}");
    }
}

#[test]
fn a_reviewer_may_take_back_the_end_date_that_the_vendor_stated() {
    let stated = Some(day("2027-01-31"));
    assert_eq!(judged(2).last_day(stated), stated);
    assert_eq!(Judgement { no_end: true, ..judged(2) }.last_day(stated), None);
    assert_eq!(
        Judgement { valid_until: Some(day("2027-06-30")), ..judged(2) }.last_day(stated),
        Some(day("2027-06-30"))
    );
}

#[test]
fn judgements_are_checked_and_set_the_level() {
    let judge = |judgement: Judgement| {
        let mut case = submitted();
        case.try_to(Command::Judge { evidence: evidence("e1"), judgement }, &reviewer()).map(|_| case)
    };
    let level = |case: &Case| case.score().row(&q("EX-01")).expect("a row").level;
    assert_eq!(level(&submitted()), 1, "new evidence has level 1");
    assert_eq!(level(&judge(judged(3)).expect("fine")), 3);
    let rejected =
        Judgement { accepted: false, level: 0, valid_until: None, no_end: false, reason: "Not signed.".into() };
    assert_eq!(level(&judge(rejected.clone()).expect("fine")), 0);
    let ended = Judgement { valid_until: Some(day("2026-11-20")), ..judged(3) };
    assert_eq!(level(&judge(ended).expect("fine")), 0, "a reviewer's end date counts");
    let two_minds = Judgement { no_end: true, valid_until: Some(day("2027-01-31")), ..judged(2) };
    for (wrong, at) in [
        (judged(0), "level"),
        (judged(4), "level"),
        (Judgement { reason: " ".into(), ..rejected }, "reason"),
        (two_minds, "valid_until"),
    ] {
        let refusal = judge(wrong).expect_err("wrong");
        assert_eq!(refusal.faults()[0].at, at);
    }
    let unknown = Command::Judge { evidence: evidence("e9"), judgement: judged(2) };
    assert_eq!(submitted().try_to(unknown, &reviewer()), Err(Refusal::UnknownEvidence));
}

#[test]
fn a_critical_question_needs_two_people_to_be_left_out() {
    let mut case = answered(terms(Tier::High, 1));
    case.answer("EX-01", not_applicable("Not us.")).expect("claimed");
    case.submit().expect("complete");
    let state = |case: &Case| {
        case.assessment.state(&case.questionnaire, case.today()).expect("submitted").answers[&q("EX-01")].na
    };
    case.verdict("EX-01", na(true)).expect("the first");
    assert_eq!(state(&case), Some(NotApplicable::Pending));
    assert_eq!(case.verdict("EX-01", na(true)), Ok(vec![]), "the same person again changes nothing");
    assert_eq!(state(&case), Some(NotApplicable::Pending));
    let needs = case.assessment.conclusion_needs(&case.questionnaire, &approver(), case.now);
    assert!(needs.iter().any(|need| need.contains("a second person must accept that EX-01")), "{needs:?}");
    let second = staff("rev2", &[Role::Reviewer]);
    case.must(Command::Review { question: q("EX-01"), verdict: na(true) }, &second);
    assert_eq!(state(&case), Some(NotApplicable::Accepted));
    case.must(Command::Review { question: q("EX-01"), verdict: na(false) }, &second);
    assert_eq!(state(&case), Some(NotApplicable::Rejected));
}

#[test]
fn a_conclusion_says_everything_it_still_needs() {
    let mut case = answered(terms(Tier::High, 2));
    case.submit().expect("complete");
    let both = staff("both", &[Role::Reviewer, Role::Approver]);
    let verdict = Verdict::Query { message: "Sure?".into() };
    case.must(Command::Review { question: q("EX-02"), verdict }, &both);
    let conclude = || Command::Conclude {
        outcome: Outcome::Rejected,
        reason: String::new(),
        inherited: Inherited::new(),
        respondents: vec![],
    };
    let refusal = case.try_to(conclude(), &both).expect_err("not ready");
    assert_eq!(refusal.code(), Code::State);
    let needs: Vec<String> = refusal.faults().into_iter().map(|fault| fault.detail).collect();
    assert_eq!(
        needs,
        [
            "send back or take back the queries on EX-02",
            "decide whether EX-07 may be left out as not applicable",
            "this tier takes two people: somebody else must review the answers first",
        ]
    );
    assert_eq!(case.assessment.conclusion_needs(&case.questionnaire, &both, case.now), needs);
}

#[test]
fn where_the_tier_asks_for_two_people_one_person_cannot_do_both() {
    let both = staff("both", &[Role::Reviewer, Role::Approver]);
    let conclude = || Command::Conclude {
        outcome: Outcome::Approved,
        reason: String::new(),
        inherited: Inherited::new(),
        respondents: vec![],
    };
    for (approvers, alone) in [(1, true), (2, false)] {
        let mut case = answered(terms(Tier::High, approvers));
        case.submit().expect("complete");
        case.must(Command::Review { question: q("EX-07"), verdict: na(true) }, &both);
        assert_eq!(case.clone().try_to(conclude(), &both).is_ok(), alone, "{approvers} approvers");
        case.verdict("EX-01", Verdict::Accept).expect("a second reviewer");
        assert!(case.try_to(conclude(), &both).is_ok());
    }
}

#[test]
fn an_approval_with_conditions_needs_them_and_a_day_to_come() {
    let conclude = |conditions: &str, until: &str| {
        let outcome = Outcome::Conditional { conditions: conditions.into(), until: day(until) };
        let command =
            Command::Conclude { outcome, reason: String::new(), inherited: Inherited::new(), respondents: vec![] };
        reviewed(terms(Tier::High, 1)).try_to(command, &approver())
    };
    let at = |result: Result<Vec<Event>, Refusal>| result.expect_err("wrong").faults()[0].at.clone();
    assert_eq!(at(conclude(" ", "2027-01-01")), "conditions");
    assert_eq!(at(conclude("Fix it.", "2026-11-21")), "until");
    assert!(conclude("Fix it.", "2026-11-22").is_ok());
}

#[test]
fn a_returned_assessment_waits_for_the_vendor() {
    let mut case = reviewed(terms(Tier::High, 1));
    case.query("EX-02", "Sure?").expect("queried");
    case.must(Command::Return, &reviewer());
    assert_eq!(case.conclude(), Err(Refusal::Stage { stage: Stage::Returned }));
    let needs = case.assessment.conclusion_needs(&case.questionnaire, &approver(), case.now);
    assert_eq!(needs, ["the vendor has queries to answer"]);
}

//! Answering: what is refused and with which words, revisions, open questions, evidence, and what a submission needs.
//!
//! The table of bad input is the domain's half; the server adds what HTTP can get wrong.

use crate::fixture::{
    Case, answered, evidence, file, kinds, not_applicable, person, q, reviewer, terms, value, vendor,
};
use domain::answer::{Value, WrongAnswer};
use domain::api::problem::Code;
use domain::assessment::{Attachment, Command, Entry, Event, MAX_FILE_BYTES, Refusal, Stage, digest};
use domain::inherent::Tier;

fn sent() -> Case {
    Case::sent(kinds(), terms(Tier::Low, 1))
}

fn list(ids: &[&str]) -> Entry {
    Entry { value: Some(Value::from(ids)), ..Entry::default() }
}

fn number(number: i64) -> Entry {
    Entry { value: Some(Value::from(number)), ..Entry::default() }
}

fn with_comment(comment: &str) -> Entry {
    Entry { comment: comment.into(), ..value("yes") }
}

#[test]
fn a_wrong_answer_is_refused_at_its_field_with_a_sentence() {
    let long = "x".repeat(10_001);
    let exclusive = WrongAnswer::Exclusive { option: "none".into() };
    let table: Vec<(&str, Entry, &str, WrongAnswer)> = vec![
        ("KI-01", value("maybe"), "value", WrongAnswer::UnknownOption),
        ("KI-01", list(&["yes"]), "value", WrongAnswer::NotOneOption),
        ("KI-01", not_applicable("Not us."), "not_applicable", WrongAnswer::NotApplicableRefused),
        ("KI-01", with_comment(&long), "comment", WrongAnswer::TooLong { max: 10_000 }),
        ("KI-01", with_comment("a\u{7}"), "comment", WrongAnswer::ControlCharacter),
        ("KI-02", not_applicable("  "), "not_applicable", WrongAnswer::Blank),
        ("KI-02", not_applicable(&long), "not_applicable", WrongAnswer::TooLong { max: 10_000 }),
        ("KI-03", value("a"), "value", WrongAnswer::NotAList),
        ("KI-03", list(&["a", "none"]), "value", exclusive),
        ("KI-03", list(&["a", "a"]), "value", WrongAnswer::RepeatedOption),
        ("KI-03", list(&["c"]), "value", WrongAnswer::UnknownOption),
        ("KI-04", value("many"), "value", WrongAnswer::NotANumber),
        ("KI-04", number(101), "value", WrongAnswer::OutOfRange { min: 0, max: 100 }),
        ("KI-04", number(-1), "value", WrongAnswer::OutOfRange { min: 0, max: 100 }),
        ("KI-05", value("three"), "value", WrongAnswer::UnknownOption),
        ("KI-06", value("2026-02-30"), "value", WrongAnswer::Date),
        ("KI-06", value("1899-12-31"), "value", WrongAnswer::Date),
        ("KI-06", number(20_261_121), "value", WrongAnswer::Date),
        ("KI-07", value(&long), "value", WrongAnswer::TooLong { max: 10_000 }),
        ("KI-07", value("a\u{0}"), "value", WrongAnswer::ControlCharacter),
        ("KI-07", list(&["a"]), "value", WrongAnswer::NotAText),
    ];
    for (question, entry, at, source) in table {
        let mut case = sent();
        case.answer("KI-01", value("yes")).expect("the gate");
        let version = case.assessment.version();
        let refusal = case.answer(question, entry.clone()).expect_err("wrong");
        assert_eq!(refusal, Refusal::WrongAnswer { question: q(question), at, source: source.clone() }, "{entry:?}");
        assert_eq!(refusal.code(), Code::Invalid);
        assert_eq!(refusal.faults()[0].at, at);
        assert_eq!(refusal.faults()[0].detail, source.to_string());
        assert_eq!(case.assessment.version(), version, "nothing was kept");
    }
}

#[test]
fn an_answer_to_an_unknown_or_hidden_question_is_refused() {
    let mut case = sent();
    let unknown = case.answer("KI-99", value("x")).expect_err("unknown");
    assert_eq!((unknown.code(), unknown.question()), (Code::NotFound, Some(&q("KI-99"))));
    let hidden = case.answer("KI-02", value("x")).expect_err("hidden");
    assert_eq!((hidden.code(), hidden.question()), (Code::State, Some(&q("KI-02"))));
    case.answer("KI-01", value("yes")).expect("opens it");
    case.answer("KI-02", value("x")).expect("now it is asked");
}

#[test]
fn a_value_and_a_claim_together_are_refused() {
    let mut case = sent();
    case.answer("KI-01", value("yes")).expect("the gate");
    let both = Entry { not_applicable: Some("Not us.".into()), ..value("text") };
    assert_eq!(case.answer("KI-02", both).expect_err("both").code(), Code::Invalid);
}

#[test]
fn only_a_moved_revision_of_the_same_answer_is_a_conflict() {
    let mut case = sent();
    let put =
        |question: &str, text: &str, revision| Command::Answer { question: q(question), entry: value(text), revision };
    case.must(put("KI-01", "yes", 0), &vendor());
    case.must(put("KI-05", "one", 0), &vendor());
    assert_eq!(
        case.try_to(put("KI-01", "no", 0), &vendor()),
        Err(Refusal::Stale { question: q("KI-01"), current: 1 }),
        "the other answer stays"
    );
    assert_eq!(case.assessment.answer(&q("KI-01")).expect("given").entry, value("yes"));
    case.must(put("KI-01", "no", 1), &vendor());
    assert_eq!(case.assessment.revision(&q("KI-01")), 2);
}

#[test]
fn saving_what_is_there_already_is_acknowledged_whatever_the_revision() {
    let mut case = sent();
    for revision in [0, 7, 1] {
        let events = case.must(Command::Answer { question: q("KI-01"), entry: value("yes"), revision }, &vendor());
        assert_eq!(events.len(), usize::from(revision == 0));
    }
    assert_eq!(case.assessment.revision(&q("KI-01")), 1);
    let nothing = Command::Answer { question: q("KI-05"), entry: value(""), revision: 4 };
    assert_eq!(case.must(nothing, &vendor()), vec![], "nothing given is nothing to save");
}

#[test]
fn an_answer_can_be_taken_back_and_its_comment_kept() {
    let mut case = sent();
    case.answer("KI-01", with_comment("See below.")).expect("given");
    let events = case.answer("KI-01", Entry { comment: "See below.".into(), ..Entry::default() }).expect("cleared");
    assert_eq!(events, [Event::Cleared { question: q("KI-01"), comment: "See below.".into() }]);
    assert_eq!(case.assessment.progress(&case.questionnaire).counts.answered, 0);
}

#[test]
fn the_first_answer_makes_it_answering() {
    let mut case = sent();
    assert_eq!(case.assessment.stage(), Stage::Sent);
    case.answer("KI-04", number(0)).expect("zero is an answer");
    assert_eq!(case.assessment.stage(), Stage::Answering);
    assert_eq!(case.assessment.progress(&case.questionnaire).counts.answered, 1);
}

#[test]
fn a_submission_lists_everything_that_is_missing() {
    let mut case = sent();
    let missing = |case: &mut Case| match case.submit() {
        Err(Refusal::Missing { missing }) => missing.iter().map(ToString::to_string).collect::<Vec<_>>(),
        other => panic!("expected what is missing, got {other:?}"),
    };
    assert_eq!(missing(&mut case), ["KI-01", "KI-03", "KI-05", "KI-08"]);
    case.answer("KI-01", value("yes")).expect("given");
    case.answer("KI-03", list(&["a", "b"])).expect("given");
    case.answer("KI-05", value("two")).expect("given");
    assert_eq!(missing(&mut case), ["KI-02", "KI-08"], "an answer can bring a question up");
    case.answer("KI-02", not_applicable("We have none.")).expect("a claim counts as answered");
    case.must(Command::Attach(file("f", "KI-08", None)), &vendor());
    let counts = case.assessment.progress(&case.questionnaire).counts;
    assert_eq!((counts.asked, counts.answered, counts.missing), (8, 5, 0), "a file answers a question for files");
    case.submit().expect("complete");
    assert_eq!(case.assessment.stage(), Stage::Submitted);
}

#[test]
fn evidence_is_checked_and_limited() {
    let base = || file("e", "KI-01", None);
    let table: Vec<(Attachment, Code, &str)> = vec![
        (Attachment { name: String::new(), ..base() }, Code::Invalid, "name"),
        (Attachment { name: "x".repeat(201), ..base() }, Code::Invalid, "name"),
        (Attachment { name: "a\nb".into(), ..base() }, Code::Invalid, "name"),
        (Attachment { name: "a\u{202e}fdp.exe".into(), ..base() }, Code::Invalid, "name"),
        (Attachment { kind: "secret".into(), ..base() }, Code::Invalid, "kind"),
        (Attachment { size: 0, ..base() }, Code::Invalid, "file"),
        (Attachment { size: MAX_FILE_BYTES + 1, ..base() }, Code::Invalid, "file"),
        (Attachment { question: q("KI-99"), ..base() }, Code::NotFound, ""),
        (Attachment { question: q("KI-02"), ..base() }, Code::State, ""),
    ];
    for (attachment, code, at) in table {
        let refusal = sent().try_to(Command::Attach(attachment.clone()), &vendor()).expect_err("wrong");
        assert_eq!(refusal.code(), code, "{attachment:?}");
        assert_eq!(refusal.faults().first().map_or("", |fault| fault.at.as_str()), at, "{attachment:?}");
    }
    let mut case = sent();
    for n in 0..200 {
        case.must(Command::Attach(file(&format!("e{n}"), "KI-01", None)), &vendor());
    }
    let one_more = || Command::Attach(file("more", "KI-01", None));
    assert_eq!(case.try_to(one_more(), &vendor()), Err(Refusal::TooMuchEvidence));
    assert_eq!(case.try_to(Command::Attach(file("e7", "KI-05", None)), &vendor()), Err(Refusal::EvidenceExists));
    case.must(Command::RemoveEvidence(evidence("e7")), &vendor());
    case.must(one_more(), &vendor());
    assert_eq!(case.try_to(Command::RemoveEvidence(evidence("e7")), &vendor()), Err(Refusal::UnknownEvidence));
}

#[test]
fn after_a_return_only_the_queried_questions_are_open() {
    let mut case = answered(terms(Tier::High, 1));
    case.submit().expect("complete");
    case.query("EX-03", "Since when?").expect("queried");
    case.must(Command::Return, &reviewer());
    assert_eq!(case.answer("EX-01", value("draft")), Err(Refusal::NotOpen { question: q("EX-01") }));
    let other = Command::Attach(file("n", "EX-01", None));
    assert_eq!(case.try_to(other, &vendor()), Err(Refusal::NotOpen { question: q("EX-01") }));
    let remove = Command::RemoveEvidence(evidence("e1"));
    assert_eq!(case.try_to(remove, &vendor()), Err(Refusal::NotOpen { question: q("EX-01") }));
    case.must(Command::Attach(file("n", "EX-03", None)), &vendor());
    case.answer("EX-03", value("yes")).expect("queried, so open");
    assert_eq!(case.score().row(&q("EX-03")).expect("a row").credit, 50, "the last submission stands until the next");
    case.submit().expect("complete");
    assert_eq!(case.score().row(&q("EX-03")).expect("a row").credit, 100);
}

#[test]
fn a_question_that_a_queried_answer_brings_up_can_be_answered() {
    let mut case = sent();
    case.answer("KI-01", value("no")).expect("given");
    case.answer("KI-03", list(&["a"])).expect("given");
    case.answer("KI-05", value("two")).expect("given");
    case.must(Command::Attach(file("f", "KI-08", None)), &vendor());
    case.submit().expect("complete");
    case.query("KI-01", "Really?").expect("queried");
    case.must(Command::Return, &reviewer());
    case.answer("KI-01", value("yes")).expect("queried, so open");
    assert_eq!(case.submit(), Err(Refusal::Missing { missing: vec![q("KI-02")] }));
    case.answer("KI-02", value("This.")).expect("it came up with the answer");
    case.submit().expect("complete");
}

#[test]
fn the_digest_covers_templates_answers_and_evidence_and_nothing_else() {
    let case = answered(terms(Tier::High, 1));
    let (templates, entries) = (&case.assessment.plan().expect("drafted").templates, case.assessment.entries());
    let whole = digest(templates, &entries, case.assessment.evidence());
    let mut turned = case.assessment.evidence().to_vec();
    turned.reverse();
    turned[0].name = "renamed.pdf".into();
    assert_eq!(digest(templates, &entries, &turned), whole, "order and names of files do not matter");
    let mut emptied = entries.clone();
    emptied.insert(q("EX-09"), Entry::default());
    assert_eq!(digest(templates, &emptied, case.assessment.evidence()), whole, "saying nothing is nothing");

    assert_ne!(digest(&[], &entries, case.assessment.evidence()), whole);
    assert_ne!(digest(templates, &entries, &turned[1..]), whole);
    let mut other = entries.clone();
    other.insert(q("EX-01"), value("draft"));
    assert_ne!(digest(templates, &other, case.assessment.evidence()), whole);
    turned[1].valid_until = Some(crate::fixture::day("2027-01-01"));
    assert_ne!(digest(templates, &entries, &turned), whole);

    assert_eq!(
        digest(&[], &Default::default(), &[]),
        domain::journal::sha256_hex(br#"{"schema":"assay.submission/1","templates":[],"answers":{},"evidence":[]}"#)
    );
}

#[test]
fn a_submission_is_signed_and_carries_its_digest() {
    let mut case = answered(terms(Tier::High, 1));
    let events = case.submit().expect("complete");
    let submission = case.assessment.submission().expect("submitted");
    assert_eq!(events, [Event::Submitted { digest: submission.digest.clone(), signatory: person("sig") }]);
    let templates = &case.assessment.plan().expect("drafted").templates;
    assert_eq!(submission.digest, digest(templates, &submission.entries, &submission.evidence));
}

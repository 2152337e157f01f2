//! What is refused of an answer, and the sentence that says what to do. A state names every fault with its path.
//!
//! The questions are those of the shipped core questionnaire.

use domain::answer::{State, Value, WrongAnswer, check_name, check_text, check_value, parse_date};
use domain::id::QuestionId;
use domain::scoring::Questionnaire;
use domain::template::{Depth, Template};
use serde_json::json;
use std::sync::Arc;

const CORE: &str = include_str!("../../server/templates/ai-vendor-core.json");

fn core() -> Template {
    Template::parse(CORE.as_bytes()).unwrap()
}

fn list(ids: &[&str]) -> Value {
    Value::from(ids)
}

#[test]
fn a_wrong_answer_gets_a_sentence_that_says_what_to_do() {
    let core = core();
    let date = "write a date of the years 1900 to 2200 as year-month-day, such as 2026-11-21";
    let cases: &[(&str, Value, &str)] = &[
        ("GOV-01", Value::Number(1), "choose one option"),
        ("GOV-01", list(&["approved"]), "choose one option"),
        ("GOV-01", "nothing".into(), "choose one of the listed options"),
        ("PRO-04", "none".into(), "give the chosen options as a list"),
        ("PRO-04", list(&["personal", "nothing"]), "choose one of the listed options"),
        ("PRO-04", list(&["personal", "personal"]), "choose each option once"),
        ("RES-06", "46".into(), "write a whole number"),
        ("RES-06", Value::Number(101), "the number must lie between 0 and 100"),
        ("RES-06", Value::Number(i64::MIN), "the number must lie between 0 and 100"),
        ("PRO-08", "21.11.2026".into(), date),
        ("PRO-08", "2026-02-30".into(), date),
        ("PRO-08", "2026-1-1".into(), date),
        ("PRO-08", "1899-12-31".into(), date),
        ("PRO-08", "2201-01-01".into(), date),
        ("PRO-08", Value::Number(20_261_121), date),
        ("PRO-01", list(&[]), "write a text"),
        ("PRO-01", Value::Text("é".repeat(10_001)), "write at most 10,000 characters"),
        ("PRO-01", "a\u{0}b".into(), "remove the invisible control characters"),
        ("PRO-01", "a\r\nb".into(), "remove the invisible control characters"),
    ];
    for (id, value, sentence) in cases {
        let question = core.question(&QuestionId::new(*id).unwrap()).unwrap();
        let wrong = check_value(question, value).expect_err(sentence);
        assert_eq!(wrong.to_string(), *sentence, "{id} {value:?}");
    }
    let question = core.question(&QuestionId::new("PRO-04").unwrap()).unwrap();
    let wrong = check_value(question, &list(&["personal", "none"])).unwrap_err();
    assert!(matches!(&wrong, WrongAnswer::Exclusive { .. }), "{wrong}");
}

#[test]
fn a_right_answer_is_taken_as_it_is() {
    let core = core();
    let cases: &[(&str, Value)] = &[
        ("GOV-01", "approved".into()),
        ("GOV-01", "".into()),
        ("PRO-04", list(&["personal", "special"])),
        ("PRO-04", list(&["none"])),
        ("PRO-04", list(&[])),
        ("RES-06", Value::Number(0)),
        ("RES-06", Value::Number(100)),
        ("PRO-08", "1900-01-01".into()),
        ("PRO-08", "2200-12-31".into()),
        ("PRO-01", Value::Text("é".repeat(10_000))),
        ("PRO-01", "one\n\ttwo".into()),
    ];
    for (id, value) in cases {
        let question = core.question(&QuestionId::new(*id).unwrap()).unwrap();
        assert_eq!(check_value(question, value), Ok(()), "{id} {value:?}");
    }
}

#[test]
fn a_name_is_one_line_of_at_most_200_characters_that_reads_as_it_is_stored() {
    for name in [
        "Ålesund Data AS",
        "A\u{30a}lesund",
        "เชื้อชั้น",
        "Việt Nga\u{302}\u{323}",
        "שָׁלוֹם",
        "مُحَمَّد",
        "हिन्दी",
        "O'Brien & Söhne",
        "王小明",
        &"x".repeat(200),
    ] {
        assert_eq!(check_name(name), Ok(()), "{name}");
    }
    for name in ["", "  ", "a\nb", "a\tb", "a\u{202e}b", "a\u{200f}b", "a\u{7f}b", "a\u{0}b", &"x".repeat(201)] {
        assert!(check_name(name).is_err(), "{name:?}");
    }
    for (name, words) in [
        ("a\u{200d}b", "remove the invisible character U+200D"),
        ("a\u{ad}b", "remove the invisible character U+00AD"),
        ("a\u{e0041}b", "remove the invisible character U+E0041"),
        ("Kim\u{3164}", "remove the invisible character U+3164"),
        ("Z\u{300}\u{301}\u{302}\u{303}\u{304}", "write at most 4 accents or other marks on one letter"),
        ("ก\u{e49}\u{e49}\u{e49}\u{e49}\u{e49}", "write at most 4 accents or other marks on one letter"),
    ] {
        assert_eq!(check_name(name).unwrap_err().to_string(), words);
    }
    assert_eq!(check_name("Z\u{300}\u{301}\u{302}\u{303}"), Ok(()));
    assert_eq!(check_text("", 10), Ok(()));
    assert_eq!(check_text("ééé", 2), Err(WrongAnswer::TooLong { max: 2 }));
    assert_eq!(parse_date("2024-02-29").map(|date| date.to_string()), Some("2024-02-29".into()));
}

#[test]
fn a_state_names_every_fault_with_its_path() {
    let questionnaire = Questionnaire::new(vec![Arc::new(core())], Depth::Base).unwrap();
    let state = json!({"as_of": "2026-11-21", "depth": "base", "answers": {
        "GOV-01": {"value": "nothing"},
        "GOV-04": {"value": null, "na": "pending"},
        "PRO-04": {"value": ["none", "personal"]},
        "XXX-99": {"value": "answers to unknown questions are ignored"},
    }});
    let state = State::parse(state.to_string().as_bytes()).unwrap();
    let faults = questionnaire.check(&state).unwrap_err();
    let at: Vec<&str> = faults.iter().map(|fault| fault.at.as_str()).collect();
    assert_eq!(at, ["answers.GOV-01.value", "answers.GOV-04.na", "answers.PRO-04.value"]);
    assert_eq!(faults[1].detail, "this question has to be answered: it cannot be marked as not applicable");
    let deep = State { depth: Depth::Deep, answers: [].into(), ..state };
    assert_eq!(questionnaire.check(&deep).unwrap_err()[0].at, "depth");
}

#[test]
fn a_state_of_a_wrong_shape_is_refused_with_the_path() {
    let cases = [
        (r#"{"answers": {}}"#, ""),
        (r#"{"as_of": "tomorrow", "answers": {}}"#, "as_of"),
        (r#"{"as_of": "2026-11-21", "depth": "shallow", "answers": {}}"#, "depth"),
        (r#"{"as_of": "2026-11-21", "answers": {}, "colour": 1}"#, "colour"),
        (r#"{"as_of": "2026-11-21", "answers": {"GOV-01": {"value": 1.5}}}"#, "answers.GOV-01.value"),
        (r#"{"as_of": "2026-11-21", "answers": {"GOV-01": {"value": {"a": 1}}}}"#, "answers.GOV-01.value"),
        (r#"{"as_of": "2026-11-21", "answers": {"GOV-01": {"value": 18446744073709551615}}}"#, "answers.GOV-01.value"),
        (r#"{"as_of": "2026-11-21", "answers": {"GOV-01": {"na": "maybe"}}}"#, "answers.GOV-01.na"),
        (
            r#"{"as_of": "2026-11-21", "answers": {"GOV-01": {"override": {"credit": 101}}}}"#,
            "answers.GOV-01.override.credit",
        ),
        (
            r#"{"as_of": "2026-11-21", "answers": {"GOV-01": {"evidence": [{"level": 4, "status": "new"}]}}}"#,
            "answers.GOV-01.evidence[0].level",
        ),
        (r#"{"as_of": "2026-11-21", "answers": {"GOV-01": {"value": "a"}, "GOV-01": {"value": "b"}}}"#, "answers"),
    ];
    for (text, path) in cases {
        let faults = State::parse(text.as_bytes()).expect_err(text);
        assert_eq!(faults[0].at, path, "{text}: {faults:?}");
    }
}

//! The worked example of the scoring specification, and what an explanation says: rules, caps, controls, visibility.
//!
//! The small questionnaire of the example is written out here, so that every figure can be followed by hand.

use domain::answer::{Answer, EvidenceItem, EvidenceStatus, NotApplicable, Override, State, Value};
use domain::id::QuestionId;
use domain::inherent::{Intake, RiskBand, Tier, inherent, parse_levels, residual, uplift};
use domain::library::Library;
use domain::scoring::{ControlState, Questionnaire, ScoreBand, controls};
use domain::template::{Depth, Severity, Template};
use serde_json::{Value as Json, json};
use std::sync::Arc;

const INTAKE: &str = include_str!("../../server/templates/inherent-risk.json");

fn question(id: &str, weight: u8, requirement: &str, options: &[(&str, u8)]) -> Json {
    let options: Vec<Json> = options.iter().map(|(id, score)| json!({"id": id, "label": id, "score": score})).collect();
    json!({
        "id": id, "section": "EX", "text": id, "type": "single", "options": options, "scored": true,
        "scoring": {"mode": "option"}, "weight": weight, "na_allowed": true, "required": true,
        "evidence": {"requirement": requirement}, "refs": {"iso42001": ["A.2.2"]}, "depth": "base",
    })
}

fn template() -> Json {
    let mut policy = question("EX-01", 4, "required", &[("approved", 100), ("draft", 40), ("none", 0)]);
    let mut training = question("EX-02", 5, "required", &[("never", 100), ("opt_in", 80), ("opt_out", 30), ("all", 0)]);
    for critical in [&mut policy, &mut training] {
        critical["critical"] = json!(true);
        critical["fail_below"] = json!(50);
    }
    let grades = [("optimised", 100), ("operating", 80), ("partial", 50), ("none", 0)];
    json!({
        "schema": "assay.template/1", "id": "example", "version": "1.0.0", "title": "Example", "summary": "",
        "locale": "en", "as_of": "2026-11-21", "estimated_minutes": 5,
        "sections": [{"id": "EX", "title": "Example", "weight": 1}],
        "questions": [
            policy, training,
            question("EX-03", 3, "optional", &[("yes", 100), ("partial", 50), ("no", 0)]),
            question("EX-04", 4, "optional", &grades),
            question("EX-05", 4, "optional", &[("automatic", 100), ("manual", 50), ("none", 0)]),
            question("EX-06", 2, "none", &[("yes", 100), ("no", 0)]),
            question("EX-07", 3, "optional", &[("yes", 100), ("no", 0)]),
        ],
        "contradictions": [{
            "id": "C-EX", "text": "Monitoring without measuring.", "cap": 50, "severity": "medium",
            "claim": {"q": "EX-04", "in": ["optimised", "operating"]}, "counter": {"q": "EX-05", "in": ["none"]},
        }],
    })
}

fn questionnaire(template: &Json) -> Questionnaire {
    let template = Template::parse(template.to_string().as_bytes()).unwrap();
    Questionnaire::new(vec![Arc::new(template)], Depth::Deep).unwrap()
}

fn id(text: &str) -> QuestionId {
    QuestionId::new(text).unwrap()
}

fn answer(option: &str, level: Option<u8>) -> Answer {
    let item = |level| EvidenceItem { level, status: EvidenceStatus::Accepted, valid_until: None };
    Answer { value: Some(Value::from(option)), evidence: level.map(item).into_iter().collect(), ..Answer::default() }
}

fn state() -> State {
    let given = [
        ("EX-01", answer("approved", Some(1))),
        ("EX-02", answer("opt_out", None)),
        ("EX-03", answer("partial", Some(2))),
        ("EX-04", answer("operating", Some(1))),
        ("EX-05", answer("none", None)),
        ("EX-06", answer("yes", None)),
        ("EX-07", Answer { na: Some(NotApplicable::Accepted), ..Answer::default() }),
    ];
    let answers = given.into_iter().map(|(name, answer)| (id(name), answer)).collect();
    State { as_of: "2026-11-21".parse().unwrap(), depth: Depth::Deep, answers, spared: [].into() }
}

#[test]
fn the_worked_example_comes_out_as_the_specification_says() {
    let questionnaire = questionnaire(&template());
    let score = questionnaire.evaluate(&state()).unwrap();
    let points: Vec<u32> = score.rows.iter().map(|row| row.points).collect();
    assert_eq!(points, [1364, 409, 648, 818, 0, 909]);
    assert_eq!((score.raw, score.final_, score.cap), (Some(4148), Some(4148), Some(5900)));
    assert_eq!((score.band(), score.cap_loss(), score.unanswered), (Some(ScoreBand::D), None, 0));
    assert_eq!((score.claimed.raw, score.gap(), score.confidence), (Some(5545), Some(1397), Some(8023)));
    assert_eq!(score.fail_ids().map(QuestionId::as_str).collect::<Vec<_>>(), ["EX-02"]);
    let doubted = score.row(&id("EX-04")).unwrap();
    assert_eq!((doubted.own_credit, doubted.credit, doubted.contradicted_by), (80, 50, Some(0)));
    assert!(score.row(&id("EX-07")).is_none(), "an accepted not-applicable leaves the score");
}

#[test]
fn each_verified_fix_of_the_worked_example_moves_score_and_residual() {
    let questionnaire = questionnaire(&template());
    let intake = Intake::parse(INTAKE.as_bytes()).unwrap();
    let levels = parse_levels(
        br#"{"data": 3, "impact": 3, "autonomy": 1, "euclass": 1, "scale": 2, "people": 3, "critical": 2,
             "access": 2, "chain": 2, "replace": 2, "place": 2}"#,
    );
    let risk = inherent(&intake, &levels.unwrap()).unwrap();
    assert_eq!((risk.inherent, risk.tier, risk.floors.len()), (5329, Tier::High, 0));
    let mut state = state();
    let mut figures = |changed: Option<(&str, Answer)>| {
        state.answers.extend(changed.map(|(name, answer)| (id(name), answer)));
        let score = questionnaire.evaluate(&state).unwrap();
        (score.final_.unwrap(), residual(risk.inherent, score.final_).unwrap())
    };
    assert_eq!(figures(None), (4148, 3340));
    assert_eq!(figures(Some(("EX-02", answer("opt_in", Some(3))))), (5557, 2664));
    assert_eq!(figures(Some(("EX-05", answer("automatic", Some(2))))), (7775, 1600));
    assert_eq!((RiskBand::of(3340), RiskBand::of(1600)), (RiskBand::High, RiskBand::Moderate));
    assert_eq!(uplift(&[(Severity::Critical, 10), (Severity::High, 3)]), 250);
}

#[test]
fn silence_on_the_counter_question_keeps_the_contradiction_and_an_override_ends_it() {
    let questionnaire = questionnaire(&template());
    let mut silent = state();
    silent.answers.remove(&id("EX-05"));
    assert_eq!(questionnaire.evaluate(&silent).unwrap().contradictions.len(), 1);
    let mut agreed = state();
    agreed.answers.get_mut(&id("EX-05")).unwrap().na = Some(NotApplicable::Accepted);
    assert_eq!(questionnaire.evaluate(&agreed).unwrap().contradictions.len(), 0);
    let mut decided = state();
    decided.answers.get_mut(&id("EX-04")).unwrap().override_ = Some(Override { credit: 70, level: None });
    let score = questionnaire.evaluate(&decided).unwrap();
    let row = score.row(&id("EX-04")).unwrap();
    assert_eq!((row.credit, row.level, row.overridden, score.contradictions.len()), (70, 1, true, 0));
}

#[test]
fn what_findings_are_made_of_names_fails_rules_and_lapsed_evidence() {
    let questionnaire = questionnaire(&template());
    let mut state = state();
    state.answers.get_mut(&id("EX-01")).unwrap().evidence[0].valid_until = "2026-11-20".parse().ok();
    let score = questionnaire.evaluate(&state).unwrap();
    let policy = score.material(&id("EX-01")).unwrap();
    assert_eq!((policy.evidence_lapsed, policy.fails, policy.credit, policy.factor), (true, false, 100, 60));
    let training = score.material(&id("EX-02")).unwrap();
    assert_eq!((training.evidence_lapsed, training.fails, training.weight), (false, true, 5));
    let rules: Vec<&str> = score.material(&id("EX-04")).unwrap().rules.iter().map(|rule| rule.id.as_str()).collect();
    assert_eq!(rules, ["C-EX"]);
    assert!(score.material(&id("EX-07")).is_none());
}

#[test]
fn a_score_over_nothing_is_null_and_not_zero() {
    let mut bare = template();
    for question in bare["questions"].as_array_mut().unwrap() {
        question["show_if"] = json!({"q": "ZZ-01", "op": "answered"});
    }
    let questionnaire = questionnaire(&bare);
    let score = questionnaire.evaluate(&State { answers: [].into(), ..state() }).unwrap();
    assert_eq!((score.raw, score.final_, score.cap, score.confidence), (None, None, None, None));
    assert_eq!((score.completeness, score.band(), score.gap(), score.claimed.raw), (None, None, None, None));
    assert!(score.rows.is_empty() && score.fails.is_empty() && score.sections[0].score.is_none());
    let named = State { answers: [(id("ZZ-01"), answer("x", None))].into(), ..state() };
    assert_eq!(questionnaire.evaluate(&named).unwrap().rows.len(), 7, "an answer outside opens the questions");
}

#[test]
fn a_control_is_met_by_weight_and_says_what_asks_about_it() {
    let questionnaire = questionnaire(&template());
    let library = json!({"schema": "assay.controls/1", "id": "iso-iec-42001-x", "title": "X", "controls": [
        {"id": "A.2.2", "title": "AI policy"}, {"id": "A.2.3", "title": "Alignment"}]});
    let library = Library::parse(library.to_string().as_bytes()).unwrap();
    let score = questionnaire.evaluate(&state()).unwrap();
    let table = controls(&questionnaire, &score, &library);
    assert_eq!((table[0].score, table[0].state, table[0].questions.len()), (Some(4148), ControlState::NotMet, 7));
    assert_eq!((table[1].score, table[1].state), (None, ControlState::NotAsked));
    let best =
        [("EX-01", "approved"), ("EX-02", "never"), ("EX-03", "yes"), ("EX-04", "optimised"), ("EX-05", "automatic")];
    let mut strong = state();
    strong.answers.extend(best.map(|(name, option)| (id(name), answer(option, Some(2)))));
    let score = questionnaire.evaluate(&strong).unwrap();
    assert_eq!(controls(&questionnaire, &score, &library)[0].state, ControlState::Met);
}

#[test]
fn accepted_not_applicables_beyond_two_fifths_of_a_section_are_flagged() {
    let questionnaire = questionnaire(&template());
    let mut hollow = state();
    assert!(!questionnaire.evaluate(&hollow).unwrap().sections[0].is_hollow());
    for name in ["EX-02", "EX-04"] {
        hollow.answers.get_mut(&id(name)).unwrap().na = Some(NotApplicable::Accepted);
    }
    assert!(questionnaire.evaluate(&hollow).unwrap().sections[0].is_hollow(), "12 of 25 left the score");
}

#[test]
fn a_condition_reads_its_own_template_as_shown_and_another_as_stored() {
    let mut first = template();
    first["questions"][1]["show_if"] = json!({"q": "EX-01", "op": "in", "value": ["approved"]});
    first["questions"][2]["show_if"] = json!({"q": "EX-02", "op": "answered"});
    first["questions"][5]["show_if"] = json!({"q": "EX-02", "op": "not_in", "value": ["all"]});
    let mut second = template();
    second["id"] = json!("other");
    second["sections"] = json!([{"id": "OT", "title": "Other", "weight": 2}]);
    second["contradictions"] = json!([]);
    let mut only = question("OT-01", 1, "none", &[("yes", 100), ("no", 0)]);
    only["section"] = json!("OT");
    only["show_if"] = json!({"q": "EX-02", "op": "in", "value": ["opt_out"]});
    second["questions"] = json!([only]);
    let parse = |text: &Json| Arc::new(Template::parse(text.to_string().as_bytes()).unwrap());
    let union = Questionnaire::new(vec![parse(&first), parse(&second)], Depth::Deep).unwrap();
    let mut answers = state().answers;
    answers.insert(id("EX-01"), answer("none", None));
    let asked = union.asked(&answers);
    let holds: Vec<bool> = ["EX-02", "EX-03", "EX-06", "OT-01"].map(|name| asked.holds(&id(name))).into();
    assert_eq!(holds, [false, false, true, true]);
    assert_eq!(union.why_asked(&id("EX-03")), union.question(&id("EX-03")).unwrap().show_if.as_ref());
    second["questions"][0]["show_if"] = json!({"q": "EX-02", "op": "in", "value": ["nothing"]});
    let faults = Questionnaire::new(vec![parse(&first), parse(&second)], Depth::Deep).unwrap_err();
    assert_eq!(faults[0].at, "templates[1].OT-01.show_if");
}

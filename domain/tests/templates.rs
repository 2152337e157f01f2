//! Template, library and intake files: what ships is sound, and each broken file is refused with the path of its fault.
//!
//! Broken files are the shipped core questionnaire with one thing changed.

use domain::api::problem::Fault;
use domain::inherent::{Intake, Tier, inherent, parse_levels};
use domain::library::{Framework, Library};
use domain::scoring::Questionnaire;
use domain::template::{Condition, Depth, EvidenceKind, Template, template_hash};
use serde_json::{Value, json};
use std::sync::Arc;

const TEMPLATES: [&str; 4] = [
    include_str!("../../server/templates/ai-vendor-core.json"),
    include_str!("../../server/templates/genai-addon.json"),
    include_str!("../../server/templates/eu-ai-act-provider.json"),
    include_str!("../../server/templates/supplier-quick-screen.json"),
];
const LIBRARIES: [&str; 3] = [
    include_str!("../../server/libraries/iso42001.json"),
    include_str!("../../server/libraries/nist_ai_rmf.json"),
    include_str!("../../server/libraries/eu_ai_act.json"),
];
const INTAKE: &str = include_str!("../../server/templates/inherent-risk.json");

#[test]
fn every_shipped_template_is_sound_and_reads_back_as_it_was_written() {
    for text in TEMPLATES {
        let template = Template::parse(text.as_bytes()).unwrap();
        let again = serde_json::to_vec(&template).unwrap();
        assert_eq!(Template::parse(&again).unwrap(), template);
    }
}

#[test]
fn the_four_questionnaires_fit_together_as_one() {
    let templates: Vec<_> = TEMPLATES.iter().map(|text| Arc::new(Template::parse(text.as_bytes()).unwrap())).collect();
    let union = Questionnaire::new(templates.clone(), Depth::Deep).unwrap();
    assert_eq!(union.questions().len(), 80 + 22 + 32 + 12);
    let faults = Questionnaire::new(vec![templates[0].clone(), templates[0].clone()], Depth::Deep).unwrap_err();
    assert!(faults.iter().any(|fault| fault.at == "templates[1].questions[0].id"), "{faults:?}");
}

#[test]
fn every_shipped_library_is_sound_and_knows_its_framework() {
    let libraries: Vec<Library> = LIBRARIES.iter().map(|text| Library::parse(text.as_bytes()).unwrap()).collect();
    let shape: Vec<_> = libraries.iter().map(|library| (library.framework(), library.controls.len())).collect();
    assert_eq!(shape, [(Framework::Iso42001, 38), (Framework::NistAiRmf, 91), (Framework::EuAiAct, 45)]);
}

#[test]
fn every_annex_a_control_is_asked_about_by_a_scored_base_question() {
    let core = Template::parse(TEMPLATES[0].as_bytes()).unwrap();
    let library = Library::parse(LIBRARIES[0].as_bytes()).unwrap();
    for control in &library.controls {
        let asked = core.questions.iter().any(|question| {
            question.scored && question.depth == Depth::Base && question.refs.iso42001.contains(&control.id)
        });
        assert!(asked, "{}", control.id);
    }
}

#[test]
fn the_hash_of_a_template_is_that_of_its_bytes() {
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(template_hash(b"abc").as_str(), abc);
}

type Change = fn(&mut Value);

/// What is changed in the core questionnaire, and the path that must be named.
const BROKEN: &[(&str, Change)] = &[
    ("schema", |t| t["schema"] = json!("assay.template/2")),
    ("version", |t| t["version"] = json!("")),
    ("title", |t| t["title"] = json!("a\u{202e}b")),
    ("title", |t| t["title"] = json!("x".repeat(201))),
    ("as_of", |t| t["as_of"] = json!("2026-2-30")),
    ("estimated_minutes", |t| t["estimated_minutes"] = json!(-1)),
    ("sections", |t| t["sections"] = json!([])),
    ("sections[1].id", |t| t["sections"][1]["id"] = t["sections"][0]["id"].clone()),
    ("sections[0].weight", |t| t["sections"][0]["weight"] = json!(0)),
    ("sections[0].weight", |t| t["sections"][0]["weight"] = json!(1.5)),
    ("sections[0].colour", |t| t["sections"][0]["colour"] = json!("red")),
    ("questions", |t| t["questions"] = json!([])),
    ("questions", |t| t["questions"] = json!(vec![t["questions"][0].clone(); 5_001])),
    ("questions[1].id", |t| t["questions"][1]["id"] = t["questions"][0]["id"].clone()),
    ("questions[0].id", |t| t["questions"][0]["id"] = json!("pro-1")),
    ("questions[0].id", |t| t["questions"][0]["id"] = json!("a/b")),
    ("questions[0].section", |t| t["questions"][0]["section"] = json!("NIL")),
    ("questions[0].type", |t| t["questions"][0]["type"] = json!("essay")),
    ("questions[0].colour", |t| t["questions"][0]["colour"] = json!("red")),
    ("questions[0].text", |t| t["questions"][0]["text"] = json!("")),
    ("questions[0].help", |t| t["questions"][0]["help"] = json!("a\u{0}b")),
    ("questions[0].risks[0]", |t| t["questions"][0]["risks"] = json!([""])),
    ("questions[0].weight", |t| t["questions"][0]["weight"] = json!(1)),
    ("questions[0].scoring.mode", |t| t["questions"][0]["scored"] = json!(true)),
    ("questions[0].critical", |t| t["questions"][0]["critical"] = json!(true)),
    ("questions[0].evidence.kinds[0]", |t| t["questions"][0]["evidence"]["kinds"] = json!(["rumour"])),
    ("GOV-01.weight", |t| gov(t)["weight"] = json!(6)),
    ("GOV-01.weight", |t| gov(t)["weight"] = json!(0)),
    ("GOV-01.fail_below", |t| gov(t)["fail_below"] = json!(null)),
    ("GOV-01.fail_below", |t| gov(t)["critical"] = json!(false)),
    ("GOV-01.fail_below", |t| gov(t)["fail_below"] = json!(101)),
    ("GOV-03.stop", |t| question(t, "GOV-03")["stop"] = json!(true)),
    ("GOV-01.scoring.mode", |t| gov(t)["scoring"] = json!({"mode": "sum_capped"})),
    ("GOV-01.scoring.mode", |t| gov(t)["scoring"] = json!({"mode": "guess"})),
    ("GOV-01.scoring.bands", |t| gov(t)["scoring"] = json!({"mode": "option", "bands": [{"min": 1, "score": 1}]})),
    ("GOV-01.scoring", |t| gov(t)["scoring"] = json!({"mode": "option", "min": 1})),
    ("GOV-01.options", |t| gov(t)["options"] = json!([])),
    ("GOV-01.options", |t| gov(t)["options"] = json!(vec![gov(t)["options"][0].clone(); 65])),
    ("GOV-01.options[1].id", |t| gov(t)["options"][1]["id"] = gov(t)["options"][0]["id"].clone()),
    ("GOV-01.options[1].score", |t| gov(t)["options"][1]["score"] = json!(101)),
    ("GOV-01.options[1].score", |t| gov(t)["options"][1]["score"] = json!(-1)),
    ("GOV-01.options[1].score", |t| gov(t)["options"][1]["score"] = json!(1e300)),
    ("GOV-01.options[1].score", |t| gov(t)["options"][1]["score"] = json!(null)),
    ("GOV-01.options[2].score", |t| gov(t)["options"][2]["score"] = json!(100)),
    ("GOV-01.options", |t| gov(t)["options"][0]["score"] = json!(99)),
    ("GOV-01.options[0].exclusive", |t| gov(t)["options"][0]["exclusive"] = json!(true)),
    ("GOV-01.remediation.target_option", |t| gov(t)["remediation"]["target_option"] = json!("nothing")),
    ("RES-06.scoring.bands", |t| question(t, "RES-06")["scoring"]["bands"] = json!([])),
    ("RES-06.scoring.bands[0]", |t| bands(t)[0] = json!({"min": 1, "max": 2, "score": 3})),
    ("RES-06.scoring.bands[0]", |t| bands(t)[0] = json!({"score": 3})),
    ("RES-06.scoring.bands[0].score", |t| bands(t)[0]["score"] = json!(101)),
    ("RES-06.scoring.bands[1]", |t| bands(t)[0]["min"] = json!(null)),
    ("RES-06.scoring.max", |t| question(t, "RES-06")["scoring"]["max"] = json!(-1)),
    ("RES-06.scoring.max", |t| question(t, "RES-06")["scoring"]["max"] = json!(i64::MAX)),
    ("GOV-03.show_if.op", |t| *shown(t) = json!({"q": "GOV-01", "op": "resembles", "value": ["none"]})),
    ("GOV-03.show_if", |t| *shown(t) = json!({"all": [], "any": []})),
    ("GOV-03.show_if", |t| *shown(t) = json!({"q": "GOV-01", "op": "in", "value": "none"})),
    ("GOV-03.show_if.q", |t| *shown(t) = json!({"q": "GOV-03", "op": "answered"})),
    ("GOV-03.show_if.q", |t| *shown(t) = json!({"q": "GOV-04", "op": "answered"})),
    ("GOV-03.show_if.value", |t| *shown(t) = json!({"q": "GOV-01", "op": "in", "value": ["nothing"]})),
    ("GOV-03.show_if.value", |t| *shown(t) = json!({"q": "GOV-01", "op": "in", "value": []})),
    ("GOV-03.show_if.value", |t| *shown(t) = json!({"q": "GOV-01", "op": "gte", "value": 3})),
    ("GOV-03.show_if.value", |t| *shown(t) = json!({"q": "PRO-02", "op": "in", "value": ["resells"]})),
    ("GOV-03.show_if.value", |t| *shown(t) = json!({"q": "PRO-08", "op": "lte", "value": "soon"})),
    ("GOV-03.show_if.not.any[1].value", |t| {
        *shown(t) = json!({"not": {"any": [
            {"q": "GOV-01", "op": "answered"}, {"q": "GOV-01", "op": "eq", "value": "nothing"}]}});
    }),
    ("contradictions[1].id", |t| t["contradictions"][1]["id"] = t["contradictions"][0]["id"].clone()),
    ("contradictions[0].claim.q", |t| t["contradictions"][0]["claim"]["q"] = json!("NIL-01")),
    ("contradictions[0].claim.in[0]", |t| t["contradictions"][0]["claim"]["in"] = json!(["nothing"])),
    ("contradictions[0].claim.in", |t| t["contradictions"][0]["claim"]["in"] = json!(["annual"])),
    ("contradictions[0].cap", |t| t["contradictions"][0]["cap"] = json!(31)),
    ("contradictions[0].cap", |t| t["contradictions"][0]["cap"] = json!(1_000)),
    ("contradictions[0].counter.in", |t| t["contradictions"][0]["counter"]["in"] = json!(["principles"])),
    ("contradictions[0].severity", |t| t["contradictions"][0]["severity"] = json!("terrible")),
];

fn question<'a>(template: &'a mut Value, id: &str) -> &'a mut Value {
    template["questions"].as_array_mut().unwrap().iter_mut().find(|question| question["id"] == id).unwrap()
}

fn gov(template: &mut Value) -> &mut Value {
    question(template, "GOV-01")
}

fn bands(template: &mut Value) -> &mut Value {
    &mut question(template, "RES-06")["scoring"]["bands"]
}

fn shown(template: &mut Value) -> &mut Value {
    &mut question(template, "GOV-03")["show_if"]
}

/// `GOV-01.weight` as the path says it: `questions[10].weight`.
fn path(core: &Value, short: &str) -> String {
    let questions = core["questions"].as_array().unwrap();
    let place = questions.iter().position(|question| short.starts_with(question["id"].as_str().unwrap()));
    place.map_or_else(|| short.to_string(), |place| format!("questions[{place}]{}", &short[6..]))
}

#[test]
fn every_broken_template_is_refused_with_the_path_of_its_fault() {
    let core: Value = serde_json::from_str(TEMPLATES[0]).unwrap();
    for (short, change) in BROKEN {
        let mut broken = core.clone();
        change(&mut broken);
        let expected = path(&core, short);
        let faults = Template::parse(broken.to_string().as_bytes()).expect_err(&expected);
        let named = |fault: &Fault| fault.at == expected && !fault.detail.is_empty();
        assert!(faults.iter().any(named), "{expected} is not named in {faults:?}");
    }
}

#[test]
fn all_faults_are_named_at_once() {
    let mut core: Value = serde_json::from_str(TEMPLATES[0]).unwrap();
    core["schema"] = json!("other");
    gov(&mut core)["weight"] = json!(0);
    core["contradictions"][0]["cap"] = json!(31);
    let faults = Template::parse(core.to_string().as_bytes()).unwrap_err();
    let at: Vec<&str> = faults.iter().map(|fault| fault.at.as_str()).collect();
    assert_eq!(at, ["schema", &path(&core, "GOV-01.weight"), "contradictions[0].cap"]);
}

#[test]
fn a_condition_may_nest_sixteen_deep_and_no_deeper() {
    let nested = |levels: usize| {
        let leaf = json!({"q": "GOV-01", "op": "answered"});
        (1..levels).fold(leaf, |inner, _| json!({"all": [inner]}))
    };
    let mut core: Value = serde_json::from_str(TEMPLATES[0]).unwrap();
    *shown(&mut core) = nested(16);
    let template = Template::parse(core.to_string().as_bytes()).unwrap();
    assert!(template.questions.iter().any(|q| q.show_if.as_ref().is_some_and(|c| matches!(c, Condition::All(_)))));
    *shown(&mut core) = nested(17);
    let faults = Template::parse(core.to_string().as_bytes()).unwrap_err();
    let expected = format!("{}{}", path(&core, "GOV-03.show_if"), ".all[0]".repeat(16));
    assert_eq!(faults[0].at, expected);
    *shown(&mut core) = nested(30);
    assert!(Template::parse(core.to_string().as_bytes()).is_err());
}

#[test]
fn a_kind_of_evidence_has_one_name_wherever_it_is_written() {
    for kind in EvidenceKind::ALL {
        assert_eq!(serde_json::to_value(kind).unwrap(), json!(kind.key()));
        assert_eq!(EvidenceKind::of(kind.key()), Some(*kind));
    }
}

#[test]
fn a_questionnaire_has_at_most_five_thousand_questions() {
    let mut screen: Value = serde_json::from_str(TEMPLATES[3]).unwrap();
    let mut model = screen["questions"][0].clone();
    model.as_object_mut().unwrap().remove("show_if");
    let with = |count: u32, file: &mut Value| {
        let letter = |n: u32| char::from_digit(10 + n, 36).unwrap().to_ascii_uppercase();
        let id = |n: u32| format!("{}{}-{:02}", letter(n / 2_600), letter(n / 100 % 26), n % 100);
        let question = |n: u32| {
            let mut question = model.clone();
            question["id"] = json!(id(n));
            question
        };
        file["questions"] = (0..count).map(question).collect();
        file["contradictions"] = json!([]);
        Template::parse(file.to_string().as_bytes())
    };
    assert_eq!(with(5_000, &mut screen).unwrap().questions.len(), 5_000);
    let faults = with(5_001, &mut screen).unwrap_err();
    let told: Vec<_> = faults.iter().map(|fault| (fault.at.as_str(), fault.detail.as_str())).collect();
    assert_eq!(told, [("questions", "at most 5,000 questions")]);
}

#[test]
fn hostile_bytes_are_refused_and_nothing_more() {
    let deep = "[".repeat(1_000_000);
    let objects = "{\"a\":".repeat(200_000);
    let huge = TEMPLATES[0].replacen("\"weight\": 1", &format!("\"weight\": {}", "9".repeat(400)), 1);
    let twice = TEMPLATES[0].replacen('{', "{\"schema\": \"assay.template/1\",", 1);
    let trailing = format!("{}{{}}", TEMPLATES[0]);
    for text in ["", "null", "[]", "{", "\"", "\u{0}", deep.as_str(), &objects, &huge, &twice, &trailing] {
        let faults = Template::parse(text.as_bytes()).unwrap_err();
        assert!(faults.iter().all(|fault| fault.detail.chars().count() <= 301), "{faults:?}");
        assert!(Library::parse(text.as_bytes()).is_err());
        assert!(Intake::parse(text.as_bytes()).is_err());
    }
    assert!(Template::parse(&[0xff, 0xfe, b'{']).is_err());
    let long_key = TEMPLATES[0].replacen('{', &format!("{{\"{}\": 1,", "k".repeat(100_000)), 1);
    let faults = Template::parse(long_key.as_bytes()).unwrap_err();
    assert!(faults[0].at.len() + faults[0].detail.len() < 700, "a hostile key comes back whole");
}

#[test]
fn an_intake_that_names_unknown_things_is_refused_with_the_path() {
    let broken: [(&str, Change); 8] = [
        ("schema", |i| i["schema"] = json!("assay.inherent/2")),
        ("factors", |i| i["factors"] = json!([])),
        ("factors[1].id", |i| i["factors"][1]["id"] = json!("data")),
        ("factors[0].levels", |i| i["factors"][0]["levels"] = json!(["none"])),
        ("factors[0].weight", |i| i["factors"][0]["weight"] = json!(0)),
        ("floors[0].when.all[0].f", |i| i["floors"][0]["when"]["all"][0]["f"] = json!("weather")),
        ("tiers", |i| i["tiers"][3]["min"] = json!(1)),
        ("tier_rules.low.approvers", |i| i["tier_rules"]["low"]["approvers"] = json!(3)),
    ];
    for (path, change) in broken {
        let mut intake: Value = serde_json::from_str(INTAKE).unwrap();
        change(&mut intake);
        let faults = Intake::parse(intake.to_string().as_bytes()).unwrap_err();
        assert!(faults.iter().any(|fault| fault.at == path), "{path} is not named in {faults:?}");
    }
}

#[test]
fn levels_that_miss_a_factor_or_leave_the_scale_are_refused_all_at_once() {
    let intake = Intake::parse(INTAKE.as_bytes()).unwrap();
    let levels = parse_levels(br#"{"data": 5, "weather": 1}"#).unwrap();
    let at: Vec<String> = inherent(&intake, &levels).unwrap_err().into_iter().map(|fault| fault.at).collect();
    assert_eq!(at.len(), 12, "ten factors are missing, one is too high, one is unknown: {at:?}");
    assert!(at.contains(&"data".to_string()) && at.contains(&"weather".to_string()));
    for text in [r#"{"data": 1, "data": 2}"#, r#"{"data": 1.5}"#, r#"{"data": -1}"#, r#"{"data": 256}"#, "[]"] {
        assert!(parse_levels(text.as_bytes()).is_err(), "{text}");
    }
}

#[test]
fn every_tier_has_its_rule() {
    let intake = Intake::parse(INTAKE.as_bytes()).unwrap();
    let rules = Tier::ALL.map(|tier| intake.rule(tier).map(|rule| (rule.reassess_months, rule.approvers)).unwrap());
    assert_eq!(rules, [(36, 1), (24, 1), (12, 2), (6, 2)]);
}

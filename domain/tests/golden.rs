//! The shared vectors, integer for integer, natively and in WebAssembly: both sides must show one number.
//!
//! Every case goes the way of the command line: bytes in, checked, scored, reported as JSON.

use domain::answer::State;
use domain::inherent::{self, Intake, RiskBand};
use domain::scoring::{self, Questionnaire};
use domain::template::{Severity, Template};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

const SCORES: &str = include_str!("vectors/scoring.json");
const RISKS: &str = include_str!("vectors/inherent.json");
const INTAKE: &str = include_str!("../../server/templates/inherent-risk.json");
const TEMPLATES: [&str; 4] = [
    include_str!("../../server/templates/ai-vendor-core.json"),
    include_str!("../../server/templates/genai-addon.json"),
    include_str!("../../server/templates/eu-ai-act-provider.json"),
    include_str!("../../server/templates/supplier-quick-screen.json"),
];

fn cases(text: &str) -> Vec<Value> {
    let file: Value = serde_json::from_str(text).unwrap();
    file["cases"].as_array().unwrap().clone()
}

fn templates() -> BTreeMap<String, Arc<Template>> {
    let parse = |text: &&str| Template::parse(text.as_bytes()).unwrap();
    TEMPLATES.iter().map(parse).map(|template| (template.id.to_string(), Arc::new(template))).collect()
}

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
fn every_score_vector_agrees_integer_for_integer() {
    let templates = templates();
    let cases = cases(SCORES);
    assert_eq!(cases.len(), 60);
    for (number, case) in cases.iter().enumerate() {
        let state = State::parse(case["state"].to_string().as_bytes()).unwrap();
        let template = templates[case["template"].as_str().unwrap()].clone();
        let questionnaire = Questionnaire::new(vec![template], state.depth).unwrap();
        let score = questionnaire.evaluate(&state).unwrap_or_else(|faults| panic!("case {number}: {faults:?}"));
        let mut expected = case["expect"].clone();
        expected["claimed"] = case["claimed"].clone();
        assert_eq!(scoring::report(&score), expected, "case {number}");
    }
}

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
fn every_inherent_vector_agrees_integer_for_integer() {
    let intake = Intake::parse(INTAKE.as_bytes()).unwrap();
    let cases = cases(RISKS);
    assert_eq!(cases.len(), 20);
    for (number, case) in cases.iter().enumerate() {
        let levels = inherent::parse_levels(case["levels"].to_string().as_bytes()).unwrap();
        let result = inherent::inherent(&intake, &levels).unwrap();
        assert_eq!(inherent::report(&result), case["expect"], "case {number}");
        for row in case["residuals"].as_array().unwrap() {
            let residual = inherent::residual(result.inherent, final_of(row)).unwrap();
            assert_eq!(json!(residual), row["residual"], "case {number}: {row}");
            assert_eq!(json!(RiskBand::of(residual)), row["band"], "case {number}: {row}");
        }
        for row in case["uplifts"].as_array().unwrap() {
            assert_eq!(json!(inherent::uplift(&overdue(row))), row["uplift"], "case {number}: {row}");
        }
        for row in case["now"].as_array().unwrap() {
            let residual = inherent::residual(result.inherent, final_of(row)).unwrap();
            let now = inherent::residual_now(residual, inherent::uplift(&overdue(row)));
            assert_eq!(json!(now), row["now"], "case {number}: {row}");
            assert_eq!(json!(RiskBand::of(now)), row["band"], "case {number}: {row}");
        }
    }
}

fn final_of(row: &Value) -> Option<u32> {
    serde_json::from_value(row["final"].clone()).unwrap()
}

fn overdue(row: &Value) -> Vec<(Severity, i64)> {
    let late = |finding: &Value| {
        let severity = serde_json::from_value(finding["severity"].clone()).unwrap();
        (severity, finding["days_late"].as_i64().unwrap())
    };
    row["overdue"].as_array().unwrap().iter().map(late).collect()
}

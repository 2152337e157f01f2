//! `assay score` and `assay inherent` as a program: every shared vector, and files that cannot be used.
//!
//! The program is run once for each kind of outcome; the vectors go through the functions behind it.

use serde_json::{Value, json};
use server::cli::inherent::{InherentArgs, computed};
use server::cli::score::{ScoreArgs, score};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const SCORES: &str = include_str!("../../domain/tests/vectors/scoring.json");
const RISKS: &str = include_str!("../../domain/tests/vectors/inherent.json");

fn cases(text: &str) -> Vec<Value> {
    let file: Value = serde_json::from_str(text).expect("vectors");
    file["cases"].as_array().expect("cases").clone()
}

/// The score as a vector expects it.
fn expected(case: &Value) -> Value {
    let mut expected = case["expect"].clone();
    expected["claimed"] = case["claimed"].clone();
    expected
}

fn written(folder: &Path, content: &Value) -> String {
    let path = folder.join("input.json");
    std::fs::write(&path, content.to_string()).expect("written");
    path.to_str().expect("a path").to_owned()
}

fn assay(arguments: &[&str], input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_assay"));
    let piped = command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().expect("the program");
    child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("sent");
    child.wait_with_output().expect("an end")
}

#[test]
fn every_score_vector_agrees_through_files() {
    let folder = tempfile::tempdir().expect("a folder");
    for (number, case) in cases(SCORES).iter().enumerate() {
        let template = case["template"].as_str().expect("an id").to_owned();
        let args = ScoreArgs { templates: vec![template], state: written(folder.path(), &case["state"]) };
        assert_eq!(score(&args).expect("a score"), expected(case), "case {number}");
    }
}

#[test]
fn every_inherent_vector_agrees_through_files() {
    let folder = tempfile::tempdir().expect("a folder");
    for (number, case) in cases(RISKS).iter().enumerate() {
        let args = InherentArgs { levels: written(folder.path(), &case["levels"]) };
        assert_eq!(computed(&args).expect("a result"), case["expect"], "case {number}");
    }
}

#[test]
fn the_program_prints_one_object_from_standard_input_and_from_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let case = &cases(SCORES)[0];
    let name = case["template"].as_str().expect("an id");
    let by_id = assay(&["score", "--template", name, "-"], &case["state"].to_string());
    assert!(by_id.status.success(), "{by_id:?}");
    assert_eq!(serde_json::from_slice::<Value>(&by_id.stdout).expect("JSON"), expected(case));
    let file = format!("{}/templates/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let by_file = assay(&["score", "--template", &file, &written(folder.path(), &case["state"])], "");
    assert_eq!(by_file.stdout, by_id.stdout);
    let case = &cases(RISKS)[0];
    let risk = assay(&["inherent", "-"], &case["levels"].to_string());
    assert_eq!(serde_json::from_slice::<Value>(&risk.stdout).expect("JSON"), case["expect"]);
}

#[test]
fn what_cannot_be_used_ends_with_a_fault_and_the_path_to_it() {
    let core = include_str!("../templates/ai-vendor-core.json");
    let mut broken: Value = serde_json::from_str(core).expect("a template");
    broken["questions"][3]["options"][1]["score"] = json!(500);
    let folder = tempfile::tempdir().expect("a folder");
    let broken = written(folder.path(), &broken);
    let state = |answers: Value| json!({ "as_of": "2026-11-21", "depth": "base", "answers": answers }).to_string();
    let core = ["score", "--template", "ai-vendor-core", "-"];
    let wrong: [(&[&str], String, &str); 9] = [
        (&core, state(json!({ "GOV-01": { "value": 7 } })), "answers.GOV-01.value"),
        (&core, state(json!({ "GOV-01": { "evidence": [{ "level": 9, "status": "new" }] } })), "evidence[0].level"),
        (&core, "{".to_owned(), "EOF"),
        (&core, String::new(), "EOF"),
        (&core, json!({ "depth": "base" }).to_string(), "as_of"),
        (&["score", "--template", &broken, "-"], state(json!({})), "questions[3].options[1].score"),
        (&["score", "--template", "no-such-file", "-"], state(json!({})), "ai-vendor-core"),
        (&["inherent", "-"], json!({ "data": 5 }).to_string(), "data:"),
        (&["inherent", "-"], json!({ "data": 1.5 }).to_string(), "data:"),
    ];
    for (arguments, input, place) in wrong {
        let output = assay(arguments, &input);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && output.stdout.is_empty(), "{arguments:?} {output:?}");
        assert!(told.contains(place) && !told.contains("panicked"), "{place} in {told}");
    }
}

//! The interface's description is a committed file, so that a changed interface is a visible change.
//!
//! `ASSAY_WRITE_OPENAPI=1 cargo test -p server --test openapi` writes the file anew.

use serde_json::Value;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/openapi.json");

#[test]
fn the_description_is_the_committed_one() {
    let now = server::openapi();
    if std::env::var_os("ASSAY_WRITE_OPENAPI").is_some() {
        std::fs::write(FILE, format!("{now}\n")).expect("the file is written");
    }
    let committed = std::fs::read_to_string(FILE).expect("the committed description");
    assert!(committed.trim_end() == now, "the interface has changed: look at it, then write the file anew");
}

#[test]
fn every_part_of_an_address_is_described() {
    let description: Value = serde_json::from_str(&server::openapi()).expect("JSON");
    for (path, item) in description["paths"].as_object().expect("paths") {
        let described = item["parameters"].as_array().map_or(0, Vec::len);
        assert_eq!(described, path.matches('{').count(), "{path}");
    }
}

#[test]
fn every_refusal_is_a_problem_document_and_every_write_names_what_it_may_be_refused_for() {
    let description: Value = serde_json::from_str(&server::openapi()).expect("JSON");
    for (path, item) in description["paths"].as_object().expect("paths") {
        for method in ["get", "put", "post", "delete"].into_iter().filter(|method| item.get(method).is_some()) {
            let responses = item[method]["responses"].as_object().expect("responses");
            for (status, response) in responses {
                let is_ready = path == "/api/ready" && status == "503";
                let kinds: Vec<&String> =
                    response["content"].as_object().map_or(vec![], |kinds| kinds.keys().collect());
                let is_refusal = status.as_str() >= "400" && !is_ready;
                assert!(!is_refusal || kinds == ["application/problem+json"], "{method} {path} {status}: {kinds:?}");
            }
            if method != "get" {
                let parameters = item[method]["parameters"].as_array().expect("parameters");
                assert!(parameters.iter().any(|one| one["name"] == "idempotency-key"), "{method} {path}");
                assert!(["400", "403", "409", "422", "503"].iter().all(|one| responses.contains_key(*one)), "{path}");
            }
        }
    }
}

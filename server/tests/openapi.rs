//! The interface's description is a committed file, so that a changed interface is a visible change.
//!
//! `ASSAY_WRITE_OPENAPI=1 cargo test -p server --test openapi` writes the file anew.

use serde_json::Value;
use std::collections::BTreeSet;

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
                let parameters = item[method]["parameters"].as_array();
                let has_key = parameters.is_some_and(|all| all.iter().any(|one| one["name"] == "idempotency-key"));
                // Signing out and looking at a link have no effect that a repetition could double.
                let is_plain = ["/api/links", "/api/portal/welcome"].contains(&path.as_str())
                    || (method == "delete" && path.ends_with("/session"));
                assert_ne!(has_key, is_plain, "{method} {path}");
                assert!(["400", "403", "409", "422", "503"].iter().all(|one| responses.contains_key(*one)), "{path}");
            }
        }
    }
}

#[test]
fn every_type_that_is_named_is_described() {
    let text = server::openapi();
    let description: Value = serde_json::from_str(&text).expect("JSON");
    let schemas = description["components"]["schemas"].as_object().expect("types");
    let named = text.split("\"#/components/schemas/").skip(1).filter_map(|rest| rest.split('"').next());
    let missing: Vec<&str> = named.filter(|name| !schemas.contains_key(*name)).collect();
    assert_eq!(missing, Vec::<&str>::new());
}

/// The types that a part of the description names.
fn names(part: &Value) -> Vec<String> {
    let text = part.to_string();
    let named = text.split("\"#/components/schemas/").skip(1).filter_map(|rest| rest.split('"').next());
    named.map(str::to_owned).collect()
}

#[test]
fn texts_and_ids_of_every_body_have_their_limits() {
    let description: Value = serde_json::from_str(&server::openapi()).expect("JSON");
    let schemas = description["components"]["schemas"].as_object().expect("types");
    let mut open: Vec<String> = Vec::new();
    for item in description["paths"].as_object().expect("paths").values() {
        open.extend(item.as_object().expect("methods").values().flat_map(|operation| names(&operation["requestBody"])));
    }
    let (mut bodies, mut without) = (BTreeSet::new(), Vec::new());
    while let Some(name) = open.pop() {
        if bodies.insert(name.clone()) {
            open.extend(names(&schemas[&name]));
        }
    }
    assert!(bodies.len() > 20, "{bodies:?}");
    for name in bodies {
        let schema = &schemas[&name];
        for (field, of) in schema["properties"].as_object().into_iter().flatten() {
            let is_text = of["type"] == "string" || of["type"] == serde_json::json!(["string", "null"]);
            let is_free = of.get("enum").is_none() && of.get("format").is_none() && of.get("const").is_none();
            if is_text && is_free && of.get("maxLength").is_none() {
                without.push(format!("{name}.{field}"));
            }
        }
    }
    assert_eq!(without, Vec::<String>::new());
    assert_eq!(schemas["VendorId"]["maxLength"], 64);
    assert_eq!(schemas["Settings"]["properties"]["retention_months"]["minimum"], 1);
}

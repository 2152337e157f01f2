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

//! Requests made from the interface's own description, sound and broken, as staff, as a vendor's person and as nobody: none
//! is answered with a fault on our side, and none with a status that the description does not name.
//!
//! `ASSAY_GENERATED=25000 cargo test -p server --test generated` makes so many instead of a few thousand.

mod desk;
mod harness;

use desk::Desk;
use harness::Browser;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::{Map, Value, json};

const USUALLY: usize = 2_500;
/// How deep a body is made.
const DEPTH: usize = 6;

/// An operation of the description.
struct Operation {
    method: String,
    path: String,
    described: Value,
}

struct Maker<'a> {
    random: StdRng,
    description: &'a Value,
    /// Texts that mean something here: ids, dates, names.
    known: Vec<String>,
}

const ODD: [&str; 14] = [
    "",
    " ",
    "x",
    "null",
    "2026-12-24",
    "2026-02-30",
    "-1",
    "../../etc",
    "a\u{202e}b",
    "\u{0}",
    "ü漢\u{1f600}",
    "<img src=x onerror=alert(1)>",
    "=cmd|' /C calc'!A0",
    "ann@vendor.example",
];

impl Maker<'_> {
    fn pick<'t>(&mut self, from: &'t [String]) -> &'t str {
        from.get(self.random.random_range(0..from.len().max(1))).map_or("", String::as_str)
    }

    fn text(&mut self) -> String {
        match self.random.random_range(0..10) {
            0..=4 => {
                let known = self.known.clone();
                self.pick(&known).to_owned()
            }
            5..=8 => ODD[self.random.random_range(0..ODD.len())].to_owned(),
            _ => "long ".repeat(self.random.random_range(1..5_000)),
        }
    }

    /// A value of a schema; now and then one of another.
    fn value(&mut self, schema: &Value, depth: usize) -> Value {
        if self.random.random_bool(0.06) || depth > DEPTH {
            return self.anything();
        }
        if let Some(name) = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
            let schema = self.description["components"]["schemas"][name].clone();
            return self.value(&schema, depth + 1);
        }
        for several in ["oneOf", "anyOf"] {
            if let Some(schemas) = schema[several].as_array() {
                let one = schemas[self.random.random_range(0..schemas.len())].clone();
                return self.value(&one, depth + 1);
            }
        }
        if let Some(all) = schema["allOf"].as_array() {
            let parts = all.iter().map(|part| self.value(part, depth + 1));
            let parts: Vec<Map<String, Value>> = parts.filter_map(|part| part.as_object().cloned()).collect();
            return Value::Object(parts.into_iter().flatten().collect());
        }
        if let Some(values) = schema["enum"].as_array() {
            return values[self.random.random_range(0..values.len())].clone();
        }
        let kinds = schema["type"].as_array().map(Vec::as_slice).unwrap_or(std::slice::from_ref(&schema["type"]));
        let kind = kinds[self.random.random_range(0..kinds.len())].as_str().unwrap_or_default();
        match kind {
            "string" => json!(self.text()),
            "integer" | "number" => json!(self.random.random_range(-2..200)),
            "boolean" => json!(self.random.random_bool(0.5)),
            "null" => Value::Null,
            "array" => {
                let length = self.random.random_range(0..3);
                (0..length).map(|_| self.value(&schema["items"], depth + 1)).collect()
            }
            "object" => self.object(schema, depth),
            _ => self.anything(),
        }
    }

    fn object(&mut self, schema: &Value, depth: usize) -> Value {
        let mut made = Map::new();
        let required = schema["required"].as_array().cloned().unwrap_or_default();
        for (name, inner) in schema["properties"].as_object().cloned().unwrap_or_default() {
            let is_required = required.iter().any(|one| *one == name.as_str());
            if self.random.random_bool(if is_required { 0.97 } else { 0.5 }) {
                made.insert(name, self.value(&inner, depth + 1));
            }
        }
        if self.random.random_bool(0.03) {
            made.insert("score".into(), json!(100));
        }
        Value::Object(made)
    }

    fn anything(&mut self) -> Value {
        match self.random.random_range(0..6) {
            0 => Value::Null,
            1 => json!(1e300),
            2 => json!([[[]]]),
            3 => json!({"a": {"b": []}}),
            4 => json!(true),
            _ => json!(self.text()),
        }
    }

    fn filled(&mut self, path: &str) -> String {
        let part = |maker: &mut Self, part: &str| {
            if !part.starts_with('{') {
                return part.to_owned();
            }
            let text =
                if maker.random.random_bool(0.8) { maker.pick(&maker.known.clone()).to_owned() } else { maker.text() };
            let text: String = text.chars().take(80).collect();
            percent_encoding::utf8_percent_encode(&text, percent_encoding::NON_ALPHANUMERIC).to_string()
        };
        path.split('/').map(|one| part(self, one)).collect::<Vec<_>>().join("/")
    }
}

fn operations(description: &Value) -> Vec<Operation> {
    let mut found = Vec::new();
    for (path, item) in description["paths"].as_object().expect("paths") {
        for method in ["get", "put", "post", "delete"] {
            if let Some(described) = item.get(method) {
                found.push(Operation {
                    method: method.to_uppercase(),
                    path: path.clone(),
                    described: described.clone(),
                });
            }
        }
    }
    found
}

/// Whoever asks would be signed out by these, or asks for nothing of the kind.
fn ends_sessions(operation: &Operation) -> bool {
    let ends = operation.method == "DELETE" && operation.path.ends_with("/session");
    // Without the browser program built, the server says that it is not ready.
    ends || operation.path.ends_with("/password") || operation.path == "/api/ready"
}

async fn ask(maker: &mut Maker<'_>, who: &Browser, operation: &Operation) -> (u16, String) {
    let path = maker.filled(&operation.path);
    let mut request = who.request(&operation.method, &path);
    if maker.random.random_bool(0.5) {
        request = request.header("if-match", format!("\"{}\"", maker.random.random_range(0..3)));
    }
    if maker.random.random_bool(0.4) {
        request = request.header("idempotency-key", format!("k{}", maker.random.random_range(0..50)));
    }
    let content = &operation.described["requestBody"]["content"];
    if content.get("application/json").is_some() {
        let body = maker.value(&content["application/json"]["schema"], 0);
        let text = if maker.random.random_bool(0.03) { "{\"a\":".to_owned() } else { body.to_string() };
        let kind = if maker.random.random_bool(0.03) { "text/plain" } else { "application/json" };
        request = request.header("content-type", kind).body(text);
    } else if content.is_object() {
        let name = if maker.random.random_bool(0.8) { "a.txt" } else { "a.exe" };
        request = request.header("x-file-name", name).header("content-type", "application/octet-stream").body("text");
    }
    let reply = who.send(request).await;
    (reply.status, reply.text)
}

#[tokio::test]
async fn no_request_is_answered_with_a_fault_or_a_status_that_is_not_described() {
    let number = std::env::var("ASSAY_GENERATED").ok().and_then(|text| text.parse().ok()).unwrap_or(USUALLY);
    let desk = Desk::open().await;
    let (id, vendor) = desk.concluded().await;
    let open = desk.sent().await;
    let view = desk.view(&id).await;
    let mut known: Vec<String> = vec![id, open, desk.vendor.clone(), desk.system.clone(), desk.template.clone()];
    known.extend(desk.contacts.iter().cloned());
    known.extend(["KI-01", "KI-05", "KI-07", "iso42001", "2026-12-24", "policy", "yes"].map(str::to_owned));
    let findings = view["findings"].as_array().expect("findings").iter();
    known.extend(findings.filter_map(|row| row["finding"]["id"].as_str().map(str::to_owned)));
    let description: Value = serde_json::from_str(&server::openapi()).expect("JSON");
    let operations: Vec<Operation> = operations(&description).into_iter().filter(|one| !ends_sessions(one)).collect();
    let mut maker = Maker { random: StdRng::seed_from_u64(20), description: &description, known };
    let actors = [&desk.admin, &vendor, &desk.assay.browser()];
    let mut done = 0;
    for place in 0..number {
        let operation = &operations[place % operations.len()];
        let who = actors[maker.random.random_range(0..actors.len())];
        let (status, text) = ask(&mut maker, who, operation).await;
        let asked = format!("{} {}", operation.method, operation.path);
        assert!(status < 500, "{asked}: {status} {text}");
        let is_described = operation.described["responses"].get(status.to_string()).is_some();
        assert!(is_described, "{asked} answered {status}, which its description does not name: {text}");
        done += usize::from(status < 300);
    }
    assert!(done * 20 > number, "too few of the requests were sound: {done} of {number}");
}

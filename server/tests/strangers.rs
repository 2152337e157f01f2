//! Whoever has no business at an address: every operation of the interface is asked by somebody of another organisation,
//! by the wrong side and by nobody.
//!
//! The operations come from the interface's own description, so that one that is added is asked too.

mod desk;
mod harness;

use desk::{DUE, Desk, answer, at, attach_until};
use harness::{Browser, Reply};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// What anyone may ask: to come in, and whether the server lives.
const FOR_ANYONE: [&str; 12] = [
    "GET /api/health",
    "GET /api/ready",
    "POST /api/first-account",
    "POST /api/joins",
    "POST /api/links",
    "POST /api/password-resets",
    "POST /api/password-resets/use",
    "POST /api/portal/links",
    "POST /api/portal/session",
    "POST /api/portal/welcome",
    "POST /api/session",
    "POST /api/session/link",
];
/// To go away again is granted to whoever is not here.
const TO_LEAVE: [&str; 2] = ["DELETE /api/portal/session", "DELETE /api/session"];
/// The same for every organisation: shipped control libraries, by name.
const SHARED: &str = "GET /api/libraries/{name}";
/// An id that nobody has.
const UNKNOWN: &str = "0193a6e1-1111-7000-8000-000000000000";

/// Method and path of every operation.
fn operations() -> Vec<(String, String)> {
    let description: Value = serde_json::from_str(&server::openapi()).expect("JSON");
    let paths = description["paths"].as_object().expect("paths").clone();
    let of_path = |(path, item): (String, Value)| {
        let methods: Vec<String> = item.as_object().map(|item| item.keys().cloned().collect()).unwrap_or_default();
        let methods = methods.into_iter().filter(|key| key != "parameters");
        methods.map(move |method| (method.to_uppercase(), path.clone())).collect::<Vec<_>>()
    };
    paths.into_iter().flat_map(of_path).collect()
}

/// A body that would be taken if the asker were the right one.
fn body(operation: &str, desk: &Desk) -> Option<Value> {
    let what = operation.split('/').next_back().unwrap_or_default();
    let name = || json!({"name": "x"});
    Some(match (operation.split(' ').next().unwrap_or_default(), what) {
        ("GET" | "DELETE", _) => return None,
        (_, "conclusion") => json!({"outcome": {"outcome": "approved"}}),
        (_, "contact") => json!({"contact": desk.contacts[1]}),
        (_, "due") => json!({ "due": DUE }),
        (_, "judgement") => json!({"accepted": true, "level": 2}),
        (_, "findings") => json!({"kind": "control", "question": "KI-01", "rule": null}),
        (_, "actions") => json!({"action": "start_work"}),
        (_, "plan" | "assessments") => desk.plan(),
        (_, "verdicts") => json!({"question": "KI-01", "verdict": {"verdict": "accept"}}),
        (_, "withdrawal") => json!({"reason": "Mine."}),
        (_, "{id}") => json!({"roles": ["analyst"], "active": true}),
        (_, "{question}") => json!({"value": "yes"}),
        (_, "answers") => {
            let change = json!({"question": "KI-01", "entry": {"value": "yes"}, "revision": 0, "key": "k"});
            json!({ "changes": [change] })
        }
        (_, "evidence") => json!({"question": "KI-05", "file": "0".repeat(64), "name": "a.txt", "kind": "policy"}),
        (_, "submission") => json!({"name": "Eve", "role": "CTO"}),
        (_, "{vendor}" | "people" | "settings" | "vendors" | "password") => name(),
        (_, "certificates" | "{certificate}") => json!({"kind": "soc2", "scope": "x", "valid_until": "2027-01-31"}),
        (_, "contacts" | "{contact}") => json!({"name": "Eve", "email": "eve@evil.example"}),
        (_, "systems" | "{system}") => json!({"description": {"name": "x"}}),
        (_, "intake") => json!({"levels": {}}),
        _ => json!({}),
    })
}

async fn ask(who: &Browser, method: &str, path: &str, desk: &Desk, operation: &str) -> Reply {
    let mut request = who.request(method, path).header("if-match", "\"0\"").header("x-file-name", "a.txt");
    request = match body(operation, desk) {
        Some(_) if operation.ends_with("/files") => {
            request.header("content-type", "application/octet-stream").body("text")
        }
        Some(body) => request.json(&body),
        None => request,
    };
    who.send(request).await
}

/// The address with its ids filled in.
fn filled(path: &str, ids: &BTreeMap<&str, String>) -> String {
    ids.iter().fold(path.to_owned(), |path, (name, id)| path.replace(&format!("{{{name}}}"), id))
}

/// What a reply tells, without what differs with every reply.
fn told(reply: &Reply) -> (u16, Map<String, Value>) {
    let mut problem = reply.json().as_object().cloned().unwrap_or_default();
    problem.remove("trace");
    (reply.status, problem)
}

/// Ids of everything that one organisation has: an assessment with evidence and a finding, and who is about it.
async fn everything(desk: &Desk) -> BTreeMap<&'static str, String> {
    let id = desk.sent().await;
    let vendor = desk.enter(0).await;
    for (question, entry) in desk::answers() {
        answer(&vendor, &id, question, 0, &entry).await.must_be(200);
    }
    let attached = attach_until(&vendor, &id, "KI-05", "2027-01-31").await.must_be(201).json();
    desk::submit(&vendor, &id).await.must_be(200);
    desk.post(&id, "conclusion", json!({"outcome": {"outcome": "approved"}})).await.must_be(200);
    let view = desk.view(&id).await;
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let certificate = json!({"kind": "soc2", "scope": "x", "valid_until": "2027-01-31"});
    let with = desk.admin.post(&format!("/api/vendors/{}/certificates", desk.vendor), certificate).await.json();
    let me = desk.admin.get("/api/session").await.json();
    let mail = desk.mails().await.into_iter().next().expect("a mail").mail;
    BTreeMap::from([
        ("assessment", id),
        ("evidence", text(&attached["id"])),
        ("finding", text(&view["findings"][0]["finding"]["id"])),
        ("question", "KI-01".into()),
        ("vendor", desk.vendor.clone()),
        ("system", desk.system.clone()),
        ("contact", desk.contacts[0].clone()),
        ("certificate", text(&with["certificates"][0]["id"])),
        ("hash", desk.template.clone()),
        ("id", if mail.is_empty() { text(&me["person"]) } else { mail }),
    ])
}

#[tokio::test]
async fn another_organisations_ids_answer_as_unknown_ones_at_every_address() {
    let desk = Desk::open().await;
    let ids = everything(&desk).await;
    let unknown: BTreeMap<&str, String> =
        ids.keys().map(|name| (*name, if *name == "hash" { "0".repeat(64) } else { UNKNOWN.to_owned() })).collect();
    let stranger = desk.assay.found("Aldermere Mutual").await;
    let elsewhere = strange_vendor(&desk, &stranger).await;
    let person = desk.admin.get("/api/session").await.json()["person"].clone();
    let mut asked = 0;
    for (method, path) in operations() {
        let operation = format!("{method} {path}");
        if !path.contains('{') || operation == SHARED {
            continue;
        }
        let mut ids = ids.clone();
        if path.starts_with("/api/people/") {
            ids.insert("id", person.as_str().expect("an id").to_owned());
        }
        let who = if path.starts_with("/api/portal/") { &elsewhere } else { &stranger };
        let theirs = ask(who, &method, &filled(&path, &ids), &desk, &operation).await;
        let nobodys = ask(who, &method, &filled(&path, &unknown), &desk, &operation).await;
        assert_eq!(theirs.status, 404, "{operation}: {}", theirs.text);
        assert_eq!(told(&theirs), told(&nobodys), "{operation}");
        asked += 1;
    }
    assert!(asked >= 35, "{asked} operations were asked");
    assert_eq!(desk.view(&ids["assessment"]).await["row"]["stage"], "concluded", "and nothing has changed");
}

/// A contact of a vendor of the other organisation, who has come in.
async fn strange_vendor(desk: &Desk, stranger: &Browser) -> Browser {
    let me = stranger.get("/api/session").await.json();
    let org = me["organisation"]["id"].as_str().expect("an id").parse().expect("an id");
    let template = desk::publish(&desk.assay, &org, desk::kinds().replace("1.0.0", "1.0.1")).await;
    let made = json!({"profile": {"name": "Other"}, "contacts": [{"name": "Zoe", "email": "zoe@other.example"}]});
    let vendor = stranger.post("/api/vendors", made).await.must_be(201).json()["id"].clone();
    let path = format!("/api/vendors/{}", vendor.as_str().expect("an id"));
    let view = stranger.post(&format!("{path}/systems"), json!({"description": {"name": "Eye"}})).await.json();
    let (system, contact) = (view["systems"][0]["id"].clone(), view["contacts"][0]["id"].clone());
    let levels = desk::levels(stranger).await;
    let intake = format!("{path}/systems/{}/intake", system.as_str().expect("an id"));
    stranger.put(&intake, json!({ "levels": levels })).await.must_be(200);
    let plan = json!({
        "vendor": vendor, "system": system, "templates": [template], "depth": "base", "due": DUE, "contact": contact,
        "reason": "Before the contract.",
    });
    let id = stranger.post("/api/assessments", plan).await.must_be(201).json()["id"].clone();
    let sending = format!("/api/assessments/{}/sending", id.as_str().expect("an id"));
    stranger.post(&sending, json!({})).await.must_be(200);
    let token = desk.assay.mailed_token(stranger, "zoe@other.example").await;
    let browser = desk.assay.browser();
    browser.post("/api/portal/session", json!({ "token": token })).await.must_be(200);
    browser
}

#[tokio::test]
async fn nobody_and_the_wrong_side_are_told_to_sign_in_at_every_address() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let (vendor, nobody) = (desk.enter(0).await, desk.assay.browser());
    vendor.get(&at(&id, "")).await.must_be(200);
    let unknown: BTreeMap<&str, String> =
        ["assessment", "evidence", "finding", "question", "vendor", "system", "contact", "certificate", "id", "name"]
            .map(|name| (name, UNKNOWN.to_owned()))
            .into();
    for (method, path) in operations() {
        let operation = format!("{method} {path}");
        if FOR_ANYONE.contains(&operation.as_str()) || TO_LEAVE.contains(&operation.as_str()) {
            continue;
        }
        let path_filled = filled(&path, &unknown).replace("{hash}", &"0".repeat(64));
        let wrong_side = if path.starts_with("/api/portal/") { &desk.admin } else { &vendor };
        for who in [&nobody, wrong_side] {
            let reply = ask(who, &method, &path_filled, &desk, &operation).await;
            assert_eq!((reply.status, reply.code().as_str()), (401, "signed_out"), "{operation}: {}", reply.text);
        }
    }
}

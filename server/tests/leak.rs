//! Nothing of the buyer's judgement reaches a vendor: every byte of a whole journey is compared with the allowed keys.
//!
//! The list is the domain's own; problem documents have their members besides. Secrets are planted wherever the staff
//! write something that is not for the vendor.

mod desk;
mod harness;

use desk::{Desk, answer, answers, at, attach, send_file};
use domain::actor::Role;
use harness::{Browser, Reply};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const KEYS: &str = include_str!("../../domain/tests/portal_keys.txt");
/// The members of a problem document, and of a file that was sent.
const MORE_KEYS: [&str; 10] =
    ["type", "title", "status", "code", "detail", "errors", "current", "trace", "question", "media_type"];
/// What stands in every text that the staff write for themselves.
const SECRET: &str = "SECRET";

fn allowed() -> BTreeSet<&'static str> {
    let listed = KEYS.lines().filter(|line| !line.starts_with('#')).map(str::trim).filter(|line| !line.is_empty());
    listed.chain(MORE_KEYS).collect()
}

/// Every key of every object, but for those of maps whose keys are ids of questions.
fn keys(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (key, inner) in members {
                if !key.starts_with("KI-") {
                    found.insert(key.clone());
                }
                keys(inner, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| keys(item, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// A vendor's browser whose every reply is looked through.
struct Watched {
    browser: Browser,
    bytes: usize,
    replies: usize,
}

impl Watched {
    fn look(&mut self, reply: Reply) -> Reply {
        self.bytes += reply.text.len();
        self.replies += 1;
        let headers = format!("{:?}", reply.headers);
        for text in [&reply.text, &headers] {
            assert!(!text.contains(SECRET), "a secret in {text}");
        }
        if !reply.text.is_empty() {
            let mut found = BTreeSet::new();
            keys(&reply.json(), &mut found);
            let allowed = allowed();
            let leaked: Vec<&String> = found.iter().filter(|key| !allowed.contains(key.as_str())).collect();
            assert!(leaked.is_empty(), "{leaked:?} in {}", reply.text);
        }
        reply
    }

    async fn submits(&mut self, id: &str) {
        let receipt = desk::submit(&self.browser, id).await;
        self.look(receipt).must_be(200);
    }

    /// Shows a file for the plan of a finding.
    async fn shows(&mut self, id: &str, finding: &Value) {
        let sent = send_file(&self.browser, id, "plan.txt", "a plan").await;
        let sent = self.look(sent).must_be(201).json();
        let shown = json!({"question": finding["question"], "finding": finding["id"], "file": sent["file"],
            "name": "plan.txt", "kind": "policy"});
        let reply = self.browser.post(&at(id, "/evidence"), shown).await;
        self.look(reply).must_be(201);
    }

    async fn read_everything(&mut self, id: &str) -> Value {
        let session = self.browser.get("/api/portal/session").await;
        self.look(session);
        let view = self.browser.get(&at(id, "")).await;
        self.look(view).must_be(200).json()
    }
}

/// What the vendor must not know, by the staff who know it.
async fn judge(desk: &Desk, id: &str, evidence: &str) {
    let second = desk.assay.staff(&desk.admin, &[Role::Reviewer]).await;
    let verdict = |question: &str, verdict: Value| json!({"question": question, "verdict": verdict});
    let note = format!("{SECRET} note");
    for body in [
        verdict("KI-01", json!({"verdict": "override", "credit": 13, "level": 1, "reason": note})),
        verdict("KI-05", json!({"verdict": "accept"})),
        verdict("KI-03", json!({"verdict": "query", "message": "Please say more."})),
    ] {
        second.post(&format!("/api/assessments/{id}/verdicts"), body).await.must_be(200);
    }
    let judgement = json!({"accepted": false, "reason": note});
    desk.post(id, &format!("evidence/{evidence}/judgement"), judgement).await.must_be(200);
}

#[tokio::test]
async fn nothing_but_the_allowed_fields_reaches_a_vendor() {
    let desk = Desk::open().await;
    desk.admin
        .put(
            &format!("/api/vendors/{}", desk.vendor),
            json!({"name": "Helio Labs", "summary": format!("{SECRET} summary")}),
        )
        .await
        .must_be(200);
    let id = desk.sent().await;
    let token = json!({"token": desk.token(0).await});
    let mut vendor = Watched { browser: desk.assay.browser(), bytes: 0, replies: 0 };
    for path in ["welcome", "session", "session"] {
        let reply = vendor.browser.post(&format!("/api/portal/{path}"), token.clone()).await;
        vendor.look(reply).must_be(200);
    }
    let signed_out = desk.assay.browser().get(&at(&id, "")).await;
    vendor.look(signed_out).must_be(401);
    let wrong = answer(&vendor.browser, &id, "KI-05", 0, &json!({"value": "best"})).await;
    vendor.look(wrong).must_be(422);
    for (question, entry) in answers() {
        let reply = answer(&vendor.browser, &id, question, 0, &entry).await;
        vendor.look(reply).must_be(200);
    }
    let stale = answer(&vendor.browser, &id, "KI-05", 0, &json!({"value": "fair"})).await;
    vendor.look(stale).must_be(412);
    let sent = send_file(&vendor.browser, &id, "a.txt", "a record").await;
    let sent = vendor.look(sent).must_be(201).json();
    let evidence = attach(&vendor.browser, &id, "KI-05", &sent).await;
    let evidence = vendor.look(evidence).must_be(201).json()["id"].as_str().expect("an id").to_owned();
    vendor.read_everything(&id).await;
    vendor.submits(&id).await;

    judge(&desk, &id, &evidence).await;
    vendor.read_everything(&id).await;
    desk.post(&id, "return", json!({})).await.must_be(200);
    let seen = vendor.read_everything(&id).await;
    assert_eq!(seen["queries"], json!({"KI-03": "Please say more."}));
    let reply = answer(&vendor.browser, &id, "KI-03", 1, &json!({"value": ["a"], "comment": "More."})).await;
    vendor.look(reply).must_be(200);
    vendor.submits(&id).await;
    let outcome = json!({"outcome": "conditional", "conditions": "Mend it.", "until": "2027-05-01"});
    let conclusion = json!({"outcome": outcome, "reason": format!("{SECRET} reason")});
    desk.post(&id, "conclusion", conclusion).await.must_be(200);
    let seen = vendor.read_everything(&id).await;
    let findings = seen["findings"].as_array().expect("findings").clone();
    assert!(findings.len() > 1, "{findings:?}");

    for finding in &findings {
        let finding = finding["id"].as_str().expect("an id");
        let ours = format!("findings/{finding}/actions");
        let moved = json!({"action": "move_due", "fix_due": "2027-04-01", "reason": format!("{SECRET} move")});
        desk.post(&id, &ours, moved).await.must_be(200);
        let plan = json!({"action": "propose_plan", "plan": "We mend it.", "fix_by": "2026-12-20"});
        let reply = vendor.browser.post(&at(&id, &format!("/{ours}")), plan).await;
        vendor.look(reply).must_be(200);
        let refused = vendor.browser.post(&at(&id, &format!("/{ours}")), json!({"action": "agree_plan"})).await;
        vendor.look(refused).must_be(403);
    }
    vendor.shows(&id, &findings[0]).await;
    let first = findings[0]["id"].as_str().expect("an id");
    let accepted = json!({"action": "accept_risk", "until": "2027-01-01", "reason": format!("{SECRET} risk")});
    desk.post(&id, &format!("findings/{first}/actions"), accepted).await.must_be(200);
    vendor.read_everything(&id).await;
    for mail in desk.mails().await {
        assert!(!mail.text.contains(SECRET) && !mail.subject.contains(SECRET), "{}", mail.text);
    }
    assert!(vendor.replies >= 25 && vendor.bytes > 20_000, "{} replies, {} bytes", vendor.replies, vendor.bytes);
    // The staff do have all of it.
    let known = desk.view(&id).await.to_string();
    for secret in ["note", "reason", "risk"] {
        assert!(known.contains(&format!("{SECRET} {secret}")), "{secret}");
    }
}

#[tokio::test]
async fn what_a_vendor_sends_besides_its_fields_is_refused_and_changes_nothing() {
    let desk = Desk::open().await;
    let (id, vendor) = desk.submitted().await;
    desk.post(&id, "verdicts", json!({"question": "KI-05", "verdict": {"verdict": "query", "message": "Why?"}}))
        .await
        .must_be(200);
    desk.post(&id, "return", json!({})).await.must_be(200);
    let before = vendor.get(&at(&id, "")).await.must_be(200).text;
    let bodies = [
        ("PUT", "/answers/KI-05", json!({"value": "good"})),
        ("POST", "/evidence", json!({"question": "KI-05", "file": "ab", "name": "a.txt", "kind": "policy"})),
        ("POST", "/submission", json!({"name": "Ann", "role": "CISO"})),
        ("POST", "/findings/control:KI-05:1/actions", json!({"action": "submit_fix", "note": "x"})),
    ];
    for (method, path, body) in bodies {
        for extra in ["score", "status", "org", "role_", "locked", "credit", "level", "by", "revision"] {
            let mut body = body.clone();
            body[extra] = json!(1);
            let request = vendor.request(method, &at(&id, path)).header("if-match", "\"1\"").json(&body);
            let reply = vendor.send(request).await;
            assert_eq!((reply.status, reply.code()), (400, "malformed".to_owned()), "{path} {extra}: {}", reply.text);
        }
    }
    assert_eq!(vendor.get(&at(&id, "")).await.must_be(200).text, before);
}

//! Preparing and sending assessments, and what becomes of a link that is renewed, taken back or handed on.
//!
//! Every test begins at a desk with one vendor. A link that was replaced or taken back must be dead at once, and
//! an id of another organisation must look like one that does not exist.

mod desk;
mod harness;

use desk::{DUE, Desk, answer, at, noon};
use domain::actor::Role;
use domain::journal::{DAY_MILLIS, Timestamp};
use harness::Browser;
use serde_json::{Value, json};

async fn sees(browser: &Browser, id: &str) -> u16 {
    browser.get(&at(id, "")).await.status
}

#[tokio::test]
async fn a_draft_is_changed_sent_and_listed_with_its_link() {
    let desk = Desk::open().await;
    let id = desk.drafted().await;
    let mut plan = desk.plan();
    plan["reason"] = json!("Before the\r\ncontract.");
    plan["due"] = json!("2026-12-12");
    let view = desk.admin.put(&format!("/api/assessments/{id}/plan"), plan).await.must_be(200).json();
    assert_eq!(view["plan"]["reason"], "Before the\ncontract.");
    assert_eq!((view["row"]["stage"].as_str(), &view["invitation"]), (Some("draft"), &Value::Null));
    let view = desk.post(&id, "sending", json!({})).await.must_be(200).json();
    assert_eq!(view["row"]["stage"], "sent");
    let ends = Timestamp::start_of("2027-01-12".parse().expect("a date"));
    let invitation = json!({
        "sent": noon().0, "expires": ends.0, "used": null, "revoked": false, "delivered": false,
    });
    assert_eq!(view["invitation"], invitation, "as the sending says");
    assert_eq!(desk.view(&id).await["invitation"], invitation, "as it is stored");
    let list = desk.admin.get("/api/assessments").await.must_be(200).json();
    let row = &list["assessments"][0];
    assert_eq!((row["assessment"].as_str(), row["vendor"].as_str()), (Some(id.as_str()), Some("Helio Labs")));
    let mail = desk.mails().await.into_iter().find(|mail| mail.subject == "Nordwind AG asks about Helio Chat");
    let mail = mail.expect("the invitation");
    for part in ["Hello Ann Ahlers", "12 December 2026", "Before the\ncontract.", "{link:"] {
        assert!(mail.text.contains(part), "{part} in {}", mail.text);
    }
}

#[tokio::test]
async fn an_assessment_stays_on_the_version_it_was_sent_with_when_a_newer_one_ships() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let vendor = desk.enter(0).await;
    let before = vendor.get(&at(&id, "")).await.must_be(200).json();
    let newer = desk::kinds().replace("1.0.0", "2.0.0").replace("Question KI-01", "Asked anew");
    let newer = desk::publish(&desk.assay, &desk.org, newer).await;
    answer(&vendor, &id, "KI-01", 0, &json!({"value": "yes"})).await.must_be(200);
    let after = vendor.get(&at(&id, "")).await.must_be(200).json();
    assert!(before["templates"].to_string().contains("Question KI-01"), "{before}");
    assert_eq!(after["templates"], before["templates"]);
    assert_eq!(desk.view(&id).await["plan"]["templates"], json!([desk.template]));
    let mut plan = desk.plan();
    plan["templates"] = json!([newer]);
    let next = desk.admin.post("/api/assessments", plan).await.must_be(201).json();
    let next = next["id"].as_str().expect("an id");
    desk.post(next, "sending", json!({})).await.must_be(200);
    let asked = desk.enter(0).await.get(&at(next, "")).await.must_be(200).json()["templates"].to_string();
    assert!(asked.contains("Asked anew") && !asked.contains("Question KI-01"), "{asked}");
}

#[tokio::test]
async fn a_plan_that_does_not_fit_names_every_field() {
    let desk = Desk::open().await;
    let faults = |reply: harness::Reply| {
        let problem = reply.must_be(422).json();
        let errors = problem["errors"].as_array().cloned().unwrap_or_default();
        errors.iter().map(|fault| fault["at"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    let mut plan = desk.plan();
    plan["system"] = json!("nobody");
    plan["contact"] = json!("nobody");
    assert_eq!(faults(desk.admin.post("/api/assessments", plan).await), ["system", "contact"]);
    for (field, wrong) in [("due", json!("2026-11-20")), ("reason", json!("  ")), ("templates", json!(["ab12"]))] {
        let mut plan = desk.plan();
        plan[field] = wrong;
        assert_eq!(faults(desk.admin.post("/api/assessments", plan).await), [field]);
    }
    let mut plan = desk.plan();
    plan["reason"] = json!("a".repeat(10_001));
    assert_eq!(faults(desk.admin.post("/api/assessments", plan).await), ["reason"]);
    let mut plan = desk.plan();
    plan["score"] = json!(100);
    assert_eq!(desk.admin.post("/api/assessments", plan).await.must_be(400).code(), "malformed");
    let mut plan = desk.plan();
    plan["vendor"] = json!("nobody");
    desk.admin.post("/api/assessments", plan).await.must_be(404);
    // An AI system without an intake has no tier, so nothing can be asked of it yet.
    let path = format!("/api/vendors/{}/systems", desk.vendor);
    let view = desk.admin.post(&path, json!({"description": {"name": "Unrated"}})).await.must_be(201).json();
    let systems = view["systems"].as_array().expect("systems");
    let unrated = systems.iter().find(|system| system["description"]["name"] == "Unrated").expect("the system");
    let mut plan = desk.plan();
    plan["system"] = unrated["id"].clone();
    assert_eq!(faults(desk.admin.post("/api/assessments", plan).await), ["system"]);
}

#[tokio::test]
async fn only_an_analyst_prepares_sends_and_looks_after_the_link() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let others = [Role::Admin, Role::Reviewer, Role::Approver, Role::Auditor];
    let other = desk.assay.staff(&desk.admin, &others).await;
    let draft = desk.drafted().await;
    let path = |id: &str, what: &str| format!("/api/assessments/{id}/{what}");
    let replies = [
        other.post("/api/assessments", desk.plan()).await,
        other.put(&path(&draft, "plan"), desk.plan()).await,
        other.post(&path(&draft, "sending"), json!({})).await,
        other.post(&path(&id, "invitation"), json!({})).await,
        other.delete(&path(&id, "invitation")).await,
        other.put(&path(&id, "contact"), json!({"contact": desk.contacts[1]})).await,
        other.put(&path(&id, "due"), json!({"due": "2026-12-31"})).await,
        other.post(&path(&id, "withdrawal"), json!({"reason": "No."})).await,
    ];
    for reply in replies {
        assert_eq!(reply.must_be(403).code(), "forbidden");
    }
    other.get("/api/assessments").await.must_be(200);
    other.get(&format!("/api/assessments/{id}")).await.must_be(200);
    let analyst = desk.assay.staff(&desk.admin, &[Role::Analyst]).await;
    analyst.post(&path(&draft, "sending"), json!({})).await.must_be(200);
}

#[tokio::test]
async fn sending_twice_with_one_key_sends_one_mail_and_without_a_key_is_refused() {
    let desk = Desk::open().await;
    let id = desk.drafted().await;
    let path = format!("/api/assessments/{id}/sending");
    let send = || desk.admin.send(desk.admin.request("POST", &path).header("idempotency-key", "k1").json(&json!({})));
    let (first, second) = (send().await.must_be(200), send().await.must_be(200));
    assert_eq!(first.text, second.text);
    assert_eq!(desk.mails_about("asks about", 0).await, 1);
    assert_eq!(desk.post(&id, "sending", json!({})).await.must_be(409).code(), "state");
}

#[tokio::test]
async fn a_link_sent_again_ends_the_one_before_and_leaves_the_session() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let first = desk.token(0).await;
    desk.assay.state.clock.set(Timestamp(noon().0 + 1_000));
    desk.post(&id, "invitation", json!({})).await.must_be(200);
    assert_eq!(desk.mails_about("asks about", 0).await, 2);
    let browser = desk.assay.browser();
    let dead = browser.post("/api/portal/session", json!({ "token": first })).await.must_be(410);
    assert_eq!(dead.code(), "dead_link");
    let vendor = desk.enter(0).await;
    desk.post(&id, "invitation", json!({})).await.must_be(200);
    assert_eq!(sees(&vendor, &id).await, 200);
    let invitation = &desk.view(&id).await["invitation"];
    assert_eq!((invitation["revoked"].as_bool(), &invitation["used"]), (Some(false), &Value::Null));
    // Three mails an hour to one address.
    assert_eq!(desk.post(&id, "invitation", json!({})).await.must_be(429).code(), "too_many");
}

#[tokio::test]
async fn a_revoked_link_is_dead_with_its_session_until_it_is_sent_again() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let vendor = desk.enter(0).await;
    assert_eq!(sees(&vendor, &id).await, 200);
    let view = desk.admin.delete(&format!("/api/assessments/{id}/invitation")).await.must_be(200).json();
    assert_eq!(view["invitation"]["revoked"], true);
    assert_eq!(vendor.get("/api/portal/session").await.must_be(401).code(), "signed_out");
    assert_eq!(sees(&vendor, &id).await, 401);
    assert_eq!(answer(&vendor, &id, "KI-01", 0, &json!({"value": "yes"})).await.status, 401);
    desk.post(&id, "invitation", json!({})).await.must_be(200);
    assert_eq!(sees(&desk.enter(0).await, &id).await, 200);
}

#[tokio::test]
async fn an_unused_link_that_is_revoked_leaves_the_outbox_too() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let token = desk.token(0).await;
    desk.admin.delete(&format!("/api/assessments/{id}/invitation")).await.must_be(200);
    for path in ["welcome", "session"] {
        let reply = desk.assay.browser().post(&format!("/api/portal/{path}"), json!({ "token": token })).await;
        assert_eq!(reply.must_be(410).code(), "dead_link");
    }
    assert!(desk.mails().await.iter().all(|mail| mail.link.is_none()));
}

#[tokio::test]
async fn another_contact_gets_a_link_and_the_one_before_is_shut_out() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let ann = desk.enter(0).await;
    answer(&ann, &id, "KI-01", 0, &json!({"value": "no"})).await.must_be(200);
    let path = format!("/api/assessments/{id}/contact");
    let stranger = desk.admin.put(&path, json!({"contact": "nobody"})).await.must_be(422).json();
    assert_eq!(stranger["errors"][0]["at"], "contact");
    let view = desk.admin.put(&path, json!({"contact": desk.contacts[1]})).await.must_be(200).json();
    assert_eq!(view["contact"]["name"], "Ben Brandt");
    assert_eq!(view["invitation"]["revoked"], false);
    assert_eq!(sees(&ann, &id).await, 401);
    let ben = desk.enter(1).await;
    let seen = ben.get(&at(&id, "")).await.must_be(200).json();
    assert_eq!(seen["answers"]["KI-01"]["by"], "Ann Ahlers");
    answer(&ben, &id, "KI-01", 1, &json!({"value": "partial"})).await.must_be(200);
}

#[tokio::test]
async fn a_later_due_date_lets_an_unused_link_live_on() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let token = desk.token(0).await;
    let path = format!("/api/assessments/{id}/due");
    let view = desk.admin.put(&path, json!({"due": "2027-06-30"})).await.must_be(200).json();
    assert_eq!(view["plan"]["due"], "2027-06-30");
    assert_eq!(view["invitation"], desk.view(&id).await["invitation"]);
    let long_after = Timestamp(Timestamp::start_of(DUE.parse().expect("a date")).0 + 60 * DAY_MILLIS);
    desk.assay.state.clock.set(long_after);
    desk.assay.browser().post("/api/portal/welcome", json!({ "token": token })).await.must_be(200);
    let past = json!({"due": "2026-12-01"});
    desk.assay.browser().put(&path, past).await.must_be(401);
}

#[tokio::test]
async fn a_withdrawn_assessment_is_gone_for_the_vendor_at_once() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let vendor = desk.enter(0).await;
    let nothing = desk.post(&id, "withdrawal", json!({"reason": " "})).await.must_be(422).json();
    assert_eq!(nothing["errors"][0]["at"], "reason");
    let view = desk.post(&id, "withdrawal", json!({"reason": "Not needed."})).await.must_be(200).json();
    assert_eq!(view["row"]["stage"], "withdrawn");
    assert_eq!(sees(&vendor, &id).await, 401);
    assert_eq!(desk.post(&id, "invitation", json!({})).await.must_be(409).code(), "state");
}

#[tokio::test]
async fn another_organisation_gets_the_answer_of_an_unknown_id() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let other = desk.assay.found("Suedwind AG").await;
    let ask = |id: String| {
        let other = other.clone();
        async move {
            let path = |what: &str| format!("/api/assessments/{id}{what}");
            let replies = [
                other.get(&path("")).await,
                other.post(&path("/sending"), json!({})).await,
                other.post(&path("/invitation"), json!({})).await,
                other.delete(&path("/invitation")).await,
                other.put(&path("/due"), json!({"due": DUE})).await,
                other.post(&path("/withdrawal"), json!({"reason": "Mine."})).await,
                other.post(&path("/verdicts"), json!({"question": "KI-01", "verdict": {"verdict": "accept"}})).await,
                other.post(&path("/conclusion"), json!({"outcome": {"outcome": "approved"}})).await,
                other.get(&path("/findings/control:KI-01:1")).await,
                other.get(&path("/evidence/e1/file")).await,
            ];
            replies.map(|reply| {
                let mut problem = reply.must_be(404).json();
                problem["trace"] = Value::Null;
                problem
            })
        }
    };
    assert_eq!(ask(id.clone()).await, ask("0123456789abcdef".into()).await);
    assert_eq!(other.post("/api/assessments", desk.plan()).await.must_be(404).code(), "not_found");
    assert_eq!(other.get("/api/assessments").await.must_be(200).json()["assessments"], json!([]));
}

#[tokio::test]
async fn what_is_under_way_ends_with_its_ai_system() {
    let desk = Desk::open().await;
    let (done, _) = desk.concluded().await;
    let (open, draft) = (desk.sent().await, desk.drafted().await);
    let vendor = desk.enter(0).await;
    let findings = async || desk.admin.get("/api/findings").await.must_be(200).json()["open"].as_u64();
    assert!(findings().await > Some(0));
    let path = format!("/api/vendors/{}/systems/{}/retirement", desk.vendor, desk.system);
    desk.admin.post(&path, json!({})).await.must_be(200);
    assert_eq!(findings().await, Some(0), "nothing of a retired system is open");
    for (id, stage) in [(&done, "concluded"), (&open, "withdrawn"), (&draft, "withdrawn")] {
        let view = desk.view(id).await;
        assert_eq!(view["row"]["stage"], stage, "{view}");
        assert!(view["history"].to_string().contains("AI system retired"), "{view}");
    }
    assert_eq!(sees(&vendor, &open).await, 401);
    assert_eq!(desk.post(&draft, "sending", json!({})).await.must_be(409).code(), "state");
}

#[tokio::test]
async fn what_becomes_of_the_link_is_told_and_a_due_date_moves_to_a_later_day_only() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    desk.post(&id, "invitation", json!({})).await.must_be(200);
    let view = desk.admin.delete(&format!("/api/assessments/{id}/invitation")).await.must_be(200).json();
    let told: Vec<&str> =
        view["history"].as_array().expect("lines").iter().filter_map(|line| line["what"].as_str()).collect();
    assert_eq!(told[..3], ["Link revoked", "Fresh link sent", "Sent to the vendor"]);
    assert_eq!((&view["invitation"]["revoked"], &view["mails_by_hand"]), (&json!(true), &json!(true)));
    let earlier =
        desk.admin.put(&format!("/api/assessments/{id}/due"), json!({"due": "2026-12-04"})).await.must_be(422);
    let fault = earlier.json()["errors"][0].clone();
    assert_eq!(fault, json!({"at": "due", "detail": "Choose a day after 5 December 2026, the due date so far."}));
}

#[tokio::test]
async fn what_asks_about_duties_that_do_not_apply_yet_is_readiness_and_its_caps_are_the_buyers_choice() {
    let desk = Desk::open().await;
    let list = desk.admin.get("/api/templates").await.must_be(200).json();
    let rows = list["templates"].as_array().expect("rows");
    let until = |id: &str| rows.iter().find(|row| row["id"] == id).expect("shipped")["duties_until"].clone();
    assert_eq!(until("eu-ai-act-provider"), "2027-12-02");
    assert_eq!(until("ai-vendor-core"), Value::Null, "an article stands for good practice there");
    let hash = rows.iter().find(|row| row["id"] == "eu-ai-act-provider").expect("shipped")["hash"].clone();
    let mut plan = desk.plan();
    plan["templates"] = json!([hash]);
    plan["spares_future_duties"] = json!(true);
    let id = desk.admin.post("/api/assessments", plan).await.must_be(201).json()["id"].clone();
    let view = desk.view(id.as_str().expect("an id")).await;
    assert_eq!(view["plan"]["spares_future_duties"], true);
    let later = view["not_yet_due"].as_object().expect("duties");
    for (question, from) in
        [("EUH-01", Some("2027-12-02")), ("EUS-04", Some("2027-12-02")), ("EUS-03", None), ("EUT-01", None)]
    {
        assert_eq!(later.get(question).and_then(Value::as_str), from, "{question}");
    }
}

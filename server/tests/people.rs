//! The staff, the settings, the outbox: who may change them, and what a deactivation ends.
//!
//! Two organisations live on one server in these tests, so that each can try to reach the other.

mod harness;

use domain::actor::Role;
use domain::id::OrgId;
use domain::journal::Timestamp;
use harness::{Assay, PASSWORD};
use serde_json::{Value, json};
use server::store::{Batch, Mail};

async fn person_of(browser: &harness::Browser) -> String {
    browser.get("/api/session").await.must_be(200).json()["person"].as_str().expect("an id").to_owned()
}

fn member<'a>(people: &'a Value, id: &str) -> &'a Value {
    people["people"].as_array().expect("people").iter().find(|one| one["id"] == id).expect("the member")
}

#[tokio::test]
async fn an_invited_person_joins_with_the_roles_that_were_given() {
    let assay = Assay::start().await;
    let admin = assay.found("Nordwind AG").await;
    let invite = json!({ "name": "Bea Blum", "email": "Bea@Buyer.example", "roles": ["analyst", "reviewer"] });
    let invited = admin.post("/api/people", invite).await.must_be(201).json();
    assert_eq!((invited["state"].as_str(), invited["email"].as_str()), (Some("invited"), Some("bea@buyer.example")));
    assert!(invited["invitation_expires_at"].as_i64().is_some());
    let token = assay.mailed_token(&admin, "bea@buyer.example").await;
    let browser = assay.browser();
    let join = json!({ "token": token, "name": "Beatrix Blum", "password": PASSWORD });
    let me = browser.post("/api/joins", join.clone()).await.must_be(200).json();
    assert_eq!(me["roles"], json!(["analyst", "reviewer"]));
    assert_eq!(me["name"], "Beatrix Blum");
    assay.browser().post("/api/joins", join).await.must_be(410);
    let people = browser.get("/api/people").await.must_be(200).json();
    assert_eq!(member(&people, invited["id"].as_str().expect("an id"))["state"], "active");
}

#[tokio::test]
async fn only_an_admin_invites_changes_and_reads_the_outbox() {
    let assay = Assay::start().await;
    let admin = assay.found("Nordwind AG").await;
    let others = [Role::Analyst, Role::Reviewer, Role::Approver, Role::Auditor];
    let member = assay.staff(&admin, &others).await;
    let id = person_of(&admin).await;
    let settings = admin.get("/api/settings").await.json();
    let invite = json!({ "name": "Eve", "email": "eve@buyer.example", "roles": ["admin"] });
    let replies = [
        member.post("/api/people", invite).await,
        member.put(&format!("/api/people/{id}"), json!({ "roles": ["admin"], "active": true })).await,
        member.post(&format!("/api/people/{id}/invitation"), json!({})).await,
        member.put("/api/settings", settings).await,
        member.get("/api/outbox").await,
        member.post("/api/outbox/some/link", json!({})).await,
    ];
    for reply in replies {
        assert_eq!(reply.must_be(403).code(), "forbidden");
    }
    member.get("/api/people").await.must_be(200);
    member.get("/api/settings").await.must_be(200);
}

#[tokio::test]
async fn a_deactivated_person_is_out_at_once_and_cannot_come_back_by_any_link() {
    let assay = Assay::start().await;
    let admin = assay.found("Nordwind AG").await;
    let member_browser = assay.staff(&admin, &[Role::Analyst]).await;
    let (id, me) = (person_of(&member_browser).await, member_browser.get("/api/session").await.json());
    let email = me["email"].as_str().expect("an address");
    let path = format!("/api/people/{id}");
    let off = admin.put(&path, json!({ "roles": ["analyst"], "active": false })).await.must_be(200).json();
    assert_eq!(off["state"], "deactivated");
    member_browser.get("/api/session").await.must_be(401);
    assay.browser().sign_in(email, PASSWORD).await.must_be(422);
    admin.post(&format!("{path}/invitation"), json!({})).await.must_be(409);
    admin.put(&path, json!({ "roles": ["analyst"], "active": true })).await.must_be(200);
    assay.browser().sign_in(email, PASSWORD).await.must_be(200);
    member_browser.get("/api/session").await.must_be(401);
}

#[tokio::test]
async fn an_invitation_ends_when_its_person_is_deactivated_or_invited_again() {
    let assay = Assay::start().await;
    let admin = assay.found("Nordwind AG").await;
    let invite = json!({ "name": "Bea", "email": "bea@buyer.example", "roles": ["analyst"] });
    let id = admin.post("/api/people", invite).await.must_be(201).json()["id"].as_str().expect("an id").to_owned();
    let first = assay.mailed_token(&admin, "bea@buyer.example").await;
    admin.post(&format!("/api/people/{id}/invitation"), json!({})).await.must_be(204);
    assay.browser().post("/api/links", json!({ "token": first })).await.must_be(410);
    let second = assay.mailed_token(&admin, "bea@buyer.example").await;
    assay.browser().post("/api/links", json!({ "token": second })).await.must_be(200);
    admin.put(&format!("/api/people/{id}"), json!({ "roles": ["analyst"], "active": false })).await.must_be(200);
    let join = json!({ "token": second, "name": "Bea", "password": PASSWORD });
    assay.browser().post("/api/joins", join).await.must_be(410);
}

#[tokio::test]
async fn inviting_again_sends_three_mails_an_hour_at_most() {
    let assay = Assay::start().await;
    let admin = assay.found("Nordwind AG").await;
    let invite = json!({ "name": "Bea", "email": "bea@buyer.example", "roles": ["analyst"] });
    let id = admin.post("/api/people", invite).await.must_be(201).json()["id"].as_str().expect("an id").to_owned();
    let mut statuses = Vec::new();
    for _ in 0..10 {
        statuses.push(admin.post(&format!("/api/people/{id}/invitation"), json!({})).await.status);
    }
    assert_eq!(
        statuses.iter().filter(|status| **status == 204).count(),
        2,
        "the invitation before them counts: {statuses:?}"
    );
    assert!(statuses.contains(&429));
}

#[tokio::test]
async fn roles_count_from_the_next_request_on() {
    let assay = Assay::start().await;
    let admin = assay.found("Nordwind AG").await;
    let member = assay.staff(&admin, &[Role::Analyst]).await;
    let path = format!("/api/people/{}", person_of(&member).await);
    member.get("/api/outbox").await.must_be(403);
    admin.put(&path, json!({ "roles": ["admin"], "active": true })).await.must_be(200);
    member.get("/api/outbox").await.must_be(200);
    admin.put(&path, json!({ "roles": [], "active": true })).await.must_be(422);
}

#[tokio::test]
async fn the_last_admin_stays() {
    let assay = Assay::start().await;
    let admin = assay.found("Nordwind AG").await;
    let path = format!("/api/people/{}", person_of(&admin).await);
    for body in [json!({ "roles": ["analyst"], "active": true }), json!({ "roles": ["admin"], "active": false })] {
        let reply = admin.put(&path, body).await.must_be(409);
        assert!(reply.json()["detail"].as_str().expect("a sentence").contains("last active admin"));
    }
    let second = assay.staff(&admin, &[Role::Admin]).await;
    admin.put(&path, json!({ "roles": ["analyst"], "active": true })).await.must_be(200);
    second.get("/api/outbox").await.must_be(200);
}

#[tokio::test]
async fn an_address_belongs_to_one_account() {
    let assay = Assay::start().await;
    let admin = assay.found("Nordwind AG").await;
    let invite = json!({ "name": "Bea", "email": "bea@buyer.example", "roles": ["analyst"] });
    admin.post("/api/people", invite.clone()).await.must_be(201);
    let reply = admin.post("/api/people", invite).await.must_be(422).json();
    assert_eq!(reply["errors"][0]["at"], "email");
}

#[tokio::test]
async fn organisations_never_see_each_other() {
    let assay = Assay::start().await;
    let ours = assay.found("Nordwind AG").await;
    let theirs = assay.found("Suedwind AG").await;
    let invite = json!({ "name": "Bea", "email": "bea@buyer.example", "roles": ["analyst"] });
    let id = ours.post("/api/people", invite).await.must_be(201).json()["id"].as_str().expect("an id").to_owned();
    let mail = ours.get("/api/outbox").await.json()["mails"][0]["id"].as_str().expect("an id").to_owned();
    let unknown = theirs.put("/api/people/unknown", json!({ "roles": ["admin"], "active": true })).await.must_be(404);
    let foreign = theirs.put(&format!("/api/people/{id}"), json!({ "roles": ["admin"], "active": true })).await;
    let without_trace = |reply: &harness::Reply| {
        let mut problem = reply.json();
        problem["trace"] = json!("");
        problem
    };
    assert_eq!(without_trace(&foreign.must_be(404)), without_trace(&unknown), "the same answer as an unknown id");
    theirs.post(&format!("/api/people/{id}/invitation"), json!({})).await.must_be(404);
    theirs.post(&format!("/api/outbox/{mail}/link"), json!({})).await.must_be(404);
    assert_eq!(theirs.get("/api/outbox").await.json()["mails"], json!([]));
    assert_eq!(theirs.get("/api/people").await.json()["people"].as_array().map(Vec::len), Some(1));
    assert_eq!(theirs.get("/api/settings").await.json()["organisation"], "Suedwind AG");
}

#[tokio::test]
async fn settings_are_kept_and_every_wrong_field_is_told() {
    let assay = Assay::start().await;
    let admin = assay.found("Nordwind AG").await;
    let settings = admin.get("/api/settings").await.must_be(200).json();
    assert_eq!((settings["organisation"].as_str(), settings["contact"].is_null()), (Some("Nordwind AG"), true));
    let wanted = json!({
        "organisation": "Nordwind SE", "retention_months": 24, "invitation_text": "Hello\nwe ask all vendors.",
        "contact": { "name": "Ann Ask", "email": "ask@buyer.example", "phone": "+49 30 1234" },
    });
    assert_eq!(admin.put("/api/settings", wanted.clone()).await.must_be(200).json(), wanted);
    assert_eq!(admin.get("/api/settings").await.json(), wanted);
    assert_eq!(admin.get("/api/session").await.json()["organisation"]["name"], "Nordwind SE");
    let wrong = json!({
        "organisation": "x".repeat(201), "retention_months": 0, "invitation_text": "x".repeat(2_001),
        "contact": { "name": "a\nb", "email": "no address", "phone": "1\t2" },
    });
    let reply = admin.put("/api/settings", wrong).await.must_be(422).json();
    let mut at: Vec<&str> =
        reply["errors"].as_array().expect("errors").iter().filter_map(|e| e["at"].as_str()).collect();
    at.sort_unstable();
    let all = ["contact.email", "contact.name", "contact.phone", "invitation_text", "organisation", "retention_months"];
    assert_eq!(at, all);
    assert_eq!(admin.get("/api/settings").await.json(), wanted);
}

#[tokio::test]
async fn each_look_at_a_link_is_recorded_and_the_list_shows_none() {
    let assay = Assay::start().await;
    let admin = assay.found("Nordwind AG").await;
    let invite = json!({ "name": "Bea", "email": "bea@buyer.example", "roles": ["analyst"] });
    admin.post("/api/people", invite).await.must_be(201);
    let list = admin.get("/api/outbox").await.must_be(200);
    assert!(list.text.contains("[link]") && !list.text.contains("/join#"), "{}", list.text);
    assay.mailed_token(&admin, "bea@buyer.example").await;
    assay.mailed_token(&admin, "bea@buyer.example").await;
    let org = assay.state.store.organisations().await.expect("organisations")[0].0.clone();
    let events = assay.state.store.load(&org, &server::store::Stream::org()).await.expect("events");
    let shown: Vec<_> = events.iter().filter(|event| event.event.contains("link_shown")).collect();
    assert_eq!(shown.len(), 2);
    assert!(shown[0].by.to_string().starts_with("staff/"));
    assert!(!events.iter().any(|event| event.event.contains("bea@")), "events name people by id only");
}

#[tokio::test]
async fn a_repeated_request_has_one_effect_and_the_same_answer() {
    let assay = Assay::start().await;
    let admin = assay.found("Nordwind AG").await;
    let invite = json!({ "name": "Bea", "email": "bea@buyer.example", "roles": ["analyst"] });
    let send = |key: &'static str, body: Value| {
        let admin = admin.clone();
        async move { admin.send(admin.request("POST", "/api/people").header("idempotency-key", key).json(&body)).await }
    };
    let first = send("k1", invite.clone()).await.must_be(201).json();
    let again = futures::future::join_all((0..5).map(|_| send("k1", invite.clone()))).await;
    for reply in again {
        assert_eq!(reply.must_be(201).json(), first);
    }
    let other = json!({ "name": "Cem", "email": "cem@buyer.example", "roles": ["analyst"] });
    assert_eq!(send("k1", other).await.must_be(422).code(), "key_reused");
    assert_eq!(admin.get("/api/outbox").await.json()["mails"].as_array().map(Vec::len), Some(1));
    send("", invite.clone()).await.must_be(400);
    let at_once = json!({ "name": "Dan", "email": "dan@buyer.example", "roles": ["auditor"] });
    let replies = futures::future::join_all((0..8).map(|_| send("k2", at_once.clone()))).await;
    let bodies: Vec<Value> = replies.into_iter().map(|reply| reply.must_be(201).json()).collect();
    assert!(bodies.iter().all(|body| *body == bodies[0]), "{bodies:?}");
}

#[tokio::test]
async fn a_further_organisation_gets_its_own_first_account() {
    let assay = Assay::start().await;
    assay.found("Nordwind AG").await;
    let now = assay.state.clock.now();
    let org = server::cli::org::found(&assay.state.store, "Suedwind AG", now).await.expect("founded");
    let token = assay.first_account_token(Some(&org)).await;
    let browser = assay.browser();
    let look = browser.post("/api/links", json!({ "token": token })).await.must_be(200).json();
    assert_eq!(look["organisation"], "Suedwind AG");
    let body = json!({ "token": token, "name": "Sue", "email": "sue@south.example", "password": PASSWORD });
    let me = browser.post("/api/first-account", body).await.must_be(201).json();
    assert_eq!(me["organisation"]["name"], "Suedwind AG");
    let second = assay.first_account_token(Some(&org)).await;
    let body = json!({ "token": second, "name": "Tom", "email": "tom@south.example", "password": PASSWORD });
    assay.browser().post("/api/first-account", body).await.must_be(409);
}

#[tokio::test]
async fn a_mail_that_waits_is_listed_before_five_hundred_newer_ones_that_were_sent() {
    let assay = Assay::start().await;
    let admin = assay.found("Nordwind AG").await;
    let me = admin.get("/api/session").await.must_be(200).json();
    let org = OrgId::new(me["organisation"]["id"].as_str().expect("an id")).expect("an id");
    let now = assay.state.clock.now();
    let mail = |number: i64, address: &str| Mail {
        id: format!("mail-{number:03}"),
        person: None,
        address: address.to_owned(),
        subject: "News".to_owned(),
        text: "Text.".to_owned(),
        link: None,
        link_hash: None,
        link_expires_at: None,
        reply_to: None,
        may_wait: false,
        at: Timestamp(now.0 + number),
    };
    let mut batch = Batch::new(org);
    batch.mails.push(mail(0, "waits@buyer.example"));
    batch.mails.extend((1..=500).map(|number| mail(number, "sent@buyer.example")));
    assay.state.store.commit(batch).await.expect("written");
    assay.tamper("UPDATE outbox SET state = 'sent' WHERE address = 'sent@buyer.example'").await;
    let outbox = admin.get("/api/outbox").await.must_be(200).json();
    let mails = outbox["mails"].as_array().expect("mails");
    assert_eq!(mails.len(), 500);
    let first: Vec<_> = mails.iter().take(3).map(|mail| mail["id"].as_str().unwrap_or_default()).collect();
    assert_eq!(first, ["mail-000", "mail-500", "mail-499"]);
}

//! Mail over SMTP: sent off the request's path, tried again after a failure, its link forgotten once delivered.
//!
//! The mail server is that of `mail_server`.

mod harness;
mod mail_server;

use harness::{Assay, Browser, PASSWORD};
use mail_server::mail_server;
use serde_json::{Value, json};
use server::clock::Clock;
use server::jobs;

async fn outbox_mail(admin: &Browser, until: impl Fn(&Value) -> bool) -> Value {
    for _ in 0..200 {
        let outbox = admin.get("/api/outbox").await.must_be(200).json();
        assert_eq!(outbox["mail_is_sent"], true);
        if until(&outbox["mails"][0]) {
            return outbox["mails"][0].clone();
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    panic!("the mail never came so far");
}

#[tokio::test]
async fn an_invitation_is_mailed_and_its_link_is_forgotten() {
    let (url, mut mails) = mail_server(0).await;
    let assay = Assay::start_with(Clock::System, |config| config.smtp_url = Some(url)).await;
    let _jobs = jobs::start(&assay.state);
    let admin = assay.found("Nordwind AG").await;
    let invite = json!({ "name": "Bea Blüm", "email": "bea@buyer.example", "roles": ["analyst"] });
    admin.post("/api/people", invite).await.must_be(201);
    let mail = mails.recv().await.expect("a mail");
    assert!(mail.contains("To: bea@buyer.example"), "{mail}");
    let sent = outbox_mail(&admin, |mail| mail["state"] == "sent").await;
    assert_eq!((sent["has_link"].as_bool(), sent["attempts"].as_u64()), (Some(false), Some(1)));
    let path = format!("/api/outbox/{}/link", sent["id"].as_str().expect("an id"));
    admin.post(&path, json!({})).await.must_be(409);
    let decoded = mail.replace("=\n", "").replace("=3D", "=");
    let (_, after) = decoded.split_once("/join#").expect("a link");
    let token: String = after.chars().take_while(|c| !c.is_whitespace()).collect();
    let join = json!({ "token": token, "name": "Bea", "password": PASSWORD });
    assay.browser().post("/api/joins", join).await.must_be(200);
}

#[tokio::test]
async fn a_refused_mail_waits_and_is_sent_later() {
    let (url, mut mails) = mail_server(1).await;
    let now = Clock::System.now();
    let assay = Assay::start_with(Clock::fixed(now), |config| config.smtp_url = Some(url)).await;
    let admin = assay.found("Nordwind AG").await;
    let invite = json!({ "name": "Bea", "email": "bea@buyer.example", "roles": ["analyst"] });
    admin.post("/api/people", invite).await.must_be(201);
    let jobs = jobs::start(&assay.state);
    let waits = outbox_mail(&admin, |mail| mail["attempts"] == 1).await;
    assert_eq!((waits["state"].as_str(), waits["has_link"].as_bool()), (Some("waiting"), Some(true)));
    assert!(waits["error"].as_str().expect("a reason").contains("451"), "{waits}");
    drop(jobs);
    assay.state.clock.set(domain::journal::Timestamp(now.0 + 61_000));
    let _jobs = jobs::start(&assay.state);
    mails.recv().await.expect("a mail");
    outbox_mail(&admin, |mail| mail["state"] == "sent").await;
}

#[tokio::test]
async fn one_node_sends_at_a_time_and_another_follows_when_it_stops() {
    let assay = Assay::start_at(domain::journal::Timestamp(1_000)).await;
    assert!(jobs::holds(&assay.state, "mail", "one", 60).await.expect("an answer"));
    assert!(jobs::holds(&assay.state, "mail", "one", 60).await.expect("an answer"));
    assert!(!jobs::holds(&assay.state, "mail", "two", 60).await.expect("an answer"));
    assay.state.clock.set(domain::journal::Timestamp(62_000));
    assert!(jobs::holds(&assay.state, "mail", "two", 60).await.expect("an answer"));
    assert!(!jobs::holds(&assay.state, "mail", "one", 60).await.expect("an answer"));
}

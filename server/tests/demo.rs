//! The example organisation: made by the rules themselves, with every tier, stage and fate in it.
//!
//! Its journal verifies, and its rows are what a rebuild makes of it.

mod harness;

use harness::{Assay, Browser};
use serde_json::{Value, json};
use server::config::Config;
use server::{demo, record};
use std::collections::BTreeSet;
use std::sync::Arc;

async fn signed_in(assay: &Assay) -> Browser {
    let links = demo::links(&assay.state).await.expect("links");
    assert_eq!(links.len(), 5, "an analyst, a reviewer, an approver, an admin and a vendor: {links:?}");
    let token = links[0].url.split('#').nth(1).expect("a token");
    let browser = assay.browser();
    browser.post("/api/session/link", json!({ "token": token })).await.must_be(200);
    browser
}

fn values(rows: &Value, key: &str) -> BTreeSet<String> {
    rows.as_array().expect("rows").iter().filter_map(|row| row[key].as_str().map(str::to_owned)).collect()
}

/// Whatever is out has its invitation; those not opened yet wait in the outbox with a link that opens.
async fn invitations_wait_or_were_opened(assay: &Assay, assessments: &Value) {
    let (org, _) = assay.state.store.organisations().await.expect("organisations").remove(0);
    let mut unopened = 0;
    for row in assessments["assessments"].as_array().expect("rows") {
        let id = row["assessment"].as_str().expect("an id").parse().expect("an id");
        let vendor = row["vendor_id"].as_str().expect("an id").parse().expect("an id");
        let (_, found) = assay.state.store.around(&org, &vendor, &id).await.expect("an answer");
        let (invited, opened) = (found.is_some(), found.is_some_and(|invitation| invitation.used.is_some()));
        let stage = row["stage"].as_str().expect("a stage");
        assert_eq!(invited, stage != "draft", "{id} is {stage}");
        unopened += usize::from(stage == "sent" && !opened);
        assert!(opened || matches!(stage, "draft" | "sent" | "answering"), "{id} is {stage}");
    }
    let mut mails = assay.state.store.mails(&org).await.expect("an outbox");
    mails.retain(|mail| mail.subject.contains("asks about"));
    assert!(unopened > 0 && mails.len() == unopened, "{unopened} were not opened: {mails:?}");
    let link = mails[0].link.clone().expect("a link");
    let vendor = assay.browser();
    let token = link.split('#').nth(1).expect("a token");
    vendor.post("/api/portal/session", json!({ "token": token })).await.must_be(200);
}

/// A later start with a mail server mails nothing to people who were invented.
async fn nothing_is_mailed_later(assay: &Assay) {
    let mut mailing = assay.state.clone();
    let with_server = Config { smtp_url: Some("smtp://127.0.0.1:9".into()), ..(*assay.state.config).clone() };
    mailing.config = Arc::new(with_server);
    demo::links(&mailing).await.expect("links");
    let waiting = assay.state.store.mails_to_send(assay.state.clock.now(), 100).await.expect("an outbox");
    assert!(waiting.is_empty(), "{waiting:?}");
}

#[tokio::test]
async fn the_example_holds_every_tier_stage_and_fate_and_verifies() {
    let assay = Assay::start().await;
    demo::fill(&assay.state).await.expect("the example");
    let browser = signed_in(&assay).await;

    let register = browser.get("/api/register").await.must_be(200).json();
    assert_eq!(register["rows"].as_array().map(Vec::len), Some(15));
    assert_eq!(values(&register["rows"], "tier").len(), 4, "every tier");
    let waiting = values(&register["rows"], "waiting");
    assert!(waiting.contains("us") && waiting.contains("vendor"), "{waiting:?}");
    assert!(register["figures"]["overdue"].as_u64() > Some(0) && register["figures"]["worst"].as_u64() > Some(0));

    let assessments = browser.get("/api/assessments").await.must_be(200).json();
    let stages = values(&assessments["assessments"], "stage");
    for stage in ["draft", "sent", "answering", "submitted", "in_review", "returned", "concluded", "withdrawn"] {
        assert!(stages.contains(stage), "{stage} is missing in {stages:?}");
    }
    let outcomes = assessments["assessments"].as_array().expect("rows").iter();
    let outcomes: BTreeSet<&str> = outcomes.filter_map(|row| row["outcome"]["outcome"].as_str()).collect();
    assert_eq!(outcomes.len(), 3, "approved, conditional and rejected: {outcomes:?}");

    let findings = browser.get("/api/findings?closed=true").await.must_be(200).json();
    let states = values(&findings["rows"], "state_now");
    for state in ["open", "plan_proposed", "in_progress", "submitted", "rejected", "verified", "risk_accepted"] {
        assert!(states.contains(state), "{state} is missing in {states:?}");
    }
    assert!(findings["late"].as_u64() > Some(0));

    let people = browser.get("/api/people").await.must_be(200).json();
    assert_eq!(people["people"].as_array().map(Vec::len), Some(5));
    assert_eq!(values(&people["people"], "state"), BTreeSet::from(["active".to_owned()]), "all have joined");

    invitations_wait_or_were_opened(&assay, &assessments).await;

    let audit = assay.state.store.verify(&[]).await.expect("an audit");
    assert!(audit.found.is_empty(), "{:?}", audit.found);
    nothing_is_mailed_later(&assay).await;

    let (org, _) = assay.state.store.organisations().await.expect("organisations").remove(0);
    record::rebuild(&assay.state, &org, assay.state.clock.today()).await.expect("a rebuild");
    assert_eq!(browser.get("/api/register").await.json(), register);
    assert_eq!(browser.get("/api/assessments").await.json(), assessments);
    assert_eq!(browser.get("/api/findings?closed=true").await.json(), findings);
}

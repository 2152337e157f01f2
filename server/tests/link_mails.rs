//! Mails with a link: at most three an hour to one address whatever causes them, and only the link's own place is one.
//!
//! A link asked for by itself is refused, news of work that is done waits for its turn: no decision is held up by mail.

mod desk;
mod harness;

use desk::{Desk, EMAILS, at, noon};
use serde_json::json;
use server::store::outbox::StoredMail;

const HOUR: i64 = 60 * 60_000;

async fn with_link(desk: &Desk, address: &str) -> Vec<StoredMail> {
    let mut mails = desk.mails().await;
    mails.retain(|mail| mail.address == address && mail.link_hash.is_some());
    mails.sort_by_key(|mail| mail.next_try_at);
    mails
}

/// In no hour, wherever it begins, go more than three.
fn must_keep_to_three_an_hour(mails: &[StoredMail]) {
    for four in mails.windows(4) {
        let (first, last) = (four[0].next_try_at.0, four[3].next_try_at.0);
        assert!(last - first >= HOUR, "four within {} ms", last - first);
    }
}

#[tokio::test]
async fn a_link_is_mailed_three_times_an_hour_to_one_address_whatever_causes_it() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let to = |contact: usize| json!({ "contact": desk.contacts[contact] });
    let contact = format!("/api/assessments/{id}/contact");
    desk.post(&id, "invitation", json!({})).await.must_be(200);
    desk.admin.put(&contact, to(1)).await.must_be(200);
    desk.admin.put(&contact, to(0)).await.must_be(200);
    assert_eq!(with_link(&desk, EMAILS[0]).await.len(), 3);

    let again = desk.post(&id, "invitation", json!({})).await.must_be(429);
    assert_eq!((again.code().as_str(), again.header("retry-after")), ("too_many", "3600"));
    let token = desk.token(0).await;
    desk.assay.browser().post("/api/portal/links", json!({ "token": token })).await.must_be(204);
    desk.admin.put(&contact, to(1)).await.must_be(200);
    desk.admin.put(&contact, to(0)).await.must_be(429);
    assert_eq!(desk.view(&id).await["contact"]["id"], desk.contacts[1], "a refused change changes nothing");
    assert_eq!(with_link(&desk, EMAILS[0]).await.len(), 3);

    // As if time had gone by.
    let ages = |by: i64| {
        format!("UPDATE link_mail SET newest = newest - {by}, middle = middle - {by}, oldest = oldest - {by}")
    };
    desk.assay.tamper(&ages(HOUR - 1)).await;
    desk.admin.put(&contact, to(0)).await.must_be(429);
    desk.assay.tamper(&ages(1)).await;
    desk.admin.put(&contact, to(0)).await.must_be(200);
    assert_eq!(with_link(&desk, EMAILS[0]).await.len(), 4);
}

#[tokio::test]
async fn links_asked_for_at_once_are_counted_one_after_the_other() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let again = (0..12).map(|_| desk.post(&id, "invitation", json!({})));
    let replies = futures::future::join_all(again).await;
    let sent = replies.iter().filter(|reply| reply.status == 200).count();
    assert_eq!((sent, with_link(&desk, EMAILS[0]).await.len()), (2, 3), "{replies:?}");
}

#[tokio::test]
async fn news_of_finished_work_waits_for_its_turn_and_refuses_nothing() {
    let desk = Desk::open().await;
    let (id, vendor) = desk.concluded().await;
    let finding = "control:KI-05:1";
    let plan = json!({"action": "propose_plan", "plan": "With the next release.", "fix_by": "2026-12-01"});
    vendor.post(&at(&id, &format!("/findings/{finding}/actions")), plan).await.must_be(200);
    let path = format!("/api/assessments/{id}/findings/{finding}/actions");
    desk.admin.post(&path, json!({"action": "agree_plan"})).await.must_be(200);
    for day in 10..20 {
        let due = json!({"action": "move_due", "fix_due": format!("2027-02-{day}"), "reason": "Asked for."});
        desk.admin.post(&path, due).await.must_be(200);
    }
    let mails = with_link(&desk, EMAILS[0]).await;
    assert!(mails.len() >= 12, "{}", mails.len());
    must_keep_to_three_an_hour(&mails);
    let outbox = desk.admin.get("/api/outbox").await.must_be(200).json();
    let waiting = outbox["mails"].as_array().expect("mails").iter().filter(|mail| !mail["waits_until"].is_null());
    assert_eq!(waiting.count(), mails.iter().filter(|mail| mail.next_try_at > noon()).count());
}

#[tokio::test]
async fn what_looks_like_a_link_and_was_typed_is_text_and_answers_go_to_the_person_to_ask() {
    let desk = Desk::open().await;
    let mut settings = desk.admin.get("/api/settings").await.must_be(200).json();
    settings["invitation_text"] = json!("See {link}, {link:0} and {{link}}.");
    settings["contact"] = json!({"name": "Kim", "email": "kim@buyer.example", "phone": ""});
    desk.admin.put("/api/settings", settings).await.must_be(200);
    desk.sent().await;
    let mail = with_link(&desk, EMAILS[0]).await.remove(0);
    assert_eq!(mail.reply_to.as_deref(), Some("kim@buyer.example"));
    let outbox = desk.admin.get("/api/outbox").await.must_be(200).json();
    let shown = outbox["mails"].as_array().expect("mails").iter().find(|shown| shown["id"] == mail.mail.as_str());
    let text = shown.and_then(|shown| shown["text"].as_str()).expect("the text");
    assert!(text.contains("See {link}, {link:0} and {{link}}."), "{text}");
    assert_eq!(text.matches("[link]").count(), 1, "{text}");
}

//! A one-time link is used up by the session that it opens, never without one; and a request whose reply was lost is let
//! in to the same session.
//!
//! What the browsers were told is held against what is stored.

mod desk;
mod harness;

use desk::{Desk, at};
use futures::future::join_all;
use harness::{Assay, Browser, PASSWORD, Reply};
use serde_json::{Value, json};
use std::time::Duration;

async fn keyed(browser: &Browser, path: &str, key: &str, body: &Value) -> Reply {
    let request = browser.request("POST", path).header("idempotency-key", key);
    browser.send(request.json(body)).await
}

/// The value of a session's cookie that a reply sets.
fn cookie(reply: &Reply) -> String {
    let set = reply.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
    let session = set.filter(|cookie| cookie.starts_with("assay_staff=") || cookie.starts_with("assay_vendor="));
    session.filter_map(|cookie| cookie.split(';').next()).last().unwrap_or_default().to_owned()
}

async fn count(assay: &Assay, sql: &'static str) -> i64 {
    use sqlx::{ConnectOptions, Row};
    let options: sqlx::any::AnyConnectOptions = assay.database_url.parse().expect("a URL");
    let mut connection = options.connect().await.expect("a connection");
    sqlx::query(sql).fetch_one(&mut connection).await.expect("a row").get(0)
}

const SESSIONS: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM login_session WHERE audience = 'vendor'";
const USED: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM invitation WHERE used_at IS NOT NULL AND kind IN
                    ('invitation', 'sign_in')";

#[tokio::test]
async fn a_hundred_browsers_with_one_link_open_one_session() {
    let desk = Desk::open().await;
    desk.sent().await;
    let body = json!({ "token": desk.token(0).await });
    let replies = join_all((0..100).map(|n| {
        let (browser, body) = (desk.assay.browser(), body.clone());
        async move { keyed(&browser, "/api/portal/session", &format!("key-{n}"), &body).await.status }
    }))
    .await;
    assert_eq!(replies.iter().filter(|status| **status == 200).count(), 1, "{replies:?}");
    assert_eq!(count(&desk.assay, SESSIONS).await, 1);
}

#[tokio::test]
async fn the_same_request_twice_at_once_is_let_in_to_one_session() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let body = json!({ "token": desk.token(0).await });
    let replies = join_all((0..8).map(|_| {
        let (browser, body) = (desk.assay.browser(), body.clone());
        async move { (keyed(&browser, "/api/portal/session", "one", &body).await, browser) }
    }))
    .await;
    let cookies: Vec<String> = replies.iter().map(|(reply, _)| cookie(reply)).collect();
    for (reply, browser) in &replies {
        assert_eq!(reply.status, 200, "{}", reply.text);
        browser.get(&at(&id, "")).await.must_be(200);
    }
    assert!(!cookies[0].is_empty() && cookies.iter().all(|one| *one == cookies[0]), "{cookies:?}");
    assert_eq!(count(&desk.assay, SESSIONS).await, 1);
}

#[tokio::test]
async fn whoever_leaves_while_a_link_is_used_comes_in_with_the_same_request() {
    let desk = Desk::open().await;
    let mut opened = 0;
    for wait in 1..=20_u64 {
        let id = desk.sent().await;
        let body = json!({ "token": desk.token(0).await });
        let key = format!("wait-{wait}");
        let first = desk.assay.browser();
        let reply = keyed(&first, "/api/portal/session", &key, &body);
        let gone = tokio::time::timeout(Duration::from_millis(wait), reply).await;
        // The browser that lost the reply has no cookie; it sends the same request again.
        let again = desk.assay.browser();
        let reply = keyed(&again, "/api/portal/session", &key, &body).await;
        assert_eq!(reply.status, 200, "after {wait} ms, gone: {}: {}", gone.is_err(), reply.text);
        again.get(&at(&id, "")).await.must_be(200);
        opened += 1;
        assert_eq!(count(&desk.assay, USED).await, opened);
        assert_eq!(count(&desk.assay, SESSIONS).await, opened, "as many sessions as used links");
    }
}

#[tokio::test]
async fn a_used_link_under_another_key_stays_dead() {
    let desk = Desk::open().await;
    desk.sent().await;
    let body = json!({ "token": desk.token(0).await });
    let first = desk.assay.browser();
    keyed(&first, "/api/portal/session", "mine", &body).await.must_be(200);
    let stranger = keyed(&desk.assay.browser(), "/api/portal/session", "other", &body).await;
    assert_eq!(stranger.status, 410, "{}", stranger.text);
    // A session that was ended is not brought back by the request that opened it.
    first.delete("/api/portal/session").await.must_be(204);
    let again = keyed(&desk.assay.browser(), "/api/portal/session", "mine", &body).await;
    assert_eq!(again.status, 410, "{}", again.text);
}

#[tokio::test]
async fn a_first_account_whose_reply_was_lost_is_not_lost() {
    let assay = Assay::start().await;
    let token = assay.first_account_token(None).await;
    let body = json!({
        "token": token, "organisation": "Nordwind AG", "name": "First", "email": "first@buyer.example",
        "password": PASSWORD,
    });
    keyed(&assay.browser(), "/api/first-account", "k", &body).await.must_be(200);
    let again = assay.browser();
    let reply = keyed(&again, "/api/first-account", "k", &body).await.must_be(200);
    assert_eq!(reply.json()["email"], "first@buyer.example");
    again.get("/api/session").await.must_be(200);
    let mut other = body.clone();
    other["password"] = json!("quite another password");
    let refused = keyed(&assay.browser(), "/api/first-account", "k", &other).await;
    assert_eq!((refused.status, refused.code().as_str()), (422, "key_reused"), "{}", refused.text);
    let stranger = keyed(&assay.browser(), "/api/first-account", "another", &body).await;
    assert_eq!(stranger.status, 410);
}

#[tokio::test]
async fn a_sign_in_sent_again_is_the_same_session_and_another_is_not() {
    let assay = Assay::start().await;
    assay.found("Nordwind AG").await;
    let body = json!({ "email": "person0@buyer.example", "password": PASSWORD });
    let first = keyed(&assay.browser(), "/api/session", "k", &body).await.must_be(200);
    let again = keyed(&assay.browser(), "/api/session", "k", &body).await.must_be(200);
    let other = keyed(&assay.browser(), "/api/session", "l", &body).await.must_be(200);
    assert!(!cookie(&first).is_empty());
    assert_eq!(cookie(&first), cookie(&again));
    assert_ne!(cookie(&first), cookie(&other));
}

#[tokio::test]
async fn one_key_is_one_mail() {
    let desk = Desk::open().await;
    desk.sent().await;
    let body = json!({ "token": desk.token(0).await });
    keyed(&desk.assay.browser(), "/api/portal/session", "in", &body).await.must_be(200);
    for _ in 0..3 {
        keyed(&desk.assay.browser(), "/api/portal/links", "fresh", &body).await.must_be(204);
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(desk.mails_about("Your link to the questions", 0).await, 1);
    let invite = json!({ "name": "Kim", "email": "kim@buyer.example", "roles": ["analyst"] });
    let member = keyed(&desk.admin, "/api/people", "invite", &invite).await.must_be(200).json();
    let again = format!("/api/people/{}/invitation", member["id"].as_str().expect("an id"));
    for _ in 0..3 {
        keyed(&desk.admin, &again, "again", &json!({})).await.must_be(204);
    }
    let to_kim = desk.mails().await.into_iter().filter(|mail| mail.address == "kim@buyer.example").count();
    assert_eq!(to_kim, 2, "the invitation and one more");
}

#[tokio::test]
async fn a_file_sent_again_under_its_key_is_one_file_and_another_file_is_refused() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let vendor = desk.enter(0).await;
    let send = |content: &'static str| {
        let request = vendor.request("POST", &at(&id, "/files")).header("idempotency-key", "f");
        let request = request.header("x-file-name", "policy.txt").header("content-type", "application/octet-stream");
        vendor.send(request.body(content))
    };
    let first = send("our policy").await.must_be(200).json();
    assert_eq!(send("our policy").await.must_be(200).json(), first);
    assert_eq!(send("another one").await.code(), "key_reused");
}

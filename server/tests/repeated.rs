//! Every write around accounts and links has one effect however often it comes with the same key.
//!
//! A reply that was lost is the usual case on a bad line: the second request must neither fail nor do it twice.

mod desk;
mod harness;

use desk::Desk;
use domain::actor::Role;
use harness::{Assay, Browser, PASSWORD, Reply};
use serde_json::{Value, json};
use std::time::Duration;

async fn keyed(browser: &Browser, method: &str, path: &str, body: &Value, key: &str) -> Reply {
    browser.send(browser.request(method, path).header("idempotency-key", key).json(body)).await
}

async fn email_of(browser: &Browser) -> String {
    browser.get("/api/session").await.must_be(200).json()["email"].as_str().expect("an address").to_owned()
}

async fn mails_to(admin: &Browser, email: &str) -> usize {
    let outbox = admin.get("/api/outbox").await.must_be(200).json();
    outbox["mails"].as_array().expect("mails").iter().filter(|mail| mail["to"] == email).count()
}

async fn settle() {
    tokio::time::sleep(Duration::from_millis(400)).await;
}

fn cookie(reply: &Reply) -> String {
    let cookies = reply.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
    let mut own = cookies.filter(|cookie| cookie.starts_with("assay_staff="));
    own.next().and_then(|cookie| cookie.split(';').next()).unwrap_or_default().to_owned()
}

#[tokio::test]
async fn an_invitation_that_is_sent_again_is_one_mail_for_one_key() {
    let assay = Assay::start().await;
    let admin = assay.found("Nordwind AG").await;
    let invite = json!({ "name": "Bea", "email": "bea@buyer.example", "roles": ["analyst"] });
    let bea = admin.post("/api/people", invite).await.must_be(201).json();
    let path = format!("/api/people/{}/invitation", bea["id"].as_str().expect("an id"));
    for _ in 0..5 {
        keyed(&admin, "POST", &path, &json!({}), "again-1").await.must_be(204);
    }
    assert_eq!(mails_to(&admin, "bea@buyer.example").await, 2);
    keyed(&admin, "POST", &path, &json!({}), "again-2").await.must_be(204);
    assert_eq!(mails_to(&admin, "bea@buyer.example").await, 3);
}

#[tokio::test]
async fn a_link_of_the_outbox_is_shown_again_under_its_key_and_recorded_once() {
    let desk = Desk::open().await;
    let invite = json!({ "name": "Bea", "email": "bea@buyer.example", "roles": ["analyst"] });
    desk.admin.post("/api/people", invite).await.must_be(201);
    let outbox = desk.admin.get("/api/outbox").await.json();
    let path = format!("/api/outbox/{}/link", outbox["mails"][0]["id"].as_str().expect("an id"));
    let shown = async || desk.assay.tamper("UPDATE journal SET org = org WHERE body LIKE '%link_shown%'").await;
    let before = shown().await;
    let first = keyed(&desk.admin, "POST", &path, &json!({}), "show").await.must_be(200);
    let second = keyed(&desk.admin, "POST", &path, &json!({}), "show").await.must_be(200);
    assert_eq!(first.text, second.text);
    assert!(shown().await <= before + 1);
    let link = first.json()["link"].as_str().expect("a link").to_owned();
    let token = link.split('#').nth(1).expect("a token");
    let kept = desk.assay.tamper(&format!("UPDATE request_key SET org = org WHERE subject LIKE '%{token}%'")).await;
    assert_eq!(kept, 0, "no reply is kept with a link in it");
}

#[tokio::test]
async fn a_reset_is_asked_for_once_and_used_once_under_its_key() {
    let assay = Assay::start().await;
    let admin = assay.found("Nordwind AG").await;
    let member = assay.staff(&admin, &[Role::Analyst]).await;
    let email = email_of(&member).await;
    let before = mails_to(&admin, &email).await;
    let ask = json!({ "email": email });
    for _ in 0..3 {
        keyed(&assay.browser(), "POST", "/api/password-resets", &ask, "ask").await.must_be(204);
        settle().await;
    }
    assert_eq!(mails_to(&admin, &email).await, before + 1);
    let token = assay.mailed_token(&admin, &email).await;
    let body = json!({ "token": token, "password": "a replaced password" });
    for _ in 0..3 {
        keyed(&assay.browser(), "POST", "/api/password-resets/use", &body, "use").await.must_be(204);
    }
    let other = json!({ "token": token, "password": "another replaced password" });
    let refused = keyed(&assay.browser(), "POST", "/api/password-resets/use", &other, "use").await.must_be(422);
    assert_eq!(refused.code(), "key_reused");
    keyed(&assay.browser(), "POST", "/api/password-resets/use", &body, "use-2").await.must_be(410);
    assay.browser().sign_in(&email, "a replaced password").await.must_be(200);
}

#[tokio::test]
async fn a_fresh_link_is_one_mail_for_one_key_and_opens_in_the_browser_that_came_again() {
    let assay = Assay::start_with(server::clock::Clock::fixed(desk::noon()), |config| {
        // Nobody listens there: links are bound as they are with mail, and stay in the outbox.
        config.smtp_url = Some("smtp://127.0.0.1:9".into());
    });
    let desk = Desk::on(assay.await).await;
    desk.sent().await;
    let token = desk.token(0).await;
    let ask = json!({ "token": token });
    let lost = keyed(&desk.assay.browser(), "POST", "/api/portal/links", &ask, "fresh").await.must_be(204);
    settle().await;
    let browser = desk.assay.browser();
    let second = keyed(&browser, "POST", "/api/portal/links", &ask, "fresh").await.must_be(204);
    settle().await;
    assert_eq!(lost.header("set-cookie"), second.header("set-cookie"));
    assert_eq!(desk.mails_about("Your link to the questions", 0).await, 1);
    let fresh = desk.token(0).await;
    desk.assay.browser().post("/api/portal/session", json!({ "token": fresh })).await.must_be(410);
    browser.post("/api/portal/session", json!({ "token": fresh })).await.must_be(200);
}

#[tokio::test]
async fn signing_in_twice_with_one_key_is_one_session_and_no_key_gets_in_without_the_password() {
    let assay = Assay::start().await;
    let admin = assay.found("Nordwind AG").await;
    let email = email_of(&admin).await;
    let body = json!({ "email": email, "password": PASSWORD });
    let first = keyed(&assay.browser(), "POST", "/api/session", &body, "in").await.must_be(200);
    let second = keyed(&assay.browser(), "POST", "/api/session", &body, "in").await.must_be(200);
    assert_eq!((cookie(&first), first.text.clone()), (cookie(&second), second.text));
    let wrong = json!({ "email": email, "password": "not the password" });
    keyed(&assay.browser(), "POST", "/api/session", &wrong, "in").await.must_be(422);
    let other = keyed(&assay.browser(), "POST", "/api/session", &body, "in-2").await.must_be(200);
    assert_ne!(cookie(&other), cookie(&first));
}

#[tokio::test]
async fn a_password_is_changed_once_and_who_lost_the_reply_gets_the_new_session() {
    let assay = Assay::start().await;
    let first = assay.found("Nordwind AG").await;
    let email = email_of(&first).await;
    let signed = assay.browser().sign_in(&email, PASSWORD).await.must_be(200);
    let old = cookie(&signed);
    let body = json!({ "current": PASSWORD, "new": "another long password" });
    let send = async |body: &Value, key: &str| {
        let browser = assay.browser();
        let request = browser.request("PUT", "/api/session/password").header("cookie", &old);
        browser.send(request.header("idempotency-key", key).json(body)).await
    };
    let lost = send(&body, "change").await.must_be(204);
    let again = send(&body, "change").await.must_be(204);
    assert!(!cookie(&lost).is_empty() && cookie(&lost) != old);
    assert_eq!(cookie(&lost), cookie(&again));
    let other = json!({ "current": PASSWORD, "new": "yet another long password" });
    assert_eq!(send(&other, "change").await.must_be(422).code(), "key_reused");
    send(&body, "change-2").await.must_be(401);
    let inside = assay.browser();
    inside.send(inside.request("GET", "/api/session").header("cookie", cookie(&again))).await.must_be(200);
    let outside = assay.browser();
    outside.send(outside.request("GET", "/api/session").header("cookie", &old)).await.must_be(401);
    assert_eq!(mails_to(&inside_of(&assay, &email).await, &email).await, 1, "told once");
}

async fn inside_of(assay: &Assay, email: &str) -> Browser {
    let browser = assay.browser();
    browser.sign_in(email, "another long password").await.must_be(200);
    browser
}

//! Strangers' guesses shut nobody out: known devices and living links have ways of their own.
//!
//! The tries come from many networks, as an attacker's do, and cookies are forged, moved and kept too long.

mod desk;
mod harness;

use desk::Desk;
use domain::actor::Role;
use domain::journal::{DAY_MILLIS, Timestamp};
use harness::{Assay, Browser, PASSWORD, Reply};
use serde_json::json;
use server::clock::Clock;

const NOW: Timestamp = Timestamp(1_795_219_200_000);

async fn start() -> Assay {
    Assay::start_with(Clock::fixed(NOW), |config| {
        config.trusted_proxies = vec!["127.0.0.0/8".parse().expect("a network")];
    })
    .await
}

async fn email_of(browser: &Browser) -> String {
    browser.get("/api/session").await.must_be(200).json()["email"].as_str().expect("an address").to_owned()
}

/// A sign-in from an address, with the device's cookie if there is one.
async fn sign_in(assay: &Assay, from: &str, email: &str, password: &str, device: Option<&str>) -> Reply {
    let browser = assay.browser();
    let body = json!({ "email": email, "password": password });
    let mut request = browser.request("POST", "/api/session").header("x-forwarded-for", from).json(&body);
    if let Some(device) = device {
        request = request.header("cookie", device);
    }
    browser.send(request).await
}

/// The cookie by which the device is known, with its attributes.
fn device(reply: &Reply) -> String {
    let cookies = reply.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
    cookies.into_iter().find(|cookie| cookie.contains("assay_device=")).expect("a device's cookie").to_owned()
}

fn value(cookie: &str) -> String {
    cookie.split(';').next().expect("a value").to_owned()
}

/// Guesses from so many networks that strangers have no try left for this address.
async fn shut_strangers_out(assay: &Assay, email: &str) {
    for group in 0..8 {
        let guesses = (0..50).map(|n| {
            let from = format!("198.51.{group}.{n}");
            async move { sign_in(assay, &from, email, "a guess of a stranger", None).await.status }
        });
        futures::future::join_all(guesses).await;
    }
    sign_in(assay, "203.0.113.200", email, PASSWORD, None).await.must_be(429);
}

#[tokio::test]
async fn four_hundred_guesses_from_many_networks_do_not_shut_a_known_device_out() {
    let assay = start().await;
    let admin = assay.found("Nordwind AG").await;
    let email = email_of(&admin).await;
    let set = device(&sign_in(&assay, "203.0.113.1", &email, PASSWORD, None).await.must_be(200));
    for attribute in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=15552000"] {
        assert!(set.contains(attribute), "{set}");
    }
    shut_strangers_out(&assay, &email).await;
    // From whichever network the device is in now, also one that strangers used up.
    sign_in(&assay, "198.51.0.1", &email, PASSWORD, Some(&value(&set))).await.must_be(200);
    sign_in(&assay, "192.0.2.77", &email, PASSWORD, Some(&value(&set))).await.must_be(200);
}

#[tokio::test]
async fn a_known_device_has_few_guesses_of_its_own_and_gets_no_more_by_signing_in_elsewhere() {
    let assay = start().await;
    let admin = assay.found("Nordwind AG").await;
    let email = email_of(&admin).await;
    let stolen = value(&device(&sign_in(&assay, "203.0.113.1", &email, PASSWORD, None).await.must_be(200)));
    let mut judged = 0;
    for n in 0..30 {
        let from = format!("198.51.100.{n}");
        judged += u32::from(sign_in(&assay, &from, &email, "a guess of a thief", Some(&stolen)).await.status == 422);
    }
    assert_eq!(judged, 10);
    sign_in(&assay, "203.0.113.9", &email, PASSWORD, None).await.must_be(200);
}

#[tokio::test]
async fn a_cookie_that_is_forged_old_or_of_another_account_makes_a_stranger() {
    let assay = start().await;
    let admin = assay.found("Nordwind AG").await;
    let member = assay.staff(&admin, &[Role::Analyst]).await;
    let (email, other) = (email_of(&admin).await, email_of(&member).await);
    let own = value(&device(&sign_in(&assay, "203.0.113.1", &email, PASSWORD, None).await.must_be(200)));
    let of_other = value(&device(&sign_in(&assay, "203.0.113.2", &other, PASSWORD, None).await.must_be(200)));
    shut_strangers_out(&assay, &email).await;
    let (text, signature) = own.rsplit_once('~').expect("a signature");
    let later = text.rsplit_once('~').expect("an end").0;
    let forged = [
        of_other.clone(),
        format!("{text}~{}", "0".repeat(signature.len())),
        format!("{later}~9999999999999~{signature}"),
        format!("{text}~"),
        "assay_device=".to_owned(),
        "assay_device=~~~~~".to_owned(),
        format!("assay_device=x{}", &own["assay_device=".len()..]),
    ];
    for (n, cookie) in forged.iter().enumerate() {
        let from = format!("192.0.2.{n}");
        sign_in(&assay, &from, &email, PASSWORD, Some(cookie)).await.must_be(429);
    }
    sign_in(&assay, "192.0.2.100", &email, PASSWORD, Some(&own)).await.must_be(200);

    let signed_in = assay.browser();
    let body = json!({ "email": email, "password": PASSWORD });
    signed_in.send(signed_in.request("POST", "/api/session").header("cookie", &own).json(&body)).await.must_be(200);
    let change = json!({ "current": PASSWORD, "new": "another long password" });
    let changed = signed_in.put("/api/session/password", change).await.must_be(204);
    sign_in(&assay, "192.0.2.101", &email, "another long password", Some(&own)).await.must_be(429);
    let renewed = value(&device(&changed));
    sign_in(&assay, "192.0.2.102", &email, "another long password", Some(&renewed)).await.must_be(200);
    assay.state.clock.set(Timestamp(NOW.0 + 181 * DAY_MILLIS));
    shut_strangers_out_with(&assay, &email).await;
    sign_in(&assay, "192.0.2.103", &email, "another long password", Some(&renewed)).await.must_be(429);
}

async fn shut_strangers_out_with(assay: &Assay, email: &str) {
    for group in 0..7 {
        let guesses = (0..50).map(|n| {
            let from = format!("198.52.{group}.{n}");
            async move { sign_in(assay, &from, email, "a guess of a stranger", None).await.status }
        });
        futures::future::join_all(guesses).await;
    }
}

#[tokio::test]
async fn a_mailed_link_leads_in_while_strangers_guess() {
    let assay = start().await;
    let admin = assay.found("Nordwind AG").await;
    let email = email_of(&admin).await;
    shut_strangers_out(&assay, &email).await;
    assay.browser().post("/api/password-resets", json!({ "email": email })).await.must_be(204);
    tokio::time::sleep(std::time::Duration::from_millis(400)).await;
    let token = assay.mailed_token(&admin, &email).await;
    let browser = assay.browser();
    let body = json!({ "token": token, "password": "a replaced password" });
    browser.post("/api/password-resets/use", body).await.must_be(204);
    browser.sign_in(&email, "a replaced password").await.must_be(200);
    assay.browser().sign_in(&email, "a replaced password").await.must_be(429);
}

#[tokio::test]
async fn a_deactivated_person_stays_out_with_a_known_device() {
    let assay = start().await;
    let admin = assay.found("Nordwind AG").await;
    let member = assay.staff(&admin, &[Role::Analyst]).await;
    let me = member.get("/api/session").await.json();
    let email = me["email"].as_str().expect("an address");
    let own = value(&device(&sign_in(&assay, "203.0.113.1", email, PASSWORD, None).await.must_be(200)));
    let path = format!("/api/people/{}", me["person"].as_str().expect("an id"));
    admin.put(&path, json!({ "roles": ["analyst"], "active": false })).await.must_be(200);
    sign_in(&assay, "203.0.113.1", email, PASSWORD, Some(&own)).await.must_be(422);
    shut_strangers_out(&assay, email).await;
    sign_in(&assay, "203.0.113.1", email, PASSWORD, Some(&own)).await.must_be(429);
}

#[tokio::test]
async fn a_living_link_is_let_in_however_many_dead_ones_came_from_its_network() {
    let assay = Assay::start().await;
    let admin = assay.found("Nordwind AG").await;
    let invite = json!({ "name": "Bea", "email": "bea@buyer.example", "roles": ["analyst"] });
    admin.post("/api/people", invite).await.must_be(201);
    let token = assay.mailed_token(&admin, "bea@buyer.example").await;
    let mut statuses = Vec::new();
    for n in 0..60 {
        let dead = format!("{n:0>42}A");
        statuses.push(assay.browser().post("/api/links", json!({ "token": dead })).await.status);
    }
    assert_eq!(statuses.iter().filter(|status| **status == 410).count(), 30, "{statuses:?}");
    assay.browser().post("/api/links", json!({ "token": token })).await.must_be(200);
    let join = json!({ "token": token, "name": "Bea", "password": PASSWORD });
    assay.browser().post("/api/joins", join.clone()).await.must_be(200);
    assay.browser().post("/api/joins", join).await.must_be(429);
}

#[tokio::test]
async fn nobody_uses_up_the_fresh_links_of_others_in_the_same_network() {
    let desk = Desk::open().await;
    desk.sent().await;
    let token = desk.token(0).await;
    for n in 0..60 {
        let dead = format!("{n:0>42}A");
        desk.assay.browser().post("/api/portal/links", json!({ "token": dead })).await;
    }
    desk.assay.browser().post("/api/portal/links", json!({ "token": token })).await.must_be(204);
    for _ in 0..100 {
        if desk.mails_about("Your link to the questions", 0).await == 1 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("no fresh link was mailed");
}

#[tokio::test]
async fn common_passwords_and_names_are_refused_at_the_field_wherever_one_is_chosen() {
    let assay = Assay::start().await;
    let refused = |reply: Reply, at: &str| {
        let problem = reply.must_be(422).json();
        assert_eq!(problem["errors"][0]["at"], at, "{problem}");
        assert!(
            problem["errors"][0]["detail"].as_str().is_some_and(|detail| detail.starts_with("Choose")),
            "{problem}"
        );
    };
    let token = assay.first_account_token(None).await;
    let account = |password: &str| {
        json!({ "token": token, "organisation": "Nordwind Versicherung", "name": "Ines Moreau", "email": "ines@buyer.example",
            "password": password })
    };
    for weak in
        ["password1234", "administrator", "Nordwind Versicherung", "InesMoreau2026", "qwertyuiop123", "1q2w3e4r5t6y"]
    {
        refused(assay.browser().post("/api/first-account", account(weak)).await, "password");
    }
    let admin = assay.browser();
    admin.post("/api/first-account", account(PASSWORD)).await.must_be(201);
    let invite = json!({ "name": "Bea", "email": "bea@buyer.example", "roles": ["analyst"] });
    admin.post("/api/people", invite).await.must_be(201);
    let token = assay.mailed_token(&admin, "bea@buyer.example").await;
    let join = json!({ "token": token, "name": "Bea", "password": "manchesterunited" });
    refused(assay.browser().post("/api/joins", join).await, "password");
    let change = json!({ "current": PASSWORD, "new": "Password1234!" });
    refused(admin.put("/api/session/password", change).await, "new");
    admin.post("/api/password-resets", json!({ "email": "ines@buyer.example" })).await.must_be(204);
    tokio::time::sleep(std::time::Duration::from_millis(400)).await;
    let token = assay.mailed_token(&admin, "ines@buyer.example").await;
    let reset = json!({ "token": token, "password": "letmeinletmein" });
    refused(assay.browser().post("/api/password-resets/use", reset).await, "password");
    let reset = json!({ "token": token, "password": "a replaced password" });
    assay.browser().post("/api/password-resets/use", reset).await.must_be(204);
}

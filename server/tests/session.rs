//! Signing in and out, first accounts, joining, passwords, and the cookies of all that.
//!
//! Guessing, replay and enumeration are tried as an attacker would.

mod harness;

use domain::actor::Role;
use domain::journal::Timestamp;
use harness::{Assay, PASSWORD};
use serde_json::json;
use server::auth::session::Sessions;
use server::clock::Clock;
use server::store::sessions::Audience;
use tower_sessions::session_store::SessionStore;

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;
const NOW: Timestamp = Timestamp(1_795_219_200_000);

#[tokio::test]
async fn the_first_account_is_made_once_and_holds_every_role() {
    let assay = Assay::start().await;
    let token = assay.first_account_token(None).await;
    let browser = assay.browser();
    let look = browser.post("/api/links", json!({ "token": token })).await.must_be(200).json();
    assert_eq!(look["kind"], "first_account");
    assert!(look.get("organisation").is_none(), "{look}");
    let body = json!({
        "token": token, "organisation": "Nordwind AG", "name": "Ann Admin", "email": "Ann@Buyer.example",
        "password": PASSWORD,
    });
    let me = browser.post("/api/first-account", body.clone()).await.must_be(201).json();
    assert_eq!(me["roles"].as_array().map(Vec::len), Some(5));
    assert_eq!(me["email"], "ann@buyer.example");
    assert_eq!(browser.get("/api/session").await.must_be(200).json()["organisation"]["name"], "Nordwind AG");
    let again = assay.browser().post("/api/first-account", body).await.must_be(410);
    assert_eq!(again.code(), "dead_link");
    assay.browser().post("/api/links", json!({ "token": token })).await.must_be(410);
}

#[tokio::test]
async fn a_newer_link_to_the_first_account_ends_the_older_one() {
    let assay = Assay::start().await;
    let older = assay.first_account_token(None).await;
    let newer = assay.first_account_token(None).await;
    assay.browser().post("/api/links", json!({ "token": older })).await.must_be(410);
    assay.browser().post("/api/links", json!({ "token": newer })).await.must_be(200);
}

#[tokio::test]
async fn every_wrong_field_of_a_first_account_is_told_at_once_and_the_link_stays_alive() {
    let assay = Assay::start().await;
    let token = assay.first_account_token(None).await;
    let body = json!({ "token": token, "organisation": " ", "name": "", "email": "ann", "password": "short" });
    let reply = assay.browser().post("/api/first-account", body).await.must_be(422).json();
    let at: Vec<&str> = reply["errors"].as_array().expect("errors").iter().filter_map(|e| e["at"].as_str()).collect();
    assert_eq!(at, ["organisation", "name", "email", "password"]);
    assay.browser().post("/api/links", json!({ "token": token })).await.must_be(200);
}

#[tokio::test]
async fn of_a_hundred_uses_of_one_link_exactly_one_counts() {
    let assay = Assay::start().await;
    let token = assay.first_account_token(None).await;
    let uses = (0..100).map(|n| {
        let (browser, token) = (assay.browser(), token.clone());
        tokio::spawn(async move {
            let body = json!({
                "token": token, "organisation": "Nordwind AG", "name": "Ann",
                "email": format!("ann{n}@buyer.example"), "password": PASSWORD,
            });
            browser.post("/api/first-account", body).await.status
        })
    });
    let mut won = 0;
    for one in uses.collect::<Vec<_>>() {
        let status = one.await.expect("ran");
        assert!([201, 409, 410, 429, 503].contains(&status), "{status}");
        won += u32::from(status == 201);
    }
    assert_eq!(won, 1);
    assert_eq!(assay.state.store.organisations().await.expect("organisations").len(), 1);
}

#[tokio::test]
async fn signing_in_gives_a_new_session_and_signing_out_ends_it() {
    let assay = Assay::start().await;
    let admin = assay.found("Nordwind AG").await;
    let email = admin.get("/api/session").await.json()["email"].as_str().expect("an address").to_owned();
    let browser = assay.browser();
    assert_eq!(browser.get("/api/session").await.must_be(401).code(), "signed_out");
    let reply = browser.sign_in(&email.to_uppercase(), PASSWORD).await.must_be(200);
    let cookie = reply.header("set-cookie").to_owned();
    assert!(cookie.starts_with("assay_staff=") && cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"));
    assert!(!cookie.contains("Secure"), "over plain HTTP a browser would drop it: {cookie}");
    browser.get("/api/session").await.must_be(200);
    browser.delete("/api/session").await.must_be(204);
    browser.get("/api/session").await.must_be(401);
    let stolen = cookie.split(';').next().expect("a cookie").to_owned();
    let thief = assay.browser();
    thief.send(thief.request("GET", "/api/session").header("cookie", stolen)).await.must_be(401);
    browser.delete("/api/session").await.must_be(204);
}

#[tokio::test]
async fn a_session_that_was_ended_is_not_brought_back_by_a_request_that_still_saves_it() {
    let assay = Assay::start_at(NOW).await;
    let admin = assay.found("Nordwind AG").await;
    let email = admin.get("/api/session").await.json()["email"].as_str().expect("an address").to_owned();
    let browser = assay.browser();
    let reply = browser.sign_in(&email, PASSWORD).await.must_be(200);
    let (_, id) = reply.header("set-cookie").split_once('=').expect("a cookie");
    let id = id.split(';').next().expect("an id").parse().expect("an id");
    let sessions = Sessions::of(&assay.state, Audience::Staff);
    let record = sessions.load(&id).await.expect("an answer").expect("a session");
    assay.state.clock.set(Timestamp(NOW.0 + 20 * MINUTE));
    sessions.save(&record).await.expect("saved");
    assay.state.clock.set(Timestamp(NOW.0 + 40 * MINUTE));
    browser.get("/api/session").await.must_be(200);
    let record = sessions.load(&id).await.expect("an answer").expect("its end was moved on");
    browser.delete("/api/session").await.must_be(204);
    sessions.save(&record).await.expect("told nothing");
    assert!(sessions.load(&id).await.expect("an answer").is_none());
    browser.get("/api/session").await.must_be(401);
}

#[tokio::test]
async fn a_session_named_by_the_visitor_is_not_taken_over() {
    let assay = Assay::start().await;
    let admin = assay.found("Nordwind AG").await;
    let email = admin.get("/api/session").await.json()["email"].as_str().expect("an address").to_owned();
    let fixed = "assay_staff=AAAAAAAAAAAAAAAAAAAAAA";
    let browser = assay.browser();
    let body = json!({ "email": email, "password": PASSWORD });
    let request = browser.request("POST", "/api/session").header("cookie", fixed).json(&body);
    let reply = browser.send(request).await.must_be(200);
    assert!(!reply.header("set-cookie").starts_with(fixed), "{}", reply.header("set-cookie"));
    let thief = assay.browser();
    thief.send(thief.request("GET", "/api/session").header("cookie", fixed)).await.must_be(401);
}

#[tokio::test]
async fn over_https_the_cookies_are_secure_and_bound_to_the_host() {
    let assay = Assay::start_with(Clock::System, |config| {
        config.public_url = "https://assay.buyer.example".parse().expect("a URL");
    })
    .await;
    let token = assay.first_account_token(None).await;
    let body = json!({
        "token": token, "organisation": "Nordwind AG", "name": "Ann", "email": "ann@buyer.example",
        "password": PASSWORD,
    });
    let reply = assay.browser().post("/api/first-account", body).await.must_be(201);
    let cookie = reply.header("set-cookie");
    assert!(cookie.starts_with("__Host-assay_staff=") && cookie.contains("Secure") && cookie.contains("Path=/"));
    assert!(reply.header("strict-transport-security").contains("max-age=63072000"));
}

#[tokio::test]
async fn a_session_ends_after_half_an_hour_without_a_request_and_after_twelve_hours_at_the_latest() {
    let assay = Assay::start_at(NOW).await;
    let browser = assay.found("Nordwind AG").await;
    let mut now = NOW.0;
    for _ in 0..26 {
        now += 29 * MINUTE;
        assay.state.clock.set(Timestamp(now));
        let reply = browser.get("/api/session").await;
        if now - NOW.0 >= 12 * 60 * MINUTE {
            reply.must_be(401);
            return;
        }
        reply.must_be(200);
        // The end is moved on beside the request; give it a moment.
        tokio::time::sleep(std::time::Duration::from_millis(60)).await;
    }
    panic!("the session never ended");
}

#[tokio::test]
async fn an_idle_session_ends() {
    let assay = Assay::start_at(NOW).await;
    let browser = assay.found("Nordwind AG").await;
    assay.state.clock.set(Timestamp(NOW.0 + 30 * MINUTE));
    browser.get("/api/session").await.must_be(401);
}

#[tokio::test]
async fn guessing_a_password_is_limited_also_after_a_restart_and_keeps_nobody_else_out() {
    let trust_local = |config: &mut server::config::Config| {
        config.trusted_proxies = vec!["127.0.0.0/8".parse().expect("a network")];
    };
    let assay = Assay::start_with(Clock::System, trust_local).await;
    let admin = assay.found("Nordwind AG").await;
    let email = admin.get("/api/session").await.json()["email"].as_str().expect("an address").to_owned();
    let guess = |password: String| {
        let browser = assay.browser();
        let body = json!({ "email": email, "password": password });
        async move {
            browser
                .send(browser.request("POST", "/api/session").header("x-forwarded-for", "203.0.113.7").json(&body))
                .await
        }
    };
    let guesses: Vec<_> = (0..40).map(|n| guess(format!("guess number {n}"))).collect();
    let statuses: Vec<u16> = futures::future::join_all(guesses).await.iter().map(|reply| reply.status).collect();
    let judged = statuses.iter().filter(|status| **status == 422).count();
    assert!(judged <= 10, "{judged} guesses were judged");
    assert!(statuses.contains(&429), "{statuses:?}");
    let limited = guess(PASSWORD.into()).await.must_be(429);
    assert!(!limited.header("retry-after").is_empty());

    let Assay { folder, database_url, .. } = assay;
    let assay = Assay::start_on(folder, database_url, Clock::System, trust_local).await;
    let browser = assay.browser();
    let body = json!({ "email": email, "password": PASSWORD });
    let again = browser.request("POST", "/api/session").header("x-forwarded-for", "203.0.113.7").json(&body);
    browser.send(again).await.must_be(429);
    let honest = browser.request("POST", "/api/session").header("x-forwarded-for", "198.51.100.4").json(&body);
    browser.send(honest).await.must_be(200);
}

#[tokio::test]
async fn an_unknown_address_and_a_wrong_password_get_the_same_answer() {
    let assay = Assay::start().await;
    let admin = assay.found("Nordwind AG").await;
    let email = admin.get("/api/session").await.json()["email"].as_str().expect("an address").to_owned();
    let mut answers = Vec::new();
    for address in [email.as_str(), "nobody@buyer.example", "", "a\nb", &"x".repeat(5_000)] {
        let reply = assay.browser().sign_in(address, "not the password").await.must_be(422);
        let mut problem = reply.json();
        problem["trace"] = json!("");
        answers.push((problem, reply.header("set-cookie").to_owned()));
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    for address in [email.as_str(), "nobody@buyer.example", ""] {
        let body = json!({ "email": address });
        assert_eq!(assay.browser().post("/api/password-resets", body).await.must_be(204).text, "");
    }
}

#[tokio::test]
async fn changing_the_password_needs_the_old_one_and_ends_every_other_session() {
    let assay = Assay::start().await;
    let first = assay.found("Nordwind AG").await;
    let email = first.get("/api/session").await.json()["email"].as_str().expect("an address").to_owned();
    let second = assay.browser();
    second.sign_in(&email, PASSWORD).await.must_be(200);
    let wrong = json!({ "current": "not the password", "new": "another long password" });
    assert_eq!(first.put("/api/session/password", wrong).await.must_be(422).json()["errors"][0]["at"], "current");
    let weak = json!({ "current": PASSWORD, "new": email });
    assert_eq!(first.put("/api/session/password", weak).await.must_be(422).json()["errors"][0]["at"], "new");
    let right = json!({ "current": PASSWORD, "new": "another long password" });
    first.put("/api/session/password", right).await.must_be(204);
    first.get("/api/session").await.must_be(200);
    second.get("/api/session").await.must_be(401);
    assay.browser().sign_in(&email, PASSWORD).await.must_be(422);
    assay.browser().sign_in(&email, "another long password").await.must_be(200);
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_through_the_mailed_link_once() {
    let assay = Assay::start().await;
    let admin = assay.found("Nordwind AG").await;
    let member = assay.staff(&admin, &[Role::Analyst]).await;
    let email = member.get("/api/session").await.json()["email"].as_str().expect("an address").to_owned();
    assay.browser().post("/api/password-resets", json!({ "email": email.to_uppercase() })).await.must_be(204);
    let token = loop {
        let outbox = admin.get("/api/outbox").await.json();
        let waits = outbox["mails"]
            .as_array()
            .expect("mails")
            .iter()
            .any(|m| m["to"] == email.as_str() && m["has_link"] == true);
        if waits {
            break assay.mailed_token(&admin, &email).await;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    };
    let look = assay.browser().post("/api/links", json!({ "token": token })).await.must_be(200).json();
    assert_eq!((look["kind"].as_str(), look["email"].as_str()), (Some("reset"), Some(email.as_str())));
    let weak = json!({ "token": token, "password": "aaaaaaaaaaaaaa" });
    assay.browser().post("/api/password-resets/use", weak).await.must_be(422);
    let body = json!({ "token": token, "password": "a replaced password" });
    assay.browser().post("/api/password-resets/use", body.clone()).await.must_be(204);
    assay.browser().post("/api/password-resets/use", body).await.must_be(410);
    member.get("/api/session").await.must_be(401);
    assay.browser().sign_in(&email, "a replaced password").await.must_be(200);
}

#[tokio::test]
async fn one_person_gets_three_mails_an_hour_at_most() {
    let assay = Assay::start().await;
    let admin = assay.found("Nordwind AG").await;
    let email = admin.get("/api/session").await.json()["email"].as_str().expect("an address").to_owned();
    for _ in 0..12 {
        assay.browser().post("/api/password-resets", json!({ "email": email })).await.must_be(204);
    }
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    let outbox = admin.get("/api/outbox").await.json();
    let mails = outbox["mails"].as_array().expect("mails");
    assert!((1..=3).contains(&mails.len()), "{}", mails.len());
    assert_eq!(mails.iter().filter(|mail| mail["has_link"] == true).count(), 1, "only the newest link lives");
}

#[tokio::test]
async fn links_that_are_guessed_expired_or_of_another_kind_are_dead_alike() {
    let assay = Assay::start_at(NOW).await;
    let admin = assay.found("Nordwind AG").await;
    let invite = json!({ "name": "Bea", "email": "bea@buyer.example", "roles": ["analyst"] });
    admin.post("/api/people", invite).await.must_be(201);
    let token = assay.mailed_token(&admin, "bea@buyer.example").await;
    let join = |token: &str| json!({ "token": token, "name": "Bea", "password": PASSWORD });
    let guessed = "A".repeat(43);
    let mut answers = Vec::new();
    for dead in [guessed.as_str(), "", "x", "../../etc/passwd"] {
        let mut problem = assay.browser().post("/api/joins", join(dead)).await.must_be(410).json();
        problem["trace"] = json!("");
        answers.push(problem);
    }
    let as_reset = json!({ "token": token, "password": "another long password" });
    let mut problem = assay.browser().post("/api/password-resets/use", as_reset).await.must_be(410).json();
    problem["trace"] = json!("");
    answers.push(problem);
    assay.browser().post("/api/links", json!({ "token": token })).await.must_be(200);
    assay.state.clock.set(Timestamp(NOW.0 + 7 * DAY));
    let mut problem = assay.browser().post("/api/joins", join(&token)).await.must_be(410).json();
    problem["trace"] = json!("");
    answers.push(problem);
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
}

#[tokio::test]
async fn guessing_links_is_limited() {
    let assay = Assay::start().await;
    let mut statuses = Vec::new();
    for n in 0..40 {
        let token = format!("{n:0>42}A");
        statuses.push(assay.browser().post("/api/links", json!({ "token": token })).await.status);
    }
    assert!(statuses.contains(&429), "{statuses:?}");
    assert!(statuses.iter().all(|status| [410, 429].contains(status)), "{statuses:?}");
}

#[tokio::test]
async fn reading_a_link_fifty_times_uses_nothing_up() {
    let assay = Assay::start().await;
    let token = assay.first_account_token(None).await;
    for _ in 0..50 {
        let browser = assay.browser();
        browser.get(&format!("/start#{token}")).await;
        browser.send(browser.request("HEAD", "/start")).await;
        browser.post("/api/links", json!({ "token": token })).await.must_be(200);
    }
    let body = json!({
        "token": token, "organisation": "Nordwind AG", "name": "Ann", "email": "ann@buyer.example",
        "password": PASSWORD,
    });
    assay.browser().post("/api/first-account", body).await.must_be(201);
}

#[tokio::test]
async fn no_secret_is_stored_as_it_is() {
    let assay = Assay::start().await;
    let token = assay.first_account_token(None).await;
    let body = json!({
        "token": token, "organisation": "Nordwind AG", "name": "Ann", "email": "ann@buyer.example",
        "password": PASSWORD,
    });
    let reply = assay.browser().post("/api/first-account", body).await.must_be(201);
    let cookie = reply.header("set-cookie").split(['=', ';']).nth(1).expect("an id").to_owned();
    let everything: Vec<u8> = std::fs::read_dir(assay.folder.path())
        .expect("the folder")
        .flat_map(|entry| std::fs::read(entry.expect("an entry").path()).unwrap_or_default())
        .collect();
    for secret in [token.as_str(), PASSWORD, cookie.as_str()] {
        let found = everything.windows(secret.len()).any(|window| window == secret.as_bytes());
        assert!(!found, "a secret lies in the data folder");
    }
}

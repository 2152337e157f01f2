//! One address in several organisations: nobody learns of the others, and signing in asks which only when it must.
//!
//! What one organisation does must tell nothing of another.

mod harness;

use harness::{Assay, Browser, PASSWORD, Reply};
use serde_json::{Value, json};
use std::time::Duration;

const EMAIL: &str = "ines@advisers.example";

/// Founds an organisation whose first member has this address and password.
async fn found(assay: &Assay, organisation: &str, email: &str, password: &str) -> Browser {
    let token = assay.first_account_token(None).await;
    let browser = assay.browser();
    let body = json!({
        "token": token, "organisation": organisation, "name": "Ines Moreau", "email": email, "password": password,
    });
    browser.post("/api/first-account", body).await.must_be(200);
    browser
}

async fn sign_in_to(assay: &Assay, password: &str, organisation: &Value) -> Reply {
    let body = json!({ "email": EMAIL, "password": password, "organisation": organisation });
    assay.browser().post("/api/session", body).await
}

fn names(reply: &Reply) -> Vec<String> {
    let listed = reply.json()["organisations"].as_array().cloned().unwrap_or_default();
    listed.iter().filter_map(|one| one["name"].as_str().map(str::to_owned)).collect()
}

#[tokio::test]
async fn signing_in_asks_which_organisation_only_when_the_password_fits_several() {
    let assay = Assay::start().await;
    found(&assay, "Nordwind AG", EMAIL, PASSWORD).await;
    found(&assay, "Suedwind AG", EMAIL, PASSWORD).await;
    found(&assay, "Ostwind AG", EMAIL, "another long password").await;
    let asked = assay.browser().sign_in(EMAIL, PASSWORD).await.must_be(409);
    assert_eq!(asked.code(), "several_organisations");
    assert_eq!(names(&asked), ["Nordwind AG", "Suedwind AG"], "only those that the password fits");
    assert_eq!(asked.json()["errors"][0]["at"], "organisation");
    assert!(asked.headers.get("set-cookie").is_none(), "nobody is signed in yet");
    for listed in asked.json()["organisations"].as_array().expect("organisations") {
        let me = sign_in_to(&assay, PASSWORD, &listed["id"]).await.must_be(200).json();
        assert_eq!(me["organisation"], *listed);
        let wrong = sign_in_to(&assay, "another long password", &listed["id"]).await.must_be(422);
        assert_eq!(wrong.json()["errors"][0]["at"], "password");
    }
    let me = assay.browser().sign_in(EMAIL, "another long password").await.must_be(200).json();
    assert_eq!(me["organisation"]["name"], "Ostwind AG");
    sign_in_to(&assay, PASSWORD, &me["organisation"]["id"]).await.must_be(422);
    sign_in_to(&assay, PASSWORD, &json!("no-such-organisation")).await.must_be(422);
    let wrong = assay.browser().sign_in(EMAIL, "not the password").await.must_be(422);
    assert_eq!(names(&wrong), Vec::<String>::new());
}

#[tokio::test]
async fn an_organisation_neither_tests_for_nor_reserves_an_address_of_another() {
    let assay = Assay::start().await;
    let first = found(&assay, "Nordwind AG", EMAIL, PASSWORD).await;
    let other = assay.found("Suedwind AG").await;
    let invite = |email: &str| json!({ "name": "Ines Moreau", "email": email, "roles": ["analyst"] });
    let mut replies = Vec::new();
    for email in [EMAIL, "nobody@advisers.example"] {
        let mut reply = other.post("/api/people", invite(email)).await.must_be(200).json();
        for own in ["id", "email", "created_at", "invitation_expires_at"] {
            reply[own] = json!("");
        }
        replies.push(reply);
    }
    assert_eq!(replies[0], replies[1]);
    other.post("/api/people", invite(EMAIL)).await.must_be(422);
    first.post("/api/people", invite(EMAIL)).await.must_be(422);
    // The invitation opens nothing until it is taken up, and then an account of its own.
    assay.browser().sign_in(EMAIL, PASSWORD).await.must_be(200);
    let token = assay.mailed_token(&other, EMAIL).await;
    let join = json!({ "token": token, "name": "Ines Moreau", "password": "another long password" });
    let me = assay.browser().post("/api/joins", join).await.must_be(200).json();
    assert_eq!(me["organisation"]["name"], "Suedwind AG");
    let me = assay.browser().sign_in(EMAIL, PASSWORD).await.must_be(200).json();
    assert_eq!(me["organisation"]["name"], "Nordwind AG");
}

#[tokio::test]
async fn a_forgotten_password_is_mailed_for_by_every_organisation_and_replaced_in_one() {
    let assay = Assay::start().await;
    let first = found(&assay, "Nordwind AG", EMAIL, PASSWORD).await;
    let second = found(&assay, "Suedwind AG", EMAIL, PASSWORD).await;
    assay.browser().post("/api/password-resets", json!({ "email": EMAIL })).await.must_be(204);
    tokio::time::sleep(Duration::from_millis(500)).await;
    for (admin, name, other) in [(&first, "Nordwind AG", "Suedwind AG"), (&second, "Suedwind AG", "Nordwind AG")] {
        let outbox = admin.get("/api/outbox").await.must_be(200).json();
        let mails = outbox["mails"].as_array().expect("mails");
        assert_eq!(mails.len(), 1, "{mails:?}");
        let text = mails[0]["text"].as_str().expect("a text");
        assert!(text.contains(name) && !text.contains(other), "{text}");
    }
    let token = assay.mailed_token(&second, EMAIL).await;
    let body = json!({ "token": token, "password": "a replaced password" });
    assay.browser().post("/api/password-resets/use", body).await.must_be(204);
    first.get("/api/session").await.must_be(200);
    second.get("/api/session").await.must_be(401);
    let me = assay.browser().sign_in(EMAIL, PASSWORD).await.must_be(200).json();
    assert_eq!(me["organisation"]["name"], "Nordwind AG");
    let me = assay.browser().sign_in(EMAIL, "a replaced password").await.must_be(200).json();
    assert_eq!(me["organisation"]["name"], "Suedwind AG");
}

#[tokio::test]
async fn on_the_command_line_an_address_of_several_organisations_needs_one_named() {
    use server::cli::database::DatabaseArgs;
    use server::cli::user::{UserCommand, run};
    let assay = Assay::start().await;
    found(&assay, "Nordwind AG", EMAIL, PASSWORD).await;
    found(&assay, "Suedwind AG", EMAIL, PASSWORD).await;
    let reset = async |email: &str, org: Option<&str>| {
        let database = DatabaseArgs {
            data_dir: assay.folder.path().to_owned(),
            database_url: Some(assay.database_url.clone()),
            files: None,
            public_url: None,
        };
        let command = UserCommand::Reset { email: email.to_owned(), org: org.map(str::to_owned) };
        run(database, command).await.map_err(|error| error.to_string())
    };
    let asked = reset(EMAIL, None).await.expect_err("a question");
    assert!(asked.contains("--org") && asked.contains("Nordwind AG") && asked.contains("Suedwind AG"), "{asked}");
    reset(EMAIL, Some("Suedwind AG")).await.expect("a link");
    assert!(reset(EMAIL, Some("Ostwind AG")).await.is_err());
    assert!(reset("nobody@advisers.example", None).await.is_err());
}

#[tokio::test]
async fn a_device_that_one_organisation_knows_gives_no_guesses_at_the_account_in_another() {
    let assay = Assay::start_with(server::clock::Clock::System, |config| {
        config.trusted_proxies = vec!["127.0.0.0/8".parse().expect("a network")];
    })
    .await;
    found(&assay, "Nordwind AG", EMAIL, PASSWORD).await;
    found(&assay, "Guessers AG", EMAIL, "the guesser's own password").await;
    let send = |from: String, password: &'static str, cookie: String| {
        let browser = assay.browser();
        let body = json!({ "email": EMAIL, "password": password });
        let request = browser.request("POST", "/api/session").header("x-forwarded-for", from);
        async move { browser.send(request.header("cookie", cookie).json(&body)).await }
    };
    let device = |reply: &Reply| {
        let cookies = reply.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
        let own = cookies.into_iter().find(|cookie| cookie.starts_with("assay_device=")).expect("a device");
        own.split(';').next().expect("a value").to_owned()
    };
    let own = send("192.0.2.1".into(), "the guesser's own password", String::new()).await.must_be(200);
    let cookie = device(&own);
    // Tries from the known device are tries of a stranger for the other account: nine, and the tenth is the last.
    for _ in 0..10 {
        send("192.0.2.2".into(), "a guess at the other", cookie.clone()).await.must_be(422);
    }
    send("192.0.2.2".into(), PASSWORD, String::new()).await.must_be(429);
    for group in 0..7 {
        let guesses = (0..50).map(|n| send(format!("198.51.{group}.{n}"), "a guess", String::new()));
        futures::future::join_all(guesses).await;
    }
    let own = send("192.0.2.3".into(), "the guesser's own password", cookie.clone()).await;
    assert_eq!(own.status, 429, "ten wrong tries are what a device has");
}

#[tokio::test]
async fn once_strangers_have_no_try_left_a_known_device_opens_its_own_account_only() {
    let assay = Assay::start_with(server::clock::Clock::System, |config| {
        config.trusted_proxies = vec!["127.0.0.0/8".parse().expect("a network")];
    })
    .await;
    found(&assay, "Nordwind AG", EMAIL, PASSWORD).await;
    let guesser = found(&assay, "Guessers AG", EMAIL, "the guesser's own password").await;
    let signed = guesser.sign_in(EMAIL, "the guesser's own password").await.must_be(200);
    let id = signed.json()["organisation"]["id"].clone();
    for group in 0..7 {
        let guesses = (0..50).map(|n| {
            let browser = assay.browser();
            let body = json!({ "email": EMAIL, "password": "a guess" });
            let from = format!("198.51.{group}.{n}");
            async move {
                browser.send(browser.request("POST", "/api/session").header("x-forwarded-for", from).json(&body)).await
            }
        });
        futures::future::join_all(guesses).await;
    }
    assay.browser().sign_in(EMAIL, PASSWORD).await.must_be(429);
    // The right password of the other account is not even looked at.
    guesser.sign_in(EMAIL, PASSWORD).await.must_be(422);
    let known = guesser.sign_in(EMAIL, "the guesser's own password").await.must_be(200);
    assert_eq!(known.json()["organisation"]["id"], id);
}

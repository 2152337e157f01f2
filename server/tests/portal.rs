//! How a vendor's person comes in: links that open once, fresh ones to the address on file, and what a session shows.
//!
//! Opening a link by GET must change nothing, because mail scanners do it too; and the ids of others must answer
//! as unknown ids do.

mod desk;
mod harness;

use desk::{Desk, EMAILS, answer, answers, at, noon, submit};
use domain::journal::{DAY_MILLIS, Timestamp};
use harness::{Assay, Browser, Reply};
use serde_json::{Value, json};
use server::clock::Clock;
use std::time::Duration;

async fn post(browser: &Browser, what: &str, token: &str) -> Reply {
    browser.post(&format!("/api/portal/{what}"), json!({ "token": token })).await
}

/// Waits until this many mails about `words` were written to the first contact: fresh links are written off the
/// request's path.
async fn mails(desk: &Desk, words: &str, count: usize) {
    for _ in 0..3_000 {
        if desk.mails_about(words, 0).await == count {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(desk.mails_about(words, 0).await, count, "{words}");
}

const FRESH: &str = "Your link to the questions";
const USED: &str = "was used";

#[tokio::test]
async fn looking_at_a_link_changes_nothing_however_often() {
    let desk = Desk::open().await;
    let settings = json!({
        "organisation": "Nordwind AG", "contact": {"name": "Nora Nord", "email": "nora@buyer.example", "phone": ""},
        "retention_months": 24, "invitation_text": "Thank you.",
    });
    desk.admin.put("/api/settings", settings).await.must_be(200);
    let id = desk.sent().await;
    let token = desk.token(0).await;
    for method in ["GET", "HEAD"] {
        for _ in 0..25 {
            let scanner = desk.assay.browser();
            scanner.send(scanner.request(method, "/i")).await;
            scanner.send(scanner.request(method, "/api/portal/session")).await;
        }
    }
    for _ in 0..10 {
        let welcome = post(&desk.assay.browser(), "welcome", &token).await.must_be(200).json();
        let expected = json!({
            "organisation": "Nordwind AG", "ask": {"name": "Nora Nord", "email": "nora@buyer.example", "phone": ""},
            "vendor": "Helio Labs", "system": "Helio Chat",
            "sections": [{"title": "Kinds", "questions": 7}], "reason": "Before the contract.", "standing_text": "Thank you.",
            "due": desk::DUE, "questions": 7, "minutes": 9, "retention_months": 24,
        });
        assert_eq!(welcome, expected);
    }
    let vendor = desk.assay.browser();
    let session = post(&vendor, "session", &token).await.must_be(200).json();
    assert_eq!(session["assessments"][0]["assessment"], json!(id));
    assert_eq!((session["name"].as_str(), session["vendor"].as_str()), (Some("Ann Ahlers"), Some("Helio Labs")));
}

#[tokio::test]
async fn a_hundred_clicks_at_once_open_one_session_and_the_person_on_file_is_told() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let token = desk.token(0).await;
    let clicks = (0..100).map(|_| {
        let (browser, token) = (desk.assay.browser(), token.clone());
        tokio::spawn(async move { (post(&browser, "session", &token).await, browser) })
    });
    let mut inside = Vec::new();
    for click in clicks.collect::<Vec<_>>() {
        let (reply, browser) = click.await.expect("an answer");
        match reply.status {
            200 => inside.push(browser),
            410 => assert_eq!(reply.code(), "dead_link"),
            other => panic!("{other}: {}", reply.text),
        }
    }
    assert_eq!(inside.len(), 1);
    assert_eq!(inside[0].get(&at(&id, "")).await.status, 200);
    assert_eq!(desk.mails_about(USED, 0).await, 1);
    let used = desk.view(&id).await["invitation"]["used"].as_i64();
    assert_eq!(used, Some(noon().0));
}

#[tokio::test]
async fn a_used_link_goes_on_in_its_own_session_and_shows_nothing_elsewhere() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let token = desk.token(0).await;
    let vendor = desk.assay.browser();
    post(&vendor, "session", &token).await.must_be(200);
    let again = post(&vendor, "session", &token).await.must_be(200).json();
    assert_eq!(again["assessments"][0]["assessment"], json!(id));
    for what in ["welcome", "session"] {
        let elsewhere = post(&desk.assay.browser(), what, &token).await.must_be(410);
        assert!(!elsewhere.text.contains("Helio") && !elsewhere.text.contains(&id), "{}", elsewhere.text);
    }
    // A link of somebody else does not go on in this session.
    desk.drafted().await;
    let mut plan = desk.plan();
    plan["contact"] = json!(desk.contacts[1]);
    let other =
        desk.admin.post("/api/assessments", plan).await.must_be(201).json()["id"].as_str().expect("id").to_owned();
    desk.post(&other, "sending", json!({})).await.must_be(200);
    let bens = desk.token(1).await;
    desk.enter(1).await;
    assert_eq!(post(&vendor, "session", &bens).await.must_be(410).code(), "dead_link");
}

#[tokio::test]
async fn guessed_broken_and_expired_links_are_dead_and_guessing_is_limited() {
    let desk = Desk::open().await;
    desk.sent().await;
    let token = desk.token(0).await;
    let guess = "A".repeat(43);
    for wrong in ["", "x", "../../etc/passwd", guess.as_str(), &token[1..]] {
        assert_eq!(post(&desk.assay.browser(), "session", wrong).await.must_be(410).code(), "dead_link");
    }
    desk.assay.state.clock.set(Timestamp(noon().0 + 60 * DAY_MILLIS));
    for what in ["welcome", "session"] {
        assert_eq!(post(&desk.assay.browser(), what, &token).await.must_be(410).code(), "dead_link");
    }
    let mut last = 410;
    for _ in 0..40 {
        last = post(&desk.assay.browser(), "welcome", &guess).await.status;
    }
    assert_eq!(last, 429);
    let unknown = json!({"token": token, "role": "admin"});
    let reply = desk.assay.browser().post("/api/portal/session", unknown).await;
    assert_eq!(reply.must_be(400).code(), "malformed");
}

#[tokio::test]
async fn a_fresh_link_goes_to_the_address_on_file_and_the_answer_tells_nothing() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let token = desk.token(0).await;
    post(&desk.assay.browser(), "session", &token).await.must_be(200);
    let stranger = desk.assay.browser();
    let known = post(&stranger, "links", &token).await.must_be(204);
    let unknown = post(&stranger, "links", &"B".repeat(43)).await.must_be(204);
    assert_eq!((known.text.as_str(), unknown.text.as_str()), ("", ""));
    mails(&desk, FRESH, 1).await;
    // Nobody sends mail here: the link lives for a week and opens in any browser, once.
    let fresh = desk.token(0).await;
    assert_ne!(fresh, token);
    desk.assay.state.clock.set(Timestamp(noon().0 + 6 * DAY_MILLIS));
    let vendor = desk.assay.browser();
    post(&vendor, "session", &fresh).await.must_be(200);
    assert_eq!(vendor.get(&at(&id, "")).await.status, 200);
    post(&desk.assay.browser(), "session", &fresh).await.must_be(410);
    // The first use and that of the link by hand were told.
    assert_eq!(desk.mails_about(USED, 0).await, 2);
}

#[tokio::test]
async fn clicking_on_sends_three_mails_an_hour_at_most() {
    let desk = Desk::open().await;
    desk.sent().await;
    let token = desk.token(0).await;
    post(&desk.assay.browser(), "session", &token).await.must_be(200);
    let mut limited = 0;
    for _ in 0..40 {
        match post(&desk.assay.browser(), "links", &token).await.status {
            204 => {}
            429 => limited += 1,
            other => panic!("{other}"),
        }
    }
    assert!(limited > 0, "one link asks for twenty mails an hour at most");
    // With the invitation before them these are three.
    mails(&desk, FRESH, 2).await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    mails(&desk, FRESH, 2).await;
}

#[tokio::test]
async fn a_mailed_fresh_link_lives_ten_minutes_and_opens_where_it_was_asked_for() {
    let start = Assay::start_with(Clock::fixed(noon()), |config| config.smtp_url = Some("smtp://127.0.0.1:9".into()));
    let desk = Desk::on(start.await).await;
    desk.sent().await;
    let token = desk.token(0).await;
    post(&desk.assay.browser(), "session", &token).await.must_be(200);
    let vendor = desk.assay.browser();
    let asked = post(&vendor, "links", &token).await.must_be(204);
    let cookie = asked.header("set-cookie");
    assert!(cookie.starts_with("assay_browser=") && cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"));
    mails(&desk, FRESH, 1).await;
    let fresh = desk.token(0).await;
    let elsewhere = post(&desk.assay.browser(), "session", &fresh).await.must_be(410);
    assert!(elsewhere.text.contains("browser that asked"), "{}", elsewhere.text);
    assert_eq!(post(&desk.assay.browser(), "welcome", &fresh).await.must_be(410).code(), "dead_link");
    post(&vendor, "welcome", &fresh).await.must_be(200);
    post(&vendor, "session", &fresh).await.must_be(200);
    post(&vendor, "links", &token).await.must_be(204);
    mails(&desk, FRESH, 2).await;
    let late = desk.token(0).await;
    desk.assay.state.clock.set(Timestamp(noon().0 + 10 * 60_000));
    post(&desk.assay.browser(), "session", &late).await.must_be(410);
    // The way in by the browser that asked needs no notice: only the first use was told.
    assert_eq!(desk.mails_about(USED, 0).await, 1);
}

#[tokio::test]
async fn nobody_who_was_shut_out_gets_a_fresh_link() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let token = desk.token(0).await;
    desk.admin.delete(&format!("/api/assessments/{id}/invitation")).await.must_be(200);
    post(&desk.assay.browser(), "links", &token).await.must_be(204);
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(desk.mails_about(FRESH, 0).await, 0);
    desk.post(&id, "invitation", json!({})).await.must_be(200);
    let path = format!("/api/vendors/{}/contacts/{}", desk.vendor, desk.contacts[0]);
    let vendor = desk.enter(0).await;
    desk.admin.delete(&path).await.must_be(200);
    assert_eq!(vendor.get("/api/portal/session").await.status, 401);
    post(&desk.assay.browser(), "links", &token).await.must_be(204);
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(desk.mails_about(FRESH, 0).await, 0);
}

#[tokio::test]
async fn two_assessments_are_one_session_and_revoking_one_leaves_the_other() {
    let desk = Desk::open().await;
    let (first, second) = (desk.sent().await, desk.sent().await);
    let vendor = desk.enter(0).await;
    for (question, entry) in answers() {
        answer(&vendor, &first, question, 0, &entry).await.must_be(200);
    }
    submit(&vendor, &first).await.must_be(200);
    let session = vendor.get("/api/portal/session").await.must_be(200).json();
    let order: Vec<&Value> =
        session["assessments"].as_array().expect("rows").iter().map(|row| &row["assessment"]).collect();
    assert_eq!(order, [&json!(second), &json!(first)], "what waits on the vendor comes first");
    desk.admin.delete(&format!("/api/assessments/{second}/invitation")).await.must_be(200);
    assert_eq!(vendor.get("/api/portal/session").await.status, 401);
    desk.post(&first, "invitation", json!({})).await.must_be(200);
    let vendor = desk.enter(0).await;
    let session = vendor.get("/api/portal/session").await.must_be(200).json();
    assert_eq!(session["assessments"].as_array().map(Vec::len), Some(1));
    assert_eq!(vendor.get(&at(&second, "")).await.must_be(404).code(), "not_found");
}

#[tokio::test]
async fn a_session_ends_by_leaving_and_by_itself() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let vendor = desk.enter(0).await;
    vendor.delete("/api/portal/session").await.must_be(204);
    assert_eq!(vendor.get(&at(&id, "")).await.status, 401);
    vendor.delete("/api/portal/session").await.must_be(204);
    desk.post(&id, "invitation", json!({})).await.must_be(200);
    let vendor = desk.enter(0).await;
    desk.assay.state.clock.set(Timestamp(noon().0 + 15 * DAY_MILLIS));
    assert_eq!(vendor.get(&at(&id, "")).await.status, 401, "two weeks without a request");
}

#[tokio::test]
async fn ids_of_others_answer_as_unknown_ids() {
    let desk = Desk::open().await;
    let mine = desk.sent().await;
    let draft = desk.drafted().await;
    let mut plan = desk.plan();
    plan["contact"] = json!(desk.contacts[1]);
    let bens =
        desk.admin.post("/api/assessments", plan).await.must_be(201).json()["id"].as_str().expect("id").to_owned();
    desk.post(&bens, "sending", json!({})).await.must_be(200);
    let ann = desk.enter(0).await;
    assert_eq!(ann.get(&at(&mine, "")).await.status, 200);
    let ask = async |id: &str| {
        let entry = json!({"value": "yes"});
        let replies = [
            ann.get(&at(id, "")).await,
            answer(&ann, id, "KI-01", 0, &entry).await,
            desk::send_file(&ann, id, "a.txt", "hello").await,
            ann.post(
                &at(id, "/evidence"),
                json!({"question": "KI-01", "file": "ab", "name": "a.txt", "kind": "policy"}),
            )
            .await,
            ann.delete(&at(id, "/evidence/e1")).await,
            ann.get(&at(id, "/evidence/e1/file")).await,
            submit(&ann, id).await,
            ann.post(&at(id, "/findings/control:KI-05:1/actions"), json!({"action": "start_work"})).await,
        ];
        replies.map(|reply| {
            let mut problem = reply.must_be(404).json();
            problem["trace"] = Value::Null;
            problem
        })
    };
    let unknown = ask("0123456789abcdef").await;
    assert_eq!(ask(&bens).await, unknown);
    assert_eq!(ask(&draft).await, unknown);
    // A vendor's cookie opens nothing of the staff's, and the staff's nothing of the vendor's.
    assert_eq!(ann.get(&format!("/api/assessments/{mine}")).await.status, 401);
    assert_eq!(desk.admin.get(&at(&mine, "")).await.status, 401);
    assert!(EMAILS.iter().all(|email| !unknown[0].to_string().contains(email)));
}

#[tokio::test]
async fn a_corrected_address_ends_what_was_mailed_to_the_wrong_one_and_gets_a_link_itself() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let wrong = desk.token(0).await;
    let path = format!("/api/vendors/{}/contacts/{}", desk.vendor, desk.contacts[0]);
    desk.admin.put(&path, json!({"name": "Ann Ahlers", "email": "ann.ahlers@vendor.example"})).await.must_be(200);
    post(&desk.assay.browser(), "session", &wrong).await.must_be(410);
    let right = desk.assay.mailed_token(&desk.admin, "ann.ahlers@vendor.example").await;
    let vendor = desk.assay.browser();
    post(&vendor, "session", &right).await.must_be(200);
    vendor.get(&at(&id, "")).await.must_be(200);
    let told = desk.view(&id).await;
    assert_eq!(told["history"][0]["what"], "Fresh link sent");
    // The same address again moves nothing: the session lives on.
    desk.admin.put(&path, json!({"name": "Ann B.", "email": "ann.ahlers@vendor.example"})).await.must_be(200);
    vendor.get(&at(&id, "")).await.must_be(200);
    let back = json!({"name": "Ann B.", "email": desk::EMAILS[0]});
    desk.admin.put(&path, back).await.must_be(200);
    assert_eq!(vendor.get(&at(&id, "")).await.status, 401, "who came in by the other address is out");
}

#[tokio::test]
async fn an_invitation_says_how_much_is_asked_and_how_long_it_takes() {
    let desk = Desk::open().await;
    desk.sent().await;
    let mail = desk.mails().await.into_iter().find(|mail| mail.address == desk::EMAILS[0]).expect("a mail");
    assert!(mail.text.contains("There are 7 questions; they are likely to take about 9 minutes"), "{}", mail.text);
}

#[tokio::test]
async fn a_saved_answer_says_which_questions_it_has_opened() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let ann = desk.enter(0).await;
    let saved = answer(&ann, &id, "KI-01", 0, &json!({"value": "no"})).await.must_be(200).json();
    assert_eq!(saved["open_questions"], Value::Null, "all of them");
    for (question, value) in [("KI-03", json!(["a"])), ("KI-05", json!("good"))] {
        answer(&ann, &id, question, 0, &json!({ "value": value })).await.must_be(200);
    }
    submit(&ann, &id).await.must_be(200);
    let query = json!({"question": "KI-01", "verdict": {"verdict": "query", "message": "Really?"}});
    desk.post(&id, "verdicts", query).await.must_be(200);
    desk.post(&id, "return", json!({})).await.must_be(200);
    let saved = answer(&ann, &id, "KI-01", 1, &json!({"value": "yes"})).await.must_be(200).json();
    assert_eq!(saved["open_questions"], json!(["KI-01", "KI-02"]));
    answer(&ann, &id, "KI-02", 0, &json!({"value": "Since March."})).await.must_be(200);
}

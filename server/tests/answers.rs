//! Answers as they are saved: revisions, repeated requests, and every answer that must be refused.
//!
//! A stale answer must overwrite nothing and come back with the one that stands; a repeated request must have one
//! effect. `put` sends an answer with any headers, also those that must be refused.

mod desk;
mod harness;

use desk::{Desk, answer, answers, at, submit};
use domain::journal::Timestamp;
use harness::{Browser, Reply};
use serde_json::{Value, json};

/// Sends an answer with any headers.
async fn put(browser: &Browser, id: &str, question: &str, headers: &[(&str, &str)], body: &str) -> Reply {
    let mut request = browser.request("PUT", &at(id, &format!("/answers/{question}")));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    browser.send(request.header("content-type", "application/json").body(body.to_owned())).await
}

#[tokio::test]
async fn every_answer_is_acknowledged_with_its_revision_and_true_counts() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let vendor = desk.enter(0).await;
    let saved = answer(&vendor, &id, "KI-01", 0, &json!({"value": "no"})).await.must_be(200).json();
    assert_eq!(saved["answer"]["revision"], 1);
    assert_eq!(saved["answer"]["by"], "Ann Ahlers");
    assert_eq!(saved["stage"], "answering");
    assert_eq!(saved["counts"], json!({"asked": 7, "answered": 1, "missing": 2}));
    let saved = answer(&vendor, &id, "KI-01", 1, &json!({"value": "yes", "comment": "since May"})).await.json();
    assert_eq!((&saved["answer"]["revision"], &saved["counts"]["asked"]), (&json!(2), &json!(8)));
    let seen = vendor.get(&at(&id, "")).await.must_be(200).json();
    let entry = json!({"value": "yes", "not_applicable": null, "comment": "since May"});
    assert_eq!(seen["answers"]["KI-01"]["entry"], entry);
    // The buyer sees counts, no answers.
    let view = desk.view(&id).await;
    assert_eq!((&view["state"], &view["entries"]), (&Value::Null, &json!({})));
    assert_eq!(view["row"]["counts"], json!({"asked": 8, "answered": 1, "missing": 3}));
}

#[tokio::test]
async fn wrong_answers_are_refused_at_their_field() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let vendor = desk.enter(0).await;
    answer(&vendor, &id, "KI-01", 0, &json!({"value": "yes"})).await.must_be(200);
    let long = "a".repeat(10_001);
    let cases: Vec<(&str, Value, &str)> = vec![
        ("KI-05", json!({"value": 3}), "value"),
        ("KI-05", json!({"value": ["good"]}), "value"),
        ("KI-05", json!({"value": "best"}), "value"),
        ("KI-03", json!({"value": "a"}), "value"),
        ("KI-03", json!({"value": ["a", "z"]}), "value"),
        ("KI-03", json!({"value": ["a", "a"]}), "value"),
        ("KI-03", json!({"value": ["a", "none"]}), "value"),
        ("KI-04", json!({"value": "ten"}), "value"),
        ("KI-04", json!({"value": 101}), "value"),
        ("KI-04", json!({"value": -1}), "value"),
        ("KI-06", json!({"value": "2026-02-30"}), "value"),
        ("KI-06", json!({"value": "1899-12-31"}), "value"),
        ("KI-06", json!({"value": "tomorrow"}), "value"),
        ("KI-07", json!({"value": long}), "value"),
        ("KI-07", json!({"value": "bell\u{7}"}), "value"),
        ("KI-07", json!({"value": "back\rspace"}), "value"),
        ("KI-07", json!({"value": "x", "comment": long}), "comment"),
        ("KI-07", json!({"value": "x", "comment": "\u{1b}[2J"}), "comment"),
        ("KI-01", json!({"not_applicable": "We do not."}), "not_applicable"),
        ("KI-05", json!({"not_applicable": "  "}), "not_applicable"),
        ("KI-05", json!({"not_applicable": long}), "not_applicable"),
        ("KI-05", json!({"value": "good", "not_applicable": "Both."}), "value"),
    ];
    for (question, entry, field) in cases {
        let revision = if question == "KI-01" { 1 } else { 0 };
        let problem = answer(&vendor, &id, question, revision, &entry).await.must_be(422).json();
        assert_eq!(problem["errors"][0]["at"], field, "{question} {entry}: {problem}");
        assert_eq!(problem["question"], question);
        let detail = problem["detail"].as_str().expect("a sentence");
        assert!(detail.ends_with(['.', '!']) && detail.len() > 10, "{detail}");
    }
    let seen = vendor.get(&at(&id, "")).await.json();
    assert_eq!(seen["answers"].as_object().map(serde_json::Map::len), Some(1), "nothing was kept");
}

#[tokio::test]
async fn requests_that_cannot_be_read_are_refused() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let vendor = desk.enter(0).await;
    let fresh = [("if-match", "\"0\"")];
    for body in [
        "",
        "{",
        "[]",
        "{\"value\": }",
        "{\"value\": {\"deep\": 1}}",
        "{\"value\": 1.5}",
        "{\"value\": 1e999}",
        "{\"value\": \"yes\", \"score\": 100}",
        "{\"value\": \"yes\", \"role\": \"admin\"}",
        "{\"comment\": 3}",
        "{\"value\": \"a\\u0000b\"}",
        "{\"value\": \"\\ud800\"}",
        "{\"value\":\"yes\",\"value\":\"no\"}",
    ] {
        let reply = put(&vendor, &id, "KI-01", &fresh, body).await;
        assert_eq!((reply.status, reply.code()), (400, "malformed".to_owned()), "{body}: {}", reply.text);
    }
    let good = "{\"value\": \"yes\"}";
    assert_eq!(put(&vendor, &id, "KI-01", &[], good).await.must_be(428).code(), "revision_required");
    for wrong in ["0", "W/\"0\"", "\"\"", "\"-1\"", "\"1\", \"2\"", "*", "\"x\"", "\"99999999999999999999999\""] {
        let reply = put(&vendor, &id, "KI-01", &[("if-match", wrong)], good).await;
        assert_eq!((reply.status, reply.code()), (400, "malformed".to_owned()), "{wrong}");
    }
    let huge = format!("{{\"value\": \"{}\"}}", "a".repeat(2_000_000));
    assert_eq!(put(&vendor, &id, "KI-07", &fresh, &huge).await.must_be(413).code(), "too_large");
    let request = vendor.request("PUT", &at(&id, "/answers/KI-01")).header("if-match", "\"0\"");
    let form = vendor.send(request.header("content-type", "text/plain").body(good)).await;
    assert_eq!(form.must_be(415).code(), "wrong_type");
    let elsewhere = vendor.request("PUT", &at(&id, "/answers/KI-01")).header("if-match", "\"0\"");
    let from = [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")];
    let from = from.map(|(name, value)| (name.parse().expect("a name"), value.parse().expect("a value")));
    let elsewhere = elsewhere.headers(from.into_iter().collect()).json(&json!({"value": "yes"}));
    let reply = vendor.send(elsewhere).await;
    assert_eq!(reply.status, 403, "{}", reply.text);
    assert_eq!(vendor.delete(&at(&id, "/answers/KI-01")).await.must_be(405).code(), "method");
}

#[tokio::test]
async fn hidden_and_unknown_questions_take_no_answer() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let vendor = desk.enter(0).await;
    let hidden = answer(&vendor, &id, "KI-02", 0, &json!({"value": "x"})).await.must_be(409);
    assert_eq!((hidden.code(), hidden.json()["question"].as_str()), ("state".to_owned(), Some("KI-02")));
    for unknown in ["KI-99", "a%20b", "%00", &"x".repeat(65)] {
        let reply = answer(&vendor, &id, unknown, 0, &json!({"value": "x"})).await;
        assert_eq!((reply.status, reply.code()), (404, "not_found".to_owned()), "{unknown}");
    }
}

#[tokio::test]
async fn a_stale_answer_comes_back_with_the_other_one_and_overwrites_nothing() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let vendor = desk.enter(0).await;
    answer(&vendor, &id, "KI-07", 0, &json!({"value": "first"})).await.must_be(200);
    let stale = answer(&vendor, &id, "KI-07", 0, &json!({"value": "second"})).await.must_be(412).json();
    assert_eq!(stale["code"], "stale");
    assert_eq!(stale["current"]["revision"], 1);
    assert_eq!(stale["current"]["entry"]["value"], "first");
    // The same value again is acknowledged, whatever revision it names, and makes no event.
    let same = answer(&vendor, &id, "KI-07", 0, &json!({"value": "first"})).await.must_be(200).json();
    assert_eq!(same["answer"]["revision"], 1);
    answer(&vendor, &id, "KI-07", 1, &json!({"value": "second"})).await.must_be(200);
    let ahead = answer(&vendor, &id, "KI-07", 7, &json!({"value": "third"})).await.must_be(412).json();
    assert_eq!(ahead["current"]["entry"]["value"], "second");
    // An answer never given is revision 0, and the vendor may empty one.
    let none = answer(&vendor, &id, "KI-04", 1, &json!({"value": 7})).await.must_be(412).json();
    assert_eq!(none["current"]["revision"], 0);
    let empty = answer(&vendor, &id, "KI-07", 2, &json!({"value": null})).await.must_be(200).json();
    assert_eq!((&empty["answer"]["revision"], &empty["answer"]["entry"]["value"]), (&json!(3), &Value::Null));
}

#[tokio::test]
async fn a_repeated_request_has_one_effect_and_a_key_serves_one_request() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let vendor = desk.enter(0).await;
    let headers = [("if-match", "\"0\""), ("idempotency-key", "key-1")];
    let first = put(&vendor, &id, "KI-07", &headers, "{\"value\":\"one\"}").await.must_be(200);
    answer(&vendor, &id, "KI-07", 1, &json!({"value": "two"})).await.must_be(200);
    let again = put(&vendor, &id, "KI-07", &headers, "{\"value\":\"one\"}").await.must_be(200);
    assert_eq!(first.text, again.text);
    let seen = vendor.get(&at(&id, "")).await.json();
    assert_eq!(seen["answers"]["KI-07"]["entry"]["value"], "two");
    let other = put(&vendor, &id, "KI-07", &headers, "{\"value\":\"three\"}").await.must_be(422);
    assert_eq!(other.code(), "key_reused");
    let elsewhere = put(&vendor, &id, "KI-04", &headers, "{\"value\":1}").await.must_be(422);
    assert_eq!(elsewhere.code(), "key_reused");
    let broken = [("if-match", "\"0\""), ("idempotency-key", "a b")];
    assert_eq!(put(&vendor, &id, "KI-04", &broken, "{\"value\":1}").await.must_be(400).code(), "malformed");
}

#[tokio::test]
async fn lines_are_plain_and_tabs_stay() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let vendor = desk.enter(0).await;
    let entry = json!({"value": "one\r\ntwo\tthree 漢字 🙂", "comment": "a\r\nb"});
    let saved = answer(&vendor, &id, "KI-07", 0, &entry).await.must_be(200).json();
    assert_eq!(saved["answer"]["entry"]["value"], "one\ntwo\tthree 漢字 🙂");
    assert_eq!(saved["answer"]["entry"]["comment"], "a\nb");
    answer(&vendor, &id, "KI-07", 1, &json!({"value": "ä".repeat(10_000)})).await.must_be(200);
}

#[tokio::test]
async fn two_people_on_different_questions_never_disturb_each_other() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let vendor = desk.enter(0).await;
    let rounds = 12;
    let work = [("KI-07", true), ("KI-04", false)].map(|(question, is_text)| {
        let (vendor, id) = (vendor.clone(), id.clone());
        tokio::spawn(async move {
            for round in 0..rounds {
                let value = if is_text { json!(format!("round {round}")) } else { json!(round) };
                answer(&vendor, &id, question, round, &json!({ "value": value })).await.must_be(200);
            }
        })
    });
    for one in work {
        one.await.expect("every answer saved");
    }
    let seen = vendor.get(&at(&id, "")).await.json();
    for question in ["KI-07", "KI-04"] {
        assert_eq!(seen["answers"][question]["revision"], rounds);
    }
}

#[tokio::test]
async fn a_submission_lists_everything_that_is_missing_and_then_holds() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let vendor = desk.enter(0).await;
    answer(&vendor, &id, "KI-01", 0, &json!({"value": "yes"})).await.must_be(200);
    let body = json!({"name": "  ", "role": "a".repeat(201)});
    let problem = vendor.post(&at(&id, "/submission"), body).await.must_be(422).json();
    let places: Vec<&str> =
        problem["errors"].as_array().expect("faults").iter().filter_map(|f| f["at"].as_str()).collect();
    assert_eq!(places, ["KI-02", "KI-03", "KI-05", "name", "role"]);
    for (question, entry) in answers().into_iter().skip(1) {
        answer(&vendor, &id, question, 0, &entry).await.must_be(200);
    }
    let extra = json!({"name": "Ann", "role": "CISO", "locked": true});
    assert_eq!(vendor.post(&at(&id, "/submission"), extra).await.must_be(400).code(), "malformed");
    let send = || {
        let request = vendor.request("POST", &at(&id, "/submission")).header("idempotency-key", "submit-1");
        vendor.send(request.json(&json!({"name": "Ann Ahlers", "role": "Head of Security"})))
    };
    let receipt = send().await.must_be(200);
    assert_eq!(send().await.must_be(200).text, receipt.text);
    let receipt = receipt.json();
    assert_eq!((&receipt["answers"], &receipt["evidence"]), (&json!(4), &json!(0)));
    assert_eq!(receipt["digest"].as_str().map(str::len), Some(64));
    let seen = vendor.get(&at(&id, "")).await.json();
    assert_eq!(seen["receipt"], receipt);
    assert_eq!((seen["stage"].as_str(), &seen["open_questions"]), (Some("submitted"), &json!([])));
    assert_eq!(desk.mails_about("Receipt", 0).await, 1);
    let mail = desk.mails().await.into_iter().find(|mail| mail.subject.contains("Receipt")).expect("the receipt");
    assert!(mail.text.contains(receipt["digest"].as_str().expect("a digest")));
    assert_eq!(submit(&vendor, &id).await.must_be(409).code(), "state");
    let late = answer(&vendor, &id, "KI-01", 1, &json!({"value": "no"})).await.must_be(409);
    assert_eq!(late.code(), "state");
    let view = desk.view(&id).await;
    assert_eq!(view["digest"], receipt["digest"]);
    assert_eq!(view["signatory"], json!(["Ann Ahlers", "Head of Security"]));
}

/// A change as the browser program sends it with others.
fn change(question: &str, revision: u64, key: &str, entry: &Value) -> Value {
    json!({"question": question, "revision": revision, "key": key, "entry": entry})
}

async fn send(vendor: &Browser, id: &str, changes: &[Value]) -> Reply {
    vendor.post(&at(id, "/answers"), json!({ "changes": changes })).await
}

#[tokio::test]
async fn answers_sent_together_are_saved_by_one_sync_and_answered_apart() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let vendor = desk.enter(0).await;
    answer(&vendor, &id, "KI-07", 0, &json!({"value": "Before."})).await.must_be(200);
    let before = desk.assay.state.store.committed();
    let changes = [
        change("KI-01", 0, "a", &json!({"value": "yes"})),
        // Asked only since the change before it.
        change("KI-02", 0, "b", &json!({"value": "Because."})),
        change("KI-04", 0, "c", &json!({"value": 101})),
        change("KI-07", 0, "d", &json!({"value": "Stale."})),
        change("KI-01", 1, "e", &json!({"value": "partial"})),
    ];
    let outcomes = send(&vendor, &id, &changes).await.must_be(200).json()["outcomes"].clone();
    assert_eq!(outcomes[0]["saved"]["answer"]["revision"], 1);
    assert_eq!(outcomes[1]["saved"]["answer"]["revision"], 1);
    assert_eq!(outcomes[2]["refused"]["code"], "invalid");
    assert_eq!(outcomes[2]["refused"]["question"], "KI-04");
    assert_eq!(outcomes[3]["refused"]["code"], "stale");
    assert_eq!(outcomes[3]["refused"]["current"]["entry"]["value"], "Before.");
    assert_eq!(outcomes[4]["saved"]["answer"]["revision"], 2);
    let after = desk.assay.state.store.committed();
    assert_eq!(after.commits - before.commits, 1, "one sync for all of them");
    let seen = vendor.get(&at(&id, "")).await.must_be(200).json();
    assert_eq!(seen["answers"]["KI-01"]["entry"]["value"], "partial");
}

#[tokio::test]
async fn answers_sent_again_whole_or_in_part_have_one_effect_and_the_same_outcomes() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let vendor = desk.enter(0).await;
    let changes = [
        change("KI-01", 0, "a", &json!({"value": "no"})),
        change("KI-03", 0, "b", &json!({"value": ["a"]})),
        change("KI-07", 0, "c", &json!({"value": "Once."})),
    ];
    let first = send(&vendor, &id, &changes).await.must_be(200).json();
    assert_eq!(send(&vendor, &id, &changes).await.must_be(200).json(), first);
    let more = [changes[2].clone(), change("KI-05", 0, "d", &json!({"value": "good"})), changes[0].clone()];
    let part = send(&vendor, &id, &more).await.must_be(200).json();
    assert_eq!(part["outcomes"][0], first["outcomes"][2]);
    assert_eq!(part["outcomes"][1]["saved"]["answer"]["revision"], 1);
    assert_eq!(part["outcomes"][2], first["outcomes"][0]);
    // The same change by itself, and another change under a key that was used.
    let alone = [("if-match", "\"0\""), ("idempotency-key", "c")];
    let alone = put(&vendor, &id, "KI-07", &alone, "{\"value\":\"Once.\"}").await.must_be(200).json();
    assert_eq!(alone, first["outcomes"][2]["saved"]);
    let reused = send(&vendor, &id, &[change("KI-07", 1, "c", &json!({"value": "Twice."}))]).await.must_be(200).json();
    assert_eq!(reused["outcomes"][0]["refused"]["code"], "key_reused");
    let seen = vendor.get(&at(&id, "")).await.must_be(200).json();
    let revisions = ["KI-01", "KI-03", "KI-05", "KI-07"].map(|question| seen["answers"][question]["revision"].clone());
    assert_eq!(revisions, [json!(1), json!(1), json!(1), json!(1)]);
}

#[tokio::test]
async fn too_many_changes_none_and_one_key_for_two_are_refused() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let vendor = desk.enter(0).await;
    let text = json!({"value": "A text."});
    let many: Vec<Value> = (0..101).map(|n| change("KI-07", 0, &format!("k{n}"), &text)).collect();
    for (changes, words) in [
        (many, "1 to 100"),
        (vec![], "1 to 100"),
        (vec![change("KI-07", 0, "k", &text), change("KI-06", 0, "k", &text)], "key of its own"),
    ] {
        let refused = send(&vendor, &id, &changes).await.must_be(422);
        assert!(refused.text.contains(words), "{}", refused.text);
    }
    let odd = json!({"changes": [{"question": "KI-07", "revision": 0, "key": "k", "entry": text, "score": 1}]});
    vendor.post(&at(&id, "/answers"), odd).await.must_be(400);
    send(&vendor, &id, &[change("KI-07", 0, "not a key", &text)]).await.must_be(400);
    send(&vendor, "unknown", &[change("KI-07", 0, "k", &text)]).await.must_be(404);
}

#[tokio::test]
async fn the_same_request_twice_at_once_is_one_answer() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let vendor = desk.enter(0).await;
    let headers = [("if-match", "\"0\""), ("idempotency-key", "k1")];
    let (one, other) = futures::future::join(
        put(&vendor, &id, "KI-07", &headers, "{\"value\":\"Once.\"}"),
        put(&vendor, &id, "KI-07", &headers, "{\"value\":\"Once.\"}"),
    )
    .await;
    assert_eq!(one.must_be(200).text, other.must_be(200).text);
    let seen = vendor.get(&at(&id, "")).await.must_be(200).json();
    assert_eq!(seen["answers"]["KI-07"]["revision"], 1);
}

#[tokio::test]
async fn whoever_changes_without_end_is_held_up_and_nothing_of_it_is_lost() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let vendor = desk.enter(0).await;
    let comment = |n: usize| json!({"value": "yes", "not_applicable": null, "comment": format!("Version {n}")});
    let mut revision = 0;
    // A page that was offline sends many at once: all of them are taken.
    for request in 0..6_u64 {
        let changes: Vec<Value> = (0..100_u64)
            .map(|n| {
                let n = request * 100 + n;
                json!({"question": "KI-01", "entry": comment(usize::try_from(n).expect("small")), "revision": n, "key": format!("offline-{n:08}")})
            })
            .collect();
        let saved = vendor.post(&at(&id, "/answers"), json!({ "changes": changes })).await.must_be(200).json();
        let outcomes = saved["outcomes"].as_array().expect("outcomes");
        assert!(outcomes.iter().all(|outcome| outcome["saved"].is_object()), "{outcomes:?}");
        revision += 100;
    }
    let refused = answer(&vendor, &id, "KI-01", revision, &comment(9_999)).await.must_be(429);
    assert_eq!(refused.code(), "too_many");
    let seconds: i64 = refused.header("retry-after").parse().expect("seconds");
    assert!((1..=60).contains(&seconds), "{seconds}");
    let together = json!({"changes": [{"question": "KI-01", "entry": comment(9_998), "revision": revision, "key": "one-more-than-that"}]});
    let saved = vendor.post(&at(&id, "/answers"), together).await.must_be(200).json();
    assert_eq!(saved["outcomes"][0]["refused"]["code"], "too_many");
    let seen = vendor.get(&at(&id, "")).await.json();
    assert_eq!(seen["answers"]["KI-01"]["revision"], revision);
    let clock = &desk.assay.state.clock;
    clock.set(Timestamp(clock.now().0 + seconds * 1_000));
    answer(&vendor, &id, "KI-01", revision, &comment(9_999)).await.must_be(200);
}

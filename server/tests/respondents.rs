//! Who answered: another address of a contact leaves its trace, tells the one before, and is named by the conclusion that
//! rests on what came from it.
//!
//! Whoever may edit a contact could answer as the vendor; nobody can do so unseen.

mod desk;
mod harness;

use desk::{Desk, EMAILS, answer, answers, submit};
use domain::journal::Timestamp;
use harness::Reply;
use serde_json::{Value, json};

const ELSEWHERE: &str = "someone@elsewhere.example";

/// Changes the contact's address, a minute after what was before and a minute before what comes.
async fn move_to(desk: &Desk, email: &str) -> Reply {
    wait(desk);
    let path = format!("/api/vendors/{}/contacts/{}", desk.vendor, desk.contacts[0]);
    let reply = desk.admin.put(&path, json!({"name": "Ann Ahlers", "email": email})).await;
    wait(desk);
    reply
}

fn wait(desk: &Desk) {
    let clock = &desk.assay.state.clock;
    clock.set(Timestamp(clock.now().0 + 60_000));
}

/// How many mails without a link have gone to an address.
async fn told(desk: &Desk, email: &str, words: &str) -> usize {
    let is_it = |mail: &&server::store::outbox::StoredMail| {
        mail.address == email && mail.link.is_none() && mail.subject.contains(words)
    };
    desk.mails().await.iter().filter(is_it).count()
}

fn lines(history: &Value) -> Vec<(String, String)> {
    let part = |line: &Value, name: &str| line[name].as_str().expect("words").to_owned();
    history.as_array().expect("lines").iter().map(|line| (part(line, "what"), part(line, "text"))).collect()
}

#[tokio::test]
async fn answers_from_an_address_that_was_put_in_between_are_named_by_the_conclusion() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let honest = desk.enter(0).await;
    let all = answers();
    let (first, rest) = all.split_at(1);
    for (question, entry) in first {
        answer(&honest, &id, question, 0, entry).await.must_be(200);
    }
    // Somebody with an analyst's account puts an address in, answers the rest, and puts the old one back.
    move_to(&desk, ELSEWHERE).await.must_be(200);
    honest.get(&desk::at(&id, "")).await.must_be(401);
    assert_eq!(told(&desk, EMAILS[0], "no longer writes to this address").await, 1);
    let token = desk.assay.mailed_token(&desk.admin, ELSEWHERE).await;
    let other = desk.assay.browser();
    other.post("/api/portal/session", json!({ "token": token })).await.must_be(200);
    for (question, entry) in rest {
        answer(&other, &id, question, 0, entry).await.must_be(200);
    }
    move_to(&desk, EMAILS[0]).await.must_be(200);
    let again = desk.enter(0).await;
    submit(&again, &id).await.must_be(200);

    let from = ("Address of Ann Ahlers changed".to_owned(), format!("From {} to {ELSEWHERE}", EMAILS[0]));
    let back = (from.0.clone(), format!("From {ELSEWHERE} to {}", EMAILS[0]));
    let check = |view: &Value| {
        let told = lines(&view["history"]);
        assert!(told.contains(&from) && told.contains(&back), "{told:?}");
        let respondents = view["respondents"].as_array().expect("respondents");
        let one = |email: &str| respondents.iter().find(|one| one["email"] == email).cloned().expect(email);
        let (honest, other) = (one(EMAILS[0]), one(ELSEWHERE));
        assert_eq!(respondents.len(), 2);
        let shown = |one: &Value| [&one["given"], &one["submitted"], &one["is_current"]].map(Clone::clone);
        assert_eq!(shown(&honest), [json!(first.len()), json!(true), json!(true)]);
        assert_eq!(shown(&other), [json!(rest.len()), json!(false), json!(false)]);
    };
    check(&desk.view(&id).await);
    let concluded = desk.post(&id, "conclusion", json!({"outcome": {"outcome": "approved"}})).await.must_be(200);
    check(&concluded.json());
    // What the conclusion says stays so, whatever becomes of the contact later.
    move_to(&desk, "third@vendor.example").await.must_be(200);
    let later = desk.view(&id).await;
    let said = |view: &Value| {
        view["respondents"].as_array().expect("respondents").iter().map(|one| one["email"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(said(&later), said(&concluded.json()));
    assert!(desk.assay.state.store.verify(&[]).await.expect("verified").found.is_empty());
    let vendor = desk.admin.get(&format!("/api/vendors/{}", desk.vendor)).await.must_be(200).json();
    let told: Vec<String> = lines(&vendor["contact_history"]).into_iter().map(|(what, _)| what).collect();
    assert_eq!(&told[..3], ["Address of Ann Ahlers changed"; 3]);
    assert_eq!(told.iter().filter(|what| what.ends_with("became a contact")).count(), 2);
}

#[tokio::test]
async fn an_address_in_the_journal_is_a_hash_and_the_same_one_is_no_change() {
    let desk = Desk::open().await;
    let version = |view: Value| view["contact_history"].as_array().expect("lines").len();
    let vendor = format!("/api/vendors/{}", desk.vendor);
    let before = version(desk.admin.get(&vendor).await.json());
    for same in [EMAILS[0].to_owned(), EMAILS[0].to_uppercase()] {
        let view = move_to(&desk, &same).await.must_be(200).json();
        assert_eq!(version(view), before, "{same}");
    }
    let view = move_to(&desk, ELSEWHERE).await.must_be(200).json();
    assert_eq!(version(view), before + 1);
    assert_eq!(told(&desk, EMAILS[0], "no longer writes").await, 0, "nothing was ever sent to it");
    let dump: Vec<String> = desk.journal().await;
    for address in [EMAILS[0], EMAILS[1], ELSEWHERE] {
        assert!(!dump.iter().any(|body| body.contains(address)), "{address} stands in the journal");
    }
    assert!(dump.iter().any(|body| body.contains("contact_address_changed")));
}

#[tokio::test]
async fn a_contact_who_is_replaced_is_told_and_so_is_the_buyers_own() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let path = format!("/api/assessments/{id}/contact");
    desk.admin.put(&path, json!({"contact": desk.contacts[1]})).await.must_be(200);
    assert_eq!(told(&desk, EMAILS[0], "asks somebody else").await, 1);
    let mut settings = desk.admin.get("/api/settings").await.must_be(200).json();
    for (email, told_so_far) in [("kim@buyer.example", 0), ("kim@buyer.example", 0), ("lee@buyer.example", 1)] {
        settings["contact"] = json!({"name": "Kim", "email": email, "phone": ""});
        desk.admin.put("/api/settings", settings.clone()).await.must_be(200);
        assert_eq!(told(&desk, "kim@buyer.example", "given another contact").await, told_so_far, "{email}");
    }
    let changes = desk.journal().await.iter().filter(|body| body.contains("settings_changed")).count();
    assert_eq!(changes, 2, "another address of the same person is an event");
}

#[tokio::test]
async fn a_contact_who_is_taken_away_is_told_before_another_takes_the_place() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let path = format!("/api/vendors/{}/contacts", desk.vendor);
    desk.admin.delete(&format!("{path}/{}", desk.contacts[0])).await.must_be(200);
    assert_eq!(told(&desk, EMAILS[0], "no longer asks you").await, 1);
    let added = desk.admin.post(&path, json!({"name": "Ann Ahlers", "email": ELSEWHERE})).await.must_be(201).json();
    let contacts = added["contacts"].as_array().expect("contacts");
    let new = contacts.iter().find(|contact| contact["email"] == ELSEWHERE).expect("the contact");
    desk.admin.put(&format!("/api/assessments/{id}/contact"), json!({"contact": new["id"]})).await.must_be(200);
    assert_eq!(told(&desk, EMAILS[0], "asks somebody else").await, 1);
    // Who was never asked anything is not told either.
    desk.admin.delete(&format!("{path}/{}", desk.contacts[1])).await.must_be(200);
    assert_eq!(told(&desk, EMAILS[1], "no longer asks you").await, 0);
}

#[tokio::test]
async fn a_conclusion_goes_on_naming_the_address_that_was_in_force() {
    let desk = Desk::open().await;
    let (id, _) = desk.concluded().await;
    let events = desk.view(&id).await["respondents"][0].clone();
    assert_eq!(events["email"], EMAILS[0]);
    move_to(&desk, ELSEWHERE).await.must_be(200);
    let later = desk.view(&id).await["respondents"][0].clone();
    assert_eq!((&later["email"], &later["is_current"]), (&json!(EMAILS[0]), &json!(false)));
}

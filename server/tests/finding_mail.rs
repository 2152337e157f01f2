//! Mail to the vendor's contact about findings: one letter for each decision, with what is asked next and a way in.
//!
//! What the buyer keeps for itself (why a date was moved, a risk accepted) is in none of them.

mod desk;
mod harness;

use desk::{Desk, EMAILS, answer, answers, at, noon, send_file, submit};
use domain::journal::{DAY_MILLIS, Timestamp};
use harness::Browser;
use serde_json::{Value, json};
use server::record::refresh;
use server::store::outbox::StoredMail;

const FINDING: &str = "control:KI-05:1";

struct Work<'a> {
    desk: &'a Desk,
    id: String,
    vendor: Browser,
}

impl Work<'_> {
    async fn buyer(&self, action: Value) {
        let path = format!("/api/assessments/{}/findings/{FINDING}/actions", self.id);
        self.desk.admin.post(&path, action).await.must_be(200);
    }

    async fn vendor(&self, action: Value) {
        self.vendor.post(&at(&self.id, &format!("/findings/{FINDING}/actions")), action).await.must_be(200);
    }

    /// The newest mail with these words in its subject; there is exactly one.
    async fn letter(&self, words: &str) -> StoredMail {
        let mut mails = self.desk.mails().await;
        mails.retain(|mail| mail.subject.contains(words) && mail.address == EMAILS[0]);
        assert_eq!(mails.len(), 1, "{words}: {mails:?}");
        mails.remove(0)
    }
}

#[tokio::test]
async fn every_decision_about_a_finding_is_told_with_what_is_asked_next() {
    let desk = Desk::open().await;
    let (id, vendor) = desk.concluded().await;
    let work = Work { desk: &desk, id, vendor };
    let plan = json!({"action": "propose_plan", "plan": "With the next release.", "fix_by": "2026-12-01"});
    work.vendor(plan.clone()).await;
    work.buyer(json!({"action": "decline_plan", "reason": "Too vague."})).await;
    let declined = work.letter("Another plan is asked for: KI-05 of Helio Chat").await;
    assert!(
        declined.text.contains("Too vague.") && declined.text.contains("propose another plan"),
        "{}",
        declined.text
    );
    assert!(declined.text.contains("KI-05: KI-05 is weak"), "{}", declined.text);
    work.vendor(plan).await;
    work.buyer(json!({"action": "agree_plan"})).await;
    let agreed = work.letter("Your plan is agreed").await;
    assert!(agreed.text.contains("report the fix by the end of 1 December 2026 (UTC)"), "{}", agreed.text);
    work.vendor(json!({"action": "start_work"})).await;
    work.buyer(json!({"action": "move_due", "fix_due": "2027-02-01", "reason": "our secret"})).await;
    // The same day again is no decision, and no letter.
    work.buyer(json!({"action": "move_due", "fix_due": "2027-02-01", "reason": "our secret"})).await;
    let moved = work.letter("another due date").await;
    assert!(moved.text.contains("1 February 2027") && !moved.text.contains("secret"), "{}", moved.text);
    work.vendor(json!({"action": "submit_fix", "note": "Done."})).await;
    work.buyer(json!({"action": "reject_fix", "reason": "One region only."})).await;
    let rejected = work.letter("not enough yet").await;
    assert!(rejected.text.contains("One region only.") && rejected.text.contains("report the fix again"));
    work.vendor(json!({"action": "start_work"})).await;
    work.vendor(json!({"action": "submit_fix", "note": "Done."})).await;
    work.buyer(json!({"action": "verify", "value": "good", "level": 2})).await;
    let verified = work.letter("verified").await;
    assert!(verified.text.contains("Nothing more is asked of you"), "{}", verified.text);
    // Its link opens by itself, as nobody sends mail here.
    let token = verified.link.expect("a link").split('#').nth(1).expect("a token").to_owned();
    let fresh = desk.assay.browser();
    fresh.post("/api/portal/session", json!({ "token": token })).await.must_be(200);
    fresh.get(&at(&work.id, "")).await.must_be(200);
}

#[tokio::test]
async fn an_accepted_risk_and_a_withdrawal_ask_nothing_and_are_not_mailed() {
    let desk = Desk::open().await;
    let (id, vendor) = desk.concluded().await;
    let before = desk.mails().await.len();
    let work = Work { desk: &desk, id, vendor };
    work.buyer(json!({"action": "accept_risk", "until": "2026-12-21", "reason": "Small."})).await;
    work.buyer(json!({"action": "withdraw", "reason": "A mistake."})).await;
    assert_eq!(desk.mails().await.len(), before);
}

#[tokio::test]
async fn a_finding_that_a_date_raises_after_the_conclusion_is_told_once() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let vendor = desk.enter(0).await;
    for (question, entry) in answers() {
        answer(&vendor, &id, question, 0, &entry).await.must_be(200);
    }
    let sent = send_file(&vendor, &id, "a.txt", "record").await.must_be(201).json();
    let body = json!({"question": "KI-05", "file": sent["file"], "name": sent["name"], "kind": "policy",
        "valid_until": "2026-12-31"});
    vendor.post(&at(&id, "/evidence"), body).await.must_be(201);
    submit(&vendor, &id).await.must_be(200);
    desk.post(&id, "conclusion", json!({"outcome": {"outcome": "approved"}})).await.must_be(200);
    let work = Work { desk: &desk, id, vendor };
    desk.assay.state.clock.set(Timestamp(noon().0 + 60 * DAY_MILLIS));
    let company = desk.vendor.parse().expect("an id");
    for _ in 0..2 {
        refresh(&desk.assay.state, &desk.org, &company).await.expect("a refresh");
    }
    let raised = work.letter("has a new finding on Helio Chat").await;
    assert!(raised.text.contains("KI-05: Evidence is missing or out of date"), "{}", raised.text);
    assert!(raised.text.contains("Please propose a plan by the end of"), "{}", raised.text);
}

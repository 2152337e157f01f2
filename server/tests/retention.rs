//! What vendors said is kept as long as the settings say after an assessment ended, and then erased for good.
//!
//! What stands for a system now stays, however old; the chain of the journal verifies before and after.

mod desk;
mod harness;

use desk::{Desk, answer, answers, at, attach_until, noon, submit};
use domain::journal::{DAY_MILLIS, Timestamp};
use harness::PASSWORD;
use serde_json::json;
use server::jobs::{files, retention};

/// A second assessment of the system is concluded, which ends the first.
async fn replaced(desk: &Desk) -> (String, String) {
    let first = desk.sent().await;
    let vendor = desk.enter(0).await;
    for (question, entry) in answers() {
        answer(&vendor, &first, question, 0, &entry).await.must_be(200);
    }
    attach_until(&vendor, &first, "KI-05", "2027-01-31").await.must_be(201);
    submit(&vendor, &first).await.must_be(200);
    desk.post(&first, "conclusion", json!({"outcome": {"outcome": "approved"}})).await.must_be(200);
    let (second, _) = desk.concluded().await;
    (first, second)
}

/// Some days later, when the admin signs in again.
async fn on(desk: &Desk, days: i64) {
    desk.assay.state.clock.set(Timestamp(noon().0 + days * DAY_MILLIS));
    desk.admin.sign_in("person0@buyer.example", PASSWORD).await.must_be(200);
}

async fn journal(desk: &Desk) -> String {
    let heads = desk.assay.state.store.heads().await.expect("heads");
    let mut text = String::new();
    for head in heads.iter().filter(|head| head.stream.starts_with("assessment/")) {
        let stream = head.stream.split('/').nth(1).expect("an id").parse().expect("an id");
        let stream = server::store::Stream::assessment(&stream);
        for record in desk.assay.state.store.load(&desk.org, &stream).await.expect("records") {
            text.push_str(&record.event);
        }
    }
    text
}

#[tokio::test]
async fn what_a_vendor_said_is_erased_when_its_time_is_over_and_not_before() {
    let desk = Desk::open().await;
    let settings = desk.admin.get("/api/settings").await.must_be(200).json();
    let mut shorter = settings.clone();
    shorter["retention_months"] = json!(12);
    desk.admin.put("/api/settings", shorter).await.must_be(200);
    let (first, second) = replaced(&desk).await;
    assert_eq!(journal(&desk).await.matches("We train nothing.").count(), 2);

    on(&desk, 364).await;
    assert_eq!(retention::erase_due(&desk.assay.state).await.expect("looked"), 0, "the time is not over");
    on(&desk, 367).await;
    assert_eq!(retention::erase_due(&desk.assay.state).await.expect("erased"), 1);
    assert_eq!(retention::erase_due(&desk.assay.state).await.expect("erased"), 0, "once is enough");

    let journal = journal(&desk).await;
    assert_eq!(journal.matches("We train nothing.").count(), 1, "what stands for the system stays");
    assert!(!journal.contains("policy.txt"), "{journal}");
    let audit = desk.assay.state.store.verify(&[]).await.expect("verified");
    assert_eq!(audit.found, []);
    assert!(audit.redacted.len() >= 5, "{:?}", audit.redacted);

    let old = desk.view(&first).await;
    assert_eq!((&old["state"], &old["evidence"], &old["entries"]), (&json!(null), &json!([]), &json!({})));
    assert_eq!(old["row"]["stage"], "concluded");
    assert!(old["history"].to_string().contains("Answers and evidence erased"), "{old}");
    assert!(desk.view(&second).await["state"]["answers"]["KI-01"].is_object());
    let register = desk.admin.get("/api/register").await.must_be(200).json();
    assert!(register["rows"][0]["assured"].is_number(), "{register}");

    on(&desk, 370).await;
    files::sweep(&desk.assay.state).await.expect("swept");
    let vendors_file = desk.assay.folder.path().join("files").join(desk.org.as_str());
    let left: Vec<_> = walk(&vendors_file);
    assert!(left.is_empty(), "{left:?}");
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return vec![] };
    let entries = entries.map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}

#[tokio::test]
async fn a_withdrawn_assessment_is_erased_too_and_one_in_force_never() {
    let desk = Desk::open().await;
    let (in_force, _) = desk.concluded().await;
    let withdrawn = desk.sent().await;
    let vendor = desk.enter(0).await;
    answer(&vendor, &withdrawn, "KI-07", 0, &json!({"value": "A secret of ours."})).await.must_be(200);
    vendor.get(&at(&withdrawn, "")).await.must_be(200);
    desk.post(&withdrawn, "withdrawal", json!({"reason": "Not needed."})).await.must_be(200);
    on(&desk, 36 * 31).await;
    assert_eq!(retention::erase_due(&desk.assay.state).await.expect("erased"), 1);
    let journal = journal(&desk).await;
    assert!(!journal.contains("A secret of ours.") && journal.contains("We train nothing."), "{journal}");
    assert!(desk.view(&in_force).await["state"].is_object(), "what stands for the system has no time");
}

#[tokio::test]
async fn a_finding_that_was_fixed_stays_fixed_when_its_words_are_erased_and_old_figures_are_a_gap() {
    let desk = Desk::open().await;
    let (first, vendor) = desk.concluded().await;
    let finding = "control:KI-05:1";
    let act = async |body: serde_json::Value| {
        desk.post(&first, &format!("findings/{finding}/actions"), body).await.must_be(200);
    };
    let their = async |body: serde_json::Value| {
        vendor.post(&at(&first, &format!("/findings/{finding}/actions")), body).await.must_be(200);
    };
    their(json!({"action": "propose_plan", "plan": "SECRET PLAN", "fix_by": "2026-12-01"})).await;
    act(json!({"action": "agree_plan"})).await;
    their(json!({"action": "start_work"})).await;
    their(json!({"action": "submit_fix", "note": "SECRET FIX"})).await;
    act(json!({"action": "verify", "value": "good", "level": 2})).await;
    desk.concluded().await;
    on(&desk, 36 * 31).await;
    assert_eq!(retention::erase_due(&desk.assay.state).await.expect("erased"), 1);
    let text = journal(&desk).await;
    assert!(!text.contains("SECRET"), "{text}");
    let findings = desk.admin.get("/api/findings?closed=true").await.must_be(200);
    assert!(!findings.text.contains("SECRET"), "{}", findings.text);
    let rows = findings.json()["rows"].as_array().expect("rows").clone();
    let of_first: Vec<_> = rows.iter().filter(|row| row["assessment"] == first.as_str()).collect();
    assert!(!of_first.is_empty());
    for row in of_first {
        assert!(["verified", "withdrawn"].contains(&row["state_now"].as_str().expect("a state")), "{row}");
    }
    let course = desk.admin.get(&format!("/api/vendors/{}/systems/{}/course", desk.vendor, desk.system)).await;
    let course = course.must_be(200).json();
    let points = course["points"].as_array().expect("points");
    let scores: Vec<&serde_json::Value> = points.iter().map(|point| &point["score"]).collect();
    assert!(scores.iter().all(|score| score.is_null() || score.as_i64() > Some(0)), "no score is made up: {course}");
}

#[tokio::test]
async fn a_file_taken_away_after_a_return_goes_with_the_next_submission() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let vendor = desk.enter(0).await;
    for (question, entry) in answers() {
        answer(&vendor, &id, question, 0, &entry).await.must_be(200);
    }
    let piece = attach_until(&vendor, &id, "KI-05", "2027-01-31").await.must_be(201).json();
    submit(&vendor, &id).await.must_be(200);
    let query = json!({"question": "KI-05", "verdict": {"verdict": "query", "message": "Which one?"}});
    desk.post(&id, "verdicts", query).await.must_be(200);
    desk.post(&id, "return", json!({})).await.must_be(200);
    let piece = piece["id"].as_str().expect("an id");
    vendor.delete(&at(&id, &format!("/evidence/{piece}"))).await.must_be(200);
    on(&desk, 2).await;
    let folder = desk.assay.folder.path().join("files").join(desk.org.as_str());
    files::sweep(&desk.assay.state).await.expect("swept");
    assert_eq!(walk(&folder).len(), 1, "it is evidence of what was submitted");
    submit(&vendor, &id).await.must_be(200);
    on(&desk, 4).await;
    files::sweep(&desk.assay.state).await.expect("swept");
    assert!(walk(&folder).is_empty(), "and of nothing any more");
}

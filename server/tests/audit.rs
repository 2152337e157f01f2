//! What `audit verify` must find: text taken away without an erasure, rows that the journal does not make, heads that were
//! changed on their way.
//!
//! Everything here runs on SQLite, and on PostgreSQL when the tests are given one. The chain itself is in `journal`.

mod desk;
mod harness;

use desk::Desk;
use domain::journal::REDACTED;
use serde_json::json;
use server::heads;
use server::record::check_rows;
use server::store::audit::What;

async fn blank(desk: &Desk, kinds: &str) -> u64 {
    let sql =
        format!("UPDATE journal SET body = '{REDACTED}', salt = '' WHERE stream LIKE 'assessment/%' AND ({kinds})");
    desk.assay.tamper(&sql).await
}

async fn found(desk: &Desk) -> Vec<What> {
    desk.assay.state.store.verify(&[]).await.expect("verified").found.into_iter().map(|found| found.what).collect()
}

#[tokio::test]
async fn overrides_and_findings_that_were_blanked_are_named() {
    let desk = Desk::open().await;
    let (id, _) = desk.submitted().await;
    let verdict = json!({"question": "KI-01", "verdict": {"verdict": "override", "credit": 0, "reason": "Not so."}});
    desk.post(&id, "verdicts", verdict).await.must_be(200);
    desk.post(&id, "conclusion", json!({"outcome": {"outcome": "approved"}})).await.must_be(200);
    assert_eq!(found(&desk).await, []);
    let blanked = blank(&desk, "body LIKE '%credit_overridden%' OR body LIKE '%finding_raised%'").await;
    assert!(blanked >= 2, "{blanked}");
    assert_eq!(found(&desk).await, vec![What::Blanked; usize::try_from(blanked).expect("few")]);
}

#[tokio::test]
async fn answers_that_were_blanked_without_an_erasure_are_named() {
    let desk = Desk::open().await;
    desk.concluded().await;
    let blanked = blank(&desk, "body LIKE '%answered%'").await;
    assert!(blanked > 0);
    assert_eq!(found(&desk).await, vec![What::Blanked; usize::try_from(blanked).expect("few")]);
}

#[tokio::test]
async fn an_erasure_covers_what_it_names_and_nothing_else() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let vendor = desk.enter(0).await;
    desk::answer(&vendor, &id, "KI-07", 0, &json!({"value": "Our words."})).await.must_be(200);
    desk.post(&id, "withdrawal", json!({"reason": "Not needed."})).await.must_be(200);
    desk.assay
        .state
        .clock
        .set(domain::journal::Timestamp(desk.assay.state.clock.now().0 + 5_000 * domain::journal::DAY_MILLIS));
    assert_eq!(server::jobs::retention::erase_due(&desk.assay.state).await.expect("erased"), 1);
    let audit = desk.assay.state.store.verify(&[]).await.expect("verified");
    assert_eq!((audit.found.len(), audit.redacted.len()), (0, 1));
    // The same stream, another record: the erasure does not name it.
    assert_eq!(blank(&desk, "body LIKE '%withdrawn%'").await, 1);
    assert_eq!(found(&desk).await, [What::Blanked]);
}

#[tokio::test]
async fn rows_that_the_journal_does_not_make_are_named() {
    let desk = Desk::open().await;
    desk.concluded().await;
    let today = desk.assay.state.clock.today();
    let rows = || async {
        let faults = check_rows(&desk.assay.state, &desk.org, today).await.expect("checked");
        faults.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(rows().await, Vec::<String>::new());
    for (sql, words) in [
        ("UPDATE system_row SET residual_now = 1", "differs"),
        ("UPDATE finding_row SET body = REPLACE(body, 'open', 'closed')", "differs"),
        ("UPDATE assessment_row SET state = 'sent'", "differs"),
        ("UPDATE vendor_row SET next_change = '2099-01-01'", "differs"),
        ("DELETE FROM finding_row", "is missing"),
        ("UPDATE system_row SET system = 'another'", "has nothing in the journal"),
        ("UPDATE vendor_row SET as_of = '2099-01-01'", "day to come"),
    ] {
        assert!(desk.assay.tamper(sql).await > 0, "{sql}");
        let faults = rows().await;
        assert!(faults.iter().any(|fault| fault.contains(words)), "{sql}: {faults:?}");
        server::record::rebuild(&desk.assay.state, &desk.org, today).await.expect("rebuilt");
        assert_eq!(rows().await, Vec::<String>::new(), "{sql}");
    }
}

#[tokio::test]
async fn the_heads_of_the_day_are_written_once_signed_and_readable_by_their_owner_only() {
    let desk = Desk::open().await;
    desk.sent().await;
    let state = &desk.assay.state;
    let path = server::jobs::heads::write(state).await.expect("written");
    let text = std::fs::read_to_string(&path).expect("a file");
    let key = heads::key(&state.store).await.expect("a key");
    let (signed, at) = heads::read(&text, &heads::public(&key)).expect("signed");
    assert_eq!((signed, at), (state.store.heads().await.expect("heads"), state.clock.now()));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &std::path::Path| path.metadata().expect("it is there").permissions().mode() & 0o777;
        assert_eq!((mode(&path), mode(path.parent().expect("a folder"))), (0o600, 0o700));
    }
    desk.sent().await;
    server::jobs::heads::write(state).await.expect("there");
    assert_eq!(std::fs::read_to_string(&path).expect("a file"), text, "the file of a day is written once");
    // Whoever rewrites a stream together with its head is found against the file.
    let (exported, _) = heads::read(&text, &heads::public(&key)).expect("signed");
    desk.assay.tamper("DELETE FROM journal WHERE stream = 'org'").await;
    desk.assay.tamper("DELETE FROM stream_head WHERE stream = 'org'").await;
    let audit = state.store.verify(&exported).await.expect("verified");
    assert!(audit.found.iter().any(|found| found.stream == "org" && found.what == What::Exported));
}

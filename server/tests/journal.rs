//! The journal: durable before it is acknowledged, chained, and honest about every kind of tampering.
//!
//! Everything here runs on SQLite, and on PostgreSQL when the tests are given one.

mod harness;

use domain::actor::ActorRef;
use domain::id::OrgId;
use domain::journal::{REDACTED, Timestamp};
use harness::Assay;
use server::clock::Clock;
use server::store::audit::What;
use server::store::{Append, Backend, Batch, Head, Row, Still, Store, StoreError, Stream};

fn org() -> OrgId {
    OrgId::new("o1").expect("id")
}

fn stream(name: &str) -> Stream {
    Stream::vendor(&domain::id::VendorId::new(name).expect("id"))
}

fn append(name: &str, expected: u64, bodies: &[&str]) -> Append {
    let bodies = bodies.iter().map(|body| (*body).to_owned()).collect();
    Append { stream: stream(name), expected, previous: None, at: Timestamp(1_000), by: ActorRef::System, bodies }
}

fn batch(appends: Vec<Append>) -> Batch {
    Batch { appends, ..Batch::new(org()) }
}

/// Three streams of five events each.
async fn filled() -> Assay {
    let assay = Assay::start().await;
    for name in ["a", "b", "c"] {
        let bodies = ["{\"n\":1}", "{\"n\":2}", "{\"n\":3}", "{\"n\":4}", "{\"n\":5}"];
        assay.state.store.commit(batch(vec![append(name, 0, &bodies)])).await.expect("committed");
    }
    assay
}

/// What was found: stream, version, what.
type Found = Vec<(String, u64, What)>;

async fn found(store: &Store, exported: &[Head]) -> Found {
    let audit = store.verify(exported).await.expect("verified");
    audit.found.into_iter().map(|found| (found.stream, found.version, found.what)).collect()
}

#[tokio::test]
async fn an_event_is_read_back_byte_for_byte_and_in_order() {
    let assay = filled().await;
    let odd = "{ \"b\" :1,\"a\":\"ü\\u0041\" }";
    assay.state.store.commit(batch(vec![append("a", 5, &[odd])])).await.expect("committed");
    let all = assay.state.store.load(&org(), &stream("a")).await.expect("loaded");
    assert_eq!(all.iter().map(|one| one.version).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6]);
    assert_eq!(all[5].event, odd);
    let tail = assay.state.store.load_after(&org(), &stream("a"), 4).await.expect("loaded");
    assert_eq!(tail.len(), 2);
    assert_eq!(found(&assay.state.store, &[]).await, []);
}

#[tokio::test]
async fn a_stream_that_moved_refuses_the_whole_batch() {
    let assay = filled().await;
    let store = &assay.state.store;
    let stale = batch(vec![append("b", 5, &["{\"n\":6}"]), append("a", 4, &["{\"n\":6}"])]);
    assert!(matches!(store.commit(stale).await, Err(StoreError::Conflict(name)) if name == "vendor/a"));
    assert_eq!(store.load(&org(), &stream("b")).await.expect("loaded").len(), 5, "nothing of it was stored");
    let again = batch(vec![append("new", 0, &["{}"]), append("new", 0, &["{}"])]);
    assert!(matches!(store.commit(again).await, Err(StoreError::Conflict(_))));
    assert_eq!(store.load(&org(), &stream("new")).await.expect("loaded").len(), 0);
}

#[tokio::test]
async fn time_never_runs_backwards_in_a_stream() {
    let assay = filled().await;
    let earlier = Append { at: Timestamp(10), ..append("a", 5, &["{}"]) };
    assay.state.store.commit(batch(vec![earlier])).await.expect("committed");
    let last = assay.state.store.load_after(&org(), &stream("a"), 5).await.expect("loaded");
    assert_eq!(last[0].at, Timestamp(1_000));
}

#[tokio::test]
async fn of_many_writers_at_one_version_exactly_one_wins() {
    let assay = filled().await;
    let tries = (0..20).map(|_| {
        let store = assay.state.store.clone();
        tokio::spawn(async move { store.commit(batch(vec![append("a", 5, &["{}"])])).await })
    });
    let mut won = 0;
    for one in tries.collect::<Vec<_>>() {
        match one.await.expect("ran") {
            Ok(_) => won += 1,
            Err(error) => assert!(matches!(error, StoreError::Conflict(_)), "{error}"),
        }
    }
    assert_eq!(won, 1);
    assert_eq!(found(&assay.state.store, &[]).await, []);
}

#[tokio::test]
async fn what_was_acknowledged_is_there_when_another_server_opens_the_database() {
    let assay = filled().await;
    let Assay { folder, database_url, .. } = assay;
    let second = Assay::start_on(folder, database_url, Clock::System, |_| {}).await;
    assert_eq!(second.state.store.load(&org(), &stream("c")).await.expect("loaded").len(), 5);
    assert_eq!(found(&second.state.store, &[]).await, []);
}

#[tokio::test]
async fn each_kind_of_tampering_is_found_and_named() {
    let at = |version: u64, what: What| vec![("vendor/b".to_owned(), version, what)];
    let cases: [(&str, Found); 8] = [
        ("UPDATE journal SET body = '{\"n\":9}' WHERE stream = 'vendor/b' AND version = 3", at(3, What::Body)),
        ("UPDATE journal SET actor = 'staff/eve' WHERE stream = 'vendor/b' AND version = 3", at(3, What::Record)),
        ("UPDATE journal SET at = at + 1 WHERE stream = 'vendor/b' AND version = 2", at(2, What::Record)),
        ("DELETE FROM journal WHERE stream = 'vendor/b' AND version = 2", at(2, What::Removed)),
        ("DELETE FROM journal WHERE stream = 'vendor/b' AND version >= 4", at(4, What::CutOff)),
        ("DELETE FROM journal WHERE stream = 'vendor/b'", at(1, What::CutOff)),
        (
            "INSERT INTO journal SELECT org, stream, 6, at, actor, body, salt, body_hash, hash FROM journal
             WHERE stream = 'vendor/b' AND version = 5",
            vec![("vendor/b".to_owned(), 6, What::Record), ("vendor/b".to_owned(), 6, What::Added)],
        ),
        ("DELETE FROM stream_head WHERE stream = 'vendor/b'", at(5, What::Head)),
    ];
    for (sql, expected) in cases {
        let assay = filled().await;
        assert!(assay.tamper(sql).await > 0, "{sql}");
        assert_eq!(found(&assay.state.store, &[]).await, expected, "{sql}");
    }
}

#[tokio::test]
async fn a_blank_record_that_no_erasure_covers_is_named() {
    let assay = filled().await;
    let erase = format!("UPDATE journal SET body = '{REDACTED}', salt = '' WHERE stream = 'vendor/b' AND version = 3");
    assert_eq!(assay.tamper(&erase).await, 1);
    let audit = assay.state.store.verify(&[]).await.expect("verified");
    assert_eq!(audit.redacted, []);
    let blanked: Vec<String> = audit.found.iter().map(ToString::to_string).collect();
    assert_eq!(blanked, ["o1 vendor/b version 3: the record's text was taken away, and no erasure covers it"]);
    // What else is done to the record is still found, and so is another body with the salt gone.
    assay.tamper("UPDATE journal SET actor = 'staff/eve' WHERE stream = 'vendor/b' AND version = 3").await;
    assay.tamper("UPDATE journal SET body = '{}', salt = '' WHERE stream = 'vendor/c' AND version = 1").await;
    let (b, c) = ("vendor/b".to_owned(), "vendor/c".to_owned());
    let expected = [(b.clone(), 3, What::Record), (b, 3, What::Blanked), (c, 1, What::Body)];
    assert_eq!(found(&assay.state.store, &[]).await, expected);
}

#[tokio::test]
async fn two_records_that_changed_places_are_both_named() {
    let assay = filled().await;
    for sql in [
        "UPDATE journal SET version = 99 WHERE stream = 'vendor/b' AND version = 2",
        "UPDATE journal SET version = 2 WHERE stream = 'vendor/b' AND version = 4",
        "UPDATE journal SET version = 4 WHERE stream = 'vendor/b' AND version = 99",
    ] {
        assay.tamper(sql).await;
    }
    let found = found(&assay.state.store, &[]).await;
    let named: Vec<u64> = found.iter().map(|(_, version, _)| *version).collect();
    assert!(named.contains(&2) && named.contains(&4), "{found:?}");
}

#[tokio::test]
async fn a_stream_rewritten_together_with_its_head_is_found_against_an_exported_copy() {
    let assay = filled().await;
    let exported = assay.state.store.heads().await.expect("heads");
    assay.tamper("DELETE FROM journal WHERE stream = 'vendor/b'").await;
    assay.tamper("DELETE FROM stream_head WHERE stream = 'vendor/b'").await;
    assert_eq!(found(&assay.state.store, &[]).await, [], "within the database nothing is left to compare");
    assert_eq!(found(&assay.state.store, &exported).await, [("vendor/b".to_owned(), 5, What::Exported)]);
    let rewritten = batch(vec![append("b", 0, &["{}", "{}", "{}", "{}", "{}"])]);
    assay.state.store.commit(rewritten).await.expect("committed");
    assert_eq!(found(&assay.state.store, &exported).await, [("vendor/b".to_owned(), 5, What::Exported)]);
}

#[tokio::test]
async fn waiting_batches_share_a_commit_and_each_is_acknowledged() {
    let assay = Assay::start().await;
    let store = assay.state.store.clone();
    if store.backend() != Backend::Sqlite {
        return; // PostgreSQL groups commits by itself, where they cannot be counted.
    }
    let before = store.committed();
    let writers = (0..64).map(|writer| {
        let store = store.clone();
        tokio::spawn(async move {
            for version in 0..20 {
                let one = append(&format!("w{writer}"), version, &["{}"]);
                store.commit(batch(vec![one])).await.expect("committed");
            }
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.expect("ran");
    }
    let after = store.committed();
    let (batches, commits) = (after.batches - before.batches, after.commits - before.commits);
    assert_eq!(batches, 64 * 20);
    assert!(commits * 8 <= batches, "{commits} commits for {batches} batches");
    assert_eq!(store.verify(&[]).await.expect("verified").records, 64 * 20);
}

#[tokio::test]
async fn one_refused_batch_does_not_hurt_its_company() {
    let assay = filled().await;
    let store = &assay.state.store;
    let all = (0..40).map(|n| {
        let store = store.clone();
        let expected = if n % 2 == 0 { 0 } else { 7 };
        tokio::spawn(async move { store.commit(batch(vec![append(&format!("s{n}"), expected, &["{}"])])).await })
    });
    for (n, one) in all.collect::<Vec<_>>().into_iter().enumerate() {
        assert_eq!(one.await.expect("ran").is_ok(), n % 2 == 0, "{n}");
    }
    assert_eq!(found(store, &[]).await, []);
}

#[tokio::test]
async fn a_text_with_nul_is_refused_before_it_reaches_the_database() {
    let assay = filled().await;
    let store = &assay.state.store;
    let nul = batch(vec![append("a", 5, &["{\"n\":\"\0\"}"])]);
    assert!(matches!(store.commit(nul).await, Err(StoreError::Nul)));
    let named = Batch::new(org()).row(Row::Organisation { name: "a\0b".into(), at: Timestamp(0) });
    assert!(matches!(store.commit(named).await, Err(StoreError::Nul)));
}

#[tokio::test]
async fn names_sort_by_bytes_on_both_databases() {
    let assay = filled().await;
    for name in ["Z", "_x", "a-1", "a.1", "B"] {
        assay.state.store.commit(batch(vec![append(name, 0, &["{}"])])).await.expect("committed");
    }
    let streams = assay.state.store.streams(&org()).await.expect("streams");
    let names: Vec<String> = streams.iter().map(ToString::to_string).collect();
    let mut by_bytes = names.clone();
    by_bytes.sort();
    assert_eq!(names, by_bytes);
}

#[tokio::test]
async fn a_journal_that_is_being_written_verifies_all_the_same() {
    let assay = filled().await;
    let store = assay.state.store.clone();
    let writing = tokio::spawn(async move {
        for version in 5..105 {
            store.commit(batch(vec![append("c", version, &["{}"])])).await.expect("committed");
            store.commit(batch(vec![append(&format!("new{version}"), 0, &["{}"])])).await.expect("committed");
        }
    });
    let mut walks = 0;
    while !writing.is_finished() || walks < 3 {
        assert_eq!(found(&assay.state.store, &[]).await, [], "after {walks} walks");
        walks += 1;
    }
    writing.await.expect("written");
    assert_eq!(found(&assay.state.store, &[]).await, []);
}

#[tokio::test]
async fn of_two_batches_that_were_computed_from_what_the_other_moves_only_one_is_carried_out_at_a_time() {
    let assay = Assay::start().await;
    let store = &assay.state.store;
    let version = |heads: &[Head]| heads.first().map(|head| head.version).unwrap_or_default();
    for name in ["a", "b"] {
        store.commit(batch(vec![append(name, 0, &["{}"])])).await.expect("begun");
    }
    let (mut a, mut b) = (1, 1);
    for round in 0..100 {
        let mut one = batch(vec![append("a", a, &["{}"])]);
        one.still.push(Still::At(stream("b"), b));
        let mut other = batch(vec![append("b", b, &["{}"])]);
        other.still.push(Still::At(stream("a"), a));
        let (one, other) = futures::future::join(store.commit(one), store.commit(other)).await;
        assert!(one.is_ok() != other.is_ok(), "round {round}: {one:?} {other:?}");
        a = one.map_or(a, |heads| version(&heads));
        b = other.map_or(b, |heads| version(&heads));
    }
}

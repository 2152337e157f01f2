//! Two nodes on one PostgreSQL and one place for files: no session sticks to a node, jobs are done once, and what one node
//! writes the other sees at once.
//!
//! On SQLite there is one node by design, and these tests have nothing to do.

mod desk;
mod harness;

use desk::{Desk, answers, at, attach, send_file, submit};
use futures::future::join_all;
use harness::{Assay, Browser, PASSWORD};
use serde_json::{Value, json};
use server::files::Location;
use server::jobs;
use server::store::{Backend, Store};
use std::time::{Duration, Instant};

/// A second node beside the desk's own; nothing on SQLite.
async fn second(desk: &Desk) -> Option<Assay> {
    if desk.assay.state.store.backend() == Backend::Sqlite {
        return None;
    }
    let (files, clock) = (desk.assay.folder.path().to_owned(), desk.assay.state.clock.clone());
    let own = tempfile::tempdir().expect("a folder");
    let shared = Location::Folder(files.join("files"));
    Some(Assay::start_on(own, desk.assay.database_url.clone(), clock, |config| config.files = shared).await)
}

/// The same browser, with the same cookies, at another node.
fn at_node(browser: &Browser, node: &Assay) -> Browser {
    browser.at(&node.base)
}

#[tokio::test]
async fn a_journey_alternates_between_two_nodes() {
    let desk = Desk::open().await;
    let Some(other) = second(&desk).await else { return };
    let id = desk.sent().await;
    let token = desk.token(0).await;
    let here = desk.assay.browser();
    here.post("/api/portal/session", json!({ "token": token })).await.must_be(200);
    let there = at_node(&here, &other);
    for (place, (question, entry)) in answers().into_iter().enumerate() {
        let browser = if place % 2 == 0 { &there } else { &here };
        desk::answer(browser, &id, question, 0, &entry).await.must_be(200);
        let seen = if place % 2 == 0 { &here } else { &there }.get(&at(&id, "")).await.must_be(200).json();
        assert_eq!(seen["answers"][question]["revision"], 1, "the other node sees it at once");
    }
    let sent = send_file(&here, &id, "policy.pdf", "%PDF-1.7 a policy").await.must_be(200).json();
    attach(&there, &id, "KI-01", &sent).await.must_be(200);
    submit(&there, &id).await.must_be(200);
    let admin = at_node(&desk.admin, &other);
    admin
        .post(&format!("/api/assessments/{id}/conclusion"), json!({"outcome": {"outcome": "approved"}}))
        .await
        .must_be(200);
    assert_eq!(desk.view(&id).await["row"]["stage"], "concluded");
    // Signing out on one node ends the session on the other.
    there.delete("/api/portal/session").await.must_be(204);
    here.get(&at(&id, "")).await.must_be(401);
}

#[tokio::test]
async fn a_link_opens_once_whichever_nodes_it_is_used_on() {
    let desk = Desk::open().await;
    let Some(other) = second(&desk).await else { return };
    desk.sent().await;
    let body = json!({ "token": desk.token(0).await });
    let uses = join_all((0..40).map(|n| {
        let browser = if n % 2 == 0 { desk.assay.browser() } else { other.browser() };
        let body = body.clone();
        async move { browser.post("/api/portal/session", body).await.status }
    }))
    .await;
    assert_eq!(uses.iter().filter(|status| **status == 200).count(), 1, "{uses:?}");
}

#[tokio::test]
async fn a_job_is_done_by_one_node_and_by_another_when_that_one_is_gone() {
    let desk = Desk::open().await;
    let Some(other) = second(&desk).await else { return };
    let holds = async |assay: &Assay, node: &str| jobs::holds(&assay.state, "mail", node, 60).await.expect("an answer");
    let both = futures::join!(holds(&desk.assay, "one"), holds(&other, "two"));
    assert_ne!(both.0, both.1, "exactly one holds the lease");
    desk.assay.state.clock.set(domain::journal::Timestamp(desk.assay.state.clock.now().0 + 61_000));
    let (holder, heir) = if both.0 { ("one", "two") } else { ("two", "one") };
    assert!(holds(&other, heir).await, "a lease ends by itself");
    assert!(!holds(&desk.assay, holder).await);
}

#[tokio::test]
async fn colleagues_on_two_nodes_are_not_in_each_others_way() {
    let desk = Desk::open().await;
    let Some(other) = second(&desk).await else { return };
    let there = at_node(&desk.admin, &other);
    let register = join_all((0..40).map(|n| {
        let browser = if n % 2 == 0 { desk.admin.clone() } else { there.clone() };
        let path = format!("/api/vendors/{}/systems", desk.vendor);
        async move { browser.post(&path, json!({"description": {"name": format!("System {n}")}})).await }
    }))
    .await;
    let refused: Vec<&harness::Reply> = register.iter().filter(|reply| reply.status >= 400).collect();
    assert!(refused.is_empty(), "conflicts back off instead of 503: {refused:?}");
    let vendor = desk.admin.get(&format!("/api/vendors/{}", desk.vendor)).await.must_be(200).json();
    assert_eq!(vendor["systems"].as_array().map(Vec::len), Some(41));
}

#[tokio::test]
async fn reads_go_on_while_writes_wait() {
    use sqlx::{ConnectOptions, Executor};
    let desk = Desk::open().await;
    if desk.assay.state.store.backend() == Backend::Sqlite {
        return;
    }
    let options: sqlx::any::AnyConnectOptions = desk.assay.database_url.parse().expect("a URL");
    let mut lock = options.connect().await.expect("a connection");
    lock.execute("BEGIN").await.expect("begun");
    lock.execute("LOCK TABLE stream_head IN EXCLUSIVE MODE").await.expect("locked");
    let waiting: Vec<_> = (0..40)
        .map(|n| {
            let admin = desk.admin.clone();
            let body = json!({"profile": {"name": format!("Waits {n}")}, "contacts": []});
            tokio::spawn(async move { admin.post("/api/vendors", body).await.status })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(300)).await;
    for _ in 0..10 {
        let began = Instant::now();
        desk.admin.get("/api/register").await.must_be(200);
        assert!(began.elapsed() < Duration::from_secs(2), "a read waited {:?}", began.elapsed());
    }
    lock.execute("ROLLBACK").await.expect("released");
    for one in waiting {
        let _status: u16 = one.await.expect("ended");
    }
}

#[tokio::test]
async fn a_second_node_signs_in_whom_the_first_one_knows() {
    let desk = Desk::open().await;
    let Some(other) = second(&desk).await else { return };
    let me: Value = desk.admin.get("/api/session").await.must_be(200).json();
    let browser = other.browser();
    browser.sign_in(me["email"].as_str().expect("an address"), PASSWORD).await.must_be(200);
    browser.at(&desk.assay.base).get("/api/session").await.must_be(200);
}

#[tokio::test]
async fn a_role_that_would_not_wait_for_the_disk_is_made_to() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = harness::new_database(folder.path()).await;
    if !url.starts_with("postgres") {
        return;
    }
    for (set, stands) in [("off", "on"), ("on", "on"), ("local", "local"), ("remote_apply", "remote_apply")] {
        let store = Store::open(&format!("{url}%20-csynchronous_commit%3D{set}")).await.expect("a store");
        assert_eq!(store.synchronous_commit().await.expect("a setting").as_deref(), Some(stands));
        store.close().await;
    }
}

//! What was refused is not done later: a locked database, callers who went away, links that were not used.
//!
//! The database is locked from outside, as a backup or another program would; what the callers were told is then held
//! against what is stored.

mod harness;

use futures::future::join_all;
use harness::{Assay, Browser};
use serde_json::json;
use server::jobs;
use server::store::Backend;
use std::time::{Duration, Instant};

/// The longest that a refusal may take: well below the 20 s after which the browser program gives a request up.
const BOUND: Duration = Duration::from_secs(12);

/// Another program's write lock on the whole database.
struct Lock(sqlx::AnyConnection);

impl Lock {
    async fn take(assay: &Assay) -> Lock {
        use sqlx::{ConnectOptions, Executor};
        let options: sqlx::any::AnyConnectOptions = assay.database_url.parse().expect("a URL");
        let mut connection = options.connect().await.expect("a connection");
        let sql = match assay.state.store.backend() {
            Backend::Sqlite => "BEGIN IMMEDIATE",
            Backend::Postgres => {
                "BEGIN; LOCK TABLE stream_head, journal, invitation, login_session, attempt, request_key, lease IN EXCLUSIVE MODE"
            }
        };
        for sql in sql.split("; ") {
            connection.execute(sql).await.expect("the lock");
        }
        Lock(connection)
    }

    async fn release(mut self) {
        sqlx::Executor::execute(&mut self.0, "ROLLBACK").await.expect("released");
    }
}

async fn register(browser: &Browser, name: &str) -> (u16, String) {
    let body = json!({ "profile": { "name": name }, "contacts": [] });
    let request = browser.request("POST", "/api/vendors").header("idempotency-key", name.replace(' ', "-"));
    let reply = browser.send(request.json(&body)).await;
    (reply.status, name.to_owned())
}

async fn vendors(browser: &Browser) -> Vec<String> {
    let list = browser.get("/api/vendors").await.must_be(200).json();
    let rows = list["vendors"].as_array().expect("rows").iter();
    rows.map(|row| row["name"].as_str().expect("a name").to_owned()).collect()
}

#[tokio::test]
async fn what_was_refused_while_the_database_was_locked_is_never_done() {
    let assay = Assay::start().await;
    let browser = assay.found("Nordwind AG").await;
    let lock = Lock::take(&assay).await;
    let began = Instant::now();
    let names: Vec<String> = (0..5).map(|n| format!("Refused {n}")).collect();
    let refused = join_all(names.iter().map(|name| register(&browser, name))).await;
    assert!(began.elapsed() < BOUND, "refused only after {:?}", began.elapsed());
    for (status, name) in &refused {
        assert_eq!(*status, 503, "{name}");
    }
    lock.release().await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(vendors(&browser).await, Vec::<String>::new(), "nothing that was refused was done");
    // The same requests again, under their keys, are not taken for repetitions of something that was done.
    let again = join_all(names.iter().map(|name| register(&browser, name))).await;
    assert!(again.iter().all(|(status, _)| matches!(status, 200 | 201)), "{again:?}");
    assert_eq!(vendors(&browser).await.len(), 5);
}

#[tokio::test]
async fn what_waits_for_a_short_lock_is_done_once() {
    let assay = Assay::start().await;
    let browser = assay.found("Nordwind AG").await;
    let lock = Lock::take(&assay).await;
    let waiting = join_all((0..5).map(|n| {
        let browser = browser.clone();
        async move { register(&browser, &format!("Patient {n}")).await }
    }));
    let release = async {
        tokio::time::sleep(Duration::from_secs(2)).await;
        lock.release().await;
    };
    let (done, ()) = futures::join!(waiting, release);
    let told = done.iter().filter(|(status, _)| matches!(status, 200 | 201)).count();
    assert_eq!(told, 5, "{done:?}");
    assert_eq!(vendors(&browser).await.len(), 5);
}

#[tokio::test]
async fn whoever_goes_away_before_their_turn_leaves_nothing() {
    let assay = Assay::start().await;
    let browser = assay.found("Nordwind AG").await;
    let lock = Lock::take(&assay).await;
    for n in 0..5 {
        let gone = tokio::time::timeout(Duration::from_millis(200), register(&browser, &format!("Gone {n}"))).await;
        assert!(gone.is_err(), "the caller went away first");
    }
    lock.release().await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(vendors(&browser).await, Vec::<String>::new());
    assert!(matches!(register(&browser, "After").await.0, 200 | 201), "the writer goes on");
}

#[tokio::test]
async fn a_link_that_could_not_be_used_for_a_lock_can_be_used_after_it() {
    let assay = Assay::start().await;
    let token = assay.first_account_token(None).await;
    let body = json!({
        "token": token, "organisation": "Nordwind AG", "name": "First", "email": assay.new_email(),
        "password": harness::PASSWORD,
    });
    let lock = Lock::take(&assay).await;
    let refused = assay.browser().post("/api/first-account", body.clone()).await;
    assert_eq!(refused.status, 503, "{}", refused.text);
    lock.release().await;
    let browser = assay.browser();
    let made = browser.post("/api/first-account", body).await;
    assert!(matches!(made.status, 200 | 201), "{} {}", made.status, made.text);
    browser.get("/api/session").await.must_be(200);
}

#[tokio::test]
async fn a_database_that_does_not_answer_is_no_lease_of_another_node() {
    let assay = Assay::start().await;
    assay.found("Nordwind AG").await;
    assert!(jobs::holds(&assay.state, "refresh", "one", 60).await.expect("an answer"));
    assert!(!jobs::holds(&assay.state, "refresh", "two", 60).await.expect("an answer"), "another node's lease");
    let lock = Lock::take(&assay).await;
    let outcome = jobs::refresh::refresh_all(&assay.state, "one").await;
    assert!(outcome.is_err(), "a locked database is a fault");
    assay.state.jobs.note("refresh", outcome, assay.state.clock.now());
    let ready = assay.browser().get("/api/ready").await.json();
    assert_eq!(ready["jobs"][0]["name"], "refresh");
    assert!(ready["jobs"][0]["fault"].as_str().expect("a fault").contains("busy"), "{ready}");
    lock.release().await;
    assay.state.jobs.note("refresh", jobs::refresh::refresh_all(&assay.state, "one").await, assay.state.clock.now());
    let ready = assay.browser().get("/api/ready").await.json();
    assert_eq!(ready["jobs"][0]["fault"], serde_json::Value::Null);
}

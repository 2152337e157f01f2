//! The program itself: what it acknowledged survives a kill, it stops cleanly, and its commands do what they say.
//!
//! These tests run the binary `assay` on a database of their own.

mod harness;

use serde_json::json;
use std::io::{BufRead, BufReader, Lines};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_assay");

struct Running {
    child: Child,
    base: String,
    token: Option<String>,
    /// Kept open: the program still prints when the test has read enough, and ends when nobody can hear it.
    _output: Lines<BufReader<ChildStdout>>,
}

fn command(folder: &Path, database_url: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(PROGRAM);
    command.args(arguments).arg("--data-dir").arg(folder).stdin(Stdio::null()).stderr(Stdio::null());
    if database_url.starts_with("postgres") {
        command.args(["--database-url", database_url]);
    }
    command
}

fn run(folder: &Path, database_url: &str, arguments: &[&str]) -> Output {
    command(folder, database_url, arguments).stderr(Stdio::piped()).output().expect("the program runs")
}

/// Starts the program and reads what it prints until it says how to begin, or that it serves.
fn serve(folder: &Path, database_url: &str) -> Running {
    let mut command = command(folder, database_url, &["serve", "--listen", "127.0.0.1:0"]);
    let mut child = command.stdout(Stdio::piped()).spawn().expect("the program starts");
    let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
    let (mut base, mut token) = (String::new(), None);
    let is_new = !folder.join("begun").exists();
    while let Some(Ok(line)) = lines.next() {
        if let Some(told) = line.strip_prefix("Assay serves on ") {
            base = told.to_owned();
            if !is_new {
                break;
            }
        }
        if let Some((_, told)) = line.split_once("/start#") {
            token = Some(told.to_owned());
            break;
        }
    }
    std::fs::write(folder.join("begun"), "").expect("written");
    Running { child, base, token, _output: lines }
}

async fn client(base: &str) -> reqwest::Client {
    server::files::choose_cryptography();
    let client = reqwest::Client::builder().cookie_store(true).build().expect("a client");
    let started = Instant::now();
    while client.get(format!("{base}/api/health")).send().await.is_err() {
        assert!(started.elapsed() < Duration::from_secs(10), "the server never answered");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    client
}

async fn found(running: &Running) -> reqwest::Client {
    let client = client(&running.base).await;
    let body = json!({
        "token": running.token, "organisation": "Nordwind AG", "name": "Ann", "email": "ann@buyer.example",
        "password": harness::PASSWORD,
    });
    let reply = client.post(format!("{}/api/first-account", running.base)).json(&body).send().await.expect("an answer");
    assert!(reply.status().is_success(), "{}", reply.status());
    client
}

async fn place() -> (TempDir, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let url = harness::new_database(folder.path()).await;
    (folder, url)
}

#[tokio::test]
async fn what_was_acknowledged_survives_a_kill() {
    let (folder, url) = place().await;
    let mut acknowledged: Vec<String> = Vec::new();
    for round in 0..3 {
        let mut running = serve(folder.path(), &url);
        let client = if round == 0 {
            found(&running).await
        } else {
            let client = client(&running.base).await;
            let body = json!({ "email": "ann@buyer.example", "password": harness::PASSWORD });
            client.post(format!("{}/api/session", running.base)).json(&body).send().await.expect("signed in");
            client
        };
        let people = client.get(format!("{}/api/people", running.base)).send().await.expect("people");
        let people = people.text().await.expect("people");
        for email in &acknowledged {
            assert!(people.contains(email), "{email} was acknowledged and is gone");
        }
        let (told, mut heard) = tokio::sync::mpsc::unbounded_channel();
        for writer in 0..8 {
            let (client, base, told) = (client.clone(), running.base.clone(), told.clone());
            tokio::spawn(async move {
                for n in 0.. {
                    let email = format!("p{round}x{writer}x{n}@buyer.example");
                    let body = json!({ "name": "P", "email": email, "roles": ["analyst"] });
                    match client.post(format!("{base}/api/people")).json(&body).send().await {
                        Ok(reply) if reply.status().is_success() => told.send(email).expect("heard"),
                        Ok(_) => {}
                        Err(_) => break,
                    }
                }
            });
        }
        drop(told);
        // Killed in the midst of it, once some were acknowledged.
        for _ in 0..10 {
            let email = tokio::time::timeout(Duration::from_secs(20), heard.recv()).await.expect("an answer in time");
            acknowledged.push(email.expect("an answer"));
        }
        running.child.kill().expect("killed");
        running.child.wait().expect("ended");
        while let Some(email) = heard.recv().await {
            acknowledged.push(email);
        }
    }
    assert!(acknowledged.len() >= 30, "{} writes were acknowledged", acknowledged.len());
    let verified = run(folder.path(), &url, &["audit", "verify"]);
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
}

#[tokio::test]
async fn it_stops_cleanly_and_tells_where_its_streams_stand() {
    let (folder, url) = place().await;
    let mut running = serve(folder.path(), &url);
    found(&running).await;
    let started = Instant::now();
    let pid = running.child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().expect("sent").success());
    let ended = running.child.wait().expect("ended");
    assert!(ended.success() && started.elapsed() < Duration::from_secs(10), "{ended} {:?}", started.elapsed());

    let heads = run(folder.path(), &url, &["audit", "head"]).stdout;
    let heads = String::from_utf8(heads).expect("text");
    assert!(heads.lines().any(|line| line.contains("\"stream\":\"org\"")), "{heads}");
    let copy = folder.path().join("heads.jsonl");
    std::fs::write(&copy, &heads).expect("written");
    let copy = copy.to_str().expect("a path");
    assert!(run(folder.path(), &url, &["audit", "verify", "--heads", copy]).status.success());
    std::fs::write(copy, heads.replace("\"version\":", "\"version\":9")).expect("written");
    let verified = run(folder.path(), &url, &["audit", "verify", "--heads", copy]);
    assert!(!verified.status.success());
    let told = String::from_utf8_lossy(&verified.stderr).into_owned();
    assert!(told.contains("the signature does not fit"), "{told}");
    let key = run(folder.path(), &url, &["audit", "key"]).stdout;
    assert_eq!(String::from_utf8_lossy(&key).trim().len(), 64);
    let rows = run(folder.path(), &url, &["audit", "verify", "--rows"]);
    assert!(rows.status.success() && String::from_utf8_lossy(&rows.stdout).contains("0 rows differ"), "{rows:?}");
}

#[tokio::test]
async fn an_operator_adds_people_and_organisations_and_resets_passwords() {
    let (folder, url) = place().await;
    let added = run(folder.path(), &url, &["org", "add", "Nordwind AG"]);
    assert!(String::from_utf8_lossy(&added.stdout).contains("/start#"));
    let user = ["user", "add", "Bea@buyer.example", "--name", "Bea", "--roles", "analyst,auditor"];
    let added = run(folder.path(), &url, &user);
    assert!(String::from_utf8_lossy(&added.stdout).contains("/join#"), "{added:?}");
    let again = run(folder.path(), &url, &user);
    assert_eq!(again.status.code(), Some(1), "{again:?}");
    let reset = run(folder.path(), &url, &["user", "reset", "bea@buyer.example"]);
    assert!(String::from_utf8_lossy(&reset.stdout).contains("/join#"), "who never joined joins");
    let unknown = run(folder.path(), &url, &["user", "reset", "nobody@buyer.example"]);
    assert!(!unknown.status.success());
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("nobody signs in with"), "{unknown:?}");
}

#[tokio::test]
async fn two_servers_never_share_a_data_folder() {
    let (folder, url) = place().await;
    if url.starts_with("postgres") {
        return; // Any number of servers share a PostgreSQL.
    }
    let mut first = serve(folder.path(), &url);
    let second = run(folder.path(), &url, &["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(second.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&second.stderr).contains("another server uses the data folder"));
    first.child.kill().expect("killed");
    first.child.wait().expect("ended");
}

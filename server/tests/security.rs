//! What an attack leaves behind: a line in the log and a count for each try, with nothing in them that must stay secret.
//!
//! The lines are read as the program writes them, one JSON object each. Who may read the counters is tested here too.

mod desk;
mod harness;

use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderValue, Request};
use desk::{Desk, EMAILS, noon};
use domain::actor::Role;
use domain::journal::Timestamp;
use harness::{Assay, Browser, PASSWORD};
use serde_json::{Value, json};
use server::clock::Clock;
use std::collections::BTreeMap;
use std::io::Write;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tower::ServiceExt;
use tracing_subscriber::fmt::MakeWriter;

/// The lines that the server wrote.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("a lock").extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Log;
    fn make_writer(&'a self) -> Log {
        self.clone()
    }
}

impl Log {
    /// Everything that is written from now on, by this thread, as the program would write it.
    fn begin() -> (Log, tracing::subscriber::DefaultGuard) {
        let log = Log::default();
        let filter = tracing_subscriber::EnvFilter::new("info,sqlx=warn");
        let subscriber = tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(log.clone()).finish();
        (log, tracing::subscriber::set_default(subscriber))
    }

    fn text(&self) -> String {
        String::from_utf8(self.0.lock().expect("a lock").clone()).expect("text")
    }

    /// The lines about security: each must be one JSON object.
    fn events(&self) -> Vec<Value> {
        let lines = self.text();
        let lines = lines.lines().map(|line| serde_json::from_str::<Value>(line).expect("one JSON object a line"));
        lines.filter(|line| line["target"] == "security").map(|line| line["fields"].clone()).collect()
    }
}

type Counts = BTreeMap<(String, String), u64>;

/// The counts of what happened, by event and outcome, as `/metrics` tells them.
fn counts(text: &str) -> Counts {
    let mut counts = Counts::new();
    for line in text.lines().filter_map(|line| line.strip_prefix("assay_security_events_total{")) {
        let (labels, count) = line.split_once("} ").expect("labels and a count");
        let label = |name: &str| {
            let (_, value) = labels.split_once(&format!("{name}=\"")).expect("the label");
            value.split('"').next().expect("its value").to_owned()
        };
        counts.insert((label("event"), label("outcome")), count.parse().expect("a count"));
    }
    counts
}

async fn counted(browser: &Browser) -> Counts {
    counts(&browser.get("/metrics").await.must_be(200).text)
}

fn of(counts: &Counts, event: &str, outcome: &str) -> u64 {
    counts.get(&(event.to_owned(), outcome.to_owned())).copied().unwrap_or_default()
}

/// Asks the server as a peer with an address would, past its listener.
async fn ask_from(assay: &Assay, peer: &str, path: &str, headers: &[(&'static str, &str)]) -> (u16, String, Value) {
    let mut request = Request::get(path).body(Body::empty()).expect("a request");
    request.extensions_mut().insert(ConnectInfo(peer.parse::<SocketAddr>().expect("an address")));
    for (name, value) in headers {
        request.headers_mut().insert(*name, HeaderValue::from_str(value).expect("a value"));
    }
    let response = server::router(assay.state.clone()).expect("a router").oneshot(request).await.expect("an answer");
    let status = response.status().as_u16();
    let mut headers: Vec<String> =
        response.headers().iter().map(|(name, value)| format!("{name}: {value:?}")).collect();
    headers.sort();
    let text = to_bytes(response.into_body(), 1_000_000).await.expect("a body");
    let mut problem: Value = serde_json::from_slice(&text).unwrap_or_default();
    if let Some(problem) = problem.as_object_mut() {
        problem.remove("trace");
    }
    let text = String::from_utf8(text.to_vec()).expect("text");
    (status, if problem.is_null() { text } else { headers.join("\n") }, problem)
}

/// What an attacker does to a desk; the secrets that were part of it.
async fn attack(desk: &Desk) -> Vec<String> {
    let stranger = desk.assay.browser();
    let mut secrets = vec![PASSWORD.to_owned(), EMAILS[0].to_owned(), EMAILS[1].to_owned()];
    // Guesses of a password, for a known and an unknown address, until they are limited; one of them with what would
    // break a line.
    let me = desk.admin.get("/api/session").await.json();
    let address = me["email"].as_str().expect("an address").to_owned();
    for guess in 0..12 {
        let password = format!("guess {guess} \r\n{{\"target\":\"security\"}}\u{1b}[31m");
        stranger.sign_in(&address, &password).await;
        secrets.push(format!("guess {guess}"));
    }
    stranger.sign_in("nobody@buyer.example\r\nevent: x", "another guess").await.must_be(422);
    secrets.extend([address, "nobody@buyer.example".into(), "another guess".into()]);
    // Links: unknown, used, withdrawn, and from then on limited.
    let id = desk.sent().await;
    let first = desk.token(0).await;
    let vendor = desk.assay.browser();
    vendor.post("/api/portal/session", json!({ "token": first })).await.must_be(200);
    desk::send_file(&vendor, &id, "evil.exe", b"MZ".to_vec()).await.must_be(415);
    stranger.post("/api/portal/session", json!({ "token": first })).await.must_be(410);
    desk.post(&id, "invitation", json!({})).await.must_be(200);
    let second = desk.token(0).await;
    desk.admin.delete(&format!("/api/assessments/{id}/invitation")).await.must_be(200);
    stranger.post("/api/portal/session", json!({ "token": second })).await.must_be(410);
    let mut guess = "A".repeat(43);
    for _ in 0..30 {
        stranger.post("/api/portal/session", json!({ "token": guess })).await;
    }
    guess.push_str("\n\u{1b}[2J");
    stranger.post("/api/links", json!({ "token": guess })).await.must_be(429);
    secrets.extend([first, second, "AAAAAAAAAA".into()]);
    // From another site, without a role, without a session, as nobody, with what is no JSON, with another's id.
    let foreign = [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")];
    let foreign = foreign.map(|(name, value)| (name.parse().expect("a name"), HeaderValue::from_static(value)));
    let cross = desk.admin.request("POST", "/api/vendors").headers(foreign.into_iter().collect());
    let cross = cross.json(&json!({"profile": {"name": "Evil"}}));
    desk.admin.send(cross).await.must_be(403);
    let analyst = desk.assay.staff(&desk.admin, &[Role::Analyst]).await;
    analyst.get("/api/outbox").await.must_be(403);
    stranger.get("/api/register").await.must_be(401);
    analyst.post("/api/vendors", json!("x\r\ny")).await.must_be(400);
    analyst.get("/api/vendors/another").await.must_be(404);
    stranger.get("/api/nothing%0d%0aevent:x").await.must_be(404);
    secrets
}

#[tokio::test]
async fn each_try_of_an_attack_is_counted_and_is_one_line_without_a_secret() {
    let (log, _writing) = Log::begin();
    let desk = Desk::open().await;
    let secrets = attack(&desk).await;
    let counts = counted(&desk.admin).await;
    for (event, outcome, at_least) in [
        ("first_account", "done", 1),
        ("sign_in", "invalid", 11),
        ("sign_in", "too_many", 2),
        ("link_use", "done", 1),
        ("link_use", "link_used", 1),
        ("link_use", "link_withdrawn", 1),
        ("link_use", "link_unknown", 20),
        ("link_use", "too_many", 1),
        ("link_look", "too_many", 1),
        ("evidence_upload", "wrong_type", 1),
        ("mail_link_view", "done", 3),
        ("invitation", "done", 1),
        ("join", "done", 1),
        ("request", "cross_site", 1),
        ("request", "forbidden", 1),
        ("request", "signed_out", 1),
        ("request", "malformed", 1),
        ("request", "not_found", 2),
    ] {
        assert!(of(&counts, event, outcome) >= at_least, "{event} {outcome} in {counts:#?}");
    }
    let events = log.events();
    assert_eq!(events.len() as u64, counts.values().sum::<u64>(), "a line for every count");
    let mut lines = Counts::new();
    for event in &events {
        let text = |name: &str| event[name].as_str().unwrap_or_default().to_owned();
        assert_eq!(text("network"), "127.0.0.1", "{event}");
        *lines.entry((text("event"), text("outcome"))).or_default() += 1;
    }
    assert_eq!(lines, counts);
    let all = log.text();
    for secret in &secrets {
        assert!(!all.contains(secret.as_str()), "{secret:?} in the log");
    }
    assert!(!all.contains('\u{1b}') && !all.contains("@buyer.example") && !all.contains("@vendor.example"));
    let told = |event: &str, outcome: &str| {
        events.iter().find(|told| told["event"] == event && told["outcome"] == outcome).expect("a line").clone()
    };
    let org = desk.org.as_str();
    let forbidden = told("request", "forbidden");
    assert_eq!((&forbidden["organisation"], &forbidden["route"]), (&json!(org), &json!("/api/outbox")));
    assert!(forbidden["actor"].as_str().expect("an actor").starts_with("staff/"), "{forbidden}");
    let guessed = told("sign_in", "invalid");
    assert!(guessed["actor"].is_null() && guessed["about"].is_string(), "{guessed}");
    assert_eq!(told("link_use", "link_used")["organisation"], org);
    let used = told("link_use", "done");
    assert_eq!(used["actor"], format!("vendor/{}", desk.contacts[0]));
}

#[tokio::test]
async fn changes_of_people_and_of_passwords_are_told_with_whom_they_are_about() {
    let (log, _writing) = Log::begin();
    let assay = Assay::start_at(noon()).await;
    let admin = assay.found("Nordwind AG").await;
    let member = assay.staff(&admin, &[Role::Analyst]).await;
    let me = member.get("/api/session").await.json();
    let (id, address) = (me["person"].as_str().expect("an id"), me["email"].as_str().expect("an address"));
    let change = |new: &str, current: &str| json!({"current": current, "new": new});
    member.put("/api/session/password", change("quite another phrase here", "a wrong one")).await.must_be(422);
    member.put("/api/session/password", change("quite another phrase here", PASSWORD)).await.must_be(204);
    assay.browser().post("/api/password-resets", json!({ "email": address })).await.must_be(204);
    let path = format!("/api/people/{id}");
    member.put(&path, json!({"roles": ["admin"], "active": true})).await.must_be(403);
    admin.put(&path, json!({"roles": ["reviewer"], "active": true})).await.must_be(200);
    admin.put(&path, json!({"roles": ["reviewer"], "active": false})).await.must_be(200);
    admin.delete("/api/session").await.must_be(204);
    let told: Vec<(String, String)> = log
        .events()
        .iter()
        .map(|event| {
            (
                event["event"].as_str().expect("an event").to_owned(),
                event["outcome"].as_str().expect("an outcome").to_owned(),
            )
        })
        .collect();
    for (event, outcome) in [
        ("password_change", "invalid"),
        ("password_change", "done"),
        ("reset_request", "done"),
        ("roles_change", "forbidden"),
        ("roles_change", "done"),
        ("deactivation", "done"),
        ("sign_out", "done"),
    ] {
        assert!(told.contains(&(event.to_owned(), outcome.to_owned())), "{event} {outcome} in {told:?}");
    }
    let events = log.events();
    let about = events.iter().filter(|event| event["event"] == "roles_change" || event["event"] == "deactivation");
    assert!(about.clone().count() == 3 && about.clone().all(|event| event["about"] == id));
    let signed_out = events.iter().find(|event| event["event"] == "sign_out").expect("a line");
    assert!(signed_out["network"].is_string());
}

#[tokio::test]
async fn every_address_that_refuses_nobody_is_counted_once() {
    let assay = Assay::start().await;
    let (stranger, admin) = (assay.browser(), assay.found("Nordwind AG").await);
    let description: Value = serde_json::from_str(&server::openapi()).expect("JSON");
    let mut asked = 0;
    for (path, item) in description["paths"].as_object().expect("paths") {
        for method in item.as_object().expect("methods").keys().filter(|key| *key != "parameters") {
            let path = path.replace(['{', '}'], "");
            let before: u64 = counted(&admin).await.values().sum();
            let request = stranger.request(&method.to_uppercase(), &path);
            let request = if method == "get" { request } else { request.json(&json!({"x": 1})) };
            let status = stranger.send(request).await.status;
            if status < 400 || status == 422 || status == 503 {
                continue;
            }
            let after: u64 = counted(&admin).await.values().sum();
            assert_eq!(after, before + 1, "{method} {path} {status}");
            asked += 1;
        }
    }
    assert!(asked > 50, "{asked}");
}

#[tokio::test]
async fn the_counters_are_for_this_machine_or_for_who_holds_the_token() {
    let token = "0123456789abcdef-a-token";
    let bare = Assay::start().await;
    let unknown = ask_from(&bare, "192.0.2.7:4711", "/api/nothing", &[]).await;
    assert_eq!(unknown.0, 404);
    assert_eq!(ask_from(&bare, "127.0.0.1:4711", "/metrics", &[]).await.0, 200);
    for (peer, headers) in [
        ("192.0.2.7:4711", vec![]),
        ("192.0.2.7:4711", vec![("authorization", "Bearer ")]),
        ("192.0.2.7:4711", vec![("x-forwarded-for", "127.0.0.1")]),
        ("127.0.0.1:4711", vec![("x-forwarded-for", "127.0.0.1")]),
        ("127.0.0.1:4711", vec![("forwarded", "for=127.0.0.1")]),
    ] {
        assert_eq!(ask_from(&bare, peer, "/metrics", &headers).await, unknown, "{peer} {headers:?}");
    }
    let behind = |metrics_token: Option<String>| {
        Assay::start_with(Clock::System, |config| {
            config.trusted_proxies = vec!["127.0.0.1/32".parse().expect("a network")];
            config.metrics_token = metrics_token;
        })
    };
    let proxied = behind(None).await;
    for headers in [vec![], vec![("x-forwarded-for", "127.0.0.1")], vec![("x-forwarded-for", "192.0.2.7")]] {
        assert_eq!(ask_from(&proxied, "127.0.0.1:4711", "/metrics", &headers).await, unknown, "{headers:?}");
    }
    let guarded = behind(Some(token.to_owned())).await;
    let bearer = format!("Bearer {token}");
    for (peer, given, status) in [
        ("192.0.2.7:4711", bearer.as_str(), 200),
        ("127.0.0.1:4711", bearer.as_str(), 200),
        ("127.0.0.1:4711", "Bearer 0123456789abcdef-a-tokem", 404),
        ("192.0.2.7:4711", token, 404),
    ] {
        let got =
            ask_from(&guarded, peer, "/metrics", &[("authorization", given), ("x-forwarded-for", "192.0.2.7")]).await;
        assert_eq!(got.0, status, "{peer} {given}");
    }
    assert_eq!(ask_from(&guarded, "127.0.0.1:4711", "/metrics", &[]).await, unknown);
    assert_eq!(guarded.browser().post("/metrics", json!({})).await.must_be(404).code(), "not_found");
}

#[tokio::test]
async fn the_counters_are_prometheus_text_and_no_client_can_make_new_ones() {
    let desk = Desk::open().await;
    desk.sent().await;
    let stranger = desk.assay.browser();
    for number in 0..5 {
        stranger.get(&format!("/api/vendors/made-up-{number}")).await;
        stranger.get(&format!("/made-up-{number}.php")).await;
        stranger.send(stranger.request(&format!("MADEUP{number}"), "/api/session")).await;
    }
    let reply = stranger.get("/metrics").await.must_be(200);
    assert_eq!(reply.header("content-type"), "text/plain; version=0.0.4; charset=utf-8");
    assert_eq!(reply.header("cache-control"), "no-store");
    assert_eq!(reply.header("x-content-type-options"), "nosniff");
    let text = reply.text;
    assert!(!text.to_lowercase().contains("made-up") && !text.contains("MADEUP"), "{text}");
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let (name, value) = line.rsplit_once(' ').expect("a name and a value");
        assert!(name.starts_with("assay_") && value.parse::<f64>().is_ok(), "{line}");
    }
    for begins in [
        "assay_requests_total{method=\"GET\",route=\"/api/vendors/{vendor}\",status=\"4xx\"} 5",
        "assay_request_seconds_bucket{method=\"GET\",route=\"/api/vendors/{vendor}\",le=\"0.002\"} ",
        "assay_open_connections ",
        "assay_connections_cut_off_total 0",
        "assay_batches_total ",
        "assay_commits_total ",
        "assay_mails_waiting 1",
        "assay_build_info{version=\"",
    ] {
        assert!(text.lines().any(|line| line.starts_with(begins)), "{begins} in {text}");
    }
    desk.assay.state.jobs.note("mail", Err(server::store::StoreError::Full.into()), Timestamp(1));
    let text = stranger.get("/metrics").await.must_be(200).text;
    assert!(text.contains("assay_job_failing{job=\"mail\"} 1"), "{text}");
}

#[test]
fn a_token_that_is_too_short_is_refused_at_start_and_never_printed() {
    let folder = tempfile::tempdir().expect("a folder");
    for arguments in [vec!["serve"], vec!["serve", "--help"]] {
        let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_assay"));
        program.args(&arguments).arg("--data-dir").arg(folder.path()).args(["--listen", "127.0.0.1:0"]);
        let output = program.env("ASSAY_METRICS_TOKEN", "kept-for-me").output().expect("it runs");
        assert_eq!(output.status.success(), arguments.len() == 2);
        let told = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(told.contains("at least 16") && !told.contains("kept-for-me"), "{told}");
    }
}

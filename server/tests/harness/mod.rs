//! A whole server on a free port for one test, and browsers that talk to it.
//!
//! On SQLite in a temporary folder; with `ASSAY_TEST_DATABASE_URL` on that PostgreSQL, in a schema of its own. Start at
//! [`Assay::start`]; [`Assay::staff`] gives a signed-in browser with any roles.
#![allow(dead_code, reason = "each test file uses its own part of the harness")]

use domain::actor::Role;
use domain::id::OrgId;
use domain::journal::Timestamp;
use serde_json::{Value, json};
use server::clock::Clock;
use server::config::{Config, PublicUrl};
use server::files::{Location, choose_cryptography};
use server::listening::{Limits, serve};
use server::state::AppState;
use server::store::{self, Store};
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use tempfile::TempDir;
use tokio::net::TcpListener;

/// A password that every account of a test has.
pub(crate) const PASSWORD: &str = "a long enough password";

/// A running server.
pub(crate) struct Assay {
    /// Scheme and authority.
    pub(crate) base: String,
    /// The server's own parts, to look behind the interface.
    pub(crate) state: AppState,
    /// Where its files are.
    pub(crate) folder: TempDir,
    /// Where its database is.
    pub(crate) database_url: String,
    accounts: AtomicU32,
}

/// What a server answered.
#[derive(Debug)]
pub(crate) struct Reply {
    /// The status.
    pub(crate) status: u16,
    /// The headers.
    pub(crate) headers: reqwest::header::HeaderMap,
    /// The body as text.
    pub(crate) text: String,
}

impl Reply {
    /// The body as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("JSON ({error}): {self:?}"))
    }

    /// The code of a problem.
    pub(crate) fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    /// A header as text.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Fails the test unless the status is this one.
    #[track_caller]
    pub(crate) fn must_be(self, status: u16) -> Reply {
        assert_eq!(self.status, status, "{} {}", self.status, self.text);
        self
    }
}

/// A browser with its own cookies.
#[derive(Clone)]
pub(crate) struct Browser {
    client: reqwest::Client,
    base: String,
}

impl Browser {
    /// A request as the browser program sends it, not sent yet.
    pub(crate) fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        let method = reqwest::Method::from_bytes(method.as_bytes()).expect("method");
        let request = self.client.request(method, format!("{}{path}", self.base));
        request.header("origin", &self.base).header("sec-fetch-site", "same-origin")
    }

    /// Sends a request.
    pub(crate) async fn send(&self, request: reqwest::RequestBuilder) -> Reply {
        let response = request.send().await.expect("an answer");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Reply { status, headers, text: response.text().await.expect("a body") }
    }

    /// The same browser, with the same cookies, at the server with this scheme and authority. Cookies know no ports.
    pub(crate) fn at(&self, base: &str) -> Browser {
        Browser { client: self.client.clone(), base: base.to_owned() }
    }

    /// Reads an address.
    pub(crate) async fn get(&self, path: &str) -> Reply {
        self.send(self.request("GET", path)).await
    }

    /// Posts JSON.
    pub(crate) async fn post(&self, path: &str, body: Value) -> Reply {
        self.send(self.request("POST", path).json(&body)).await
    }

    /// Puts JSON.
    pub(crate) async fn put(&self, path: &str, body: Value) -> Reply {
        self.send(self.request("PUT", path).json(&body)).await
    }

    /// Deletes.
    pub(crate) async fn delete(&self, path: &str) -> Reply {
        self.send(self.request("DELETE", path)).await
    }

    /// Signs in.
    pub(crate) async fn sign_in(&self, email: &str, password: &str) -> Reply {
        self.post("/api/session", json!({ "email": email, "password": password })).await
    }
}

impl Assay {
    /// Starts a server on an empty database.
    pub(crate) async fn start() -> Assay {
        Assay::start_with(Clock::System, |_| {}).await
    }

    /// Starts a server whose clock stands at `at`.
    pub(crate) async fn start_at(at: Timestamp) -> Assay {
        Assay::start_with(Clock::fixed(at), |_| {}).await
    }

    /// Starts a server with a clock and a changed configuration.
    pub(crate) async fn start_with(clock: Clock, change: impl FnOnce(&mut Config)) -> Assay {
        let folder = tempfile::tempdir().expect("a folder");
        let database_url = new_database(folder.path()).await;
        Assay::start_on(folder, database_url, clock, change).await
    }

    /// Starts a server on a database that exists.
    pub(crate) async fn start_on(
        folder: TempDir,
        database_url: String,
        clock: Clock,
        change: impl FnOnce(&mut Config),
    ) -> Assay {
        let store = Store::open(&database_url).await.expect("a database");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let mut config = Config {
            data_dir: folder.path().to_owned(),
            files: Location::Folder(folder.path().join("files")),
            heads_dir: folder.path().join("heads"),
            public_url: PublicUrl::local(address),
            smtp_url: None,
            mail_from: "Assay <assay@buyer.example>".into(),
            trusted_proxies: vec![],
            metrics_token: None,
        };
        change(&mut config);
        let state = AppState::new(store, clock, config);
        let router = server::router(state.clone()).expect("a router");
        let connections = state.connections.clone();
        tokio::spawn(serve(listener, router, connections, Limits::default(), std::future::pending()));
        let base = PublicUrl::local(address).origin().to_owned();
        Assay { base, state, folder, database_url, accounts: AtomicU32::new(0) }
    }

    /// A browser without any cookie.
    pub(crate) fn browser(&self) -> Browser {
        choose_cryptography();
        let client = reqwest::Client::builder().cookie_store(true).build().expect("a client");
        Browser { client, base: self.base.clone() }
    }

    /// The token of a fresh link to the first account of `org`, or of an organisation still to be made.
    pub(crate) async fn first_account_token(&self, org: Option<&OrgId>) -> String {
        let (url, now) = (&self.state.config.public_url, self.state.clock.now());
        let link = server::cli::org::first_account_link(&self.state.store, url, org, now).await.expect("a link");
        link.split('#').nth(1).expect("a token").to_owned()
    }

    /// Founds an organisation; the browser of its first member, who holds every role.
    pub(crate) async fn found(&self, organisation: &str) -> Browser {
        let token = self.first_account_token(None).await;
        let browser = self.browser();
        let body = json!({
            "token": token, "organisation": organisation, "name": format!("First of {organisation}"),
            "email": self.new_email(), "password": PASSWORD,
        });
        browser.post("/api/first-account", body).await.must_be(201);
        browser
    }

    /// An address that nobody has yet.
    pub(crate) fn new_email(&self) -> String {
        format!("person{}@buyer.example", self.accounts.fetch_add(1, Ordering::SeqCst))
    }

    /// The browser of a further member of the staff with `roles`, invited by `admin`.
    pub(crate) async fn staff(&self, admin: &Browser, roles: &[Role]) -> Browser {
        let email = self.new_email();
        let invite = json!({ "name": format!("Member {email}"), "email": email, "roles": roles });
        admin.post("/api/people", invite).await.must_be(201);
        let token = self.mailed_token(admin, &email).await;
        let browser = self.browser();
        let body = json!({ "token": token, "name": format!("Member {email}"), "password": PASSWORD });
        browser.post("/api/joins", body).await.must_be(200);
        browser
    }

    /// The token of the newest mail with a link to `email`, as an admin copies it from the outbox.
    pub(crate) async fn mailed_token(&self, admin: &Browser, email: &str) -> String {
        let outbox = admin.get("/api/outbox").await.must_be(200).json();
        let mails = outbox["mails"].as_array().expect("mails");
        let mail = mails.iter().find(|mail| mail["to"] == email && mail["has_link"] == true).expect("a mail");
        let path = format!("/api/outbox/{}/link", mail["id"].as_str().expect("an id"));
        let link = admin.post(&path, json!({})).await.must_be(200).json();
        link["link"].as_str().and_then(|link| link.split('#').nth(1)).expect("a token").to_owned()
    }

    /// Runs SQL behind the server's back, as someone with access to the disk could.
    pub(crate) async fn tamper(&self, sql: &str) -> u64 {
        use sqlx::{AssertSqlSafe, ConnectOptions, Executor};
        let options: sqlx::any::AnyConnectOptions = self.database_url.parse().expect("a URL");
        let mut connection = options.connect().await.expect("a connection");
        connection.execute(AssertSqlSafe(sql.to_owned())).await.expect("the statement").rows_affected()
    }
}

/// The URL of an empty database.
pub(crate) async fn new_database(folder: &Path) -> String {
    let Ok(server) = std::env::var("ASSAY_TEST_DATABASE_URL") else {
        return store::sqlite_url(&folder.join("assay.db"));
    };
    use sqlx::{AssertSqlSafe, ConnectOptions, Executor};
    sqlx::any::install_default_drivers();
    let schema = format!("test_{}", uuid::Uuid::new_v4().simple());
    let options: sqlx::any::AnyConnectOptions = server.parse().expect("a URL");
    let mut connection = options.connect().await.expect("a connection");
    connection.execute(AssertSqlSafe(format!("CREATE SCHEMA {schema}"))).await.expect("a schema");
    let separator = if server.contains('?') { '&' } else { '?' };
    format!("{server}{separator}options=-csearch_path%3D{schema}")
}

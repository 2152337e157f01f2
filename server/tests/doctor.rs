//! `assay doctor`: a healthy site is all ok, and whatever is broken on purpose is named with what to do. Looking makes
//! nothing.

mod desk;
mod harness;

use desk::{Desk, answer, answers, attach_until, submit};
use domain::journal::{DAY_MILLIS, Timestamp};
use server::clock::Clock;
use server::config::PublicUrl;
use server::files::Location;
use server::jobs::heads::write;
use server::ops::doctor::{Level, Observation, Site, examine, worst};
use server::store::Backend;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpListener;

/// A healthy site with evidence and signed heads of today.
async fn healthy() -> (Desk, Site) {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let vendor = desk.enter(0).await;
    for (question, entry) in answers() {
        answer(&vendor, &id, question, 0, &entry).await.must_be(200);
    }
    attach_until(&vendor, &id, "KI-05", "2027-01-31").await.must_be(201);
    submit(&vendor, &id).await.must_be(200);
    desk.assay.state.clock.set(now());
    write(&desk.assay.state).await.unwrap_or_else(|error| panic!("{error}"));
    let folder = desk.assay.folder.path();
    set_mode(folder, 0o700);
    private(folder);
    let is_sqlite = desk.assay.state.store.backend() == Backend::Sqlite;
    let site = Site {
        url: desk.assay.database_url.clone(),
        told: "the database".to_owned(),
        database_file: is_sqlite.then(|| folder.join("assay.db")),
        data_dir: folder.to_owned(),
        files: Location::Folder(folder.join("files")),
        heads_dir: folder.join("heads"),
        public_url: None,
        smtp_url: None,
        mail_from: None,
        quick: false,
        least_free: 1,
    };
    (desk, site)
}

fn now() -> Timestamp {
    Clock::System.now()
}

fn set_mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("a mode");
}

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).expect("it is there").permissions().mode() & 0o777
}

/// As the program makes things; a test's own mask is another.
fn private(folder: &Path) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let is_folder = path.is_dir();
        set_mode(&path, if is_folder { 0o700 } else { 0o600 });
        if is_folder {
            private(&path);
        }
    }
}

async fn look(site: &Site) -> Vec<Observation> {
    let mut observations = examine(site, now(), &|_| {}).await;
    // A PostgreSQL that is thrown away after the tests may be set to wait for no disk, which is said rightly.
    let of_the_tests = ["fsync is off", "full_page_writes is off"];
    observations.retain(|one| !of_the_tests.iter().any(|setting| one.says.starts_with(setting)));
    observations
}

/// The observations of a check that are no ok.
#[track_caller]
fn only(observations: &[Observation], check: &str, level: Level, words: &str) -> Observation {
    let amiss: Vec<&Observation> = observations.iter().filter(|observation| observation.level != Level::Ok).collect();
    assert!(amiss.iter().all(|observation| observation.check == check), "{amiss:?}");
    let found = amiss.first().unwrap_or_else(|| panic!("nothing amiss in {observations:?}"));
    assert_eq!(found.level, level, "{found:?}");
    assert!(found.says.contains(words), "{words}: {found:?}");
    assert!(found.remedy.is_some(), "{found:?}");
    (*found).clone()
}

fn evidence_file(site: &Site) -> PathBuf {
    let mut open = vec![site.data_dir.join("files")];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() { open.push(path) } else { return path }
        }
    }
    panic!("no file")
}

#[tokio::test]
async fn a_healthy_site_is_all_ok() {
    let (_desk, site) = healthy().await;
    let observations = look(&site).await;
    assert_eq!(worst(&observations), Level::Ok, "{observations:?}");
    for check in [
        "database",
        "schema",
        "durability",
        "jobs",
        "outbox",
        "journal",
        "signed heads",
        "clock",
        "evidence",
        "free space",
        "permissions",
        "mail",
        "public URL",
    ] {
        assert!(observations.iter().any(|observation| observation.check == check), "{check} in {observations:?}");
    }
}

#[tokio::test]
async fn a_wrong_place_is_said_and_nothing_is_made_there() {
    let folder = tempfile::tempdir().expect("a folder");
    set_mode(folder.path(), 0o755);
    let data = folder.path().join("data");
    let output = Command::new(env!("CARGO_BIN_EXE_assay"))
        .args(["doctor", "--json", "--data-dir"])
        .arg(&data)
        .stdin(Stdio::null())
        .output()
        .expect("the program runs");
    assert!(!output.status.success());
    let observations: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!((&observations[0]["check"], &observations[0]["level"]), (&"database".into(), &"wrong".into()));
    assert!(observations[0]["do"].as_str().expect("a remedy").contains("--data-dir"));
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0, "nothing is made");
    let output = Command::new(env!("CARGO_BIN_EXE_assay"))
        .args(["doctor", "--data-dir"])
        .arg(folder.path())
        .output()
        .expect("the program runs");
    assert!(String::from_utf8_lossy(&output.stdout).starts_with("WRONG database: there is no database"));
    assert_eq!(mode(folder.path()), 0o755, "a folder that holds no site is left alone");
}

#[tokio::test]
async fn a_missing_and_a_changed_file_are_named() {
    let (_desk, mut site) = healthy().await;
    let file = evidence_file(&site);
    let name = file.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
    std::fs::write(&file, "other bytes").expect("written");
    set_mode(&file, 0o600);
    let found = only(&look(&site).await, "evidence", Level::Wrong, "1 have other bytes");
    assert!(found.says.contains(&name), "{found:?}");
    site.quick = true;
    assert_eq!(worst(&look(&site).await), Level::Ok, "bytes are not read when it is to be quick");
    std::fs::remove_file(&file).expect("removed");
    only(&look(&site).await, "evidence", Level::Wrong, &name);
    std::fs::remove_dir_all(site.data_dir.join("files")).expect("removed");
    only(&look(&site).await, "evidence", Level::Wrong, "there is no folder");
    assert!(!site.data_dir.join("files").exists(), "looking makes nothing");
}

#[tokio::test]
async fn a_changed_journal_is_found_and_one_that_was_cut_off_by_the_signed_heads() {
    let (desk, site) = healthy().await;
    // A stream that was taken away with its head leaves a journal that verifies by itself.
    for table in ["journal", "stream_head"] {
        desk.assay.tamper(&format!("DELETE FROM {table} WHERE stream LIKE 'vendor/%'")).await;
    }
    assert_eq!(desk.assay.state.store.verify(&[]).await.expect("walked").found, []);
    let found = only(&look(&site).await, "journal", Level::Wrong, "differs from the exported head");
    assert!(found.remedy.is_some_and(|remedy| remedy.contains("audit verify")));
    desk.assay.tamper("UPDATE journal SET at = at + 1 WHERE stream = 'org' AND version = 1").await;
    only(&look(&site).await, "journal", Level::Wrong, "org version 1");
}

#[tokio::test]
async fn heads_that_are_old_missing_or_changed_are_said() {
    let (_desk, site) = healthy().await;
    let later = Timestamp(now().0 + 3 * DAY_MILLIS);
    let observations: Vec<Observation> = examine(&site, later, &|_| {}).await;
    let heads = observations.iter().find(|observation| observation.check == "signed heads").expect("looked at");
    assert_eq!(heads.level, Level::Warn, "{heads:?}");
    let file = std::fs::read_dir(&site.heads_dir).expect("heads").next().expect("a file").expect("a file").path();
    let text = std::fs::read_to_string(&file).expect("text");
    std::fs::write(&file, text.replacen("\"version\":1", "\"version\":2", 1)).expect("written");
    only(&look(&site).await, "signed heads", Level::Wrong, "the signature does not fit");
    std::fs::remove_file(&file).expect("removed");
    only(&look(&site).await, "signed heads", Level::Warn, "there are none");
}

#[tokio::test]
async fn a_clock_that_is_behind_and_a_lease_that_is_too_long_are_said() {
    let (desk, site) = healthy().await;
    let before = Timestamp(desk::noon().0 - DAY_MILLIS);
    let observations = examine(&site, before, &|_| {}).await;
    let clock = observations.iter().find(|observation| observation.check == "clock").expect("looked at");
    assert_eq!(clock.level, Level::Wrong, "{clock:?}");
    if desk.assay.state.store.backend() == Backend::Postgres {
        let there = observations.iter().find(|observation| observation.check == "database clock").expect("looked at");
        assert_eq!(there.level, Level::Wrong, "{there:?}");
    }
    let until = now().0 + DAY_MILLIS;
    desk.assay.tamper(&format!("INSERT INTO lease (name, holder, until) VALUES ('mail', 'n', {until})")).await;
    only(&look(&site).await, "jobs", Level::Wrong, "mail");
}

#[tokio::test]
async fn modes_that_let_others_read_are_put_right_and_said() {
    let (_desk, site) = healthy().await;
    let file = evidence_file(&site);
    let folder = site.data_dir.join("files");
    for (path, open) in [(&site.data_dir, 0o755), (&folder, 0o777), (&file, 0o644)] {
        set_mode(path, open);
    }
    only(&look(&site).await, "permissions", Level::Warn, "3 folders or files");
    assert_eq!((mode(&site.data_dir), mode(&folder), mode(&file)), (0o700, 0o700, 0o600));
    assert_eq!(worst(&look(&site).await), Level::Ok);
    let mut elsewhere = site.clone();
    let other = tempfile::tempdir().expect("a folder");
    set_mode(other.path(), 0o755);
    elsewhere.heads_dir = other.path().to_owned();
    let observations = look(&elsewhere).await;
    let told =
        observations.iter().find(|observation| observation.check == "permissions" && observation.level == Level::Warn);
    assert!(told.is_some_and(|observation| observation.says.contains("everybody")), "{observations:?}");
    assert_eq!(mode(other.path()), 0o755, "a folder elsewhere is left alone");
}

#[tokio::test]
async fn a_disk_with_too_little_room_is_said() {
    let (_desk, mut site) = healthy().await;
    site.least_free = u64::MAX;
    only(&look(&site).await, "free space", Level::Wrong, "MB");
}

#[tokio::test]
async fn tables_that_lack_something_and_tables_of_another_version_are_said() {
    let (desk, site) = healthy().await;
    desk.assay.tamper("ALTER TABLE outbox DROP COLUMN reply_to").await;
    only(&look(&site).await, "schema", Level::Wrong, "outbox");
    let newer = match desk.assay.state.store.backend() {
        Backend::Sqlite => "x'00'",
        Backend::Postgres => "'\\x00'",
    };
    let row = format!(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (9999, 'of later', TRUE, {newer}, 0)"
    );
    desk.assay.tamper(&row).await;
    only(&look(&site).await, "database", Level::Wrong, "newer Assay");
}

#[tokio::test]
async fn a_database_that_can_lose_acknowledged_writes_is_said() {
    let (desk, mut site) = healthy().await;
    match desk.assay.state.store.backend() {
        Backend::Postgres => {
            site.url = format!("{}%20-csynchronous_commit%3Doff", site.url);
            only(&look(&site).await, "durability", Level::Warn, "synchronous_commit is off");
        }
        Backend::Sqlite => {
            use sqlx::{ConnectOptions as _, Executor as _};
            // A site that no server uses.
            let folder = tempfile::tempdir().expect("a folder");
            let program = env!("CARGO_BIN_EXE_assay");
            let added =
                Command::new(program).args(["org", "add", "Nordwind AG", "--data-dir"]).arg(folder.path()).output();
            assert!(added.expect("the program runs").status.success());
            let file = folder.path().join("assay.db");
            site.url = server::store::sqlite_url(&file);
            site.database_file = Some(file.clone());
            let options: sqlx::any::AnyConnectOptions = site.url.parse().expect("a URL");
            let mut connection = options.connect().await.expect("a connection");
            connection.execute("PRAGMA journal_mode = DELETE").await.expect("changed");
            drop(connection);
            let observations = look(&site).await;
            let found = observations.iter().find(|observation| observation.check == "durability").expect("looked at");
            assert_eq!((found.level, found.says.as_str()), (Level::Warn, "journal_mode is delete"));
            std::fs::write(&file, vec![7_u8; 8_192]).expect("written");
            only(&look(&site).await, "database", Level::Wrong, "not a database");
        }
    }
}

/// A mail server that greets; or, if it is not to, one that says nothing.
async fn mail_server(greets: bool) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("smtp://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut stream = BufReader::new(stream);
                if !greets {
                    return;
                }
                stream.get_mut().write_all(b"220 mail ready\r\n").await.expect("sent");
                let mut line = String::new();
                while stream.read_line(&mut line).await.is_ok_and(|read| read > 0) {
                    stream.get_mut().write_all(b"250 fine\r\n").await.expect("sent");
                    line.clear();
                }
            });
        }
    });
    url
}

#[tokio::test]
async fn a_mail_server_is_called_and_a_wrong_one_said() {
    let (desk, mut site) = healthy().await;
    desk.assay.tamper("DELETE FROM outbox").await;
    site.mail_from = Some("Assay <assay@buyer.example>".to_owned());
    site.public_url = Some("http://127.0.0.1:8080".parse::<PublicUrl>().expect("a URL"));
    site.smtp_url = Some(mail_server(true).await);
    only(&look(&site).await, "public URL", Level::Warn, "their own machine");
    site.public_url = Some("http://assay.buyer.example".parse::<PublicUrl>().expect("a URL"));
    only(&look(&site).await, "public URL", Level::Warn, "not https");
    for (url, from, words) in [
        (mail_server(false).await, "assay@buyer.example", "cannot be used"),
        ("smtp://127.0.0.1:9".to_owned(), "assay@buyer.example", "cannot be used"),
        ("carrier-pigeon://x".to_owned(), "assay@buyer.example", "must look like"),
        (mail_server(true).await, "nobody", "must be an address"),
    ] {
        site.smtp_url = Some(url);
        site.mail_from = Some(from.to_owned());
        let observations = look(&site).await;
        let mail = observations.iter().find(|observation| observation.check == "mail").expect("looked at");
        assert_eq!(mail.level, Level::Wrong, "{mail:?}");
        assert!(mail.says.contains(words), "{words}: {mail:?}");
    }
    site.smtp_url = None;
    site.public_url = Some("https://127.0.0.2.invalid".parse::<PublicUrl>().expect("a URL"));
    only(&look(&site).await, "public URL", Level::Warn, "does not answer from here");
}

#[tokio::test]
async fn mails_that_wait_for_days_with_a_mail_server_are_said() {
    let (_desk, mut site) = healthy().await;
    site.smtp_url = Some(mail_server(true).await);
    site.public_url = Some("http://127.0.0.1:8080".parse::<PublicUrl>().expect("a URL"));
    let observations = look(&site).await;
    let outbox = observations.iter().find(|observation| observation.check == "outbox").expect("looked at");
    assert_eq!(outbox.level, Level::Warn, "{outbox:?}");
}

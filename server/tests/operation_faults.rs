//! What goes wrong with a backup: bytes that changed, a file that was cut off, another version, a restore that is killed, a
//! schema of before. In every case the place is empty afterwards, or holds the whole site.
//!
//! These tests make their backups by hand where no program would make them.

mod harness;
mod places;

use domain::journal::Timestamp;
use places::{Kind, Place, digests, kinds};
use server::clock::Clock;
use server::files::Location;
use server::ops::archive::{END, End, FORMAT, MANIFEST, Manifest, Part, Writing, check, name_of, part_beside};
use server::ops::backup::{Source, backup};
use server::ops::restore::{Target, must_be_empty, restore};
use server::store::Backend;
use server::store::whole::{Contents, Digesting, NamedFile, Whole, newest, tables_of};
use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;
use tempfile::TempDir;

const NOW: Timestamp = Timestamp(1_795_262_400_000);
/// SHA-256 of the one byte `x`.
const X: &str = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881";

fn command(place: &Place, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_assay"));
    command.args(arguments).arg("--data-dir").arg(place.folder.path()).stdin(Stdio::null());
    if place.url.starts_with("postgres") {
        command.args(["--database-url", &place.url]);
    }
    command
}

fn run(place: &Place, arguments: &[&str]) -> Output {
    command(place, arguments).output().expect("the program runs")
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// A backup of the example organisation, made by the program.
async fn example() -> (TempDir, PathBuf, BTreeMap<String, server::store::whole::Digest>) {
    let place = Place::new(Kind::Sqlite).await;
    let own = tempfile::tempdir().expect("a folder");
    let site = harness::Assay::start_on(place.folder, place.url, Clock::System, |_| {}).await;
    server::demo::fill(&site.state).await.unwrap_or_else(|error| panic!("{error}"));
    let path = own.path().join("backup.tar.zst");
    let source = Source {
        url: site.database_url.clone(),
        files: Location::Folder(site.folder.path().join("files")),
        with_files: false,
    };
    let made = backup(&source, &path, NOW).await.expect("a backup");
    (own, path, made.end.tables)
}

/// Whether there is no site at a place.
async fn is_vacant(place: &Place) -> bool {
    match Whole::open(&place.url).await {
        Ok(mut whole) => {
            let vacant = whole.must_be_vacant().await;
            whole.close().await;
            vacant.is_ok()
        }
        Err(_) => true,
    }
}

/// One sealed backup with these parts.
fn sealed(folder: &Path, parts: &[(&str, Vec<u8>)]) -> PathBuf {
    let path = folder.join("made.tar.zst");
    let _old = std::fs::remove_file(&path);
    let mut writing = Writing::begin(&path, 0).expect("begun");
    for (name, bytes) in parts {
        writing.add(&Part { name: (*name).to_owned(), bytes: bytes.clone() }).expect("added");
    }
    writing.end().expect("sealed");
    path
}

async fn manifest(schema: i64) -> Manifest {
    Manifest {
        format: FORMAT.to_owned(),
        program: "0.0.9".to_owned(),
        schema,
        at: NOW,
        database: name_of(Backend::Sqlite).to_owned(),
        tables: tables_of(schema.min(newest())).await.expect("tables"),
        files_at: "elsewhere".to_owned(),
        with_files: true,
    }
}

/// The parts of a backup with these rows, by table.
async fn parts(manifest: &Manifest, rows: &[(&str, &[&str])]) -> (Vec<(String, Vec<u8>)>, End) {
    let mut digests: BTreeMap<_, _> =
        manifest.tables.iter().map(|table| (table.name.clone(), Digesting::default().end())).collect();
    let mut parts = vec![(MANIFEST.to_owned(), serde_json::to_vec(manifest).expect("JSON"))];
    for (table, lines) in rows {
        let mut digest = Digesting::default();
        lines.iter().for_each(|line| digest.add(line));
        digests.insert((*table).to_owned(), digest.end());
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        parts.push((format!("tables/{table}.000001.jsonl"), text.into_bytes()));
    }
    (parts, End { tables: digests, files: 0, bytes: 0, gone: vec![] })
}

fn with_end(mut parts: Vec<(String, Vec<u8>)>, end: &End) -> Vec<(String, Vec<u8>)> {
    parts.push((END.to_owned(), serde_json::to_vec(end).expect("JSON")));
    parts
}

fn made(folder: &Path, parts: &[(String, Vec<u8>)]) -> PathBuf {
    let parts: Vec<(&str, Vec<u8>)> = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect();
    sealed(folder, &parts)
}

fn target(place: &Place) -> Target {
    let files = Location::Folder(place.folder.path().join("files"));
    Target { url: place.url.clone(), files, accept_faults: false }
}

#[tokio::test]
async fn a_backup_of_which_any_byte_changed_or_is_missing_is_refused_with_nothing_written() {
    let own = tempfile::tempdir().expect("a folder");
    let (site, path) = (Place::new(Kind::Sqlite).await, own.path().join("backup.tar.zst"));
    assert!(run(&site, &["org", "add", "Nordwind AG"]).status.success());
    assert!(run(&site, &["backup", path.to_str().expect("a path")]).status.success());
    let whole = std::fs::read(&path).expect("the backup");
    check(&path).await.expect("it is whole");
    let broken = own.path().join("broken");
    let ends = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(|near| [near, whole.len() - 1 - near * 5]).concat();
    let places = ends.into_iter().chain((0..400).map(|n| n * (whole.len() - 1) / 399));
    for place in places {
        let mut bytes = whole.clone();
        bytes[place] ^= 1 << (place % 8);
        std::fs::write(&broken, &bytes).expect("written");
        let told = check(&broken).await.expect_err("a changed byte");
        assert!(format!("{told:#}").contains("not whole"), "byte {place}: {told:#}");
        std::fs::write(&broken, &whole[..place]).expect("written");
        assert!(check(&broken).await.is_err(), "cut at {place}");
    }
    let mut longer = whole.clone();
    longer.push(0);
    for bytes in [longer, [whole.clone(), whole.clone()].concat()] {
        std::fs::write(&broken, &bytes).expect("written");
        assert!(check(&broken).await.is_err());
    }
    std::fs::write(&broken, &whole[..whole.len() / 2]).expect("written");
    let place = Place::new(Kind::Sqlite).await;
    let output = run(&place, &["restore", broken.to_str().expect("a path")]);
    assert!(!output.status.success() && said(&output).contains("not whole"), "{}", said(&output));
    assert_eq!(std::fs::read_dir(place.folder.path()).expect("a folder").count(), 0, "nothing is written");
}

#[tokio::test]
async fn a_sealed_backup_that_holds_something_else_than_it_says_is_refused() {
    let own = tempfile::tempdir().expect("a folder");
    let place = Place::new(Kind::Sqlite).await;
    let good = manifest(newest()).await;
    let organisation: &[&str] = &[r#"["o1","Nordwind AG",1]"#];
    let refused = async |parts: Vec<(String, Vec<u8>)>, words: &str| {
        let path = made(own.path(), &parts);
        let told = check(&path).await.expect_err(words);
        assert!(format!("{told:#}").contains(words), "{words}: {told:#}");
        let output = run(&place, &["restore", path.to_str().expect("a path")]);
        assert!(!output.status.success());
        assert_eq!(std::fs::read_dir(place.folder.path()).expect("a folder").count(), 0, "nothing is written");
    };
    let (parts_, end) = parts(&good, &[("organisation", organisation)]).await;
    check(&made(own.path(), &with_end(parts_.clone(), &end))).await.expect("it is whole");
    refused(parts_.clone(), "does not come to its end").await;
    refused(with_end(parts_[1..].to_vec(), &end), "out of place").await;
    refused(with_end(parts_[..1].to_vec(), &end), "other rows or files").await;
    refused(with_end(with_end(parts_.clone(), &end), &end), "comes after its end").await;
    refused(with_end([parts_.clone(), parts_[1..].to_vec()].concat(), &end), "other rows or files").await;
    let extra = |name: &str, bytes: &[u8]| {
        let mut parts = parts_.clone();
        parts.push((name.to_owned(), bytes.to_vec()));
        with_end(parts, &end)
    };
    refused(extra("tables/stranger.000001.jsonl", b"[1]\n"), "of no table").await;
    refused(extra("etc/passwd", b"x"), "which no backup of Assay does").await;
    refused(extra(&format!("files/o1/{X}"), b"y"), "other bytes than its name").await;
    refused(extra(&format!("files/o1/{X}"), b"x"), "other rows or files").await;
    refused(extra("tables/journal.000001.jsonl", b"[1]\n"), "cannot be read").await;
    refused(extra("tables/organisation.000002.jsonl", b"[\"o2\",2,3]\n"), "cannot be read").await;
    let mut newer = good.clone();
    newer.schema = 9_999;
    newer.program = "7.5.0".to_owned();
    let (newer, end) = parts(&newer, &[("organisation", organisation)]).await;
    refused(with_end(newer, &end), "made by Assay 7.5.0").await;
    let mut other = good.clone();
    other.format = "assay-backup-2".to_owned();
    let (other, end) = parts(&other, &[]).await;
    refused(with_end(other, &end), "assay-backup-2").await;
    let mut fewer = good;
    fewer.tables.pop();
    let (fewer, end) = parts(&fewer, &[]).await;
    refused(with_end(fewer, &end), "other tables").await;
}

#[tokio::test]
async fn a_restore_that_is_killed_leaves_an_empty_place_that_takes_the_backup_again() {
    let (_own, path, tables) = example().await;
    for kind in kinds() {
        let backup = path.to_str().expect("a path");
        let place = Place::new(kind).await;
        let (mut killed, mut amidst) = (0, 0);
        for round in 0..14_u64 {
            let mut child = command(&place, &["restore", backup])
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .expect("the program starts");
            tokio::time::sleep(Duration::from_millis(round * 60)).await;
            if child.try_wait().expect("a state").is_some() {
                break;
            }
            child.kill().expect("killed");
            child.wait().expect("ended");
            if !is_vacant(&place).await {
                // It had come to its end: all of it is there, but for what it ends.
                break;
            }
            killed += 1;
            amidst += usize::from(place.folder.path().join("files").exists());
        }
        assert!(killed >= 3, "{kind:?}: killed {killed} times, {amidst} of them after files were written");
        if is_vacant(&place).await {
            let output = run(&place, &["restore", backup]);
            assert!(output.status.success(), "{kind:?}: {}", said(&output));
        }
        let there = digests(&place.url).await;
        for table in ["journal", "stream_head", "person", "site_secret", "evidence_file", "system_row"] {
            assert_eq!(there[table], tables[table], "{kind:?} {table}");
        }
        let verified = run(&place, &["audit", "verify", "--rows"]);
        assert!(verified.status.success(), "{}", said(&verified));
        let again = run(&place, &["restore", backup]);
        assert!(!again.status.success() && said(&again).contains("holds a site already"), "{}", said(&again));
    }
}

#[tokio::test]
async fn a_backup_of_tables_of_before_is_restored_and_brought_up_to_date() {
    let own = tempfile::tempdir().expect("a folder");
    let manifest = manifest(1).await;
    let mail = r#"["o1","m1",null,"ann@vendor.example","Hello","Text",null,null,"waiting",0,5,null,5,null]"#;
    let session = r#"["abc","o1","p1","staff","{}",1,9999999999999]"#;
    let rows: [(&str, &[&str]); 3] =
        [("login_session", &[session]), ("organisation", &[r#"["o1","Nordwind AG",1]"#]), ("outbox", &[mail])];
    let (parts, end) = parts(&manifest, &rows).await;
    let path = made(own.path(), &with_end(parts, &end));
    for kind in kinds() {
        let place = Place::new(kind).await;
        let output = run(&place, &["restore", path.to_str().expect("a path")]);
        assert!(output.status.success(), "{}", said(&output));
        for words in ["1 sessions ended", "1 mails that waited", "Nordwind AG has no account yet", "/start#"] {
            assert!(said(&output).contains(words), "{words}: {}", said(&output));
        }
        let mut whole = Whole::open(&place.url).await.expect("a database");
        assert_eq!(whole.contents().await.expect("a site"), Contents::Site(newest()));
        let there = digests(&place.url).await;
        assert_eq!((there["organisation"].rows, there["outbox"].rows, there["login_session"].rows), (1, 1, 0));
        assert!(!there.contains_key("idempotency"));
    }
}

#[tokio::test]
async fn a_backup_reads_the_tables_of_before_without_changing_them() {
    use sqlx::ConnectOptions as _;
    sqlx::any::install_default_drivers();
    for kind in kinds() {
        let place = Place::new(kind).await;
        let options: sqlx::any::AnyConnectOptions = place.url.parse().expect("a URL");
        let mut connection = options.connect().await.expect("a connection");
        sqlx::migrate!("./migrations").run_to(6, &mut connection).await.expect("tables of before");
        drop(connection);
        let path = place.folder.path().join("backup.tar.zst");
        let output = run(&place, &["backup", path.to_str().expect("a path")]);
        assert!(output.status.success() && said(&output).contains("schema 6"), "{}", said(&output));
        let mut whole = Whole::open(&place.url).await.expect("a database");
        assert_eq!(whole.contents().await.expect("a site"), Contents::Site(6));
    }
}

#[tokio::test]
async fn files_that_stay_elsewhere_must_be_there_and_those_forgotten_meanwhile_are_on_their_way_out() {
    let own = tempfile::tempdir().expect("a folder");
    let gone = "ab".repeat(32);
    let mut manifest = manifest(newest()).await;
    manifest.with_files = false;
    let row = |hash: &str| format!(r#"["o1","{hash}","n.txt","text/plain",1,"attached",1]"#);
    // In the order of the key, as a backup has them.
    let (kept, forgotten) = (row(X), row(&gone));
    let rows: [(&str, &[&str]); 2] =
        [("evidence_file", &[&kept, &forgotten]), ("organisation", &[r#"["o1","Nordwind AG",1]"#])];
    let (parts, mut end) = parts(&manifest, &rows).await;
    end.gone = vec![NamedFile { org: "o1".parse().expect("an id"), hash: gone.parse().expect("a hash") }];
    let path = made(own.path(), &with_end(parts, &end));
    let place = Place::new(kinds()[0]).await;
    let checked = check(&path).await.expect("whole");
    let told = restore(&target(&place), &path, checked.clone(), NOW).await.expect_err("a file is missing");
    assert!(told.to_string().contains(X) && told.to_string().contains("elsewhere"), "{told}");
    assert!(is_vacant(&place).await);
    let shelf = place.folder.path().join("files/o1").join(&X[..2]);
    std::fs::create_dir_all(&shelf).expect("a folder");
    std::fs::write(shelf.join(X), "x").expect("a file");
    restore(&target(&place), &path, checked, NOW).await.expect("restored");
    let mut whole = Whole::open(&place.url).await.expect("a database");
    let named = whole.snapshot().await.expect("a site").files().await.expect("files");
    assert_eq!(named.len(), 1, "what was forgotten is on its way out");
    assert_eq!(named[0].hash.as_str(), X);
}

#[tokio::test]
async fn a_tampered_journal_is_restored_only_when_that_is_said() {
    let own = tempfile::tempdir().expect("a folder");
    let manifest = manifest(newest()).await;
    let record = format!(r#"["o1","org",1,1,"system","{{}}","s","{}","{}"]"#, "0".repeat(64), "1".repeat(64));
    let head = format!(r#"["o1","org",1,1,"{}"]"#, "1".repeat(64));
    let rows: [(&str, &[&str]); 3] =
        [("journal", &[&record]), ("organisation", &[r#"["o1","Nordwind AG",1]"#]), ("stream_head", &[&head])];
    let (parts, end) = parts(&manifest, &rows).await;
    let path = made(own.path(), &with_end(parts, &end));
    let place = Place::new(kinds()[0]).await;
    let checked = check(&path).await.expect("whole");
    must_be_empty(&target(&place), &checked).await.expect("empty");
    let told = restore(&target(&place), &path, checked.clone(), NOW).await.expect_err("a tampered journal");
    assert!(told.to_string().contains("--accept-faults"), "{told}");
    assert!(is_vacant(&place).await);
    let accepting = Target { accept_faults: true, ..target(&place) };
    let done = restore(&accepting, &path, checked, NOW).await.expect("restored");
    assert!(!done.faults.is_empty());
}

#[tokio::test]
async fn a_backup_is_its_owners_alone_and_overwrites_nothing() {
    let place = Place::new(Kind::Sqlite).await;
    assert!(run(&place, &["org", "add", "Nordwind AG"]).status.success());
    let out = tempfile::tempdir().expect("a folder");
    let path = out.path().join("b.tar.zst");
    let text = path.to_str().expect("a path");
    // What a backup that was killed has left is in nobody's way.
    std::fs::write(part_beside(&path), "rest").expect("written");
    let first = run(&place, &["backup", text]);
    assert!(first.status.success() && said(&first).contains("password hashes"), "{}", said(&first));
    assert_eq!(std::fs::metadata(&path).expect("the backup").permissions().mode() & 0o777, 0o600);
    let bytes = std::fs::read(&path).expect("the backup");
    let second = run(&place, &["backup", text]);
    assert!(!second.status.success() && said(&second).contains("not overwritten"), "{}", said(&second));
    assert_eq!(std::fs::read(&path).expect("the backup"), bytes);
    assert_eq!(std::fs::read_dir(out.path()).expect("a folder").count(), 1, "nothing is left beside it");
    let checked = run(&place, &["backup", "--check", text]);
    assert!(checked.status.success() && said(&checked).contains("is whole"), "{}", said(&checked));
    let nowhere = Place::new(Kind::Sqlite).await;
    let nothing = run(&nowhere, &["backup", out.path().join("n.tar.zst").to_str().expect("a path")]);
    assert!(!nothing.status.success() && said(&nothing).contains("no database"), "{}", said(&nothing));
    assert_eq!(std::fs::read_dir(nowhere.folder.path()).expect("a folder").count(), 0, "looking makes nothing");
}

#[tokio::test]
async fn a_site_is_not_moved_while_a_server_uses_its_folder() {
    let place = Place::new(Kind::Sqlite).await;
    assert!(run(&place, &["org", "add", "Nordwind AG"]).status.success());
    let held = std::fs::File::create(place.folder.path().join("assay.lock")).expect("the lock");
    held.lock().expect("locked");
    let to = format!("sqlite:{}", place.folder.path().join("other.db").display());
    let refused = run(&place, &["migrate", "--to", &to]);
    assert!(!refused.status.success() && said(&refused).contains("must be stopped"), "{}", said(&refused));
    drop(held);
    let moved = run(&place, &["migrate", "--to", &to]);
    assert!(moved.status.success() && said(&moved).contains("are the same in"), "{}", said(&moved));
}

//! The restore drill: a site is backed up while it is written to, restored into an empty place of either kind of database,
//! served there, and held against what it was. And a move from one database to the other.
//!
//! With `ASSAY_TEST_DATABASE_URL` all four ways between SQLite and PostgreSQL are tried; without, SQLite alone.

mod desk;
mod harness;
mod places;

use desk::{Desk, EMAILS, answer, answers, at, attach, noon, send_file, submit};
use domain::journal::Timestamp;
use harness::{Assay, Browser, PASSWORD, Reply};
use places::{Kind, Place, digests, kinds};
use serde_json::{Value, json};
use server::clock::Clock;
use server::files::Location;
use server::ops::archive::{Checked, check};
use server::ops::backup::{Made, Source, backup};
use server::ops::migrate::migrate;
use server::ops::restore::{Restored, Target, must_be_empty, restore};
use server::record::check_rows;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The bytes of the evidence.
const POLICY: &str = "%PDF-1.7 how we train, and what we do not";
/// Tables in which a restore ends something.
const ENDED: [&str; 6] = ["login_session", "invitation", "outbox", "attempt", "lease", "link_mail"];

/// A site with a history: what must be the same after a restore, and what must not live on.
struct Site {
    desk: Desk,
    concluded: String,
    open: String,
    evidence: String,
    vendor: Browser,
    used: String,
    unused: String,
    joining: String,
    csv: String,
}

impl Site {
    async fn build(kind: Kind) -> Site {
        let place = Place::new(kind).await;
        let assay = Assay::start_on(place.folder, place.url, Clock::fixed(noon()), |_| {}).await;
        let desk = Desk::on(assay).await;
        let concluded = desk.sent().await;
        let used = desk.token(0).await;
        let vendor = desk.assay.browser();
        vendor.post("/api/portal/session", json!({ "token": used })).await.must_be(200);
        for (question, entry) in answers() {
            answer(&vendor, &concluded, question, 0, &entry).await.must_be(200);
        }
        let file = send_file(&vendor, &concluded, "policy.pdf", POLICY).await.must_be(201).json();
        attach(&vendor, &concluded, "KI-05", &file).await.must_be(201);
        submit(&vendor, &concluded).await.must_be(200);
        desk.post(&concluded, "conclusion", json!({"outcome": {"outcome": "approved"}})).await.must_be(200);
        let view = desk.view(&concluded).await;
        let evidence =
            view["evidence"][0]["attachment"]["id"].as_str().unwrap_or_else(|| panic!("evidence in {view}")).to_owned();
        // The link of a second one nobody has used.
        let open = desk.sent().await;
        let unused = desk.token(0).await;
        let invite = json!({"name": "Nobody yet", "email": "new@buyer.example", "roles": ["analyst"]});
        desk.admin.post("/api/people", invite).await.must_be(201);
        let joining = desk.assay.mailed_token(&desk.admin, "new@buyer.example").await;
        let csv = desk.admin.get("/api/register.csv").await.must_be(200).text;
        Site { desk, concluded, open, evidence, vendor, used, unused, joining, csv }
    }

    fn source(&self) -> Source {
        let assay = &self.desk.assay;
        let files = Location::Folder(assay.folder.path().join("files"));
        Source { url: assay.database_url.clone(), files, with_files: false }
    }

    /// A backup that is made while eight writers write; the addresses that were acknowledged before it began.
    async fn backed_up_while_written_to(&self, path: &Path) -> (Made, Vec<String>) {
        let stop = Arc::new(AtomicBool::new(false));
        let (told, mut heard) = tokio::sync::mpsc::unbounded_channel();
        let writers: Vec<_> = (0..8)
            .map(|writer| {
                let (admin, stop, told) = (self.desk.admin.clone(), Arc::clone(&stop), told.clone());
                tokio::spawn(async move {
                    let mut n = 0;
                    while !stop.load(Ordering::SeqCst) {
                        n += 1;
                        let email = format!("w{writer}n{n}@buyer.example");
                        let body = json!({ "name": "W", "email": email, "roles": ["analyst"] });
                        if admin.post("/api/people", body).await.status == 201 {
                            told.send(email).expect("heard");
                        }
                    }
                })
            })
            .collect();
        let mut before = Vec::new();
        while before.len() < 12 {
            before.push(heard.recv().await.expect("an address"));
        }
        while let Ok(more) = heard.try_recv() {
            before.push(more);
        }
        let made = backup(&self.source(), path, noon()).await.expect("a backup");
        stop.store(true, Ordering::SeqCst);
        for writer in writers {
            writer.await.expect("it stopped");
        }
        (made, before)
    }
}

fn target(place: &Place) -> Target {
    let files = Location::Folder(place.folder.path().join("files"));
    Target { url: place.url.clone(), files, accept_faults: false }
}

async fn restored(place: &Place, path: &Path) -> Restored {
    let checked: Checked = check(path).await.expect("a whole backup");
    let target = target(place);
    must_be_empty(&target, &checked).await.expect("an empty place");
    restore(&target, path, checked, Timestamp(noon().0 + 1_000)).await.expect("restored")
}

async fn serve(place: Place) -> Assay {
    Assay::start_on(place.folder, place.url, Clock::fixed(Timestamp(noon().0 + 2_000)), |_| {}).await
}

async fn must_verify(assay: &Assay, org: &domain::id::OrgId) {
    assert_eq!(assay.state.store.verify(&[]).await.expect("walked").found, []);
    let askew = check_rows(&assay.state, org, assay.state.clock.today()).await.expect("rows");
    assert!(askew.is_empty(), "{}", askew.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
}

async fn use_link(assay: &Assay, path: &str, token: &str) -> Reply {
    let mut body = json!({ "token": token });
    if path == "/api/joins" {
        body = json!({ "token": token, "name": "New", "password": PASSWORD });
    }
    assay.browser().post(path, body).await
}

#[tokio::test]
async fn a_site_that_was_backed_up_while_written_to_is_the_same_after_a_restore_but_for_sessions_and_links() {
    for from in kinds() {
        let site = Site::build(from).await;
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("backup.tar.zst");
        let (made, before) = site.backed_up_while_written_to(&path).await;
        assert_eq!((made.end.files, made.end.gone.len()), (1, 0));
        for to in kinds() {
            let place = Place::new(to).await;
            let done = restored(&place, &path).await;
            assert!(done.ended.sessions >= 2 && done.ended.links >= 2 && done.ended.mails >= 2, "{:?}", done.ended);
            let there = digests(&place.url).await;
            for (table, digest) in &made.end.tables {
                let is_the_same = there.get(table) == Some(digest);
                assert!(is_the_same || ENDED.contains(&table.as_str()), "{table} from {from:?} to {to:?}");
            }
            let assay = serve(place).await;
            must_be_the_site(&site, &assay, &before).await;
        }
    }
}

/// What lives on, and what does not.
async fn must_be_the_site(site: &Site, assay: &Assay, before: &[String]) {
    must_verify(assay, &site.desk.org).await;
    // Cookies of before are worth nothing; a password is worth what it was.
    let old = site.desk.admin.at(&assay.base);
    let cookies = old.get("/api/people").await;
    assert_eq!(cookies.status, 401, "{}", cookies.text);
    site.vendor.at(&assay.base).get(&at(&site.concluded, "")).await.must_be(401);
    let staff = assay.browser();
    staff.sign_in("person0@buyer.example", PASSWORD).await.must_be(200);
    let people = staff.get("/api/people").await.must_be(200).text;
    for email in before {
        assert!(people.contains(email.as_str()), "{email} was acknowledged before the backup");
    }
    assert_eq!(staff.get("/api/register.csv").await.must_be(200).text, site.csv);
    let path = format!("/api/assessments/{}/evidence/{}/file", site.concluded, site.evidence);
    assert_eq!(staff.get(&path).await.must_be(200).text, POLICY);
    // A link that nobody had used may have been used since, and one that was used stays used.
    for (path, token) in
        [("/api/portal/session", &site.unused), ("/api/portal/session", &site.used), ("/api/joins", &site.joining)]
    {
        let reply = use_link(assay, path, token).await;
        assert!(matches!(reply.status, 401 | 404 | 409 | 410), "{path}: {} {}", reply.status, reply.text);
    }
    // No mail goes a second time, and no copy of a link is left to copy.
    let mails = assay.state.store.mails(&site.desk.org).await.expect("mails");
    assert!(mails.iter().all(|mail| mail.link.is_none()));
    let to_send = assay.state.store.mails_to_send(Timestamp(i64::MAX), 10).await.expect("mails");
    assert_eq!(to_send, []);
    // The way on: a fresh link, by which the vendor answers.
    staff.post(&format!("/api/assessments/{}/invitation", site.open), json!({})).await.must_be(200);
    let token = assay.mailed_token(&staff, EMAILS[0]).await;
    let vendor = assay.browser();
    vendor.post("/api/portal/session", json!({ "token": token })).await.must_be(200);
    answer(&vendor, &site.open, "KI-01", 0, &json!({"value": "yes"})).await.must_be(200);
    must_verify(assay, &site.desk.org).await;
}

#[tokio::test]
async fn a_move_to_another_database_keeps_every_row_and_every_session() {
    for from in kinds() {
        let site = Site::build(from).await;
        let before = digests(&site.desk.assay.database_url).await;
        for to in kinds() {
            let place = Place::new(to).await;
            let moved = migrate(&site.desk.assay.database_url, &place.url, None).await.expect("moved");
            let there = digests(&place.url).await;
            assert_eq!(there, before, "{from:?} to {to:?}");
            assert_eq!(moved.into_iter().map(|one| (one.table, one.digest)).collect::<Vec<_>>(), {
                before.clone().into_iter().collect::<Vec<_>>()
            });
            let again = migrate(&site.desk.assay.database_url, &place.url, None).await.expect_err("it is not empty");
            assert!(format!("{again:#}").contains("holds a site already"), "{again:#}");
            let files = site.desk.assay.folder.path().join("files");
            let clock = Clock::fixed(noon());
            let assay =
                Assay::start_on(place.folder, place.url, clock, |config| config.files = Location::Folder(files)).await;
            must_verify(&assay, &site.desk.org).await;
            let admin = site.desk.admin.at(&assay.base);
            assert_eq!(admin.get("/api/register.csv").await.must_be(200).text, site.csv);
            let path = format!("/api/assessments/{}/evidence/{}/file", site.concluded, site.evidence);
            assert_eq!(admin.get(&path).await.must_be(200).text, POLICY);
            site.vendor.at(&assay.base).get(&at(&site.concluded, "")).await.must_be(200);
            assert_ne!(use_link(&assay, "/api/portal/session", &site.used).await.status, 200);
            use_link(&assay, "/api/portal/session", &site.unused).await.must_be(200);
        }
    }
}

#[tokio::test]
async fn a_place_that_is_not_empty_is_refused_and_left_as_it_was() {
    for kind in kinds() {
        let site = Site::build(kind).await;
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("backup.tar.zst");
        backup(&site.source(), &path, noon()).await.expect("a backup");
        let before = digests(&site.desk.assay.database_url).await;
        let files = Location::Folder(folder.path().join("files"));
        let occupied = Target { url: site.desk.assay.database_url.clone(), files, accept_faults: false };
        let checked = check(&path).await.expect("whole");
        let told = must_be_empty(&occupied, &checked).await.expect_err("a site is there");
        assert!(told.to_string().contains("1 organisations"), "{told}");
        assert!(restore(&occupied, &path, checked.clone(), noon()).await.is_err());
        assert_eq!(digests(&site.desk.assay.database_url).await, before);

        let place = Place::new(kind).await;
        let other = place.folder.path().join("files/another/ab");
        std::fs::create_dir_all(&other).expect("a folder");
        std::fs::write(other.join("abc"), "x").expect("a file");
        let told = must_be_empty(&target(&place), &checked).await.expect_err("files of another site");
        assert!(told.to_string().contains("1 files that are not of this backup"), "{told}");
        // What a restore that was killed has left half written is in nobody's way.
        std::fs::remove_dir_all(place.folder.path().join("files")).expect("removed");
        let file = checked.files.first().expect("a file");
        let shelf = place.folder.path().join("files").join(file.org.as_str()).join(&file.hash.as_str()[..2]);
        std::fs::create_dir_all(&shelf).expect("a folder");
        let half = shelf.join(format!("{}#1", file.hash));
        std::fs::write(&half, "half").expect("written");
        restored(&place, &path).await;
        assert!(!half.exists() && shelf.join(file.hash.as_str()).exists());
    }
}

#[tokio::test]
async fn what_an_empty_site_wrote_at_its_start_gives_way_to_a_backup() {
    for kind in kinds() {
        let site = Site::build(kind).await;
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("backup.tar.zst");
        let made = backup(&site.source(), &path, noon()).await.expect("a backup");
        let place = Place::new(kind).await;
        let empty =
            Assay::start_on(tempfile::tempdir().expect("a folder"), place.url.clone(), Clock::System, |_| {}).await;
        let token = empty.first_account_token(None).await;
        empty.state.store.site_secret("audit").await.expect("a secret");
        empty.state.store.close().await;
        restored(&place, &path).await;
        let there = digests(&place.url).await;
        assert_eq!(there["site_secret"], made.end.tables["site_secret"]);
        let assay = serve(place).await;
        let body = json!({
            "token": token, "organisation": "Second", "name": "N", "email": "n@buyer.example", "password": PASSWORD,
        });
        let first = assay.browser().post("/api/first-account", body).await;
        assert!(matches!(first.status, 404 | 410), "{} {}", first.status, first.text);
        must_be_the_site(&site, &assay, &[]).await;
    }
}

#[tokio::test]
async fn a_missing_or_changed_file_ends_the_backup_and_is_named() {
    let site = Site::build(kinds()[0]).await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("backup.tar.zst");
    let view: Value = site.desk.view(&site.concluded).await;
    let hash =
        view["evidence"][0]["attachment"]["file"].as_str().unwrap_or_else(|| panic!("a hash in {view}")).to_owned();
    let files = site.desk.assay.folder.path().join("files");
    let stored = files.join(site.desk.org.as_str()).join(&hash[..2]).join(&hash);
    for change in [Some("%PDF-1.7 other bytes"), None] {
        match change {
            Some(text) => std::fs::write(&stored, text).expect("written"),
            None => std::fs::remove_file(&stored).expect("removed"),
        }
        let told = backup(&site.source(), &path, noon()).await.expect_err("a backup that lacks a file is none");
        assert!(told.to_string().contains(&hash), "{told}");
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0, "nothing is left");
    }
    std::fs::write(&stored, POLICY).expect("written");
    backup(&site.source(), &path, noon()).await.expect("a backup");
}

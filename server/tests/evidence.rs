//! Evidence: what may be sent, that it is kept whole, who may have it, and that it is only ever a download.
//!
//! Beside the replies, some tests look into the folder of stored files: what was refused must leave nothing there,
//! and a name from outside must never become a path.

mod desk;
mod harness;

use desk::{Desk, answer, answers, at, attach, noon, send_file, submit};
use domain::journal::{DAY_MILLIS, Timestamp, sha256_hex};
use serde_json::json;
use server::jobs::files::sweep;
use std::path::{Path, PathBuf};

const PDF: &[u8] = b"%PDF-1.7 a policy";

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return vec![] };
    let entries = entries.map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

fn stored(desk: &Desk) -> Vec<PathBuf> {
    files(&desk.assay.folder.path().join("files"))
}

#[tokio::test]
async fn a_file_is_kept_under_its_hash_attached_twice_removed_and_downloaded() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let vendor = desk.enter(0).await;
    let sent = send_file(&vendor, &id, "R%C3%BCcklauf%20plan.PDF", PDF).await.must_be(201).json();
    let expected = json!({
        "file": sha256_hex(PDF), "size": PDF.len(), "media_type": "application/pdf", "name": "Rücklauf plan.PDF",
    });
    assert_eq!(sent, expected);
    let hash = sha256_hex(PDF);
    let place = desk.assay.folder.path().join("files").join(desk.org.as_str()).join(&hash[..2]).join(&hash);
    assert_eq!(std::fs::read(&place).expect("the bytes"), PDF);
    let first = attach(&vendor, &id, "KI-01", &sent).await.must_be(201).json();
    let second = attach(&vendor, &id, "KI-05", &sent).await.must_be(201).json();
    assert_eq!((&first["question"], &first["kind"]), (&json!("KI-01"), &json!("policy")));
    let seen = vendor.get(&at(&id, "")).await.json();
    assert_eq!(seen["evidence"], json!([first, second]));
    let path = at(&id, &format!("/evidence/{}", second["id"].as_str().expect("an id")));
    let file = vendor.get(&format!("{path}/file")).await.must_be(200);
    assert_eq!(file.text.as_bytes(), PDF);
    for (name, value) in [
        ("content-type", "application/pdf"),
        (
            "content-disposition",
            "attachment; filename=\"R_cklauf plan.PDF\"; filename*=UTF-8''R%C3%BCcklauf%20plan.PDF",
        ),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "default-src 'none'; sandbox"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cache-control", "no-store"),
    ] {
        assert_eq!(file.header(name), value, "{name}");
    }
    vendor.delete(&path).await.must_be(200);
    assert_eq!(vendor.delete(&path).await.must_be(404).code(), "not_found");
    assert_eq!(vendor.get(&format!("{path}/file")).await.must_be(404).code(), "not_found");
    assert_eq!(vendor.get(&at(&id, "")).await.json()["evidence"], json!([first]));
}

#[tokio::test]
async fn empty_oversized_and_wrong_files_are_refused_and_leave_nothing() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let vendor = desk.enter(0).await;
    let most = 25 * 1024 * 1024;
    let big = |size: usize| [b"%PDF-".to_vec(), vec![b'x'; size - 5]].concat();
    let cases: Vec<(&str, Vec<u8>, u16, &str)> = vec![
        ("a.pdf", vec![], 422, "invalid"),
        ("a.pdf", big(most + 1), 413, "too_large"),
        ("a.exe", b"MZ".to_vec(), 415, "wrong_type"),
        ("a.html", b"<script>alert(1)</script>".to_vec(), 415, "wrong_type"),
        ("a.svg", b"<svg onload=alert(1)>".to_vec(), 415, "wrong_type"),
        ("noending", PDF.to_vec(), 415, "wrong_type"),
        ("a.pdf", b"<html>".to_vec(), 415, "wrong_type"),
        ("a.png", PDF.to_vec(), 415, "wrong_type"),
        ("a.docx", PDF.to_vec(), 415, "wrong_type"),
        ("a.jpg", b"GIF89a".to_vec(), 415, "wrong_type"),
        ("a.csv", b"a;b\0c".to_vec(), 415, "wrong_type"),
        ("a.json", vec![0xff, 0xfe, b'{'], 415, "wrong_type"),
        ("%2F..%2F", PDF.to_vec(), 422, "invalid"),
        ("%ff%fe.pdf", PDF.to_vec(), 400, "malformed"),
    ];
    for (name, bytes, status, code) in cases {
        let reply = send_file(&vendor, &id, name, bytes).await;
        assert_eq!((reply.status, reply.code()), (status, code.to_owned()), "{name}: {}", reply.text);
    }
    let nameless = vendor.request("POST", &at(&id, "/files")).body(PDF);
    assert_eq!(vendor.send(nameless).await.must_be(400).code(), "malformed");
    assert_eq!(stored(&desk), Vec::<PathBuf>::new());
    send_file(&vendor, &id, "a.pdf", big(most)).await.must_be(201);
    // Without a length the bytes are counted all the same.
    let chunks = futures::stream::iter((0..27).map(|_| Ok::<_, std::io::Error>(vec![b'x'; 1024 * 1024])));
    let endless = send_file(&vendor, &id, "a.txt", reqwest::Body::wrap_stream(chunks)).await;
    assert_eq!(endless.must_be(413).code(), "too_large");
    assert_eq!(stored(&desk).len(), 1);
}

#[tokio::test]
async fn every_allowed_type_is_taken() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let vendor = desk.enter(0).await;
    for (name, bytes, media_type) in [
        ("a.pdf", PDF, "application/pdf"),
        ("a.docx", b"PK\x03\x04word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.xlsx", b"PK\x03\x04xl", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("a.png", b"\x89PNG\r\n\x1a\n.", "image/png"),
        ("a.jpeg", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("a.txt", "Grüße".as_bytes(), "text/plain"),
        ("a.csv", b"a,b\n1,2", "text/csv"),
        ("a.json", b"{}", "application/json"),
    ] {
        let sent = send_file(&vendor, &id, name, bytes).await.must_be(201).json();
        assert_eq!(sent["media_type"], media_type);
    }
}

#[tokio::test]
async fn names_from_outside_touch_no_other_file() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let vendor = desk.enter(0).await;
    let outside = desk.assay.folder.path().join("evil.txt");
    for (name, clean) in [
        ("..%2F..%2F..%2Fevil.txt", "evil.txt"),
        ("..%5C..%5Cevil.txt", "evil.txt"),
        ("%2Fetc%2Fpasswd.txt", "passwd.txt"),
        ("a%0D%0ASet-Cookie%3A%20x%3D1.txt", "aSet-Cookie: x=1.txt"),
        ("invoice%E2%80%AEfdp.txt", "invoicefdp.txt"),
        ("a%00b.txt", "ab.txt"),
        ("%22quoted%22%3B%20x.txt", "\"quoted\"; x.txt"),
    ] {
        let sent = send_file(&vendor, &id, name, "text").await.must_be(201).json();
        assert_eq!(sent["name"], clean);
        let evidence = attach(&vendor, &id, "KI-01", &sent).await.must_be(201).json();
        let path = at(&id, &format!("/evidence/{}/file", evidence["id"].as_str().expect("an id")));
        let header = vendor.get(&path).await.must_be(200).header("content-disposition").to_owned();
        assert!(header.starts_with("attachment; filename=\"") && !header.contains("x=1\""), "{header}");
    }
    assert!(!outside.exists());
    let sent = send_file(&vendor, &id, &format!("{}.txt", "n".repeat(300)), "text").await.must_be(201).json();
    assert_eq!(sent["name"].as_str().map(str::len), Some(200));
    assert_eq!(stored(&desk).len(), 1, "one content, one file");
}

#[tokio::test]
async fn a_file_is_attached_only_where_it_was_sent_and_as_what_it_is() {
    let desk = Desk::open().await;
    let (first, second) = (desk.sent().await, desk.sent().await);
    let vendor = desk.enter(0).await;
    let sent = send_file(&vendor, &first, "a.pdf", PDF).await.must_be(201).json();
    let elsewhere = attach(&vendor, &second, "KI-01", &sent).await.must_be(422).json();
    assert_eq!(elsewhere["errors"][0]["at"], "file");
    let body = |field: &str, value: serde_json::Value| {
        let mut body = json!({"question": "KI-01", "file": sent["file"], "name": "a.pdf", "kind": "policy"});
        body[field] = value;
        body
    };
    let path = at(&first, "/evidence");
    for (field, value, status) in [
        ("name", json!("a.exe"), 422),
        ("name", json!("a.png"), 422),
        ("kind", json!("gossip"), 422),
        ("valid_until", json!("2300-01-01"), 422),
        ("valid_until", json!("soon"), 400),
        ("question", json!("KI-99"), 404),
        ("question", json!("KI-02"), 409),
        ("file", json!("../../x"), 400),
        ("level", json!(3), 400),
    ] {
        vendor.post(&path, body(field, value)).await.must_be(status);
    }
    let key = |key: &str| vendor.request("POST", &path).header("idempotency-key", key);
    let once = vendor.send(key("k").json(&body("kind", json!("report")))).await;
    if once.status == 201 {
        let again = vendor.send(key("k").json(&body("kind", json!("report")))).await.must_be(201);
        assert_eq!(once.text, again.text);
    }
    vendor.post(&path, body("valid_until", json!("2027-05-01"))).await.must_be(201);
}

#[tokio::test]
async fn an_assessment_takes_two_hundred_pieces_of_evidence() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let vendor = desk.enter(0).await;
    let sent = send_file(&vendor, &id, "a.pdf", PDF).await.must_be(201).json();
    for _ in 0..200 {
        attach(&vendor, &id, "KI-01", &sent).await.must_be(201);
    }
    assert_eq!(attach(&vendor, &id, "KI-01", &sent).await.must_be(409).code(), "state");
    assert_eq!(send_file(&vendor, &id, "b.txt", "more").await.must_be(409).code(), "state");
}

#[tokio::test]
async fn the_staff_have_evidence_from_submission_on_and_others_never() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let vendor = desk.enter(0).await;
    let sent = send_file(&vendor, &id, "a.pdf", PDF).await.must_be(201).json();
    let evidence = attach(&vendor, &id, "KI-05", &sent).await.must_be(201).json();
    let path = format!("/api/assessments/{id}/evidence/{}/file", evidence["id"].as_str().expect("an id"));
    assert_eq!(desk.admin.get(&path).await.must_be(404).code(), "not_found");
    for (question, entry) in answers() {
        answer(&vendor, &id, question, 0, &entry).await.must_be(200);
    }
    let receipt = submit(&vendor, &id).await.must_be(200).json();
    assert_eq!(receipt["evidence"], 1);
    let file = desk.admin.get(&path).await.must_be(200);
    assert_eq!(file.text.as_bytes(), PDF);
    assert_eq!(file.header("content-security-policy"), "default-src 'none'; sandbox");
    assert_eq!(send_file(&vendor, &id, "b.pdf", PDF).await.must_be(409).code(), "state");
    assert_eq!(attach(&vendor, &id, "KI-01", &sent).await.must_be(409).code(), "state");
    let other = desk.assay.found("Suedwind AG").await;
    assert_eq!(other.get(&path).await.must_be(404).code(), "not_found");
    assert_eq!(desk.assay.browser().get(&path).await.must_be(401).code(), "signed_out");
}

#[tokio::test]
async fn files_that_nobody_attached_are_forgotten_after_a_day_and_others_stay() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let vendor = desk.enter(0).await;
    let kept = send_file(&vendor, &id, "kept.txt", "kept").await.must_be(201).json();
    let lost = send_file(&vendor, &id, "lost.txt", "lost").await.must_be(201).json();
    attach(&vendor, &id, "KI-01", &kept).await.must_be(201);
    desk.assay.state.clock.set(Timestamp(noon().0 + DAY_MILLIS + 1));
    sweep(&desk.assay.state).await.expect("swept");
    let names: Vec<String> =
        stored(&desk).iter().filter_map(|path| Some(path.file_name()?.to_str()?.to_owned())).collect();
    assert_eq!(names, [sha256_hex(b"kept")]);
    let gone = attach(&vendor, &id, "KI-01", &lost).await.must_be(422).json();
    assert_eq!(gone["errors"][0]["at"], "file");
    let again = send_file(&vendor, &id, "lost.txt", "lost").await.must_be(201).json();
    attach(&vendor, &id, "KI-01", &again).await.must_be(201);
    attach(&vendor, &id, "KI-01", &kept).await.must_be(201);
}

#[tokio::test]
async fn evidence_for_a_fix_reaches_the_reviewer_with_the_finding() {
    let desk = Desk::open().await;
    let (id, vendor) = desk.concluded().await;
    let finding = "control:KI-05:1";
    let sent = send_file(&vendor, &id, "fix.txt", "it is fixed").await.must_be(201).json();
    assert_eq!(attach(&vendor, &id, "KI-05", &sent).await.must_be(409).code(), "state", "answers are closed");
    let body = |about: &str| json!({"question": "KI-05", "finding": about, "file": sent["file"], "name": sent["name"], "kind": "policy"});
    vendor.post(&at(&id, "/evidence"), body("control:KI-99:1")).await.must_be(404);
    let piece = vendor.post(&at(&id, "/evidence"), body(finding)).await.must_be(201).json();
    let piece = piece["id"].as_str().expect("an id").to_owned();
    let seen = vendor.get(&at(&id, "")).await.must_be(200).json();
    let own = seen["findings"].as_array().expect("findings").iter().find(|one| one["id"] == finding).expect("it");
    assert_eq!(own["evidence"][0]["name"], "fix.txt");
    assert_eq!(seen["evidence"], json!([]), "it is not an answer's");
    let view = desk.admin.get(&format!("/api/assessments/{id}/findings/{finding}")).await.must_be(200).json();
    assert_eq!(view["evidence"][0]["id"], piece.as_str());
    let file = desk.admin.get(&format!("/api/assessments/{id}/evidence/{piece}/file")).await.must_be(200);
    assert_eq!((file.text.as_str(), file.header("content-disposition").contains("fix.txt")), ("it is fixed", true));
    vendor.get(&at(&id, &format!("/evidence/{piece}/file"))).await.must_be(200);
    // What was reported with the fix stays; a piece that was not reported yet can be taken away.
    let other = vendor.post(&at(&id, "/evidence"), body(finding)).await.must_be(201).json();
    let other = other["id"].as_str().expect("an id").to_owned();
    vendor.delete(&at(&id, &format!("/evidence/{other}"))).await.must_be(200);
    let act = async |who: &harness::Browser, base: &str, action: serde_json::Value| {
        who.post(&format!("{base}/findings/{finding}/actions"), action).await.must_be(200);
    };
    let (theirs, ours) = (at(&id, ""), format!("/api/assessments/{id}"));
    act(&vendor, &theirs, json!({"action": "propose_plan", "plan": "Now.", "fix_by": "2026-12-01"})).await;
    act(&desk.admin, &ours, json!({"action": "agree_plan"})).await;
    act(&vendor, &theirs, json!({"action": "start_work"})).await;
    act(&vendor, &theirs, json!({"action": "submit_fix", "note": "Done."})).await;
    vendor.delete(&at(&id, &format!("/evidence/{piece}"))).await.must_be(409);
}

#[tokio::test]
async fn a_file_that_was_taken_away_goes_and_one_that_an_assessment_names_stays() {
    let desk = Desk::open().await;
    let (id, other) = (desk.sent().await, desk.sent().await);
    let vendor = desk.enter(0).await;
    let mut pieces = Vec::new();
    for (assessment, bytes) in [(&id, "Taken away."), (&id, "Kept elsewhere."), (&other, "Kept elsewhere.")] {
        let sent = send_file(&vendor, assessment, "policy.txt", bytes).await.must_be(201).json();
        let piece = attach(&vendor, assessment, "KI-01", &sent).await.must_be(201).json();
        pieces.push(piece["id"].as_str().expect("an id").to_owned());
    }
    for piece in &pieces[..2] {
        vendor.delete(&at(&id, &format!("/evidence/{piece}"))).await.must_be(200);
    }
    sweep(&desk.assay.state).await.expect("swept");
    assert_eq!(stored(&desk).len(), 2, "for a day it may be attached again");
    desk.assay.state.clock.set(Timestamp(noon().0 + 2 * DAY_MILLIS));
    sweep(&desk.assay.state).await.expect("swept");
    let left = stored(&desk);
    assert_eq!(left.len(), 1, "{left:?}");
    assert_eq!(std::fs::read_to_string(&left[0]).expect("a file"), "Kept elsewhere.");
    sweep(&desk.assay.state).await.expect("swept");
    assert_eq!(stored(&desk).len(), 1, "it is evidence again as far as its row knows");
}

#[tokio::test]
async fn a_file_sent_again_under_its_key_is_one_file_and_another_file_is_refused() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let vendor = desk.enter(0).await;
    let send = |content: &'static str| {
        let request = vendor.request("POST", &at(&id, "/files")).header("idempotency-key", "f");
        let request = request.header("x-file-name", "policy.txt").header("content-type", "application/octet-stream");
        vendor.send(request.body(content))
    };
    let first = send("our policy").await.must_be(201).json();
    assert_eq!(send("our policy").await.must_be(201).json(), first);
    assert_eq!(send("another one").await.code(), "key_reused");
    assert_eq!(stored(&desk).len(), 1);
}

#[tokio::test]
async fn files_sent_at_once_stay_within_what_an_assessment_takes() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let vendor = desk.enter(0).await;
    let most = domain::assessment::MAX_UPLOADS;
    for number in 0..most - 1 {
        let (org, hash) = (&desk.org, sha256_hex(format!("filler {number}").as_bytes()));
        let columns = "name, media_type, created_at";
        desk.assay
            .tamper(&format!(
                "INSERT INTO evidence_file (org, hash, {columns}, size, state)
                 VALUES ('{org}', '{hash}', 'a.pdf', 'application/pdf', 0, 1, 'stored')"
            ))
            .await;
        desk.assay
            .tamper(&format!(
                "INSERT INTO evidence_upload (org, assessment, hash, {columns})
                 VALUES ('{org}', '{id}', '{hash}', 'a.pdf', 'application/pdf', 0)"
            ))
            .await;
    }
    let file = |number: usize| [PDF, format!("\n{number}").as_bytes()].concat();
    let sending = (0..12).map(|number| send_file(&vendor, &id, "a.pdf", file(number)));
    let replies = futures::future::join_all(sending).await;
    let taken: Vec<u16> = replies.iter().map(|reply| reply.status).filter(|status| *status == 201).collect();
    assert_eq!(taken.len(), 1, "{replies:?}");
    assert!(replies.iter().all(|reply| [201, 409].contains(&reply.status)), "{replies:?}");
    assert_eq!(stored(&desk).len(), 1, "what was refused is not kept");
    desk.assay.tamper("UPDATE evidence_file SET size = 2147483647").await;
    desk.assay.tamper("DELETE FROM evidence_upload WHERE name = 'a.pdf' AND created_at > 0").await;
    let full = send_file(&vendor, &id, "b.pdf", file(99)).await.must_be(409);
    assert!(full.text.contains("2 GiB"), "{}", full.text);
}

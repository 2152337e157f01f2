//! Evidence in a bucket: the program itself moves a site there, takes files in, gives them out and forgets them; and says
//! so when the bucket, or a file, cannot be had.
//!
//! What was acknowledged is whole in the bucket, and nothing in the bucket is half a file.

mod desk;
mod harness;
mod s3;

use desk::{Desk, answer, answers, at, attach, send_file};
use domain::journal::sha256_hex;
use harness::{Assay, Browser};
use s3::{S3, SECRET};
use serde_json::json;
use server::clock::Clock;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

const PDF: &[u8] = b"%PDF-1.7 a policy";
const TO: &str = "s3://evidence/assay/eu";

/// The program on a desk's database, with its evidence in a bucket.
struct Node {
    child: Child,
    base: String,
    _told: BufReader<std::process::ChildStdout>,
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        let _ended = self.child.wait();
    }
}

fn program(desk: &Desk, bucket: &S3, secret: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_assay"));
    command.args(arguments).arg("--data-dir").arg(desk.assay.folder.path()).envs(bucket.environment(secret));
    if desk.assay.database_url.starts_with("postgres") {
        command.args(["--database-url", &desk.assay.database_url]);
    }
    command.stdin(Stdio::null()).stderr(Stdio::null());
    command
}

fn node(desk: &Desk, bucket: &S3, secret: &str) -> Node {
    let mut command = program(desk, bucket, secret, &["serve", "--listen", "127.0.0.1:0", "--files", TO]);
    let mut child = command.stdout(Stdio::piped()).spawn().expect("the program starts");
    let mut told = BufReader::new(child.stdout.take().expect("its output"));
    let mut base = String::new();
    while !base.starts_with("Assay serves on ") {
        base.clear();
        assert!(told.read_line(&mut base).expect("a line") > 0, "the program ended");
    }
    let base = base.trim().trim_start_matches("Assay serves on ").to_owned();
    Node { child, base, _told: told }
}

fn copy(desk: &Desk, bucket: &S3) -> Output {
    let from = desk.assay.folder.path().join("files");
    let from = from.to_str().expect("a path");
    let mut command = program(desk, bucket, SECRET, &["files", "copy", "--from", from, "--to", TO]);
    command.output().expect("the program runs")
}

/// A desk of today, with an assessment that was sent and the browser of its contact.
async fn desk() -> (Desk, String, Browser) {
    let desk = Desk::on(Assay::start_with(Clock::System, |_| {}).await).await;
    let id = desk.sent().await;
    let vendor = desk.enter(0).await;
    (desk, id, vendor)
}

/// Every object is the file that it is called.
fn all_whole(bucket: &S3) -> usize {
    let objects = bucket.objects();
    for object in &objects {
        let hash = sha256_hex(&std::fs::read(object).expect("an object"));
        assert!(object.ends_with(format!("{}/{hash}", &hash[..2])), "{} is {hash}", object.display());
    }
    objects.len()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_site_moves_into_a_bucket_and_goes_on_there() {
    let (desk, id, vendor) = desk().await;
    let bucket = S3::start().await;
    let file = send_file(&vendor, &id, "policy.pdf", PDF).await.must_be(200).json();
    let evidence = attach(&vendor, &id, "KI-01", &file).await.must_be(200).json();
    let told = copy(&desk, &bucket);
    assert!(told.status.success(), "{told:?}");
    assert!(String::from_utf8_lossy(&told.stdout).starts_with("1 files copied (17 bytes), 0 were there, 0 missing"));
    let again = copy(&desk, &bucket);
    assert!(String::from_utf8_lossy(&again.stdout).starts_with("0 files copied (0 bytes), 1 were there, 0 missing"));
    assert_eq!(all_whole(&bucket), 1);

    // The folder goes: what the program serves now comes from the bucket alone.
    std::fs::remove_dir_all(desk.assay.folder.path().join("files")).expect("removed");
    let node = node(&desk, &bucket, SECRET);
    let there = vendor.at(&node.base);
    let path = at(&id, &format!("/evidence/{}/file", evidence["id"].as_str().expect("an id")));
    assert_eq!(there.get(&path).await.must_be(200).text.as_bytes(), PDF);
    let large: Vec<u8> = [b"%PDF-".to_vec(), vec![b'x'; 25 * 1024 * 1024 - 5]].concat();
    let second = send_file(&there, &id, "large.pdf", large.clone()).await.must_be(200).json();
    let evidence = attach(&there, &id, "KI-05", &second).await.must_be(200).json();
    let path = at(&id, &format!("/evidence/{}/file", evidence["id"].as_str().expect("an id")));
    assert!(there.get(&path).await.must_be(200).text.as_bytes() == large, "the large file came back changed");
    assert_eq!(send_file(&there, &id, "a.pdf", b"<html>".to_vec()).await.must_be(415).code(), "wrong_type");
    assert_eq!(all_whole(&bucket), 2);
    let incoming = std::fs::read_dir(desk.assay.folder.path().join("files/incoming")).expect("a folder");
    assert_eq!(incoming.count(), 0, "nothing stays on the way");

    // What nobody needs is forgotten there too.
    send_file(&there, &id, "unused.txt", "Nobody attached this.").await.must_be(200);
    assert_eq!(all_whole(&bucket), 3);
    desk.assay.tamper("UPDATE evidence_file SET created_at = created_at - 90000000 WHERE state = 'stored'").await;
    drop(node);
    // As if half an hour had gone by: the lease of the node that was killed has ended.
    desk.assay.tamper("UPDATE lease SET until = 0").await;
    let _next = self::node(&desk, &bucket, SECRET);
    for _ in 0..100 {
        if bucket.objects().len() == 2 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(all_whole(&bucket), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bucket_that_refuses_or_is_gone_is_told_and_answers_are_saved_all_the_same() {
    let (desk, id, vendor) = desk().await;
    let bucket = S3::start().await;
    let file = send_file(&vendor, &id, "policy.pdf", PDF).await.must_be(200).json();
    let evidence = attach(&vendor, &id, "KI-01", &file).await.must_be(200).json();
    let path = at(&id, &format!("/evidence/{}/file", evidence["id"].as_str().expect("an id")));
    let missing = {
        let node = node(&desk, &bucket, SECRET);
        vendor.at(&node.base).get(&path).await.must_be(503)
    };
    assert!(missing.text.contains("cannot be reached on this server"), "{}", missing.text);
    let node_without = node(&desk, &bucket, "another secret");
    let there = vendor.at(&node_without.base);
    for (turn, (question, entry)) in answers().into_iter().enumerate() {
        if turn == 1 {
            bucket.stop();
        }
        for refused in [send_file(&there, &id, "b.pdf", PDF).await, there.get(&path).await] {
            let refused = refused.must_be(503);
            assert_eq!((refused.code().as_str(), refused.header("retry-after")), ("busy", "30"));
            for secret in [SECRET, s3::KEY, bucket.endpoint.as_str()] {
                assert!(!refused.text.contains(secret), "{}", refused.text);
            }
        }
        answer(&there, &id, question, 0, &entry).await.must_be(200);
        if turn == 1 {
            break;
        }
    }
    assert_eq!(bucket.objects().len(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_is_killed_on_the_way_leaves_no_half_file_in_the_bucket() {
    let (desk, id, vendor) = desk().await;
    let bucket = S3::start().await;
    let mut acknowledged = Vec::new();
    for round in 0..6_u64 {
        let mut node = node(&desk, &bucket, SECRET);
        let there = vendor.at(&node.base);
        let uploads = (0..4_u64).map(|n| {
            let (there, id) = (there.clone(), id.clone());
            tokio::spawn(async move {
                let bytes = format!("{round} {n} ").repeat(300_000 + usize::try_from(round * 7 + n).expect("small"));
                let request = there.request("POST", &at(&id, "/files")).header("x-file-name", "a.txt");
                let sent = request.header("content-type", "application/octet-stream").body(bytes.clone()).send().await;
                sent.is_ok_and(|reply| reply.status().is_success()).then(|| sha256_hex(bytes.as_bytes()))
            })
        });
        let uploads: Vec<_> = uploads.collect();
        tokio::time::sleep(Duration::from_millis(20 + round * 60)).await;
        node.child.kill().expect("killed");
        for upload in uploads {
            acknowledged.extend(upload.await.expect("ended"));
        }
    }
    all_whole(&bucket);
    let stored: Vec<String> = bucket.objects().iter().map(|path| path.display().to_string()).collect();
    for hash in acknowledged {
        assert!(stored.iter().any(|path| path.ends_with(&hash)), "{hash} was acknowledged and is gone");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_whose_folder_lacks_a_file_says_so() {
    let (desk, id, vendor) = desk().await;
    let file = send_file(&vendor, &id, "policy.pdf", PDF).await.must_be(200).json();
    let evidence = attach(&vendor, &id, "KI-01", &file).await.must_be(200).json();
    let path = at(&id, &format!("/evidence/{}/file", evidence["id"].as_str().expect("an id")));
    std::fs::remove_dir_all(desk.assay.folder.path().join("files").join(desk.org.as_str())).expect("removed");
    let refused = vendor.get(&path).await.must_be(503).json();
    assert_eq!(refused["code"], json!("busy"));
    assert!(refused["detail"].as_str().expect("words").contains("`assay doctor` names the reason"));
    let told = copy(&desk, &S3::start().await);
    assert!(!told.status.success(), "a file that is missing is an error");
    assert!(String::from_utf8_lossy(&told.stdout).contains(file["file"].as_str().expect("a hash")), "{told:?}");
}

//! Backup and restore of a site whose evidence is in a bucket: the bytes stay there, unless they are asked for, and must be
//! there when the site comes back.

mod desk;
mod harness;
mod s3;

use desk::{Desk, attach, send_file};
use s3::{S3, SECRET};
use std::path::Path;
use std::process::{Command, Output, Stdio};

const IN_BUCKET: &str = "s3://evidence/assay";
const POLICY: &str = "%PDF-1.7 a policy";

fn run(folder: &Path, database_url: &str, bucket: &S3, arguments: &[&str]) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_assay"));
    command.args(arguments).arg("--data-dir").arg(folder).envs(bucket.environment(SECRET)).stdin(Stdio::null());
    if database_url.starts_with("postgres") {
        command.args(["--database-url", database_url]);
    }
    let Output { status, stdout, stderr } = command.output().expect("the program runs");
    (status.success(), format!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr)))
}

#[tokio::test(flavor = "multi_thread")]
async fn evidence_in_a_bucket_stays_there_unless_it_is_asked_for_and_must_be_there_at_a_restore() {
    let (desk, bucket) = (Desk::open().await, S3::start().await);
    let id = desk.sent().await;
    let vendor = desk.enter(0).await;
    let file = send_file(&vendor, &id, "policy.pdf", POLICY).await.must_be(201).json();
    attach(&vendor, &id, "KI-05", &file).await.must_be(201);
    let hash = file["file"].as_str().expect("a hash");
    let (folder, url) = (desk.assay.folder.path(), desk.assay.database_url.as_str());
    let own = folder.join("files");
    let from = own.to_str().expect("a path");
    let (copied, said) = run(folder, url, &bucket, &["files", "copy", "--from", from, "--to", IN_BUCKET]);
    assert!(copied, "{said}");

    let out = tempfile::tempdir().expect("a folder");
    let (thin, full) = (out.path().join("thin.tar.zst"), out.path().join("full.tar.zst"));
    let (thin, full) = (thin.to_str().expect("a path"), full.to_str().expect("a path"));
    let (done, said) = run(folder, url, &bucket, &["backup", thin, "--files", IN_BUCKET]);
    assert!(done && said.contains("The evidence is not in it"), "{said}");
    let (done, said) = run(folder, url, &bucket, &["backup", full, "--files", IN_BUCKET, "--with-files"]);
    assert!(done && said.contains("1 files of evidence"), "{said}");

    // Back beside the bucket, and into a folder from the one that holds the bytes.
    for (backup, files) in [(thin, Some(IN_BUCKET)), (full, Some(IN_BUCKET)), (full, None)] {
        let place = tempfile::tempdir().expect("a folder");
        let there = harness::new_database(place.path()).await;
        let arguments = |first: &[&'static str], last: &[&str]| -> Vec<String> {
            let files = files.map_or(vec![], |files| vec!["--files", files]);
            first.iter().copied().chain(last.iter().copied()).chain(files).map(str::to_owned).collect()
        };
        let call = |arguments: Vec<String>| {
            let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
            run(place.path(), &there, &bucket, &arguments)
        };
        let (done, said) = call(arguments(&["restore"], &[backup]));
        assert!(done, "{backup} to {files:?}: {said}");
        let (_, said) = call(arguments(&["doctor"], &[]));
        assert!(said.contains("1 files are as they were sent"), "{said}");
        if files.is_none() {
            let stored = place.path().join("files").join(desk.org.as_str()).join(&hash[..2]).join(hash);
            assert_eq!(std::fs::read_to_string(stored).expect("the file"), POLICY);
        }
    }

    for object in bucket.objects() {
        std::fs::remove_file(object).expect("removed");
    }
    let place = tempfile::tempdir().expect("a folder");
    let there = harness::new_database(place.path()).await;
    let (done, said) = run(place.path(), &there, &bucket, &["restore", thin, "--files", IN_BUCKET]);
    assert!(!done && said.contains(hash) && said.contains(IN_BUCKET), "{said}");
    let (done, said) = run(place.path(), &there, &bucket, &["backup", thin, "--files", IN_BUCKET, "--with-files"]);
    assert!(!done, "there is no site: {said}");
    // The bucket takes the bytes again from the backup that has them.
    let (done, said) = run(place.path(), &there, &bucket, &["restore", full, "--files", IN_BUCKET]);
    assert!(done, "{said}");
    assert!(!bucket.objects().is_empty());
}

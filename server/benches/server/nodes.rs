//! Three nodes on one PostgreSQL and one bucket, one of them killed again and again while vendors answer, send files and
//! admins invite: nothing that was acknowledged is lost, and nobody gets a mail twice.
//!
//! Whoever gets no reply tries again at the next node under the same key, as the browser program does.

use crate::answers;
use crate::figures::Figures;
use crate::harness::{Assay, Browser};
use crate::mail_server::mail_server;
use crate::program::Program;
use crate::s3::{BUCKET, S3, SECRET};
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use server::files::Location;
use server::store::Backend;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::Mutex;
use tokio::task::JoinSet;

const NODES: usize = 3;
const VENDORS: usize = 8;
/// How long it goes on; `ASSAY_BENCH_SECONDS` says otherwise.
const SECONDS: u64 = 300;
const BETWEEN_KILLS: Duration = Duration::from_secs(30);
/// How long a killed node stays away.
const AWAY: Duration = Duration::from_secs(2);
/// The longest a mail may take: the lease of a node that was killed ends, and pauses after failures.
const MAILS_IN: Duration = Duration::from_secs(150);

/// Where the nodes are, and what became of requests to them.
struct Site {
    bases: Mutex<Vec<String>>,
    is_over: AtomicBool,
    requests: AtomicU64,
    refused: AtomicU64,
    unanswered: AtomicU64,
}

impl Site {
    /// Sends a write to the nodes in turn until one of them acknowledges it.
    async fn tell(
        &self,
        browser: &Browser,
        turn: usize,
        request: impl Fn(&Browser) -> reqwest::RequestBuilder,
    ) -> Value {
        for tries in turn.. {
            let base = self.bases.lock().await[tries % NODES].clone();
            self.requests.fetch_add(1, Ordering::Relaxed);
            match request(&browser.at(&base)).timeout(Duration::from_secs(20)).send().await {
                Ok(reply) if reply.status().is_success() => {
                    if let Ok(body) = reply.json().await {
                        return body;
                    }
                }
                Ok(reply) if reply.status().is_server_error() => _ = self.refused.fetch_add(1, Ordering::Relaxed),
                Ok(reply) => panic!("{}", reply.text().await.unwrap_or_default()),
                Err(_) => _ = self.unanswered.fetch_add(1, Ordering::Relaxed),
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Value::Null
    }
}

/// What one vendor was told is kept.
#[derive(Default)]
struct Kept {
    answers: BTreeMap<String, (u64, String)>,
    files: Vec<(String, String)>,
}

/// Measures.
pub(crate) async fn run(figures: &mut Figures) -> Result<()> {
    figures.about("nodes: three nodes on PostgreSQL and a bucket, one killed every 30 s");
    let bucket = S3::start().await;
    let location = format!("s3://{BUCKET}/bench");
    let assay = Assay::start_with(server::clock::Clock::System, |config| {
        config.files = Location::Folder(config.data_dir.join("unused"));
    })
    .await;
    if assay.state.store.backend() == Backend::Sqlite {
        figures.about("  left out: ASSAY_TEST_DATABASE_URL names no PostgreSQL; `cargo xtask bench nodes` starts one");
        return Ok(());
    }
    let admin = assay.found("Nordwind AG").await;
    let mut desks = Vec::new();
    for place in 0..VENDORS {
        desks.push(answers::desk(&assay, &admin, place).await);
    }
    let (smtp, mut mails) = mail_server(0).await;
    let mut variables = vec![
        ("ASSAY_DATABASE_URL", assay.database_url.clone()),
        ("ASSAY_FILES", location),
        ("ASSAY_SMTP_URL", smtp),
        ("ASSAY_MAIL_FROM", "Assay <assay@buyer.example>".to_owned()),
    ];
    variables.extend(bucket.environment(SECRET));
    let mut nodes = Vec::new();
    for _ in 0..NODES {
        nodes.push(node(&variables).await?);
    }
    let bases = nodes.iter().map(|(program, _)| program.base.clone()).collect();
    let site = Arc::new(Site {
        bases: Mutex::new(bases),
        is_over: AtomicBool::new(false),
        requests: AtomicU64::default(),
        refused: AtomicU64::default(),
        unanswered: AtomicU64::default(),
    });
    let mut vendors = JoinSet::new();
    for (place, (browser, id)) in desks.iter().cloned().enumerate() {
        vendors.spawn(answer(Arc::clone(&site), browser, id, place));
    }
    let inviting = tokio::spawn(invite(Arc::clone(&site), admin.clone()));
    let kills = kill_again_and_again(&site, &mut nodes, &variables).await?;
    site.is_over.store(true, Ordering::Relaxed);
    let mut kept = BTreeMap::new();
    while let Some(done) = vendors.join_next().await {
        let (id, told) = done?;
        kept.insert(id, told);
    }
    let invited = inviting.await?;
    figures.tell("nodes killed", kills, "kills");
    figures.tell("requests", site.requests.load(Ordering::Relaxed), "requests");
    figures.tell("of these answered 5xx, tried again", site.refused.load(Ordering::Relaxed), "requests");
    figures.tell("of these without a reply, tried again", site.unanswered.load(Ordering::Relaxed), "requests");
    let base = site.bases.lock().await[0].clone();
    let lost = lost(&base, &desks, &kept).await?;
    let acknowledged: usize = kept
        .values()
        .map(|kept| kept.answers.values().map(|(n, _)| *n as usize).sum::<usize>() + kept.files.len())
        .sum();
    figures.tell("files in the bucket", bucket.objects().len(), "files");
    figures.tell("answers and files acknowledged", acknowledged, "writes");
    figures.at_most("acknowledged and lost", lost, "writes", 0);
    let (missing, doubled) = mailed(&mut mails, &invited).await;
    figures.tell("invitations acknowledged", invited.len(), "mails");
    figures.at_most("mails that did not come", missing, "mails", 0);
    figures.at_most("mails that came twice", doubled, "mails", 0);
    Ok(())
}

async fn node(variables: &[(&'static str, String)]) -> Result<(Program, tempfile::TempDir)> {
    let folder = tempfile::tempdir()?;
    Ok((Program::start_with(folder.path(), variables).await?, folder))
}

async fn kill_again_and_again(
    site: &Site,
    nodes: &mut [(Program, tempfile::TempDir)],
    variables: &[(&'static str, String)],
) -> Result<usize> {
    let seconds = std::env::var("ASSAY_BENCH_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(SECONDS);
    let ends = Instant::now() + Duration::from_secs(seconds);
    let mut kills = 0;
    while Instant::now() + BETWEEN_KILLS < ends {
        tokio::time::sleep(BETWEEN_KILLS.saturating_sub(AWAY)).await;
        let place = kills % NODES;
        let victim = nodes.get_mut(place).context("a node")?;
        victim.0.kill();
        tokio::time::sleep(AWAY).await;
        *victim = node(variables).await?;
        site.bases.lock().await[place].clone_from(&victim.0.base);
        kills += 1;
    }
    ensure!(kills > 0, "no node was killed: give it more than {} s", BETWEEN_KILLS.as_secs());
    Ok(kills)
}

/// One vendor's person answers and sends files until it is over.
async fn answer(site: Arc<Site>, browser: Browser, id: String, place: usize) -> (String, Kept) {
    let mut kept = Kept::default();
    let choices = answers::choices();
    for turn in 0_usize.. {
        if site.is_over.load(Ordering::Relaxed) {
            break;
        }
        let (question, options) = &choices[turn % choices.len()];
        let revision = kept.answers.get(question).map_or(0, |(revision, _)| *revision);
        let option = options[usize::try_from(revision).unwrap_or(0) % 2].clone();
        let (path, key) = (format!("/api/portal/assessments/{id}/answers/{question}"), format!("nodes-{place}-{turn}"));
        let entry = json!({"value": option, "not_applicable": null, "comment": ""});
        let saved = site
            .tell(&browser, turn + place, |at| {
                let request = at.request("PUT", &path).header("if-match", format!("\"{revision}\""));
                request.header("idempotency-key", &key).json(&entry)
            })
            .await;
        let now = saved["answer"]["revision"].as_u64().unwrap_or_default();
        kept.answers.insert(question.clone(), (now, option));
        if turn % 20 == 0 && kept.files.len() < 60 {
            let sent = send_file(&site, &browser, &id, place, turn, question).await;
            kept.files.push(sent);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    (id, kept)
}

/// Sends and attaches a file; where it is found, and its text.
async fn send_file(
    site: &Site,
    browser: &Browser,
    id: &str,
    place: usize,
    turn: usize,
    question: &str,
) -> (String, String) {
    let text = format!("Vendor {place}, file {turn}. ").repeat(500);
    let (path, key) = (format!("/api/portal/assessments/{id}/files"), format!("file-{place}-{turn}"));
    let file = site
        .tell(browser, turn + place, |at| {
            let request = at.request("POST", &path).header("x-file-name", "policy.txt").header("idempotency-key", &key);
            request.header("content-type", "application/octet-stream").body(text.clone())
        })
        .await;
    let body = json!({"question": question, "file": file["file"], "name": file["name"], "kind": "policy"});
    let (path, key) = (format!("/api/portal/assessments/{id}/evidence"), format!("attach-{place}-{turn}"));
    let attached = site
        .tell(browser, turn + place + 1, |at| at.request("POST", &path).header("idempotency-key", &key).json(&body))
        .await;
    (format!("{path}/{}/file", attached["id"].as_str().unwrap_or_default()), text)
}

/// An admin invites people until it is over; their addresses.
async fn invite(site: Arc<Site>, admin: Browser) -> Vec<String> {
    let mut invited = Vec::new();
    for turn in 0_usize.. {
        if site.is_over.load(Ordering::Relaxed) {
            break;
        }
        let email = format!("invited{turn}@buyer.example");
        let (body, key) = (json!({"name": "Member", "email": email, "roles": ["analyst"]}), format!("invite-{turn}"));
        site.tell(&admin, turn, |at| at.request("POST", "/api/people").header("idempotency-key", &key).json(&body))
            .await;
        invited.push(email);
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    invited
}

/// How many acknowledged answers and files a node does not show.
async fn lost(base: &str, desks: &[(Browser, String)], kept: &BTreeMap<String, Kept>) -> Result<u64> {
    let mut lost = 0;
    for (browser, id) in desks {
        let browser = browser.at(base);
        let seen = browser.get(&format!("/api/portal/assessments/{id}")).await.must_be(200).json();
        let told = kept.get(id).context("a vendor")?;
        for (question, (revision, value)) in &told.answers {
            let found = &seen["answers"][question];
            let is_there = found["revision"].as_u64() == Some(*revision) && found["entry"]["value"] == value.as_str();
            lost += u64::from(!is_there);
        }
        for (path, text) in &told.files {
            let found = browser.get(path).await;
            lost += u64::from(found.status != 200 || found.text != *text);
        }
    }
    Ok(lost)
}

/// How many invitations did not come, and how many mails came more than once.
async fn mailed(mails: &mut tokio::sync::mpsc::UnboundedReceiver<String>, invited: &[String]) -> (u64, u64) {
    let mut came: BTreeMap<String, u64> = BTreeMap::new();
    let ends = Instant::now() + MAILS_IN;
    let is_there = |came: &BTreeMap<String, u64>, email: &String| came.keys().any(|to| to.contains(email.as_str()));
    while Instant::now() < ends && !invited.iter().all(|email| is_there(&came, email)) {
        let Ok(Some(mail)) = tokio::time::timeout(Duration::from_secs(5), mails.recv()).await else { continue };
        let part = |name: &str| mail.lines().find(|line| line.starts_with(name)).unwrap_or_default().to_owned();
        *came.entry(format!("{} {}", part("To:"), part("Message-ID:"))).or_default() += 1;
    }
    let missing = invited.iter().filter(|email| !is_there(&came, email)).count() as u64;
    (missing, came.values().map(|times| times - 1).sum())
}

//! What hashing passwords leaves behind: no memory to speak of.
//!
//! Alone in its file, because it measures the whole process.

mod harness;

use harness::Assay;
use serde_json::json;
use server::clock::Clock;

/// The resident memory of this process, in MiB.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("the status");
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).expect("the resident memory");
    line.split_whitespace().nth(1).and_then(|kib| kib.parse::<u64>().ok()).expect("a number") / 1_024
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_wrong_sign_ins_at_sixteen_at_once_leave_less_than_100_mib_resident() {
    let assay = Assay::start_with(Clock::System, |config| {
        config.trusted_proxies = vec!["127.0.0.0/8".parse().expect("a network")];
    })
    .await;
    assay.found("Nordwind AG").await;
    let browser = assay.browser();
    let guessers = (0..16).map(|guesser| {
        let browser = browser.clone();
        tokio::spawn(async move {
            let mut judged = 0;
            for n in (guesser..1_000).step_by(16) {
                let body = json!({ "email": format!("guess{n}@buyer.example"), "password": "not the password" });
                let from = format!("10.{}.{}.1", n / 250, n % 250);
                let request = browser.request("POST", "/api/session").header("x-forwarded-for", from).json(&body);
                judged += u32::from(browser.send(request).await.status == 422);
            }
            judged
        })
    });
    let mut judged = 0;
    for guesser in guessers.collect::<Vec<_>>() {
        judged += guesser.await.expect("guesses");
    }
    assert!(judged > 990, "{judged} were judged");
    let left = resident();
    println!("{left} MiB are resident after {judged} wrong sign-ins");
    assert!(left < 100, "{left} MiB are resident");
}

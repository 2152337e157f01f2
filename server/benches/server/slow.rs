//! Honest requests beside 1,000 slow connections, on a program that may have 1,024 files open.
//!
//! A third of the slow ones never end a head, a third never end a body, a third read no reply. Each is made anew when it
//! is cut off. Honest requests come one after the other, each on a connection of its own.

use crate::figures::Figures;
use crate::program::Program;
use anyhow::{Result, ensure};
use reqwest::Client;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

const SLOW: usize = 1000;
const FILES: u32 = 1024;
const HONEST: usize = 500;
/// Between two bytes of a slow connection.
const PAUSE: Duration = Duration::from_millis(500);
const MOST_P99: u64 = 500;

const HEAD: &str = "GET /api/health HTTP/1.1\r\nHost: assay\r\nX-Slow: ";
const BODY: &str =
    "POST /api/session HTTP/1.1\r\nHost: assay\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{";
const READER: &str = "GET /api/openapi.json HTTP/1.1\r\nHost: assay\r\n\r\n";

/// Measures.
pub(crate) async fn run(figures: &mut Figures) -> Result<()> {
    figures.about("slow: honest requests beside 1,000 slow connections, at most 1,024 files open");
    let folder = tempfile::tempdir()?;
    let program = Program::start_with_files(FILES, folder.path(), "warn").await?;
    let authority = program.base.trim_start_matches("http://").to_owned();
    let mut slow = JoinSet::new();
    for number in 0..SLOW {
        slow.spawn(be_slow(authority.clone(), number));
    }
    tokio::time::sleep(Duration::from_secs(3)).await;
    let mut times = Vec::new();
    for _ in 0..HONEST {
        let began = Instant::now();
        server::files::choose_cryptography();
        let client = Client::builder().pool_max_idle_per_host(0).build()?;
        if reads_database(&client, &program.base).await.unwrap_or(false) {
            times.push(began.elapsed());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    slow.abort_all();
    ensure!(!times.is_empty(), "no honest request succeeded: {}", program.log()?);
    figures.at_least("honest requests that succeeded", times.len() as f64, "requests", HONEST as f64);
    let p99 = figures.latencies("honest request, a connection each", times);
    figures.at_most("p99 of honest requests", u64::try_from(p99.as_millis())?, "ms", MOST_P99);
    Ok(())
}

/// Whether the program answers, from its database. It may lack the front end, and so not be ready.
async fn reads_database(client: &Client, base: &str) -> Result<bool> {
    let ready: serde_json::Value = client.get(format!("{base}/api/ready")).send().await?.json().await?;
    Ok(ready["database"] == true)
}

/// Keeps one slow connection open, for ever.
async fn be_slow(authority: String, number: usize) {
    loop {
        // What is refused or cut off is tried again.
        let _cut_off = connect(&authority, number % 3).await;
        tokio::time::sleep(PAUSE).await;
    }
}

async fn connect(authority: &str, kind: usize) -> Result<()> {
    let mut stream = TcpStream::connect(authority).await?;
    let begin = match kind {
        0 => HEAD.to_owned(),
        1 => BODY.to_owned(),
        _ => READER.repeat(100),
    };
    if kind == 2 {
        stream.write_all(begin.as_bytes()).await?;
        // Nothing is read, and so nothing is learnt of being cut off.
        tokio::time::sleep(PAUSE * 60).await;
        return Ok(());
    }
    stream.write_all(begin.as_bytes()).await?;
    let mut read = [0_u8; 512];
    loop {
        tokio::select! {
            got = stream.read(&mut read) => if got? == 0 { return Ok(()) },
            () = tokio::time::sleep(PAUSE) => stream.write_all(b"x").await?,
        }
    }
}

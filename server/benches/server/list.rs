//! A list of 1,000 of 10,000 AI systems: the SQL statements it takes, its bytes and its processor time.
//!
//! Statements are those that the server's own log of the database driver holds, in a run apart from the timed one.

use crate::figures::{Figures, in_millis};
use crate::program::Program;
use crate::{memory, seed};
use anyhow::Result;
use reqwest::Client;
use std::time::Instant;

const SYSTEMS: usize = 10_000;
const REQUESTS: u32 = 200;
const LIST: &str = "/api/register";

/// Measures.
pub(crate) async fn run(figures: &mut Figures) -> Result<()> {
    figures.about("list: 1,000 of 10,000 AI systems over HTTP, SQLite");
    let folder = tempfile::tempdir()?;
    let token = seed::systems(folder.path(), SYSTEMS).await?;
    let program = Program::start(folder.path(), "warn").await?;
    let staff = program.sign_in(&token).await?;
    let bytes = program.read(&staff, LIST).await?;
    let mut times = Vec::new();
    let before = memory::processor_time(program.process())?;
    for _ in 0..REQUESTS {
        let began = Instant::now();
        program.read(&staff, LIST).await?;
        times.push(began.elapsed());
    }
    let took = memory::processor_time(program.process())? - before;
    drop(program);
    let program = Program::start(folder.path(), "sqlx::query=debug").await?;
    let (list, session) = (statements(&program, &staff, LIST).await?, statements(&program, &staff, SESSION).await?);
    figures.at_most("statements of the list", list - session, "statements", 3);
    figures.tell("statements that find the session", session, "statements");
    figures.tell("body", bytes, "bytes");
    figures.tell(&format!("processor time of one, over {REQUESTS}"), in_millis(took / REQUESTS), "ms");
    figures.latencies("answer", times);
    Ok(())
}

/// What takes nothing but the session.
const SESSION: &str = "/api/session";

/// How many statements a request takes.
async fn statements(program: &Program, staff: &Client, path: &str) -> Result<u64> {
    // The first request opens connections and meets rows whose day has come; the second is like all after it.
    program.read(staff, path).await?;
    let before = logged(&program.log()?);
    program.read(staff, path).await?;
    Ok(logged(&program.log()?) - before)
}

/// Statements in the log, without those that set a connection up.
fn logged(log: &str) -> u64 {
    let is_statement =
        |line: &&str| line.contains("\"target\":\"sqlx::query\"") && !line.contains("\"summary\":\"PRAGMA");
    log.lines().filter(is_statement).count() as u64
}

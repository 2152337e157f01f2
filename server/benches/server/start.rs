//! A start with 100,000 assessments stored: the time to the first answer and to the first list, and the memory at rest.
//!
//! The page cache is warm: the files were written just before.

use crate::figures::{Figures, in_millis, median};
use crate::program::Program;
use crate::{memory, seed};
use anyhow::Result;
use std::time::{Duration, Instant};

const ASSESSMENTS: usize = 100_000;
const STARTS: usize = 5;
/// Long enough for the jobs that begin with the server to end.
const REST: Duration = Duration::from_secs(3);

/// Measures.
pub(crate) async fn run(figures: &mut Figures) -> Result<()> {
    figures.about("start: 100,000 assessments of 100,000 AI systems stored, SQLite");
    let folder = tempfile::tempdir()?;
    let seeded = seed::assessments(folder.path(), ASSESSMENTS).await?;
    figures.tell("records in the journal", seeded.records, "records");
    figures.tell("database", std::fs::metadata(folder.path().join("assay.db"))?.len(), "bytes");
    let program = Program::start(folder.path(), "warn").await?;
    let staff = program.sign_in(&seeded.token).await?;
    drop(program);
    let (mut answers, mut lists) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        let began = Instant::now();
        let program = Program::start(folder.path(), "warn").await?;
        answers.push(program.first_answer);
        program.read(&staff, "/api/assessments").await?;
        lists.push(began.elapsed());
    }
    figures.tell(&format!("start to first answer, middle of {STARTS}"), in_millis(median(answers)), "ms");
    figures.tell(&format!("start to a list of 1,000, middle of {STARTS}"), in_millis(median(lists)), "ms");
    let program = Program::start(folder.path(), "warn").await?;
    tokio::time::sleep(REST).await;
    figures.tell("memory at rest", memory::in_mebibytes(memory::resident(program.process())?), "MiB");
    program.read(&staff, "/api/assessments").await?;
    program.read(&staff, "/api/register").await?;
    tokio::time::sleep(REST).await;
    let after = memory::in_mebibytes(memory::resident(program.process())?);
    figures.tell("memory at rest after a list of each kind", after, "MiB");
    Ok(())
}

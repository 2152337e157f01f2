//! The register as CSV, 100,000 rows over HTTP: its lines and bytes, and the memory that the server takes for it.
//!
//! The peak is the kernel's own, begun anew just before; what the server held by then is taken off.

use crate::figures::{Figures, in_millis};
use crate::program::Program;
use crate::{memory, seed};
use anyhow::Result;
use std::time::{Duration, Instant};

const SYSTEMS: usize = 100_000;
const MOST: u64 = 32 * 1_024 * 1_024;

/// Measures.
pub(crate) async fn run(figures: &mut Figures) -> Result<()> {
    figures.about("export: the register of 100,000 AI systems as CSV over HTTP, SQLite");
    let folder = tempfile::tempdir()?;
    let token = seed::systems(folder.path(), SYSTEMS).await?;
    let program = Program::start(folder.path(), "warn").await?;
    let staff = program.sign_in(&token).await?;
    tokio::time::sleep(Duration::from_millis(500)).await;
    let held = memory::resident(program.process())?;
    memory::forget_peak(program.process())?;
    let began = Instant::now();
    let mut response = staff.get(format!("{}/api/register.csv", program.base)).send().await?.error_for_status()?;
    let (mut bytes, mut lines, mut first) = (0, 0, None);
    while let Some(chunk) = response.chunk().await? {
        first.get_or_insert_with(|| began.elapsed());
        bytes += chunk.len() as u64;
        lines += chunk.iter().filter(|byte| **byte == b'\n').count();
    }
    let took = began.elapsed();
    let more = memory::peak(program.process())?.saturating_sub(held);
    figures.at_least("rows", lines.saturating_sub(1) as f64, "rows", SYSTEMS as f64);
    figures.tell("bytes", bytes, "bytes");
    figures.tell("memory held before", memory::in_mebibytes(held), "MiB");
    figures.at_most("more at the peak", more, "bytes", MOST - 1);
    figures.tell("first bytes after", in_millis(first.unwrap_or_default()), "ms");
    figures.tell("all bytes after", in_millis(took), "ms");
    Ok(())
}

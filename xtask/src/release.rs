//! `cargo xtask build`: the release binary with the browser program inside.
//! The server's build script compresses and embeds dist/, so the browser program is built first.

use crate::progress::{Progress, in_words};
use crate::tools::{self, Toolbox};
use crate::{browser, shell, workspace};
use anyhow::{Context, Result};
use std::path::PathBuf;
use std::time::Instant;

/// How many progress steps `binary` takes.
pub(crate) const STEPS: usize = 1 + tools::STEPS + browser::STEPS + 1;

/// Builds, and prints the path and the size of the binary.
///
/// # Errors
/// When a tool is missing or a build fails.
pub(crate) fn run() -> Result<()> {
    let started = Instant::now();
    let mut progress = Progress::of(STEPS);
    let binary = binary(&mut progress)?;
    let bytes = binary.metadata().with_context(|| format!("nothing at {}", binary.display()))?.len();
    println!("built in {}: {} ({:.1} MB)", in_words(started.elapsed()), binary.display(), bytes as f64 / 1e6);
    println!("it needs nothing else: copy it and run `assay serve`");
    Ok(())
}

/// Builds everything and returns the path of `assay`.
///
/// # Errors
/// When a tool is missing or a build fails.
pub(crate) fn binary(progress: &mut Progress) -> Result<PathBuf> {
    progress.step("Fetching the crates of the lock file");
    shell::run(&mut shell::cargo(&["fetch"]))?;
    let tools = Toolbox::find_or_install(progress)?;
    browser::build(&tools, progress)?;
    progress.step("Compiling the server in release (several minutes the first time)");
    shell::run(&mut shell::cargo(&["build", "--release", "--package", "server", "--bin", "assay"]))?;
    Ok(workspace::target_dir().join("release/assay"))
}

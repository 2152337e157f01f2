//! `cargo xtask serve`: from a fresh clone to a running server.
//! The last step replaces this process by `assay serve`, so that signals reach the server itself.

use crate::progress::Progress;
use crate::{release, shell};
use anyhow::{Context, Result};
use std::os::unix::process::CommandExt;

/// Builds everything and becomes `assay serve ARGUMENTS`.
///
/// # Errors
/// When a tool is missing, a build fails or the server cannot be started.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let mut progress = Progress::of(release::STEPS + 1);
    let binary = release::binary(&mut progress)?;
    progress.step("Starting the server; stop it with Ctrl-C");
    // `cargo xtask serve -- --demo` is the same as `cargo xtask serve --demo`.
    let arguments = arguments.iter().skip(usize::from(arguments.first().is_some_and(|first| first == "--")));
    let error = shell::command(&binary).arg("serve").args(arguments).exec();
    Err(error).with_context(|| format!("cannot start {}", binary.display()))
}

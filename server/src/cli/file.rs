//! Files from outside: read up to a limit, and their faults told with the path of each.
//!
//! `-` is standard input. Nothing is believed of a file until the rules have checked it.

use anyhow::Context;
use domain::answer::MAX_STATE_BYTES;
use domain::api::problem::Fault;
use std::fmt::Write as _;
use std::io::Read as _;

/// Bytes that are read at most: a state of the longest answers; every kind of file has a limit of its own.
const MOST: u64 = MAX_STATE_BYTES as u64;

/// The bytes of a file, or of standard input for `-`.
///
/// # Errors
/// When it cannot be read.
pub fn read(path: &str) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let done = if path == "-" {
        std::io::stdin().lock().take(MOST + 1).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(path).and_then(|file| file.take(MOST + 1).read_to_end(&mut bytes))
    };
    done.with_context(|| format!("{} cannot be read", name(path)))?;
    if bytes.len() as u64 > MOST {
        anyhow::bail!("{} is over {} MiB: nothing that Assay reads is that large", name(path), MOST >> 20);
    }
    Ok(bytes)
}

/// What is wrong with a file, one line for each fault, each with its path.
#[must_use]
pub fn broken(path: &str, faults: &[Fault]) -> anyhow::Error {
    let mut text = format!("{} cannot be used", name(path));
    for fault in faults {
        let at = if fault.at.is_empty() { "(the whole file)" } else { &fault.at };
        // Writing to a String does not fail.
        let _written = write!(text, "\n  {at}: {}", fault.detail);
    }
    anyhow::Error::msg(text)
}

fn name(path: &str) -> &str {
    if path == "-" { "standard input" } else { path }
}

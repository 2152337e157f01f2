//! What the kernel tells of another process: the memory it holds, the most it held, the processor time it took.
//!
//! Everything is read from `/proc`, so this is for Linux.

use anyhow::{Context, Result};
use std::time::Duration;

/// Ticks a second in `/proc/PID/stat`: the unit of that file on every Linux, whatever the kernel counts in.
const TICKS: u64 = 100;

fn field(process: u32, name: &str) -> Result<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()).context("no such line in /proc")?;
    Ok(kilobytes.parse::<u64>()? * 1_024)
}

/// Bytes that the process holds in memory now.
///
/// # Errors
/// When there is no such process.
pub(crate) fn resident(process: u32) -> Result<u64> {
    field(process, "VmRSS")
}

/// The most bytes that the process has held since [`forget_peak`].
///
/// # Errors
/// When there is no such process.
pub(crate) fn peak(process: u32) -> Result<u64> {
    field(process, "VmHWM")
}

/// Lets the peak begin anew at what is held now.
///
/// # Errors
/// When there is no such process.
pub(crate) fn forget_peak(process: u32) -> Result<()> {
    std::fs::write(format!("/proc/{process}/clear_refs"), "5").context("the peak cannot be reset")
}

/// Processor time that the process took since it began, to the hundredth of a second.
///
/// # Errors
/// When there is no such process.
pub(crate) fn processor_time(process: u32) -> Result<Duration> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
    // The name in parentheses may hold blanks; user and system time are the 12th and 13th field after it.
    let after_name = stat.rsplit_once(')').context("no name in /proc")?.1;
    let ticks = after_name.split_whitespace().skip(11).take(2).map(str::parse::<u64>);
    let ticks: u64 = ticks.collect::<Result<Vec<_>, _>>()?.iter().sum();
    Ok(Duration::from_millis(ticks * 1_000 / TICKS))
}

/// Bytes in MiB, to the tenth.
pub(crate) fn in_mebibytes(bytes: u64) -> f64 {
    (bytes as f64 / 1_048_576.0 * 10.0).round() / 10.0
}

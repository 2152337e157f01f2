//! `cargo xtask bench`: the benchmarks by name, each a line in the list below.
//! Counts and bytes they print are exact; times are for comparison within one run on one machine.

use crate::shell;
use anyhow::{Result, bail};

/// One benchmark: its name, what it measures, and the `cargo` arguments that run it.
struct Bench {
    name: &'static str,
    measures: &'static str,
    cargo: &'static [&'static str],
}

const BENCHES: [Bench; 1] = [Bench {
    name: "domain",
    measures: "scoring, re-evaluation after an answer, folding events (native)",
    cargo: &["bench", "--package", "domain", "--benches"],
}];

/// Runs all benchmarks, or those named.
///
/// # Errors
/// When a name is unknown (all names are listed) or a benchmark fails.
pub(crate) fn run(names: &[String]) -> Result<()> {
    if let Some(unknown) = names.iter().find(|name| BENCHES.iter().all(|bench| bench.name != **name)) {
        let known: Vec<&str> = BENCHES.iter().map(|bench| bench.name).collect();
        bail!("no benchmark is called `{unknown}`; there are: {}", known.join(", "));
    }
    let chosen: Vec<&Bench> =
        BENCHES.iter().filter(|bench| names.is_empty() || names.iter().any(|name| name == bench.name)).collect();
    for (index, bench) in chosen.iter().enumerate() {
        println!("[{}/{}] {}: {}", index + 1, chosen.len(), bench.name, bench.measures);
        shell::run(&mut shell::cargo(bench.cargo))?;
    }
    Ok(())
}

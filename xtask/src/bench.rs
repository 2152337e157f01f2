//! `cargo xtask bench`: the benchmarks by name, each a line in the list below.
//! Counts and bytes they print are exact; times are for comparison within one run on one machine.

use crate::{shell, test};
use anyhow::{Result, bail};

/// One benchmark.
struct Bench {
    name: &'static str,
    measures: &'static str,
    runs: Runs,
}

/// What runs a benchmark, with the arguments of `cargo`.
enum Runs {
    Here(&'static [&'static str]),
    InBrowser(&'static [&'static str]),
    OnPostgres(&'static [&'static str]),
}

const BENCHES: [Bench; 10] = [
    Bench {
        name: "domain",
        measures: "scoring, re-evaluation after an answer, folding events, CSV; native",
        runs: Runs::Here(&["bench", "--package", "domain", "--bench", "scoring", "--bench", "register"]),
    },
    Bench {
        name: "browser",
        measures: "re-evaluation after an answer, in a headless browser, compiled as it ships",
        runs: Runs::InBrowser(&[
            "bench",
            "--package",
            "domain",
            "--bench",
            "browser",
            "--profile",
            "browser",
            "--target",
            "wasm32-unknown-unknown",
        ]),
    },
    Bench {
        name: "answers",
        measures: "durable answers over HTTP at 64 connections: syncs, rate, latency",
        runs: Runs::Here(&["bench", "--package", "server", "--bench", "server", "--", "answers"]),
    },
    Bench {
        name: "writes",
        measures: "statements and bytes of one answer, verdict and conclusion; answers a second against SQLite alone",
        runs: Runs::Here(&["bench", "--package", "server", "--bench", "server", "--", "writes"]),
    },
    Bench {
        name: "audit",
        measures: "10,000 random tampers of journal, heads and rows: how many are found",
        runs: Runs::Here(&["bench", "--package", "server", "--bench", "server", "--", "audit"]),
    },
    Bench {
        name: "list",
        measures: "a list of 1,000 of 10,000 AI systems: statements, bytes, processor time",
        runs: Runs::Here(&["bench", "--package", "server", "--bench", "server", "--", "list"]),
    },
    Bench {
        name: "export",
        measures: "CSV of 100,000 rows: rows, bytes, memory",
        runs: Runs::Here(&["bench", "--package", "server", "--bench", "server", "--", "export"]),
    },
    Bench {
        name: "slow",
        measures: "honest requests beside 1,000 slow connections with 1,024 files: how many succeed, latency",
        runs: Runs::Here(&["bench", "--package", "server", "--bench", "server", "--", "slow"]),
    },
    Bench {
        name: "nodes",
        measures: "three nodes on PostgreSQL and a bucket, one killed every 30 s for 5 minutes: lost, doubled, refused",
        runs: Runs::OnPostgres(&["bench", "--package", "server", "--bench", "server", "--", "nodes"]),
    },
    Bench {
        name: "start",
        measures: "start to first answer with 100,000 assessments stored, memory at rest",
        runs: Runs::Here(&["bench", "--package", "server", "--bench", "server", "--", "start"]),
    },
];

/// Runs all benchmarks, or those named. One that fails does not stop those after it.
///
/// # Errors
/// When a name is unknown (all names are listed) or a benchmark fails: a bound on a count or on bytes was missed.
pub(crate) fn run(names: &[String]) -> Result<()> {
    if let Some(unknown) = names.iter().find(|name| BENCHES.iter().all(|bench| bench.name != **name)) {
        let known: Vec<&str> = BENCHES.iter().map(|bench| bench.name).collect();
        bail!("no benchmark is called `{unknown}`; there are: {}", known.join(", "));
    }
    let chosen: Vec<&Bench> =
        BENCHES.iter().filter(|bench| names.is_empty() || names.iter().any(|name| name == bench.name)).collect();
    let mut failed = Vec::new();
    for (index, bench) in chosen.iter().enumerate() {
        println!("[{}/{}] {}: {}", index + 1, chosen.len(), bench.name, bench.measures);
        let ran = match bench.runs {
            Runs::Here(arguments) => shell::run(&mut shell::cargo(arguments)),
            Runs::InBrowser(arguments) => test::bench_in_browser(arguments),
            Runs::OnPostgres(arguments) => test::bench_on_postgres(arguments),
        };
        if let Err(error) = ran {
            eprintln!("error: {error:#}");
            failed.push(bench.name);
        }
    }
    if failed.is_empty() { Ok(()) } else { bail!("failed: {}", failed.join(", ")) }
}

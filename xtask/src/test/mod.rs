//! `cargo xtask test`: every check in order, and `cargo xtask check`, the fast ones among them.
//! A failing step does not stop the ones after it; the last line counts single tests and single checks.

mod binaries;
mod browsers;
mod chromedriver;
mod context;
mod outcome;
mod postgres;
mod process;
mod statics;
mod suites;

pub(crate) use browsers::bench as bench_in_browser;
pub(crate) use postgres::bench as bench_on_postgres;

use crate::progress::in_words;
use crate::tools;
use anyhow::Result;
use context::Context;
use outcome::Count;
use std::time::Instant;

/// One named step and what runs it.
struct Step {
    name: &'static str,
    run: fn(&mut Context) -> Result<Count>,
}

const CHECKS: [Step; 6] = [
    Step { name: "formatting", run: statics::formatting },
    Step { name: "clippy for this machine", run: statics::clippy_native },
    Step { name: "clippy for the browser", run: statics::clippy_wasm },
    Step { name: "dependency rules", run: statics::dependency_rules },
    Step { name: "source rules", run: statics::source_rules },
    Step { name: "documentation", run: statics::documentation },
];

const SUITES: [Step; 8] = [
    Step { name: "unit, property and golden tests", run: suites::unit },
    Step { name: "golden vectors in WebAssembly", run: browsers::golden },
    Step { name: "components in a headless browser", run: browsers::components },
    Step { name: "HTTP on SQLite", run: suites::http_on_sqlite },
    Step { name: "HTTP on PostgreSQL", run: suites::http_on_postgres },
    Step { name: "browser program", run: browsers::program },
    Step { name: "byte budget of the first load", run: browsers::byte_budget },
    Step { name: "journeys in Chromium", run: suites::journeys },
];

/// Every check and test. True when nothing failed.
///
/// # Errors
/// None of its own: a step that cannot run counts as failed.
pub(crate) fn run() -> Result<bool> {
    println!("Getting ready: what is missing is installed or named");
    let mut context = Context::prepare();
    Ok(run_steps(CHECKS.iter().chain(&SUITES), &mut context))
}

/// The checks that need no running program, without the documentation. True when nothing failed.
///
/// # Errors
/// When rustfmt or clippy is missing and cannot be added.
pub(crate) fn check() -> Result<bool> {
    tools::components()?;
    let fast = CHECKS.iter().filter(|step| step.name != "documentation");
    Ok(run_steps(fast, &mut Context::bare()))
}

fn run_steps<'a>(steps: impl Iterator<Item = &'a Step>, context: &mut Context) -> bool {
    let started = Instant::now();
    let steps: Vec<&Step> = steps.collect();
    let mut total = Count::default();
    let mut summary = Vec::new();
    for (index, step) in steps.iter().enumerate() {
        println!("--- {}/{} {} ({} so far)", index + 1, steps.len(), step.name, in_words(started.elapsed()));
        let step_started = Instant::now();
        let count = (step.run)(context).unwrap_or_else(|error| {
            println!("{error:#}");
            Count { passed: 0, failed: 1 }
        });
        let verdict = if count.failed == 0 { "pass" } else { "FAIL" };
        let took = in_words(step_started.elapsed());
        let line = format!("{verdict}  {}: {} passed, {} failed, {took}", step.name, count.passed, count.failed);
        println!("{line}");
        summary.push(line);
        total += count;
    }
    println!("--- summary ({})", in_words(started.elapsed()));
    for line in summary {
        println!("{line}");
    }
    println!("{} passed, {} failed", total.passed, total.failed);
    total.failed == 0
}

//! The steps about the browser program: its tests in a headless browser, its build, its weight; and its benchmark.
//! Tests and benchmark run under wasm-bindgen's own runner, which starts the driver and the browser by itself.

use super::binaries;
use super::context::Context;
use super::outcome::Count;
use crate::progress::Progress;
use crate::{browser, budget, shell, workspace};
use anyhow::{Result, bail};
use std::path::Path;
use std::process::Command;

/// The domain's shared vectors again, compiled to WebAssembly.
pub(super) fn golden(context: &mut Context) -> Result<Count> {
    run_in_browser(context, |package, name| package == "domain" && name == "golden")
}

/// The browser program's own tests.
pub(super) fn components(context: &mut Context) -> Result<Count> {
    run_in_browser(context, |package, _| package == "app")
}

fn run_in_browser(context: &mut Context, chosen: impl Fn(&str, &str) -> bool) -> Result<Count> {
    let driver = context.chromedriver()?;
    let runner = context.toolbox()?.test_runner();
    let mut count = Count::default();
    for binary in context.wasm()?.iter().filter(|binary| chosen(&binary.package, &binary.name)) {
        let mut command = binary.command_under(&runner);
        with_browser(&mut command, &driver);
        count += binaries::run(binary, command)?;
    }
    if count == Count::default() {
        bail!("there was no test to run");
    }
    Ok(count)
}

/// Tells the runner which browser to take, and how.
fn with_browser(command: &mut Command, driver: &Path) {
    command
        .env("CHROMEDRIVER", driver)
        .env("WASM_BINDGEN_USE_BROWSER", "1")
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", workspace::root().join("webdriver.json"))
        // Seconds. A busy machine starts a browser slowly; that is no fault of the tests.
        .env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "60")
        .env("WASM_BINDGEN_TEST_TIMEOUT", "300");
}

/// Runs a benchmark in a headless browser. `cargo` are the arguments that name it.
///
/// # Errors
/// When a tool is missing, or the benchmark fails.
pub(crate) fn bench(cargo: &[&str]) -> Result<()> {
    let mut context = Context::bare();
    let driver = context.chromedriver()?;
    let mut command = shell::cargo(cargo);
    with_browser(&mut command, &driver);
    command
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", context.toolbox()?.test_runner())
        .env("WASM_BINDGEN_BENCH_RESULT", workspace::target_dir().join("browser-benchmark.json"));
    shell::run(&mut command)
}

/// Builds the browser program as it ships.
pub(super) fn program(context: &mut Context) -> Result<Count> {
    browser::build(context.toolbox()?, &mut Progress::of(browser::STEPS))?;
    Ok(Count::PASS)
}

/// Weighs it.
pub(super) fn byte_budget(_: &mut Context) -> Result<Count> {
    if !budget::print(&workspace::dist())? {
        bail!("the first load is over its budget");
    }
    Ok(Count::PASS)
}

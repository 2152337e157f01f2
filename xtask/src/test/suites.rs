//! The test programs that run on this machine: units, HTTP on both databases, journeys.
//! A step that finds no test at all fails: silence is not success.

use super::binaries::{self, TestBinary};
use super::chromedriver::Chromedriver;
use super::context::Context;
use super::outcome::Count;
use super::postgres::Postgres;
use super::process;
use crate::{shell, workspace};
use anyhow::{Result, bail};
use std::process::Command;

/// Units of every member, the domain's golden and property tests, and the examples in the documentation.
pub(super) fn unit(context: &mut Context) -> Result<Count> {
    let is_unit =
        |binary: &TestBinary| binary.package == "domain" || binary.package == "xtask" || binary.kind != "test";
    let mut count = run_all(context.native()?, |binary| is_unit(binary) && binary.package != "tests", |_| ())?;
    println!("      examples in the documentation");
    let mut examples = shell::cargo(&["test", "--workspace", "--exclude", "app", "--doc", "--quiet"]);
    let ended = process::run(&mut examples)?;
    if !ended.well {
        println!("{}", ended.output);
    }
    count += Count::of_run(&ended.output, ended.well);
    Ok(count)
}

/// The server's tests over HTTP, each on a SQLite database of its own.
pub(super) fn http_on_sqlite(context: &mut Context) -> Result<Count> {
    run_all(context.native()?, is_http, |command| {
        command.env_remove("ASSAY_TEST_DATABASE_URL");
    })
}

/// The same programs, on a PostgreSQL that lives as long as this step.
pub(super) fn http_on_postgres(context: &mut Context) -> Result<Count> {
    let binaries = context.native()?;
    let postgres = Postgres::start()?;
    println!("      {}", postgres.described());
    run_all(binaries, is_http, |command| {
        command.env("ASSAY_TEST_DATABASE_URL", postgres.url());
    })
}

/// What a person does: the real server, the real browser program, a real Chromium.
pub(super) fn journeys(context: &mut Context) -> Result<Count> {
    let driver = Chromedriver::start(&context.chromedriver()?)?;
    if !workspace::dist().join("index.html").is_file() {
        bail!("there is no browser program in dist/ to journey through");
    }
    let binaries = context.native()?;
    shell::run(&mut shell::cargo(&["build", "--workspace", "--exclude", "app", "--bins"]))?;
    let assay = workspace::target_dir().join("debug/assay");
    run_all(
        binaries,
        |binary| binary.package == "tests",
        |command| {
            command.env("ASSAY_BIN", &assay).env("CHROMEDRIVER_URL", driver.url());
            // One browser at a time: two on two processors make waits fail that are long enough alone.
            command.env("RUST_TEST_THREADS", "1");
        },
    )
}

fn is_http(binary: &TestBinary) -> bool {
    binary.package == "server" && binary.kind == "test"
}

fn run_all(
    binaries: &[TestBinary],
    chosen: impl Fn(&TestBinary) -> bool,
    prepare: impl Fn(&mut Command),
) -> Result<Count> {
    let mut count = Count::default();
    for binary in binaries.iter().filter(|binary| chosen(binary)) {
        let mut command = binary.command();
        prepare(&mut command);
        count += binaries::run(binary, command)?;
    }
    if count == Count::default() {
        bail!("there was no test to run");
    }
    Ok(count)
}

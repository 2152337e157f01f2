//! The checks that run no program of ours: formatting, lints, rules of the house, documentation.
//! Each is one check: it passes whole or fails whole.

use super::context::Context;
use super::outcome::Count;
use crate::workspace::{self, WASM};
use crate::{rules, shell};
use anyhow::{Result, bail};

pub(super) fn formatting(_: &mut Context) -> Result<Count> {
    shell::run(&mut shell::cargo(&["fmt", "--all", "--check"]))?;
    Ok(Count::PASS)
}

pub(super) fn clippy_native(_: &mut Context) -> Result<Count> {
    let mut clippy = shell::cargo(&["clippy", "--workspace", "--exclude", "app", "--all-targets"]);
    shell::run(clippy.args(["--", "-D", "warnings"]))?;
    Ok(Count::PASS)
}

pub(super) fn clippy_wasm(_: &mut Context) -> Result<Count> {
    // Benchmarks stay out: their harness does not build for the browser.
    let mut clippy = shell::cargo(&["clippy", "--package", "app", "--package", "domain", "--target", WASM]);
    shell::run(clippy.args(["--lib", "--bins", "--tests", "--", "-D", "warnings"]))?;
    Ok(Count::PASS)
}

pub(super) fn dependency_rules(_: &mut Context) -> Result<Count> {
    verdict(&rules::dependencies()?)
}

pub(super) fn source_rules(_: &mut Context) -> Result<Count> {
    verdict(&rules::sources(&workspace::root())?)
}

pub(super) fn documentation(_: &mut Context) -> Result<Count> {
    let native = ["doc", "--workspace", "--exclude", "app", "--no-deps", "--quiet"];
    let browser = ["doc", "--package", "app", "--no-deps", "--quiet", "--target", WASM];
    for arguments in [native.as_slice(), &browser] {
        shell::run(shell::cargo(arguments).env("RUSTDOCFLAGS", "-D warnings"))?;
    }
    Ok(Count::PASS)
}

fn verdict(faults: &[String]) -> Result<Count> {
    if faults.is_empty() {
        return Ok(Count::PASS);
    }
    bail!("{}\n{} faults", faults.join("\n"), faults.len())
}

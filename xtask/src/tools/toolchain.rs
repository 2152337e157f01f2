//! What rustup provides: the WebAssembly target, rustfmt and clippy.
//! A machine without rustup is told what to install instead.

use crate::progress::Progress;
use crate::shell;
use crate::workspace::WASM;
use anyhow::{Context, Result, bail};
use std::path::Path;

/// Makes sure the compiler can build for the browser.
///
/// # Errors
/// When the target is missing and rustup is not there to add it.
pub(super) fn wasm_target(progress: &Progress) -> Result<()> {
    let sysroot = shell::capture(shell::command("rustc").args(["--print", "sysroot"])).context("no Rust compiler")?;
    if Path::new(sysroot.trim()).join("lib/rustlib").join(WASM).join("lib").is_dir() {
        progress.note("found");
        return Ok(());
    }
    if shell::on_path("rustup").is_none() {
        bail!("the Rust compiler has no {WASM} target and there is no rustup to add it: install it with your system");
    }
    progress.note("adding it with rustup (about 20 MB, once)");
    shell::run(shell::command("rustup").args(["target", "add", WASM]))
}

/// Makes sure `cargo fmt` and `cargo clippy` are there.
///
/// # Errors
/// When they are missing and rustup cannot add them.
pub(crate) fn components() -> Result<()> {
    let missing: Vec<&str> = [("rustfmt", "fmt"), ("clippy", "clippy")]
        .into_iter()
        .filter(|(_, command)| shell::capture(&mut shell::cargo(&[command, "--version"])).is_err())
        .map(|(component, _)| component)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("adding {} with rustup", missing.join(" and "));
    shell::run(shell::command("rustup").args(["component", "add"]).args(missing))
}

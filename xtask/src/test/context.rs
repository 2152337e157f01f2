//! What several steps share: the tools, the compiled test programs, and why one of them is not there.
//! Each is made once; a failure is kept and told by every step that needs the thing.

use super::binaries::{self, TestBinary};
use crate::progress::Progress;
use crate::shell;
use crate::tools::{self, Toolbox, packages};
use crate::workspace::WASM;
use anyhow::{Result, anyhow};
use std::path::PathBuf;

/// A thing that was made, or why it could not be; None before the first try.
type Once<T> = Option<Result<T, String>>;

/// See the head of the file.
pub(super) struct Context {
    toolbox: Once<Toolbox>,
    native: Once<Vec<TestBinary>>,
    wasm: Once<Vec<TestBinary>>,
    chromedriver: Once<PathBuf>,
}

impl Context {
    /// With nothing at hand yet; enough for checks of the sources.
    pub(super) fn bare() -> Self {
        Self { toolbox: None, native: None, wasm: None, chromedriver: None }
    }

    /// Installs what is missing, all at the start, so that nobody waits for a failure half an hour later.
    pub(super) fn prepare() -> Self {
        let mut context = Self::bare();
        let mut progress = Progress::of(2 + tools::STEPS + 2);
        progress.step("Fetching the crates of the lock file");
        report(shell::run(&mut shell::cargo(&["fetch"])).err());
        progress.step("Looking for rustfmt and clippy");
        report(tools::components().err());
        let toolbox = Toolbox::find_or_install(&mut progress);
        report(toolbox.as_ref().err());
        context.toolbox = Some(toolbox.map_err(|error| format!("{error:#}")));
        progress.step("Looking for Chromium and its driver");
        report(context.chromedriver().err());
        progress.step("Looking for PostgreSQL");
        report(packages::program("postgres", "postgresql", packages::of_postgres).err());
        context
    }

    /// The tools that build the browser program.
    pub(super) fn toolbox(&mut self) -> Result<&Toolbox> {
        once(&mut self.toolbox, || Toolbox::find_or_install(&mut Progress::of(tools::STEPS)))
    }

    /// The driver of Chromium; Chromium itself is then there too.
    pub(super) fn chromedriver(&mut self) -> Result<PathBuf> {
        let find = || {
            packages::program("chromium", "chromium", |name| {
                shell::on_path(name).or_else(|| shell::on_path("google-chrome"))
            })?;
            packages::program("chromedriver", "chromium-driver", shell::on_path)
        };
        once(&mut self.chromedriver, find).cloned()
    }

    /// The test programs for this machine, of every member that runs on it, compiled in one go.
    pub(super) fn native(&mut self) -> Result<&[TestBinary]> {
        // One selection for all native work: with another set of packages cargo would choose other features
        // for shared crates and compile them again.
        once(&mut self.native, || binaries::compile(&["--workspace", "--exclude", "app"])).map(Vec::as_slice)
    }

    /// The test programs for the browser.
    pub(super) fn wasm(&mut self) -> Result<&[TestBinary]> {
        let selection = ["--package", "app", "--package", "domain", "--target", WASM, "--lib", "--bins", "--tests"];
        once(&mut self.wasm, || binaries::compile(&selection)).map(Vec::as_slice)
    }
}

fn once<T>(slot: &mut Once<T>, make: impl FnOnce() -> Result<T>) -> Result<&T> {
    let made = slot.get_or_insert_with(|| make().map_err(|error| format!("{error:#}")));
    made.as_ref().map_err(|reason| anyhow!("{reason}"))
}

fn report(error: Option<impl std::borrow::Borrow<anyhow::Error>>) {
    if let Some(error) = error {
        println!("      {:#}", error.borrow());
    }
}

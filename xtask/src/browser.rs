//! Builds the browser program into dist/: cargo compiles it, Trunk gathers the files, wasm-opt makes it smaller.
//! cargo runs by itself first, so that its progress is seen and Trunk, which is told to stay offline, finds all done.

use crate::progress::Progress;
use crate::shell;
use crate::tools::Toolbox;
use crate::workspace::{self, WASM};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};

/// How many progress steps `build` takes.
pub(crate) const STEPS: usize = 2;

/// What the compiler may emit for Rust's WebAssembly target; older wasm-opt refuses what is not named.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Builds in release and leaves the result in dist/.
///
/// # Errors
/// When the compiler or Trunk fails. A failing wasm-opt is reported and does without.
pub(crate) fn build(tools: &Toolbox, progress: &mut Progress) -> Result<()> {
    progress.step("Compiling the browser program in release (several minutes the first time)");
    shell::run(&mut shell::cargo(&[
        "build",
        "--package",
        "app",
        "--bin",
        "app",
        "--profile",
        "browser",
        "--target",
        WASM,
    ]))?;
    progress.step("Gathering the browser program into dist/");
    shell::run(tools.trunk().args(["build", "--release", "--offline=true"]))?;
    let program = program_in(&workspace::dist())?;
    match &tools.wasm_opt {
        None => progress.note("without wasm-opt"),
        Some(wasm_opt) => {
            if let Err(error) = optimise(wasm_opt, &program, progress) {
                progress
                    .note(&format!("wasm-opt cannot take this program, which stays about a third larger: {error:#}"));
            }
        }
    }
    Ok(())
}

/// Optimises the program for size and gives it a name of its own, because browsers keep a name's bytes for good.
fn optimise(wasm_opt: &Path, program: &Path, progress: &Progress) -> Result<()> {
    let name = program.file_name().and_then(|name| name.to_str()).context("a program without a name")?;
    let smaller_name = name.replace("_bg.wasm", "-z_bg.wasm");
    let smaller = program.with_file_name(&smaller_name);
    shell::capture(shell::command(wasm_opt).args(["-Oz", "--output"]).arg(&smaller).args(FEATURES).arg(program))
        .inspect_err(|_| drop(std::fs::remove_file(&smaller)))?;
    let (before, after) = (program.metadata()?.len(), smaller.metadata()?.len());
    progress.note(&format!("wasm-opt: {} kB became {} kB", before / 1000, after / 1000));
    let page = workspace::dist().join("index.html");
    let html = std::fs::read_to_string(&page)?;
    if !html.contains(name) {
        bail!("index.html does not load {name}");
    }
    std::fs::write(&page, html.replace(name, &smaller_name))?;
    std::fs::remove_file(program)?;
    Ok(())
}

/// The one program in dist/.
fn program_in(dist: &Path) -> Result<PathBuf> {
    let mut programs: Vec<PathBuf> = std::fs::read_dir(dist)
        .with_context(|| format!("cannot read {}", dist.display()))?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "wasm"))
        .collect();
    match (programs.pop(), programs.is_empty()) {
        (Some(program), true) => Ok(program),
        (Some(_), false) => bail!("more than one program in {}", dist.display()),
        (None, _) => bail!("no program in {}", dist.display()),
    }
}

//! Builds the browser program into dist/: cargo compiles it, Trunk gathers the files, then it is made smaller.
//! cargo runs by itself first, so that its progress is seen and Trunk, which is told to stay offline, finds all done.

use crate::progress::Progress;
use crate::shell;
use crate::tools::Toolbox;
use crate::wasm;
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
/// When the compiler or Trunk fails. A failing wasm-opt is reported and done without.
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
    let smaller = program.with_file_name(smaller_name(&program)?);
    let optimised = match &tools.wasm_opt {
        Some(wasm_opt) => optimise(wasm_opt, &program, &smaller)
            .inspect_err(|error| progress.note(&format!("wasm-opt cannot take this program: {error:#}")))
            .is_ok(),
        None => false,
    };
    if !optimised {
        let bytes = std::fs::read(&program)?;
        std::fs::write(&smaller, wasm::without_names(&bytes).context("the compiler's output is no WebAssembly")?)?;
    }
    let (before, after) = (program.metadata()?.len(), smaller.metadata()?.len());
    progress.note(&format!("{} kB became {} kB", before / 1000, after / 1000));
    load_instead(&program, &smaller)
}

/// A name of its own for the smaller program, because browsers keep the bytes of a name for good.
fn smaller_name(program: &Path) -> Result<String> {
    let name = program.file_name().and_then(|name| name.to_str()).context("a program without a name")?;
    Ok(name.replace("_bg.wasm", "-z_bg.wasm"))
}

fn optimise(wasm_opt: &Path, program: &Path, smaller: &Path) -> Result<()> {
    let mut command = shell::command(wasm_opt);
    shell::capture(command.args(["-Oz", "--output"]).arg(smaller).args(FEATURES).arg(program)).map(drop)
}

/// Makes the page load `smaller` in place of `program`, which is removed.
fn load_instead(program: &Path, smaller: &Path) -> Result<()> {
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let page = workspace::dist().join("index.html");
    let html = std::fs::read_to_string(&page)?;
    if !html.contains(&name(program)) {
        bail!("index.html does not load {}", name(program));
    }
    std::fs::write(&page, html.replace(&name(program), &name(smaller)))?;
    std::fs::remove_file(program).context("cannot remove the larger program")
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

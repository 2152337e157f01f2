//! wasm-opt makes the browser program smaller; it is worth having but never needed.
//! Looked for on `PATH` and in the cache, then installed from the system's packages as root, else from npm.

use super::packages;
use crate::progress::Progress;
use crate::{shell, workspace};
use anyhow::Result;
use std::path::PathBuf;

/// The release of the npm package `binaryen` that is used where the system has none.
const NPM_VERSION: &str = "132.0.0";

/// wasm-opt, or None after saying what its absence costs.
pub(super) fn find_or_install(progress: &Progress) -> Option<PathBuf> {
    if let Some(found) = shell::on_path("wasm-opt") {
        progress.note("found on PATH");
        return Some(found);
    }
    let cached = cached().ok()?;
    if shell::is_executable(&cached) {
        progress.note("found in the cache");
        return Some(cached);
    }
    if packages::may_install() {
        progress.note("installing the package binaryen");
        if packages::install(&["binaryen"]).is_ok()
            && let Some(found) = shell::on_path("wasm-opt")
        {
            return Some(found);
        }
    }
    if shell::on_path("npm").is_some() {
        progress.note(&format!("installing binaryen {NPM_VERSION} from npm"));
        if from_npm().is_ok() && shell::is_executable(&cached) {
            return Some(cached);
        }
    }
    progress.note("none to be had: going on without it. The browser program works the same, but its first load is");
    progress.note("about a third larger. To have it: apt-get install binaryen, or npm, and run this again.");
    None
}

fn folder() -> Result<PathBuf> {
    Ok(workspace::tools_dir()?.join(format!("binaryen-{NPM_VERSION}")))
}

fn cached() -> Result<PathBuf> {
    Ok(folder()?.join("node_modules/.bin/wasm-opt"))
}

fn from_npm() -> Result<()> {
    let folder = folder()?;
    std::fs::create_dir_all(&folder)?;
    let mut npm = shell::command("npm");
    npm.args(["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"]).arg(&folder);
    shell::run(npm.arg(format!("binaryen@{NPM_VERSION}")))
}

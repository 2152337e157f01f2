//! wasm-opt makes the browser program a little smaller; it is worth having but never needed.
//! Looked for on `PATH` and in the cache, then installed from npm. One that writes broken programs is not used.

use crate::progress::Progress;
use crate::{shell, workspace};
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};

/// The release of the npm package `binaryen` that is used where the system has none.
const NPM_VERSION: &str = "132.0.0";

/// Two tables, of which the second is exported as `t`: `(module (table 1 funcref) (table 1 externref)
/// (export "t" (table 1)))`. What wasm-bindgen makes has this shape too.
const TWO_TABLES: [u8; 24] = [
    0, b'a', b's', b'm', 1, 0, 0, 0, // header
    4, 7, 2, 0x70, 0, 1, 0x6f, 0, 1, // tables
    7, 5, 1, 1, b't', 1, 1, // exports: one, named t, a table, the second
];

/// wasm-opt, or None after saying what its absence costs.
pub(super) fn find_or_install(progress: &Progress) -> Option<PathBuf> {
    if let Some(found) = shell::on_path("wasm-opt") {
        match try_out(&found) {
            Ok(()) => {
                progress.note("found on PATH");
                return Some(found);
            }
            Err(error) => progress.note(&format!("the one on PATH is not used: {error:#}")),
        }
    }
    let cached = cached().ok()?;
    if shell::is_executable(&cached) {
        progress.note("found in the cache");
        return Some(cached);
    }
    if shell::on_path("npm").is_some() {
        progress.note(&format!("installing binaryen {NPM_VERSION} from npm"));
        if from_npm().is_ok() && try_out(&cached).is_ok() {
            return Some(cached);
        }
    }
    progress.note("none to be had: going on without it. The browser program works the same; it unpacks to about a");
    progress.note("twelfth more bytes, and its first load is about a hundredth larger. To have it, install npm.");
    None
}

/// Refuses a wasm-opt that loses which table is exported. Release 108, which Debian 12 ships, does: what it
/// writes does not start in a browser.
fn try_out(wasm_opt: &Path) -> Result<()> {
    let folder = workspace::target_dir().join("wasm-opt");
    std::fs::create_dir_all(&folder)?;
    let (before, after) = (folder.join("before.wasm"), folder.join("after.wasm"));
    std::fs::write(&before, TWO_TABLES)?;
    let mut command = shell::command(wasm_opt);
    shell::capture(command.arg("--enable-reference-types").arg(&before).arg("--output").arg(&after))?;
    if !exports_second_table(&std::fs::read(&after)?) {
        bail!("it exports the wrong table, which breaks the program");
    }
    Ok(())
}

/// Whether the export section names `t` as table 1: its name, the kind table, the index.
fn exports_second_table(module: &[u8]) -> bool {
    module.windows(4).any(|bytes| bytes == [1, b't', 1, 1])
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
    npm.args(["install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"]).arg(&folder);
    shell::run(npm.arg(format!("binaryen@{NPM_VERSION}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_that_exports_its_first_table_instead_is_told_apart() {
        assert!(exports_second_table(&TWO_TABLES));
        let mut wrong = TWO_TABLES;
        wrong[23] = 0;
        assert!(!exports_second_table(&wrong));
    }
}

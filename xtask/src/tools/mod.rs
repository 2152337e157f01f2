//! Finds, or installs into a per-user cache, the programs that a fresh machine lacks.
//! Trunk and wasm-bindgen take minutes to build, so they are kept outside the clone and found again by the next one.

mod built;
pub(crate) mod packages;
mod toolchain;
mod wasm_opt;

use crate::progress::Progress;
use anyhow::Result;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// How many progress steps `find_or_install` takes.
pub(crate) const STEPS: usize = 4;

/// The programs that turn the crate `app` into the browser program.
pub(crate) struct Toolbox {
    trunk: PathBuf,
    wasm_bindgen: PathBuf,
    /// None where it cannot be had; the program is then larger.
    pub(crate) wasm_opt: Option<PathBuf>,
}

impl Toolbox {
    /// Finds or installs each tool, with one progress line per tool.
    ///
    /// # Errors
    /// When a tool is missing and cannot be installed; the error says what to install by hand.
    pub(crate) fn find_or_install(progress: &mut Progress) -> Result<Self> {
        progress.step("Looking for the WebAssembly target of the compiler");
        toolchain::wasm_target(progress)?;
        progress.step("Looking for wasm-bindgen");
        let wasm_bindgen = built::wasm_bindgen(progress)?;
        progress.step("Looking for Trunk");
        let trunk = built::trunk(progress)?;
        progress.step("Looking for wasm-opt");
        let wasm_opt = wasm_opt::find_or_install(progress);
        Ok(Self { trunk, wasm_bindgen, wasm_opt })
    }

    /// A Trunk command that finds our wasm-bindgen first and downloads nothing.
    pub(crate) fn trunk(&self) -> Command {
        let mut trunk = crate::shell::command(&self.trunk);
        // Trunk reads NO_COLOR as a flag of its own and refuses the usual value 1.
        trunk.env("PATH", with_folder_of(&self.wasm_bindgen)).env_remove("NO_COLOR");
        trunk
    }

    /// The program that runs WebAssembly tests in a browser; it comes with wasm-bindgen.
    pub(crate) fn test_runner(&self) -> PathBuf {
        self.wasm_bindgen.with_file_name("wasm-bindgen-test-runner")
    }
}

/// `PATH` with the folder of `program` in front.
fn with_folder_of(program: &Path) -> OsString {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folder = program.parent().map(Path::to_path_buf);
    let folders = folder.into_iter().chain(std::env::split_paths(&path));
    std::env::join_paths(folders).unwrap_or(path)
}

pub(crate) use toolchain::components;

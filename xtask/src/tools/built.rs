//! Trunk and wasm-bindgen: taken from `PATH` or the cache when the version fits, else built from crates.io.
//! wasm-bindgen must have exactly the version in `Cargo.lock`, or the browser program does not link.

use crate::progress::Progress;
use crate::{shell, workspace};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};

/// The release of Trunk that `Trunk.toml` is written for.
const TRUNK: &str = "0.21.14";

/// Trunk, of the version above in the cache, or any 0.21 on `PATH`.
pub(super) fn trunk(progress: &Progress) -> Result<PathBuf> {
    let folder = workspace::tools_dir()?;
    let cached = folder.join("bin/trunk");
    if version_of(&cached).as_deref() == Some(TRUNK) {
        progress.note(&format!("found {TRUNK} in {}", folder.display()));
        return Ok(cached);
    }
    if let Some(own) = shell::on_path("trunk")
        && let Some(version) = version_of(&own)
        && version.starts_with("0.21.")
    {
        progress.note(&format!("found {version} on PATH"));
        return Ok(own);
    }
    // Without its default features: they only serve downloads, which it is told not to make.
    install(
        &Build { package: "trunk", version: TRUNK, flags: &["--no-default-features"], optimise: "0" },
        &folder,
        progress,
    )?;
    Ok(cached)
}

/// wasm-bindgen of exactly the locked version, with its test runner beside it.
pub(super) fn wasm_bindgen(progress: &Progress) -> Result<PathBuf> {
    let wanted = workspace::locked_version("wasm-bindgen")?;
    let folder = workspace::tools_dir()?.join(format!("wasm-bindgen-{wanted}"));
    let cached = folder.join("bin/wasm-bindgen");
    let own = shell::on_path("wasm-bindgen");
    for (candidate, place) in [(Some(cached.clone()), "in the cache"), (own, "on PATH")] {
        let Some(program) = candidate else { continue };
        if version_of(&program).as_deref() == Some(&wanted)
            && shell::is_executable(&program.with_file_name("wasm-bindgen-test-runner"))
        {
            progress.note(&format!("found {wanted} {place}"));
            return Ok(program);
        }
    }
    install(&Build { package: "wasm-bindgen-cli", version: &wanted, flags: &[], optimise: "1" }, &folder, progress)?;
    Ok(cached)
}

/// What to build, and how. These tools run for seconds, so a quick build is worth more than speed.
struct Build<'a> {
    package: &'a str,
    version: &'a str,
    flags: &'a [&'a str],
    /// The compiler's optimisation level.
    optimise: &'a str,
}

/// Builds a program from crates.io into `folder/bin`. With its own lock file first; a registry mirror that
/// lags behind may lack one of those versions, then with the newest that fit.
fn install(build: &Build<'_>, folder: &Path, progress: &Progress) -> Result<()> {
    let Build { package, version, .. } = build;
    let place = folder.display();
    progress.note(&format!("building {package} {version} from crates.io (a few minutes, once; kept in {place})"));
    if attempt(build, folder, true).is_err() {
        progress.note("its lock file cannot be satisfied here: trying again without it");
        let by_hand = || format!("cannot build {package}; by hand: cargo install {package}@{version} --root {place}");
        attempt(build, folder, false).with_context(by_hand)?;
    }
    if !folder.join("bin").is_dir() {
        bail!("cargo installed {package} but there is nothing in {place}/bin");
    }
    Ok(())
}

fn attempt(build: &Build<'_>, folder: &Path, locked: bool) -> Result<()> {
    let mut cargo = shell::cargo(&["install", build.package, "--version", build.version]);
    cargo.args(build.flags).arg("--root").arg(folder);
    if locked {
        cargo.arg("--locked");
    }
    // A build folder beside the tools, so that an interrupted build goes on where it stopped.
    cargo
        .env("CARGO_TARGET_DIR", workspace::tools_dir()?.join("build").join(build.package))
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", build.optimise);
    shell::run(&mut cargo)?;
    let leftovers = workspace::tools_dir()?.join("build").join(build.package);
    drop(std::fs::remove_dir_all(leftovers));
    Ok(())
}

/// The second word of what `program --version` prints.
fn version_of(program: &Path) -> Option<String> {
    let printed = shell::capture(shell::command(program).arg("--version").env_remove("NO_COLOR")).ok()?;
    version_in(&printed)
}

fn version_in(printed: &str) -> Option<String> {
    printed.split_whitespace().nth(1).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_the_word_after_the_name() {
        assert_eq!(version_in("trunk 0.21.14\n").as_deref(), Some("0.21.14"));
        assert_eq!(version_in("wasm-bindgen 0.2.130 (abc)").as_deref(), Some("0.2.130"));
        assert_eq!(version_in("trunk"), None);
    }
}

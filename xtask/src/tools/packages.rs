//! The system's packages (apt): installed when we run as root, else named exactly.
//! The package lists are refreshed once per run, before the first installation.

use crate::shell;
use anyhow::{Result, bail};
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::OnceLock;

/// Whether packages may be installed without asking: as root, on a system with apt.
pub(crate) fn may_install() -> bool {
    shell::on_path("apt-get").is_some() && shell::is_root()
}

/// Installs packages with apt.
///
/// # Errors
/// When apt fails; its own words are on standard error.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    static REFRESHED: OnceLock<bool> = OnceLock::new();
    REFRESHED.get_or_init(|| {
        println!("      refreshing the package lists");
        shell::run(shell::command("apt-get").args(["update", "-qq"])).is_ok()
    });
    let mut apt = shell::command("apt-get");
    apt.args(["install", "-y", "-qq", "--no-install-recommends"]).args(packages);
    apt.env("DEBIAN_FRONTEND", "noninteractive").stdout(Stdio::null());
    shell::run(&mut apt)
}

/// The program, installed from `package` if it is not there yet.
///
/// # Errors
/// Names the package to install when we may not, or could not, install it.
pub(crate) fn program(name: &str, package: &str, find: fn(&str) -> Option<PathBuf>) -> Result<PathBuf> {
    if let Some(found) = find(name) {
        return Ok(found);
    }
    if may_install() {
        println!("      installing the package {package}");
        install(&[package])?;
    }
    match find(name) {
        Some(found) => Ok(found),
        None => bail!("`{name}` is missing: install the package {package} (Debian: apt-get install {package})"),
    }
}

/// A program of PostgreSQL: Debian keeps them out of `PATH`, in a folder per release. The newest wins.
pub(crate) fn of_postgres(name: &str) -> Option<PathBuf> {
    let mut found: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin").join(name))))
        .filter(|(_, program)| shell::is_executable(program))
        .collect();
    found.sort();
    found.pop().map(|(_, program)| program).or_else(|| shell::on_path(name))
}

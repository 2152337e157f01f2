//! Who may depend on whom, proved with `cargo tree`: the domain is pure, the browser program is lean,
//! and the two sides meet only in the domain.

use crate::shell;
use crate::workspace::WASM;
use anyhow::Result;
use std::collections::BTreeSet;

/// Runtimes, web servers, databases, randomness, the browser: nothing a pure value needs.
const IMPURE: [&str; 22] = [
    "tokio",
    "async-std",
    "smol",
    "futures",
    "hyper",
    "axum",
    "tower",
    "reqwest",
    "ureq",
    "sqlx",
    "rusqlite",
    "leptos",
    "rand",
    "getrandom",
    "web-sys",
    "js-sys",
    "wasm-bindgen",
    "gloo-net",
    "tracing",
    "mio",
    "object_store",
    "server",
];

/// What would make the browser program heavy, or is the other side of the house. (Leptos brings regex for a part
/// that never reaches the linked program; the byte budget watches that.)
const HEAVY: [&str; 8] = ["server", "tokio", "reqwest", "chrono-tz", "sqlx", "axum", "hyper", "openssl"];

/// One statement: what `package`, built for `target` (None is this machine), must never contain.
struct Absence {
    package: &'static str,
    target: Option<&'static str>,
    absent: &'static [&'static str],
}

const ABSENCES: [Absence; 4] = [
    Absence { package: "domain", target: None, absent: &IMPURE },
    Absence { package: "domain", target: Some(WASM), absent: &IMPURE },
    Absence { package: "app", target: Some(WASM), absent: &HEAVY },
    Absence { package: "server", target: None, absent: &["app", "leptos", "web-sys", "gloo-net", "openssl"] },
];

/// Every forbidden dependency that is there.
///
/// # Errors
/// When `cargo tree` fails.
pub(crate) fn dependencies() -> Result<Vec<String>> {
    let mut faults = Vec::new();
    for absence in &ABSENCES {
        let mut tree = shell::cargo(&["tree", "--package", absence.package, "--edges", "normal", "--prefix", "none"]);
        tree.args(["--format", "{p}"]);
        if let Some(target) = absence.target {
            tree.args(["--target", target]);
        }
        let printed = shell::capture(&mut tree)?;
        let packages = names_in(&printed);
        for name in absence.absent.iter().filter(|name| packages.contains(**name)) {
            let target = absence.target.unwrap_or("this machine");
            let package = absence.package;
            faults.push(format!(
                "{package} (for {target}) must not depend on {name}: see `cargo tree -p {package} -i {name}`"
            ));
        }
    }
    Ok(faults)
}

/// The package names in the output of `cargo tree --prefix none --format {p}`.
fn names_in(tree: &str) -> BTreeSet<&str> {
    tree.lines().filter_map(|line| line.split_whitespace().next()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_whole_words_so_that_tokio_stream_is_not_tokio() {
        let names = names_in("domain v0.1.0 (/somewhere)\ntokio-stream v0.1.0\nserde v1.0.0 (*)\n");
        assert!(names.contains("serde") && names.contains("tokio-stream") && !names.contains("tokio"));
    }
}

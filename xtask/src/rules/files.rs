//! What holds for a source file as a whole: how it opens and how long it may be.
//! Also the list of the files that all source rules are applied to.

use anyhow::{Context, Result};
use std::path::Path;

/// The folders that hold sources.
const FOLDERS: [&str; 6] = ["app", "domain", "server", "tests", "xtask", "style"];

/// Lines a file may have; tables of test cases may be longer.
const LONGEST: usize = 400;
const LONGEST_TEST: usize = 600;

/// How a test of the browser program is written.
const TEST: &str = "use #[wasm_bindgen_test], or `use wasm_bindgen_test::wasm_bindgen_test as test;`";

/// Rust and CSS files below `root`, as paths relative to it with `/`, sorted.
///
/// # Errors
/// When a folder cannot be read.
pub(super) fn sources(root: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let mut folders: Vec<_> = FOLDERS.iter().map(|folder| root.join(folder)).filter(|path| path.is_dir()).collect();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))? {
            let path = entry?.path();
            let is_source = path.extension().is_some_and(|extension| extension == "rs" || extension == "css");
            if path.is_dir() {
                folders.push(path);
            } else if is_source && let Ok(relative) = path.strip_prefix(root) {
                found.push(relative.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Faults of the file as a whole.
pub(super) fn faults(path: &str, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let header = text.lines().take_while(|line| line.starts_with("//!")).count();
    if !(2..=6).contains(&header) {
        faults.push(format!("{path}:1: opens with {header} lines of `//!`; it takes 2 to 6 that say what the file is"));
    }
    if path.starts_with("app/") && !text.contains("wasm_bindgen_test as test;") {
        for (number, _) in text.lines().enumerate().filter(|(_, line)| line.trim() == "#[test]") {
            faults.push(format!("{path}:{}: a plain #[test] never runs in WebAssembly: {TEST}", number + 1));
        }
    }
    let length = text.lines().count();
    let longest = if is_test(path) { LONGEST_TEST } else { LONGEST };
    if length > longest {
        faults.push(format!("{path}: {length} lines; at most {longest}, so split it by what its parts are for"));
    }
    faults
}

/// Whether the file holds tests only.
pub(super) fn is_test(path: &str) -> bool {
    path.split('/').any(|part| part == "tests" || part == "tests.rs" || part == "benches")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_takes_two_to_six_lines() {
        assert_eq!(faults("a.rs", "//! What it is.\n//! The one thing to know.\n\nfn a() {}\n"), Vec::<String>::new());
        assert_eq!(faults("a.rs", "//! Only one line.\n").len(), 1);
        assert_eq!(faults("a.rs", &"//! A line.\n".repeat(7)).len(), 1);
        assert_eq!(faults("a.rs", "\n//! Not\n//! first.\n").len(), 1);
    }

    #[test]
    fn only_tests_may_pass_four_hundred_lines() {
        let long = format!("//! One.\n//! Two.\n{}", "\n".repeat(450));
        assert_eq!(faults("server/src/a.rs", &long).len(), 1);
        assert!(faults("server/tests/a.rs", &long).is_empty());
    }

    #[test]
    fn a_plain_test_in_the_browser_program_is_found_unless_the_name_means_another() {
        let plain = "//! One.\n//! Two.\nmod tests {\n    #[test]\n}\n";
        assert_eq!(faults("app/src/charts/line.rs", plain).len(), 1);
        let renamed = format!("{plain}use wasm_bindgen_test::wasm_bindgen_test as test;\n");
        assert!(faults("app/src/charts/line.rs", &renamed).is_empty() && faults("domain/src/a.rs", plain).is_empty());
    }

    #[test]
    fn the_sources_of_this_crate_are_among_the_sources() {
        let sources = sources(&crate::workspace::root()).expect("readable");
        assert!(sources.iter().any(|path| path == "xtask/src/rules/files.rs"));
    }
}

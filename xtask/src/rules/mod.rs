//! The rules of the house that no compiler checks: who may depend on whom, and what may stand where.
//! `dependencies` asks cargo; `sources` reads the files. Both return faults as lines a person can act on.

mod dependencies;
mod files;
mod lines;

pub(crate) use dependencies::dependencies;

use anyhow::Result;
use std::path::Path;

/// Every fault in the sources under `root`, each as `path:line: what is wrong`.
///
/// # Errors
/// When a folder or file cannot be read.
pub(crate) fn sources(root: &Path) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    for path in files::sources(root)? {
        let text = std::fs::read_to_string(root.join(&path))?;
        if path.ends_with(".rs") {
            faults.extend(files::faults(&path, &text));
        }
        faults.extend(lines::faults(&path, &text));
    }
    Ok(faults)
}

//! Reads a sealed backup part by part, in the order in which they were written.
//!
//! That the parts are in order and whole is `check`'s to say; nobody reads a backup that was not sealed.

use super::{LARGEST_PART, Part, What, must_be_sealed};
use anyhow::{Context, bail};
use std::io::Read as _;
use std::path::Path;

/// Hands every part of a sealed backup to `each`.
///
/// # Errors
/// A sentence, when it is no backup or not whole, or what `each` says.
pub fn read(path: &Path, mut each: impl FnMut(What, Part) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let (file, inside) = must_be_sealed(path)?;
    let told = || format!("{} is sealed but cannot be unpacked", path.display());
    let mut archive = tar::Archive::new(zstd::Decoder::new(file.take(inside)).with_context(told)?);
    for entry in archive.entries().with_context(told)? {
        let mut entry = entry.with_context(told)?;
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let size = entry.size();
        let (Some(what), true) = (What::at(&name), size <= LARGEST_PART) else {
            bail!("{} holds {name}, which no backup of Assay does", path.display());
        };
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
        entry.read_to_end(&mut bytes).with_context(told)?;
        each(what, Part { name, bytes })?;
    }
    Ok(())
}

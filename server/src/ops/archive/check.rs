//! Looks through a whole backup before anything of it is used: order, rows, hashes, counts.
//!
//! What it says holds for the file as it was read; a restore compares what came in with it once more.

use super::{End, FORMAT, Manifest, Part, What, read};
use crate::store::whole::{Digest, Digesting, NamedFile, newest, tables_of};
use anyhow::{Context, bail};
use domain::journal::hex;
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A backup that is whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// What it says first.
    pub manifest: Manifest,
    /// What it says last.
    pub end: End,
    /// The files in it.
    pub files: BTreeSet<NamedFile>,
}

#[derive(Default)]
struct Looking {
    manifest: Option<Manifest>,
    end: Option<End>,
    rows: BTreeMap<String, Digesting>,
    files: BTreeSet<NamedFile>,
    bytes: u64,
}

/// Reads all of a backup.
///
/// # Errors
/// A sentence that says what is wrong with it, or which version of the program it needs.
pub async fn check(path: &Path) -> anyhow::Result<Checked> {
    let file: PathBuf = path.to_owned();
    let looked = tokio::task::spawn_blocking(move || {
        let mut looking = Looking::default();
        read(&file, |what, part| looking.look(what, &part))?;
        looking.ended()
    });
    let checked = looked.await?.with_context(|| format!("{} cannot be used", path.display()))?;
    if tables_of(checked.manifest.schema).await? != checked.manifest.tables {
        bail!("{} has other tables than its version of Assay; use another backup", path.display());
    }
    Ok(checked)
}

impl Looking {
    fn look(&mut self, what: What, part: &Part) -> anyhow::Result<()> {
        if self.end.is_some() {
            bail!("{} comes after its end", part.name);
        }
        match (what, &self.manifest) {
            (What::Manifest, None) => self.manifest = Some(manifest(&part.bytes)?),
            (What::Manifest, Some(_)) | (What::Rows(_) | What::File(_) | What::End, None) => {
                bail!("{} is out of place", part.name)
            }
            (What::Rows(name), Some(manifest)) => {
                let table = manifest.tables.iter().find(|table| table.name == name);
                let table = table.with_context(|| format!("{} is of no table", part.name))?;
                let digest = self.rows.entry(name).or_default();
                for line in std::str::from_utf8(&part.bytes)?.lines() {
                    table.values(line).with_context(|| format!("a row of {} cannot be read", part.name))?;
                    digest.add(line);
                }
            }
            (What::File(file), Some(_)) => {
                if hex(&Sha256::digest(&part.bytes)) != file.hash.as_str() {
                    bail!("{} has other bytes than its name says", part.name);
                }
                self.bytes += part.bytes.len() as u64;
                self.files.insert(file);
            }
            (What::End, Some(_)) => self.end = Some(serde_json::from_slice(&part.bytes)?),
        }
        Ok(())
    }

    fn ended(self) -> anyhow::Result<Checked> {
        let (Some(manifest), Some(end)) = (self.manifest, self.end) else { bail!("it does not come to its end") };
        let mut found: BTreeMap<String, Digest> =
            self.rows.into_iter().map(|(name, digest)| (name, digest.end())).collect();
        for table in &manifest.tables {
            found.entry(table.name.clone()).or_insert_with(|| Digesting::default().end());
        }
        if found != end.tables || self.files.len() as u64 != end.files || self.bytes != end.bytes {
            bail!("it holds other rows or files than its end says");
        }
        Ok(Checked { manifest, end, files: self.files })
    }
}

fn manifest(bytes: &[u8]) -> anyhow::Result<Manifest> {
    /// What every format says of itself.
    #[derive(serde::Deserialize)]
    struct Any {
        format: String,
        program: String,
        schema: i64,
    }
    let said: Any = serde_json::from_slice(bytes).context("its manifest cannot be read")?;
    if said.format != FORMAT || said.schema > newest() {
        let (program, own) = (said.program, env!("CARGO_PKG_VERSION"));
        bail!(
            "it was made by Assay {program} ({}, schema {}); this is {own}: use that version or a newer one",
            said.format,
            said.schema
        );
    }
    serde_json::from_slice(bytes).context("its manifest cannot be read")
}

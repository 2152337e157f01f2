//! Writes a backup beside its place, whole and on the disk before it gets its name.
//!
//! The file is its owner's alone: it holds the site's secrets. A second backup to the same name waits for nobody: it is
//! refused.

use super::{Part, Sealing};
use anyhow::{Context, bail};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::BufWriter;
use std::path::{Path, PathBuf};

type Inside = tar::Builder<zstd::Encoder<'static, Sealing<BufWriter<File>>>>;

/// How hard zstd tries: 3 of 22, its own choice.
const EFFORT: i32 = 3;

/// A backup that is being written.
pub struct Writing {
    path: PathBuf,
    part: PathBuf,
    inside: Inside,
    /// Seconds since 1970 that every part is said to be of.
    of: u64,
}

/// Where a backup is while it is written.
#[must_use]
pub fn part_beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    path.with_file_name(name)
}

impl Writing {
    /// Begins the backup `path`.
    ///
    /// # Errors
    /// A sentence, when there is such a file or it cannot be made.
    pub fn begin(path: &Path, of: u64) -> anyhow::Result<Writing> {
        if path.symlink_metadata().is_ok() {
            bail!("{} is there already and is not overwritten; give another name", path.display());
        }
        let part = part_beside(path);
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let told = || format!("{} cannot be made", part.display());
        let file = options.open(&part).with_context(told)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => bail!("another backup to {} is under way", path.display()),
            Err(TryLockError::Error(error)) => return Err(error).with_context(told),
        }
        // What a backup that was killed has left.
        file.set_len(0).with_context(told)?;
        #[cfg(unix)]
        file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600)).with_context(told)?;
        let mut compressed = zstd::Encoder::new(Sealing::new(BufWriter::new(file)), EFFORT)?;
        compressed.include_checksum(true)?;
        Ok(Writing { path: path.to_owned(), part, inside: tar::Builder::new(compressed), of })
    }

    /// Adds a part.
    ///
    /// # Errors
    /// A sentence, when the disk is full, say.
    pub fn add(&mut self, part: &Part) -> anyhow::Result<()> {
        let mut header = tar::Header::new_gnu();
        header.set_size(part.bytes.len() as u64);
        header.set_mode(0o600);
        header.set_mtime(self.of);
        let added = self.inside.append_data(&mut header, &part.name, part.bytes.as_slice());
        added.with_context(|| format!("{} cannot be written", self.part.display()))
    }

    /// Seals it, syncs it and gives it its name; its size in bytes.
    ///
    /// # Errors
    /// A sentence, when the disk is full, say; then there is no such backup.
    pub fn end(self) -> anyhow::Result<u64> {
        let Writing { path, part, inside, .. } = self;
        let told = || format!("{} cannot be written", part.display());
        let sealed = inside.into_inner().and_then(zstd::Encoder::finish).and_then(Sealing::seal).with_context(told)?;
        let file = sealed.into_inner().map_err(std::io::IntoInnerError::into_error).with_context(told)?;
        file.sync_all().with_context(told)?;
        let size = file.metadata().with_context(told)?.len();
        if path.symlink_metadata().is_ok() {
            bail!("{} came to be meanwhile and is not overwritten; the backup is {}", path.display(), part.display());
        }
        std::fs::rename(&part, &path).with_context(told)?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = File::open(folder.unwrap_or(Path::new(".")));
        folder.and_then(|folder| folder.sync_all()).with_context(told)?;
        Ok(size)
    }
}

//! The seal of a backup: the SHA-256 of all bytes before it, in a frame that zstd skips.
//!
//! It finds a file that was cut off or changed anywhere before anything in it is read. Whoever changes a backup on purpose
//! can seal it again: keep backups where nobody else writes.

use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

/// Bytes of the seal: the number of a frame to skip, its length, the hash.
pub const SEAL: u64 = 40;
/// A frame that zstd skips, 32 bytes long.
const SKIPPED: [u8; 8] = [0x50, 0x2a, 0x4d, 0x18, 32, 0, 0, 0];

/// Writes on, and hashes what it writes.
pub struct Sealing<W> {
    inner: W,
    hash: Sha256,
}

impl<W: Write> Sealing<W> {
    /// Nothing is written yet.
    pub fn new(inner: W) -> Self {
        Sealing { inner, hash: Sha256::new() }
    }

    /// Writes the seal.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn seal(mut self) -> io::Result<W> {
        self.inner.write_all(&SKIPPED)?;
        self.inner.write_all(&self.hash.finalize())?;
        self.inner.flush()?;
        Ok(self.inner)
    }
}

impl<W: Write> Write for Sealing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hash.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Opens a sealed file and reads all of it to see that it is as it was sealed; the file at its beginning, and the bytes
/// before the seal.
///
/// # Errors
/// A sentence, when it cannot be read, is no backup, or was changed or cut off.
pub fn must_be_sealed(path: &Path) -> anyhow::Result<(File, u64)> {
    use anyhow::Context as _;
    let told = || format!("{} cannot be read", path.display());
    let mut file = File::open(path).with_context(told)?;
    let length = file.metadata().with_context(told)?.len();
    let broken = || {
        anyhow::anyhow!(
            "{} is not whole: it is no backup of Assay, was cut off, or was changed; use another backup",
            path.display()
        )
    };
    let inside = length.checked_sub(SEAL).ok_or_else(broken)?;
    let mut hash = Sha256::new();
    let mut left = inside;
    let mut piece = vec![0; 1 << 16];
    while left > 0 {
        let most = usize::try_from(left).unwrap_or(usize::MAX).min(piece.len());
        let read = file.read(piece.get_mut(..most).unwrap_or_default()).with_context(told)?;
        if read == 0 {
            return Err(broken());
        }
        hash.update(piece.get(..read).unwrap_or_default());
        left -= read as u64;
    }
    let mut seal = Vec::new();
    file.read_to_end(&mut seal).with_context(told)?;
    if seal != [SKIPPED.as_slice(), hash.finalize().as_slice()].concat() {
        return Err(broken());
    }
    file.seek(SeekFrom::Start(0)).with_context(told)?;
    Ok((file, inside))
}

//! Whole files from one store to another, and whether a stored file is the one that it is called.
//!
//! Every file is read back after it was written: what is reported as copied has the bytes of its name.

use super::{Files, place};
use crate::error::Error;
use bytes::Bytes;
use domain::id::{FileHash, OrgId};
use domain::journal::hex;
use futures::StreamExt;
use object_store::{ObjectStoreExt, PutPayload};
use sha2::{Digest, Sha256};

/// What a stored file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checked {
    /// The file that it is called, with its size in bytes.
    Sound(u64),
    /// Other bytes than its name says.
    Changed,
    /// Not there.
    Missing,
}

/// What became of a file that was to be copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Copied {
    /// It was copied, and read back; its size in bytes.
    Copied(u64),
    /// It was there already.
    Present,
    /// The store that it was to come from does not hold it.
    Missing,
    /// The store that it was to come from holds other bytes under its name; nothing was copied.
    Changed,
}

/// SHA-256 in hexadecimal.
pub(super) fn hash_of(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

impl Files {
    /// Reads a stored file, and says whether it is the one that it is called.
    ///
    /// # Errors
    /// When the file store cannot be reached.
    pub async fn check(&self, org: &OrgId, hash: &FileHash) -> Result<Checked, Error> {
        let found = match self.store().await?.get(&place(org, hash)).await {
            Err(object_store::Error::NotFound { .. }) => return Ok(Checked::Missing),
            other => other?,
        };
        let mut bytes = found.into_stream();
        let (mut digest, mut size) = (Sha256::new(), 0_u64);
        while let Some(piece) = bytes.next().await {
            let piece = piece?;
            size += piece.len() as u64;
            digest.update(&piece);
        }
        Ok(if hex(&digest.finalize()) == hash.as_str() { Checked::Sound(size) } else { Checked::Changed })
    }

    /// Whether a file is there, whatever its bytes are.
    ///
    /// # Errors
    /// When the file store cannot be reached.
    pub async fn holds(&self, org: &OrgId, hash: &FileHash) -> Result<bool, Error> {
        match self.store().await?.head(&place(org, hash)).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Puts a whole file in its place and reads it back.
    ///
    /// # Errors
    /// When the file store cannot be reached, or did not keep the bytes that it was given.
    pub async fn put(&self, org: &OrgId, hash: &FileHash, bytes: Bytes) -> Result<(), Error> {
        self.store().await?.put(&place(org, hash), PutPayload::from(bytes)).await?;
        match self.check(org, hash).await? {
            Checked::Sound(_) => Ok(()),
            Checked::Changed | Checked::Missing => {
                Err(Error::Internal(format!("the stored bytes of {hash} are not those that were sent")))
            }
        }
    }

    /// Copies a file from another store, unless it is here.
    ///
    /// # Errors
    /// When one of the stores cannot be reached.
    pub async fn copy_from(&self, other: &Files, org: &OrgId, hash: &FileHash) -> Result<Copied, Error> {
        if let Checked::Sound(_) = self.check(org, hash).await? {
            return Ok(Copied::Present);
        }
        let found = match other.store().await?.get(&place(org, hash)).await {
            Err(object_store::Error::NotFound { .. }) => return Ok(Copied::Missing),
            other => other?.bytes().await?,
        };
        if hash_of(&found) != hash.as_str() {
            return Ok(Copied::Changed);
        }
        let size = found.len() as u64;
        self.put(org, hash, found).await?;
        Ok(Copied::Copied(size))
    }
}

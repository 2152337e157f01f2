//! Keyed hashes under secrets of the installation: what another node or a later start computes again.
//!
//! Each purpose has a secret of its own, drawn when first needed and then remembered.

use crate::store::{Store, StoreError};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// What a keyed hash is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Ids of sessions, and the browsers that ask for links, that a repeated request finds again.
    Session,
    /// Cookies of known devices.
    Device,
    /// Salts of passwords.
    Salt,
    /// Addresses as the journal knows them.
    Address,
}

impl Purpose {
    fn name(self) -> &'static str {
        match self {
            Purpose::Session => "session",
            Purpose::Device => "device",
            Purpose::Salt => "salt",
            Purpose::Address => "address",
        }
    }
}

/// The secrets that were needed so far. Cheap to clone.
#[derive(Clone, Default)]
pub struct Keys {
    known: Arc<Mutex<HashMap<Purpose, [u8; 32]>>>,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(…)")
    }
}

impl Keys {
    /// HMAC-SHA-256 of `parts`, told apart from each other, under the secret of `purpose`.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn mac(&self, store: &Store, purpose: Purpose, parts: &[&str]) -> Result<[u8; 32], StoreError> {
        let secret = self.secret(store, purpose).await?;
        let broken = |_| StoreError::Corrupt(format!("the secret {}", purpose.name()));
        let mut mac = Hmac::<Sha256>::new_from_slice(&secret).map_err(broken)?;
        for part in parts {
            mac.update(&(part.len() as u64).to_le_bytes());
            mac.update(part.as_bytes());
        }
        Ok(mac.finalize().into_bytes().into())
    }

    async fn secret(&self, store: &Store, purpose: Purpose) -> Result<[u8; 32], StoreError> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).get(&purpose).copied();
        if let Some(secret) = known {
            return Ok(secret);
        }
        let secret = store.site_secret(purpose.name()).await?;
        self.known.lock().unwrap_or_else(PoisonError::into_inner).insert(purpose, secret);
        Ok(secret)
    }
}

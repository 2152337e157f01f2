//! Passwords: argon2id, off the async threads, a bounded number at a time.
//!
//! An unknown address costs as much as a wrong password: it is checked against a hash that nothing matches.

use argon2::password_hash::rand_core::OsRng;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// Memory in KiB, passes and lanes: the first choice of RFC 9106 for servers with little memory is 64 MiB and three
/// passes; 19 MiB and two passes is the least that OWASP advises and keeps sign-in under 50 ms on one core.
const COST: (u32, u32, u32) = (19 * 1024, 2, 1);
/// Hashes at the same time: 4 of them take 76 MiB.
const AT_ONCE: usize = 4;
/// How long a sign-in waits for its turn.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why a password could not be hashed or checked.
#[derive(Debug, thiserror::Error)]
pub enum PasswordFault {
    /// Too many sign-ins wait.
    #[error("too many sign-ins at once")]
    Busy,
    /// The hash or the hasher is broken.
    #[error("a password could not be hashed: {0}")]
    Hash(String),
}

/// Hashes and checks passwords.
#[derive(Clone)]
pub struct Passwords {
    turns: Arc<Semaphore>,
    nobody: Arc<tokio::sync::OnceCell<String>>,
}

impl Default for Passwords {
    fn default() -> Self {
        Self::new()
    }
}

fn hasher() -> Result<Argon2<'static>, PasswordFault> {
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, None).map_err(|error| PasswordFault::Hash(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(password: &str) -> Result<String, PasswordFault> {
    let salt = SaltString::generate(&mut OsRng);
    let hash = hasher()?.hash_password(password.as_bytes(), &salt);
    hash.map(|hash| hash.to_string()).map_err(|error| PasswordFault::Hash(error.to_string()))
}

fn matches(password: &str, hash: &str) -> Result<bool, PasswordFault> {
    let hash = PasswordHash::new(hash).map_err(|error| PasswordFault::Hash(error.to_string()))?;
    Ok(hasher()?.verify_password(password.as_bytes(), &hash).is_ok())
}

impl Passwords {
    /// A hasher with its turns.
    #[must_use]
    pub fn new() -> Self {
        Passwords { turns: Arc::new(Semaphore::new(AT_ONCE)), nobody: Arc::default() }
    }

    /// The argon2id hash of a password.
    ///
    /// # Errors
    /// [`PasswordFault::Busy`] when too many wait.
    pub async fn hash(&self, password: &str) -> Result<String, PasswordFault> {
        let password = password.to_owned();
        self.in_turn(move || hash(&password)).await
    }

    /// Whether a password fits a hash; `None` stands for an unknown person and takes as long.
    ///
    /// # Errors
    /// [`PasswordFault::Busy`] when too many wait.
    pub async fn matches(&self, password: &str, hash: Option<&str>) -> Result<bool, PasswordFault> {
        let is_known = hash.is_some();
        let hash = match hash {
            Some(hash) => hash.to_owned(),
            None => self.nobody.get_or_try_init(|| self.hash("nobody signs in with this")).await?.clone(),
        };
        let password = password.to_owned();
        let is_match = self.in_turn(move || matches(&password, &hash)).await?;
        Ok(is_match && is_known)
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, PasswordFault> + Send + 'static,
    ) -> Result<T, PasswordFault> {
        let turn = timeout(PATIENCE, self.turns.clone().acquire_owned()).await.map_err(|_| PasswordFault::Busy)?;
        let turn = turn.map_err(|_| PasswordFault::Busy)?;
        let done = tokio::task::spawn_blocking(move || {
            let outcome = work();
            drop(turn);
            outcome
        });
        done.await.map_err(|error| PasswordFault::Hash(error.to_string()))?
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_fits_its_own_hash_only_and_nobody_fits_nobody() {
        let passwords = Passwords::new();
        let hash = passwords.hash("correct horse battery").await.expect("hash");
        assert!(hash.starts_with("$argon2id$"));
        assert!(passwords.matches("correct horse battery", Some(&hash)).await.expect("match"));
        assert!(!passwords.matches("correct horse", Some(&hash)).await.expect("no match"));
        assert!(!passwords.matches("nobody signs in with this", None).await.expect("nobody"));
    }
}

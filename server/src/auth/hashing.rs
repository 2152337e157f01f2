//! The memory in which passwords are hashed: a buffer for each hash that runs, reused and given back.
//!
//! Buffers of the hasher's own, taken anew on changing threads, stay with the allocator for good: one in each of its
//! arenas.

use argon2::password_hash::{Output, ParamsString, PasswordHash, SaltString};
use argon2::{ARGON2ID_IDENT, Algorithm, Argon2, Block, Params, Version};
use std::sync::{Mutex, PoisonError};
use subtle::ConstantTimeEq;

/// Memory in KiB, passes and lanes: the first choice of RFC 9106 for servers with little memory is 64 MiB and three
/// passes; 19 MiB and two passes is the least that OWASP advises and keeps sign-in under 50 ms on one core.
const COST: (u32, u32, u32) = (19 * 1024, 2, 1);
/// Blocks of 1 KiB that a buffer reserves. Above 32 MiB an allocation of glibc is a mapping of its own, which goes back
/// to the system when it is dropped; what lies behind the blocks in use is never touched and takes no memory.
const RESERVED: usize = 33 * 1024;

/// Bytes that make equal passwords of different people unlike.
pub type Salt = [u8; 16];

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

fn broken(error: impl std::fmt::Display) -> PasswordFault {
    PasswordFault::Hash(error.to_string())
}

/// The buffers that are free, and how many are in use.
#[derive(Debug, Default)]
pub(super) struct Buffers(Mutex<(Vec<Buffer>, usize)>);

/// The memory of one hash.
#[derive(Default)]
pub(super) struct Buffer(Vec<Block>);

impl std::fmt::Debug for Buffer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Buffer(…)")
    }
}

impl Buffers {
    /// Runs `work` in a buffer. When nothing else runs afterwards, one buffer is kept warm and the others are dropped.
    pub(super) fn with<T>(&self, work: impl FnOnce(&mut Buffer) -> T) -> T {
        let mut buffer = {
            let mut free = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            free.1 += 1;
            free.0.pop().unwrap_or_default()
        };
        let done = work(&mut buffer);
        let mut free = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        free.1 = free.1.saturating_sub(1);
        if free.1 == 0 {
            free.0.clear();
        }
        free.0.push(buffer);
        done
    }
}

impl Buffer {
    fn compute(&mut self, password: &str, salt: &[u8], params: Params) -> Result<[u8; 32], PasswordFault> {
        let blocks = params.block_count();
        if self.0.len() < blocks {
            self.0.reserve_exact(RESERVED.max(blocks));
            self.0.resize(blocks, Block::default());
        }
        let mut hash = [0; 32];
        let hasher = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        hasher
            .hash_password_into_with_memory(password.as_bytes(), salt, &mut hash, self.0.as_mut_slice())
            .map_err(broken)?;
        Ok(hash)
    }

    /// The hash of a password, as it is stored.
    pub(super) fn hash(&mut self, password: &str, salt: Salt) -> Result<String, PasswordFault> {
        let params = cost()?;
        let hash = self.compute(password, &salt, params.clone())?;
        let text = SaltString::encode_b64(&salt).map_err(broken)?;
        let stored = PasswordHash {
            algorithm: ARGON2ID_IDENT,
            version: Some(Version::V0x13.into()),
            params: ParamsString::try_from(&params).map_err(broken)?,
            salt: Some(text.as_salt()),
            hash: Some(Output::new(&hash).map_err(broken)?),
        };
        Ok(stored.to_string())
    }

    /// Which of the stored hashes a password fits. Those with the salt cost one computation together, and so do none;
    /// each with another salt, as earlier versions drew them, costs one of its own.
    pub(super) fn fitting(
        &mut self,
        password: &str,
        salt: Salt,
        stored: &[String],
    ) -> Result<Vec<bool>, PasswordFault> {
        let usual = cost()?;
        let own = self.compute(password, &salt, usual.clone())?;
        let mut fits = Vec::with_capacity(stored.len());
        for one in stored {
            let one = PasswordHash::new(one).map_err(broken)?;
            let mut room = [0; 64];
            let its_salt = one.salt.ok_or_else(|| broken("no salt"))?.decode_b64(&mut room).map_err(broken)?;
            let params = Params::try_from(&one).map_err(broken)?;
            let is_usual = its_salt == salt
                && (params.m_cost(), params.t_cost(), params.p_cost())
                    == (usual.m_cost(), usual.t_cost(), usual.p_cost());
            let computed = if is_usual { own } else { self.compute(password, its_salt, params)? };
            let hash = one.hash.ok_or_else(|| broken("no hash"))?;
            fits.push(one.algorithm == ARGON2ID_IDENT && hash.as_bytes().ct_eq(&computed).into());
        }
        Ok(fits)
    }
}

fn cost() -> Result<Params, PasswordFault> {
    let (memory, passes, lanes) = COST;
    Params::new(memory, passes, lanes, Some(32)).map_err(broken)
}

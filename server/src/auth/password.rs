//! Passwords: argon2id, off the async threads, no more at a time than there are cores.
//!
//! An address has one salt in the whole installation, so that a try costs one hash whether nobody, one organisation or
//! several know the address: the time tells nothing.

use super::hashing::Buffers;
pub use super::hashing::{PasswordFault, Salt};
use super::keys::Purpose;
use crate::error::Error;
use crate::state::AppState;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// How long a sign-in waits for its turn.
const PATIENCE: Duration = Duration::from_secs(10);
/// A password that is found with fewer guesses than this, counted by the well-known estimate of zxcvbn, is refused: it
/// knows the 30,000 commonest passwords and what people make of them.
const FEWEST_GUESSES: u64 = 1_000_000;
/// Characters of a password by which that is judged: the estimate's work grows with the cube of their number.
const JUDGED: usize = 40;

/// Hashes and checks passwords.
#[derive(Clone)]
pub struct Passwords {
    turns: Arc<Semaphore>,
    buffers: Arc<Buffers>,
}

impl Default for Passwords {
    fn default() -> Self {
        Self::new()
    }
}

/// The salt of an address, the same on every node.
///
/// # Errors
/// [`Error::Store`] when the database does not answer.
pub async fn salt_of(state: &AppState, email: &str) -> Result<Salt, Error> {
    let [salt, _] = halves(state.keys.mac(&state.store, Purpose::Salt, &[email]).await?);
    Ok(salt)
}

fn halves(bytes: [u8; 32]) -> [[u8; 16]; 2] {
    let mut halves = [[0; 16]; 2];
    for (half, chunk) in halves.iter_mut().zip(bytes.chunks_exact(16)) {
        half.copy_from_slice(chunk);
    }
    halves
}

impl Passwords {
    /// A hasher with its turns.
    #[must_use]
    pub fn new() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Passwords { turns: Arc::new(Semaphore::new(cores)), buffers: Arc::default() }
    }

    /// The argon2id hash of a password.
    ///
    /// # Errors
    /// [`PasswordFault::Busy`] when too many wait.
    pub async fn hash(&self, password: &str, salt: Salt) -> Result<String, PasswordFault> {
        let (password, buffers) = (password.to_owned(), Arc::clone(&self.buffers));
        self.in_turn(move || buffers.with(|buffer| buffer.hash(&password, salt))).await?
    }

    /// Which of the hashes a password fits; one computation at least, also for none.
    ///
    /// # Errors
    /// [`PasswordFault::Busy`] when too many wait.
    pub async fn fitting(&self, password: &str, salt: Salt, stored: Vec<String>) -> Result<Vec<bool>, PasswordFault> {
        let (password, buffers) = (password.to_owned(), Arc::clone(&self.buffers));
        self.in_turn(move || buffers.with(|buffer| buffer.fitting(&password, salt, &stored))).await?
    }

    /// Whether a password is among the first that anyone would try: a common one, or one made of `known` words.
    ///
    /// # Errors
    /// [`PasswordFault::Busy`] when too many wait.
    pub async fn is_common(&self, password: &str, known: &[&str]) -> Result<bool, PasswordFault> {
        let password: String = password.chars().take(JUDGED).collect();
        let known: Vec<String> = known.iter().flat_map(|text| words(text)).collect();
        let judged = move || {
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            zxcvbn::zxcvbn(&password, &known).guesses() < FEWEST_GUESSES
        };
        self.in_turn(judged).await
    }

    async fn in_turn<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, PasswordFault> {
        let turn = timeout(PATIENCE, self.turns.clone().acquire_owned()).await.map_err(|_| PasswordFault::Busy)?;
        let turn = turn.map_err(|_| PasswordFault::Busy)?;
        let done = tokio::task::spawn_blocking(move || {
            let outcome = work();
            drop(turn);
            outcome
        });
        done.await.map_err(|error| PasswordFault::Hash(error.to_string()))
    }
}

/// A text and its words, also run together: what a password may be made of.
fn words(text: &str) -> Vec<String> {
    let text = text.trim().to_lowercase();
    let mut words: Vec<String> = text.split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect();
    words.push(words.concat());
    words.extend(text.split('@').next().map(str::to_owned));
    words.push(text);
    words.retain(|word| word.chars().count() > 2);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    const SALT: Salt = [7; 16];

    #[tokio::test]
    async fn a_password_fits_its_own_hash_only_and_a_buffer_remembers_nothing() {
        let passwords = Passwords::new();
        let hash = passwords.hash("correct horse battery", SALT).await.expect("hash");
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        let other = passwords.hash("correct horse battery", [8; 16]).await.expect("hash");
        assert_ne!(hash, other);
        let again = passwords.hash("correct horse battery", SALT).await.expect("hash");
        assert_eq!(hash, again, "a used buffer computes what a fresh one does");
        let stored = vec![hash, other];
        let fits = passwords.fitting("correct horse battery", SALT, stored.clone()).await.expect("fits");
        assert_eq!(fits, [true, true]);
        assert_eq!(passwords.fitting("correct horse", SALT, stored).await.expect("fits"), [false, false]);
        assert!(passwords.fitting("correct horse", SALT, vec![]).await.expect("fits").is_empty());
    }

    #[tokio::test]
    async fn hashes_of_the_hasher_alone_still_fit() {
        use argon2::password_hash::rand_core::OsRng;
        use argon2::password_hash::{PasswordHasher, SaltString};
        let salt = SaltString::generate(&mut OsRng);
        let hash = argon2::Argon2::default().hash_password(b"from before", &salt).expect("hash").to_string();
        let passwords = Passwords::new();
        assert_eq!(passwords.fitting("from before", SALT, vec![hash.clone()]).await.expect("fits"), [true]);
        assert_eq!(passwords.fitting("from after", SALT, vec![hash]).await.expect("fits"), [false]);
    }

    #[tokio::test]
    async fn common_passwords_and_names_are_told_from_phrases() {
        let passwords = Passwords::new();
        let known = ["ines.moreau@nordwind.example", "Ines Moreau", "Nordwind Versicherung AG"];
        for common in [
            "password1234",
            "Password1234!",
            "passwordpassword",
            "123456789012",
            "qwertyuiop123",
            "letmeinletmein",
            "1q2w3e4r5t6y",
            "iloveyou1234",
            "administrator",
            "abcdefghijkl",
            "P@ssw0rd1234",
            "Nordwind Versicherung AG",
            "nordwindversicherung",
            "InesMoreau2026",
            "ines.moreau2026",
            "unbelievable",
            "manchesterunited",
        ] {
            assert!(passwords.is_common(common, &known).await.expect("judged"), "{common}");
        }
        for rare in [
            "a long enough password",
            "another long password",
            "a replaced password",
            "violet kettle drifts north",
            "amber ladder counts snow",
            "kX9$vLq2mZ7!wT",
            "\u{1F600}\u{1F680} \u{65E5}\u{672C}\u{8A9E} \u{43F}\u{440}\u{438}\u{432}\u{435}\u{442}",
        ] {
            assert!(!passwords.is_common(rare, &known).await.expect("judged"), "{rare}");
        }
    }
}

//! Turns on one stream: changes that come fast wait for each other here instead of deciding in vain.
//!
//! A courtesy inside one node, nothing more: that a stream did not move is made sure of when it is committed.

use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use tokio::sync::{Mutex, OwnedMutexGuard};

/// Different turns; streams share one only by chance.
const TURNS: usize = 1_024;

/// The turns of every stream. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Turns {
    turns: Arc<Vec<Arc<Mutex<()>>>>,
    hasher: RandomState,
}

impl Default for Turns {
    fn default() -> Self {
        let turns = std::iter::repeat_with(Arc::default).take(TURNS).collect();
        Turns { turns: Arc::new(turns), hasher: RandomState::new() }
    }
}

impl Turns {
    /// Waits for the turn of the stream with this id. The turn ends when what is returned is dropped.
    pub async fn wait(&self, id: &str) -> Option<OwnedMutexGuard<()>> {
        let place = usize::try_from(self.hasher.hash_one(id) % TURNS as u64).unwrap_or_default();
        match self.turns.get(place) {
            Some(turn) => Some(Arc::clone(turn).lock_owned().await),
            None => None,
        }
    }
}

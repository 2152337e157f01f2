//! Turns on one stream: changes that come fast wait for each other here instead of deciding in vain, and those of one
//! kind that wait together are carried out together.
//!
//! A courtesy inside one node, nothing more: that a stream did not move is made sure of when it is committed.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, PoisonError};
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

/// What waits for the turn of a stream, by the stream's id: whoever has the turn takes all of it. Cheap to clone.
#[derive(Debug)]
pub struct Waiting<J> {
    jobs: Arc<std::sync::Mutex<HashMap<String, Vec<J>>>>,
}

impl<J> Clone for Waiting<J> {
    fn clone(&self) -> Self {
        Waiting { jobs: Arc::clone(&self.jobs) }
    }
}

impl<J> Default for Waiting<J> {
    fn default() -> Self {
        Waiting { jobs: Arc::default() }
    }
}

impl<J> Waiting<J> {
    /// Puts a job behind those that wait already.
    pub fn add(&self, id: &str, job: J) {
        let mut jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        jobs.entry(id.to_owned()).or_default().push(job);
    }

    /// Everything that waits, in the order it came.
    #[must_use]
    pub fn take(&self, id: &str) -> Vec<J> {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner).remove(id).unwrap_or_default()
    }
}

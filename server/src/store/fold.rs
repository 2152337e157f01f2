//! Folding a stream into its aggregate, and deciding again when the stream moved in between.
//!
//! Folded streams are kept in memory by version; only the tail after that version is read, so that what another node
//! appended is always seen. The kept state is a saving of work, never a source of truth.

use super::batch::{Append, Batch, Head};
use super::{Store, StoreError, Stream, journal};
use domain::actor::ActorRef;
use domain::id::OrgId;
use domain::journal::{Recorded, Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::any::Any;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Streams kept in memory. An assessment of 150 answers takes well under 100 kB, so this stays below 25 MB.
const KEPT: usize = 256;

/// How often a decision is made again before the person is asked to try later.
const DECISIONS: usize = 5;

/// What a stream folds into.
pub trait Aggregate: Clone + Send + Sync + 'static {
    /// What happens to it.
    type Event: Serialize + DeserializeOwned + Send + Sync;
    /// The aggregate before its first event.
    fn empty() -> Self;
    /// Takes one event in.
    fn take(&mut self, recorded: &Recorded<Self::Event>);
}

impl Aggregate for domain::organisation::Organisation {
    type Event = domain::organisation::Event;
    fn empty() -> Self {
        Self::default()
    }
    fn take(&mut self, recorded: &Recorded<Self::Event>) {
        self.apply(recorded);
    }
}

/// An aggregate as it stands after a version of its stream.
#[derive(Debug, Clone)]
pub struct Folded<A> {
    /// The stream it was folded from.
    pub stream: Stream,
    /// The aggregate.
    pub state: Arc<A>,
    /// The stream's last version; 0 when there is no such stream.
    pub version: u64,
    /// When the last event happened.
    pub at: Timestamp,
}

impl<A> std::ops::Deref for Folded<A> {
    type Target = A;
    fn deref(&self) -> &A {
        &self.state
    }
}

impl<A: Aggregate> Folded<A> {
    /// Whether the stream has no event yet.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.version == 0
    }

    /// `now`, or the moment of the last event if the clock has gone back behind it.
    #[must_use]
    pub fn not_before(&self, now: Timestamp) -> Timestamp {
        now.max(self.at)
    }

    /// The append of `events` after what was folded.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when an event cannot be written as JSON.
    pub fn append(&self, at: Timestamp, by: ActorRef, events: &[A::Event]) -> Result<Append, StoreError> {
        let bodies = events
            .iter()
            .map(|event| serde_json::to_string(event).map_err(|error| StoreError::Corrupt(error.to_string())))
            .collect::<Result<_, _>>()?;
        Ok(Append { stream: self.stream.clone(), expected: self.version, at, by, bodies })
    }

    /// The aggregate after `events` too, as it will stand once they are appended.
    #[must_use]
    pub fn after(&self, at: Timestamp, by: &ActorRef, events: Vec<A::Event>) -> A {
        let mut state = A::clone(&self.state);
        for (event, version) in events.into_iter().zip(self.version + 1..) {
            state.take(&Recorded { version, at, by: by.clone(), event });
        }
        state
    }
}

impl Store {
    /// The aggregate of a stream as it stands now.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer or a stored event cannot be read.
    pub async fn fold<A: Aggregate>(&self, org: &OrgId, stream: &Stream) -> Result<Folded<A>, StoreError> {
        let kept = self.inner.cache.get::<A>(org, stream);
        let (mut state, mut version, mut at) = kept.unwrap_or_else(|| (Arc::new(A::empty()), 0, Timestamp(i64::MIN)));
        let tail = self.load_after(org, stream, version).await?;
        if !tail.is_empty() {
            let aggregate = Arc::make_mut(&mut state);
            for recorded in &tail {
                aggregate.take(&journal::read_event(recorded)?);
                version = recorded.version;
                at = recorded.at;
            }
            self.inner.cache.put(org, stream, Arc::clone(&state), version, at);
        }
        Ok(Folded { stream: stream.clone(), state, version, at })
    }

    /// Forgets what is kept in memory of a stream: its text was erased.
    pub fn forget(&self, org: &OrgId, stream: &Stream) {
        self.inner.cache.remove(org, stream);
    }

    /// Runs `attempt` (fold, decide, put a batch together) and commits what it made; when a stream moved in between,
    /// all of it again, at most five times. An empty batch is not committed.
    ///
    /// # Errors
    /// What `attempt` refuses, or [`StoreError`].
    pub async fn decide<T, E, F, A>(&self, attempt: F) -> Result<T, E>
    where
        F: Fn() -> A,
        A: Future<Output = Result<(Batch, T), E>>,
        E: From<StoreError>,
    {
        for _ in 0..DECISIONS {
            let (batch, made) = attempt().await?;
            if batch.is_empty() {
                return Ok(made);
            }
            match self.commit(batch).await {
                Ok(_) => return Ok(made),
                Err(StoreError::Conflict(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(StoreError::Busy("the stream moved with every try".into()).into())
    }

    /// Commits a batch: all of it or nothing. Returns where each stream stands, in the order of the appends.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when a stream moved, [`StoreError::Gone`], [`StoreError::Duplicate`] and
    /// [`StoreError::Repeated`] when a row refuses, [`StoreError::Busy`] when too much waits.
    pub async fn commit(&self, batch: Batch) -> Result<Vec<Head>, StoreError> {
        let has_mail = !batch.mails.is_empty();
        let heads = match &self.inner.writer {
            Some(writer) => writer.commit(batch).await?,
            None => self.commit_on_pool(&batch).await?,
        };
        if has_mail {
            self.inner.mail_waits.notify_one();
        }
        Ok(heads)
    }
}

struct Entry {
    state: Arc<dyn Any + Send + Sync>,
    version: u64,
    at: Timestamp,
    used: u64,
}

/// Folded streams by name, the least recently used leaving first.
#[derive(Default)]
pub(super) struct Cache {
    shelf: Mutex<Shelf>,
}

#[derive(Default)]
struct Shelf {
    entries: HashMap<(OrgId, Stream), Entry>,
    /// Counts uses, to know which was used last.
    uses: u64,
}

impl Cache {
    fn get<A: Aggregate>(&self, org: &OrgId, stream: &Stream) -> Option<(Arc<A>, u64, Timestamp)> {
        let mut shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        let Shelf { entries, uses } = &mut *shelf;
        *uses += 1;
        let entry = entries.get_mut(&(org.clone(), stream.clone()))?;
        entry.used = *uses;
        let state = Arc::clone(&entry.state).downcast::<A>().ok()?;
        Some((state, entry.version, entry.at))
    }

    fn remove(&self, org: &OrgId, stream: &Stream) {
        let mut shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        shelf.entries.remove(&(org.clone(), stream.clone()));
    }

    fn put<A: Aggregate>(&self, org: &OrgId, stream: &Stream, state: Arc<A>, version: u64, at: Timestamp) {
        let mut shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        let Shelf { entries, uses } = &mut *shelf;
        *uses += 1;
        let key = (org.clone(), stream.clone());
        if entries.get(&key).is_some_and(|entry| entry.version > version) {
            return;
        }
        entries.insert(key, Entry { state, version, at, used: *uses });
        if entries.len() > KEPT {
            let oldest = entries.iter().min_by_key(|(_, entry)| entry.used).map(|(key, _)| key.clone());
            if let Some(oldest) = oldest {
                entries.remove(&oldest);
            }
        }
    }
}

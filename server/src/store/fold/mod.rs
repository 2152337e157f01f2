//! Folding a stream into its aggregate, and deciding again when the stream moved in between.
//!
//! Folded streams are kept in memory by version; only the tail after that version is read, so that what another node
//! appended is always seen. A decision may also begin with what is kept alone: the commit refuses it when the stream
//! has moved, and then it is made again on what is read.

mod cache;
mod decide;

pub(super) use cache::Cache;
pub use decide::Reading;

use super::batch::{After, Append};
use super::{Store, StoreError, Stream, journal};
use domain::actor::ActorRef;
use domain::id::OrgId;
use domain::journal::{Hash, Recorded, Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;

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

impl Aggregate for domain::access::Accesses {
    type Event = domain::access::Event;
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
    /// The hash of the last record, if it is known.
    pub hash: Option<Hash>,
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
        let at = self.not_before(at);
        Ok(Append { stream: self.stream.clone(), expected: self.version, previous: self.hash, at, by, bodies })
    }

    /// The stream as it stands, to be kept in memory once what made it so is committed.
    #[must_use]
    pub fn kept_after(&self) -> After {
        let state = Arc::<A>::clone(&self.state);
        After { stream: self.stream.clone(), state, version: self.version, at: self.at, events: None }
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
        let mut folded = kept.unwrap_or_else(|| Folded {
            stream: stream.clone(),
            state: Arc::new(A::empty()),
            version: 0,
            at: Timestamp(i64::MIN),
            hash: Some([0; 32]),
        });
        let tail = self.load_tail(org, stream, folded.version).await?;
        if let Some((last, hash)) = tail.last() {
            let (version, at, hash) = (last.version, last.at, *hash);
            let aggregate = Arc::make_mut(&mut folded.state);
            for (recorded, _) in &tail {
                aggregate.take(&journal::read_event(recorded)?);
            }
            folded = Folded { version, at, hash, ..folded };
            self.inner.cache.put(org, folded.kept_after(), hash);
        }
        Ok(folded)
    }

    /// The aggregate of a stream, read anew or as it is kept.
    ///
    /// # Errors
    /// As [`Store::fold`].
    pub async fn fold_by<A: Aggregate>(
        &self,
        reading: Reading,
        org: &OrgId,
        stream: &Stream,
    ) -> Result<Folded<A>, StoreError> {
        match reading {
            Reading::Kept => match self.inner.cache.get::<A>(org, stream) {
                Some(kept) => Ok(kept),
                None => self.fold(org, stream).await,
            },
            Reading::Anew => self.fold(org, stream).await,
        }
    }

    /// The aggregate of a stream as it stood at `version`.
    ///
    /// # Errors
    /// As [`Store::fold`].
    pub async fn fold_at<A: Aggregate>(
        &self,
        org: &OrgId,
        stream: &Stream,
        version: u64,
    ) -> Result<Folded<A>, StoreError> {
        let (mut state, mut at) = (A::empty(), Timestamp(i64::MIN));
        let records = self.load(org, stream).await?;
        let until = records.iter().take_while(|record| record.version <= version);
        let mut last = 0;
        for recorded in until {
            state.take(&journal::read_event(recorded)?);
            (last, at) = (recorded.version, recorded.at);
        }
        Ok(Folded { stream: stream.clone(), state: Arc::new(state), version: last, at, hash: None })
    }

    /// The events of a stream up to `version`, as they are kept or else read.
    ///
    /// # Errors
    /// As [`Store::fold`].
    pub async fn events<A: Aggregate>(
        &self,
        org: &OrgId,
        stream: &Stream,
        version: u64,
    ) -> Result<Arc<Vec<Recorded<A::Event>>>, StoreError> {
        if let Some(kept) = self.inner.cache.events::<A>(org, stream, version) {
            return Ok(kept);
        }
        let stored = self.load(org, stream).await?;
        let stored = stored.iter().take_while(|record| record.version <= version);
        Ok(Arc::new(stored.map(journal::read_event).collect::<Result<_, _>>()?))
    }

    /// Forgets what is kept in memory of a stream: its text was erased.
    pub fn forget(&self, org: &OrgId, stream: &Stream) {
        self.inner.cache.remove(org, stream);
    }
}

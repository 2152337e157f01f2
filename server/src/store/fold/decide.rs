//! Deciding and committing, again when something moved in between.
//!
//! All tries together have one bound on their time; what could not be begun by then is refused and never done.

use crate::store::batch::{Batch, Head};
use crate::store::commit::parse_hash;
use crate::store::{Store, StoreError};
use std::time::Duration;
use tokio::time::Instant;

/// How long a write may wait before it begins. The browser program gives a request up after 20 s; what is refused here is
/// told well before that, and not carried out later.
pub(crate) const PATIENCE: Duration = Duration::from_secs(8);

/// Where a decision takes the streams from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// From memory, as far as they are kept: good enough to change something, as the commit makes sure that nothing has
    /// moved; never good enough to refuse.
    Kept,
    /// From the database.
    Anew,
}

impl Store {
    /// Runs `attempt` (fold, decide, put a batch together) and commits what it made; when a stream moved in between,
    /// all of it again after a pause, for as long as a write may wait. An empty batch is not committed.
    ///
    /// # Errors
    /// What `attempt` refuses, or [`StoreError`].
    pub async fn decide<T, E, F, A>(&self, attempt: F) -> Result<T, E>
    where
        F: Fn() -> A,
        A: Future<Output = Result<(Batch, T), E>>,
        E: From<StoreError>,
    {
        self.decide_again(Instant::now() + PATIENCE, &attempt).await
    }

    /// The same, with a first try on what is kept in memory. A refusal, and a change that changes nothing, are believed
    /// only of what was read anew.
    ///
    /// # Errors
    /// As [`Store::decide`].
    pub async fn decide_fast<T, E, F, A>(&self, attempt: F) -> Result<T, E>
    where
        F: Fn(Reading) -> A,
        A: Future<Output = Result<(Batch, T), E>>,
        E: From<StoreError>,
    {
        let until = Instant::now() + PATIENCE;
        if let Ok((batch, made)) = attempt(Reading::Kept).await
            && !batch.appends_nothing()
        {
            match self.commit_by(batch, until).await {
                Ok(_) => return Ok(made),
                Err(StoreError::Conflict(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        self.decide_again(until, &|| attempt(Reading::Anew)).await
    }

    async fn decide_again<T, E, F, A>(&self, until: Instant, attempt: &F) -> Result<T, E>
    where
        F: Fn() -> A,
        A: Future<Output = Result<(Batch, T), E>>,
        E: From<StoreError>,
    {
        let mut tries = 0;
        while Instant::now() < until {
            let (batch, made) = attempt().await?;
            if batch.is_empty() {
                return Ok(made);
            }
            match self.commit_by(batch, until).await {
                Ok(_) => return Ok(made),
                Err(StoreError::Conflict(_)) => pause(tries).await,
                Err(error) => return Err(error.into()),
            }
            tries += 1;
        }
        Err(StoreError::Busy("the stream moved with every try".into()).into())
    }

    /// Commits a batch: all of it or nothing. Returns where each stream stands, in the order of the appends.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when a stream moved, [`StoreError::Gone`], [`StoreError::Duplicate`] and
    /// [`StoreError::Repeated`] when a row refuses, [`StoreError::Busy`] when too much waits.
    pub async fn commit(&self, batch: Batch) -> Result<Vec<Head>, StoreError> {
        self.commit_by(batch, Instant::now() + PATIENCE).await
    }

    /// The same; what has not begun by `until` is refused and never begins.
    async fn commit_by(&self, mut batch: Batch, until: Instant) -> Result<Vec<Head>, StoreError> {
        let (org, after, has_mail) = (batch.org.clone(), std::mem::take(&mut batch.after), !batch.mails.is_empty());
        let heads = match &self.inner.writer {
            Some(writer) => writer.commit(batch, until).await?,
            None => self.commit_on_pool(&batch, until).await?,
        };
        for kept in after {
            let head = heads.iter().find(|head| head.stream == kept.stream.as_str() && head.version == kept.version);
            if let Some(hash) = head.and_then(|head| parse_hash(&head.hash)) {
                self.inner.cache.put(&org, kept, Some(hash));
            }
        }
        if has_mail {
            self.inner.mail_waits.notify_one();
        }
        Ok(heads)
    }
}

/// Waits a little before the next try, longer each time and not as long as others do, so that those who were in each
/// other's way are not again.
async fn pause(tries: usize) {
    let most = 4_u64 << tries.min(6);
    let millis = rand::Rng::random_range(&mut rand::rng(), 0..=most);
    tokio::time::sleep(Duration::from_millis(millis)).await;
}

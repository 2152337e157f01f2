//! The only SQL: the journal with its summaries, and the plain rows beside it.
//!
//! Reading goes through the pool. Every change is a [`Batch`], carried out whole or not at all by [`Store::commit`]
//! and acknowledged only after a synced COMMIT. Start at `batch/`, then `commit.rs` and `writer.rs`.

pub mod audit;
pub mod batch;
mod commit;
pub mod evidence;
pub mod fault;
pub mod fold;
pub mod idempotency;
pub mod invitations;
pub mod journal;
pub mod leases;
pub mod lists;
mod open;
pub mod organisations;
pub mod outbox;
pub mod people;
mod row;
mod secrets;
pub mod sessions;
mod statement;
pub mod stream;
pub mod summaries;
pub mod trail;
pub mod tries;
pub mod whole;
mod writer;

pub use batch::{About, After, Append, Batch, Head, Mail, Row, Still, Summary};
pub use fault::StoreError;
pub use fold::{Aggregate, Folded, Reading};
pub use open::{OpenError, sqlite_url};
pub use stream::Stream;

use sqlx::AnyPool;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Which database answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// SQLite in a file: one writer task commits for everyone.
    Sqlite,
    /// PostgreSQL: every commit runs on the pool.
    Postgres,
}

/// The database, cheap to clone.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    pool: AnyPool,
    /// On PostgreSQL, connections that only writes take: reads never wait for those.
    writers: AnyPool,
    backend: Backend,
    writer: Option<writer::Writer>,
    counts: Arc<Counts>,
    cache: fold::Cache,
    mail_waits: tokio::sync::Notify,
}

/// What was committed since start: appends acknowledged, and the commits (one sync each) they took.
#[derive(Debug, Default)]
struct Counts {
    batches: AtomicU64,
    commits: AtomicU64,
}

/// A reading of the counters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Committed {
    /// Batches that were acknowledged.
    pub batches: u64,
    /// COMMITs, hence syncs, that this took.
    pub commits: u64,
}

impl Store {
    /// Which database this is.
    #[must_use]
    pub fn backend(&self) -> Backend {
        self.inner.backend
    }

    /// How many batches were acknowledged with how many commits, since start.
    #[must_use]
    pub fn committed(&self) -> Committed {
        let counts = &self.inner.counts;
        Committed { batches: counts.batches.load(Ordering::Relaxed), commits: counts.commits.load(Ordering::Relaxed) }
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// [`StoreError`] when it does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        let _: i64 = sqlx::query_scalar("SELECT CAST(1 AS BIGINT)").fetch_one(self.pool()).await?;
        Ok(())
    }

    /// Waits until a mail was put into the outbox by this node.
    pub async fn mail_waits(&self) {
        self.inner.mail_waits.notified().await;
    }

    fn pool(&self) -> &AnyPool {
        &self.inner.pool
    }
}

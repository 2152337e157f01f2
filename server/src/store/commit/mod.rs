//! Carries out batches on a connection: the keys of requests, plain rows, mails, appends, summaries; many rows a
//! statement, also those of several batches.
//!
//! What may refuse comes first. A stream's head is moved before its records are written, so that on PostgreSQL the
//! head's row lock orders two writers and the later one sees that the stream has moved.

mod guard;
mod heads;
mod records;

pub(super) use heads::parse_hash;

use super::batch::{Batch, Head};
use super::{Backend, Store, StoreError, idempotency, outbox, row, summaries};
use sqlx::AnyConnection;
use std::sync::atomic::Ordering;
use tokio::time::{Instant, timeout_at};

impl Store {
    /// Commits on the pool: what PostgreSQL does by itself needs no writer task. Until it says COMMIT a batch that is
    /// given up, by its caller or at `until`, is rolled back.
    pub(super) async fn commit_on_pool(&self, batch: &Batch, until: Instant) -> Result<Vec<Head>, StoreError> {
        let writing = timeout_at(until, async {
            let mut transaction = self.inner.writers.begin().await?;
            let heads = carry_out(&mut transaction, self.backend(), &[batch]).await?;
            Ok::<_, StoreError>((transaction, heads))
        });
        let (transaction, heads) = writing.await.map_err(|_| StoreError::too_long())??;
        transaction.commit().await.map_err(|error| {
            let fault = StoreError::from(error);
            // The connection went while the database was at it: what became of it is not known.
            if let StoreError::Busy(cause) = fault { StoreError::Unknown(cause) } else { fault }
        })?;
        self.inner.counts.batches.fetch_add(1, Ordering::Relaxed);
        self.inner.counts.commits.fetch_add(1, Ordering::Relaxed);
        Ok(heads.into_iter().flatten().collect())
    }
}

/// Writes all of `batches` inside a transaction that the caller began and will end. Gives where the streams of each
/// stand then. When one of them refuses, nothing says which, and the transaction is to be rolled back.
pub(super) async fn carry_out(
    conn: &mut AnyConnection,
    backend: Backend,
    batches: &[&Batch],
) -> Result<Vec<Vec<Head>>, StoreError> {
    idempotency::keep(conn, batches).await?;
    for batch in batches {
        for one in &batch.rows {
            row::write(conn, &batch.org, one).await?;
        }
        // Before the rows of the next batch, which may take the links of these mails back.
        for mail in &batch.mails {
            outbox::add(conn, &batch.org, mail).await?;
        }
    }
    let moves = heads::move_all(conn, backend, batches).await?;
    records::write(conn, &moves).await?;
    summaries::put(conn, batches).await?;
    Ok(batches.iter().enumerate().map(|(place, _)| heads::of_batch(&moves, place)).collect())
}

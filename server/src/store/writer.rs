//! SQLite's one writer: carries all waiting batches out together, with one sync for the lot.
//!
//! A batch is acknowledged after COMMIT, never before. Whose caller has gone or was told to come back is dropped when
//! its turn comes and never carried out: that is decided here, after the database is locked. The queue is bounded.

use super::batch::{Batch, Head};
use super::{Backend, Counts, StoreError, commit};
use sqlx::{AnyConnection, Connection, Executor};
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, timeout_at};

/// Batches that may wait. At 1,000 commits a second of 16 each, a full queue is a quarter of a second of work.
const QUEUE: usize = 4_096;
/// Most batches of one commit.
const COMPANY: usize = 256;
/// How long the writer waits for more when the last commit had company.
const LINGER: Duration = Duration::from_millis(1);
/// How long the writer sleeps before it tries again to lock a database that another program holds.
const LOCKED: Duration = Duration::from_millis(20);

type Answer = Result<Vec<Head>, StoreError>;

struct Job {
    batch: Batch,
    answer: oneshot::Sender<Answer>,
    /// Whoever sets it decides: the writer, that the batch is carried out; the caller, that it never is.
    decided: Arc<AtomicBool>,
}

/// The way to the writer task, which ends when this is dropped.
pub(super) struct Writer {
    queue: mpsc::Sender<Job>,
}

/// Takes the batch back when its caller goes away.
struct Asking(Arc<AtomicBool>);

impl Asking {
    /// Whether it could be taken back: then it is never carried out.
    fn is_taken_back(&self) -> bool {
        !self.0.swap(true, Ordering::SeqCst)
    }
}

impl Drop for Asking {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

impl Writer {
    pub(super) fn start(connection: AnyConnection, counts: Arc<Counts>) -> Self {
        let (queue, jobs) = mpsc::channel(QUEUE);
        tokio::spawn(Writing { connection, jobs, waiting: VecDeque::new(), counts }.run());
        Writer { queue }
    }

    /// Has `batch` carried out. What has not begun by `until` is refused and never begins.
    pub(super) async fn commit(&self, batch: Batch, until: Instant) -> Answer {
        let (answer, mut answered) = oneshot::channel();
        let decided = Arc::new(AtomicBool::new(false));
        let asking = Asking(Arc::clone(&decided));
        let job = Job { batch, answer, decided };
        self.queue.try_send(job).map_err(|_| StoreError::Busy("the queue is full".into()))?;
        let outcome = match timeout_at(until, &mut answered).await {
            Ok(outcome) => outcome,
            Err(_) if asking.is_taken_back() => return Err(StoreError::too_long()),
            // It is being carried out: the writer holds the lock, so this is a matter of one sync.
            Err(_) => answered.await,
        };
        outcome.unwrap_or_else(|_| Err(StoreError::Unknown("the writer has stopped".into())))
    }
}

struct Writing {
    connection: AnyConnection,
    jobs: mpsc::Receiver<Job>,
    waiting: VecDeque<Job>,
    counts: Arc<Counts>,
}

impl Writing {
    async fn run(mut self) {
        let mut had_company = false;
        loop {
            if self.waiting.is_empty() {
                let Some(first) = self.jobs.recv().await else { break };
                self.waiting.push_back(first);
            }
            self.gather(had_company).await;
            had_company = self.waiting.len() > 1;
            if let Err(error) = self.connection.execute("BEGIN IMMEDIATE").await {
                self.could_not_begin(error.into()).await;
                continue;
            }
            self.carry_out().await;
        }
        if let Err(error) = self.connection.close().await {
            tracing::warn!(%error, "closing the writer's connection failed");
        }
    }

    async fn gather(&mut self, linger: bool) {
        let until = Instant::now() + LINGER;
        while self.waiting.len() < COMPANY {
            match self.jobs.try_recv() {
                Ok(job) => self.waiting.push_back(job),
                Err(_) if !linger => break,
                Err(_) => match timeout_at(until, self.jobs.recv()).await {
                    Ok(Some(job)) => self.waiting.push_back(job),
                    Ok(None) | Err(_) => break,
                },
            }
        }
    }

    /// Another program holds the database, or it is broken: who waits goes on waiting, each as long as they care to.
    async fn could_not_begin(&mut self, error: StoreError) {
        if !matches!(error, StoreError::Busy(_)) {
            tracing::error!(%error, waiting = self.waiting.len(), "the database cannot be written to");
            for job in self.waiting.drain(..) {
                let _gone = job.answer.send(Err(error.again()));
            }
            return;
        }
        self.waiting.retain(|job| !job.decided.load(Ordering::SeqCst));
        tokio::time::sleep(LOCKED).await;
    }

    /// Carries out what still waits, inside the transaction that has begun.
    async fn carry_out(&mut self) {
        let group: Vec<Job> = self.waiting.drain(..).filter(|job| !job.decided.swap(true, Ordering::SeqCst)).collect();
        let outcomes = match self.together(&group).await {
            Ok(outcomes) => Ok(outcomes),
            Err(error) if group.len() > 1 && !error.is_environmental() => self.one_by_one(&group).await,
            Err(error) if !error.is_environmental() => Ok(vec![Err(error)]),
            Err(error) => Err(error),
        };
        let outcomes = outcomes.unwrap_or_else(|error| {
            tracing::error!(%error, batches = group.len(), "a group of batches could not be committed");
            group.iter().map(|_| Err(error.again())).collect()
        });
        let done = outcomes.iter().filter(|outcome| outcome.is_ok()).count() as u64;
        self.counts.batches.fetch_add(done, Ordering::Relaxed);
        for (job, outcome) in group.into_iter().zip(outcomes) {
            // A caller who has gone away needs no answer.
            let _gone = job.answer.send(outcome);
        }
    }

    /// All of them as one. When one refuses, nothing of any is left, and the transaction has ended.
    async fn together(&mut self, group: &[Job]) -> Result<Vec<Answer>, StoreError> {
        let batches: Vec<&Batch> = group.iter().map(|job| &job.batch).collect();
        let written = match batches.is_empty() {
            true => Ok(vec![]),
            false => commit::carry_out(&mut self.connection, Backend::Sqlite, &batches).await,
        };
        match written {
            Ok(heads) if !batches.is_empty() => self.end().await.map(|()| heads.into_iter().map(Ok).collect()),
            Ok(_) => {
                self.roll_back().await;
                Ok(vec![])
            }
            Err(error) => {
                self.roll_back().await;
                Err(error)
            }
        }
    }

    /// Each in its own savepoint, so that the one that refuses leaves no trace and holds none of the others up.
    async fn one_by_one(&mut self, group: &[Job]) -> Result<Vec<Answer>, StoreError> {
        self.connection.execute("BEGIN IMMEDIATE").await?;
        let mut outcomes = Vec::with_capacity(group.len());
        for job in group {
            match self.alone(&job.batch).await {
                Err(error) if error.is_environmental() => {
                    self.roll_back().await;
                    return Err(error);
                }
                outcome => outcomes.push(outcome),
            }
        }
        if outcomes.iter().any(Result::is_ok) {
            self.end().await?
        } else {
            self.roll_back().await
        }
        Ok(outcomes)
    }

    async fn alone(&mut self, batch: &Batch) -> Answer {
        self.connection.execute("SAVEPOINT batch").await?;
        let written = commit::carry_out(&mut self.connection, Backend::Sqlite, &[batch]).await;
        if written.is_err() {
            self.connection.execute("ROLLBACK TO batch").await?;
        }
        self.connection.execute("RELEASE batch").await?;
        Ok(written?.into_iter().flatten().collect())
    }

    async fn end(&mut self) -> Result<(), StoreError> {
        if let Err(error) = self.connection.execute("COMMIT").await {
            self.roll_back().await;
            return Err(error.into());
        }
        self.counts.commits.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    async fn roll_back(&mut self) {
        // SQLite may have rolled back by itself; then there is nothing to roll back.
        let _nothing = self.connection.execute("ROLLBACK").await;
    }
}

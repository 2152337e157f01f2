//! SQLite's one writer: commits all waiting batches together, each in its own savepoint, with one sync for the lot.
//!
//! A batch is acknowledged after COMMIT, never before. The queue is bounded: when it is full the caller is told to
//! come back. Under load the writer lingers for company; a lone batch never waits.

use super::batch::{Batch, Head};
use super::{Counts, StoreError, commit};
use sqlx::{AnyConnection, Connection, Executor};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, timeout, timeout_at};

/// Batches that may wait. At 1,000 commits a second of 16 each, a full queue is a quarter of a second of work.
const QUEUE: usize = 4_096;
/// Most batches of one commit.
const COMPANY: usize = 256;
/// How long the writer waits for more when the last commit had company.
const LINGER: Duration = Duration::from_millis(2);
/// How long a batch waits for its turn before the caller is told that the database is busy.
const PATIENCE: Duration = Duration::from_secs(20);

type Answer = Result<Vec<Head>, StoreError>;

struct Job {
    batch: Batch,
    answer: oneshot::Sender<Answer>,
}

/// The way to the writer task, which ends when this is dropped.
pub(super) struct Writer {
    queue: mpsc::Sender<Job>,
}

impl Writer {
    pub(super) fn start(connection: AnyConnection, counts: Arc<Counts>) -> Self {
        let (queue, jobs) = mpsc::channel(QUEUE);
        tokio::spawn(run(connection, jobs, counts));
        Writer { queue }
    }

    pub(super) async fn commit(&self, batch: Batch) -> Answer {
        let (answer, answered) = oneshot::channel();
        self.queue.try_send(Job { batch, answer }).map_err(|_| StoreError::Busy("the queue is full".into()))?;
        match timeout(PATIENCE, answered).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(_)) => Err(StoreError::Busy("the writer has stopped".into())),
            Err(_) => Err(StoreError::Busy("the writer did not answer in time".into())),
        }
    }
}

async fn run(mut connection: AnyConnection, mut jobs: mpsc::Receiver<Job>, counts: Arc<Counts>) {
    let mut had_company = false;
    while let Some(first) = jobs.recv().await {
        let group = gather(first, &mut jobs, had_company).await;
        had_company = group.len() > 1;
        let outcomes = commit_group(&mut connection, &group, &counts).await;
        for (job, outcome) in group.into_iter().zip(outcomes) {
            // A caller who has gone away needs no answer.
            let _gone = job.answer.send(outcome);
        }
    }
    if let Err(error) = connection.close().await {
        tracing::warn!(%error, "closing the writer's connection failed");
    }
}

async fn gather(first: Job, jobs: &mut mpsc::Receiver<Job>, linger: bool) -> Vec<Job> {
    let mut group = vec![first];
    let until = Instant::now() + LINGER;
    while group.len() < COMPANY {
        match jobs.try_recv() {
            Ok(job) => group.push(job),
            Err(_) if !linger => break,
            Err(_) => match timeout_at(until, jobs.recv()).await {
                Ok(Some(job)) => group.push(job),
                Ok(None) | Err(_) => break,
            },
        }
    }
    group
}

/// One transaction for the group. A batch that is refused leaves no trace; when the database itself fails, all fail.
async fn commit_group(connection: &mut AnyConnection, group: &[Job], counts: &Counts) -> Vec<Answer> {
    match try_group(connection, group).await {
        Ok((outcomes, committed)) => {
            let done = outcomes.iter().filter(|outcome| outcome.is_ok()).count() as u64;
            counts.batches.fetch_add(done, Ordering::Relaxed);
            counts.commits.fetch_add(u64::from(committed), Ordering::Relaxed);
            outcomes
        }
        Err(error) => {
            tracing::error!(%error, batches = group.len(), "a group of batches could not be committed");
            // SQLite may have rolled back by itself; then there is nothing to roll back.
            let _nothing = connection.execute("ROLLBACK").await;
            group.iter().map(|_| Err(error.again())).collect()
        }
    }
}

async fn try_group(connection: &mut AnyConnection, group: &[Job]) -> Result<(Vec<Answer>, bool), StoreError> {
    connection.execute("BEGIN IMMEDIATE").await?;
    let mut outcomes = Vec::with_capacity(group.len());
    for job in group {
        connection.execute("SAVEPOINT batch").await?;
        match commit::carry_out(connection, &job.batch).await {
            Ok(heads) => {
                connection.execute("RELEASE batch").await?;
                outcomes.push(Ok(heads));
            }
            Err(error) if error.is_environmental() => return Err(error),
            Err(error) => {
                connection.execute("ROLLBACK TO batch").await?;
                connection.execute("RELEASE batch").await?;
                outcomes.push(Err(error));
            }
        }
    }
    let worth_it = outcomes.iter().any(Result::is_ok);
    connection.execute(if worth_it { "COMMIT" } else { "ROLLBACK" }).await?;
    Ok((outcomes, worth_it))
}

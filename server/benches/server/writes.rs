//! What one write costs on SQLite: statements and bytes of an answer, a verdict and a conclusion, counted exactly; and how
//! many answers a second one connection and sixty-four reach, against the same statements without a server.
//!
//! Bytes are those that the write-ahead log grows by. Statements are counted where the database driver logs them; they are
//! counted last, as a log that listens slows everything down.

use crate::answers::{self, CONNECTIONS};
use crate::figures::Figures;
use crate::harness::{Assay, Browser};
use crate::raw;
use anyhow::Result;
use domain::actor::Role;
use serde_json::json;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

/// Answers one after another over one connection, and statements of the raw run beside it.
const ALONE: usize = 400;
/// Writes of one sort that are counted together.
const SOME: usize = 12;

static STATEMENTS: AtomicU64 = AtomicU64::new(0);

/// Counts the statements that the database driver logs, but for those that set a connection up.
struct Counting;

impl<S: tracing::Subscriber> Layer<S> for Counting {
    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "sqlx::query" {
            STATEMENTS.fetch_add(1, Ordering::SeqCst);
        }
    }
}

/// Measures.
pub(crate) async fn run(figures: &mut Figures) -> Result<()> {
    let assay = Assay::start().await;
    let admin = assay.found("Nordwind AG").await;
    figures.about("writes: one connection, SQLite");
    let alone = answers::writer(0, &answers::desk(&assay, &admin, 0).await, answers::choices());
    let one_statement = raw::one_statement_commits(ALONE).await?;
    let began = Instant::now();
    alone.answer_times(ALONE).await;
    let answered = ALONE as f64 / began.elapsed().as_secs_f64();
    figures.tell("commits of one statement", format!("{one_statement:.0}"), "a second");
    figures.tell("answers", format!("{answered:.0}"), "a second");
    figures.at_least("answers against commits of one statement", answered / one_statement, "", 1.0 / 3.0);
    figures.about(&format!("writes: {CONNECTIONS} connections, SQLite"));
    let raw = raw::answers_in_groups(CONNECTIONS).await?;
    let mut writers = Vec::new();
    for place in 1..=CONNECTIONS {
        writers.push(answers::writer(place, &answers::desk(&assay, &admin, place).await, answers::choices()));
    }
    let (answered, times) = answers::all_at_once(writers).await;
    figures.tell("the same statements without a server", format!("{raw:.0}"), "answers a second");
    figures.tell("answers", format!("{answered:.0}"), "a second");
    figures.at_least("answers against the same statements", answered / raw, "", 0.5);
    let slowest = figures.latencies("answer", times);
    figures.at_most("answer, 99 of 100 within", slowest.as_millis().try_into().unwrap_or(u64::MAX), "ms", 30);
    counted(figures, &assay, &admin).await
}

/// Counts what single writes take.
async fn counted(figures: &mut Figures, assay: &Assay, admin: &Browser) -> Result<()> {
    tracing::subscriber::set_global_default(tracing_subscriber::registry().with(Counting))?;
    figures.about("writes: one of each, SQLite");
    let (vendor, id) = answers::desk(assay, admin, 1_000).await;
    let choices = answers::choices();
    let path = |question: &str| format!("/api/portal/assessments/{id}/answers/{question}");
    let (few, many) = choices.split_at(10);
    let answer = |(question, options): &answers::Choice| {
        let entry = json!({ "value": options[0], "comment": "As our policy says, reviewed every year." });
        let request = vendor.request("PUT", &path(question)).header("if-match", "\"0\"");
        vendor.send(request.header("idempotency-key", format!("answer-{question}")).json(&entry))
    };
    for choice in few {
        answer(choice).await.must_be(200);
    }
    let many: Vec<_> = many.iter().take(SOME).map(answer).collect();
    Cost::of(assay, many).await?.told(figures, "answer", Some((7, 28_000)));
    let id = answers::submitted(&vendor, &id).await?;
    let verdicts = format!("/api/assessments/{id}/verdicts");
    let verdict = |(question, _): &answers::Choice| {
        let body = json!({ "question": question, "verdict": { "verdict": "accept" } });
        let request = admin.request("POST", &verdicts).header("idempotency-key", format!("verdict-{question}"));
        admin.send(request.json(&body))
    };
    for choice in few {
        verdict(choice).await.must_be(200);
    }
    let many: Vec<_> = choices.iter().skip(10).take(SOME).map(verdict).collect();
    Cost::of(assay, many).await?.told(figures, "verdict", Some((8, 40_000)));
    // The tier takes two people: whoever reviewed does not conclude.
    let other = assay.staff(admin, &[Role::Approver, Role::Reviewer]).await;
    let conclusion = json!({ "outcome": { "outcome": "rejected" }, "reason": "Measured." });
    let path = format!("/api/assessments/{id}/conclusion");
    let concluded = other.send(other.request("POST", &path).header("idempotency-key", "end").json(&conclusion));
    Cost::of(assay, vec![concluded]).await?.told(figures, "conclusion", None);
    Ok(())
}

/// What one write took.
struct Cost {
    statements: u64,
    bytes: u64,
}

impl Cost {
    /// Of one of `writes`, which are made one after another: a page that is split now and then is shared out.
    async fn of(assay: &Assay, writes: Vec<impl Future<Output = crate::harness::Reply>>) -> Result<Cost> {
        // What earlier requests still do ends first; then the log begins anew.
        tokio::time::sleep(std::time::Duration::from_millis(400)).await;
        let folder = assay.folder.path().to_owned();
        raw::empty_log(&assay.database_url).await?;
        let (statements, before, number) = (STATEMENTS.load(Ordering::SeqCst), log_size(&folder)?, writes.len() as u64);
        for write in writes {
            let reply = write.await;
            anyhow::ensure!(reply.status == 200, "{} {}", reply.status, reply.text);
        }
        let (after, bytes) = (STATEMENTS.load(Ordering::SeqCst), log_size(&folder)?);
        Ok(Cost { statements: (after - statements).div_ceil(number), bytes: (bytes - before).div_ceil(number) })
    }

    fn told(&self, figures: &mut Figures, what: &str, bounds: Option<(u64, u64)>) {
        let (statements, bytes) = (format!("statements of one {what}"), format!("bytes written for one {what}"));
        match bounds {
            Some((most_statements, most_bytes)) => {
                figures.at_most(&statements, self.statements, "statements", most_statements);
                figures.at_most(&bytes, self.bytes, "bytes", most_bytes);
            }
            None => {
                figures.tell(&statements, self.statements, "statements");
                figures.tell(&bytes, self.bytes, "bytes");
            }
        }
    }
}

fn log_size(folder: &std::path::Path) -> Result<u64> {
    let log: PathBuf = folder.join("assay.db-wal");
    Ok(std::fs::metadata(log)?.len())
}

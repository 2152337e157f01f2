//! What SQLite does by itself on this machine, through the same driver and with the same settings: the measure for what
//! the server reaches.
//!
//! The tables are the product's own; the rows are of the size that an answer's are.

use anyhow::Result;
use server::store::{Store, sqlite_url};
use sqlx::any::AnyConnectOptions;
use sqlx::{AnyConnection, ConnectOptions, Executor};
use std::str::FromStr;
use std::time::Instant;

/// Answers of the run in groups.
const ANSWERS: usize = 6_400;

/// A connection to an empty database of the product's, which lives as long as the folder.
async fn connection(folder: &std::path::Path) -> Result<AnyConnection> {
    let url = sqlite_url(&folder.join("assay.db"));
    Store::open(&url).await?.close().await;
    let mut connection = AnyConnectOptions::from_str(&url)?.connect().await?;
    for pragma in ["PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL"] {
        connection.execute(pragma).await?;
    }
    Ok(connection)
}

/// How many commits of one statement each one connection reaches a second.
pub(crate) async fn one_statement_commits(number: usize) -> Result<f64> {
    let folder = tempfile::tempdir()?;
    let mut connection = connection(folder.path()).await?;
    let began = Instant::now();
    for place in 0..number {
        journal(&mut connection, place, 1).await?;
    }
    Ok(number as f64 / began.elapsed().as_secs_f64())
}

/// How many answers a second the statements of an answer reach, `company` in each transaction: session, key, head, record
/// and row of each, between BEGIN and COMMIT.
pub(crate) async fn answers_in_groups(company: usize) -> Result<f64> {
    let folder = tempfile::tempdir()?;
    let mut connection = connection(folder.path()).await?;
    for stream in 0..company {
        sqlx::query("INSERT INTO stream_head (org, stream, version, at, hash) VALUES ('o', $1, 0, 0, '')")
            .bind(format!("assessment/{stream}"))
            .execute(&mut connection)
            .await?;
    }
    let began = Instant::now();
    for round in 0..ANSWERS / company {
        connection.execute("BEGIN IMMEDIATE").await?;
        for stream in 0..company {
            answer(&mut connection, stream, round + 1).await?;
        }
        connection.execute("COMMIT").await?;
    }
    Ok(ANSWERS as f64 / began.elapsed().as_secs_f64())
}

async fn answer(connection: &mut AnyConnection, stream: usize, version: usize) -> Result<()> {
    sqlx::query(
        "SELECT s.org FROM login_session s JOIN person p ON p.org = s.org AND p.person = s.person
         JOIN organisation o ON o.org = s.org WHERE s.id_hash = $1",
    )
    .bind(format!("{stream}"))
    .fetch_optional(&mut *connection)
    .await?;
    sqlx::query("INSERT INTO request_key VALUES ('o', $1, $2, 'h', $1, 1, 1)")
        .bind(format!("p{stream}"))
        .bind(format!("k{version}"))
        .execute(&mut *connection)
        .await?;
    sqlx::query("UPDATE stream_head SET version = $1 WHERE org = 'o' AND stream = $2")
        .bind(number(version))
        .bind(format!("assessment/{stream}"))
        .execute(&mut *connection)
        .await?;
    journal(connection, stream, version).await?;
    sqlx::query(
        "INSERT INTO assessment_row (org, assessment, vendor, system, contact, state, due, changed_at, body, as_of)
         VALUES ('o', $1, 'v', 's', 'c', 'answering', '2026-12-24', $2, $3, '2026-12-01')
         ON CONFLICT (org, assessment) DO UPDATE SET changed_at = excluded.changed_at, body = excluded.body",
    )
    .bind(format!("a{stream}"))
    .bind(number(version))
    .bind("b".repeat(800))
    .execute(&mut *connection)
    .await?;
    Ok(())
}

async fn journal(connection: &mut AnyConnection, stream: usize, version: usize) -> Result<()> {
    sqlx::query("INSERT INTO journal VALUES ('o', $1, $2, 1, 'vendor:p', $3, $4, $5, $5)")
        .bind(format!("assessment/{stream}"))
        .bind(number(version))
        .bind("e".repeat(200))
        .bind("s".repeat(32))
        .bind("h".repeat(64))
        .execute(connection)
        .await?;
    Ok(())
}

fn number(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Writes the log back into the database and begins it anew.
pub(crate) async fn empty_log(url: &str) -> Result<()> {
    let mut connection = AnyConnectOptions::from_str(url)?.connect().await?;
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").await?;
    Ok(())
}

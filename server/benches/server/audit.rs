//! Ten thousand random tampers of every sort, each of which `audit verify` must find: what is not found is an error.
//!
//! Each is made on the same small site, whose journal holds assessments from draft to conclusion, and put right afterwards
//! from a copy. Rows are held against the journal, heads against a copy that was signed before.

use crate::answers;
use crate::figures::Figures;
use crate::harness::Assay;
use anyhow::{Context, Result};
use domain::actor::Role;
use domain::id::OrgId;
use domain::journal::REDACTED;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::json;
use server::record::check_rows;
use server::store::Head;
use sqlx::any::AnyConnectOptions;
use sqlx::{AnyConnection, AssertSqlSafe, ConnectOptions, Executor, Row};
use std::str::FromStr;
use std::time::Instant;

const TAMPERS: usize = 10_000;
const SORTS: usize = 12;
const TABLES: [&str; 6] = ["journal", "stream_head", "vendor_row", "system_row", "assessment_row", "finding_row"];

/// Measures.
pub(crate) async fn run(figures: &mut Figures) -> Result<()> {
    figures.about("audit: random tampers of a small site, SQLite");
    let assay = site().await?;
    let exported = assay.state.store.heads().await?;
    let (org, _) = assay.state.store.organisations().await?.remove(0);
    let mut connection = AnyConnectOptions::from_str(&assay.database_url)?.connect().await?;
    for table in TABLES {
        connection.execute(AssertSqlSafe(format!("CREATE TABLE kept_{table} AS SELECT * FROM {table}"))).await?;
    }
    let records: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM journal").fetch_one(&mut connection).await?;
    figures.tell("records of the journal", records, "records");
    anyhow::ensure!(is_sound(&assay, &org, &exported).await?, "the site is sound before anything is done to it");
    let (mut random, mut found) = (StdRng::seed_from_u64(42), [0_usize; SORTS]);
    let mut made = [0_usize; SORTS];
    let began = Instant::now();
    for place in 0.. {
        if made.iter().sum::<usize>() == TAMPERS {
            break;
        }
        anyhow::ensure!(place < 2 * TAMPERS, "too often there was nothing to tamper with");
        let sort = place % SORTS;
        let Some(touched) = tamper(&mut connection, &mut random, sort).await? else { continue };
        *made.get_mut(sort).context("a sort")? += 1;
        if !is_sound(&assay, &org, &exported).await? {
            *found.get_mut(sort).context("a sort")? += 1;
        }
        put_right(&mut connection, &touched).await?;
    }
    let names = [
        "blanked",
        "flipped",
        "deleted",
        "swapped",
        "inserted",
        "cut, head rewritten",
        "row's text edited",
        "row deleted",
        "row moved to another day",
        "row put in another place",
        "head's version edited",
        "head's hash edited",
    ];
    for ((name, made), found) in names.iter().zip(made).zip(found) {
        figures.tell(&format!("{name}, found of {made}"), found, "tampers");
    }
    let (made, found): (usize, usize) = (made.iter().sum(), found.iter().sum());
    figures.tell("time of one look", format!("{:.2}", began.elapsed().as_secs_f64() * 1_000.0 / made as f64), "ms");
    figures.at_most("tampers that were not found", (made - found) as u64, "tampers", 0);
    Ok(())
}

/// A site with a concluded assessment and one that is being answered.
async fn site() -> Result<Assay> {
    let assay = Assay::start().await;
    let admin = assay.found("Nordwind AG").await;
    let (vendor, id) = answers::desk(&assay, &admin, 0).await;
    answers::submitted(&vendor, &id).await?;
    let other = assay.staff(&admin, &[Role::Approver, Role::Reviewer]).await;
    for (question, _) in answers::choices().iter().take(5) {
        let body = json!({ "question": question, "verdict": { "verdict": "accept" } });
        admin.post(&format!("/api/assessments/{id}/verdicts"), body).await.must_be(200);
    }
    let conclusion = json!({ "outcome": { "outcome": "rejected" }, "reason": "Measured." });
    other.post(&format!("/api/assessments/{id}/conclusion"), conclusion).await.must_be(200);
    answers::desk(&assay, &admin, 1).await;
    Ok(assay)
}

async fn is_sound(assay: &Assay, org: &OrgId, exported: &[Head]) -> Result<bool> {
    let audit = assay.state.store.verify(exported).await?;
    if !audit.found.is_empty() {
        return Ok(false);
    }
    Ok(check_rows(&assay.state, org, assay.state.clock.today()).await?.is_empty())
}

/// One record of the journal by chance.
async fn record(connection: &mut AnyConnection, random: &mut StdRng) -> Result<(String, i64)> {
    let records: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM journal").fetch_one(&mut *connection).await?;
    let row = sqlx::query("SELECT stream, version FROM journal ORDER BY org, stream, version LIMIT 1 OFFSET $1")
        .bind(random.random_range(0..records))
        .fetch_one(connection)
        .await?;
    Ok((row.get(0), row.get(1)))
}

/// Does one thing of a sort; the tables it touched, nothing where there was nothing to do.
async fn tamper(connection: &mut AnyConnection, random: &mut StdRng, sort: usize) -> Result<Option<Vec<&'static str>>> {
    let (stream, version) = record(connection, random).await?;
    let at = format!("stream = '{stream}' AND version = {version}");
    let column = ["org", "at", "actor", "body", "salt", "body_hash", "hash"][random.random_range(0..7)];
    let (statements, touched): (Vec<String>, Vec<&'static str>) = match sort {
        0 => (vec![format!("UPDATE journal SET body = '{REDACTED}', salt = '' WHERE {at}")], vec!["journal"]),
        1 if column == "at" => (vec![format!("UPDATE journal SET at = at + 1 WHERE {at}")], vec!["journal"]),
        1 => (vec![format!("UPDATE journal SET {column} = {column} || 'x' WHERE {at}")], vec!["journal"]),
        2 => (vec![format!("DELETE FROM journal WHERE {at}")], vec!["journal"]),
        3 => (swap(&stream, version), vec!["journal"]),
        4 => (
            vec![format!(
                "INSERT INTO journal SELECT org, stream, (SELECT MAX(version) + 1 FROM journal WHERE stream = '{stream}'), \
                 at, actor, body, salt, body_hash, hash FROM journal WHERE {at}"
            )],
            vec!["journal"],
        ),
        5 => (cut(&stream, version), vec!["journal", "stream_head"]),
        6..=9 => {
            let Some(sql) = edit_row(connection, random, sort).await? else { return Ok(None) };
            (vec![sql.0], vec![sql.1])
        }
        10 => (
            vec![format!("UPDATE stream_head SET version = version + 1 WHERE stream = '{stream}'")],
            vec!["stream_head"],
        ),
        _ => (
            vec![format!("UPDATE stream_head SET hash = SUBSTR(hash, 2) || 'f' WHERE stream = '{stream}'")],
            vec!["stream_head"],
        ),
    };
    let mut changed = 0;
    for sql in statements {
        changed += connection.execute(AssertSqlSafe(sql)).await?.rows_affected();
    }
    Ok((changed > 0).then_some(touched))
}

/// Changes, removes or moves one row of a list; the table with it. Nothing where the list has none.
async fn edit_row(
    connection: &mut AnyConnection,
    random: &mut StdRng,
    sort: usize,
) -> Result<Option<(String, &'static str)>> {
    let lists = [
        ("vendor_row", "vendor"),
        ("system_row", "system"),
        ("assessment_row", "assessment"),
        ("finding_row", "finding"),
    ];
    let (table, key) = lists[random.random_range(0..lists.len())];
    let keys: Vec<String> = sqlx::query_scalar(AssertSqlSafe(format!("SELECT {key} FROM {table} ORDER BY {key}")))
        .fetch_all(connection)
        .await?;
    if keys.is_empty() {
        return Ok(None);
    }
    let at = format!("{key} = '{}'", keys[random.random_range(0..keys.len())]);
    let sql = match sort {
        6 => format!("UPDATE {table} SET body = body || ' ' WHERE {at}"),
        7 => format!("DELETE FROM {table} WHERE {at}"),
        8 if random.random_bool(0.5) => format!("UPDATE {table} SET as_of = '2999-01-01' WHERE {at}"),
        8 => format!("UPDATE {table} SET as_of = 'never' WHERE {at}"),
        _ => format!("UPDATE {table} SET {key} = {key} || 'x' WHERE {at}"),
    };
    Ok(Some((sql, table)))
}

/// Two neighbours change places.
fn swap(stream: &str, version: i64) -> Vec<String> {
    let (a, b) = (version.max(2) - 1, version.max(2));
    [(a, -1), (b, a), (-1, b)]
        .map(|(from, to)| format!("UPDATE journal SET version = {to} WHERE stream = '{stream}' AND version = {from}"))
        .into()
}

/// The end of a stream goes, and its head is made to fit.
fn cut(stream: &str, version: i64) -> Vec<String> {
    let last = format!("(SELECT hash FROM journal WHERE stream = '{stream}' AND version = {} )", version - 1);
    vec![
        format!("DELETE FROM journal WHERE stream = '{stream}' AND version >= {version}"),
        if version == 1 {
            format!("DELETE FROM stream_head WHERE stream = '{stream}'")
        } else {
            format!("UPDATE stream_head SET version = {}, hash = {last} WHERE stream = '{stream}'", version - 1)
        },
    ]
}

async fn put_right(connection: &mut AnyConnection, tables: &[&'static str]) -> Result<()> {
    for table in tables {
        connection.execute(AssertSqlSafe(format!("DELETE FROM {table}"))).await?;
        connection.execute(AssertSqlSafe(format!("INSERT INTO {table} SELECT * FROM kept_{table}"))).await?;
    }
    Ok(())
}

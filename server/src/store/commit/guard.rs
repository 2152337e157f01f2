//! What a batch was computed from besides the streams that it appends to must still stand when it is committed.
//!
//! On SQLite a writer is alone, so looking is enough: the look is a condition of the statement that moves the heads. On
//! PostgreSQL the heads are locked first, in the order of their names.

use crate::store::StoreError;
use crate::store::batch::{Batch, Still};
use crate::store::row::stored;
use crate::store::statement::Statement;
use domain::id::OrgId;
use sqlx::AnyConnection;
use std::collections::BTreeSet;

/// Streams that one statement looks at. More are looked at by statements of their own.
const AT_ONCE: usize = 500;

type Seen<'a> = (&'a str, u64);

/// The streams that `batch` saw at a version.
fn seen(batch: &Batch) -> Vec<Seen<'_>> {
    let seen = batch.still.iter().filter_map(|still| match still {
        // A stream that was not there yet has no head to look at; nothing was computed from it either.
        Still::At(stream, version) => (*version > 0).then_some((stream.as_str(), *version)),
        Still::Assessments(..) | Still::Streams(_) => None,
    });
    seen.collect()
}

/// Locks the heads of every stream that a batch touches or was computed from.
pub(super) async fn lock(conn: &mut AnyConnection, batches: &[&Batch]) -> Result<(), StoreError> {
    for batch in batches {
        let appended = batch.appends.iter().map(|append| append.stream.as_str());
        let streams: BTreeSet<&str> = appended.chain(seen(batch).into_iter().map(|(stream, _)| stream)).collect();
        // One alone is locked by what moves it.
        if streams.len() < 2 && seen(batch).is_empty() {
            continue;
        }
        let streams: Vec<&str> = streams.into_iter().collect();
        for some in streams.chunks(AT_ONCE) {
            let mut select = Statement::new("SELECT stream FROM stream_head WHERE org = ");
            select.value(batch.org.as_str())?.text(" AND stream IN (");
            for (place, stream) in some.iter().enumerate() {
                select.text(if place == 0 { "" } else { ", " }).value(*stream)?;
            }
            select.text(") ORDER BY stream FOR UPDATE");
            select.rows(conn).await?;
        }
    }
    Ok(())
}

/// Adds to a statement the conditions that must hold for it, as far as they fit into it.
pub(super) fn add(statement: &mut Statement, batches: &[&Batch]) -> Result<(), StoreError> {
    for batch in batches {
        let seen = seen(batch);
        if !seen.is_empty() && seen.len() <= AT_ONCE {
            statement.text(" AND ");
            stand(statement, &batch.org, &seen)?;
        }
        for still in &batch.still {
            if !matches!(still, Still::At(..)) {
                statement.text(" AND ");
                counted(statement, &batch.org, still)?;
            }
        }
    }
    Ok(())
}

/// Looks at what did not fit into the statement that moves the heads.
pub(super) async fn check_rest(conn: &mut AnyConnection, batches: &[&Batch]) -> Result<(), StoreError> {
    for batch in batches {
        let seen = seen(batch);
        if seen.len() > AT_ONCE {
            for some in seen.chunks(AT_ONCE) {
                let mut select = Statement::new("SELECT CAST(1 AS BIGINT) WHERE ");
                stand(&mut select, &batch.org, some)?;
                must_hold(conn, select, batch).await?;
            }
        }
    }
    Ok(())
}

/// Looks at everything, where no head is moved.
pub(super) async fn check(conn: &mut AnyConnection, batches: &[&Batch]) -> Result<(), StoreError> {
    for batch in batches.iter().filter(|batch| !batch.still.is_empty()) {
        let mut select = Statement::new("SELECT CAST(1 AS BIGINT) WHERE 1 = 1");
        add(&mut select, &[batch])?;
        must_hold(conn, select, batch).await?;
    }
    check_rest(conn, batches).await
}

async fn must_hold(conn: &mut AnyConnection, select: Statement, batch: &Batch) -> Result<(), StoreError> {
    if select.rows(conn).await?.is_empty() { Err(StoreError::Conflict(batch.org.to_string())) } else { Ok(()) }
}

/// That all of these streams stand where they were seen.
fn stand(statement: &mut Statement, org: &OrgId, seen: &[Seen<'_>]) -> Result<(), StoreError> {
    statement
        .text("(SELECT COUNT(*) FROM stream_head g WHERE g.org = ")
        .value(org.as_str())?
        .text(" AND g.stream IN (");
    for (place, (stream, _)) in seen.iter().enumerate() {
        statement.text(if place == 0 { "" } else { ", " }).value(*stream)?;
    }
    statement.text(") AND g.version = CASE g.stream");
    for (stream, version) in seen {
        statement.text(" WHEN ").value(*stream)?.text(" THEN ").number(stored(*version)?)?;
    }
    let number = i64::try_from(seen.len()).unwrap_or(i64::MAX);
    statement.text(" END) = ").number(number)?;
    Ok(())
}

/// That there are as many as there were.
fn counted(statement: &mut Statement, org: &OrgId, still: &Still) -> Result<(), StoreError> {
    let number = match still {
        Still::Assessments(vendor, number) => {
            statement.text("(SELECT COUNT(*) FROM assessment_row g WHERE g.org = ").value(org.as_str())?;
            statement.text(" AND g.vendor = ").value(vendor.as_str())?;
            number
        }
        Still::Streams(number) => {
            statement.text("(SELECT COUNT(*) FROM stream_head g WHERE g.org = ").value(org.as_str())?;
            number
        }
        Still::At(..) => return Ok(()),
    };
    statement.text(") = ").number(i64::try_from(*number).unwrap_or(i64::MAX))?;
    Ok(())
}

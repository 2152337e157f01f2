//! The records of every append, written in one statement.
//!
//! Where a stream stands was made sure of before; here nothing can refuse.

use super::heads::{Move, Record};
use crate::store::StoreError;
use crate::store::row::stored;
use crate::store::statement::{MOST_VALUES, Statement};
use domain::journal::hex;
use sqlx::AnyConnection;

/// Columns of a record.
const COLUMNS: usize = 9;

pub(super) async fn write(conn: &mut AnyConnection, moves: &[Move<'_>]) -> Result<(), StoreError> {
    let records = moves.iter().flat_map(|one| one.records.iter().map(move |record| (one, record)));
    let records: Vec<(&Move<'_>, &Record<'_>)> = records.collect();
    for some in records.chunks(MOST_VALUES / COLUMNS) {
        let mut insert = Statement::new(
            "INSERT INTO journal (org, stream, version, at, actor, body, salt, body_hash, hash) VALUES ",
        );
        for (place, (one, record)) in some.iter().enumerate() {
            let Record { version, at, by, body, salt, body_hash, hash } = *record;
            insert.text(if place == 0 { "(" } else { ", (" }).value(one.org.as_str())?.text(", ").value(one.stream)?;
            insert.text(", ").value(stored(*version)?)?.text(", ").value(at.0)?.text(", ").value(by.as_str())?;
            insert.text(", ").value(*body)?.text(", ").value(salt.as_str())?;
            insert.text(", ").value(hex(body_hash))?.text(", ").value(hex(hash))?.text(")");
        }
        insert.execute(conn).await?;
    }
    Ok(())
}

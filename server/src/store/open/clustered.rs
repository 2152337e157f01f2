//! SQLite keeps the tables that every write adds a row to somewhere in their middle in the order of their keys, with no
//! second tree beside: half the pages of such a write. The journal is none of them: it grows at its end.
//!
//! The migrations are one text for both databases and cannot say so, and PostgreSQL needs nothing of the kind. A table
//! that is not kept so yet is copied once.

use sqlx::{AnyConnection, AssertSqlSafe, Connection, Executor, Row as _};

const TABLES: [&str; 1] = ["request_key"];

/// How SQLite spells it.
const CLUSTERED: &str = "WITHOUT ROWID";

pub(super) async fn cluster(connection: &mut AnyConnection) -> Result<(), sqlx::Error> {
    for table in TABLES {
        let made = sqlx::query(
            "SELECT type, sql FROM sqlite_master WHERE tbl_name = $1 AND sql IS NOT NULL ORDER BY type DESC",
        )
        .bind(table)
        .fetch_all(&mut *connection)
        .await?;
        let made: Vec<(String, String)> =
            made.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect::<Result<_, sqlx::Error>>()?;
        let Some((_, own)) = made.iter().find(|(kind, _)| kind == "table") else { continue };
        if own.contains(CLUSTERED) {
            continue;
        }
        let indexes = made.iter().filter(|(kind, _)| kind == "index").map(|(_, sql)| sql.clone());
        copy(connection, table, own, indexes.collect()).await?;
    }
    Ok(())
}

/// Copies one table, all or nothing. The texts are the database's own.
async fn copy(connection: &mut AnyConnection, table: &str, own: &str, indexes: Vec<String>) -> Result<(), sqlx::Error> {
    let columns = own.split_once('(').map_or("", |(_, columns)| columns);
    let mut transaction = connection.begin().await?;
    for sql in [
        format!("CREATE TABLE {table}_clustered ({columns} {CLUSTERED}"),
        format!("INSERT INTO {table}_clustered SELECT * FROM {table}"),
        format!("DROP TABLE {table}"),
        format!("ALTER TABLE {table}_clustered RENAME TO {table}"),
    ]
    .into_iter()
    .chain(indexes)
    {
        transaction.execute(AssertSqlSafe(sql)).await?;
    }
    transaction.commit().await
}

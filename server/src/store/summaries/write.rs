//! Summary rows put in place and taken away, inside the transaction of their batches: many rows a statement.
//!
//! A row is replaced whole: no column keeps anything of the row before.

use super::tables::{self, Cell, Table};
use crate::store::StoreError;
use crate::store::batch::{Batch, Summary};
use crate::store::statement::{MOST_VALUES, Statement};
use domain::id::OrgId;
use sqlx::AnyConnection;

/// Puts the rows of `batches` in place, and takes away what they take away.
pub(in crate::store) async fn put(conn: &mut AnyConnection, batches: &[&Batch]) -> Result<(), StoreError> {
    let mut rows: [Vec<Vec<Cell>>; 4] = Default::default();
    for batch in batches {
        for summary in &batch.summaries {
            match summary {
                Summary::Vendor(row) => push(&mut rows, 0, tables::vendor(&batch.org, row)),
                Summary::System(row) => push(&mut rows, 1, tables::system(&batch.org, row)),
                Summary::Assessment(row) => push(&mut rows, 2, tables::assessment(&batch.org, row)),
                Summary::Finding(row) => push(&mut rows, 3, tables::finding(&batch.org, row)),
                Summary::NoVendor(_)
                | Summary::NoSystem(_)
                | Summary::NoAssessment(_)
                | Summary::NoFinding(..)
                | Summary::Clear => remove(conn, &batch.org, summary).await?,
            }
        }
    }
    for (table, rows) in tables::ALL.iter().zip(rows) {
        for some in rows.chunks(MOST_VALUES / table.columns) {
            upsert(conn, table, some).await?;
        }
    }
    Ok(())
}

fn push(rows: &mut [Vec<Vec<Cell>>; 4], table: usize, row: Vec<Cell>) {
    if let Some(rows) = rows.get_mut(table) {
        rows.push(row);
    }
}

async fn upsert(conn: &mut AnyConnection, table: &Table, rows: &[Vec<Cell>]) -> Result<(), StoreError> {
    let mut statement = Statement::new(table.insert);
    for (place, row) in rows.iter().enumerate() {
        statement.text(if place == 0 { "(" } else { ", (" });
        for (place, cell) in row.iter().enumerate() {
            statement.text(if place == 0 { "" } else { ", " });
            match cell {
                Cell::Text(text) => statement.value(text.clone())?,
                Cell::Number(number) => statement.value(*number)?,
            };
        }
        statement.text(")");
    }
    statement.text(table.replace);
    statement.execute(conn).await?;
    Ok(())
}

async fn remove(conn: &mut AnyConnection, org: &OrgId, summary: &Summary) -> Result<(), StoreError> {
    let (sql, id): (&'static str, &str) = match summary {
        Summary::NoVendor(id) => ("DELETE FROM vendor_row WHERE org = $1 AND vendor = $2", id.as_str()),
        Summary::NoSystem(id) => ("DELETE FROM system_row WHERE org = $1 AND system = $2", id.as_str()),
        Summary::NoAssessment(id) => ("DELETE FROM assessment_row WHERE org = $1 AND assessment = $2", id.as_str()),
        Summary::NoFinding(assessment, finding) => {
            let sql = "DELETE FROM finding_row WHERE org = $1 AND assessment = $2 AND finding = $3";
            let query = sqlx::query(sql).bind(org.as_str()).bind(assessment.as_str()).bind(finding.as_str());
            query.execute(conn).await?;
            return Ok(());
        }
        Summary::Clear => return clear(conn, org).await,
        Summary::Vendor(_) | Summary::System(_) | Summary::Assessment(_) | Summary::Finding(_) => return Ok(()),
    };
    sqlx::query(sql).bind(org.as_str()).bind(id).execute(conn).await?;
    Ok(())
}

/// Throws every row of an organisation away.
async fn clear(conn: &mut AnyConnection, org: &OrgId) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM vendor_row WHERE org = $1",
        "DELETE FROM system_row WHERE org = $1",
        "DELETE FROM assessment_row WHERE org = $1",
        "DELETE FROM finding_row WHERE org = $1",
    ] {
        sqlx::query(sql).bind(org.as_str()).execute(&mut *conn).await?;
    }
    Ok(())
}

//! Summary rows as they are stored, held against the rows that the journal makes.
//!
//! A row is not written again while nothing changes it, so it is compared as of the last day for which it holds; only the
//! day of its computation may differ.

use super::tables::{self, COLUMNS, Cell, Columns};
use crate::store::batch::Summary;
use crate::store::{Store, StoreError};
use chrono::NaiveDate;
use domain::id::OrgId;
use sqlx::Row as _;
use sqlx::any::AnyRow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A row that is not the one that the journal makes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowFault {
    /// The table.
    pub table: &'static str,
    /// The key of the row without the organisation.
    pub key: String,
    /// What is wrong with it.
    pub what: &'static str,
}

impl fmt::Display for RowFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.table, self.key, self.what)
    }
}

/// The rows of an organisation, by table and key.
#[derive(Debug, Default, Clone)]
pub struct Rows(BTreeMap<(&'static str, String), Vec<Cell>>);

impl Rows {
    /// The rows that the journal makes.
    #[must_use]
    pub fn made(org: &OrgId, summaries: &[Summary]) -> Self {
        let mut rows = Rows::default();
        for summary in summaries {
            let (table, cells) = match summary {
                Summary::Vendor(row) => (0, tables::vendor(org, row)),
                Summary::System(row) => (1, tables::system(org, row)),
                Summary::Assessment(row) => (2, tables::assessment(org, row)),
                Summary::Finding(row) => (3, tables::finding(org, row)),
                Summary::NoVendor(_)
                | Summary::NoSystem(_)
                | Summary::NoAssessment(_)
                | Summary::NoFinding(..)
                | Summary::Clear => continue,
            };
            if let Some(columns) = COLUMNS.get(table) {
                rows.put(columns, cells);
            }
        }
        rows
    }

    /// Takes further rows in.
    pub fn join(&mut self, more: Rows) {
        self.0.extend(more.0);
    }

    fn put(&mut self, columns: &Columns, cells: Vec<Cell>) {
        let key = cells.iter().take(columns.key).skip(1);
        let key: Vec<&str> =
            key.filter_map(|cell| if let Cell::Text(text) = cell { text.as_deref() } else { None }).collect();
        self.0.insert((columns.table, key.join("/")), cells);
    }

    /// Of these stored rows, those that `others` have too.
    #[must_use]
    pub fn shared_with(&self, others: &Rows) -> Rows {
        Rows(
            self.0.iter().filter(|(key, _)| others.0.contains_key(*key)).map(|(k, v)| (k.clone(), v.clone())).collect(),
        )
    }

    /// The last day for which each of these stored rows holds: `today`, or the day before it changes.
    #[must_use]
    pub fn days(&self, today: NaiveDate) -> BTreeSet<NaiveDate> {
        self.0.values().map(|cells| day_of(cells, today)).collect()
    }

    /// What of these stored rows is not as `made` for the days that they hold, missing or too many.
    #[must_use]
    pub fn against(&self, made: &BTreeMap<NaiveDate, Rows>, today: NaiveDate) -> Vec<RowFault> {
        let mut faults = Vec::new();
        for ((table, key), cells) in &self.0 {
            let fault = |what| RowFault { table, key: key.clone(), what };
            let Some(computed) = as_of(cells) else {
                faults.push(fault("was computed for a day that cannot be read"));
                continue;
            };
            if computed > today {
                faults.push(fault("was computed for a day to come"));
                continue;
            }
            match made.get(&day_of(cells, today)).and_then(|rows| rows.0.get(&(*table, key.clone()))) {
                Some(expected) if is_same(cells, expected) => {}
                Some(_) => faults.push(fault("differs from what the journal makes")),
                None => faults.push(fault("has nothing in the journal")),
            }
        }
        let now = made.get(&today).into_iter().flat_map(|rows| rows.0.keys());
        let missing = now.filter(|key| !self.0.contains_key(*key));
        faults.extend(missing.map(|(table, key)| RowFault { table, key: key.clone(), what: "is missing" }));
        faults.sort();
        faults
    }
}

/// The third cell from the end is the day of the computation, the second the day on which the row changes.
fn from_end(cells: &[Cell], place: usize) -> Option<NaiveDate> {
    let cell = cells.get(cells.len().checked_sub(place)?)?;
    if let Cell::Text(text) = cell { text.as_deref()?.parse().ok() } else { None }
}

fn as_of(cells: &[Cell]) -> Option<NaiveDate> {
    from_end(cells, 3)
}

fn day_of(cells: &[Cell], today: NaiveDate) -> NaiveDate {
    let before = from_end(cells, 2).and_then(|next| next.pred_opt()).unwrap_or(today);
    before.min(today).max(as_of(cells).unwrap_or(before).min(today))
}

fn is_same(stored: &[Cell], made: &[Cell]) -> bool {
    let day = stored.len().saturating_sub(3);
    // A number that is not there is read as a text that is not.
    let is_same = |(stored, made): (&Cell, &Cell)| {
        stored == made || matches!((stored, made), (Cell::Text(None), Cell::Number(None)))
    };
    stored.len() == made.len() && stored.iter().zip(made).enumerate().all(|(at, pair)| at == day || is_same(pair))
}

fn read(row: &AnyRow) -> Result<Vec<Cell>, StoreError> {
    (0..row.len())
        .map(|place| {
            Ok(match row.try_get::<Option<String>, _>(place) {
                Ok(text) => Cell::Text(text),
                Err(_) => Cell::Number(row.try_get::<Option<i64>, _>(place)?),
            })
        })
        .collect()
}

impl Store {
    /// The summary rows of an organisation as they are stored.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn stored_rows(&self, org: &OrgId) -> Result<Rows, StoreError> {
        let mut rows = Rows::default();
        for columns in &COLUMNS {
            for row in sqlx::query(columns.select).bind(org.as_str()).fetch_all(self.pool()).await? {
                rows.put(columns, read(&row)?);
            }
        }
        Ok(rows)
    }
}

//! The four tables of summary rows: how a row is put into each, and its cells in the order of the columns.
//!
//! A new column stands here twice, in the statement and among the cells, and in a migration. What a row keeps for life
//! (whose it is) is not set again: SQLite would write the indexes over those columns anew each time.

use super::{AssessmentRow, FindingRow, SHAPE, SystemRow, VendorRow};
use chrono::NaiveDate;
use domain::id::OrgId;

/// A table, and the two ends of the statement that puts rows into it.
pub(super) struct Table {
    pub(super) columns: usize,
    pub(super) insert: &'static str,
    pub(super) replace: &'static str,
}

/// One value of a row; nothing is a value too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cell {
    Text(Option<String>),
    Number(Option<i64>),
}

/// The columns of a table in the order of its cells, and how many of them are its key.
pub(super) struct Columns {
    pub(super) table: &'static str,
    pub(super) select: &'static str,
    pub(super) key: usize,
}

/// In the order of [`ALL`].
pub(super) const COLUMNS: [Columns; 4] = [
    Columns {
        table: "vendor_row",
        select: "SELECT org, vendor, name_key, body, as_of, next_change, shape FROM vendor_row WHERE org = $1",
        key: 2,
    },
    Columns {
        table: "system_row",
        select: "SELECT org, system, vendor, vendor_key, system_key, tier, inherent, claimed, assured, confidence, \
                 residual, residual_now, findings_open, findings_overdue, waiting, overdue, last_assessed, \
                 next_assessment, retired, body, as_of, next_change, shape FROM system_row WHERE org = $1",
        key: 2,
    },
    Columns {
        table: "assessment_row",
        select: "SELECT org, assessment, vendor, system, contact, state, due, changed_at, erased, body, as_of, \
                 next_change, shape FROM assessment_row WHERE org = $1",
        key: 2,
    },
    Columns {
        table: "finding_row",
        select: "SELECT org, assessment, finding, vendor, system, severity, state, open, due, body, as_of, \
                 next_change, shape FROM finding_row WHERE org = $1",
        key: 3,
    },
];

/// In the order of [`crate::store::batch::Summary`].
pub(super) const ALL: [Table; 4] = [
    Table {
        columns: 7,
        insert: "INSERT INTO vendor_row (org, vendor, name_key, body, as_of, next_change, shape) VALUES ",
        replace: " ON CONFLICT (org, vendor) DO UPDATE SET name_key = excluded.name_key, body = excluded.body, as_of = \
                  excluded.as_of, next_change = excluded.next_change, \
                  shape = excluded.shape",
    },
    Table {
        columns: 23,
        insert: "INSERT INTO system_row (org, system, vendor, vendor_key, system_key, tier, inherent, claimed, \
                 assured, confidence, residual, residual_now, findings_open, findings_overdue, waiting, overdue, \
                 last_assessed, next_assessment, retired, body, as_of, next_change, shape) VALUES ",
        replace: " ON CONFLICT (org, system) DO UPDATE SET vendor_key = excluded.vendor_key, system_key = \
                  excluded.system_key, tier = excluded.tier, inherent = excluded.inherent, claimed = excluded.claimed, \
                  assured = excluded.assured, confidence = excluded.confidence, residual = excluded.residual, \
                  residual_now = excluded.residual_now, findings_open = excluded.findings_open, findings_overdue = \
                  excluded.findings_overdue, waiting = excluded.waiting, overdue = excluded.overdue, last_assessed = \
                  excluded.last_assessed, next_assessment = excluded.next_assessment, retired = excluded.retired, body \
                  = excluded.body, as_of = excluded.as_of, next_change = excluded.next_change, \
                  shape = excluded.shape",
    },
    Table {
        columns: 13,
        insert: "INSERT INTO assessment_row (org, assessment, vendor, system, contact, state, due, changed_at, \
                 erased, body, as_of, next_change, shape) VALUES ",
        replace: " ON CONFLICT (org, assessment) DO UPDATE SET contact = excluded.contact, state = excluded.state, due \
                  = excluded.due, changed_at = excluded.changed_at, erased = excluded.erased, body = excluded.body, \
                  as_of = excluded.as_of, next_change = excluded.next_change, \
                  shape = excluded.shape",
    },
    Table {
        columns: 13,
        insert: "INSERT INTO finding_row (org, assessment, finding, vendor, system, severity, state, open, due, body, \
                 as_of, next_change, shape) VALUES ",
        replace: " ON CONFLICT (org, assessment, finding) DO UPDATE SET severity = excluded.severity, state = \
                  excluded.state, open = excluded.open, due = excluded.due, body = excluded.body, as_of = \
                  excluded.as_of, next_change = excluded.next_change, \
                  shape = excluded.shape",
    },
];

fn text(text: &str) -> Cell {
    Cell::Text(Some(text.to_owned()))
}

fn day(day: Option<NaiveDate>) -> Cell {
    Cell::Text(day.map(|day| day.to_string()))
}

fn number(number: impl Into<i64>) -> Cell {
    Cell::Number(Some(number.into()))
}

pub(super) fn vendor(org: &OrgId, row: &VendorRow) -> Vec<Cell> {
    vec![
        text(org.as_str()),
        text(row.vendor.as_str()),
        text(&row.name_key),
        text(&row.body),
        day(Some(row.fresh.as_of)),
        day(row.fresh.next_change),
        number(SHAPE),
    ]
}

pub(super) fn system(org: &OrgId, row: &SystemRow) -> Vec<Cell> {
    vec![
        text(org.as_str()),
        text(row.system.as_str()),
        text(row.vendor.as_str()),
        text(&row.vendor_key),
        text(&row.system_key),
        Cell::Number(row.tier),
        Cell::Number(row.inherent),
        Cell::Number(row.claimed),
        Cell::Number(row.assured),
        Cell::Number(row.confidence),
        Cell::Number(row.residual),
        Cell::Number(row.residual_now),
        number(row.findings_open),
        number(row.findings_overdue),
        text(&row.waiting),
        number(row.overdue),
        day(row.last_assessed),
        day(row.next_assessment),
        number(row.retired),
        text(&row.body),
        day(Some(row.fresh.as_of)),
        day(row.fresh.next_change),
        number(SHAPE),
    ]
}

pub(super) fn assessment(org: &OrgId, row: &AssessmentRow) -> Vec<Cell> {
    vec![
        text(org.as_str()),
        text(row.assessment.as_str()),
        text(row.vendor.as_str()),
        text(row.system.as_str()),
        Cell::Text(row.contact.as_ref().map(|id| id.as_str().to_owned())),
        text(&row.state),
        day(row.due),
        number(row.changed_at.0),
        number(row.erased),
        text(&row.body),
        day(Some(row.fresh.as_of)),
        day(row.fresh.next_change),
        number(SHAPE),
    ]
}

pub(super) fn finding(org: &OrgId, row: &FindingRow) -> Vec<Cell> {
    vec![
        text(org.as_str()),
        text(row.assessment.as_str()),
        text(row.finding.as_str()),
        text(row.vendor.as_str()),
        text(row.system.as_str()),
        number(row.severity),
        text(&row.state),
        number(row.open),
        day(row.due),
        text(&row.body),
        day(Some(row.fresh.as_of)),
        day(row.fresh.next_change),
        number(SHAPE),
    ]
}

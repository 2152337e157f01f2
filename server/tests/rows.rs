//! Rows of lists follow by themselves: after an upgrade, after a clock that was ahead, and when one cannot be read.
//!
//! `row_shapes.txt` holds the fields of each body under the number of their shape. A change of a body without a new number
//! fails here: rows of the release before would keep the old shape.

mod desk;
mod harness;

use desk::Desk;
use serde_json::{Value, json};
use server::jobs::refresh::refresh_all;
use server::store::summaries::SHAPE;
use std::collections::BTreeSet;
use std::fmt::Write;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/row_shapes.txt");
const TABLES: [&str; 4] = ["vendor_row", "system_row", "assessment_row", "finding_row"];

async fn texts(desk: &Desk, sql: &str) -> Vec<String> {
    use sqlx::{AssertSqlSafe, ConnectOptions, Row};
    let options: sqlx::any::AnyConnectOptions = desk.assay.database_url.parse().expect("a URL");
    let mut connection = options.connect().await.expect("a connection");
    let rows = sqlx::query(AssertSqlSafe(sql.to_owned())).fetch_all(&mut connection).await.expect("rows");
    rows.iter().map(|row| row.get(0)).collect()
}

/// Every field of a value by its path.
fn fields(value: &Value, path: &str, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (key, inner) in members {
                fields(inner, &format!("{path}.{key}"), into);
            }
        }
        Value::Array(inner) => inner.iter().for_each(|inner| fields(inner, &format!("{path}[]"), into)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            into.insert(path.to_owned());
        }
    }
}

#[tokio::test]
async fn the_bodies_of_rows_have_the_shape_that_their_number_says() {
    let desk = Desk::open().await;
    desk.concluded().await;
    let mut shapes = format!("shape {SHAPE}\n");
    for table in TABLES {
        let mut found = BTreeSet::new();
        for body in texts(&desk, &format!("SELECT body FROM {table}")).await {
            fields(&serde_json::from_str(&body).expect("JSON"), table, &mut found);
        }
        assert!(!found.is_empty(), "{table}");
        found.iter().for_each(|field| writeln!(shapes, "{field}").expect("written"));
    }
    if std::env::var_os("ASSAY_WRITE_ROW_SHAPES").is_some() {
        std::fs::write(FILE, &shapes).expect("written");
    }
    let known = std::fs::read_to_string(FILE).expect("the file");
    assert!(
        shapes == known,
        "a body has changed: count SHAPE up in store/summaries, then write the file anew:\n{shapes}"
    );
}

/// What the lists show.
async fn lists(desk: &Desk) -> Vec<Value> {
    let mut lists = Vec::new();
    for path in ["/api/register", "/api/vendors", "/api/assessments", "/api/findings"] {
        lists.push(desk.admin.get(path).await.must_be(200).json());
    }
    lists
}

#[tokio::test]
async fn rows_of_another_release_are_made_anew_without_a_hand() {
    let desk = Desk::open().await;
    desk.concluded().await;
    let before = lists(&desk).await;
    for table in TABLES {
        let changed =
            desk.assay.tamper(&format!("UPDATE {table} SET body = '{{\"old\":1}}', shape = {}", SHAPE - 1)).await;
        assert!(changed > 0, "{table}");
    }
    // A list that meets rows it cannot read shows the others; it is no fault of whoever asks.
    let register = desk.admin.get("/api/register").await.must_be(200).json();
    assert_eq!(register["rows"], json!([]));
    refresh_all(&desk.assay.state, "node").await.expect("refreshed");
    assert_eq!(lists(&desk).await, before);
}

#[tokio::test]
async fn rows_of_a_clock_that_was_ahead_are_made_anew() {
    let desk = Desk::open().await;
    desk.concluded().await;
    let before = lists(&desk).await;
    let (now, year) = (desk.assay.state.clock.now(), 351 * domain::journal::DAY_MILLIS);
    desk.assay.state.clock.set(domain::journal::Timestamp(now.0 + year));
    refresh_all(&desk.assay.state, "node").await.expect("refreshed");
    let ahead = "SELECT as_of FROM system_row WHERE as_of > '2026-12-31'";
    assert_eq!(texts(&desk, ahead).await.len(), 1, "the row was computed a year ahead");
    desk.assay.state.clock.set(now);
    desk.assay.tamper("DELETE FROM lease").await;
    refresh_all(&desk.assay.state, "node").await.expect("refreshed");
    assert_eq!(texts(&desk, ahead).await, Vec::<String>::new());
    let after = lists(&desk).await;
    assert_eq!(after[0]["rows"][0]["findings_overdue"], before[0]["rows"][0]["findings_overdue"]);
    assert_eq!(after[0]["rows"][0]["residual_now"], before[0]["rows"][0]["residual_now"]);
}

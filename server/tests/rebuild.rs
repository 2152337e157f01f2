//! Rows are what the journal says: after a rebuild, after a date has passed, and after changes that crossed.
//!
//! Every test compares all columns of all row tables with those that a rebuild makes.

mod desk;
mod harness;

use desk::{Desk, answer, answers};
use domain::journal::{DAY_MILLIS, Timestamp};
use harness::PASSWORD;
use serde_json::json;
use server::jobs::refresh::refresh_all;
use server::record::rebuild;
use sqlx::{AssertSqlSafe, ConnectOptions, Row};

const TABLES: [(&str, &str, &str); 4] = [
    ("vendor_row", "org, vendor", "name_key, body, as_of, next_change"),
    (
        "system_row",
        "org, system",
        "vendor, vendor_key, system_key, CAST(tier AS TEXT), CAST(inherent AS TEXT), CAST(claimed AS TEXT),
         CAST(assured AS TEXT), CAST(confidence AS TEXT), CAST(residual AS TEXT), CAST(residual_now AS TEXT),
         CAST(findings_open AS TEXT), CAST(findings_overdue AS TEXT), waiting, CAST(overdue AS TEXT), last_assessed,
         next_assessment, CAST(retired AS TEXT), body, as_of, next_change",
    ),
    (
        "assessment_row",
        "org, assessment",
        "vendor, system, contact, state, due, CAST(changed_at AS TEXT), CAST(erased AS TEXT), body, as_of, next_change",
    ),
    (
        "finding_row",
        "org, assessment, finding",
        "vendor, system, CAST(severity AS TEXT), state, CAST(open AS TEXT), due, body, as_of, next_change",
    ),
];

/// Every row of every table, as texts. `as_of` is left out when rows were computed on different days.
async fn rows(desk: &Desk, with_as_of: bool) -> Vec<Vec<String>> {
    let options: sqlx::any::AnyConnectOptions = desk.assay.database_url.parse().expect("a URL");
    let mut connection = options.connect().await.expect("a connection");
    let mut all = Vec::new();
    for (table, key, columns) in TABLES {
        let columns = if with_as_of { columns.to_owned() } else { columns.replace("as_of, ", "") };
        let sql = format!("SELECT {key}, {columns} FROM {table} ORDER BY {key}");
        for row in sqlx::query(AssertSqlSafe(sql)).fetch_all(&mut connection).await.expect("rows") {
            let cells = (0..row.len()).map(|place| row.get::<Option<String>, _>(place).unwrap_or("NULL".into()));
            all.push(std::iter::once(table.to_owned()).chain(cells).collect());
        }
    }
    all
}

async fn rebuilt(desk: &Desk) -> usize {
    rebuild(&desk.assay.state, &desk.org, desk.assay.state.clock.today()).await.expect("a rebuild")
}

/// Some days later, when the admin signs in again.
async fn on(desk: &Desk, days: i64) {
    desk.assay.state.clock.set(Timestamp(desk::noon().0 + days * DAY_MILLIS));
    desk.admin.sign_in("person0@buyer.example", PASSWORD).await.must_be(200);
}

/// A second vendor with a draft, and a further assessment of the first that is being answered.
async fn more(desk: &Desk) {
    let made = desk.admin.post("/api/vendors", json!({ "profile": { "name": "Corvane" } })).await.must_be(201).json();
    let path = format!("/api/vendors/{}", made["id"].as_str().expect("an id"));
    desk.admin.post(&format!("{path}/systems"), json!({ "description": { "name": "Eye" } })).await.must_be(201);
    let certificate = json!({ "kind": "soc2", "scope": "x", "valid_until": "2027-01-31" });
    desk.admin.post(&format!("{path}/certificates"), certificate).await.must_be(201);
    let id = desk.sent().await;
    let vendor = desk.enter(0).await;
    let (question, entry) = answers().remove(0);
    answer(&vendor, &id, question, 0, &entry).await.must_be(200);
    desk.drafted().await;
}

#[tokio::test]
async fn a_rebuild_makes_every_row_as_it_was() {
    let desk = Desk::open().await;
    desk.concluded().await;
    more(&desk).await;
    let before = rows(&desk, true).await;
    for table in TABLES {
        assert!(before.iter().any(|row| row[0] == table.0), "{} has rows", table.0);
    }
    assert_eq!(rebuilt(&desk).await, before.len());
    assert_eq!(rows(&desk, true).await, before);
    for broken in [
        "UPDATE system_row SET residual_now = 1, body = '{}'",
        "DELETE FROM assessment_row",
        "UPDATE finding_row SET finding = 'never raised ' || finding, open = 0",
        "DELETE FROM vendor_row",
    ] {
        desk.assay.tamper(broken).await;
        assert_ne!(rows(&desk, true).await, before, "{broken}");
        rebuilt(&desk).await;
        assert_eq!(rows(&desk, true).await, before, "after {broken}");
    }
}

#[tokio::test]
async fn a_rebuild_touches_no_other_organisation() {
    let desk = Desk::open().await;
    desk.concluded().await;
    let before = rows(&desk, true).await;
    let stranger = desk.assay.found("Aldermere Mutual").await;
    let me = stranger.get("/api/session").await.json();
    let other = domain::id::OrgId::new(me["organisation"]["id"].as_str().expect("an id")).expect("an id");
    assert_eq!(rebuild(&desk.assay.state, &other, desk.assay.state.clock.today()).await.expect("a rebuild"), 0);
    assert_eq!(rows(&desk, true).await, before);
}

#[tokio::test]
async fn rows_move_on_by_themselves_when_a_date_passes() {
    let desk = Desk::open().await;
    desk.concluded().await;
    more(&desk).await;
    let row = async |name: &str| {
        let register = desk.admin.get("/api/register").await.must_be(200).json();
        let rows = register["rows"].as_array().expect("rows").clone();
        rows.into_iter().find(|row| row["system"] == name).expect("the system")
    };
    let today = row("Helio Chat").await;
    assert_eq!((&today["findings_overdue"], &today["overdue"]), (&json!(0), &json!(false)), "{today}");
    let calm = today["residual_now"].as_i64().expect("a figure");
    // Every finding's date has passed, and answers are late.
    on(&desk, 400).await;
    let later = row("Helio Chat").await;
    assert_eq!(later["findings_overdue"], later["findings_open"]);
    assert!(later["findings_open"].as_u64().is_some_and(|open| open > 0) && later["overdue"] == true, "{later}");
    assert!(later["residual_now"].as_i64().expect("a figure") > calm, "{later}");
    let met = rows(&desk, false).await;
    rebuilt(&desk).await;
    assert_eq!(rows(&desk, false).await, met, "as a rebuild on that day makes them");
}

#[tokio::test]
async fn the_nightly_job_moves_on_what_no_list_has_met_and_only_that() {
    let desk = Desk::open().await;
    desk.concluded().await;
    more(&desk).await;
    let before = rows(&desk, true).await;
    refresh_all(&desk.assay.state, "node").await.expect("a run");
    assert_eq!(rows(&desk, true).await, before, "nothing is due yet");
    for days in [30, 31, 200] {
        on(&desk, days).await;
        refresh_all(&desk.assay.state, "node").await.expect("a run");
        let due = desk.assay.state.store.vendors_due(&desk.org, desk.assay.state.clock.today(), 10).await;
        assert_eq!(due.expect("vendors"), [], "nothing is left to do after {days} days");
        let moved = rows(&desk, false).await;
        rebuilt(&desk).await;
        assert_eq!(rows(&desk, false).await, moved, "after {days} days");
    }
    // Another node that holds the lease does the work.
    on(&desk, 400).await;
    assert!(server::jobs::holds(&desk.assay.state, "refresh", "another", 60).await.expect("an answer"));
    let still = rows(&desk, true).await;
    refresh_all(&desk.assay.state, "node").await.expect("a run");
    assert_eq!(rows(&desk, true).await, still);
}

#[tokio::test]
async fn changes_of_one_vendor_at_once_leave_the_rows_that_a_rebuild_makes() {
    let desk = Desk::open().await;
    desk.concluded().await;
    let path = format!("/api/vendors/{}", desk.vendor);
    let change = async |number: usize| {
        let reply = match number % 4 {
            0 => {
                let drafted = desk.admin.post("/api/assessments", desk.plan()).await;
                let id = drafted.json()["id"].as_str().unwrap_or("none").to_owned();
                if drafted.status == 201 { desk.post(&id, "sending", json!({})).await } else { drafted }
            }
            1 => desk.admin.put(&path, json!({ "name": format!("Helio {number}") })).await,
            2 => {
                let system = json!({ "description": { "name": format!("System {number}") } });
                desk.admin.post(&format!("{path}/systems"), system).await
            }
            _ => {
                let body = json!({ "description": { "name": format!("Helio Chat {number}") } });
                desk.admin.put(&format!("{path}/systems/{}", desk.system), body).await
            }
        };
        // Five others were faster: the person is asked to try again, and nothing was done.
        assert!(matches!(reply.status, 200 | 201 | 503), "{reply:?}");
        usize::from(reply.status != 503)
    };
    let mut done = 0;
    for round in 0..6 {
        let at_once = (0..4).map(|number| change(round * 4 + number));
        done += futures::future::join_all(at_once).await.into_iter().sum::<usize>();
        let met = rows(&desk, true).await;
        rebuilt(&desk).await;
        assert_eq!(rows(&desk, true).await, met, "round {round}");
    }
    assert!(done >= 12, "{done} of 24 changes were carried out");
    let list = desk.admin.get("/api/assessments").await.json();
    assert!(list["assessments"].as_array().map_or(0, Vec::len) > 1, "drafts were made at once");
}

#[tokio::test]
async fn a_finding_that_a_date_made_is_raised_after_a_rebuild_and_after_another_change_too() {
    for rebuilds in [true, false] {
        let desk = Desk::open().await;
        let id = desk.sent().await;
        let vendor = desk.enter(0).await;
        for (question, entry) in answers() {
            answer(&vendor, &id, question, 0, &entry).await.must_be(200);
        }
        desk::attach_until(&vendor, &id, "KI-05", "2027-01-31").await.must_be(201);
        desk::submit(&vendor, &id).await.must_be(200);
        desk.post(&id, "conclusion", json!({"outcome": {"outcome": "approved"}})).await.must_be(200);
        let raised = async || {
            let view = desk.view(&id).await;
            let findings = view["findings"].as_array().expect("findings").clone();
            findings.iter().any(|row| row["finding"]["id"] == "evidence:KI-05:1")
        };
        on(&desk, 72).await;
        if rebuilds {
            rebuilt(&desk).await;
        } else {
            let path = format!("/api/vendors/{}", desk.vendor);
            desk.admin.put(&path, json!({"name": "Helio Labs Ltd"})).await.must_be(200);
        }
        assert!(!raised().await, "nobody has looked whose day has come");
        refresh_all(&desk.assay.state, "a node").await.expect("refreshed");
        assert!(raised().await, "the evidence ended yesterday");
        assert_eq!(desk.mails_about("finding", 0).await, 1, "and the vendor is told");
    }
}

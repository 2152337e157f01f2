//! The register and the findings as lists and as CSV: what is selected, in which order, and in which bytes.
//!
//! Random rows are held against `domain::register`, over HTTP and on the command line alike.

mod desk;
mod harness;

use chrono::NaiveDate;
use clap::Parser;
use desk::{Desk, noon};
use domain::api::register::{Register, RegisterQuery, RegisterRow, RegisterSort, Waiting};
use domain::id::{OrgId, SystemId, VendorId};
use domain::inherent::{RiskBand, Tier};
use domain::register::{csv, figures, findings_csv, matches, order};
use domain::scoring::ScoreBand;
use harness::{Assay, Browser, PASSWORD};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use serde::Serialize;
use serde_json::Value;
use server::cli::{Cli, Command, export};
use server::record::system_row;
use server::store::summaries::Freshness;
use server::store::{Batch, Summary};

const NAMES: [&str; 14] = [
    "Helio Labs",
    "helio chat",
    "STRASSE",
    "Straße",
    "Ärger & Söhne",
    "100 % sure",
    "snake_case",
    "wow!",
    "=1+1",
    "@SUM(A1)",
    " -2",
    "\"quoted\", and more",
    "ΣΟΦΟΣ",
    "'apostrophe",
];

fn day(random: &mut StdRng) -> NaiveDate {
    let base: NaiveDate = "2026-01-01".parse().expect("a date");
    base + chrono::Days::new(random.random_range(0..600))
}

fn maybe<T>(random: &mut StdRng, value: impl FnOnce(&mut StdRng) -> T) -> Option<T> {
    if random.random_bool(0.8) { Some(value(random)) } else { None }
}

fn random_row(random: &mut StdRng, number: u32) -> RegisterRow {
    // Few values, so that many rows are equal in a column and the order has to be total.
    let figure = |random: &mut StdRng| random.random_range(0..12_i64) * 833;
    let residual_now = maybe(random, figure);
    RegisterRow {
        vendor_id: VendorId::new(format!("v{}", random.random_range(0..9))).expect("an id"),
        vendor: NAMES.choose(random).expect("a name").to_string(),
        system_id: SystemId::new(format!("s{number}")).expect("an id"),
        system: NAMES.choose(random).expect("a name").to_string(),
        tier: maybe(random, |random| *Tier::ALL.choose(random).expect("a tier")),
        inherent: maybe(random, figure),
        claimed: maybe(random, figure),
        assured: maybe(random, figure),
        band: maybe(random, |random| *ScoreBand::ALL.choose(random).expect("a band")),
        blocked: random.random_bool(0.1),
        capped: random.random_bool(0.3),
        confidence: maybe(random, figure),
        residual: maybe(random, figure),
        residual_now,
        residual_band: residual_now.and_then(|figure| u32::try_from(figure).ok()).map(RiskBand::of),
        findings_open: random.random_range(0..4),
        findings_overdue: random.random_range(0..2),
        last_assessed: maybe(random, day),
        next_assessment: maybe(random, day),
        provisional: random.random_bool(0.3),
        waiting: *[Waiting::Us, Waiting::Vendor, Waiting::Nobody].choose(random).expect("a party"),
        waiting_for: "Answers".into(),
        overdue: random.random_bool(0.3),
        score_fault: None,
    }
}

fn random_query(random: &mut StdRng) -> RegisterQuery {
    let names = ["", "", "", "helio", "HELIO", "strasse", "%", "_", "!", "ärger", "σοφος", "no such name", "1+1"];
    let sorts = [
        RegisterSort::Vendor,
        RegisterSort::System,
        RegisterSort::Inherent,
        RegisterSort::Assured,
        RegisterSort::ResidualNow,
        RegisterSort::Findings,
        RegisterSort::LastAssessed,
        RegisterSort::NextAssessment,
    ];
    let bands = [RiskBand::Low, RiskBand::Moderate, RiskBand::High, RiskBand::Critical];
    let rarely = |random: &mut StdRng| random.random_bool(0.2);
    RegisterQuery {
        name: names.choose(random).expect("a name").to_string(),
        tier: rarely(random).then(|| *Tier::ALL.choose(random).expect("a tier")),
        residual_band: rarely(random).then(|| *bands.choose(random).expect("a band")),
        vendor: rarely(random).then(|| VendorId::new("v3").expect("an id")),
        waiting: rarely(random).then_some(Waiting::Us),
        overdue: rarely(random),
        worst: rarely(random),
        sort: maybe(random, |random| *sorts.choose(random).expect("a column")),
        reverse: random.random_bool(0.5),
    }
}

/// A query as the address carries it.
fn address(path: &str, query: &impl Serialize) -> String {
    let Value::Object(parts) = serde_json::to_value(query).expect("a query") else { panic!("an object") };
    let pairs = parts.iter().map(|(name, value)| (name, value.as_str().map_or(value.to_string(), str::to_owned)));
    let url = reqwest::Url::parse_with_params("http://host", pairs).expect("a URL");
    format!("{path}?{}", url.query().unwrap_or_default())
}

/// A query as the flags of the command line.
fn flags(noun: &str, query: &impl Serialize) -> Cli {
    let Value::Object(parts) = serde_json::to_value(query).expect("a query") else { panic!("an object") };
    let mut arguments = vec!["assay".to_owned(), "export".to_owned(), noun.to_owned()];
    for (name, value) in parts {
        let flag = format!("--{}", name.replace('_', "-"));
        arguments.push(value.as_str().map_or(flag.clone(), |text| format!("{flag}={text}")));
    }
    Cli::try_parse_from(arguments).expect("flags")
}

async fn printed(assay: &Assay, cli: Cli) -> Vec<u8> {
    let Command::Export { command, .. } = cli.command else { panic!("an export") };
    let mut bytes = Vec::new();
    export::print(&assay.state, command, &mut bytes).await.expect("an export");
    bytes
}

async fn org_of(browser: &Browser) -> OrgId {
    let me = browser.get("/api/session").await.must_be(200).json();
    OrgId::new(me["organisation"]["id"].as_str().expect("an id")).expect("an id")
}

async fn store_rows(assay: &Assay, org: &OrgId, rows: &[RegisterRow], retired: bool) {
    let mut batch = Batch::new(org.clone());
    for row in rows {
        let fresh = Freshness { as_of: assay.state.clock.today(), next_change: None };
        batch.summaries.push(Summary::System(system_row(row, retired, fresh).expect("a row")));
    }
    assay.state.store.commit(batch).await.expect("stored");
}

#[tokio::test]
async fn every_query_selects_and_sorts_as_the_rules_say_on_the_page_in_the_file_and_on_the_command_line() {
    let assay = Assay::start_at(noon()).await;
    let analyst = assay.found("Nordwind AG").await;
    let org = org_of(&analyst).await;
    let mut random = StdRng::seed_from_u64(42);
    let rows: Vec<RegisterRow> = (0..300).map(|number| random_row(&mut random, number)).collect();
    store_rows(&assay, &org, &rows, false).await;
    let retired: Vec<RegisterRow> = (900..910).map(|number| random_row(&mut random, number)).collect();
    store_rows(&assay, &org, &retired, true).await;
    store_rows(&assay, &OrgId::new("another").expect("an id"), &rows, false).await;
    let mut empty = 0;
    for _ in 0..120 {
        let query = random_query(&mut random);
        let sort = query.sort.unwrap_or_default();
        let mut expected: Vec<RegisterRow> = rows.iter().filter(|row| matches(row, &query)).cloned().collect();
        expected.sort_by(|a, b| order(a, b, sort, query.reverse));
        empty += usize::from(expected.is_empty());
        let reply = analyst.get(&address("/api/register", &query)).await.must_be(200);
        let register: Register = serde_json::from_str(&reply.text).expect("a register");
        let ids = |rows: &[RegisterRow]| rows.iter().map(|row| row.system_id.to_string()).collect::<Vec<_>>();
        assert_eq!(ids(&register.rows), ids(&expected), "{query:?}");
        assert_eq!((register.rows, register.total as usize), (expected.clone(), expected.len()));
        assert_eq!(register.figures, figures(&rows), "over all systems in use, whatever the filter");
        let file = analyst.get(&address("/api/register.csv", &query)).await.must_be(200).text;
        let lines: Vec<u8> = csv::header().into_iter().chain(expected.iter().flat_map(csv::line)).collect();
        assert_eq!(file.as_bytes(), lines, "{query:?}");
        assert_eq!(printed(&assay, flags("register", &query)).await, lines, "{query:?}");
    }
    assert!(empty < 80, "most queries select something: {empty} of 120 do not");
}

#[tokio::test]
async fn the_page_ends_at_a_thousand_rows_and_the_file_does_not() {
    let assay = Assay::start_at(noon()).await;
    let analyst = assay.found("Nordwind AG").await;
    let mut random = StdRng::seed_from_u64(7);
    let rows: Vec<RegisterRow> = (0..2_500).map(|number| random_row(&mut random, number)).collect();
    store_rows(&assay, &org_of(&analyst).await, &rows, false).await;
    let register = analyst.get("/api/register").await.must_be(200).json();
    assert_eq!((register["rows"].as_array().map(Vec::len), &register["total"]), (Some(1_000), &Value::from(2_500)));
    let file = analyst.get("/api/register.csv").await.must_be(200).text;
    assert_eq!(file.split_terminator("\r\n").count(), 2_501);
}

#[tokio::test]
async fn a_file_is_a_download_with_its_date_and_no_cell_of_it_is_a_formula() {
    let assay = Assay::start_at(noon()).await;
    let analyst = assay.found("Nordwind AG").await;
    let org = org_of(&analyst).await;
    let mut random = StdRng::seed_from_u64(1);
    let mut rows: Vec<RegisterRow> = (0..NAMES.len() as u32).map(|number| random_row(&mut random, number)).collect();
    rows.iter_mut().zip(NAMES).for_each(|(row, name)| row.vendor = name.to_owned());
    store_rows(&assay, &org, &rows, false).await;
    let reply = analyst.get("/api/register.csv").await.must_be(200);
    assert_eq!(reply.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(reply.header("content-disposition"), "attachment; filename=\"register-2026-11-21.csv\"");
    assert_eq!((reply.header("x-content-type-options"), reply.header("cache-control")), ("nosniff", "no-store"));
    let mut lines = reply.text.split_terminator("\r\n");
    assert_eq!(
        lines.next(),
        Some(
            "vendor_id,vendor,system_id,system,tier,inherent,claimed,assured,band,confidence,residual,residual_now,\
             residual_band,findings_open,findings_overdue,last_assessed,next_assessment,provisional"
        )
    );
    let mut safe = 0;
    for line in lines {
        for cell in line.split(',').filter(|cell| cell.starts_with('"')) {
            let inside = cell.trim_start_matches('"').trim_start();
            assert!(!inside.starts_with(['=', '+', '-', '@']), "{cell} in {line}");
            safe += usize::from(inside.starts_with("'="));
        }
    }
    assert!(safe > 0, "a name that begins with = is there");
    let findings = analyst.get("/api/findings.csv").await.must_be(200);
    assert_eq!(findings.header("content-disposition"), "attachment; filename=\"findings-2026-11-21.csv\"");
    assert_eq!(findings.text.as_bytes(), findings_csv::header());
}

#[tokio::test]
async fn a_query_that_cannot_be_read_is_refused_with_a_sentence() {
    let assay = Assay::start().await;
    let analyst = assay.found("Nordwind AG").await;
    let unknown = [
        "page=2",
        "org=x",
        "tier=huge",
        "tier=",
        "sort=vendor%3Bdrop",
        "overdue=maybe",
        "name=a&name=b",
        "name=%00",
        "vendor=a%20b",
        "vendor=",
    ];
    for query in unknown {
        for path in ["/api/register", "/api/register.csv"] {
            let reply = analyst.get(&format!("{path}?{query}")).await.must_be(400);
            assert_eq!(
                (reply.code().as_str(), reply.header("content-type")),
                ("malformed", "application/problem+json")
            );
        }
    }
    for query in ["page=2", "state=asleep", "severity=9", "late=1x", "vendor=%00"] {
        for path in ["/api/findings", "/api/findings.csv"] {
            assert_eq!(analyst.get(&format!("{path}?{query}")).await.must_be(400).code(), "malformed");
        }
    }
    for name in ["a".repeat(201), "a%07".to_owned()] {
        let problem = analyst.get(&format!("/api/register?name={name}")).await.must_be(422).json();
        assert_eq!(problem["errors"][0]["at"], "name");
    }
    for harmless in ["name=%27%3B--", "name=%25", "name=%F0%9F%A6%80", "vendor=unknown"] {
        let register = analyst.get(&format!("/api/register?{harmless}")).await.must_be(200).json();
        assert_eq!(register["total"], 0);
    }
}

#[tokio::test]
async fn findings_are_listed_filtered_and_exported_alike() {
    let desk = Desk::open().await;
    let (id, _) = desk.concluded().await;
    let list = desk.admin.get("/api/findings").await.must_be(200).json();
    let rows = list["rows"].as_array().expect("rows").clone();
    assert!(rows.len() >= 2, "{list}");
    assert_eq!((list["open"].as_u64(), list["late"].as_u64()), (Some(rows.len() as u64), Some(0)));
    let rank = |row: &Value| {
        let severities = ["critical", "high", "medium", "low"];
        let severity = row["finding"]["severity"].as_str().expect("a severity");
        severities.iter().position(|known| *known == severity).expect("a known severity")
    };
    assert!(rows.windows(2).all(|pair| rank(&pair[0]) <= rank(&pair[1])), "most severe first");
    let count = async |query: &str| {
        let path = format!("/api/findings?{query}");
        desk.admin.get(&path).await.must_be(200).json()["rows"].as_array().map_or(0, Vec::len)
    };
    assert_eq!(count(&format!("vendor={}&system={}", desk.vendor, desk.system)).await, rows.len());
    for nothing in ["vendor=other", "late=true", "waiting_us=true", "state=verified", "state=submitted"] {
        assert_eq!(count(nothing).await, 0, "{nothing}");
    }
    let severity = rows[0]["finding"]["severity"].as_str().expect("a severity");
    let same = rows.iter().filter(|row| row["finding"]["severity"] == severity).count();
    assert_eq!(count(&format!("severity={severity}&state=open")).await, same);
    let fix_due = rows.iter().map(|row| row["finding"]["fix_due"].as_str().expect("a date")).min().expect("a finding");
    desk.assay.state.clock.set(domain::journal::Timestamp::start_of(
        fix_due.parse::<NaiveDate>().expect("a date") + chrono::Days::new(3),
    ));
    desk.admin.sign_in("person0@buyer.example", PASSWORD).await.must_be(200);
    let list = desk.admin.get("/api/findings?late=true").await.must_be(200).json();
    assert!(list["late"].as_u64().is_some_and(|late| late >= 1), "{list}");
    assert_eq!(list["rows"][0]["days_late"], 3);
    let query = domain::api::finding::FindingQuery { closed: true, ..Default::default() };
    let file = desk.admin.get("/api/findings.csv?closed=true").await.must_be(200).text;
    assert_eq!(file.split_terminator("\r\n").count(), rows.len() + 1);
    assert!(file.contains(&id) && file.contains("\"Helio Labs\""), "{file}");
    assert_eq!(printed(&desk.assay, flags("findings", &query)).await, file.as_bytes());
    let (admin, assay) = (&desk.admin, &desk.assay);
    let stranger = assay.found("Aldermere Mutual").await;
    assert_eq!(stranger.get("/api/findings").await.json()["rows"], serde_json::json!([]));
    assert_eq!(stranger.get("/api/findings.csv").await.text.as_bytes(), findings_csv::header());
    assert_eq!(admin.get("/api/register").await.json()["rows"][0]["findings_open"].as_u64(), Some(rows.len() as u64));
}

#[tokio::test]
async fn a_command_that_cannot_mail_leaves_findings_to_the_server() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let vendor = desk.enter(0).await;
    for (question, entry) in desk::answers() {
        desk::answer(&vendor, &id, question, 0, &entry).await.must_be(200);
    }
    desk::attach_until(&vendor, &id, "KI-05", "2027-01-31").await.must_be(201);
    desk::submit(&vendor, &id).await.must_be(200);
    desk.post(&id, "conclusion", serde_json::json!({"outcome": {"outcome": "approved"}})).await.must_be(200);
    let later = domain::journal::Timestamp(noon().0 + 72 * domain::journal::DAY_MILLIS);
    desk.assay.state.clock.set(later);
    desk.admin.sign_in("person0@buyer.example", PASSWORD).await.must_be(200);
    let query = domain::api::finding::FindingQuery::default();
    let printed = String::from_utf8(printed(&desk.assay, flags("findings", &query)).await).expect("text");
    assert!(!printed.contains("evidence:KI-05"), "{printed}");
    assert_eq!(desk.mails_about("finding", 0).await, 0, "no mail with a link to nowhere");
    let listed = desk.admin.get("/api/findings").await.must_be(200).text;
    assert!(listed.contains("evidence:KI-05:1"), "{listed}");
    assert_eq!(desk.mails_about("finding", 0).await, 1);
}

#[tokio::test]
async fn the_figures_of_findings_are_those_of_the_rules() {
    let assay = Assay::start().await;
    server::demo::fill(&assay.state).await.expect("the example");
    let links = server::demo::links(&assay.state).await.expect("links");
    let browser = assay.browser();
    let token = links[0].url.split('#').nth(1).expect("a token");
    browser.post("/api/session/link", serde_json::json!({ "token": token })).await.must_be(200);
    let list: domain::api::finding::FindingList =
        serde_json::from_str(&browser.get("/api/findings?closed=true").await.must_be(200).text).expect("a list");
    let count = |holds: &dyn Fn(&domain::api::finding::FindingRow) -> bool| {
        u32::try_from(list.rows.iter().filter(|row| holds(row)).count()).expect("few")
    };
    let (late, ours) = (count(&|row| row.days_late > 0), count(&|row| row.state_now.waits_on_us()));
    assert_eq!((list.open, list.late, list.waiting_us), (count(&|row| row.state_now.is_open()), late, ours));
    assert!(late > 0 && ours > 0, "{late} late, {ours} wait on us");
    for (query, number) in [("late=true", late), ("waiting_us=true", ours)] {
        let filtered = browser.get(&format!("/api/findings?{query}")).await.must_be(200).json();
        assert_eq!(filtered["rows"].as_array().map(Vec::len), Some(number as usize), "{query}");
    }
}

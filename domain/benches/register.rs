//! How long the register's CSV and the fold of a stream take.
//!
//! One line is the unit of an export; 500 events are a long assessment.

use divan::{Bencher, counter::BytesCount, counter::ItemsCount};
use domain::actor::ActorRef;
use domain::answer::Value;
use domain::api::register::{RegisterRow, Waiting};
use domain::assessment::{Assessment, Event};
use domain::id::{QuestionId, SystemId, VendorId};
use domain::inherent::{RiskBand, Tier};
use domain::journal::{Recorded, Timestamp};
use domain::register::{csv, order};
use domain::scoring::ScoreBand;

/// Rows of one export.
const ROWS: usize = 1_000;
/// Events of one stream.
const EVENTS: u64 = 500;

fn main() {
    divan::main();
}

fn row(place: usize) -> RegisterRow {
    let figure = i64::try_from(place * 7_919 % 10_001).expect("small");
    RegisterRow {
        vendor_id: VendorId::new(format!("v{place}")).expect("id"),
        vendor: format!("Vendor \"{}\", Ltd", place % 97),
        system_id: SystemId::new(format!("s{place}")).expect("id"),
        system: format!("System {place}"),
        tier: Some(Tier::High),
        inherent: Some(5_329),
        claimed: Some(7_000),
        assured: Some(figure),
        band: Some(ScoreBand::B),
        blocked: false,
        capped: false,
        confidence: Some(8_023),
        residual: Some(figure),
        residual_now: Some(figure),
        residual_band: Some(RiskBand::High),
        findings_open: 4,
        findings_overdue: 1,
        last_assessed: "2026-11-21".parse().ok(),
        next_assessment: "2027-11-21".parse().ok(),
        provisional: false,
        waiting: Waiting::Vendor,
        waiting_for: "Fix for GOV-01 due 5 December 2026".into(),
        overdue: false,
        score_fault: None,
    }
}

fn rows() -> Vec<RegisterRow> {
    (0..ROWS).map(row).collect()
}

#[divan::bench]
fn csv_of_1000_rows(bencher: Bencher) {
    let rows = rows();
    let bytes: usize = rows.iter().map(|row| csv::line(row).len()).sum();
    bencher
        .counter(ItemsCount::new(ROWS))
        .counter(BytesCount::new(bytes))
        .bench_local(|| rows.iter().map(|row| csv::line(row).len()).sum::<usize>());
}

#[divan::bench]
fn order_of_1000_rows(bencher: Bencher) {
    bencher.counter(ItemsCount::new(ROWS)).with_inputs(rows).bench_local_values(|mut rows| {
        rows.sort_by(|a, b| order(a, b, domain::api::register::RegisterSort::ResidualNow, false));
        rows
    });
}

#[divan::bench]
fn fold_of_500_events(bencher: Bencher) {
    let events: Vec<Recorded<Event>> = (0..EVENTS).map(answered).collect();
    bencher.counter(ItemsCount::new(events.len())).bench_local(|| {
        let mut assessment = Assessment::default();
        for event in &events {
            assessment.apply(event);
        }
        assessment.version()
    });
}

/// Answers to 80 questions, each changed several times.
fn answered(place: u64) -> Recorded<Event> {
    let question = QuestionId::new(format!("GOV-{:02}", place % 80)).expect("id");
    let value = Value::List(vec!["policy".into(), format!("option-{}", place % 5)]);
    let event = Event::Answered { question, value, comment: "See the attached record of the last review.".into() };
    let at = Timestamp(1_795_219_200_000 + i64::try_from(place).expect("small"));
    Recorded { version: place + 1, at, by: ActorRef::System, event }
}

//! A list of 1,000 of 10,000 AI systems takes three SQL statements at most.
//!
//! Statements are counted where the database driver logs them; this file holds one test, so that no other is counted.

mod harness;

use domain::api::register::RegisterRow;
use domain::id::OrgId;
use harness::Assay;
use serde_json::json;
use server::record::system_row;
use server::store::summaries::Freshness;
use server::store::{Batch, Summary};
use std::sync::{Arc, Mutex};
use tracing::field::{Field, Visit};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

/// The statements that read rows of lists.
#[derive(Clone, Default)]
struct Statements(Arc<Mutex<Vec<String>>>);

#[derive(Default)]
struct Text(String);

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        if field.name() == "summary" {
            self.0 = format!("{value:?}");
        }
    }
}

impl<S: tracing::Subscriber> Layer<S> for Statements {
    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "sqlx::query" {
            let mut text = Text::default();
            event.record(&mut text);
            // Opening a further connection of the pool sets it up.
            if !["\"PRAGMA", "\"SET"].iter().any(|begin| text.0.starts_with(begin)) {
                self.0.lock().expect("a lock").push(text.0);
            }
        }
    }
}

impl Statements {
    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().expect("a lock"))
    }
}

fn row(number: usize) -> RegisterRow {
    serde_json::from_value(json!({
        "vendor_id": format!("v{}", number % 900), "vendor": format!("Vendor {}", number % 900),
        "system_id": format!("s{number}"), "system": format!("System {number}"), "tier": "high", "inherent": 6000,
        "claimed": 8000, "assured": 7000, "band": "B", "blocked": false, "confidence": 9000,
        "residual": (number * 7919) % 10_000, "residual_now": (number * 7919) % 10_000, "residual_band": "high",
        "findings_open": 3, "findings_overdue": 0, "last_assessed": "2026-01-01", "next_assessment": "2027-01-01",
        "provisional": false, "waiting": "nobody", "waiting_for": "", "overdue": false,
    }))
    .expect("a row")
}

#[tokio::test]
async fn a_list_takes_three_statements_at_most() {
    let statements = Statements::default();
    let subscriber = tracing_subscriber::registry().with(statements.clone());
    tracing::subscriber::set_global_default(subscriber).expect("the only subscriber");
    let assay = Assay::start().await;
    let analyst = assay.found("Nordwind AG").await;
    let me = analyst.get("/api/session").await.json();
    let mut batch = Batch::new(OrgId::new(me["organisation"]["id"].as_str().expect("an id")).expect("an id"));
    for number in 0..10_000 {
        let fresh = Freshness { as_of: assay.state.clock.today(), next_change: None };
        batch.summaries.push(Summary::System(system_row(&row(number), false, fresh).expect("a row")));
    }
    assay.state.store.commit(batch).await.expect("stored");
    statements.take();
    analyst.get("/api/session").await.must_be(200);
    let of_the_session = statements.take().len();
    for path in ["/api/register", "/api/register?name=system&sort=vendor&worst=true", "/api/findings"] {
        analyst.get(path).await.must_be(200);
        let taken = statements.take();
        assert!(taken.iter().any(|text| text.contains("_row")) || taken.len() > of_the_session, "counting works");
        assert!(taken.len() <= of_the_session + 3, "{path}: {taken:#?}");
    }
    let register = analyst.get("/api/register").await.json();
    assert_eq!((register["rows"].as_array().map(Vec::len), &register["total"]), (Some(1_000), &json!(10_000)));
}

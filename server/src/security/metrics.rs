//! Counters and gauges as Prometheus reads them. Each server has its own; nothing is global.
//!
//! Labels are names of ours: a route is the address with its parts named, so that no client can make new ones.

use super::{Deed, Outcome};
use crate::state::AppState;
use axum::http::Method;
use prometheus_client::encoding::{EncodeLabelSet, prometheus_text};
use prometheus_client::metrics::counter::{ConstCounter, Counter};
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::{ConstGauge, Gauge};
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;
use std::sync::Arc;
use std::time::Duration;

/// The upper bounds of the histogram of times, in seconds.
const BOUNDS: [f64; 10] = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 20.0];
/// What every name begins with.
const PREFIX: &str = "assay";

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct SecurityLabels {
    event: &'static str,
    outcome: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RouteLabels {
    method: &'static str,
    route: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    method: &'static str,
    route: String,
    status: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct JobLabels {
    job: &'static str,
}

type Times = Family<RouteLabels, Histogram, fn() -> Histogram>;

/// The counters of one server. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Metrics {
    registry: Arc<Registry>,
    security: Family<SecurityLabels, Counter>,
    requests: Family<RequestLabels, Counter>,
    times: Times,
}

impl Default for Metrics {
    fn default() -> Self {
        let (security, requests) = (Family::default(), Family::default());
        let times: Times = Family::new_with_constructor(|| Histogram::new(BOUNDS));
        let mut registry = Registry::with_prefix(PREFIX);
        registry.register("security_events", "What happened where security is concerned", Family::clone(&security));
        registry.register("requests", "Requests answered", Family::clone(&requests));
        registry.register("request_seconds", "Time from a request to the head of its reply", times.clone());
        Metrics { registry: Arc::new(registry), security, requests, times }
    }
}

impl Metrics {
    pub(super) fn security(&self, deed: Deed, outcome: Outcome) {
        let labels = SecurityLabels { event: deed.name(), outcome: outcome.name() };
        self.security.get_or_create(&labels).inc();
    }

    pub(super) fn request(&self, method: &Method, route: &str, status: u16, took: Duration) {
        let (method, route) = (method_name(method), route.to_owned());
        let labels = RequestLabels { method, route: route.clone(), status: status_class(status) };
        self.requests.get_or_create(&labels).inc();
        self.times.get_or_create(&RouteLabels { method, route }).observe(took.as_secs_f64());
    }

    /// Everything as text, in Prometheus' format 0.0.4.
    ///
    /// # Errors
    /// When it cannot be written as text.
    pub async fn text(&self, state: &AppState) -> Result<String, std::fmt::Error> {
        let mut text = String::new();
        prometheus_text::encode(&mut text, &self.registry)?;
        prometheus_text::encode(&mut text, &standing(state).await)?;
        Ok(text)
    }
}

/// What is read when it is asked for.
async fn standing(state: &AppState) -> Registry {
    let mut now = Registry::with_prefix(PREFIX);
    let number = |count: usize| ConstGauge::new(i64::try_from(count).unwrap_or(i64::MAX));
    now.register("build", "The release that runs", Info::new([("version", env!("CARGO_PKG_VERSION"))].to_vec()));
    now.register("open_connections", "Connections that are open", number(state.connections.open()));
    let cut_off = ConstCounter::new(state.connections.cut_off());
    now.register("connections_cut_off", "Clients that were too slow, or gave way while they were waited for", cut_off);
    let committed = state.store.committed();
    now.register("batches", "Changes acknowledged since start", ConstCounter::new(committed.batches));
    now.register("commits", "Commits, each one sync, that they took", ConstCounter::new(committed.commits));
    let failing = Family::<JobLabels, Gauge>::default();
    for job in state.jobs.all() {
        failing.get_or_create(&JobLabels { job: job.name }).set(i64::from(job.failing_since.is_some()));
    }
    now.register("job_failing", "1 while a job of this node cannot work", failing);
    // Without its database a server still tells the rest.
    if let Ok(waiting) = state.store.mails_waiting().await {
        now.register("mails_waiting", "Mails in the outbox that were not sent yet", ConstGauge::new(waiting));
    }
    now
}

fn method_name(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}

fn status_class(status: u16) -> &'static str {
    match status {
        0..200 => "1xx",
        200..300 => "2xx",
        300..400 => "3xx",
        400..500 => "4xx",
        _ => "5xx",
    }
}

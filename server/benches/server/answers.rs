//! Durable answers over HTTP at 64 connections on SQLite: how many a sync, how many a second, how long each waits.
//!
//! The server runs in this process, behind a real socket, because its store counts: a sync is a COMMIT of the one
//! writer, which with `synchronous=FULL` syncs the write-ahead log before anything in it is acknowledged. The syncs of
//! checkpoints, which SQLite makes about every 1,000 pages and for which nobody's answer is held, are not among them.

use crate::figures::Figures;
use crate::harness::{Assay, Browser};
use anyhow::Result;
use domain::template::{Kind, Template};
use serde_json::{Value, json};
use server::record::shipped;
use server::store::Backend;
use std::time::{Duration, Instant};

pub(crate) const CONNECTIONS: usize = 64;
/// Answers over one connection.
const EACH: usize = 100;
/// Answers that a browser sends when it is back after an hour.
const OFFLINE: usize = 150;
/// Most of them in one request.
const A_REQUEST: usize = 100;

/// A question and two of its options.
pub(crate) type Choice = (String, [String; 2]);

/// One connection: whose it is, and what it answers where.
pub(crate) struct Writer {
    name: String,
    browser: Browser,
    assessment: String,
    choices: Vec<Choice>,
    revisions: Vec<u64>,
}

/// Measures.
pub(crate) async fn run(figures: &mut Figures) -> Result<()> {
    let assay = Assay::start().await;
    if assay.state.store.backend() != Backend::Sqlite {
        anyhow::bail!("syncs are counted on SQLite only: unset ASSAY_TEST_DATABASE_URL");
    }
    let choices = choices();
    let admin = assay.found("Nordwind AG").await;
    let mut desks = Vec::new();
    for place in 0..CONNECTIONS {
        desks.push(desk(&assay, &admin, place).await);
    }
    figures.about(&format!("answers: {CONNECTIONS} connections, {CONNECTIONS} assessments, SQLite"));
    let own = desks.iter().enumerate().map(|(place, desk)| writer(place, desk, choices.clone()));
    let per_sync = answer_all(figures, &assay, own.collect()).await;
    figures.at_least("acknowledged answers a sync", per_sync, "answers", 8.0);
    let (name, desk) = (CONNECTIONS, desks.first().expect("a desk"));
    after_an_hour_offline(figures, &assay, writer(name, desk, choices)).await;
    Ok(())
}

/// One browser sends what was answered without a connection, as the vendor's page does: as many a request as one takes.
async fn after_an_hour_offline(figures: &mut Figures, assay: &Assay, mut writer: Writer) {
    writer.catch_up().await;
    figures.about(&format!("answers: {OFFLINE} after an hour offline, SQLite"));
    let path = format!("/api/portal/assessments/{}/answers", writer.assessment);
    let changes: Vec<Value> = (0..OFFLINE)
        .map(|round| {
            let place = round % writer.choices.len();
            let ((question, options), revision) = (&writer.choices[place], writer.revisions[place]);
            writer.revisions[place] += 1;
            let entry = json!({ "value": options[usize::try_from(revision % 2).expect("small")] });
            json!({ "question": question, "revision": revision, "key": format!("offline-{round}"), "entry": entry })
        })
        .collect();
    let (before, began) = (assay.state.store.committed(), Instant::now());
    let mut requests = 0_u64;
    for some in changes.chunks(A_REQUEST) {
        let reply = writer.browser.post(&path, json!({ "changes": some })).await.must_be(200).json();
        let outcomes = reply["outcomes"].as_array().map_or(&[][..], Vec::as_slice);
        let saved = outcomes.iter().filter(|outcome| outcome["saved"].is_object()).count();
        assert_eq!(saved, some.len(), "every answer is saved: {reply}");
        requests += 1;
    }
    let took = began.elapsed();
    let syncs = assay.state.store.committed().commits - before.commits;
    figures.at_most("requests", requests, "requests", 2);
    figures.at_most("syncs", syncs, "syncs", 2);
    figures.tell("took", format!("{:.0}", took.as_secs_f64() * 1000.0), "ms");
}

/// Lets every writer answer; the answers a second, and how long each took.
pub(crate) async fn all_at_once(writers: Vec<Writer>) -> (f64, Vec<Duration>) {
    let began = Instant::now();
    let running: Vec<_> = writers.into_iter().map(|writer| tokio::spawn(writer.answer())).collect();
    let mut times = Vec::new();
    for one in running {
        times.extend(one.await.expect("a writer to end"));
    }
    (times.len() as f64 / began.elapsed().as_secs_f64(), times)
}

/// Answers whatever an assessment still lacks and submits it; its id.
pub(crate) async fn submitted(vendor: &Browser, id: &str) -> Result<String> {
    let path = format!("/api/portal/assessments/{id}");
    for _ in 0..20 {
        let body = json!({ "name": "Ann Ahlers", "role": "Head of Security" });
        let reply = vendor.post(&format!("{path}/submission"), body).await;
        if reply.status == 200 {
            return Ok(id.to_owned());
        }
        for fault in reply.json()["errors"].as_array().expect("faults") {
            let question = fault["at"].as_str().expect("a question");
            let request = vendor.request("PUT", &format!("{path}/answers/{question}")).header("if-match", "\"0\"");
            // Another answer may have made that it is not asked any more.
            vendor.send(request.json(&json!({ "value": anything(question) }))).await;
        }
    }
    anyhow::bail!("the assessment could not be submitted")
}

/// A value that a question of the core questionnaire takes.
fn anything(id: &str) -> Value {
    let question = core().questions.iter().find(|question| question.id.as_str() == id).expect("a question");
    match question.kind {
        Kind::Single | Kind::YesPartialNo => json!(question.options[0].id),
        Kind::Multi => json!([question.options[0].id]),
        Kind::Number => json!(1),
        Kind::Date => json!("2026-01-01"),
        Kind::Text | Kind::File => json!("As our policy says, which is reviewed by the board every year."),
    }
}

/// Lets every writer answer; prints what came of it and returns the answers a sync.
async fn answer_all(figures: &Figures, assay: &Assay, writers: Vec<Writer>) -> f64 {
    let before = assay.state.store.committed();
    let began = Instant::now();
    let running: Vec<_> = writers.into_iter().map(|writer| tokio::spawn(writer.answer())).collect();
    let mut times = Vec::new();
    for one in running {
        times.extend(one.await.expect("a writer to end"));
    }
    let took = began.elapsed();
    let after = assay.state.store.committed();
    let syncs = after.commits - before.commits;
    figures.tell("acknowledged answers", times.len(), "answers");
    figures.tell("syncs", syncs, "syncs");
    figures.tell("rate", format!("{:.0}", times.len() as f64 / took.as_secs_f64()), "answers a second");
    let per_sync = times.len() as f64 / syncs as f64;
    figures.latencies("answer", times);
    per_sync
}

impl Writer {
    /// Answers over and over, each time with the other option. Returns how long each took.
    async fn answer(self) -> Vec<Duration> {
        self.answer_times(EACH).await
    }

    /// The same, so many times.
    pub(crate) async fn answer_times(mut self, times: usize) -> Vec<Duration> {
        let rounds = times;
        let mut times = Vec::with_capacity(rounds);
        for round in 0..rounds {
            let place = round % self.choices.len();
            let (question, options) = &self.choices[place];
            let revision = self.revisions[place];
            let path = format!("/api/portal/assessments/{}/answers/{question}", self.assessment);
            let request = self.browser.request("PUT", &path);
            let request = request.header("if-match", format!("\"{revision}\""));
            let request = request.header("idempotency-key", format!("{}-{round}", self.name));
            let entry = json!({ "value": options[usize::try_from(revision % 2).expect("small")] });
            let began = Instant::now();
            let saved = self.browser.send(request.json(&entry)).await.must_be(200);
            times.push(began.elapsed());
            self.revisions[place] = saved.json()["answer"]["revision"].as_u64().expect("a revision");
        }
        times
    }

    /// Reads which revisions there are.
    async fn catch_up(&mut self) {
        let path = format!("/api/portal/assessments/{}", self.assessment);
        let seen = self.browser.get(&path).await.must_be(200).json();
        for ((question, _), revision) in self.choices.iter().zip(&mut self.revisions) {
            *revision = seen["answers"][question]["revision"].as_u64().unwrap_or_default();
        }
    }
}

pub(crate) fn writer(place: usize, desk: &(Browser, String), choices: Vec<Choice>) -> Writer {
    let (browser, assessment) = desk.clone();
    let revisions = vec![0; choices.len()];
    Writer { name: format!("writer-{place}"), browser, assessment, choices, revisions }
}

/// The core questionnaire's questions that are always asked and offer options.
pub(crate) fn choices() -> Vec<Choice> {
    let is_choice = |kind: Kind| matches!(kind, Kind::Single | Kind::YesPartialNo);
    let questions = core().questions.iter().filter(|question| question.show_if.is_none() && is_choice(question.kind));
    let option = |question: &domain::template::Question, place: usize| question.options[place].id.to_string();
    questions.map(|question| (question.id.to_string(), [option(question, 0), option(question, 1)])).collect()
}

fn core() -> &'static Template {
    let shipped = shipped().expect("sound questionnaires").templates.iter();
    shipped.map(|shipped| &shipped.template).find(|core| core.id.as_str() == "ai-vendor-core").expect("the core")
}

/// A vendor of its own with an assessment that was sent; its contact's browser.
pub(crate) async fn desk(assay: &Assay, admin: &Browser, place: usize) -> (Browser, String) {
    let email = format!("contact{place}@vendor.example");
    let profile = json!({
        "profile": {"name": format!("Vendor {place}")}, "contacts": [{"name": "Ann Ahlers", "email": email}],
    });
    let vendor = text(&admin.post("/api/vendors", profile).await.must_be(201).json()["id"]);
    let systems = format!("/api/vendors/{vendor}/systems");
    let view = admin.post(&systems, json!({"description": {"name": "Triage"}})).await.must_be(200).json();
    let (system, contact) = (text(&view["systems"][0]["id"]), text(&view["contacts"][0]["id"]));
    let shipped = shipped().expect("sound questionnaires");
    let levels: serde_json::Map<String, Value> =
        shipped.intake.factors.iter().map(|factor| (factor.id.to_string(), json!(2))).collect();
    admin.put(&format!("{systems}/{system}/intake"), json!({ "levels": levels })).await.must_be(200);
    let hash = shipped.templates.iter().find(|shipped| std::ptr::eq(&*shipped.template, core())).expect("the core");
    let due = assay.state.clock.today() + chrono::Days::new(14);
    let plan = json!({
        "vendor": vendor, "system": system, "templates": [hash.hash], "depth": "deep", "due": due, "contact": contact,
        "reason": "The regular re-assessment is due.",
    });
    let assessment = text(&admin.post("/api/assessments", plan).await.must_be(201).json()["id"]);
    admin.post(&format!("/api/assessments/{assessment}/sending"), json!({})).await.must_be(200);
    let (browser, token) = (assay.browser(), assay.mailed_token(admin, &email).await);
    browser.post("/api/portal/session", json!({ "token": token })).await.must_be(200);
    (browser, assessment)
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

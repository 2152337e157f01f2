//! Databases with much in them, written through the server's own store before the program starts on them.
//!
//! AI systems are rows of the register. Assessments are whole: one vendor goes through the server's own changes, and
//! copies of its events and rows under other ids follow, so that every stream folds and every hash chain holds.

use anyhow::{Context, Result};
use domain::actor::{Actor, Role};
use domain::answer::Value;
use domain::api::register::RegisterRow;
use domain::assessment::{self, Entry, Plan};
use domain::id::{AssessmentId, OrgId, PersonId, SystemId, VendorId};
use domain::inherent::Levels;
use domain::template::{Depth, Kind};
use domain::vendor::{Command, Profile, SystemDescription};
use futures::{StreamExt as _, TryStreamExt as _, stream};
use serde_json::json;
use server::cli::database::DatabaseArgs;
use server::cli::org::{first_account_link, found};
use server::record::{Change, ShippedTemplate, shipped, system_row};
use server::state::AppState;
use server::store::summaries::Freshness;
use server::store::{Append, Batch, Stream, Summary};
use std::path::Path;

/// Rows of one batch.
const TOGETHER: usize = 1_000;
/// Batches under way at once.
const AHEAD: usize = 16;
/// AI systems of a vendor, each with one assessment.
const EACH: usize = 10;
/// Answers to an assessment.
const ANSWERS: usize = 2;
/// Stands in every id and name of the vendor that is copied.
const ORIGINAL: &str = "v000000";

/// A database with assessments.
pub(crate) struct Seeded {
    /// The token of the link to the first account.
    pub(crate) token: String,
    /// Records in the journal, without those of the organisation itself.
    pub(crate) records: usize,
}

async fn open(folder: &Path) -> Result<(AppState, OrgId, String)> {
    let database = DatabaseArgs { data_dir: folder.to_owned(), database_url: None, files: None, public_url: None };
    let state = database.open_records().await?;
    let now = state.clock.now();
    let org = found(&state.store, "Nordwind AG", now).await?;
    let link = first_account_link(&state.store, &state.config.public_url, Some(&org), now).await?;
    let token = link.split('#').nth(1).context("a link without a token")?.to_owned();
    Ok((state, org, token))
}

/// Stores so many AI systems as rows of the register. Returns the token of the link to the first account.
pub(crate) async fn systems(folder: &Path, number: usize) -> Result<String> {
    let (state, org, token) = open(folder).await?;
    for first in (0..number).step_by(TOGETHER) {
        let mut batch = Batch::new(org.clone());
        for place in first..number.min(first + TOGETHER) {
            let fresh = Freshness { as_of: state.clock.today(), next_change: None };
            let row = system_row(&register_row(place)?, false, fresh).map_err(told)?;
            batch.summaries.push(Summary::System(row));
        }
        state.store.commit(batch).await?;
    }
    state.store.close().await;
    Ok(token)
}

fn register_row(place: usize) -> Result<RegisterRow> {
    let figure = place * 7_919 % 10_001;
    Ok(serde_json::from_value(json!({
        "vendor_id": format!("v{}", place % 900), "vendor": format!("Vendor {}, Ltd", place % 900),
        "system_id": format!("s{place}"), "system": format!("System {place}"), "tier": "high", "inherent": 6000,
        "claimed": 8000, "assured": figure, "band": "B", "blocked": false, "confidence": 9000,
        "residual": figure, "residual_now": figure, "residual_band": "high", "findings_open": 3,
        "findings_overdue": 0, "last_assessed": "2026-01-01", "next_assessment": "2027-01-01", "provisional": false,
        "waiting": "vendor", "waiting_for": "Fix for GOV-01 due 5 December 2026", "overdue": false,
    }))?)
}

/// Stores so many assessments that are being answered, each of an AI system of its own.
pub(crate) async fn assessments(folder: &Path, number: usize) -> Result<Seeded> {
    let (state, org, token) = open(folder).await?;
    let original = original(&state, &org).await?;
    let records = original.appends.iter().map(|append| append.bodies.len()).sum::<usize>();
    let vendors = number / EACH;
    stream::iter(1..vendors)
        .map(|place| copy(&original, &format!("v{place:06}")))
        .map(|batch| async { Ok::<_, anyhow::Error>(state.store.commit(batch?).await?) })
        .buffer_unordered(AHEAD)
        .try_for_each(|_| async { Ok(()) })
        .await?;
    state.store.close().await;
    Ok(Seeded { token, records: records * vendors })
}

/// One vendor with its AI systems and assessments, made and stored as requests would; what was stored of it.
async fn original(state: &AppState, org: &OrgId) -> Result<Batch> {
    let analyst = Actor::Staff { id: id("analyst")?, roles: [Role::Analyst].into_iter().collect() };
    let (vendor, contact) = (id::<VendorId>(ORIGINAL)?, id::<PersonId>(&format!("{ORIGINAL}-contact"))?);
    let shipped = shipped().map_err(told)?;
    let core = shipped.templates.iter().find(|shipped| shipped.template.id.as_str() == "ai-vendor-core");
    let core = core.context("no core questionnaire")?;
    let levels: Levels = shipped.intake.factors.iter().map(|factor| (factor.id.clone(), 2)).collect();
    let mut change = Change::of_new_vendor(state, org, analyst.clone(), &vendor).await.map_err(told)?;
    let mut commands = vec![
        Command::Register { vendor: vendor.clone(), profile: profile() },
        Command::AddContact(contact.clone(), id("a0")?),
    ];
    for place in 0..EACH {
        commands.push(Command::AddSystem(system(place)?, description(place)));
        commands.push(Command::RecordIntake(system(place)?, levels.clone()));
    }
    for command in commands {
        change.vendor(command).map_err(told)?;
    }
    for place in 0..EACH {
        let plan = Plan {
            vendor: vendor.clone(),
            system: system(place)?,
            templates: vec![core.hash.clone()],
            depth: Depth::Deep,
            due: state.clock.today() + chrono::Days::new(30),
            contact: contact.clone(),
            reason: "The regular re-assessment is due.".into(),
            spares_future_duties: false,
        };
        let terms = change.dossier.vendor.terms_for(&plan, &shipped.intake, &analyst).map_err(|no| told(no.into()))?;
        change.draft(state, assessment_id(place)?, plan, terms).await.map_err(told)?;
        change.assessment(&assessment_id(place)?, assessment::Command::Send).map_err(told)?;
    }
    let (sent, _) = change.finish().map_err(told)?;
    state.store.commit(sent.clone()).await?;
    let mut stored = Batch::new(org.clone());
    stored.appends = sent.appends;
    let answers = Actor::Vendor { id: contact, vendor: vendor.clone() };
    let mut change = Change::of_vendor(state, org, answers, &vendor).await.map_err(told)?;
    for place in 0..EACH {
        for command in first_answers(core) {
            change.assessment(&assessment_id(place)?, command).map_err(told)?;
        }
    }
    let (answered, _) = change.finish().map_err(told)?;
    state.store.commit(answered.clone()).await?;
    stored.appends.extend(answered.appends);
    stored.appends.retain(|append| !append.bodies.is_empty());
    stored.summaries = answered.summaries;
    Ok(stored)
}

fn first_answers(core: &ShippedTemplate) -> Vec<assessment::Command> {
    let questions = core.template.questions.iter();
    let plain = questions.filter(|question| question.kind == Kind::Single && question.show_if.is_none());
    let answer = |question: &domain::template::Question| {
        let value = question.options.first().map(|option| Value::Text(option.id.to_string()));
        let entry = Entry { value, comment: "See the attached record of the last review.".into(), ..Entry::default() };
        assessment::Command::Answer { question: question.id.clone(), entry, revision: 0 }
    };
    plain.take(ANSWERS).map(answer).collect()
}

fn profile() -> Profile {
    Profile {
        name: format!("Vendor {ORIGINAL}"),
        summary: "Claims triage for motor and home.".into(),
        website: String::new(),
        country: "Ireland".into(),
        owner: None,
    }
}

fn description(place: usize) -> SystemDescription {
    SystemDescription {
        name: format!("System {ORIGINAL}-{place}"),
        purpose: "Ranks new claims; steers who looks first.".into(),
        version: "4.2".into(),
        techniques: [domain::vendor::Technique::Predictive].into_iter().collect(),
        eu_market: true,
        eu_output: true,
    }
}

fn system(place: usize) -> Result<SystemId> {
    id(&format!("{ORIGINAL}-s{place}"))
}

fn assessment_id(place: usize) -> Result<AssessmentId> {
    id(&format!("{ORIGINAL}-a{place}"))
}

/// The batch with `token` wherever the original's ids and names stand.
fn copy(original: &Batch, token: &str) -> Result<Batch> {
    let other = |text: &str| text.replace(ORIGINAL, token);
    let mut batch = Batch::new(original.org.clone());
    for append in &original.appends {
        let stream = match append.stream.id_of("vendor") {
            Some(vendor) => Stream::vendor(&id(&other(vendor))?),
            None => Stream::assessment(&id(&other(append.stream.id_of("assessment").context("a stream")?))?),
        };
        let bodies = append.bodies.iter().map(|body| other(body)).collect();
        batch.appends.push(Append { stream, bodies, ..append.clone() });
    }
    for summary in &original.summaries {
        batch.summaries.push(copy_of_row(summary, other)?);
    }
    Ok(batch)
}

fn copy_of_row(summary: &Summary, other: impl Fn(&str) -> String) -> Result<Summary> {
    let mut copy = summary.clone();
    match &mut copy {
        Summary::Vendor(row) => {
            row.vendor = id(&other(row.vendor.as_str()))?;
            row.name_key = other(&row.name_key);
            row.body = other(&row.body);
        }
        Summary::System(row) => {
            row.system = id(&other(row.system.as_str()))?;
            row.vendor = id(&other(row.vendor.as_str()))?;
            row.vendor_key = other(&row.vendor_key);
            row.system_key = other(&row.system_key);
            row.body = other(&row.body);
        }
        Summary::Assessment(row) => {
            row.assessment = id(&other(row.assessment.as_str()))?;
            row.vendor = id(&other(row.vendor.as_str()))?;
            row.system = id(&other(row.system.as_str()))?;
            row.body = other(&row.body);
        }
        Summary::Finding(_)
        | Summary::NoVendor(_)
        | Summary::NoSystem(_)
        | Summary::NoAssessment(_)
        | Summary::NoFinding(..)
        | Summary::Clear => anyhow::bail!("a row that a vendor who is answering does not have"),
    }
    Ok(copy)
}

fn id<T: TryFrom<String>>(text: &str) -> Result<T> {
    T::try_from(text.to_owned()).ok().with_context(|| format!("{text} is no id"))
}

fn told(error: server::error::Error) -> anyhow::Error {
    anyhow::anyhow!("{error:?}")
}

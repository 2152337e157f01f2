//! `assay export register|findings`: the same bytes as the file that the browser program downloads.
//!
//! The flags are the filters of the page, by the same names and with the same values. Each export is recorded in the
//! audit trail before it is printed.

use super::database::DatabaseArgs;
use super::org::organisation;
use crate::export::Export;
use crate::record::{Refresh, record_access};
use crate::state::AppState;
use clap::{Args, Subcommand, ValueEnum};
use domain::actor::ActorRef;
use domain::api::finding::FindingQuery;
use domain::api::register::{RegisterQuery, RegisterSort, Waiting};
use domain::finding::FindingState;
use domain::id::{SystemId, VendorId};
use domain::inherent::{RiskBand, Tier};
use domain::register::check;
use domain::template::Severity;
use futures::TryStreamExt;
use serde::de::DeserializeOwned;
use std::io::Write;

/// What is printed.
#[derive(Debug, Clone, Subcommand)]
pub enum ExportCommand {
    /// The supplier risk register, one line per AI system.
    Register {
        /// Of whom and how.
        #[command(flatten)]
        of: OfArgs,
        /// Which rows.
        #[command(flatten)]
        filters: RegisterArgs,
    },
    /// The findings.
    Findings {
        /// Of whom and how.
        #[command(flatten)]
        of: OfArgs,
        /// Which rows.
        #[command(flatten)]
        filters: FindingArgs,
    },
}

/// Of whom and how.
#[derive(Debug, Clone, Args)]
pub struct OfArgs {
    /// The organisation's name or id, when there are several.
    #[arg(long)]
    pub org: Option<String>,
    /// The format.
    #[arg(long = "as", value_enum, default_value_t = Format::Csv)]
    pub format: Format,
}

/// A format of exports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// RFC 4180, UTF-8.
    Csv,
}

/// The filters of the register.
#[derive(Debug, Clone, Args)]
pub struct RegisterArgs {
    /// Part of a vendor's or system's name.
    #[arg(long, default_value = "")]
    pub name: String,
    /// Only this tier: low, medium, high, critical.
    #[arg(long, value_parser = word::<Tier>)]
    pub tier: Option<Tier>,
    /// Only this band of residual now: low, moderate, high, critical.
    #[arg(long, value_parser = word::<RiskBand>)]
    pub residual_band: Option<RiskBand>,
    /// Only this vendor, by its id.
    #[arg(long, value_parser = word::<VendorId>)]
    pub vendor: Option<VendorId>,
    /// Only systems that wait on: us, vendor, nobody.
    #[arg(long, value_parser = word::<Waiting>)]
    pub waiting: Option<Waiting>,
    /// Only systems on which something is late.
    #[arg(long)]
    pub overdue: bool,
    /// Only systems with a high or critical residual now.
    #[arg(long)]
    pub worst: bool,
    /// Order by: vendor, system, inherent, assured, residual_now, findings, last_assessed, next_assessment.
    #[arg(long, value_parser = word::<RegisterSort>)]
    pub sort: Option<RegisterSort>,
    /// The other way round.
    #[arg(long)]
    pub reverse: bool,
}

/// The filters of the findings.
#[derive(Debug, Clone, Args)]
pub struct FindingArgs {
    /// Only this vendor, by its id.
    #[arg(long, value_parser = word::<VendorId>)]
    pub vendor: Option<VendorId>,
    /// Only this AI system, by its id.
    #[arg(long, value_parser = word::<SystemId>)]
    pub system: Option<SystemId>,
    /// Only this state, such as open or plan_proposed.
    #[arg(long, value_parser = word::<FindingState>)]
    pub state: Option<FindingState>,
    /// Only this severity: low, medium, high, critical.
    #[arg(long, value_parser = word::<Severity>)]
    pub severity: Option<Severity>,
    /// Only late ones.
    #[arg(long)]
    pub late: bool,
    /// Only those that wait on the buyer.
    #[arg(long)]
    pub waiting_us: bool,
    /// Closed ones too.
    #[arg(long)]
    pub closed: bool,
}

/// Reads a value as it is spelled on the wire.
fn word<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_value(serde_json::Value::String(text.to_owned())).map_err(|error| error.to_string())
}

impl From<RegisterArgs> for RegisterQuery {
    fn from(args: RegisterArgs) -> Self {
        let RegisterArgs { name, tier, residual_band, vendor, waiting, overdue, worst, sort, reverse } = args;
        RegisterQuery { name, tier, residual_band, vendor, waiting, overdue, worst, sort, reverse }
    }
}

impl From<FindingArgs> for FindingQuery {
    fn from(args: FindingArgs) -> Self {
        let FindingArgs { vendor, system, state, severity, late, waiting_us, closed } = args;
        FindingQuery { vendor, system, state, severity, late, waiting_us, closed }
    }
}

/// Runs `assay export`.
///
/// # Errors
/// When the organisation is not known, a filter cannot be used or the database does not answer.
pub async fn run(database: DatabaseArgs, command: ExportCommand) -> anyhow::Result<()> {
    let state = database.open_records().await?;
    print(&state, command, &mut std::io::stdout().lock()).await?;
    state.store.close().await;
    Ok(())
}

/// Writes an export.
///
/// # Errors
/// As [`run`], or when it cannot be written.
pub async fn print(state: &AppState, command: ExportCommand, to: &mut impl Write) -> anyhow::Result<()> {
    let (of, export) = match command {
        ExportCommand::Register { of, filters } => {
            let query = RegisterQuery::from(filters);
            check(&query).map_err(|wrong| anyhow::anyhow!("--name: {}", wrong.detail))?;
            (of, Export::Register(query))
        }
        ExportCommand::Findings { of, filters } => (of, Export::Findings(filters.into())),
    };
    let org = organisation(&state.store, of.org.as_deref()).await?;
    let taken = export.event();
    let mut chunks = match of.format {
        Format::Csv => export.chunks(state, &org, Refresh::Rows).await?,
    };
    record_access(state, &org, &ActorRef::System, taken).await?;
    while let Some(chunk) = chunks.try_next().await? {
        to.write_all(&chunk)?;
    }
    to.flush()?;
    Ok(())
}

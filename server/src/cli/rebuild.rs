//! `assay rebuild`: throws the rows of all lists away and makes them anew from the journal.
//!
//! Nothing is lost by it, as rows are never the truth. Each organisation's rows change in one transaction.

use super::database::DatabaseArgs;
use crate::record::{publish_shipped, rebuild};
use chrono::NaiveDate;
use clap::Args;

/// Flags of `assay rebuild`.
#[derive(Debug, Clone, Args)]
pub struct RebuildArgs {
    /// Where the database is.
    #[command(flatten)]
    pub database: DatabaseArgs,
    /// The day as of which dates are judged, as YYYY-MM-DD; without it, today in UTC.
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<NaiveDate>,
}

/// Runs `assay rebuild`.
///
/// # Errors
/// When the database does not answer, a stream cannot be read, or a server changes things meanwhile.
pub async fn run(args: RebuildArgs) -> anyhow::Result<()> {
    let state = args.database.open_records().await?;
    let as_of = args.as_of.unwrap_or_else(|| state.clock.today());
    for (org, name) in state.store.organisations().await? {
        publish_shipped(&state.store, &org, state.clock.now()).await?;
        let rows = rebuild(&state, &org, as_of).await?;
        println!("{name}: {rows} rows as of {as_of}");
    }
    state.store.close().await;
    Ok(())
}

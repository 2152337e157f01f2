//! `assay inherent LEVELS.json`: inherent risk and tier of a system as one JSON object, without a database.
//!
//! The intake is the one that is shipped.

use super::file;
use crate::record::shipped;
use clap::Args;
use domain::inherent::{inherent, parse_levels, report};

/// Flags of `assay inherent`.
#[derive(Debug, Clone, Args)]
pub struct InherentArgs {
    /// One level from 0 to 4 for each factor, or - for standard input.
    #[arg(value_name = "LEVELS.json")]
    pub levels: String,
}

/// Runs `assay inherent`.
///
/// # Errors
/// When the file cannot be read or used; the text names every factor that is wrong.
pub fn run(args: &InherentArgs) -> anyhow::Result<()> {
    println!("{}", computed(args)?);
    Ok(())
}

/// Inherent risk and tier as the command prints them.
///
/// # Errors
/// As [`run`].
pub fn computed(args: &InherentArgs) -> anyhow::Result<serde_json::Value> {
    let broken = |faults: Vec<_>| file::broken(&args.levels, &faults);
    let levels = parse_levels(&file::read(&args.levels)?).map_err(broken)?;
    Ok(report(&inherent(&shipped()?.intake, &levels).map_err(broken)?))
}

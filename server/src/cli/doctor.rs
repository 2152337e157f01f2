//! `assay doctor`: one line a check, with what to do where something is wrong; ends with 1 when anything is.
//!
//! Give it the flags of `assay serve`. It makes nothing, and changes nothing but modes of files.

use super::database::DatabaseArgs;
use crate::clock::Clock;
use crate::ops::doctor::{Level, Observation, Site, examine, worst};
use anyhow::bail;
use clap::Args;
use std::path::PathBuf;

/// Flags of `assay doctor`.
#[derive(Debug, Clone, Args)]
pub struct DoctorArgs {
    /// Where the database is.
    #[command(flatten)]
    pub database: DatabaseArgs,
    /// Only looks whether the files are there, without reading them, and calls neither mail server nor public URL.
    #[arg(long)]
    pub quick: bool,
    /// Prints JSON.
    #[arg(long)]
    pub json: bool,
    /// Megabytes that should be free on each disk.
    #[arg(long, value_name = "MB", default_value_t = 1024)]
    pub free: u64,
    /// The mail server, as for `assay serve`.
    #[arg(long, env = "ASSAY_SMTP_URL", hide_env_values = true)]
    pub smtp_url: Option<String>,
    /// The sender of mails, as for `assay serve`.
    #[arg(long, env = "ASSAY_MAIL_FROM")]
    pub mail_from: Option<String>,
    /// Folder of the signed heads, as for `assay serve`.
    #[arg(long, env = "ASSAY_HEADS_DIR")]
    pub heads_dir: Option<PathBuf>,
}

/// Runs `assay doctor`.
///
/// # Errors
/// When something is wrong.
pub async fn run(args: DoctorArgs) -> anyhow::Result<()> {
    let observations = examine(&site(&args), Clock::System.now(), &|how_far| eprintln!("{how_far}")).await;
    if args.json {
        println!("{}", serde_json::to_string_pretty(&observations)?);
    } else {
        observations.iter().for_each(tell);
    }
    if worst(&observations) == Level::Wrong {
        bail!("something is wrong; the lines marked WRONG say what to do")
    }
    Ok(())
}

fn site(args: &DoctorArgs) -> Site {
    let database = &args.database;
    Site {
        url: database.url(),
        told: database.told(),
        database_file: database.database_url.is_none().then(|| database.data_dir.join("assay.db")),
        data_dir: database.data_dir.clone(),
        files: database.files_or_folder(),
        heads_dir: args.heads_dir.clone().unwrap_or_else(|| database.data_dir.join("heads")),
        public_url: database.public_url.clone(),
        smtp_url: args.smtp_url.clone(),
        mail_from: args.mail_from.clone(),
        quick: args.quick,
        least_free: args.free.saturating_mul(1 << 20),
    }
}

fn tell(observation: &Observation) {
    let mark = match observation.level {
        Level::Ok => "ok   ",
        Level::Warn => "warn ",
        Level::Wrong => "WRONG",
    };
    println!("{mark} {}: {}", observation.check, observation.says);
    if let Some(remedy) = &observation.remedy {
        println!("      -> {remedy}");
    }
}

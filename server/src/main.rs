//! The program `assay`: reads the command line, sets up the log, runs the command.
//!
//! Everything else is reachable from `lib.rs`, so that tests can call it.
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use clap::Parser;
use server::cli::{self, Cli};
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

#[tokio::main]
async fn main() -> ExitCode {
    // One JSON object a line on standard error. The session library warns of every cookie that has ended.
    let quiet = "info,sqlx=warn,tower_sessions_core=error,tower_sessions=error";
    let filter = EnvFilter::try_from_env("ASSAY_LOG").unwrap_or_else(|_| EnvFilter::new(quiet));
    tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(std::io::stderr).init();
    cli::private::make_new_ones_private();
    match cli::run(Cli::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("assay: {error:#}");
            ExitCode::FAILURE
        }
    }
}

//! The command line: one file per subcommand.
//!
//! Every flag has an `ASSAY_…` variable. A subcommand that needs the database opens it as the server would.

pub mod audit;
pub mod backup;
pub mod database;
pub mod doctor;
pub mod export;
pub mod file;
pub mod files;
pub mod inherent;
pub mod migrate;
pub mod org;
/// Modes of folders and files.
pub mod private;
pub mod rebuild;
pub mod restore;
pub mod score;
pub mod serve;
pub mod user;

use clap::{Parser, Subcommand};
use database::DatabaseArgs;

/// Assess the vendors of AI systems: questionnaires, scores, findings.
#[derive(Debug, Parser)]
#[command(name = "assay", version, about)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serves the browser program and the interface.
    Serve(serve::ServeArgs),
    /// Organisations of this installation.
    Org {
        /// Where the database is.
        #[command(flatten)]
        database: DatabaseArgs,
        /// What to do.
        #[command(subcommand)]
        command: org::OrgCommand,
    },
    /// The buyer's people.
    User {
        /// Where the database is.
        #[command(flatten)]
        database: DatabaseArgs,
        /// What to do.
        #[command(subcommand)]
        command: user::UserCommand,
    },
    /// The journal's integrity.
    Audit {
        /// Where the database is.
        #[command(flatten)]
        database: DatabaseArgs,
        /// What to do.
        #[command(subcommand)]
        command: audit::AuditCommand,
    },
    /// Prints the register or the findings as CSV, the same bytes as the browser program downloads.
    Export {
        /// Where the database is.
        #[command(flatten)]
        database: DatabaseArgs,
        /// What to print.
        #[command(subcommand)]
        command: export::ExportCommand,
    },
    /// Evidence, where it is kept.
    Files {
        /// Where the database is.
        #[command(flatten)]
        database: DatabaseArgs,
        /// What to do.
        #[command(subcommand)]
        command: files::FilesCommand,
    },
    /// Makes the rows of all lists anew from the journal.
    Rebuild(rebuild::RebuildArgs),
    /// Writes a backup of the whole site to one file, while it serves. The file holds the site's secrets: keep it private.
    Backup(backup::BackupArgs),
    /// Brings a backup into an empty place. Ends all sessions and unused links, and says so.
    Restore(restore::RestoreArgs),
    /// Looks the site over and says what is wrong and what to do; give it the flags of `assay serve`.
    Doctor(doctor::DoctorArgs),
    /// Moves the site into another database, empty, and holds the rows against each other. The site must be stopped.
    Migrate(migrate::MigrateArgs),
    /// Scores answers against a questionnaire and prints the result as JSON.
    Score(score::ScoreArgs),
    /// Computes inherent risk and tier from levels and prints them as JSON.
    Inherent(inherent::InherentArgs),
}

/// Runs a command to its end.
///
/// # Errors
/// What went wrong, in words for the operator.
pub async fn run(cli: Cli) -> anyhow::Result<()> {
    match cli.command {
        Command::Serve(args) => serve::run(args).await,
        Command::Org { database, command } => org::run(database, command).await,
        Command::User { database, command } => user::run(database, command).await,
        Command::Audit { database, command } => audit::run(database, command).await,
        Command::Export { database, command } => export::run(database, command).await,
        Command::Files { database, command } => files::run(database, command).await,
        Command::Rebuild(args) => rebuild::run(args).await,
        Command::Backup(args) => backup::run(args).await,
        Command::Restore(args) => restore::run(args).await,
        Command::Doctor(args) => doctor::run(args).await,
        Command::Migrate(args) => migrate::run(args).await,
        Command::Score(args) => score::run(&args),
        Command::Inherent(args) => inherent::run(&args),
    }
}

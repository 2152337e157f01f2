//! Looks a site over: what is wrong, and what to do about it. Nothing is made by looking, and nothing changed but the
//! modes of files that others could read.
//!
//! Start at [`examine`], which lists the checks in their order; each is in the file of what it looks at.

mod database;
mod evidence;
mod journal;
mod machine;
mod reaching;

use crate::config::PublicUrl;
use crate::files::Location;
use domain::journal::Timestamp;
use serde::Serialize;
use std::path::PathBuf;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// As it should be.
    Ok,
    /// It works, and somebody should look at it.
    Warn,
    /// It does not work, or what is kept is in danger.
    Wrong,
}

/// What one check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Observation {
    /// What was looked at.
    pub check: &'static str,
    /// How bad it is.
    pub level: Level,
    /// What was found.
    pub says: String,
    /// What to do about it; nothing where all is well.
    #[serde(rename = "do")]
    pub remedy: Option<String>,
}

impl Observation {
    fn ok(check: &'static str, says: impl Into<String>) -> Observation {
        Observation { check, level: Level::Ok, says: says.into(), remedy: None }
    }

    fn warn(check: &'static str, says: impl Into<String>, remedy: impl Into<String>) -> Observation {
        Observation { check, level: Level::Warn, says: says.into(), remedy: Some(remedy.into()) }
    }

    fn wrong(check: &'static str, says: impl Into<String>, remedy: impl Into<String>) -> Observation {
        Observation { check, level: Level::Wrong, says: says.into(), remedy: Some(remedy.into()) }
    }
}

/// The database did not answer.
fn database_silent(check: &'static str, error: &dyn std::fmt::Display) -> Observation {
    Observation::wrong(check, error.to_string(), "see what the database's own log says, and run this again")
}

/// A site, as its flags describe it.
#[derive(Debug, Clone)]
pub struct Site {
    /// The URL of the database.
    pub url: String,
    /// The database in words, without a password.
    pub told: String,
    /// The file of an SQLite database in the data folder.
    pub database_file: Option<PathBuf>,
    /// The data folder.
    pub data_dir: PathBuf,
    /// Where the evidence is.
    pub files: Location,
    /// Where the signed heads of the journal are written.
    pub heads_dir: PathBuf,
    /// How people reach the site, if that is said.
    pub public_url: Option<PublicUrl>,
    /// The mail server.
    pub smtp_url: Option<String>,
    /// The sender of mails, if that is said.
    pub mail_from: Option<String>,
    /// Whether files are only looked for, not read, and nobody is called.
    pub quick: bool,
    /// Bytes that a disk should have free.
    pub least_free: u64,
}

/// Every check of a site, at `now`. What takes long tells `progress` how far it is.
pub async fn examine(site: &Site, now: Timestamp, progress: &(dyn Fn(&str) + Sync)) -> Vec<Observation> {
    let mut observations = database::look(site, now, progress).await;
    observations.extend(machine::free_space(site));
    observations.extend(machine::modes(site));
    observations.extend(reaching::mail_server(site).await);
    observations.push(reaching::public_url(site).await);
    observations
}

/// The worst of the observations.
#[must_use]
pub fn worst(observations: &[Observation]) -> Level {
    observations.iter().map(|observation| observation.level).max().unwrap_or(Level::Ok)
}

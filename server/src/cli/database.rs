//! Where the database is and how people reach the installation: the flags that every subcommand shares.
//!
//! Without a URL the database is an SQLite file in the data folder, which is made when it is missing.

use crate::clock::Clock;
use crate::config::{Config, PublicUrl};
use crate::files::Location;
use crate::state::AppState;
use crate::store::Store;
use anyhow::Context;
use clap::Args;
use std::fs::{File, TryLockError};
use std::path::PathBuf;

/// Where the database is.
#[derive(Debug, Clone, Args)]
pub struct DatabaseArgs {
    /// Folder for the database and the evidence.
    #[arg(long, global = true, env = "ASSAY_DATA_DIR", default_value = "data")]
    pub data_dir: PathBuf,
    /// PostgreSQL instead of SQLite: postgres://user:password@host/name.
    #[arg(long, global = true, env = "ASSAY_DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// Where evidence is kept: a folder, or s3://bucket/prefix with its address and credentials in AWS_ENDPOINT_URL,
    /// AWS_REGION, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; without it, files in the data folder.
    #[arg(long, global = true, env = "ASSAY_FILES")]
    pub files: Option<Location>,
    /// The address under which people reach this installation; links are built from it.
    #[arg(long, global = true, env = "ASSAY_PUBLIC_URL")]
    pub public_url: Option<PublicUrl>,
}

/// A database URL that may be shown: without a user, a password and options.
#[must_use]
pub fn without_secrets(url: &str) -> String {
    let shown = url.split('?').next().unwrap_or_default();
    match (shown.split_once("://"), shown.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, place))) => format!("{scheme}://{place}"),
        _ => shown.to_owned(),
    }
}

impl DatabaseArgs {
    /// Opens the database and brings its tables up to date.
    ///
    /// # Errors
    /// When the folder cannot be made or the database does not open.
    pub async fn open(&self) -> anyhow::Result<Store> {
        if self.database_url.is_none() {
            self.make_folder()?;
        }
        Ok(Store::open(&self.url()).await?)
    }

    /// The URL of the database.
    #[must_use]
    pub fn url(&self) -> String {
        let own = || crate::store::sqlite_url(&self.data_dir.join("assay.db"));
        self.database_url.clone().unwrap_or_else(own)
    }

    /// The database in words for a person: where it is, without a password.
    #[must_use]
    pub fn told(&self) -> String {
        match &self.database_url {
            None => self.data_dir.join("assay.db").display().to_string(),
            Some(url) => without_secrets(url),
        }
    }

    /// Makes the data folder, readable by its owner only.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn make_folder(&self) -> anyhow::Result<()> {
        let folder = &self.data_dir;
        if folder.is_dir() {
            return Ok(());
        }
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder).with_context(|| format!("the data folder {} cannot be made", folder.display()))
    }

    /// Keeps a second server off the same folder, for as long as the file is held.
    ///
    /// # Errors
    /// When another server holds the folder.
    pub fn lock(&self) -> anyhow::Result<Option<File>> {
        if self.database_url.is_some() {
            return Ok(None);
        }
        self.make_folder()?;
        let path = self.data_dir.join("assay.lock");
        let file = File::create(&path).with_context(|| format!("{} cannot be made", path.display()))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(TryLockError::WouldBlock) => {
                anyhow::bail!("another server uses the data folder {}", self.data_dir.display())
            }
            Err(TryLockError::Error(error)) => {
                Err(error).with_context(|| format!("{} cannot be locked", path.display()))
            }
        }
    }

    /// Opens the database with everything that the records need besides, as a server would.
    ///
    /// # Errors
    /// As [`DatabaseArgs::open`].
    pub async fn open_records(&self) -> anyhow::Result<AppState> {
        let config = Config {
            data_dir: self.data_dir.clone(),
            files: self.files_or_folder(),
            heads_dir: self.data_dir.join("heads"),
            public_url: self.public_url_or_local(),
            smtp_url: None,
            mail_from: String::new(),
            trusted_proxies: vec![],
            metrics_token: None,
        };
        Ok(AppState::new(self.open().await?, Clock::System, config))
    }

    /// Where evidence is kept.
    #[must_use]
    pub fn files_or_folder(&self) -> Location {
        self.files.clone().unwrap_or_else(|| Location::Folder(self.data_dir.join("files")))
    }

    /// The public URL, or that of a server on this machine's usual port.
    #[must_use]
    pub fn public_url_or_local(&self) -> PublicUrl {
        let usual = std::net::SocketAddr::from(([127, 0, 0, 1], 8080));
        self.public_url.clone().unwrap_or_else(|| PublicUrl::local(usual))
    }
}

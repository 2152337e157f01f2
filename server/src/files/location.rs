//! Where evidence is kept: a folder, or a bucket of any store that speaks S3.
//!
//! A bucket's address, region and credentials come from the environment, by the names that other programs use too
//! (`AWS_ENDPOINT_URL`, `AWS_REGION`, `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`): no flag shows a secret.

use crate::error::Error;
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{BackoffConfig, ClientOptions, ObjectStore, RetryConfig};
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

/// How a bucket is spelled.
const SCHEME: &str = "s3://";
/// How long one request to a bucket may take: 25 MB at half a megabyte a second.
const BUCKET_PATIENCE: Duration = Duration::from_secs(50);
const BUCKET_CONNECT: Duration = Duration::from_secs(4);

/// Where evidence is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// A folder of this machine, or one that is shared between machines.
    Folder(PathBuf),
    /// A bucket, with what every name in it begins with; the latter may be empty.
    Bucket {
        /// The bucket.
        name: String,
        /// What names begin with.
        prefix: String,
    },
}

/// Why a text is no location.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("evidence is kept in a folder or in s3://bucket/prefix")]
pub struct NotALocation;

/// A folder, unless it begins with `s3://`. What looks like another address is no folder that somebody means.
impl FromStr for Location {
    type Err = NotALocation;

    fn from_str(text: &str) -> Result<Self, NotALocation> {
        let Some(bucket) = text.strip_prefix(SCHEME) else {
            let is_address = text.contains("://") || text.starts_with("s3:");
            return if is_address || text.is_empty() { Err(NotALocation) } else { Ok(Location::Folder(text.into())) };
        };
        let (name, prefix) = bucket.split_once('/').unwrap_or((bucket, ""));
        if name.is_empty() {
            return Err(NotALocation);
        }
        Ok(Location::Bucket { name: name.to_owned(), prefix: prefix.trim_matches('/').to_owned() })
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Location::Folder(folder) => write!(f, "{}", folder.display()),
            Location::Bucket { name, prefix } if prefix.is_empty() => write!(f, "{SCHEME}{name}"),
            Location::Bucket { name, prefix } => write!(f, "{SCHEME}{name}/{prefix}"),
        }
    }
}

impl Location {
    /// Opens the store there; a folder is made when it is missing. Nothing is asked of a bucket yet.
    pub(super) async fn open(&self) -> Result<Arc<dyn ObjectStore>, Error> {
        match self {
            Location::Folder(folder) => {
                let made = tokio::fs::create_dir_all(folder).await;
                made.map_err(|error| Error::Files(format!("the folder {} cannot be made: {error}", folder.display())))?;
                Ok(Arc::new(LocalFileSystem::new_with_prefix(folder)?.with_fsync(true)))
            }
            Location::Bucket { name, prefix } => {
                choose_cryptography();
                let client = ClientOptions::new()
                    .with_connect_timeout(BUCKET_CONNECT)
                    .with_timeout(BUCKET_PATIENCE)
                    // Whoever runs the server decided with the address whether a bucket is reached without TLS.
                    .with_allow_http(true);
                let once = RetryConfig {
                    backoff: BackoffConfig::default(),
                    max_retries: 2,
                    retry_timeout: Duration::from_secs(5),
                };
                let bucket = AmazonS3Builder::from_env()
                    .with_bucket_name(name)
                    .with_virtual_hosted_style_request(false)
                    .with_client_options(client)
                    .with_retry(once)
                    .build()?;
                Ok(Arc::new(PrefixStore::new(bucket, Path::from(prefix.as_str()))))
            }
        }
    }
}

/// Chooses the cryptography of every HTTP client of this process, which has none by itself.
pub fn choose_cryptography() {
    // That it was chosen before is no fault.
    let _chosen = rustls::crypto::ring::default_provider().install_default();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_is_told_from_a_folder_and_shown_as_it_was_given() {
        let read = |text: &str| Location::from_str(text).expect("a location");
        let bucket = |name: &str, prefix: &str| Location::Bucket { name: name.into(), prefix: prefix.into() };
        for (text, expected, shown) in [
            ("s3://evidence", bucket("evidence", ""), "s3://evidence"),
            ("s3://evidence/", bucket("evidence", ""), "s3://evidence"),
            ("s3://evidence/assay/eu/", bucket("evidence", "assay/eu"), "s3://evidence/assay/eu"),
            ("data/files", Location::Folder("data/files".into()), "data/files"),
        ] {
            assert_eq!(read(text), expected);
            assert_eq!(read(text).to_string(), shown);
        }
        for wrong in
            ["", "s3://", "s3:///prefix", "s3:/evidence", "s3:evidence", "gs://evidence", "https://a.example/b"]
        {
            assert_eq!(Location::from_str(wrong), Err(NotALocation), "{wrong}");
        }
    }
}

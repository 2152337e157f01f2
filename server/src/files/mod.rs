//! Evidence: files by the SHA-256 of their bytes, in a folder or a bucket behind `object_store`.
//!
//! A file is taken into a folder of this machine under a name of its own, checked, then put in its place under
//! `org/ab/hash`, whole or not at all. What a browser calls it is only ever data: no path is made of it.

mod copy;
mod intake;
mod kind;
mod location;
mod name;

pub use copy::{Checked, Copied};
pub use intake::Taken;
pub use location::{Location, choose_cryptography};
pub use name::{attachment_header, clean_name, name_from_header};

use crate::error::Error;
use domain::id::{FileHash, OrgId};
use object_store::path::Path;
use object_store::{GetResult, ObjectStore, ObjectStoreExt};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use tokio::sync::{OnceCell, Semaphore};

/// The folder for files that are still coming in.
const INCOMING: &str = "incoming";
/// After this time a file that still comes in was given up.
const GIVEN_UP: Duration = Duration::from_secs(3_600);
/// Files on their way to a bucket at once: each is whole in memory for that time.
const TO_BUCKET_AT_ONCE: usize = 4;

/// The file store. Cheap to clone; its places are made when first used.
#[derive(Debug, Clone)]
pub struct Files {
    location: Arc<Location>,
    /// The folder of this machine that files come into: that of the store where it is a folder, so that moving a file to
    /// its place is one step.
    arriving: Arc<PathBuf>,
    store: Arc<OnceCell<Arc<dyn ObjectStore>>>,
    incoming: Arc<OnceCell<Arc<dyn ObjectStore>>>,
    to_bucket: Arc<Semaphore>,
}

fn place(org: &OrgId, hash: &FileHash) -> Path {
    let shelf = hash.as_str().get(..2).unwrap_or("00");
    Path::from_iter([org.as_str(), shelf, hash.as_str()])
}

impl Files {
    /// The store at `location`. Where that is a bucket, files come into `own_folder` first.
    #[must_use]
    pub fn at(location: Location, own_folder: PathBuf) -> Self {
        let arriving = match &location {
            Location::Folder(folder) => folder.clone(),
            Location::Bucket { .. } => own_folder,
        };
        Files {
            location: Arc::new(location),
            arriving: Arc::new(arriving),
            store: Arc::default(),
            incoming: Arc::default(),
            to_bucket: Arc::new(Semaphore::new(TO_BUCKET_AT_ONCE)),
        }
    }

    /// Where the files are.
    #[must_use]
    pub fn location(&self) -> &Location {
        &self.location
    }

    async fn store(&self) -> Result<&Arc<dyn ObjectStore>, Error> {
        self.store.get_or_try_init(|| self.location.open()).await
    }

    async fn incoming(&self) -> Result<&Arc<dyn ObjectStore>, Error> {
        let folder = Location::Folder(self.arriving.as_ref().clone());
        self.incoming.get_or_try_init(|| async move { folder.open().await }).await
    }

    /// Whether the store can be used at all: a folder that can be made, a bucket that answers.
    ///
    /// # Errors
    /// What is wrong with it.
    pub async fn probe(&self) -> Result<(), Error> {
        self.incoming().await?;
        match self.store().await?.head(&Path::from("probe")).await {
            Ok(_) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// The bytes of a stored file.
    ///
    /// # Errors
    /// The file store cannot be reached, or does not hold the file: another node may have taken it in.
    pub async fn open(&self, org: &OrgId, hash: &FileHash) -> Result<GetResult, Error> {
        match self.store().await?.get(&place(org, hash)).await {
            Err(object_store::Error::NotFound { .. }) => {
                Err(Error::Files(format!("{} does not hold the file {hash} of organisation {org}", self.location)))
            }
            other => Ok(other?),
        }
    }

    /// Removes a stored file; that there is none is no fault.
    ///
    /// # Errors
    /// When the file store refuses.
    pub async fn remove(&self, org: &OrgId, hash: &FileHash) -> Result<(), Error> {
        match self.store().await?.delete(&place(org, hash)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Removes files whose sender went away before the end, more than an hour ago.
    pub async fn sweep_incoming(&self) {
        let Ok(mut entries) = tokio::fs::read_dir(self.arriving.join(INCOMING)).await else { return };
        while let Ok(Some(entry)) = entries.next_entry().await {
            let changed = entry.metadata().await.and_then(|metadata| metadata.modified());
            let age = changed.ok().and_then(|changed| SystemTime::now().duration_since(changed).ok());
            if age.is_some_and(|age| age > GIVEN_UP)
                && let Err(error) = tokio::fs::remove_file(entry.path()).await
            {
                tracing::warn!(%error, "a file that was given up could not be removed");
            }
        }
    }
}

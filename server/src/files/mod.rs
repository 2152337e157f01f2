//! Evidence: files by the SHA-256 of their bytes, in a folder behind `object_store`.
//!
//! A file is taken in under a name of its own, checked, then moved to `org/ab/hash`. What a browser calls it is only
//! ever data: no path is made of it.

mod intake;
mod kind;
mod name;

pub use intake::Taken;
pub use name::{attachment_header, clean_name, name_from_header};

use crate::error::Error;
use domain::id::{FileHash, OrgId};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{GetResult, ObjectStoreExt};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use tokio::sync::OnceCell;

/// The folder for files that are still coming in.
const INCOMING: &str = "incoming";
/// After this time a file that still comes in was given up.
const GIVEN_UP: Duration = Duration::from_secs(3_600);

/// The file store. Cheap to clone; the folder is made when first used.
#[derive(Debug, Clone)]
pub struct Files {
    root: Arc<PathBuf>,
    store: Arc<OnceCell<Arc<LocalFileSystem>>>,
}

fn place(org: &OrgId, hash: &FileHash) -> Path {
    let shelf = hash.as_str().get(..2).unwrap_or("00");
    Path::from_iter([org.as_str(), shelf, hash.as_str()])
}

impl Files {
    /// The store in a folder.
    #[must_use]
    pub fn in_folder(root: PathBuf) -> Self {
        Files { root: Arc::new(root), store: Arc::default() }
    }

    async fn store(&self) -> Result<&Arc<LocalFileSystem>, Error> {
        self.store
            .get_or_try_init(|| async {
                let made = tokio::fs::create_dir_all(self.root.as_ref()).await;
                made.map_err(|error| Error::Internal(format!("the folder for files: {error}")))?;
                Ok(Arc::new(LocalFileSystem::new_with_prefix(self.root.as_ref())?.with_fsync(true)))
            })
            .await
    }

    /// The bytes of a stored file.
    ///
    /// # Errors
    /// A fault on our side when it is not there.
    pub async fn open(&self, org: &OrgId, hash: &FileHash) -> Result<GetResult, Error> {
        Ok(self.store().await?.get(&place(org, hash)).await?)
    }

    /// Removes a stored file; that there is none is no fault.
    ///
    /// # Errors
    /// When the folder refuses.
    pub async fn remove(&self, org: &OrgId, hash: &FileHash) -> Result<(), Error> {
        match self.store().await?.delete(&place(org, hash)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Removes files whose sender went away before the end, more than an hour ago.
    pub async fn sweep_incoming(&self) {
        let Ok(mut entries) = tokio::fs::read_dir(self.root.join(INCOMING)).await else { return };
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

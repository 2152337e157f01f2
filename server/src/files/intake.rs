//! Taking a file in: counted and hashed while it streams, checked, stored, read back, moved to its place.
//!
//! The limit holds for the bytes that come, whatever the request said of its length. Whoever goes away before the end
//! leaves nothing behind.

use super::copy::hash_of;
use super::kind::Seen;
use super::{Files, INCOMING, Location, place};
use crate::error::Error;
use axum::body::{Body, BodyDataStream};
use bytes::Bytes;
use domain::api::problem::{Code, Fault};
use domain::assessment::{FileType, MAX_FILE_BYTES};
use domain::id::{FileHash, OrgId};
use domain::journal::hex;
use futures::StreamExt;
use object_store::path::Path;
use object_store::{ObjectStoreExt, WriteMultipart};
use sha2::{Digest, Sha256};
use std::time::Duration;

/// How long the next bytes may take.
const PATIENCE: Duration = Duration::from_secs(60);
/// How much of a file that is too large is read on, so that the browser hears why it was refused.
const READ_ON: u64 = 64 * 1024 * 1024;
/// Bytes written at a time.
const PIECE: usize = 256 * 1024;

/// A file that was taken in and waits to be kept under its hash.
#[derive(Debug)]
pub struct Taken {
    /// SHA-256 of its bytes.
    pub hash: FileHash,
    /// Its size in bytes.
    pub size: u64,
    /// Its media type, by name and content.
    pub media_type: &'static str,
    at: Path,
}

fn broke_off() -> Error {
    Error::new(Code::Malformed, "the upload did not finish; choose the file again")
}

fn too_large() -> Error {
    let detail = "choose a file of at most 25 MB";
    Error::new(Code::TooLarge, detail)
        .with(|told| told.errors = vec![Fault::new("file", "Choose a file of at most 25 MB.")])
}

fn wrong_type(detail: &str) -> Error {
    let fault = Fault::new("file", format!("{detail}."));
    Error::new(Code::WrongType, detail).with(|told| told.errors = vec![fault])
}

async fn next(stream: &mut BodyDataStream) -> Result<Option<Bytes>, Error> {
    let next = tokio::time::timeout(PATIENCE, stream.next()).await.map_err(|_| broke_off())?;
    next.transpose().map_err(|_| broke_off())
}

/// Reads the rest of a refused file, up to a limit.
async fn read_on(stream: &mut BodyDataStream) {
    let mut left = READ_ON;
    while let Ok(Some(bytes)) = next(stream).await {
        left = left.saturating_sub(bytes.len() as u64);
        if left == 0 {
            return;
        }
    }
}

impl Files {
    /// Takes a file in. Nothing is kept until [`Files::keep`].
    ///
    /// # Errors
    /// A problem when it is empty, too large, of a type that is not allowed or not what its name says.
    pub async fn take_in(&self, name: &str, body: Body) -> Result<Taken, Error> {
        let mut stream = body.into_data_stream();
        let Some(file_type) = FileType::of_name(name) else {
            read_on(&mut stream).await;
            return Err(wrong_type("choose a file of type pdf, docx, xlsx, png, jpg, txt, csv or json"));
        };
        let at = Path::from_iter([INCOMING, &crate::ids::new::<String>()]);
        let upload = self.incoming().await?.put_multipart(&at).await?;
        let mut writing = WriteMultipart::new_with_chunk_size(upload, PIECE);
        let (mut hash, mut size, mut seen) = (Sha256::new(), 0_u64, Seen::nothing());
        let outcome = loop {
            match next(&mut stream).await {
                Ok(Some(bytes)) => {
                    size += bytes.len() as u64;
                    if size > MAX_FILE_BYTES {
                        break Err(too_large());
                    }
                    hash.update(&bytes);
                    seen.take(&bytes);
                    if let Err(error) = writing.wait_for_capacity(4).await {
                        break Err(error.into());
                    }
                    writing.put(bytes);
                }
                Ok(None) if size == 0 => break Err(Error::field("file", "choose a file that is not empty")),
                Ok(None) if !seen.fits(file_type) => {
                    break Err(wrong_type(
                        "the file is not what its name says; save it again in that type, texts as UTF-8",
                    ));
                }
                Ok(None) => break Ok(()),
                Err(error) => break Err(error),
            }
        };
        if let Err(error) = outcome {
            // That nothing is left behind is seen to by the sweep, should this fail.
            let _removed = writing.abort().await;
            read_on(&mut stream).await;
            return Err(error);
        }
        writing.finish().await?;
        let hash = FileHash::new(hex(&hash.finalize())).map_err(|error| Error::Internal(error.to_string()))?;
        Ok(Taken { hash, size, media_type: file_type.media_type(), at })
    }

    /// Reads a file that was taken in back, and puts it in its place when its bytes are those that came.
    ///
    /// # Errors
    /// A fault on our side when they are not; or the file store cannot be reached.
    pub async fn keep(&self, org: &OrgId, taken: &Taken) -> Result<(), Error> {
        let incoming = self.incoming().await?;
        let _turn = match self.location() {
            Location::Folder(_) => None,
            Location::Bucket { .. } => self.to_bucket.acquire().await.ok(),
        };
        let bytes = incoming.get(&taken.at).await?.bytes().await?;
        if bytes.len() as u64 != taken.size || hash_of(&bytes) != taken.hash.as_str() {
            self.drop_taken(taken).await;
            return Err(Error::Internal(format!("the stored bytes of {} are not those that came", taken.hash)));
        }
        match self.location() {
            Location::Folder(_) => incoming.rename(&taken.at, &place(org, &taken.hash)).await?,
            Location::Bucket { .. } => {
                self.put(org, &taken.hash, bytes).await?;
                self.drop_taken(taken).await;
            }
        }
        Ok(())
    }

    /// Removes a file that was taken in and is not kept.
    pub async fn drop_taken(&self, taken: &Taken) {
        if let Ok(incoming) = self.incoming().await {
            // What cannot be removed now is removed by the sweep.
            let _removed = incoming.delete(&taken.at).await;
        }
    }
}

//! A file that was sent becomes known: its row, its bytes and that it was sent to an assessment.
//!
//! It is evidence only once it is attached; what never is, is forgotten by a job.

use crate::error::Error;
use crate::files::Taken;
use crate::once::{self, RequestKey};
use crate::state::AppState;
use crate::store::evidence::{FileRow, Upload};
use crate::store::{About, Batch, Row, StoreError};
use domain::id::{AssessmentId, OrgId, PersonId};

/// What became of a file that was taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeping {
    /// It is in its place.
    Kept,
    /// The same request brought it before.
    Repeated,
}

/// Keeps a file that was taken in for an assessment, once for each request that somebody `asked`. Pending before the bytes are in their place, stored after: whatever
/// happens in between is found by the sweep.
///
/// # Errors
/// When the database or the file store does not answer; busy while the same file is being forgotten.
pub async fn keep(
    state: &AppState,
    org: &OrgId,
    id: &AssessmentId,
    name: &str,
    taken: &Taken,
    asked: Option<(&PersonId, &RequestKey)>,
) -> Result<Keeping, Error> {
    let at = state.clock.now();
    if let Some((person, key)) = asked
        && once::repeated(state, org, person, Some(key)).await?.is_some()
    {
        return Ok(Keeping::Repeated);
    }
    let row = FileRow {
        hash: taken.hash.clone(),
        name: name.to_owned(),
        media_type: taken.media_type.to_owned(),
        size: taken.size,
        is_stored: false,
        created_at: at,
    };
    let upload = Upload {
        assessment: id.clone(),
        hash: taken.hash.clone(),
        name: name.to_owned(),
        media_type: taken.media_type.to_owned(),
        at,
    };
    // Quotas are kept here, before the bytes are put anywhere to stay.
    let batch = Batch::new(org.clone()).row(Row::AddFile(row)).row(Row::AddUpload(upload));
    state.store.commit(batch).await?;
    if state.store.is_leaving(org, &taken.hash).await? {
        return Err(StoreError::Busy("the same file is being forgotten".into()).into());
    }
    state.files.keep(org, taken).await?;
    let mut batch = Batch::new(org.clone()).row(Row::FileStored(taken.hash.clone()));
    let about = About::thing(format!("file/{}", taken.hash));
    batch.replies.extend(asked.map(|(person, key)| once::kept(key, person, about, at)));
    match state.store.commit(batch).await {
        // The same request twice at once: the file is in its place all the same.
        Ok(_) | Err(StoreError::Repeated) => Ok(Keeping::Kept),
        Err(error) => Err(error.into()),
    }
}

//! Writes where every stream stands into a signed file, once a day, for an operator to put elsewhere.
//!
//! A file is written whole under another name first, so that one that is there is whole; that of a day before is never
//! touched.

use super::holds;
use crate::error::Error;
use crate::heads;
use crate::state::AppState;
use std::path::{Path, PathBuf};
use std::time::Duration;

const EVERY: Duration = Duration::from_secs(3_600);
const LEASE_SECONDS: i64 = 4_000;

/// Looks every hour whether the file of the day is there, on one node at a time.
pub async fn run(state: AppState) {
    let mut turn = tokio::time::interval(EVERY);
    let node: String = crate::ids::new();
    loop {
        turn.tick().await;
        let outcome = take_turn(&state, &node).await;
        state.jobs.note("heads", outcome, state.clock.now());
    }
}

async fn take_turn(state: &AppState, node: &str) -> Result<(), Error> {
    if holds(state, "heads", node, LEASE_SECONDS).await? {
        write(state).await?;
    }
    Ok(())
}

/// Writes the file of today, unless it is there; says where it is.
///
/// # Errors
/// When the database does not answer or the folder cannot be written to.
pub async fn write(state: &AppState) -> Result<PathBuf, Error> {
    let folder = state.config.heads_dir.clone();
    let path = folder.join(format!("heads-{}.jsonl", state.clock.today()));
    if !path.exists() {
        let key = heads::key(&state.store).await?;
        let text = heads::signed(&state.store.heads().await?, &key, state.clock.now())?;
        let (at, told) = (path.clone(), folder.display().to_string());
        let written = tokio::task::spawn_blocking(move || put(&folder, &at, &text)).await;
        let written = written.map_err(|error| Error::Internal(error.to_string()))?;
        written.map_err(|error| Error::Internal(format!("the heads cannot be written to {told}: {error}")))?;
    }
    Ok(path)
}

fn put(folder: &Path, path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write as _;
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    builder.create(folder)?;
    let beside = path.with_extension("part");
    let mut file = options.open(&beside)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(beside, path)
}

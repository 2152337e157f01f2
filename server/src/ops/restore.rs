//! Brings a backup into an empty place: the whole site in one transaction, after the evidence is in its place.
//!
//! A restore that is killed leaves an empty database and some files, and can be run again. Nothing is written before the
//! whole backup was read and found sound.

use super::archive::{self, Checked, What};
use crate::files::{Checked as FileChecked, Files, Location};
use crate::store::whole::{Ended, Filling, NamedFile, Whole};
use anyhow::{Context, bail};
use domain::journal::Timestamp;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use tokio::sync::mpsc;

/// The folder beside the evidence for what is still coming in, which belongs to nobody yet.
const INCOMING: &str = "incoming";

/// Where a backup is to go.
#[derive(Debug, Clone)]
pub struct Target {
    /// The database.
    pub url: String,
    /// Where the evidence is to be.
    pub files: Location,
    /// Whether a journal that is not as it was written is accepted.
    pub accept_faults: bool,
}

/// What a restore did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// The backup.
    pub backup: Checked,
    /// What was ended.
    pub ended: Ended,
    /// Records of the journal, all of them walked.
    pub records: u64,
    /// What is not as it was written, if that was accepted.
    pub faults: Vec<String>,
}

/// Refuses a place that is not empty, with nothing made or changed.
///
/// # Errors
/// A sentence that says what is there.
pub async fn must_be_empty(target: &Target, backup: &Checked) -> anyhow::Result<()> {
    // An SQLite database that cannot be opened is one to be made.
    match Whole::open(&target.url).await {
        Ok(mut whole) => {
            let vacant = whole.must_be_vacant().await;
            whole.close().await;
            vacant?;
        }
        Err(error) if !target.url.starts_with("sqlite:") => return Err(error.into()),
        Err(_) => {}
    }
    if let Location::Folder(folder) = &target.files {
        let others = strangers(folder, &backup.files)?;
        if let Some(first) = others.first() {
            bail!(
                "{} holds {} files that are not of this backup, such as {first}: name an empty folder",
                folder.display(),
                others.len()
            );
        }
    }
    Ok(())
}

/// Brings the backup at `path`, which was checked, into an empty place.
///
/// # Errors
/// A sentence; then there is no site there.
pub async fn restore(target: &Target, path: &Path, backup: Checked, now: Timestamp) -> anyhow::Result<Restored> {
    if let Location::Folder(folder) = &target.files {
        remove_halves(folder, &backup.files)?;
    }
    let mut whole = Whole::open_or_make(&target.url).await?;
    let mut filling = whole.fill(backup.manifest.schema).await?;
    let files = Files::at(target.files.clone(), PathBuf::new());
    load(&mut filling, &files, path).await?;
    for table in filling.tables().to_vec() {
        if backup.end.tables.get(&table.name) != Some(&filling.digest(&table).await?) {
            bail!("the rows of {} are not those of the backup; nothing was kept. Run it again", table.name);
        }
    }
    filling.forget_files(&backup.end.gone).await?;
    every_file_is_there(&mut filling, &files, &backup).await?;
    let audit = filling.verify().await?;
    let faults: Vec<String> = audit.found.iter().map(ToString::to_string).collect();
    if let Some(first) = faults.first()
        && !target.accept_faults
    {
        bail!(
            "the journal in the backup is not as it was written, in {} places ({first}); nothing was kept. Use an older \
             backup, or take it as it is with --accept-faults",
            faults.len()
        );
    }
    let ended = filling.end_what_ends_with_a_copy(now).await?;
    filling.commit().await?;
    whole.close().await;
    Ok(Restored { backup, ended, records: audit.records, faults })
}

/// Reads the backup a second time, and puts every part in its place.
async fn load(filling: &mut Filling<'_>, files: &Files, path: &Path) -> anyhow::Result<()> {
    let (parts, mut come) = mpsc::channel::<(What, archive::Part)>(2);
    let file = path.to_owned();
    let reading = tokio::task::spawn_blocking(move || {
        let gone = |_| anyhow::anyhow!("the restore ended before the backup did");
        archive::read(&file, |what, part| parts.blocking_send((what, part)).map_err(gone))
    });
    while let Some((what, part)) = come.recv().await {
        match what {
            What::Manifest | What::End => {}
            What::Rows(name) => {
                let table = filling.tables().iter().find(|table| table.name == name).cloned();
                let table = table.with_context(|| format!("{} is of no table", part.name))?;
                let rows: Option<Vec<Vec<Value>>> =
                    std::str::from_utf8(&part.bytes)?.lines().map(|line| table.values(line)).collect();
                filling.add(&table, &rows.with_context(|| format!("a row of {} cannot be read", part.name))?).await?;
            }
            What::File(file) => {
                if !matches!(files.check(&file.org, &file.hash).await?, FileChecked::Sound(_)) {
                    files.put(&file.org, &file.hash, part.bytes.into()).await?;
                }
            }
        }
    }
    reading.await?
}

/// Ends the restore when a file that the database names is not there: it was left in a bucket, say, and is gone.
async fn every_file_is_there(filling: &mut Filling<'_>, files: &Files, backup: &Checked) -> anyhow::Result<()> {
    let mut missing = Vec::new();
    for file in filling.files().await? {
        let is_new = backup.files.contains(&file);
        if !is_new && !matches!(files.check(&file.org, &file.hash).await?, FileChecked::Sound(_)) {
            missing.push(format!("{}/{}", file.org, file.hash));
        }
    }
    let Some(first) = missing.first() else { return Ok(()) };
    bail!(
        "{} of the files that the backup names are not in {}, such as {first}; they were in {} when it was made. Nothing \
         was kept: bring them back, or say with --files where they are",
        missing.len(),
        files.location(),
        backup.manifest.files_at
    )
}

/// What a file under a folder of evidence is to a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    /// One of its files.
    Expected,
    /// Half of one of its files: a restore was killed while it wrote it.
    Half,
    /// Nothing of it.
    Stranger,
}

/// Every file under a folder of evidence but for those that were still coming in, with its path inside.
fn found(folder: &Path, expected: &BTreeSet<NamedFile>) -> anyhow::Result<Vec<(PathBuf, Found)>> {
    let known: BTreeSet<(&str, &str)> = expected.iter().map(|file| (file.org.as_str(), file.hash.as_str())).collect();
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        let entries = match std::fs::read_dir(&next) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            other => other.with_context(|| format!("{} cannot be read", next.display()))?,
        };
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let inside = path.strip_prefix(folder).unwrap_or(&path).to_owned();
            let names: Vec<&str> = inside.iter().filter_map(|name| name.to_str()).collect();
            let what = match names.as_slice() {
                [INCOMING, ..] => continue,
                [org, _, name] if known.contains(&(*org, *name)) => Found::Expected,
                // A file is written under its name and a number first.
                [org, _, name] if name.split_once('#').is_some_and(|(hash, _)| known.contains(&(*org, hash))) => {
                    Found::Half
                }
                _ => Found::Stranger,
            };
            found.push((inside, what));
        }
    }
    Ok(found)
}

/// The files that are not of the backup, by their paths.
fn strangers(folder: &Path, expected: &BTreeSet<NamedFile>) -> anyhow::Result<Vec<String>> {
    let found = found(folder, expected)?.into_iter().filter(|(_, what)| *what == Found::Stranger);
    Ok(found.map(|(path, _)| path.display().to_string()).collect())
}

/// Removes what a restore that was killed has left half written.
fn remove_halves(folder: &Path, expected: &BTreeSet<NamedFile>) -> anyhow::Result<()> {
    for (path, _) in found(folder, expected)?.into_iter().filter(|(_, what)| *what == Found::Half) {
        let path = folder.join(path);
        std::fs::remove_file(&path).with_context(|| format!("{} cannot be removed", path.display()))?;
    }
    Ok(())
}

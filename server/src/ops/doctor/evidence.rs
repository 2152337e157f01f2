//! Evidence: every file that the database names, against its hash.
//!
//! A file that lies around and is not named is no fault: the job that forgets files sees to it.

use super::{Observation, Site, database_silent};
use crate::files::{Checked, Files, Location};
use crate::store::StoreError;
use crate::store::whole::NamedFile;

const CHECK: &str = "evidence";
/// Files after which progress is told.
const TOLD_AFTER: usize = 500;

/// Looks for every file.
pub(super) async fn look(
    site: &Site,
    named: Result<Vec<NamedFile>, StoreError>,
    progress: &(dyn Fn(&str) + Sync),
) -> Observation {
    let named = match named {
        Ok(named) => named,
        Err(error) => return database_silent(CHECK, &error),
    };
    let place = &site.files;
    if named.is_empty() {
        return Observation::ok(CHECK, "the database names no file");
    }
    // A folder is made by being opened, which looking must not do.
    if let Location::Folder(folder) = place
        && !folder.is_dir()
    {
        let says = format!("there is no folder {}, and the database names {} files", folder.display(), named.len());
        return Observation::wrong(
            CHECK,
            says,
            "say with --files where the evidence is, or bring it back from a backup",
        );
    }
    let files = Files::at(place.clone(), site.data_dir.join("files"));
    let (mut missing, mut changed) = (Vec::new(), Vec::new());
    for (at, file) in named.iter().enumerate() {
        if at > 0 && at.is_multiple_of(TOLD_AFTER) {
            progress(&format!("{at} of {} files", named.len()));
        }
        let found = if site.quick {
            files
                .holds(&file.org, &file.hash)
                .await
                .map(|holds| if holds { Checked::Sound(0) } else { Checked::Missing })
        } else {
            files.check(&file.org, &file.hash).await
        };
        match found {
            Ok(Checked::Sound(_)) => {}
            Ok(Checked::Missing) => missing.push(file),
            Ok(Checked::Changed) => changed.push(file),
            Err(error) => {
                let remedy = "see that the folder can be read or the bucket answers, with these credentials";
                return Observation::wrong(CHECK, format!("{place} cannot be read: {error}"), remedy);
            }
        }
    }
    match missing.first().or(changed.first()) {
        None => {
            let how = if site.quick { "there" } else { "as they were sent" };
            Observation::ok(CHECK, format!("{} files are {how} in {place}", named.len()))
        }
        Some(first) => Observation::wrong(
            CHECK,
            format!(
                "{} of {} files are missing in {place} and {} have other bytes, such as {}/{}",
                missing.len(),
                named.len(),
                changed.len(),
                first.org,
                first.hash
            ),
            "bring them back from a backup (files/ORGANISATION/HASH in it), or from the node that took them: all nodes need \
             one place for files",
        ),
    }
}

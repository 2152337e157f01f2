//! The machine: free space, the disk under SQLite, and who may read what is kept.
//!
//! Modes are put right, as `assay serve` does at its start; all else is only told.

use super::{Level, Observation, Site};
use crate::cli::private;
use crate::files::Location;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Of the bytes that should be free, the part below which the site is about to stop.
const LAST: u64 = 10;

/// The nearest folder above that is there.
fn existing(path: &Path) -> Option<PathBuf> {
    let path = std::path::absolute(path).ok()?;
    path.ancestors().find(|path| path.exists()).map(Path::to_owned)
}

/// Free space where data, evidence and heads are.
pub(super) fn free_space(site: &Site) -> Vec<Observation> {
    const CHECK: &str = "free space";
    let mut folders = BTreeMap::from([(site.data_dir.clone(), "data"), (site.heads_dir.clone(), "heads")]);
    if let Location::Folder(folder) = &site.files {
        folders.insert(folder.clone(), "evidence");
    }
    let mut observations = Vec::new();
    for (folder, what) in folders {
        let Some(there) = existing(&folder) else { continue };
        let free = match free(&there) {
            Ok(Some(free)) => free,
            Ok(None) => continue,
            Err(error) => {
                let says = format!("{}: {error}", there.display());
                observations.push(Observation::warn(CHECK, says, "see that the folder can be reached"));
                continue;
            }
        };
        let says = format!("{} MB for the {what} in {}", free >> 20, folder.display());
        let remedy = "make room, or move the folder to a larger disk; at the end every write is refused";
        observations.push(match free {
            _ if free < site.least_free / LAST => Observation::wrong(CHECK, says, remedy),
            _ if free < site.least_free => Observation::warn(CHECK, says, remedy),
            _ => Observation::ok(CHECK, says),
        });
    }
    observations.extend(site.database_file.as_deref().and_then(shared_disk));
    observations
}

/// Bytes free for this program.
fn free(folder: &Path) -> std::io::Result<Option<u64>> {
    #[cfg(unix)]
    {
        let told = rustix::fs::statvfs(folder)?;
        Ok(Some(told.f_bavail.saturating_mul(told.f_frsize)))
    }
    #[cfg(not(unix))]
    {
        let _ = folder;
        Ok(None)
    }
}

/// SQLite on a disk of another machine, where its locks do not hold.
fn shared_disk(file: &Path) -> Option<Observation> {
    #[cfg(target_os = "linux")]
    {
        // NFS, SMB in its three versions.
        const SHARED: [&str; 4] = ["6969", "517b", "ff534d42", "fe534d42"];
        let told = rustix::fs::statfs(file.parent()?).ok()?;
        // The number's type is another on every machine; its last 32 bits count.
        let kind = format!("{:x}", told.f_type);
        let kind = kind.get(kind.len().saturating_sub(8)..).unwrap_or_default();
        SHARED.contains(&kind).then(|| {
            let says = format!("{} is on a disk of another machine, where SQLite's locks do not hold", file.display());
            Observation::wrong(
                "database file",
                says,
                "put the data folder on a disk of this machine, or move to PostgreSQL",
            )
        })
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = file;
        None
    }
}

/// Modes of what the server made, put right; only where a site is.
pub(super) fn modes(site: &Site) -> Vec<Observation> {
    const CHECK: &str = "permissions";
    let own = |name: &str| site.data_dir.join(name);
    if !own("assay.db").is_file() && !own("assay.lock").is_file() && !own("files").is_dir() {
        return outside(site).into_iter().collect();
    }
    let folder = site.data_dir.display();
    let mut observations = vec![match private::put_right(&site.data_dir) {
        Ok(changed) if changed.is_empty() => Observation::ok(CHECK, format!("{folder} is its owner's alone")),
        Ok(changed) => Observation::warn(
            CHECK,
            format!(
                "{} folders or files could be read by others, such as {}; put right",
                changed.len(),
                changed.join(", ")
            ),
            "find out what changed them, and who may have read them",
        ),
        Err(error) => {
            Observation::wrong(CHECK, format!("{error:#}"), "run the site and this as the owner of the folder (chown)")
        }
    }];
    observations.extend(outside(site));
    observations
}

/// A folder of evidence or heads elsewhere, which may be meant for others: told, and left alone.
fn outside(site: &Site) -> Option<Observation> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mut folders = vec![site.heads_dir.clone()];
        if let Location::Folder(folder) = &site.files {
            folders.push(folder.clone());
        }
        folders.retain(|folder| !folder.starts_with(&site.data_dir));
        let open = folders.into_iter().find(|folder| {
            std::fs::metadata(folder).is_ok_and(|metadata| metadata.permissions().mode() & 0o007 != 0)
        })?;
        let says = format!("everybody on this machine may look into {}", open.display());
        Some(Observation {
            check: "permissions",
            level: Level::Warn,
            says,
            remedy: Some("chmod it to 0700".to_owned()),
        })
    }
    #[cfg(not(unix))]
    {
        let _ = site;
        None
    }
}

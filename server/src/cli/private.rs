//! Keeps what the server stores to its owner: folders 0700 and files 0600, new ones and those that are there already.
//!
//! Only what the server made itself is touched, since the data folder may hold other things too.

use anyhow::Context;
use std::fs;
use std::path::Path;

/// From here on every folder and file that the program makes is its owner's alone.
pub fn make_new_ones_private() {
    #[cfg(unix)]
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
}

/// Puts the data folder and what the server keeps in it right; says what was not.
///
/// # Errors
/// When something is not the server's own, so that its mode cannot be changed.
pub fn put_right(data_dir: &Path) -> anyhow::Result<Vec<String>> {
    let mut changed = Vec::new();
    if !data_dir.is_dir() {
        return Ok(changed);
    }
    restrict(data_dir, 0o700, &mut changed)?;
    for entry in fs::read_dir(data_dir).with_context(|| format!("{} cannot be read", data_dir.display()))? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        match name.as_str() {
            "files" | "heads" => everything(&path, &mut changed)?,
            other if other.starts_with("assay.") && path.is_file() => restrict(&path, 0o600, &mut changed)?,
            _ => {}
        }
    }
    Ok(changed)
}

fn everything(folder: &Path, changed: &mut Vec<String>) -> anyhow::Result<()> {
    restrict(folder, 0o700, changed)?;
    for entry in fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))? {
        let entry = entry?;
        let kind = entry.file_type()?;
        // Links lead elsewhere and are left alone.
        if kind.is_dir() {
            everything(&entry.path(), changed)?;
        } else if kind.is_file() {
            restrict(&entry.path(), 0o600, changed)?;
        }
    }
    Ok(())
}

fn restrict(path: &Path, mode: u32, changed: &mut Vec<String>) -> anyhow::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let metadata = match fs::metadata(path) {
            Ok(metadata) => metadata,
            // A file of the database or an upload that was taken away meanwhile.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(error).with_context(|| format!("{} cannot be read", path.display())),
        };
        if metadata.permissions().mode() & 0o777 != mode {
            let told = || format!("{} must be the server's own, with the mode {mode:o}", path.display());
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).with_context(told)?;
            changed.push(path.display().to_string());
        }
    }
    #[cfg(not(unix))]
    let _ = (path, mode, changed);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).expect("it is there").permissions().mode() & 0o777
    }

    #[test]
    fn what_the_server_made_is_put_right_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let data = folder.path().join("data");
        fs::create_dir_all(data.join("files/o1")).expect("folders");
        for name in ["assay.db", "assay.db-wal", "files/o1/hash", "notes.txt"] {
            fs::write(data.join(name), "x").expect("a file");
            fs::set_permissions(data.join(name), fs::Permissions::from_mode(0o644)).expect("a mode");
        }
        for name in ["", "files", "files/o1"] {
            fs::set_permissions(data.join(name), fs::Permissions::from_mode(0o755)).expect("a mode");
        }
        assert_eq!(put_right(&data).expect("put right").len(), 6);
        assert_eq!(put_right(&data).expect("looked at").len(), 0);
        let modes = ["", "files", "files/o1", "assay.db", "assay.db-wal", "files/o1/hash", "notes.txt"];
        let modes = modes.map(|name| mode(&data.join(name)));
        assert_eq!(modes, [0o700, 0o700, 0o700, 0o600, 0o600, 0o600, 0o644]);
    }
}

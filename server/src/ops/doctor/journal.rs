//! The journal: its chains, also against the newest signed heads, whether heads are signed daily, and the clock.
//!
//! The heads that are looked at are those in the site's own folder; a copy kept elsewhere is for `assay audit verify`.

use super::{Observation, Site, database_silent};
use crate::heads::{SEED, public, read};
use crate::store::Head;
use crate::store::whole::{Snapshot, Whole};
use domain::journal::{DAY_MILLIS, Timestamp};
use ed25519_dalek::SigningKey;
use std::path::PathBuf;

/// Milliseconds after which heads should have been signed again.
const STALE: i64 = 2 * DAY_MILLIS;
/// Milliseconds that a record may lie in the future.
const AHEAD: i64 = 60_000;

/// The newest signed heads, and what is to be said of them.
pub(super) async fn newest_heads(whole: &mut Whole, site: &Site, now: Timestamp) -> (Vec<Head>, Observation) {
    const CHECK: &str = "signed heads";
    let folder = site.heads_dir.display();
    let Some(path) = newest(site) else {
        let remedy =
            "a server writes them once a day: start one, with --heads-dir as here, and copy the folder elsewhere";
        return (vec![], Observation::warn(CHECK, format!("there are none in {folder}"), remedy));
    };
    let told = path.display();
    let key = match whole.secret(SEED).await {
        Ok(Some(seed)) => public(&SigningKey::from_bytes(&seed)),
        Ok(None) => String::new(),
        Err(error) => return (vec![], database_silent(CHECK, &error)),
    };
    let text = std::fs::read_to_string(&path).map_err(|error| error.to_string());
    match text.and_then(|text| read(&text, &key).map_err(|error| error.to_string())) {
        Ok((heads, at)) if now.0 - at.0 > STALE => {
            let says = format!("the newest in {folder} were signed on {}", at.date());
            (heads, Observation::warn(CHECK, says, "see in the log why the job heads cannot work, or start a server"))
        }
        Ok((heads, at)) => (heads, Observation::ok(CHECK, format!("signed on {}", at.date()))),
        Err(error) => {
            let remedy = "find out who changed the file, and verify against a copy that is kept elsewhere";
            (vec![], Observation::wrong(CHECK, format!("{told}: {error}"), remedy))
        }
    }
}

fn newest(site: &Site) -> Option<PathBuf> {
    let entries = std::fs::read_dir(&site.heads_dir).ok()?;
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let is_heads = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name.starts_with("heads-") && name.ends_with(".jsonl")
    };
    paths.filter(is_heads).max()
}

/// The chains, held against signed heads too, and the clock of whoever wrote last.
pub(super) async fn look(
    snapshot: &mut Snapshot<'_>,
    (heads, signed): (Vec<Head>, Observation),
    now: Timestamp,
) -> Vec<Observation> {
    let chains = match snapshot.verify(&heads).await {
        Ok(audit) => match audit.found.first() {
            None => {
                let says = format!("{} records of {} streams are as they were written", audit.records, audit.streams);
                Observation::ok("journal", says)
            }
            Some(first) => Observation::wrong(
                "journal",
                format!("{} records are not as they were written; the first: {first}", audit.found.len()),
                "`assay audit verify` names all of them; keep the database as it is and compare it with a backup",
            ),
        },
        Err(error) => database_silent("journal", &error),
    };
    let clock = match snapshot.last_record().await {
        Ok(Some(at)) if at.0 > now.0 + AHEAD => Observation::wrong(
            "clock",
            format!(
                "the newest record is {} s in the future: this clock is behind, or was ahead",
                (at.0 - now.0) / 1_000
            ),
            "set the clock by the network's time; new records bear the time of the newest one until then",
        ),
        Ok(_) => Observation::ok("clock", "no record is in the future"),
        Err(error) => database_silent("clock", &error),
    };
    vec![chains, signed, clock]
}

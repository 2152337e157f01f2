//! The database: whether there is one, its tables, whether acknowledged writes survive a power cut, its clock, its jobs.
//!
//! Where there is no site to read, the checks of journal and evidence are left out.

use super::{Observation, Site, database_silent, evidence, journal};
use crate::store::whole::{Contents, Setting, Whole, WholeError, newest, tables_of};
use domain::journal::{DAY_MILLIS, Timestamp};

/// Milliseconds that two clocks may be apart.
const APART: i64 = 10_000;
/// The longest lease of a job, in milliseconds, and some room.
const LONGEST_LEASE: i64 = 2 * 3_600_000;

/// Everything that needs the database.
pub(super) async fn look(site: &Site, now: Timestamp, progress: &(dyn Fn(&str) + Sync)) -> Vec<Observation> {
    if let Some(file) = &site.database_file
        && !file.is_file()
    {
        let remedy = "say with --data-dir or --database-url where the site is; nothing was made. `assay serve` makes a new \
                      site, `assay restore` brings a backup";
        return vec![Observation::wrong("database", format!("there is no database at {}", site.told), remedy)];
    }
    let mut whole = match Whole::open(&site.url).await {
        Ok(whole) => whole,
        Err(error) => {
            let remedy = "see that the database runs, that the address is right and that the user may connect";
            return vec![Observation::wrong("database", format!("{}: {error}", site.told), remedy)];
        }
    };
    let schema = match whole.contents().await {
        Ok(Contents::Site(schema)) => schema,
        Ok(Contents::Blank) => {
            let remedy = "`assay serve` makes a new site in it, `assay restore` brings a backup";
            return vec![Observation::warn("database", format!("{} is empty", site.told), remedy)];
        }
        Err(error) => return vec![unreadable(site, &error)],
    };
    let mut observations = vec![Observation::ok("database", format!("{} answers", site.told))];
    observations.push(tables(&mut whole, schema).await);
    if !site.quick {
        observations.extend(damage(&mut whole).await);
    }
    observations.extend(safety(&mut whole).await);
    observations.extend(clock(&mut whole, now).await);
    observations.push(jobs(&mut whole, now).await);
    observations.push(waiting(&mut whole, site, now).await);
    let signed = journal::newest_heads(&mut whole, site, now).await;
    match whole.snapshot().await {
        Ok(mut snapshot) => {
            observations.extend(journal::look(&mut snapshot, signed, now).await);
            let named = snapshot.files().await;
            drop(snapshot);
            observations.push(evidence::look(site, named, progress).await);
        }
        Err(error) => observations.push(unreadable(site, &error)),
    }
    whole.close().await;
    observations
}

fn unreadable(site: &Site, error: &WholeError) -> Observation {
    let remedy = match error {
        WholeError::Newer(_) => "start the newer version again, or restore a backup made by this one",
        WholeError::Foreign => "give Assay a database, or a schema, of its own",
        WholeError::Open(_) | WholeError::Store(_) | WholeError::Blank | WholeError::Occupied { .. } => {
            "restore the newest backup into an empty place, and keep what is here for whoever looks into it"
        }
    };
    Observation::wrong("database", format!("{}: {error}", site.told), remedy)
}

/// The version of the tables, and whether they are as that version has them.
async fn tables(whole: &mut Whole, schema: i64) -> Observation {
    const CHECK: &str = "schema";
    let tables = match tables_of(schema).await {
        Ok(tables) => tables,
        Err(error) => return database_silent(CHECK, &error),
    };
    for table in &tables {
        if let Some(said) = whole.lacks(table).await {
            let says = format!("the table {} is not as schema {schema} has it: {said}", table.name);
            return Observation::wrong(CHECK, says, "restore the newest backup into an empty place");
        }
    }
    let own = newest();
    if schema < own {
        let says = format!("the tables are of schema {schema}, this version has {own}");
        return Observation::warn(CHECK, says, "make a backup; the next start brings the tables up to date");
    }
    Observation::ok(CHECK, format!("{} tables of schema {schema}", tables.len()))
}

async fn damage(whole: &mut Whole) -> Vec<Observation> {
    const CHECK: &str = "database file";
    let remedy = "stop the site, keep the file, and restore the newest backup into an empty place";
    match whole.damage().await {
        Ok(found) if found.is_empty() => vec![],
        Ok(found) => vec![Observation::wrong(CHECK, found.join("; "), remedy)],
        Err(error) => vec![Observation::wrong(CHECK, error.to_string(), remedy)],
    }
}

/// What a setting means for writes that were acknowledged.
fn judged(setting: &Setting) -> Observation {
    const CHECK: &str = "durability";
    let Setting { name, value } = setting;
    let says = format!("{name} is {value}");
    match (*name, value.as_str()) {
        ("journal_mode", "wal")
        | ("fsync" | "full_page_writes", "on")
        | ("synchronous_commit", "on" | "remote_apply" | "remote_write") => Observation::ok(CHECK, says),
        ("journal_mode", _) => Observation::warn(
            CHECK,
            says,
            "the next start sets it to wal; see who else opens the file, and keep them off it",
        ),
        ("synchronous_commit", "local") => {
            let remedy = "a standby may lack writes that were acknowledged: set it to on where the standby takes over";
            Observation::warn(CHECK, says, remedy)
        }
        // The program asks for more by itself when it opens the database.
        ("synchronous_commit", _) => Observation::warn(
            CHECK,
            format!(
                "{says} for this user: Assay waits for the disk all the same, other programs' last writes can be lost"
            ),
            "set it to on, for the database or for its user (ALTER ROLE … SET synchronous_commit = on)",
        ),
        _ => Observation::wrong(
            CHECK,
            format!("{says}: the whole database may be lost when its machine stops"),
            "set it to on in postgresql.conf and restart PostgreSQL",
        ),
    }
}

async fn safety(whole: &mut Whole) -> Vec<Observation> {
    match whole.safety().await {
        Ok(settings) => settings.iter().map(judged).collect(),
        Err(error) => vec![database_silent("durability", &error)],
    }
}

async fn clock(whole: &mut Whole, now: Timestamp) -> Vec<Observation> {
    const CHECK: &str = "database clock";
    let there = match whole.clock().await {
        Ok(Some(there)) => there,
        Ok(None) => return vec![],
        Err(error) => return vec![database_silent(CHECK, &error)],
    };
    let apart = there.0 - now.0;
    let says = format!("the database's clock is {} s from this machine's", apart / 1_000);
    let remedy = "set both clocks by the network's time, and see which of them is off";
    vec![match apart.abs() {
        ..=APART => Observation::ok(CHECK, says),
        _ if apart.abs() <= 6 * APART => Observation::warn(CHECK, says, remedy),
        _ => Observation::wrong(CHECK, says, remedy),
    }]
}

/// Whether a node holds a job's lease for longer than any node takes one: then its clock is ahead.
async fn jobs(whole: &mut Whole, now: Timestamp) -> Observation {
    const CHECK: &str = "jobs";
    let leases = match whole.leases().await {
        Ok(leases) => leases,
        Err(error) => return database_silent(CHECK, &error),
    };
    if let Some((name, until)) = leases.iter().find(|(_, until)| until.0 > now.0 + LONGEST_LEASE) {
        let says = format!("the job {name} is held until {}, longer than any node holds one", until.date());
        return Observation::wrong(
            CHECK,
            says,
            "set the clocks of all nodes by the network's time; until then nobody does the job",
        );
    }
    let held = leases.iter().filter(|(_, until)| *until > now).count();
    Observation::ok(CHECK, format!("{held} are held by a server at the moment"))
}

async fn waiting(whole: &mut Whole, site: &Site, now: Timestamp) -> Observation {
    const CHECK: &str = "outbox";
    match whole.stuck_mails(Timestamp(now.0 - 2 * DAY_MILLIS)).await {
        Ok((0, given_up)) => Observation::ok(CHECK, format!("no mail waits for long; {given_up} were given up")),
        Ok((waiting, _)) if site.smtp_url.is_none() => {
            Observation::ok(CHECK, format!("{waiting} mails wait for an admin, who copies the links"))
        }
        Ok((waiting, _)) => Observation::warn(
            CHECK,
            format!("{waiting} mails have waited for more than two days"),
            "see the outbox page and the log of the job mail; an admin can copy the links meanwhile",
        ),
        Err(error) => database_silent(CHECK, &error),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Level;
    use super::*;

    #[test]
    fn a_setting_with_which_acknowledged_writes_are_lost_is_wrong() {
        for (name, value, level) in [
            ("fsync", "on", Level::Ok),
            ("fsync", "off", Level::Wrong),
            ("full_page_writes", "off", Level::Wrong),
            ("synchronous_commit", "on", Level::Ok),
            ("synchronous_commit", "remote_apply", Level::Ok),
            ("synchronous_commit", "remote_write", Level::Ok),
            ("synchronous_commit", "local", Level::Warn),
            ("synchronous_commit", "off", Level::Warn),
            ("journal_mode", "wal", Level::Ok),
            ("journal_mode", "delete", Level::Warn),
        ] {
            let found = judged(&Setting { name, value: value.to_owned() });
            assert_eq!(found.level, level, "{name} {value}");
            assert_eq!(found.remedy.is_none(), level == Level::Ok, "{name} {value}");
        }
    }
}

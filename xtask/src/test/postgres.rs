//! A PostgreSQL of our own for the tests: data, socket and log in a temporary folder, listening on loopback alone.
//! PostgreSQL refuses to run as root, so root steps down to an ordinary account, which then owns the folder.

use super::process::{self, Server};
use crate::shell;
use crate::tools::packages;
use anyhow::{Context, Result, bail};
use std::ffi::OsStr;
use std::fs::{self, File};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// An ordinary account of this machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Account {
    user: u32,
    group: u32,
}

/// A running PostgreSQL; stopped, and its folder removed, when the value is dropped.
pub(super) struct Postgres {
    // Dropped in this order: first the server, then its folder.
    _server: Server,
    folder: Folder,
    port: u16,
    password: String,
}

struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

/// Runs `cargo` with these arguments beside a PostgreSQL, which the program that it starts finds as the tests do.
///
/// # Errors
/// When PostgreSQL does not start or the program fails.
pub(crate) fn bench(arguments: &[&str]) -> Result<()> {
    let postgres = Postgres::start()?;
    shell::run(shell::cargo(arguments).env("ASSAY_TEST_DATABASE_URL", postgres.url()))
}

impl Postgres {
    /// Makes a cluster and waits until it answers.
    ///
    /// # Errors
    /// When PostgreSQL is missing (the error names the package) or does not start (the error holds its log).
    pub(super) fn start() -> Result<Self> {
        let program = packages::program("postgres", "postgresql", packages::of_postgres)?;
        let account = if shell::is_root() { Some(ordinary_account()?) } else { None };
        let password = format!("{:016x}{:016x}", random(), random());
        let folder = Folder(std::env::temp_dir().join(format!("assay-postgres-{:016x}", random())));
        make_folder(&folder.0, account)?;
        make_cluster(&program, &folder.0, account, &password)?;

        let port = process::free_port()?;
        let log = folder.0.join("log");
        let mut postgres = stepped_down(&program, &folder.0, account);
        postgres.arg("-D").arg(folder.0.join("cluster")).args(["-p", &port.to_string()]);
        let socket = format!("unix_socket_directories={}", folder.0.display());
        // The data is thrown away in a minute: nothing is gained by waiting for the disk.
        for setting in
            ["listen_addresses=127.0.0.1", &socket, "fsync=off", "full_page_writes=off", "max_connections=200"]
        {
            postgres.args(["-c", setting]);
        }
        let stderr = File::create(&log)?;
        postgres.stdout(stderr.try_clone()?).stderr(stderr);
        let mut server = Server::start(&mut postgres, "INT")?;
        let is_ready = || {
            let mut probe = shell::command(program.with_file_name("pg_isready"));
            shell::capture(probe.args(["-q", "-h", "127.0.0.1", "-p", &port.to_string()])).is_ok()
        };
        if !process::wait_until(&mut server, is_ready) {
            bail!("PostgreSQL does not answer: {}", fs::read_to_string(&log).unwrap_or_default());
        }
        Ok(Self { _server: server, folder, port, password })
    }

    /// The address of its first database, as a role that may create others.
    pub(super) fn url(&self) -> String {
        format!("postgres://assay:{}@127.0.0.1:{}/postgres", self.password, self.port)
    }

    /// One line about it.
    pub(super) fn described(&self) -> String {
        format!("PostgreSQL on port {} with its data in {}", self.port, self.folder.0.display())
    }
}

fn make_folder(folder: &Path, account: Option<Account>) -> Result<()> {
    fs::create_dir(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    if let Some(account) = account {
        chown(folder, Some(account.user), Some(account.group))?;
    }
    Ok(())
}

fn make_cluster(program: &Path, folder: &Path, account: Option<Account>, password: &str) -> Result<()> {
    let secret = folder.join("secret");
    fs::write(&secret, password)?;
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o600))?;
    if let Some(account) = account {
        chown(&secret, Some(account.user), Some(account.group))?;
    }
    let mut initdb = stepped_down(program.with_file_name("initdb"), folder, account);
    initdb.args(["--username=assay", "--auth=password", "--encoding=UTF8", "--no-locale", "--no-sync"]);
    initdb.arg("--pwfile").arg(&secret).arg("-D").arg(folder.join("cluster"));
    shell::capture(&mut initdb).map(drop)
}

/// A program as the ordinary account, in a folder that account may read.
fn stepped_down(program: impl AsRef<OsStr>, folder: &Path, account: Option<Account>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder).env("HOME", folder).env("LC_ALL", "C");
    if let Some(account) = account {
        command.gid(account.group).uid(account.user);
    }
    command
}

/// The account `postgres`, else `nobody`.
fn ordinary_account() -> Result<Account> {
    let accounts = fs::read_to_string("/etc/passwd").context("cannot read /etc/passwd")?;
    ["postgres", "nobody"]
        .iter()
        .find_map(|name| account_in(&accounts, name))
        .context("there is no account `postgres` or `nobody` to run PostgreSQL as")
}

fn account_in(accounts: &str, name: &str) -> Option<Account> {
    let line = accounts.lines().find(|line| line.split(':').next() == Some(name))?;
    let mut fields = line.split(':').skip(2);
    Some(Account { user: fields.next()?.parse().ok()?, group: fields.next()?.parse().ok()? })
}

/// Enough to be unguessed for a minute on one machine: the seed of a hash map.
fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_read_by_its_whole_name() {
        let accounts = "postgresx:x:7:8::/:/bin/sh\npostgres:x:101:104:PostgreSQL,,,:/var/lib:/bin/bash\n";
        assert_eq!(account_in(accounts, "postgres"), Some(Account { user: 101, group: 104 }));
        assert_eq!(account_in(accounts, "nobody"), None);
    }
}

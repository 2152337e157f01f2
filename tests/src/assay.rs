//! The program under test, as a process of its own with a database of its own in a temporary folder.
//!
//! It can be killed without warning and started again at the same address, as after a power cut.

use anyhow::{Context, Result, bail};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Mutex, PoisonError};
use tempfile::TempDir;

/// The running program.
pub struct Assay {
    child: Mutex<Option<Child>>,
    folder: TempDir,
    port: u16,
    first_link: String,
}

impl Assay {
    /// Starts it on an empty database and waits for the one-time link that it prints.
    ///
    /// # Errors
    /// When `ASSAY_BIN` does not name a program that starts.
    pub fn start() -> Result<Self> {
        // The HTTP clients of a journey have no cryptography by themselves. That it was chosen before is no fault.
        let _chosen = rustls::crypto::ring::default_provider().install_default();
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let mut assay =
            Assay { child: Mutex::new(None), folder: tempfile::tempdir()?, port, first_link: String::new() };
        assay.first_link = assay.run_until("/start#")?;
        Ok(assay)
    }

    /// The one-time link for the first account.
    #[must_use]
    pub fn first_link(&self) -> &str {
        &self.first_link
    }

    /// Where it serves, without a slash at the end.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Ends it at once, by its id and without a chance to tidy up.
    ///
    /// # Errors
    /// When it is not running.
    pub fn kill(&self) -> Result<()> {
        let mut child = self.child().take().context("the program is not running")?;
        child.kill()?;
        child.wait()?;
        Ok(())
    }

    /// Starts it again on the same data, at the same address.
    ///
    /// # Errors
    /// When it does not come up.
    pub fn start_again(&self) -> Result<()> {
        self.run_until("Assay serves on ").map(drop)
    }

    /// Runs one of its other commands on the same data and gives what it prints.
    ///
    /// # Errors
    /// When it does not end well.
    pub fn command(&self, arguments: &[&str]) -> Result<Vec<u8>> {
        let mut command = Command::new(program()?);
        command.args(arguments).arg("--data-dir").arg(self.folder.path());
        let Output { status, stdout, stderr } = command.output()?;
        if !status.success() {
            bail!("`assay {}`: {status}: {}", arguments.join(" "), String::from_utf8_lossy(&stderr));
        }
        Ok(stdout)
    }

    /// What it has written to its log.
    #[must_use]
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    /// Starts it, reads what it prints up to the line with `sign`, and gives that line.
    fn run_until(&self, sign: &str) -> Result<String> {
        let log = File::options().create(true).append(true).open(self.folder.path().join("log"))?;
        let mut command = Command::new(program()?);
        command.args(["serve", "--listen", &format!("127.0.0.1:{}", self.port), "--public-url", &self.url()]);
        command.arg("--data-dir").arg(self.folder.path());
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log).spawn()?;
        let output = child.stdout.take().context("its output")?;
        *self.child() = Some(child);
        let mut lines = BufReader::new(output).lines();
        let line = lines.by_ref().map_while(Result::ok).find(|line| line.contains(sign));
        // What it prints later is of no interest, but somebody has to take it.
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
        line.map(|line| line.trim().to_owned()).with_context(|| format!("the program did not start: {}", self.log()))
    }

    fn child(&self) -> std::sync::MutexGuard<'_, Option<Child>> {
        self.child.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Assay {
    fn drop(&mut self) {
        // When it was killed already there is nothing to do.
        drop(self.kill());
    }
}

fn program() -> Result<String> {
    std::env::var("ASSAY_BIN").context("ASSAY_BIN names no program; `cargo xtask test` runs the journeys")
}

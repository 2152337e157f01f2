//! The program `assay` itself, serving a folder in a process of its own, and a member of the staff who is signed in.
//!
//! It is stopped when it is dropped. Its log goes into a file of the folder.

use anyhow::{Context, Result, bail};
use reqwest::Client;
use serde_json::json;
use std::fs::File;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The longest a start may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server in a process of its own.
pub(crate) struct Program {
    child: Child,
    /// Scheme and authority.
    pub(crate) base: String,
    /// From the start of the process to its first answer.
    pub(crate) first_answer: Duration,
    log: PathBuf,
}

impl Program {
    /// Starts the program on the data in `folder` with a log as `filter` asks for, and waits for its first answer.
    pub(crate) async fn start(folder: &Path, filter: &str) -> Result<Program> {
        Program::start_by(Command::new(env!("CARGO_BIN_EXE_assay")), folder, filter).await
    }

    /// The same with at most `files` open.
    pub(crate) async fn start_with_files(files: u32, folder: &Path, filter: &str) -> Result<Program> {
        let mut command = Command::new("sh");
        let script = format!("ulimit -n {files}; exec \"$0\" \"$@\"");
        command.arg("-c").arg(script).arg(env!("CARGO_BIN_EXE_assay"));
        Program::start_by(command, folder, filter).await
    }

    /// Starts the program with these environment variables too.
    pub(crate) async fn start_with(folder: &Path, variables: &[(&'static str, String)]) -> Result<Program> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_assay"));
        command.envs(variables.iter().cloned());
        Program::start_by(command, folder, "warn").await
    }

    async fn start_by(mut command: Command, folder: &Path, filter: &str) -> Result<Program> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let log = folder.join("log");
        let began = Instant::now();
        let child = command
            .arg("serve")
            .arg("--data-dir")
            .arg(folder)
            .arg("--listen")
            .arg(address.to_string())
            .env("ASSAY_LOG", filter)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(&log)?)
            .spawn()
            .context("assay cannot be started")?;
        let base = format!("http://{address}");
        let mut program = Program { child, base, first_answer: Duration::ZERO, log };
        server::files::choose_cryptography();
        let client = Client::new();
        while client.get(format!("{}/api/health", program.base)).send().await.is_err() {
            if began.elapsed() > PATIENCE || program.child.try_wait()?.is_some() {
                bail!("assay did not start: {}", program.log()?);
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        program.first_answer = began.elapsed();
        Ok(program)
    }

    /// The number of the process.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    /// Kills it: it has no chance to tidy up.
    pub(crate) fn kill(&mut self) {
        // It may have ended by itself.
        let _ended = self.child.kill();
        let _status = self.child.wait();
    }

    /// What it has logged.
    pub(crate) fn log(&self) -> Result<String> {
        Ok(std::fs::read_to_string(&self.log)?)
    }

    /// Makes the first account with the token of its link; its browser.
    pub(crate) async fn sign_in(&self, token: &str) -> Result<Client> {
        server::files::choose_cryptography();
        let client = Client::builder().cookie_store(true).build()?;
        let body = json!({
            "token": token, "organisation": "Nordwind AG", "name": "First", "email": "first@buyer.example",
            "password": "a long enough password",
        });
        let request = client.post(format!("{}/api/first-account", self.base)).header("origin", &self.base);
        request.json(&body).send().await?.error_for_status()?;
        Ok(client)
    }

    /// Reads an address to the end; the number of bytes.
    pub(crate) async fn read(&self, client: &Client, path: &str) -> Result<usize> {
        let response = client.get(format!("{}{path}", self.base)).send().await?.error_for_status()?;
        Ok(response.bytes().await?.len())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.kill();
    }
}

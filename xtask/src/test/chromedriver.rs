//! The driver through which journeys use Chromium, on a free port of the loopback address.
//! It is stopped, by its id, when the value is dropped.

use super::process::{self, Server};
use crate::shell;
use anyhow::{Result, bail};
use std::path::Path;
use std::process::Stdio;

/// A running driver.
pub(super) struct Chromedriver {
    port: u16,
    _server: Server,
}

impl Chromedriver {
    /// Starts the driver and waits until it listens.
    ///
    /// # Errors
    /// When it does not start within a minute.
    pub(super) fn start(program: &Path) -> Result<Self> {
        let port = process::free_port()?;
        let mut command = shell::command(program);
        command.arg(format!("--port={port}")).arg("--log-level=SEVERE").stdout(Stdio::null());
        let mut server = Server::start(&mut command, "TERM")?;
        if !process::wait_until(&mut server, || process::listens(port)) {
            bail!("chromedriver does not listen on port {port}");
        }
        Ok(Self { port, _server: server })
    }

    /// Where WebDriver requests go.
    pub(super) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

//! Child processes of the test command: test programs with a time limit, and servers that are stopped at the end
//! whatever happens. Only processes started here are ever signalled, each by its id.

use anyhow::{Context, Result};
use std::io::Read;
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// No test program may take longer.
const LIMIT: Duration = Duration::from_secs(20 * 60);

/// How a test program ended and everything it printed.
pub(super) struct Ended {
    pub(super) well: bool,
    pub(super) output: String,
}

/// Runs to the end, or to the time limit, keeping both output streams.
///
/// # Errors
/// When the program cannot be started.
pub(super) fn run(command: &mut Command) -> Result<Ended> {
    let spelled = crate::shell::spelled(command);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start `{spelled}`"))?;
    let output = Arc::new(Mutex::new(Vec::new()));
    let readers = [
        child.stdout.take().map(|stream| collect(stream, Arc::clone(&output))),
        child.stderr.take().map(|stream| collect(stream, Arc::clone(&output))),
    ];
    let deadline = Instant::now() + LIMIT;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break Some(status);
        }
        if Instant::now() > deadline {
            child.kill()?;
            child.wait()?;
            break None;
        }
        thread::sleep(Duration::from_millis(20));
    };
    for reader in readers.into_iter().flatten() {
        drop(reader.join());
    }
    let bytes = output.lock().unwrap_or_else(PoisonError::into_inner);
    let mut output = String::from_utf8_lossy(&bytes).into_owned();
    if status.is_none() {
        output.push_str("\nstopped: it ran longer than 20 minutes\n");
    }
    Ok(Ended { well: status.is_some_and(|status| status.success()), output })
}

fn collect(mut stream: impl Read + Send + 'static, into: Arc<Mutex<Vec<u8>>>) -> thread::JoinHandle<()> {
    thread::spawn(move || {
        let mut buffer = [0; 8192];
        while let Ok(length @ 1..) = stream.read(&mut buffer) {
            let read = buffer.get(..length).unwrap_or_default();
            into.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(read);
        }
    })
}

/// A server that lives until this value is dropped.
pub(super) struct Server {
    child: Child,
    /// The signal it shuts down on at once and cleanly.
    signal: &'static str,
}

impl Server {
    /// Starts it.
    ///
    /// # Errors
    /// When the program cannot be started.
    pub(super) fn start(command: &mut Command, signal: &'static str) -> Result<Self> {
        let spelled = crate::shell::spelled(command);
        let child = command.stdin(Stdio::null()).spawn().with_context(|| format!("cannot start `{spelled}`"))?;
        Ok(Self { child, signal })
    }

    /// Whether it is still there.
    pub(super) fn is_alive(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let stop = format!("kill -{} {}", self.signal, self.child.id());
        drop(Command::new("sh").args(["-c", &stop]).status());
        let deadline = Instant::now() + Duration::from_secs(15);
        while Instant::now() < deadline {
            if !self.is_alive() {
                return;
            }
            thread::sleep(Duration::from_millis(50));
        }
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// A port of the loopback address that nobody listens on right now.
///
/// # Errors
/// When there is none.
pub(super) fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

/// Waits until `ready` says so, at most a minute; false when the server died or time ran out.
pub(super) fn wait_until(server: &mut Server, ready: impl Fn() -> bool) -> bool {
    let deadline = Instant::now() + Duration::from_secs(60);
    while Instant::now() < deadline && server.is_alive() {
        if ready() {
            return true;
        }
        thread::sleep(Duration::from_millis(100));
    }
    false
}

/// Whether somebody listens on that port of the loopback address.
pub(super) fn listens(port: u16) -> bool {
    TcpStream::connect(("127.0.0.1", port)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_streams_and_the_way_it_ended_are_kept() {
        let ended = run(Command::new("sh").args(["-c", "echo out; echo err >&2; exit 1"])).expect("a shell");
        assert!(!ended.well && ended.output.contains("out") && ended.output.contains("err"));
    }

    #[test]
    fn a_server_is_gone_once_it_is_dropped() {
        let mut server = Server::start(Command::new("sleep").arg("60"), "TERM").expect("sleep");
        assert!(server.is_alive());
        let started = Instant::now();
        drop(server);
        assert!(started.elapsed() < Duration::from_secs(10));
    }
}

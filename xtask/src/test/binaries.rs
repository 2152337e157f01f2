//! Test programs: compiled once through cargo, then started directly, as often and with whatever variables a step needs.
//! That is how the same HTTP tests run on two databases without being compiled twice.

use super::outcome::Count;
use super::process;
use crate::progress::in_words;
use crate::shell;
use anyhow::{Context, Result};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// One compiled test program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TestBinary {
    /// The member of the workspace, by the name of its folder.
    pub(super) package: String,
    /// `lib`, `bin` or `test`.
    pub(super) kind: String,
    /// The target: the crate, or the file in tests/.
    pub(super) name: String,
    folder: PathBuf,
    executable: PathBuf,
}

/// Compiles the tests of a selection of packages.
///
/// # Errors
/// When they do not compile; the compiler's words are on standard error.
pub(super) fn compile(selection: &[&str]) -> Result<Vec<TestBinary>> {
    let mut cargo = shell::cargo(&["test", "--no-run", "--message-format", "json-render-diagnostics"]);
    cargo.args(selection).stderr(Stdio::inherit());
    let messages = shell::capture(&mut cargo).context("the tests do not compile")?;
    Ok(messages.lines().filter_map(test_binary).collect())
}

/// Reads one message of cargo; None for all that is no test program.
fn test_binary(message: &str) -> Option<TestBinary> {
    let message: Value = serde_json::from_str(message).ok()?;
    let is_test = message.pointer("/profile/test").and_then(Value::as_bool).unwrap_or(false);
    if !is_test || message.get("reason")?.as_str()? != "compiler-artifact" {
        return None;
    }
    let folder = Path::new(message.get("manifest_path")?.as_str()?).parent()?.to_path_buf();
    Some(TestBinary {
        package: folder.file_name()?.to_str()?.to_owned(),
        kind: message.pointer("/target/kind/0")?.as_str()?.to_owned(),
        name: message.pointer("/target/name")?.as_str()?.to_owned(),
        executable: PathBuf::from(message.get("executable")?.as_str()?),
        folder,
    })
}

impl TestBinary {
    /// The program itself, in the folder of its package, as cargo would start it.
    pub(super) fn command(&self) -> Command {
        self.placed(shell::command(&self.executable))
    }

    /// The program as the argument of a runner.
    pub(super) fn command_under(&self, runner: &Path) -> Command {
        let mut command = shell::command(runner);
        command.arg(&self.executable);
        self.placed(command)
    }

    fn placed(&self, mut command: Command) -> Command {
        command.current_dir(&self.folder).env("CARGO_MANIFEST_DIR", &self.folder);
        command
    }
}

/// Runs one test program, prints one line about it, and everything it said when a test failed.
///
/// # Errors
/// When it cannot be started.
pub(super) fn run(binary: &TestBinary, mut command: Command) -> Result<Count> {
    let started = Instant::now();
    let ended = process::run(&mut command)?;
    let count = Count::of_run(&ended.output, ended.well);
    if count.failed > 0 {
        println!("{}", ended.output);
    }
    if count != Count::default() {
        let took = in_words(started.elapsed());
        println!("      {} {}: {} passed, {} failed, {took}", binary.package, binary.name, count.passed, count.failed);
    }
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_program_is_read_from_the_message_of_cargo() {
        let message = r#"{"reason":"compiler-artifact","manifest_path":"/home/a/assay/server/Cargo.toml",
            "target":{"kind":["test"],"name":"session"},"profile":{"test":true},"executable":"/t/session-1"}"#;
        let binary = test_binary(message).expect("a test program");
        assert_eq!(
            (binary.package.as_str(), binary.kind.as_str(), binary.name.as_str()),
            ("server", "test", "session")
        );
    }

    #[test]
    fn libraries_and_other_messages_are_none() {
        let library = r#"{"reason":"compiler-artifact","manifest_path":"/a/Cargo.toml","target":{"kind":["lib"],"name":"a"},
            "profile":{"test":false},"executable":null}"#;
        assert_eq!(test_binary(library), None);
        assert_eq!(test_binary(r#"{"reason":"build-finished","success":true}"#), None);
        assert_eq!(test_binary("not JSON"), None);
    }
}

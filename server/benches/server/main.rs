//! What the server does in how much: durable answers, a long list, a long export, a start with much stored.
//!
//! Each measurement is a file and runs by its name, all without one. Counts and bytes are exact and have bounds, and a
//! missed bound is an error; times and rates are for comparison within one run. Linux only: it reads `/proc`.

mod answers;
mod audit;
mod export;
mod figures;
#[path = "../../tests/harness/mod.rs"]
mod harness;
mod list;
#[path = "../../tests/mail_server/mod.rs"]
mod mail_server;
mod memory;
mod nodes;
mod program;
mod raw;
#[path = "../../tests/s3/mod.rs"]
mod s3;
mod seed;
mod slow;
mod start;
mod writes;

use anyhow::{Result, bail};
use figures::Figures;

const NAMES: [&str; 8] = ["answers", "writes", "audit", "list", "export", "slow", "nodes", "start"];

#[tokio::main]
async fn main() -> Result<()> {
    // Cargo adds a flag of its own.
    let wanted: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    if let Some(unknown) = wanted.iter().find(|name| !NAMES.contains(&name.as_str())) {
        bail!("nothing is measured under the name `{unknown}`; there are: {}", NAMES.join(", "));
    }
    let mut figures = Figures::default();
    for name in NAMES.iter().filter(|name| wanted.is_empty() || wanted.iter().any(|one| one == *name)) {
        match *name {
            "answers" => answers::run(&mut figures).await?,
            "writes" => writes::run(&mut figures).await?,
            "audit" => audit::run(&mut figures).await?,
            "list" => list::run(&mut figures).await?,
            "export" => export::run(&mut figures).await?,
            "slow" => slow::run(&mut figures).await?,
            "nodes" => nodes::run(&mut figures).await?,
            _ => start::run(&mut figures).await?,
        }
    }
    figures.verdict()
}

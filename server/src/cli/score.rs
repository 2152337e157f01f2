//! `assay score --template FILE-OR-ID STATE.json`: the score of answers as one JSON object, without a database.
//!
//! Both files are untrusted: they are checked whole, and every fault is told with its path.

use super::file;
use crate::record::shipped;
use anyhow::Context;
use clap::Args;
use domain::answer::State;
use domain::scoring::{Questionnaire, report};
use domain::template::Template;
use std::sync::Arc;

/// Flags of `assay score`.
#[derive(Debug, Clone, Args)]
pub struct ScoreArgs {
    /// The id of a questionnaire that is shipped, or a file; several times for the union of several.
    #[arg(long = "template", value_name = "FILE-OR-ID", required = true)]
    pub templates: Vec<String>,
    /// The answers, or - for standard input.
    #[arg(value_name = "STATE.json")]
    pub state: String,
}

/// Runs `assay score`.
///
/// # Errors
/// When a file cannot be read or used; the text names the path of every fault.
pub fn run(args: &ScoreArgs) -> anyhow::Result<()> {
    println!("{}", score(args)?);
    Ok(())
}

/// The score as the command prints it.
///
/// # Errors
/// As [`run`].
pub fn score(args: &ScoreArgs) -> anyhow::Result<serde_json::Value> {
    let templates = args.templates.iter().map(|name| template(name)).collect::<anyhow::Result<Vec<_>>>()?;
    let state = State::parse(&file::read(&args.state)?).map_err(|faults| file::broken(&args.state, &faults))?;
    let together = || args.templates.join(" with ");
    let questionnaire =
        Questionnaire::new(templates, state.depth).map_err(|faults| file::broken(&together(), &faults))?;
    let score = questionnaire.evaluate(&state).map_err(|faults| file::broken(&args.state, &faults))?;
    Ok(report(&score))
}

fn template(name: &str) -> anyhow::Result<Arc<Template>> {
    let shipped = shipped()?;
    if let Some(known) = shipped.templates.iter().find(|known| known.template.id.as_str() == name) {
        return Ok(Arc::clone(&known.template));
    }
    let bytes = file::read(name).with_context(|| {
        let ids: Vec<&str> = shipped.templates.iter().map(|known| known.template.id.as_str()).collect();
        format!("name a file or one of {}", ids.join(", "))
    })?;
    Template::parse(&bytes).map(Arc::new).map_err(|faults| file::broken(name, &faults))
}

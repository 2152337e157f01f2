//! Runs a journey: the program on an empty database, a browser, and a picture in `target/journeys` when it fails.
//!
//! Start at [`journey`]. The steps run as a task of their own, so that a panic in them still leaves the picture,
//! the end of the log and a browser that was closed.

use crate::assay::Assay;
use crate::browser::Browser;
use anyhow::Result;
use std::path::PathBuf;
use std::sync::Arc;

/// What a journey walks on. Copies share it.
#[derive(Clone)]
pub struct Stage {
    /// The program.
    pub assay: Arc<Assay>,
    /// The browser.
    pub browser: Browser,
}

/// Runs `steps` on a stage of its own.
///
/// # Panics
/// When a step fails. The page is kept as a picture under `name`, the end of the program's log is printed.
pub async fn journey<S>(name: &str, steps: impl FnOnce(Stage) -> S)
where
    S: Future<Output = Result<()>> + Send + 'static,
{
    let stage = set_up().await.expect("the program and a browser");
    // As a task of its own a step may also panic and the picture is taken all the same.
    let outcome = tokio::spawn(steps(stage.clone())).await;
    let failure = match outcome {
        Ok(Ok(())) => None,
        Ok(Err(error)) => Some(format!("{error:#}")),
        Err(panic) => Some(panic.to_string()),
    };
    if let Some(failure) = &failure {
        let file = pictures().join(format!("{name}.png"));
        match stage.browser.picture(&file).await {
            Ok(()) => eprintln!("{name}: {failure}\nthe page is in {}", file.display()),
            Err(error) => eprintln!("{name}: {failure}\nno picture: {error:#}"),
        }
        if let Err(error) = crate::page::unspoiled(&stage.browser).await {
            eprintln!("{error:#}");
        }
        let log = stage.assay.log();
        let last: Vec<&str> = log.lines().rev().take(20).collect();
        eprintln!("the program's log ends so:\n{}", last.into_iter().rev().collect::<Vec<_>>().join("\n"));
    }
    // A browser that does not end by itself ends with its driver.
    let _ended = stage.browser.quit().await;
    assert!(failure.is_none(), "{name}: {}", failure.unwrap_or_default());
}

async fn set_up() -> Result<Stage> {
    let assay = Arc::new(Assay::start()?);
    let browser = Browser::start(&assay.url()).await?;
    Ok(Stage { assay, browser })
}

/// The folder for pictures, made when it is needed.
fn pictures() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let target = target.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../target"));
    let folder = target.join("journeys");
    if let Err(error) = std::fs::create_dir_all(&folder) {
        eprintln!("cannot make {}: {error}", folder.display());
    }
    folder
}

//! A Chromium with a fresh profile: addresses, tabs, scripts and pictures. What a person does in it is in `steps`.
//!
//! Every step waits for what it needs, up to [`PATIENCE`].

use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use thirtyfour::prelude::*;
use thirtyfour::{ChromiumLikeCapabilities, LoggingPrefsLogLevel};

/// How long a step waits for what it needs.
pub const PATIENCE: Duration = Duration::from_secs(20);
/// Between two looks.
const BLINK: Duration = Duration::from_millis(40);

const FLAGS: [&str; 11] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=en-US",
    "--window-size=1440,1000",
];

/// A browser, or a group of its page. Copies share the browser.
#[derive(Clone)]
pub struct Browser {
    driver: WebDriver,
    base: Arc<str>,
    pub(crate) group: Option<Arc<str>>,
    _profile: Arc<TempDir>,
}

impl Browser {
    /// Starts one for the program at `base`.
    ///
    /// # Errors
    /// When `CHROMEDRIVER_URL` does not lead to a driver, or Chromium does not start.
    pub async fn start(base: &str) -> Result<Self> {
        let driver = std::env::var("CHROMEDRIVER_URL")
            .context("CHROMEDRIVER_URL names no driver; `cargo xtask test` runs the journeys")?;
        let profile = tempfile::tempdir()?;
        let mut capabilities = DesiredCapabilities::chrome();
        for flag in FLAGS {
            capabilities.add_arg(flag)?;
        }
        capabilities.add_arg(&format!("--user-data-dir={}", profile.path().display()))?;
        capabilities.set_browser_log_level(LoggingPrefsLogLevel::All)?;
        let driver = WebDriver::new(driver, capabilities).await?;
        Ok(Browser { driver, base: base.into(), group: None, _profile: Arc::new(profile) })
    }

    /// Ends it.
    ///
    /// # Errors
    /// When it does not answer.
    pub async fn quit(self) -> Result<()> {
        Ok(self.driver.quit().await?)
    }

    /// The same page, but only the group whose name has `words` in it: a section, a row, a question, a dialog.
    #[must_use]
    pub fn within(&self, words: &str) -> Self {
        Browser { group: Some(words.into()), ..self.clone() }
    }

    /// Loads an address of the program, or a whole one.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn load(&self, address: &str) -> Result<()> {
        let whole = if address.starts_with('/') { format!("{}{address}", self.base) } else { address.to_owned() };
        Ok(self.driver.goto(whole).await?)
    }

    /// Loads the page again.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn reload(&self) -> Result<()> {
        Ok(self.driver.refresh().await?)
    }

    /// Goes back to the page before.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn back(&self) -> Result<()> {
        Ok(self.driver.back().await?)
    }

    /// The path of the page, with its query.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn path(&self) -> Result<String> {
        let address = self.driver.current_url().await?;
        let query = address.query().map(|query| format!("?{query}")).unwrap_or_default();
        Ok(format!("{}{query}", address.path()))
    }

    /// Opens another tab and goes there.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn new_tab(&self) -> Result<WindowHandle> {
        let tab = self.driver.new_tab().await?;
        self.driver.switch_to_window(tab.clone()).await?;
        Ok(tab)
    }

    /// The tab that is shown.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn tab(&self) -> Result<WindowHandle> {
        Ok(self.driver.window().await?)
    }

    /// Goes to a tab.
    ///
    /// # Errors
    /// When it is closed.
    pub async fn go_to(&self, tab: &WindowHandle) -> Result<()> {
        Ok(self.driver.switch_to_window(tab.clone()).await?)
    }

    /// The cookies of the page, as a browser sends them.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn cookies(&self) -> Result<String> {
        let all = self.driver.get_all_cookies().await?;
        Ok(all.iter().map(|one| format!("{}={}", one.name, one.value)).collect::<Vec<_>>().join("; "))
    }

    /// Keeps a picture of the page.
    ///
    /// # Errors
    /// When the browser does not answer or the file cannot be written.
    pub async fn picture(&self, file: &Path) -> Result<()> {
        Ok(self.driver.screenshot(file).await?)
    }

    /// Runs a script in the page.
    ///
    /// # Errors
    /// When it throws.
    pub async fn script(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        Ok(self.driver.execute(script, arguments).await?.json().clone())
    }

    /// The driver, for what only [`super::page`] and [`super::keyboard`] need.
    pub(crate) fn driver(&self) -> &WebDriver {
        &self.driver
    }

    /// Looks again and again until there is something, at most [`PATIENCE`].
    ///
    /// # Errors
    /// When there was nothing all the time; the last error of a look is part of it.
    pub async fn until<T, L>(&self, what: &str, look: impl Fn() -> L) -> Result<T>
    where
        L: Future<Output = Result<Option<T>>>,
    {
        let started = Instant::now();
        loop {
            let last = match look().await {
                Ok(Some(found)) => return Ok(found),
                Ok(None) => None,
                // The page changed under our hands, or something stands in the way for a moment.
                Err(error) => Some(error),
            };
            if started.elapsed() > PATIENCE {
                let group = self.group.as_deref().map(|group| format!(" in “{group}”")).unwrap_or_default();
                let why = last.map(|error| format!(" ({error:#})")).unwrap_or_default();
                bail!("waited for {what}{group} at {}{why}", self.path().await?);
            }
            tokio::time::sleep(BLINK).await;
        }
    }
}

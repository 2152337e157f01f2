//! The keyboard alone: Tab to something, and the keys that work it. Where the focus is, is read from the page.
//!
//! Nothing here clicks or sets the focus by script: what Tab cannot reach is an error, and the error lists what
//! was passed on the way.

use crate::browser::Browser;
use anyhow::{Result, bail};
use serde_json::Value;
use thirtyfour::Key;

/// Nothing on a page is further away than this many presses of Tab.
const FAR: usize = 250;

/// Where the focus is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Focus {
    /// The tag, and for an input its type: `input radio`.
    pub what: String,
    /// Its name.
    pub name: String,
    /// The question or group it stands in.
    pub group: String,
}

const FOCUS: &str = r"
    const e = document.activeElement;
    const said = e => e ? (e.innerText || e.textContent).replace(/\s+/g, ' ').trim() : '';
    const label = e.getAttribute('aria-label') || (e.labels && e.labels.length ? said(e.labels[0]) : said(e));
    const group = e.closest('fieldset');
    return [`${e.localName} ${e.type || ''}`.trim(), label, group ? said(group.querySelector('legend')) : ''];";

/// Where the focus is now.
///
/// # Errors
/// When the browser does not answer.
pub async fn focus(browser: &Browser) -> Result<Focus> {
    let found = browser.script(FOCUS, vec![]).await?;
    let text = |place: usize| found.get(place).and_then(Value::as_str).unwrap_or_default().to_owned();
    Ok(Focus { what: text(0), name: text(1), group: text(2) })
}

/// Presses Tab until the focus is where `wanted` says.
///
/// # Errors
/// When the whole page was passed through.
pub async fn tab_to(browser: &Browser, what: &str, wanted: impl Fn(&Focus) -> bool) -> Result<()> {
    let mut passed = Vec::new();
    for _ in 0..FAR {
        let now = focus(browser).await?;
        if wanted(&now) {
            return Ok(());
        }
        passed.push(now.name);
        press(browser, Key::Tab).await?;
    }
    bail!("Tab never came to {what}; it passed {passed:?}")
}

/// Presses a key.
///
/// # Errors
/// When the browser does not answer.
pub async fn press(browser: &Browser, key: Key) -> Result<()> {
    Ok(browser.driver().action_chain().send_keys(key).perform().await?)
}

/// Types where the focus is.
///
/// # Errors
/// When the browser does not answer.
pub async fn type_text(browser: &Browser, text: &str) -> Result<()> {
    Ok(browser.driver().action_chain().send_keys(text).perform().await?)
}

/// Chooses the option at `place` (from 0) of the question that begins with `question`, as one does with radio buttons.
///
/// # Errors
/// When the question cannot be reached.
pub async fn choose(browser: &Browser, question: &str, place: usize) -> Result<()> {
    let is_there = |focus: &Focus| focus.what == "input radio" && focus.group.contains(question);
    tab_to(browser, question, is_there).await?;
    if place == 0 {
        return press(browser, Key::Space).await;
    }
    for _ in 0..place {
        press(browser, Key::Down).await?;
    }
    Ok(())
}

/// Ticks a box of the question that begins with `question`.
///
/// # Errors
/// When it cannot be reached.
pub async fn tick(browser: &Browser, question: &str, option: &str) -> Result<()> {
    let is_there =
        |focus: &Focus| focus.what == "input checkbox" && focus.group.contains(question) && focus.name == option;
    tab_to(browser, option, is_there).await?;
    press(browser, Key::Space).await
}

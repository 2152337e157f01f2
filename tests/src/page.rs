//! The one way into a page: whatever a journey looks at, it has arrived there through [`arrive`] or [`open`].
//!
//! Checked each time: the title, one heading that says the same, where the focus is, that everything that can be
//! worked has a name for those who cannot see it, and that the browser had nothing to complain about.

use crate::browser::Browser;
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

/// Roles of the accessibility tree that a person works; each needs a name.
const WORKED: [&str; 15] = [
    "button",
    "link",
    "textbox",
    "searchbox",
    "combobox",
    "listbox",
    "checkbox",
    "radio",
    "spinbutton",
    "slider",
    "switch",
    "tab",
    "menuitem",
    "Date",
    "DisclosureTriangle",
];

/// Follows a step that leads to another page of the program: its heading has the focus.
///
/// # Errors
/// When the page is not the one called `title`, or anything on it is not as it should be.
pub async fn arrive(browser: &Browser, title: &str) -> Result<()> {
    looks_right(browser, title).await?;
    browser
        .until(&format!("the focus on the heading “{title}”"), || async {
            let focused = browser.script("return document.activeElement === document.querySelector('h1')", vec![]);
            Ok((focused.await? == true).then_some(()))
        })
        .await
}

/// Loads an address, as from a mail or a bookmark. The focus is the browser's then.
///
/// # Errors
/// As [`arrive`].
pub async fn open(browser: &Browser, address: &str, title: &str) -> Result<()> {
    browser.load(address).await?;
    looks_right(browser, title).await
}

/// Loads the page again.
///
/// # Errors
/// As [`arrive`].
pub async fn open_again(browser: &Browser, title: &str) -> Result<()> {
    browser.reload().await?;
    looks_right(browser, title).await
}

/// Everything but the focus.
///
/// # Errors
/// When the page is not the one called `title`, or anything on it is not as it should be.
pub async fn looks_right(browser: &Browser, title: &str) -> Result<()> {
    looks_right_under(browser, title, title).await
}

/// The same for a page whose title says more than its heading: a list with one of its rows open.
///
/// # Errors
/// As [`looks_right`].
pub async fn looks_right_under(browser: &Browser, title: &str, heading: &str) -> Result<()> {
    let whole = format!("{title} - Assay");
    let is_here = || async {
        let now =
            browser.script("return [document.title, document.querySelector('main h1')?.innerText]", vec![]).await?;
        Ok((now == json!([whole, heading])).then_some(()))
    };
    if let Err(error) = browser.until(&format!("the page “{title}”"), is_here).await {
        let heading =
            browser.script("return [document.title, document.querySelector('h1')?.innerText]", vec![]).await?;
        return Err(
            error.context(format!("title and heading are {heading}; {}", complaints(browser).await?.join("\n")))
        );
    }
    settled(browser).await?;
    let headings = browser.script("return document.querySelectorAll('h1').length", vec![]).await?;
    ensure!(headings == 1, "“{title}” has {headings} headings of the first level");
    let language = browser.script("return document.documentElement.lang", vec![]).await?;
    ensure!(language == "en", "“{title}” says its language is {language}");
    let nameless = nameless(browser).await?;
    ensure!(nameless.is_empty(), "“{title}” has nameless things: {}", nameless.join(", "));
    let doubled = browser.script(DOUBLED, vec![]).await?;
    ensure!(doubled == json!([]), "“{title}” has ids twice: {doubled}");
    unspoiled(browser).await.with_context(|| format!("on “{title}”"))
}

/// Whether the browser has had nothing to complain about since the last look: errors, content policy, panics.
///
/// # Errors
/// When it has; the error holds its words.
pub async fn unspoiled(browser: &Browser) -> Result<()> {
    let complaints = complaints(browser).await?;
    ensure!(complaints.is_empty(), "the browser complains:\n{}", complaints.join("\n"));
    Ok(())
}

const DOUBLED: &str = r"
    const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
    return ids.filter((id, place) => ids.indexOf(id) !== place);";

/// Waits until nothing on the page is still loading.
async fn settled(browser: &Browser) -> Result<()> {
    const BUSY: &str = "return document.querySelectorAll('[aria-busy=true], .skeleton').length";
    browser.until("the end of loading", || async { Ok((browser.script(BUSY, vec![]).await? == 0).then_some(())) }).await
}

/// What can be worked and has no name, by its role.
async fn nameless(browser: &Browser) -> Result<Vec<String>> {
    let tree = browser.driver().cdp().send_raw("Accessibility.getFullAXTree", json!({})).await?;
    let nodes = tree.get("nodes").and_then(Value::as_array).context("no accessibility tree")?;
    let text = |node: &Value, path: &str| node.pointer(path).and_then(Value::as_str).unwrap_or_default().to_owned();
    let seen = nodes.iter().filter(|node| node.get("ignored") != Some(&Value::Bool(true)));
    let worked = seen.filter(|node| WORKED.contains(&text(node, "/role/value").as_str()));
    let all: Vec<_> = worked.collect();
    ensure!(!all.is_empty(), "the accessibility tree has nothing that can be worked");
    let nameless = all.into_iter().filter(|node| text(node, "/name/value").trim().is_empty());
    Ok(nameless.map(|node| text(node, "/role/value")).collect())
}

/// What the browser logged as an error. A refusal by the interface is an answer and no fault of the page, and neither
/// is it when a journey has ended the server.
async fn complaints(browser: &Browser) -> Result<Vec<String>> {
    let is_answer = |words: &str| {
        let refused = words.contains("/api/") && words.contains("the server responded with a status of 4");
        refused || words.contains("net::ERR_CONNECTION_REFUSED")
    };
    let log = browser.driver().browser_log().await?;
    let bad = log.into_iter().filter(|entry| entry.level == "SEVERE");
    let bad = bad.filter(|entry| !is_answer(&entry.message));
    Ok(bad.map(|entry| entry.message).collect())
}

//! What a person does in a page, by what it says: press, follow, choose, fill in, and read.
//!
//! Buttons, links, fields and choices are found by their names, in the group of the page that was named, if any; each
//! step waits for what it needs.

use crate::browser::Browser;
use anyhow::{Context, Result, bail};
use serde_json::json;
use std::path::Path;
use thirtyfour::Key;
use thirtyfour::prelude::*;

const FIND: &str = include_str!("find.js");

impl Browser {
    /// Presses a button.
    ///
    /// # Errors
    /// When there is none of that name.
    pub async fn press(&self, name: &str) -> Result<()> {
        self.click("button", name).await
    }

    /// Presses the button that sends its form, where another of the same name opens the form.
    ///
    /// # Errors
    /// When there is none of that name.
    pub async fn send(&self, name: &str) -> Result<()> {
        self.click("send", name).await
    }

    /// Follows a link.
    ///
    /// # Errors
    /// When there is none of that name.
    pub async fn follow(&self, name: &str) -> Result<()> {
        self.click("link", name).await
    }

    /// Chooses an option or ticks a box.
    ///
    /// # Errors
    /// When there is none of that name.
    pub async fn choose(&self, name: &str) -> Result<()> {
        self.click("choice", name).await
    }

    /// Writes into a field, in place of what stands there. A date is given as `2026-12-24`.
    ///
    /// # Errors
    /// When there is no such field.
    pub async fn fill(&self, label: &str, text: &str) -> Result<()> {
        let field = self.find("field", label).await?;
        if field.attr("type").await?.as_deref() == Some("date") {
            let [year, month, day] = text.split('-').collect::<Vec<_>>()[..] else { bail!("{text} is no date") };
            // The segments of the field stand in American order; the year takes the rest.
            return Ok(field.send_keys(format!("{month}{day}{year}")).await?);
        }
        field.send_keys(Key::Control + "a").await?;
        let keys = if text.is_empty() { Key::Delete + "" } else { text.into() };
        Ok(field.send_keys(keys).await?)
    }

    /// Chooses from a list the entry that begins with `option`.
    ///
    /// # Errors
    /// When there is no such list or entry.
    pub async fn select(&self, label: &str, option: &str) -> Result<()> {
        self.until(&format!("the entry “{option}” of “{label}”"), || async {
            let Some(list) = self.look("field", label).await? else { return Ok(None) };
            for entry in list.find_all(By::Tag("option")).await? {
                if entry.text().await?.trim().starts_with(option) {
                    entry.click().await?;
                    return Ok(Some(()));
                }
            }
            Ok(None)
        })
        .await
    }

    /// Gives a file to the field that takes files.
    ///
    /// # Errors
    /// When there is none of that name.
    pub async fn attach(&self, label: &str, file: &Path) -> Result<()> {
        let field = self.find("file", label).await?;
        Ok(field.send_keys(file.to_str().context("a path in UTF-8")?).await?)
    }

    /// Waits until the page, or the group, shows `words`.
    ///
    /// # Errors
    /// When it does not in time; the error holds what it shows.
    pub async fn reads(&self, words: &str) -> Result<()> {
        let what = format!("“{words}”");
        let seen = self.until(&what, || async { Ok(self.text().await?.contains(words).then_some(())) }).await;
        match seen {
            Ok(()) => Ok(()),
            Err(error) => bail!("{error}; it shows:\n{}", self.text().await?),
        }
    }

    /// Waits until the page, or the group, no longer shows `words`.
    ///
    /// # Errors
    /// When it still does after a while.
    pub async fn no_longer_reads(&self, words: &str) -> Result<()> {
        let what = format!("the end of “{words}”");
        self.until(&what, || async { Ok((!self.text().await?.contains(words)).then_some(())) }).await
    }

    /// What the page, or the group, shows now, with single spaces.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn text(&self) -> Result<String> {
        const TEXT: &str = r"
            const within = arguments[0];
            const said = e => e ? e.innerText.replace(/\s+/g, ' ').trim() : '';
            if (!within) return said(document.body);
            const name = e => e.matches('fieldset') ? said(e.querySelector('legend'))
                : e.matches('tr') ? said(e.querySelector('th'))
                : e.getAttribute('aria-label') || said(document.getElementById(e.getAttribute('aria-labelledby')));
            const groups = [...document.querySelectorAll('dialog[open], fieldset, section, aside, article, table, tr, ul, ol, dl, [role=group]')];
            return said(groups.filter(e => name(e).includes(within)).pop());";
        let words = self.script(TEXT, vec![json!(self.group.as_deref())]).await?;
        Ok(words.as_str().unwrap_or_default().to_owned())
    }

    /// What stands in a field.
    ///
    /// # Errors
    /// When there is no such field.
    pub async fn value(&self, label: &str) -> Result<String> {
        Ok(self.find("field", label).await?.prop("value").await?.unwrap_or_default())
    }

    /// Whether an option is chosen or a box ticked.
    ///
    /// # Errors
    /// When there is none of that name.
    pub async fn is_chosen(&self, name: &str) -> Result<bool> {
        Ok(self.find("choice", name).await?.is_selected().await?)
    }

    /// Whether a button or link of that name is there now.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn offers(&self, name: &str) -> Result<bool> {
        Ok(self.look("button", name).await?.is_some() || self.look("link", name).await?.is_some())
    }

    /// Where a link leads.
    ///
    /// # Errors
    /// When there is none of that name.
    pub async fn target(&self, name: &str) -> Result<String> {
        Ok(self.find("link", name).await?.prop("href").await?.unwrap_or_default())
    }

    async fn click(&self, role: &str, name: &str) -> Result<()> {
        self.until(&format!("the {role} “{name}”"), || async {
            let Some(element) = self.look(role, name).await? else { return Ok(None) };
            element.click().await?;
            Ok(Some(()))
        })
        .await
    }

    async fn find(&self, role: &str, name: &str) -> Result<WebElement> {
        self.until(&format!("the {role} “{name}”"), || self.look(role, name)).await
    }

    async fn look(&self, role: &str, name: &str) -> Result<Option<WebElement>> {
        let found = self.driver().execute(FIND, vec![json!(role), json!(name), json!(self.group.as_deref())]).await?;
        if found.json().is_null() { Ok(None) } else { Ok(Some(found.element()?)) }
    }
}

//! What the vendor's person does: opens the link, sees that something is saved, and, over HTTP and in the browser's own
//! session, gives all the answers of the quick screen where a journey is not about giving them.

use crate::browser::Browser;
use crate::ground::{ORGANISATION, SYSTEM, VENDOR, answered, text};
use crate::page;
use anyhow::{Context, Result, bail, ensure};
use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Answers to the quick screen that are neither all good nor stop the vendor: 5 is half good, 7 and 11 are weak.
pub const ANSWERS: [(&str, &str); 12] = [
    ("QS-01", "yes"),
    ("QS-02", "personal"),
    ("QS-03", "suggest"),
    ("QS-04", "no"),
    ("QS-05", "partial"),
    ("QS-06", "never"),
    ("QS-07", "iso27001"),
    ("QS-08", "yes"),
    ("QS-09", "accuracy"),
    ("QS-10", "yes"),
    ("QS-11", "later"),
    ("QS-12", "yes"),
];

/// The questions whose answer is a list.
const SEVERAL: [&str; 2] = ["QS-07", "QS-09"];

/// Opens the link of an invitation and presses the one button that uses it up. Gives the page's title.
///
/// # Errors
/// When it does not lead to the task list.
pub async fn enter(browser: &Browser, link: &str) -> Result<()> {
    browser.load(link).await?;
    browser.reads(&format!("{ORGANISATION} asks {VENDOR}")).await?;
    browser.press("Continue").await?;
    page::arrive(browser, &tasks_title()).await
}

/// The title of the task list.
#[must_use]
pub fn tasks_title() -> String {
    format!("Questions about {SYSTEM}")
}

/// Waits until the bar says that all is saved, with the time.
///
/// # Errors
/// When it does not.
pub async fn is_saved(browser: &Browser) -> Result<()> {
    const SAVED: &str = r"return /^Saved \d\d:\d\d/.test(document.querySelector('output')?.innerText.trim() ?? '')";
    browser.until("Saved hh:mm", || async { Ok((browser.script(SAVED, vec![]).await? == true).then_some(())) }).await
}

/// What the bar promises now.
///
/// # Errors
/// When the browser does not answer.
pub async fn promise(browser: &Browser) -> Result<String> {
    let words = browser.script("return document.querySelector('output')?.innerText.trim() ?? ''", vec![]).await?;
    Ok(words.as_str().unwrap_or_default().to_owned())
}

/// An answer that fits a question, as the vendor's browser gets it.
fn first_answer(question: &Value) -> Result<Value> {
    let option = question.pointer("/options/0/id").cloned();
    Ok(match text(question, "/kind")?.as_str() {
        "multi" => json!([option.context("an option")?]),
        "number" => question.pointer("/min").filter(|min| !min.is_null()).cloned().unwrap_or(json!(1)),
        "date" => json!("2027-01-31"),
        "text" | "file" => json!("As written in the contract."),
        _ => option.context("an option")?,
    })
}

/// The vendor's session of a browser, used without its pages.
pub struct Portal {
    client: Client,
    base: String,
    cookies: String,
    assessment: String,
}

impl Portal {
    /// The session that `browser` has opened at the program at `base`.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn of(browser: &Browser, base: &str, assessment: &str) -> Result<Self> {
        let cookies = browser.cookies().await?;
        Ok(Portal { client: Client::new(), base: base.to_owned(), cookies, assessment: assessment.to_owned() })
    }

    /// Gives an answer that nobody has given before.
    ///
    /// # Errors
    /// When the program refuses.
    pub async fn answer(&self, question: &str, option: &str) -> Result<()> {
        let value = if SEVERAL.contains(&question) { json!([option]) } else { json!(option) };
        let body = json!({ "value": value, "not_applicable": null, "comment": "" });
        let request = self.request(Method::PUT, &format!("/answers/{question}"));
        let key = format!("{}-{question}-first", self.assessment);
        let request = request.header("if-match", "\"0\"").header("idempotency-key", key);
        answered(request.json(&body), question).await.map(drop)
    }

    /// Gives all answers of [`ANSWERS`].
    ///
    /// # Errors
    /// When the program refuses one.
    pub async fn answer_all(&self) -> Result<()> {
        for (question, option) in ANSWERS {
            self.answer(question, option).await?;
        }
        Ok(())
    }

    /// Says that a question does not apply, and why.
    ///
    /// # Errors
    /// When the program refuses.
    pub async fn does_not_apply(&self, question: &str, why: &str) -> Result<()> {
        let body = json!({ "value": null, "not_applicable": why, "comment": "" });
        let request = self.request(Method::PUT, &format!("/answers/{question}")).header("if-match", "\"0\"");
        answered(request.json(&body), question).await.map(drop)
    }

    /// Gives the first answer that fits to every required question that has none, and sends all of them.
    ///
    /// # Errors
    /// When the program refuses, or still misses something after many rounds.
    pub async fn answer_the_rest_and_submit(&self) -> Result<()> {
        let view = self.view().await?;
        let templates = view.pointer("/templates").and_then(Value::as_array).context("templates")?;
        let questions = templates.iter().filter_map(|one| one.pointer("/questions")?.as_array()).flatten();
        let by_id: BTreeMap<String, Value> =
            questions.map(|one| Ok((text(one, "/id")?, first_answer(one)?))).collect::<Result<_>>()?;
        for _ in 0..20 {
            let missing = self.missing().await?;
            if missing.is_empty() {
                return Ok(());
            }
            for question in missing {
                let value = by_id.get(&question).with_context(|| format!("no question {question}"))?;
                let body = json!({ "value": value, "not_applicable": null, "comment": "" });
                let request = self.request(Method::PUT, &format!("/answers/{question}")).header("if-match", "\"0\"");
                let reply = request.json(&body).send().await?;
                // An answer of this round may have made it needless to ask.
                ensure!(reply.status().is_success() || reply.status() == 409, "{question}: {}", reply.text().await?);
            }
        }
        bail!("there was always one more question")
    }

    /// The questions that keep the answers from being sent; none once they were.
    async fn missing(&self) -> Result<Vec<String>> {
        let body = json!({ "name": "Bo Lind", "role": "Head of compliance" });
        let reply = self.request(Method::POST, "/submission").json(&body).send().await?;
        if reply.status().is_success() {
            return Ok(vec![]);
        }
        let problem: Value = reply.json().await?;
        let errors = problem.pointer("/errors").and_then(Value::as_array).context("what is missing")?;
        errors.iter().map(|fault| text(fault, "/at")).collect()
    }

    /// Attaches a text as evidence of a question.
    ///
    /// # Errors
    /// When the program refuses.
    pub async fn attach(&self, question: &str, name: &str, kind: &str) -> Result<()> {
        let request = self.request(Method::POST, "/files").header("content-type", "text/plain");
        let request = request.header("x-file-name", name).body("Approved on 3 March by the board.\n");
        let file = answered(request, name).await?;
        let body = json!({ "question": question, "file": text(&file, "/file")?, "name": name, "kind": kind,
            "valid_until": null });
        answered(self.request(Method::POST, "/evidence").json(&body), question).await.map(drop)
    }

    /// Sends all answers for good.
    ///
    /// # Errors
    /// When the program refuses.
    pub async fn submit(&self) -> Result<()> {
        let body = json!({ "name": "Bo Lind", "role": "Head of compliance" });
        answered(self.request(Method::POST, "/submission").json(&body), "submission").await.map(drop)
    }

    /// The assessment as the vendor's browser gets it.
    ///
    /// # Errors
    /// When the program refuses.
    pub async fn view(&self) -> Result<Value> {
        answered(self.request(Method::GET, ""), "the assessment").await
    }

    /// The comment of an answer as the server has it.
    ///
    /// # Errors
    /// When there is no such answer.
    pub async fn comment(&self, question: &str) -> Result<String> {
        let view = self.view().await?;
        text(view.pointer("/answers").context("answers")?, &format!("/{question}/entry/comment"))
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let url = format!("{}/api/portal/assessments/{}{path}", self.base, self.assessment);
        self.client.request(method, url).header("cookie", &self.cookies).header("origin", &self.base)
    }
}

//! A submission is reviewed, scored, concluded, and what was weak is fixed, both sides in one browser.
//!
//! The buyer and the vendor have a tab each; the answers are given over HTTP, everything after that in the pages.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use tests::browser::Browser;
use tests::ground::{BO_MAIL, Buyer, INES_MAIL, ORGANISATION, PASSWORD, SYSTEM, VENDOR, text};
use tests::page::{arrive, looks_right, looks_right_under, open, open_again, unspoiled};
use tests::portal::{Portal, enter, is_saved, tasks_title};
use tests::stage::{Stage, journey};
use thirtyfour::WindowHandle;

const SECTION: &str = "Quick screen";
const QUERY: &str = "Is there no number of hours in the contract?";
const CONDITIONS: &str = "Sign the policy before the first claim is sorted.";
const FINDING: &str = "No AI policy or no owner";
const TWO_PEOPLE: &str = "his tier takes two people: somebody else must review the answers first";

#[tokio::test(flavor = "multi_thread")]
async fn a_submission_is_reviewed_concluded_and_its_findings_fixed() {
    journey("review", |stage: Stage| async move {
        let Stage { assay, browser } = &stage;
        let buyer = Buyer::found(assay).await?;
        let vendor = buyer.register().await?;
        let system = buyer.add_system(&vendor, SYSTEM, 0).await?;
        let id = buyer.ask(&vendor, &system).await?;
        enter(browser, &buyer.link_to(BO_MAIL).await?).await?;
        let portal = Portal::of(browser, &assay.url(), &id).await?;
        portal.answer_all().await?;
        portal.attach("QS-05", "policy.txt", "policy").await?;
        let walk = Walk { browser: browser.clone(), theirs: browser.tab().await?, ours: browser.new_tab().await?, id };

        walk.before_submission_there_are_counts_only().await?;
        portal.submit().await?;
        walk.judge_the_answers().await?;
        walk.answer_the_query().await?;
        let before = walk.accept_the_new_answer_and_read_the_score().await?;
        walk.conclude().await?;
        let due = text(&finding(&portal.view().await?)?, "/fix_due")?;
        walk.propose_a_plan(&due).await?;
        walk.agree().await?;
        walk.report_the_fix().await?;
        let promised = walk.verify().await?;
        let after = walk.score().await?;
        ensure!(after.score > before.score, "a verified fix moves the score: {before:?} {after:?}");
        ensure!(after.score == promised, "the score is the one that the form said: {promised} {after:?}");
        walk.register_and_csv_show_it(&stage, after.score).await?;

        let critical = buyer.add_system(&vendor, "Helix Payout", 4).await?;
        let id = buyer.ask(&vendor, &critical).await?;
        walk.nobody_concludes_alone_where_two_are_needed(&buyer, &stage, id).await?;
        unspoiled(browser).await
    })
    .await;
}

/// The two tabs and the assessment.
struct Walk {
    browser: Browser,
    theirs: WindowHandle,
    ours: WindowHandle,
    id: String,
}

/// A score as its page explains it, in hundredths.
#[derive(Debug)]
struct Explained {
    score: i64,
}

impl Walk {
    async fn as_buyer(&self) -> Result<&Browser> {
        self.browser.go_to(&self.ours).await?;
        Ok(&self.browser)
    }

    async fn as_vendor(&self) -> Result<&Browser> {
        self.browser.go_to(&self.theirs).await?;
        Ok(&self.browser)
    }

    async fn before_submission_there_are_counts_only(&self) -> Result<()> {
        let browser = self.as_buyer().await?;
        open(browser, &format!("/assessments/{}", self.id), "Sign in").await?;
        browser.fill("Work e-mail", INES_MAIL).await?;
        browser.fill("Password", PASSWORD).await?;
        browser.press("Sign in").await?;
        arrive(browser, &format!("Assessment of {SYSTEM}")).await?;
        browser.within("Progress").reads("12 of 12").await?;
        browser.reads("Answers are shown once they are submitted").await?;
        ensure!(!browser.offers("Score explained").await?, "there is no score before submission");
        open(browser, &format!("/assessments/{}/review", self.id), "Review").await?;
        browser.reads("Nothing to review yet").await
    }

    async fn judge_the_answers(&self) -> Result<()> {
        let browser = self.as_buyer().await?;
        let page = format!("/assessments/{}/review", self.id);
        open(browser, &page, &format!("Review: {SYSTEM}")).await?;
        browser.reads("0 of 12 reviewed").await?;
        browser.reads("Provisional until conclusion").await?;
        browser.press("Accept").await?;
        browser.reads("1 of 12 reviewed").await?;

        browser.follow("QS-11").await?;
        browser.within("Verdict").press("Query").await?;
        browser.press("Keep the query").await?;
        browser.reads("Say what the vendor should answer").await?;
        browser.fill("What you ask", QUERY).await?;
        browser.press("Keep the query").await?;
        browser.reads("1 query to send back").await?;

        browser.follow("QS-10").await?;
        browser.within("Verdict").press("Override").await?;
        browser.fill("Credit instead of 100", "60").await?;
        browser.send("Override the credit").await?;
        browser.reads("Say why, for the record").await?;
        browser.fill("Reason, for the record", "The list has no versions.").await?;
        browser.send("Override the credit").await?;
        browser.reads("Credit 60, 100 by the answer alone").await?;

        browser.follow("QS-05").await?;
        browser.press("Judge policy.txt").await?;
        browser.select("Does it count?", "Accept at level 2").await?;
        browser.press("Save the judgement").await?;
        browser.reads("Accepted, level 2").await?;

        browser.press("Send back 1 query").await?;
        browser.reads("Only these questions open again for the vendor").await?;
        browser.send("Send back").await?;
        browser.reads("The vendor has queries to answer").await?;
        looks_right(browser, &format!("Review: {SYSTEM}")).await
    }

    async fn answer_the_query(&self) -> Result<()> {
        let browser = self.as_vendor().await?;
        open(browser, &format!("/v/{}", self.id), &tasks_title()).await?;
        browser.reads("Only those are open again").await?;
        browser.reads(QUERY).await?;
        browser.within("Questions that came back").follow("How soon do you tell customers").await?;
        looks_right(browser, SECTION).await?;
        const OPEN: &str = r"return [...document.querySelectorAll('main form > fieldset')]
            .filter(e => e.querySelector('input, textarea')).map(e => e.id)";
        let open_questions = browser.script(OPEN, vec![]).await?;
        ensure!(open_questions == json!(["QS-11"]), "open again: {open_questions}");
        let question = browser.within("How soon do you tell customers");
        question.reads(&format!("{ORGANISATION} asks: {QUERY}")).await?;
        question.choose("Within 72 hours").await?;
        is_saved(browser).await?;
        browser.follow("Check answers").await?;
        arrive(browser, "Check your answers before you send them").await?;
        browser.fill("Full name", "Bo Lind").await?;
        browser.fill("Role", "Head of compliance").await?;
        browser.choose("I may answer for my organisation").await?;
        browser.press(&format!("Send answers to {ORGANISATION}")).await?;
        arrive(browser, &format!("Your answers are with {ORGANISATION}")).await
    }

    async fn accept_the_new_answer_and_read_the_score(&self) -> Result<Explained> {
        let browser = self.as_buyer().await?;
        open_again(browser, &format!("Review: {SYSTEM}")).await?;
        browser.follow("QS-11").await?;
        browser.reads("Changed since it was last reviewed").await?;
        browser.press("Accept").await?;
        browser.reads("4 findings would be raised").await?;
        self.score().await
    }

    /// Reads the page of the score and adds up what it shows.
    async fn score(&self) -> Result<Explained> {
        let browser = self.as_buyer().await?;
        open(browser, &format!("/assessments/{}/score", self.id), &format!("Score of {SYSTEM}")).await?;
        const SHOWN: &str = r"
            const said = e => e.innerText.replace(/\s+/g, ' ').trim();
            const table = document.querySelector('table[aria-label=\'Points by question\']');
            const points = [...table.querySelectorAll('td[data-label=Points]')].map(said);
            const facts = [...document.querySelectorAll('dl div')].map(e => [said(e.querySelector('dt')), said(e.querySelector('dd'))]);
            return { points, facts: Object.fromEntries(facts) };";
        let shown = browser.script(SHOWN, vec![]).await?;
        let points = shown.pointer("/points").and_then(Value::as_array).context("points")?;
        ensure!(points.len() == 9, "nine questions count, {} are shown", points.len());
        let sum = points.iter().map(|one| hundredths(one.as_str().unwrap_or_default())).sum::<Result<i64>>()?;
        let facts: BTreeMap<String, String> = serde_json::from_value(shown["facts"].clone())?;
        let fact =
            |name: &str| facts.get(name).with_context(|| format!("no “{name}” in {facts:?}")).map(|f| f.as_str());
        ensure!(sum == hundredths(fact("Sum of points")?)?, "the points add up to {sum}, not to {facts:?}");
        let claimed = hundredths(fact("Claimed, before caps")?)? + hundredths(fact("Evidence and review")?)?;
        ensure!(claimed == sum, "claimed and what evidence and review take off make the sum: {facts:?}");
        let score = hundredths(fact("Score")?)?;
        ensure!(score == sum, "no critical question fails, so nothing caps the sum: {facts:?}");
        let inherent = hundredths(fact("Inherent risk of the use today")?)?;
        let taken = facts.iter().find(|(name, _)| name.starts_with("Taken off by controls")).context("taken off")?;
        let residual = hundredths(fact("Residual")?)?;
        ensure!(inherent + hundredths(taken.1)? == residual, "the risk adds up: {facts:?}");
        browser.reads("ISO/IEC 42001").await?;
        Ok(Explained { score })
    }

    async fn conclude(&self) -> Result<()> {
        let browser = self.as_buyer().await?;
        open(browser, &format!("/assessments/{}/review", self.id), &format!("Review: {SYSTEM}")).await?;
        browser.press("Conclude the assessment").await?;
        browser.choose("Approved with conditions").await?;
        browser.send("Conclude the assessment").await?;
        browser.reads("Say what the vendor has to do").await?;
        browser.fill("Conditions", CONDITIONS).await?;
        browser.fill("Approved until", "2031-01-31").await?;
        browser.send("Conclude the assessment").await?;
        arrive(browser, &format!("Assessment of {SYSTEM}")).await?;
        browser.reads("Approved with conditions until 31 January 2031").await?;
        browser.within("Findings").reads(FINDING).await
    }

    async fn propose_a_plan(&self, due: &str) -> Result<()> {
        let browser = self.as_vendor().await?;
        open(browser, &format!("/v/{}", self.id), &tasks_title()).await?;
        browser.reads(CONDITIONS).await?;
        browser.within("What has to be fixed").follow(FINDING).await?;
        arrive(browser, FINDING).await?;
        browser.press("Propose this plan").await?;
        browser.reads("Give the day by which it will be fixed").await?;
        browser.fill("What you will do", "Our board signs the policy and names an owner.").await?;
        browser.fill("Fixed by", due).await?;
        browser.reads("What you type is kept on this device until you send it.").await?;
        // What is typed and not sent is there again when the page comes back.
        browser.reload().await?;
        browser.reads("What you type is kept on this device until you send it.").await?;
        browser.press("Propose this plan").await?;
        browser.reads("Your plan Our board signs the policy").await
    }

    async fn agree(&self) -> Result<()> {
        let browser = self.as_buyer().await?;
        open(browser, "/findings", "Findings").await?;
        browser.within("Plan proposed").follow(FINDING).await?;
        looks_right_under(browser, FINDING, "Findings").await?;
        browser.reads("Our board signs the policy and names an owner.").await?;
        browser.press("Agree to the plan").await?;
        browser.reads("Only the vendor can report the fix").await
    }

    async fn report_the_fix(&self) -> Result<()> {
        let browser = self.as_vendor().await?;
        open_again(browser, FINDING).await?;
        browser.press("Say that work has started").await?;
        browser.reads("It is noted that work has started").await?;
        browser.fill("What you did", "Signed on 2 March; the owner is Bo Lind.").await?;
        browser.press("Submit the fix").await?;
        browser.reads("Your fix was sent for verification").await
    }

    /// Verifies the fix; gives the score that the form has said it would make.
    async fn verify(&self) -> Result<i64> {
        let browser = self.as_buyer().await?;
        browser.reload().await?;
        looks_right_under(browser, FINDING, "Findings").await?;
        browser.reads("Signed on 2 March; the owner is Bo Lind.").await?;
        browser.press("Verify the fix").await?;
        browser.select("The answer that now holds", "Yes, fully").await?;
        browser.reads("The score becomes ").await?;
        let words = browser.text().await?;
        let promised = words.split("The score becomes ").nth(1).and_then(|rest| rest.split(". ").next());
        let promised = hundredths(promised.context("a figure")?)?;
        browser.send("Verify the fix").await?;
        browser.reads("Nothing is left to do").await?;
        Ok(promised)
    }

    async fn register_and_csv_show_it(&self, stage: &Stage, score: i64) -> Result<()> {
        let browser = self.as_buyer().await?;
        open(browser, "/", "Register").await?;
        let row = browser.within(VENDOR);
        row.reads(&format!("{}.{}", score / 100, (score % 100 + 5) / 10)).await?;
        ensure!(!row.text().await?.contains("provisional"), "a concluded score is final");
        let csv = browser.target("Export CSV").await?;
        let fetch = "return fetch(arguments[0]).then(reply => reply.text())";
        let csv = browser.script(fetch, vec![json!(csv)]).await?;
        let csv = csv.as_str().context("a text")?;
        let line = csv.lines().find(|line| line.contains(SYSTEM)).with_context(|| format!("no row in {csv}"))?;
        let assured = format!("{}.{:02}", score / 100, score % 100);
        ensure!(line.split(',').nth(7) == Some(assured.as_str()), "assured is {assured}: {line}");
        ensure!(line.ends_with(",false"), "it is not provisional: {line}");
        let printed = String::from_utf8(stage.assay.command(&["export", "register"])?)?;
        ensure!(printed == csv, "the command prints the same bytes:\n{printed}\n{csv}");
        browser.follow(VENDOR).await?;
        arrive(browser, VENDOR).await?;
        browser.reads("Residual").await
    }

    /// The one who has every role has reviewed; a tier that asks for two people refuses her conclusion.
    async fn nobody_concludes_alone_where_two_are_needed(
        &self,
        buyer: &Buyer,
        stage: &Stage,
        id: String,
    ) -> Result<()> {
        let browser = self.as_vendor().await?;
        let portal = Portal::of(browser, &stage.assay.url(), &id).await?;
        portal.answer_all().await?;
        portal.submit().await?;
        let browser = self.as_buyer().await?;
        open(browser, &format!("/assessments/{id}/review"), "Review: Helix Payout").await?;
        browser.press("Accept").await?;
        browser.reads("1 of 12 reviewed").await?;
        browser.within("Conclusion").reads(&format!("T{TWO_PEOPLE}")).await?;
        ensure!(!browser.offers("Conclude the assessment").await?, "there is no button for what is refused");
        let body = json!({ "outcome": { "outcome": "approved" }, "reason": "" });
        let words = buyer.refused(&format!("/api/assessments/{id}/conclusion"), body, 409).await?;
        ensure!(words.contains(TWO_PEOPLE), "{words}");
        Ok(())
    }
}

/// The finding that the journey follows, as the vendor's browser gets it.
fn finding(view: &Value) -> Result<Value> {
    let findings = view.pointer("/findings").and_then(Value::as_array).context("findings")?;
    let wanted = findings.iter().find(|one| one.pointer("/title") == Some(&json!(FINDING)));
    wanted.cloned().with_context(|| format!("no “{FINDING}” in {findings:?}"))
}

/// A figure with two decimals, in hundredths; its minus may be the long one.
fn hundredths(shown: &str) -> Result<i64> {
    let plain = shown.replace('\u{2212}', "-");
    let (whole, rest) = plain.split_once('.').with_context(|| format!("“{shown}” is no figure with decimals"))?;
    let value = whole.trim_start_matches('-').parse::<i64>()? * 100 + rest.parse::<i64>()?;
    ensure!(rest.len() == 2, "“{shown}” has not two decimals");
    Ok(if whole.starts_with('-') { -value } else { value })
}

//! An analyst looks after a questionnaire that is out: no link, a fresh one, more time, another contact, and back again.
//!
//! The vendor's tab shows what each of them does to whoever is answering.

use anyhow::ensure;
use tests::ground::{BO_MAIL, Buyer, INES_MAIL, PASSWORD, SYSTEM};
use tests::page::{arrive, looks_right, open, unspoiled};
use tests::portal::{enter, tasks_title};
use tests::stage::{Stage, journey};

const EVA: &str = "Eva Holm";
const EVA_MAIL: &str = "eva@helix.example";

#[tokio::test(flavor = "multi_thread")]
async fn an_analyst_looks_after_a_questionnaire_that_is_out() {
    journey("care", |stage: Stage| async move {
        let Stage { assay, browser } = &stage;
        let buyer = Buyer::found(assay).await?;
        let vendor = buyer.register().await?;
        buyer.add_contact(&vendor, EVA, EVA_MAIL).await?;
        let system = buyer.add_system(&vendor, SYSTEM, 0).await?;
        let id = buyer.ask(&vendor, &system).await?;
        enter(browser, &buyer.link_to(BO_MAIL).await?).await?;
        let theirs = browser.tab().await?;
        let ours = browser.new_tab().await?;
        let title = format!("Assessment of {SYSTEM}");
        open(browser, &format!("/assessments/{id}"), "Sign in").await?;
        browser.fill("Work e-mail", INES_MAIL).await?;
        browser.fill("Password", PASSWORD).await?;
        browser.press("Sign in").await?;
        arrive(browser, &title).await?;

        browser.press("Revoke the link").await?;
        browser.send("Revoke the link").await?;
        let link = browser.within("The vendor's link");
        link.reads("Revoked").await?;
        ensure!(!link.text().await?.contains("outbox"), "no mail waits for a link that is gone");
        ensure!(!browser.offers("Revoke the link").await?, "it is revoked once");
        browser.within("What happened").reads("Link revoked").await?;
        browser.go_to(&theirs).await?;
        browser.reload().await?;
        browser.reads("Send me a fresh link").await?;

        browser.go_to(&ours).await?;
        browser.press("Send a fresh link").await?;
        browser.send("Send a fresh link").await?;
        link.reads("Not opened yet").await?;
        browser.within("What happened").reads("Fresh link sent").await?;
        browser.go_to(&theirs).await?;
        enter(browser, &buyer.link_to(BO_MAIL).await?).await?;

        browser.go_to(&ours).await?;
        browser.press("Extend the due date").await?;
        browser.fill("Answers are due", "2030-06-01").await?;
        browser.send("Extend the due date").await?;
        browser.reads("Choose a day after 30 June 2030, the due date so far").await?;
        browser.fill("Answers are due", "2030-07-31").await?;
        browser.send("Extend the due date").await?;
        browser.within("What was sent").reads("31 July 2030").await?;
        browser.within("What happened").reads("Due date moved to 31 July 2030").await?;

        browser.press("Change who answers").await?;
        browser.reads("Somebody new?").await?;
        browser.select("Who answers", EVA).await?;
        browser.send("Change who answers").await?;
        browser.within("What was sent").reads(EVA_MAIL).await?;
        browser.within("What happened").reads(&format!("Contact changed to {EVA}")).await?;
        browser.go_to(&theirs).await?;
        browser.reload().await?;
        browser.reads("Send me a fresh link").await?;
        enter(browser, &buyer.link_to(EVA_MAIL).await?).await?;
        looks_right(browser, &tasks_title()).await?;

        browser.go_to(&ours).await?;
        browser.press("Withdraw the assessment").await?;
        browser.send("Withdraw the assessment").await?;
        browser.reads("Say why").await?;
        browser.fill("Why, for the record", "The system is not bought.").await?;
        browser.send("Withdraw the assessment").await?;
        browser.reads("This assessment was withdrawn").await?;
        ensure!(!browser.text().await?.contains("Days left"), "nothing is waited for any more");
        ensure!(!browser.offers("Send a fresh link").await?, "nothing is left to look after");
        browser.go_to(&theirs).await?;
        browser.reload().await?;
        browser.reads("Send me a fresh link").await?;
        unspoiled(browser).await
    })
    .await;
}

//! One answer changed in two tabs: both versions are shown, none is dropped, and the person decides.
//!
//! The tabs share a browser, so they also share what it keeps on the device.

use anyhow::{Result, ensure};
use tests::ground::{BO_MAIL, Buyer};
use tests::page::{arrive, open, open_again, unspoiled};
use tests::portal::{Portal, enter, is_saved, promise};
use tests::stage::{Stage, journey};

const SECTION: &str = "Quick screen";
const QUESTION: &str = "Is there an approved AI policy";
const FIRST: &str = "Written in the first tab.";
const SECOND: &str = "Written in the second tab.";

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_changed_in_two_tabs_shows_both_texts_and_drops_none() {
    journey("tabs", |stage: Stage| async move {
        let Stage { assay, browser } = &stage;
        let buyer = Buyer::found(assay).await?;
        let id = buyer.ask_about_a_low_tier().await?;
        enter(browser, &buyer.link_to(BO_MAIL).await?).await?;
        browser.follow(&format!("Go on with {SECTION}")).await?;
        arrive(browser, SECTION).await?;
        let question = browser.within(QUESTION);
        question.choose("Partly").await?;
        is_saved(browser).await?;
        let address = browser.path().await?;
        let first = browser.tab().await?;
        let second = browser.new_tab().await?;
        open(browser, &address, SECTION).await?;
        ensure!(question.is_chosen("Partly").await?, "the second tab begins where the first one is");

        browser.go_to(&first).await?;
        question.press("Add a comment").await?;
        question.fill("Comment", FIRST).await?;
        let portal = Portal::of(browser, &assay.url(), &id).await?;
        browser
            .until("the first text on the server", || async {
                Ok((portal.comment("QS-05").await? == FIRST).then_some(()))
            })
            .await?;
        is_saved(browser).await?;

        browser.go_to(&second).await?;
        question.press("Add a comment").await?;
        question.fill("Comment", SECOND).await?;
        both_are_shown(&stage).await?;
        ensure!(portal.comment("QS-05").await? == FIRST, "nothing is overwritten before the person has chosen");
        // Also after the page was closed and opened again.
        open_again(browser, SECTION).await?;
        both_are_shown(&stage).await?;

        question.press("Keep mine").await?;
        is_saved(browser).await?;
        ensure!(question.value("Comment").await? == SECOND, "the version that was kept stands in the field");
        ensure!(portal.comment("QS-05").await? == SECOND, "and on the server");
        ensure!(question.is_chosen("Partly").await?, "the choice was not touched");

        // The first tab knows nothing of it yet: its next change is a conflict too, and here the other one is kept.
        browser.go_to(&first).await?;
        question.fill("Comment", "A third text.").await?;
        question.reads(SECOND).await?;
        question.reads("A third text.").await?;
        question.press("Keep the version of Bo Lind").await?;
        is_saved(browser).await?;
        ensure!(question.value("Comment").await? == SECOND, "the server's version stands in the field");
        ensure!(portal.comment("QS-05").await? == SECOND, "and on the server it stayed");
        unspoiled(browser).await
    })
    .await;
}

async fn both_are_shown(stage: &Stage) -> Result<()> {
    let question = stage.browser.within(QUESTION);
    question.reads("changed this answer while yours was on its way").await?;
    question.reads(FIRST).await?;
    question.reads(SECOND).await?;
    let words = promise(&stage.browser).await?;
    ensure!(words == "One answer has two versions", "the bar says: {words}");
    Ok(())
}

//! Before the conclusion: a claim that a question does not apply is refused and accepted, a finding is raised early, and
//! the vendor shows evidence for its fix.
//!
//! The core questionnaire is answered over HTTP; what the reviewer and the vendor do is done in their pages.

use anyhow::{Context, Result, ensure};
use tests::browser::Browser;
use tests::ground::{BO_MAIL, Buyer, INES_MAIL, PASSWORD, SYSTEM};
use tests::page::{arrive, open, unspoiled};
use tests::portal::{Portal, enter, tasks_title};
use tests::stage::{Stage, journey};

#[tokio::test(flavor = "multi_thread")]
async fn claims_are_decided_and_a_finding_is_raised_and_shown_evidence_for_before_the_conclusion() {
    journey("early", |stage: Stage| async move {
        let Stage { assay, browser } = &stage;
        let buyer = Buyer::found(assay).await?;
        let vendor = buyer.register().await?;
        let system = buyer.add_system(&vendor, SYSTEM, 0).await?;
        let id = buyer.ask_with(&vendor, &system, "ai-vendor-core").await?;
        enter(browser, &buyer.link_to(BO_MAIL).await?).await?;
        let theirs = browser.tab().await?;
        let portal = Portal::of(browser, &assay.url(), &id).await?;
        let claimed = claimable(&portal).await?;
        portal.does_not_apply(&claimed, "We train no model ourselves.").await?;
        portal.answer_the_rest_and_submit().await?;

        browser.new_tab().await?;
        open(browser, &format!("/assessments/{id}/review"), "Sign in").await?;
        browser.fill("Work e-mail", INES_MAIL).await?;
        browser.fill("Password", PASSWORD).await?;
        browser.press("Sign in").await?;
        arrive(browser, &format!("Review: {SYSTEM}")).await?;
        let ours = browser.tab().await?;
        let page = format!("/assessments/{id}/review?q={claimed}");
        decide_on_the_claim(browser, &page).await?;
        let finding = raise_early(browser).await?;
        ensure!(buyer.mails_to(BO_MAIL, "has a new finding").await? == 1, "the vendor is told");

        browser.go_to(&theirs).await?;
        open(browser, &format!("/v/{id}"), &tasks_title()).await?;
        browser.within("What has to be fixed").follow(&finding).await?;
        arrive(browser, &finding).await?;
        show_evidence(browser).await?;

        browser.go_to(&ours).await?;
        open(browser, "/findings", "Findings").await?;
        browser.follow(&finding).await?;
        browser.within("Evidence shown").reads("minutes.txt").await?;
        open(browser, "/", "Register").await?;
        browser.within(SYSTEM).reads("1").await?;
        unspoiled(browser).await
    })
    .await;
}

/// A question that may be said not to apply, that is not critical and always asked.
async fn claimable(portal: &Portal) -> Result<String> {
    let view = portal.view().await?;
    let questions = view.pointer("/templates/0/questions").and_then(|all| all.as_array()).context("questions")?;
    let open =
        questions.iter().find(|one| one["na_allowed"] == true && one["depth"] == "base" && one["show_if"].is_null());
    tests::ground::text(open.context("a question that may not apply")?, "/id")
}

async fn decide_on_the_claim(browser: &Browser, page: &str) -> Result<()> {
    let title = format!("Review: {SYSTEM}");
    open(browser, page, &title).await?;
    browser.reads("We train no model ourselves.").await?;
    let verdict = browser.within("Verdict");
    verdict.press("It applies").await?;
    browser.send("It applies").await?;
    browser.reads("Say why it applies, for the record").await?;
    browser.fill("Why it applies, for the record", "The contract names a model of theirs.").await?;
    browser.send("It applies").await?;
    browser.reads("Decided: it applies").await?;
    browser.reads("Said not to apply, refused").await?;
    verdict.press("Does not apply").await?;
    browser.reads("1 of").await?;
    open(browser, page, &title).await?;
    browser.reads("Does not apply, accepted").await
}

/// Raises the first finding of the forecast, after being asked. Gives its title.
async fn raise_early(browser: &Browser) -> Result<String> {
    browser.press("Show them").await?;
    const FIRST: &str = r"
        const row = [...document.querySelectorAll('li.person')].find(row => row.querySelector('button'));
        return row.querySelector('span').innerText.trim();";
    let title = browser.script(FIRST, vec![]).await?;
    let title = title.as_str().context("a title")?.to_owned();
    browser.press("Raise now").await?;
    browser.reads("is told to the vendor by mail at once").await?;
    browser.press("Cancel").await?;
    browser.press("Raise now").await?;
    browser.press("Raise the finding").await?;
    browser.reads("Raised").await?;
    Ok(title)
}

async fn show_evidence(browser: &Browser) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("minutes.txt");
    std::fs::write(&file, "Minutes of the board, 3 March.\n")?;
    browser.attach("Choose files", &file).await?;
    browser.select("What it is", "Minutes").await?;
    browser.press("Attach minutes.txt").await?;
    browser.reads("Minutes, 1 kB").await?;
    browser.reads("minutes.txt").await
}

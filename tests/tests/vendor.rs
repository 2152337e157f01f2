//! The vendor's person answers: in through the link, all twelve questions by keyboard alone, and nothing lost whatever
//! happens to the page, the line or the server.
//!
//! Ends with the receipt, and with the used link in another browser, which offers a fresh one.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use tests::browser::Browser;
use tests::ground::{BO_MAIL, Buyer, ORGANISATION, REASON, SYSTEM};
use tests::keyboard::{self, focus, tab_to};
use tests::page::{arrive, looks_right, open, open_again, unspoiled};
use tests::portal::{Portal, is_saved, promise, tasks_title};
use tests::stage::{Stage, journey};
use thirtyfour::Key;

const SECTION: &str = "Quick screen";
const CHECK: &str = "Check your answers before you send them";
const KEPT: &str = "Not saved, kept on this device";

#[tokio::test(flavor = "multi_thread")]
async fn a_vendor_answers_by_keyboard_and_nothing_that_was_saved_is_ever_lost() {
    journey("vendor", |stage: Stage| async move {
        let Stage { assay, browser } = &stage;
        let buyer = Buyer::found(assay).await?;
        let id = buyer.ask_about_a_low_tier().await?;
        let link = buyer.link_to(BO_MAIL).await?;
        looking_changes_nothing(browser, &buyer, &link, &id).await?;
        enter(browser).await?;
        answer_by_keyboard(browser).await?;
        nothing_saved_is_lost(&stage).await?;
        a_wrong_answer_shows_its_sentence(browser).await?;
        go_on_without_the_server(&stage, &id).await?;
        attach_a_file(browser).await?;
        check_and_send(browser).await?;
        the_used_link_offers_a_fresh_one(&stage, &buyer, &link).await?;
        unspoiled(browser).await
    })
    .await;
}

/// Mail scanners open links: a plain request and a visit without a press leave the link as it was.
async fn looking_changes_nothing(browser: &Browser, buyer: &Buyer, link: &str, id: &str) -> Result<()> {
    let scanned = reqwest::get(link.split('#').next().context("an address")?).await?;
    ensure!(scanned.status().is_success(), "the page behind the link: {}", scanned.status());
    for _ in 0..2 {
        browser.load("/signin").await?;
        let title = format!("{} questions about {SYSTEM}", 12);
        open(browser, link, &title).await?;
        for words in [ORGANISATION, REASON, "30 June 2030, end of day UTC", "About 15 minutes", "Seen by"] {
            browser.reads(words).await?;
        }
    }
    let view = buyer.get(&format!("/api/assessments/{id}")).await?;
    ensure!(view.pointer("/invitation/used").is_none_or(Value::is_null), "looking has used the link");
    ensure!(view.pointer("/row/stage") == Some(&json!("sent")), "looking has begun: {}", view["row"]["stage"]);
    Ok(())
}

async fn enter(browser: &Browser) -> Result<()> {
    tab_to(browser, "Continue", |focus| focus.name.starts_with("Continue")).await?;
    keyboard::press(browser, Key::Enter).await?;
    arrive(browser, &tasks_title()).await?;
    browser.reads("0 of").await?;
    browser.follow("Read all questions").await?;
    arrive(browser, &format!("All questions about {SYSTEM}")).await?;
    browser.reads("Will you sign a data processing agreement and allow audit through reports?").await?;
    browser.reads("What is the most sensitive data it will see?").await?;
    open(browser, "/v", &tasks_title()).await
}

/// Everything from here to the end of the section is done with Tab, arrows, Space and Enter.
async fn answer_by_keyboard(browser: &Browser) -> Result<()> {
    let go_on = format!("Go on with {SECTION}");
    tab_to(browser, &go_on, |focus| focus.name == go_on).await?;
    keyboard::press(browser, Key::Enter).await?;
    arrive(browser, SECTION).await?;
    keyboard::choose(browser, "Does your product use AI", 0).await?;
    is_saved(browser).await?;
    browser.reads("Asked because you chose “Yes, now”").await?;
    keyboard::choose(browser, "What is the most sensitive data", 2).await?;
    keyboard::choose(browser, "How much does the AI decide?", 1).await?;
    keyboard::choose(browser, "Could it be used for a practice banned", 0).await?;
    keyboard::choose(browser, "Is there an approved AI policy", 1).await?;
    keyboard::choose(browser, "Is our data used to train models", 1).await?;
    keyboard::tick(browser, "Which assurance do you hold?", "ISO/IEC 27001 certificate").await?;
    keyboard::tick(browser, "Which assurance do you hold?", "CSA STAR entry").await?;
    keyboard::choose(browser, "Have risks and effects of the AI", 0).await?;
    keyboard::tick(browser, "Is it tested for accuracy", "Accuracy tested").await?;
    keyboard::choose(browser, "Do you name the models", 2).await?;
    keyboard::choose(browser, "How soon do you tell customers", 1).await?;
    let here = focus(browser).await?;
    ensure!(here.name == "Within 72 hours", "the focus stays on the answer: {here:?}");
    is_saved(browser).await
}

async fn nothing_saved_is_lost(stage: &Stage) -> Result<()> {
    let Stage { assay, browser } = stage;
    open_again(browser, SECTION).await?;
    the_answers_are_there(browser).await?;
    assay.kill()?;
    assay.start_again()?;
    open_again(browser, SECTION).await?;
    the_answers_are_there(browser).await
}

async fn the_answers_are_there(browser: &Browser) -> Result<()> {
    let chosen = [
        ("Does your product use AI", "Yes, now"),
        ("What is the most sensitive data", "Personal data"),
        ("How much does the AI decide?", "Steers a decision"),
        ("Is our data used to train models", "Only with our consent"),
        ("Which assurance do you hold?", "ISO/IEC 27001 certificate"),
        ("Which assurance do you hold?", "CSA STAR entry"),
        ("Is it tested for accuracy", "Accuracy tested"),
        ("Do you name the models", "No"),
        ("How soon do you tell customers", "Within 72 hours"),
    ];
    for (question, option) in chosen {
        ensure!(browser.within(question).is_chosen(option).await?, "{question}: {option} is lost");
    }
    Ok(())
}

async fn a_wrong_answer_shows_its_sentence(browser: &Browser) -> Result<()> {
    let question = browser.within("Is there an approved AI policy");
    question.press("Add a comment").await?;
    // Pasted, as so much text would be.
    let long = "Approved by the board. ".repeat(440);
    question.fill("Comment", "x").await?;
    browser.script("document.execCommand('insertText', false, arguments[0])", vec![json!(long)]).await?;
    question.reads("Error: ").await?;
    question.reads("10,000").await?;
    ensure!(promise(browser).await? == KEPT, "what was not sent is not called saved: {}", promise(browser).await?);
    question.fill("Comment", "Approved by the board on 3 March.").await?;
    is_saved(browser).await
}

/// The server is gone; the person goes on, closes the page, comes back, and everything is sent.
async fn go_on_without_the_server(stage: &Stage, id: &str) -> Result<()> {
    let Stage { assay, browser } = stage;
    assay.kill()?;
    browser.within("How soon do you tell customers").choose("Within 24 hours").await?;
    browser.within("Is there an approved AI policy").fill("Comment", "Written without a line.").await?;
    browser.reads("The server cannot be reached. Go on answering.").await?;
    browser.within("How soon do you tell customers").reads(KEPT).await?;
    ensure!(promise(browser).await? == KEPT, "the bar says: {}", promise(browser).await?);
    assay.start_again()?;
    open_again(browser, SECTION).await?;
    is_saved(browser).await?;
    browser.no_longer_reads(KEPT).await?;
    let portal = Portal::of(browser, &assay.url(), id).await?;
    let view = portal.view().await?;
    ensure!(view.pointer("/answers/QS-11/entry/value") == Some(&json!("h24")), "the choice was sent: {view}");
    ensure!(portal.comment("QS-05").await? == "Written without a line.", "the words were sent");
    Ok(())
}

async fn attach_a_file(browser: &Browser) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let (good, bad) = (folder.path().join("certificate.txt"), folder.path().join("certificate.exe"));
    std::fs::write(&good, "ISO/IEC 27001, Helix Claims, all services, valid until 30 June 2031.\n")?;
    std::fs::write(&bad, "MZ")?;
    let question = browser.within("Which assurance do you hold?");
    question.attach("Choose files for question QS-07", &bad).await?;
    question.reads("certificate.exe").await?;
    ensure!(!question.offers("Attach certificate.exe").await?, "a program is no evidence");
    question.attach("Choose files for question QS-07", &good).await?;
    question.select("What it is", "Certificate").await?;
    question.fill("Valid until", "2031-06-30").await?;
    question.press("Attach certificate.txt").await?;
    question.reads("until 30 Jun").await?;
    open_again(browser, SECTION).await?;
    question.reads("certificate.txt").await
}

async fn check_and_send(browser: &Browser) -> Result<()> {
    browser.follow("Check answers").await?;
    arrive(browser, CHECK).await?;
    browser.reads("Answer this one before you send").await?;
    ensure!(!browser.offers(&format!("Send answers to {ORGANISATION}")).await?, "nothing is sent while one is missing");
    browser.within("Answer this one").follow("Will you sign a data processing agreement").await?;
    arrive_at_the_question(browser).await?;
    browser.within("Will you sign a data processing agreement").choose("Yes, fully").await?;
    is_saved(browser).await?;
    browser.follow("Check answers").await?;
    arrive(browser, CHECK).await?;
    browser.reads("You have answered all 12 questions").await?;
    browser.press(&format!("Send answers to {ORGANISATION}")).await?;
    browser.reads("Write your full name").await?;
    browser.reads("Write your role").await?;
    browser.fill("Full name", "Bo Lind").await?;
    browser.fill("Role", "Head of compliance").await?;
    browser.choose("I may answer for my organisation").await?;
    browser.press(&format!("Send answers to {ORGANISATION}")).await?;
    arrive(browser, &format!("Your answers are with {ORGANISATION}")).await?;
    let receipt = browser.within("Receipt");
    receipt.reads("12 answers, with 1 file").await?;
    receipt.reads("Bo Lind, Head of compliance").await?;
    let words = receipt.text().await?;
    let digest: String = words.split("SHA-256 ").nth(1).unwrap_or_default().split_whitespace().take(16).collect();
    ensure!(digest.len() == 64 && digest.bytes().all(|b| b.is_ascii_hexdigit()), "no digest in {words}");
    browser.follow("Look at your answers").await?;
    arrive(browser, &tasks_title()).await?;
    browser.reads("Nothing is asked of you now").await?;
    browser.follow(SECTION).await?;
    arrive(browser, SECTION).await?;
    browser.within("How soon do you tell customers").reads("Within 24 hours").await?;
    let inputs = browser.script("return document.querySelectorAll('main input, main textarea').length", vec![]).await?;
    ensure!(inputs == 0, "what was sent can only be read, and there are {inputs} inputs");
    Ok(())
}

/// A link to one question puts the focus into its answer instead of the heading.
async fn arrive_at_the_question(browser: &Browser) -> Result<()> {
    looks_right(browser, SECTION).await?;
    let here = focus(browser).await?;
    ensure!(here.group.contains("Will you sign a data processing agreement"), "the focus is elsewhere: {here:?}");
    Ok(())
}

async fn the_used_link_offers_a_fresh_one(stage: &Stage, buyer: &Buyer, link: &str) -> Result<()> {
    let other = Browser::start(&stage.assay.url()).await?;
    let asked = async {
        open(&other, link, "This link no longer opens").await?;
        ensure!(!other.text().await?.contains(SYSTEM), "a dead link says nothing of what it was for");
        other.press("Send me a fresh link").await?;
        arrive(&other, "A fresh link is on its way").await?;
        let sent = || async { Ok((buyer.mails_to(BO_MAIL, "Your link to the questions").await? == 1).then_some(())) };
        other.until("the fresh link in the outbox", sent).await?;
        let fresh = buyer.link_to(BO_MAIL).await?;
        ensure!(fresh != link, "the fresh link is another one");
        tests::portal::enter(&other, &fresh).await?;
        unspoiled(&other).await
    };
    let asked = asked.await;
    other.quit().await?;
    asked
}

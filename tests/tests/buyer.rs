//! A buyer begins: first account, a vendor with its contact and AI system, the intake, a questionnaire on its way, and
//! a colleague.
//!
//! All of it in the browser, from the one-time link that the program prints to the link in the outbox.

use anyhow::Result;
use tests::browser::Browser;
use tests::ground::{BO, BO_MAIL, DUE, INES, INES_MAIL, ORGANISATION, PASSWORD, REASON, SYSTEM, VENDOR};
use tests::page::{arrive, looks_right, open, unspoiled};
use tests::stage::{Stage, journey};

#[tokio::test(flavor = "multi_thread")]
async fn a_buyer_registers_a_vendor_sends_a_questionnaire_and_invites_a_colleague() {
    journey("buyer", |stage: Stage| async move {
        let browser = &stage.browser;
        make_the_first_account(browser, stage.assay.first_link()).await?;
        register_a_vendor(browser).await?;
        add_an_ai_system(browser).await?;
        fill_in_the_intake(browser).await?;
        read_and_send_the_questions(browser).await?;
        copy_the_link_from_the_outbox(browser, &stage.assay.url()).await?;
        invite_a_colleague(browser).await?;
        join_as_the_colleague(browser).await?;
        unspoiled(browser).await
    })
    .await;
}

async fn make_the_first_account(browser: &Browser, link: &str) -> Result<()> {
    open(browser, link, "Make the first account").await?;
    browser.fill("Your organisation", ORGANISATION).await?;
    browser.fill("Your name", INES).await?;
    browser.fill("Work e-mail", INES_MAIL).await?;
    browser.fill("Password", "short").await?;
    browser.press("Make the account").await?;
    browser.reads("There is a problem").await?;
    assert_eq!(browser.value("Your name").await?, INES, "nothing typed is lost");
    browser.fill("Password", PASSWORD).await?;
    browser.press("Make the account").await?;
    arrive(browser, "Register").await?;
    browser.reads("The register is empty").await
}

async fn register_a_vendor(browser: &Browser) -> Result<()> {
    browser.follow("Register the first vendor").await?;
    arrive(browser, "Register a vendor").await?;
    browser.press("Register the vendor").await?;
    browser.reads("Write the vendor's name").await?;
    looks_right_with_a_fault(browser, "Register a vendor").await?;
    browser.fill("Name", VENDOR).await?;
    browser.fill("What it supplies", "Claims triage for motor and home").await?;
    let contact = browser.within("Contact");
    contact.fill("Name", BO).await?;
    contact.fill("E-mail", BO_MAIL).await?;
    browser.press("Register the vendor").await?;
    arrive(browser, VENDOR).await?;
    browser.within("Contacts").reads(BO_MAIL).await
}

/// While a form has a fault its title says so first.
async fn looks_right_with_a_fault(browser: &Browser, title: &str) -> Result<()> {
    let now = browser.script("return document.title", vec![]).await?;
    assert_eq!(now, format!("Error: {title} - Assay"));
    Ok(())
}

async fn add_an_ai_system(browser: &Browser) -> Result<()> {
    browser.follow("Add an AI system").await?;
    arrive(browser, "Add an AI system").await?;
    browser.fill("Name", SYSTEM).await?;
    browser.fill("What we use it for", "Sorts incoming claims").await?;
    browser.choose("Predicts or classifies").await?;
    browser.choose("Placed on the EU market").await?;
    browser.press("Add the AI system").await?;
    arrive(browser, &format!("Inherent risk of {SYSTEM}")).await
}

/// Every factor at its lowest level, and one raised and lowered again to see what it does.
async fn fill_in_the_intake(browser: &Browser) -> Result<()> {
    const EFFECT: &str = "Effect of an output on a person";
    const OTHERS: [&str; 10] = [
        "Sensitivity of the data",
        "How much acts without a person",
        "Class under the EU AI Act",
        "People or transactions affected",
        "Who is exposed",
        "What stops if the supplier stops",
        "Depth of technical access",
        "Transparency of the model chain",
        "How hard replacement is",
        "Place of processing",
    ];
    for factor in OTHERS {
        browser.within(factor).choose("0 –").await?;
    }
    let sum = browser.within("Inherent risk");
    sum.reads("1 of 11 factors have no level yet").await?;
    browser.press("Save the intake").await?;
    browser.reads(&format!("Choose a level: {EFFECT}")).await?;
    browser.within(EFFECT).choose("4 –").await?;
    // 5 × 4 of 152 possible.
    sum.reads("13.2").await?;
    sum.reads("The figure alone makes tier low").await?;
    sum.reads("F2 Legal, safety or rights effect on people: raises the tier to at least high").await?;
    sum.reads("concluded by two different people").await?;
    browser.within(EFFECT).choose("0 –").await?;
    sum.reads("No floor holds").await?;
    browser.press("Save the intake").await?;
    arrive(browser, VENDOR).await?;
    browser.within("AI systems").reads("Low").await
}

async fn read_and_send_the_questions(browser: &Browser) -> Result<()> {
    browser.follow(&format!("Assess: {SYSTEM}")).await?;
    arrive(browser, &format!("Assess {SYSTEM}")).await?;
    assert!(browser.is_chosen("Supplier quick screen").await?, "the tier suggests it");
    assert!(browser.is_chosen("EU AI Act").await?, "the EU market suggests it");
    browser.choose("EU AI Act").await?;
    browser.press("Read all questions: Supplier quick screen").await?;
    browser.reads("How soon do you tell customers about an incident that affects them?").await?;
    browser.fill("Answers are due", DUE).await?;
    browser.reads("30 June 2030, end of day UTC").await?;
    browser.press(&format!("Send to {BO}")).await?;
    browser.reads("Say why you ask").await?;
    browser.fill("Why you ask", REASON).await?;
    browser.press(&format!("Send to {BO}")).await?;
    arrive(browser, &format!("Assessment of {SYSTEM}")).await?;
    let link = browser.within("The vendor's link");
    link.reads("Not opened yet").await?;
    link.reads("Waits in the outbox").await?;
    browser.within("What was sent").reads(REASON).await
}

async fn copy_the_link_from_the_outbox(browser: &Browser, base: &str) -> Result<()> {
    browser.press(&format!("{INES}, account")).await?;
    browser.follow("Outbox").await?;
    arrive(browser, "Outbox").await?;
    browser.press("Read").await?;
    browser.reads(REASON).await?;
    browser.press(&format!("Show link of the mail to {BO_MAIL}")).await?;
    let link = browser.value("Link").await?;
    assert!(link.starts_with(&format!("{base}/i#")), "{link}");
    browser.press("Done").await?;
    // The outbox is another program than the desk: the way back leads out of it all the same.
    browser.back().await?;
    looks_right(browser, &format!("Assessment of {SYSTEM}")).await
}

async fn invite_a_colleague(browser: &Browser) -> Result<()> {
    browser.press(&format!("{INES}, account")).await?;
    browser.follow("People").await?;
    arrive(browser, "People").await?;
    browser.fill("Name", "Rui Costa").await?;
    browser.fill("Work e-mail", "rui@northwind.example").await?;
    browser.choose("Reviewer").await?;
    browser.press("Send the invitation").await?;
    browser.within("Rui Costa").reads("Invited").await?;
    browser.press("Change Rui Costa").await?;
    assert!(browser.is_chosen("Reviewer").await?);
    browser.choose("Auditor").await?;
    browser.press("Save the change").await?;
    let row = browser.within("Rui Costa");
    row.reads("Reviewer").await?;
    row.reads("Auditor").await
}

async fn join_as_the_colleague(browser: &Browser) -> Result<()> {
    browser.press(&format!("{INES}, account")).await?;
    browser.follow("Outbox").await?;
    arrive(browser, "Outbox").await?;
    browser.press("Show link of the mail to rui@northwind.example").await?;
    let link = browser.value("Link").await?;
    browser.press("Done").await?;
    browser.press(&format!("{INES}, account")).await?;
    browser.press("Sign out").await?;
    arrive(browser, "Sign in").await?;
    open(browser, &link, "Join your organisation").await?;
    browser.fill("Password", PASSWORD).await?;
    browser.press("Join").await?;
    arrive(browser, "Register").await?;
    browser.reads(SYSTEM).await?;
    assert!(!browser.offers("Register a vendor").await?, "a reviewer registers no vendor");
    browser.press("Rui Costa, account").await?;
    assert!(!browser.offers("People").await?, "a reviewer is no admin");
    // Sign-in by password leads back to where one wanted to go.
    browser.press("Sign out").await?;
    arrive(browser, "Sign in").await?;
    open(browser, "/vendors", "Sign in").await?;
    browser.fill("Work e-mail", "rui@northwind.example").await?;
    browser.fill("Password", PASSWORD).await?;
    browser.press("Sign in").await?;
    arrive(browser, "Vendors").await?;
    browser.reads(VENDOR).await
}

//! A colleague forgets a password, gets a new one by a link, and is let go: every session ends at once.
//!
//! The colleague has a browser tab of the admin's browser only while the admin is signed out; the rest goes over HTTP.

use anyhow::ensure;
use tests::ground::{Buyer, INES_MAIL, PASSWORD};
use tests::page::{arrive, open, unspoiled};
use tests::stage::{Stage, journey};

const RUI: &str = "Rui Costa";
const RUI_MAIL: &str = "rui@northwind.example";
const NEW_PASSWORD: &str = "amber ladder counts snow";

#[tokio::test(flavor = "multi_thread")]
async fn a_colleague_gets_a_new_password_and_is_let_go() {
    journey("staff", |stage: Stage| async move {
        let Stage { assay, browser } = &stage;
        let buyer = Buyer::found(assay).await?;
        buyer.add_colleague(RUI, RUI_MAIL, &["analyst"]).await?;

        open(browser, "/", "Sign in").await?;
        browser.follow("Forgot your password").await?;
        arrive(browser, "Forgot your password").await?;
        browser.fill("Work e-mail", RUI_MAIL).await?;
        browser.press("Send me a link").await?;
        browser.reads("a link is on its way to it").await?;
        let link = browser.until("the mail with the link", || async { Ok(buyer.link_to(RUI_MAIL).await.ok()) }).await?;
        open(browser, &link, "Choose a new password").await?;
        browser.reads(RUI_MAIL).await?;
        browser.fill("New password", "short").await?;
        browser.press("Change the password").await?;
        browser.reads("There is a problem").await?;
        browser.fill("New password", NEW_PASSWORD).await?;
        browser.press("Change the password").await?;
        arrive(browser, "Sign in").await?;
        browser.fill("Work e-mail", RUI_MAIL).await?;
        browser.fill("Password", PASSWORD).await?;
        browser.press("Sign in").await?;
        browser.reads("The address or the password is wrong").await?;
        browser.fill("Password", NEW_PASSWORD).await?;
        browser.press("Sign in").await?;
        arrive(browser, "Register").await?;

        let admin = Buyer::sign_in(assay).await?;
        let people = admin.get("/api/people").await?;
        ensure!(people.to_string().contains(RUI), "{people}");
        admin.deactivate(RUI_MAIL).await?;
        browser.follow("Vendors").await?;
        browser.reads("Sign in").await?;
        open(browser, "/people", "Sign in").await?;
        browser.fill("Work e-mail", RUI_MAIL).await?;
        browser.fill("Password", NEW_PASSWORD).await?;
        browser.press("Sign in").await?;
        browser.reads("The address or the password is wrong").await?;
        browser.fill("Work e-mail", INES_MAIL).await?;
        browser.fill("Password", PASSWORD).await?;
        browser.press("Sign in").await?;
        arrive(browser, "People").await?;
        browser.within(RUI).reads("Deactivated").await?;
        browser.press(&format!("Change {RUI}")).await?;
        browser.choose("May sign in").await?;
        browser.press("Save the change").await?;
        browser.within(RUI).reads("Active").await?;
        unspoiled(browser).await
    })
    .await;
}

//! The buyer over HTTP: makes what a journey stands on and is not about, and reads what a page alone cannot prove.
//!
//! The first member of the staff holds every role; her name and password are the same in every journey.

use crate::assay::Assay;
use anyhow::{Context, Result, bail};
use reqwest::{Client, Method};
use serde_json::{Value, json};

/// The buyer.
pub const ORGANISATION: &str = "Northwind Insurance";
/// The first member of the staff.
pub const INES: &str = "Ines Okafor";
/// Her address.
pub const INES_MAIL: &str = "ines@northwind.example";
/// Everybody's password.
pub const PASSWORD: &str = "violet kettle drifts north";
/// The vendor.
pub const VENDOR: &str = "Helix Claims";
/// Its AI system.
pub const SYSTEM: &str = "Helix Triage";
/// The vendor's person who answers.
pub const BO: &str = "Bo Lind";
/// Her address.
pub const BO_MAIL: &str = "bo@helix.example";
/// Why the buyer asks.
pub const REASON: &str = "We plan to sort motor claims with it from March.";
/// By when: far enough for every journey.
pub const DUE: &str = "2030-06-30";

/// The factors of the intake.
const FACTORS: [&str; 11] =
    ["data", "impact", "autonomy", "euclass", "scale", "people", "critical", "access", "chain", "replace", "place"];

/// The signed-in first member of the staff.
pub struct Buyer {
    client: Client,
    base: String,
}

impl Buyer {
    /// Makes the first account through the one-time link.
    ///
    /// # Errors
    /// When the program refuses.
    pub async fn found(assay: &Assay) -> Result<Self> {
        let token = assay.first_link().split('#').nth(1).context("a token")?;
        let buyer = Buyer { client: Client::builder().cookie_store(true).build()?, base: assay.url() };
        let body = json!({ "token": token, "organisation": ORGANISATION, "name": INES, "email": INES_MAIL,
            "password": PASSWORD });
        buyer.send(Method::POST, "/api/first-account", body).await?;
        Ok(buyer)
    }

    /// Signs in to the account that a journey has made.
    ///
    /// # Errors
    /// When the program refuses.
    pub async fn sign_in(assay: &Assay) -> Result<Self> {
        let buyer = Buyer { client: Client::builder().cookie_store(true).build()?, base: assay.url() };
        let body = json!({ "email": INES_MAIL, "password": PASSWORD });
        buyer.send(Method::POST, "/api/session", body).await?;
        Ok(buyer)
    }

    /// Registers the vendor with its contact. Gives its view.
    ///
    /// # Errors
    /// When the program refuses.
    pub async fn register(&self) -> Result<Value> {
        let body = json!({ "profile": { "name": VENDOR },
            "contacts": [{ "name": BO, "email": BO_MAIL, "title": "Head of compliance" }] });
        let created = self.send(Method::POST, "/api/vendors", body).await?;
        self.get(&format!("/api/vendors/{}", text(&created, "/id")?)).await
    }

    /// Adds an AI system whose intake has this level in every factor: 0 makes tier low, 4 critical. Gives its id.
    ///
    /// # Errors
    /// When the program refuses.
    pub async fn add_system(&self, vendor: &Value, name: &str, level: u8) -> Result<String> {
        let vendor = text(vendor, "/id")?;
        let body = json!({ "description": { "name": name, "purpose": "Sorts claims" } });
        let added = self.send(Method::POST, &format!("/api/vendors/{vendor}/systems"), body).await?;
        let systems = added.pointer("/systems").and_then(Value::as_array).context("systems")?;
        let system = systems.iter().find(|system| system.pointer("/description/name") == Some(&json!(name)));
        let id = text(system.context("the new system")?, "/id")?;
        let levels: Value = FACTORS.iter().map(|factor| ((*factor).to_owned(), json!(level))).collect();
        let path = format!("/api/vendors/{vendor}/systems/{id}/intake");
        self.send(Method::PUT, &path, json!({ "levels": levels })).await?;
        Ok(id)
    }

    /// Sends the quick screen about a system to the vendor's contact. Gives the assessment's id.
    ///
    /// # Errors
    /// When the program refuses.
    pub async fn ask(&self, vendor: &Value, system: &str) -> Result<String> {
        self.ask_with(vendor, system, "supplier-quick-screen").await
    }

    /// Sends a questionnaire's base questions about a system to the vendor's contact. Gives the assessment's id.
    ///
    /// # Errors
    /// When the program refuses.
    pub async fn ask_with(&self, vendor: &Value, system: &str, questionnaire: &str) -> Result<String> {
        let list = self.get("/api/templates").await?;
        let templates = list.pointer("/templates").and_then(Value::as_array).context("templates")?;
        let wanted = templates.iter().find(|one| one.pointer("/id") == Some(&json!(questionnaire)));
        let plan = json!({ "vendor": text(vendor, "/id")?, "system": system,
            "templates": [text(wanted.context("the questionnaire")?, "/hash")?], "depth": "base", "due": DUE,
            "contact": text(vendor, "/contacts/0/id")?, "reason": REASON });
        let id = text(&self.send(Method::POST, "/api/assessments", plan).await?, "/id")?;
        self.send(Method::POST, &format!("/api/assessments/{id}/sending"), json!({})).await?;
        Ok(id)
    }

    /// Registers the vendor and its system of tier low, and sends the quick screen. Gives the assessment's id.
    ///
    /// # Errors
    /// When the program refuses.
    pub async fn ask_about_a_low_tier(&self) -> Result<String> {
        let vendor = self.register().await?;
        let system = self.add_system(&vendor, SYSTEM, 0).await?;
        self.ask(&vendor, &system).await
    }

    /// Adds a contact to the vendor.
    ///
    /// # Errors
    /// When the program refuses.
    pub async fn add_contact(&self, vendor: &Value, name: &str, email: &str) -> Result<()> {
        let path = format!("/api/vendors/{}/contacts", text(vendor, "/id")?);
        self.send(Method::POST, &path, json!({ "name": name, "email": email })).await.map(drop)
    }

    /// Adds a member of the staff who has joined.
    ///
    /// # Errors
    /// When the program refuses.
    pub async fn add_colleague(&self, name: &str, email: &str, roles: &[&str]) -> Result<()> {
        self.send(Method::POST, "/api/people", json!({ "name": name, "email": email, "roles": roles })).await?;
        let link = self.link_to(email).await?;
        let token = link.split('#').nth(1).context("a token")?;
        let join = Client::new().post(format!("{}/api/joins", self.base)).header("origin", &self.base);
        answered(join.json(&json!({ "token": token, "name": name, "password": PASSWORD })), "joining").await.map(drop)
    }

    /// Ends the account of a member of the staff.
    ///
    /// # Errors
    /// When there is none with that address, or the program refuses.
    pub async fn deactivate(&self, email: &str) -> Result<()> {
        let people = self.get("/api/people").await?;
        let people = people.pointer("/people").and_then(Value::as_array).context("people")?;
        let member = people.iter().find(|one| one["email"] == email).context("the member")?;
        let body = json!({ "roles": member["roles"], "active": false });
        self.send(Method::PUT, &format!("/api/people/{}", text(member, "/id")?), body).await.map(drop)
    }

    /// The link in the newest mail to an address, as an admin copies it from the outbox.
    ///
    /// # Errors
    /// When no such mail has a link.
    pub async fn link_to(&self, email: &str) -> Result<String> {
        let outbox = self.get("/api/outbox").await?;
        let mails = outbox.pointer("/mails").and_then(Value::as_array).context("mails")?;
        let is_wanted = |mail: &&Value| mail.pointer("/to") == Some(&json!(email)) && mail["has_link"] == true;
        let mail = mails.iter().find(is_wanted).with_context(|| format!("no mail with a link to {email}"))?;
        let path = format!("/api/outbox/{}/link", text(mail, "/id")?);
        text(&self.send(Method::POST, &path, json!({})).await?, "/link")
    }

    /// How many mails to an address have a subject with these words.
    ///
    /// # Errors
    /// When the program refuses.
    pub async fn mails_to(&self, email: &str, subject: &str) -> Result<usize> {
        let outbox = self.get("/api/outbox").await?;
        let mails = outbox.pointer("/mails").and_then(Value::as_array).context("mails")?;
        let about =
            |mail: &Value| mail.pointer("/subject").and_then(Value::as_str).is_some_and(|s| s.contains(subject));
        Ok(mails.iter().filter(|mail| mail.pointer("/to") == Some(&json!(email)) && about(mail)).count())
    }

    /// Reads an address of the interface.
    ///
    /// # Errors
    /// When the program refuses.
    pub async fn get(&self, path: &str) -> Result<Value> {
        let reply = self.client.get(format!("{}{path}", self.base)).send().await?;
        Ok(reply.error_for_status()?.json().await?)
    }

    /// What the program says to a request that it must refuse with this status.
    ///
    /// # Errors
    /// When it answers anything else.
    pub async fn refused(&self, path: &str, body: Value, status: u16) -> Result<String> {
        let reply = self.client.post(format!("{}{path}", self.base)).json(&body).send().await?;
        let (got, words) = (reply.status().as_u16(), reply.text().await?);
        if got != status {
            bail!("{path} was answered with {got} instead of {status}: {words}");
        }
        Ok(words)
    }

    async fn send(&self, method: Method, path: &str, body: Value) -> Result<Value> {
        let request = self.client.request(method, format!("{}{path}", self.base)).header("origin", &self.base);
        answered(request.json(&body), path).await
    }
}

/// The answer to a request that must succeed.
pub(crate) async fn answered(request: reqwest::RequestBuilder, what: &str) -> Result<Value> {
    let reply = request.send().await?;
    let (status, words) = (reply.status(), reply.text().await?);
    if !status.is_success() {
        bail!("{what}: {status}: {words}");
    }
    Ok(if words.is_empty() { Value::Null } else { serde_json::from_str(&words)? })
}

/// The text at a place of a reply.
///
/// # Errors
/// When there is none.
pub fn text(value: &Value, place: &str) -> Result<String> {
    let found = value.pointer(place).and_then(Value::as_str);
    found.map(str::to_owned).with_context(|| format!("nothing at {place} of {value}"))
}

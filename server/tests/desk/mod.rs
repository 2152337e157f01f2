//! A buyer's desk with one vendor, ready to send: who everyone is, a questionnaire with every kind of question, and the
//! steps that most tests of assessments begin with.
//!
//! Start at [`Desk::open`]; [`Desk::sent`] sends an assessment, [`Desk::enter`] is its contact's browser.
#![allow(dead_code, reason = "each test file uses its own part of the desk")]

use crate::harness::{Assay, Browser, Reply};
use domain::actor::ActorRef;
use domain::api::people::MailState;
use domain::calendar::plus_days;
use domain::id::OrgId;
use domain::journal::Timestamp;
use domain::template::published::{Event, Published};
use domain::template::template_hash;
use serde_json::{Value, json};
use server::store::outbox::StoredMail;
use server::store::{Batch, Stream};

/// The day on which most tests play: 21 November 2026, at noon.
pub(crate) fn noon() -> Timestamp {
    Timestamp(Timestamp::start_of("2026-11-21".parse().expect("a date")).0 + 12 * 3_600_000)
}

/// The day by which answers are due, two weeks after that day.
pub(crate) const DUE: &str = "2026-12-05";

/// A buyer with one vendor and one AI system of the lowest tier.
pub(crate) struct Desk {
    /// The server.
    pub(crate) assay: Assay,
    /// The first member of the staff, who holds every role.
    pub(crate) admin: Browser,
    /// The organisation.
    pub(crate) org: OrgId,
    /// The vendor.
    pub(crate) vendor: String,
    /// The AI system.
    pub(crate) system: String,
    /// The vendor's contacts.
    pub(crate) contacts: [String; 2],
    /// The questionnaire.
    pub(crate) template: String,
}

/// The addresses of the contacts.
pub(crate) const EMAILS: [&str; 2] = ["ann@vendor.example", "ben@vendor.example"];

fn question(id: &str, kind: &str, options: &[(&str, u8)]) -> Value {
    let choices: Vec<Value> =
        options.iter().map(|(id, score)| json!({"id": id, "label": format!("Label {id}"), "score": score})).collect();
    json!({
        "id": id, "section": "KI", "text": format!("Question {id}"), "type": kind, "options": choices, "scored": true,
        "scoring": {"mode": "option"}, "weight": 3, "required": true, "na_allowed": false,
        "evidence": {"requirement": "optional", "kinds": ["policy"], "ask": "A record."}, "depth": "base",
        "remediation": {"finding": format!("{id} is weak"), "target_option": options[0].0},
    })
}

fn plain(id: &str, kind: &str, required: bool) -> Value {
    json!({
        "id": id, "section": "KI", "text": format!("Question {id}"), "type": kind, "scored": false,
        "scoring": {"mode": "none"}, "weight": 0, "required": required, "na_allowed": false,
        "evidence": {"requirement": "none"}, "depth": "base",
    })
}

/// One question of every kind; KI-02 is asked when KI-01 says yes, KI-05 is critical and may be not applicable.
pub(crate) fn kinds() -> String {
    let gate = question("KI-01", "yes_partial_no", &[("yes", 100), ("partial", 50), ("no", 0)]);
    let mut gated = plain("KI-02", "text", true);
    gated["show_if"] = json!({"q": "KI-01", "op": "in", "value": ["yes"]});
    let mut multi = plain("KI-03", "multi", true);
    let option = |id: &str| json!({"id": id, "label": id, "score": null});
    multi["options"] = json!([option("a"), option("b"), option("none")]);
    multi["options"][2]["exclusive"] = json!(true);
    let mut number = plain("KI-04", "number", false);
    number["scoring"] = json!({"mode": "none", "min": 0, "max": 100});
    let mut single = question("KI-05", "single", &[("good", 100), ("fair", 60), ("poor", 0)]);
    single["na_allowed"] = json!(true);
    single["critical"] = json!(true);
    single["fail_below"] = json!(50);
    single["weight"] = json!(4);
    single["evidence"]["requirement"] = json!("required");
    let rest = [plain("KI-06", "date", false), plain("KI-07", "text", false), plain("KI-08", "file", false)];
    let mut questions = vec![gate, gated, multi, number, single];
    questions.extend(rest);
    json!({
        "schema": "assay.template/1", "id": "kinds", "version": "1.0.0", "title": "Every kind", "summary": "",
        "locale": "en", "as_of": "2026-11-21", "estimated_minutes": 10,
        "sections": [{"id": "KI", "title": "Kinds", "weight": 1}], "questions": questions,
        "contradictions": [{
            "id": "C-KI", "text": "Yes and poor do not go together", "cap": 50, "severity": "high",
            "claim": {"q": "KI-01", "in": ["yes"]}, "counter": {"q": "KI-05", "in": ["poor"]},
        }],
    })
    .to_string()
}

/// Answers to every required question of [`kinds`].
pub(crate) fn answers() -> Vec<(&'static str, Value)> {
    vec![
        ("KI-01", json!({"value": "yes"})),
        ("KI-02", json!({"value": "We train nothing."})),
        ("KI-03", json!({"value": ["a", "b"]})),
        ("KI-05", json!({"value": "poor"})),
    ]
}

impl Desk {
    /// A desk on a server whose clock stands at [`noon`].
    pub(crate) async fn open() -> Desk {
        Desk::on(Assay::start_at(noon()).await).await
    }

    /// A desk on a server.
    pub(crate) async fn on(assay: Assay) -> Desk {
        let admin = assay.found("Nordwind AG").await;
        let me = admin.get("/api/session").await.must_be(200).json();
        let org = OrgId::new(me["organisation"]["id"].as_str().expect("an id")).expect("an id");
        let template = publish(&assay, &org, kinds()).await;
        let (vendor, system, contacts) = register(&admin).await;
        Desk { assay, admin, org, vendor, system, contacts, template }
    }

    /// The plan of an assessment for the first contact.
    pub(crate) fn plan(&self) -> Value {
        let due = plus_days(self.assay.state.clock.today(), 14);
        json!({
            "vendor": self.vendor, "system": self.system, "templates": [self.template], "depth": "base", "due": due,
            "contact": self.contacts[0], "reason": "Before the contract.",
        })
    }

    /// A draft.
    pub(crate) async fn drafted(&self) -> String {
        let made = self.admin.post("/api/assessments", self.plan()).await.must_be(200).json();
        made["id"].as_str().expect("an id").to_owned()
    }

    /// An assessment that was sent.
    pub(crate) async fn sent(&self) -> String {
        let id = self.drafted().await;
        self.admin.post(&format!("/api/assessments/{id}/sending"), json!({})).await.must_be(200);
        id
    }

    /// The token of the newest link to a contact, as an admin copies it from the outbox.
    pub(crate) async fn token(&self, contact: usize) -> String {
        self.assay.mailed_token(&self.admin, EMAILS[contact]).await
    }

    /// The browser of a contact who has used the newest link.
    pub(crate) async fn enter(&self, contact: usize) -> Browser {
        let (browser, token) = (self.assay.browser(), self.token(contact).await);
        browser.post("/api/portal/session", json!({ "token": token })).await.must_be(200);
        browser
    }

    /// Every mail of the organisation, what waits first, then the newest, links included.
    pub(crate) async fn mails(&self) -> Vec<StoredMail> {
        self.assay.state.store.mails(&self.org).await.expect("mails")
    }

    /// The text of every record of the journal.
    pub(crate) async fn journal(&self) -> Vec<String> {
        use sqlx::ConnectOptions;
        let options: sqlx::any::AnyConnectOptions = self.assay.database_url.parse().expect("a URL");
        let mut connection = options.connect().await.expect("a connection");
        sqlx::query_scalar("SELECT body FROM journal").fetch_all(&mut connection).await.expect("records")
    }

    /// How many mails with a subject that holds `words` wait for a contact.
    pub(crate) async fn mails_about(&self, words: &str, contact: usize) -> usize {
        let is_it = |mail: &&StoredMail| {
            mail.subject.contains(words) && mail.address == EMAILS[contact] && mail.state == MailState::Waiting
        };
        self.mails().await.iter().filter(is_it).count()
    }

    /// An assessment as the staff see it.
    pub(crate) async fn view(&self, id: &str) -> Value {
        self.admin.get(&format!("/api/assessments/{id}")).await.must_be(200).json()
    }

    /// Posts on an assessment, as the first member of the staff.
    pub(crate) async fn post(&self, id: &str, what: &str, body: Value) -> Reply {
        self.admin.post(&format!("/api/assessments/{id}/{what}"), body).await
    }

    /// An assessment that was answered and submitted, and its contact's browser.
    pub(crate) async fn submitted(&self) -> (String, Browser) {
        let id = self.sent().await;
        let vendor = self.enter(0).await;
        for (question, entry) in answers() {
            answer(&vendor, &id, question, 0, &entry).await.must_be(200);
        }
        submit(&vendor, &id).await.must_be(200);
        (id, vendor)
    }

    /// An assessment that was approved in spite of weak answers, and its contact's browser.
    pub(crate) async fn concluded(&self) -> (String, Browser) {
        let (id, vendor) = self.submitted().await;
        self.post(&id, "conclusion", json!({"outcome": {"outcome": "approved"}})).await.must_be(200);
        (id, vendor)
    }
}

/// Where the vendor finds an assessment.
pub(crate) fn at(id: &str, rest: &str) -> String {
    format!("/api/portal/assessments/{id}{rest}")
}

/// Puts an answer on a revision.
pub(crate) async fn answer(browser: &Browser, id: &str, question: &str, revision: u64, entry: &Value) -> Reply {
    let request = browser.request("PUT", &at(id, &format!("/answers/{question}")));
    browser.send(request.header("if-match", format!("\"{revision}\"")).json(entry)).await
}

/// Submits.
pub(crate) async fn submit(browser: &Browser, id: &str) -> Reply {
    browser.post(&at(id, "/submission"), json!({"name": "Ann Ahlers", "role": "Head of Security"})).await
}

/// Sends a file's bytes.
pub(crate) async fn send_file(browser: &Browser, id: &str, name: &str, bytes: impl Into<reqwest::Body>) -> Reply {
    let request = browser.request("POST", &at(id, "/files")).header("content-type", "application/octet-stream");
    browser.send(request.header("x-file-name", name).body(bytes)).await
}

/// Attaches a file that was sent.
pub(crate) async fn attach(browser: &Browser, id: &str, question: &str, file: &Value) -> Reply {
    let body = json!({"question": question, "file": file["file"], "name": file["name"], "kind": "policy"});
    browser.post(&at(id, "/evidence"), body).await
}

/// Attaches a policy to a question that is valid up to a day.
pub(crate) async fn attach_until(browser: &Browser, id: &str, question: &str, until: &str) -> Reply {
    let file = send_file(browser, id, "policy.txt", "Our policy.").await.must_be(200).json();
    let body = json!({
        "question": question, "file": file["file"], "name": file["name"], "kind": "policy", "valid_until": until,
    });
    browser.post(&at(id, "/evidence"), body).await
}

/// Publishes a questionnaire's file; its hash.
pub(crate) async fn publish(assay: &Assay, org: &OrgId, file: String) -> String {
    let at = assay.state.clock.now();
    let hash = template_hash(file.as_bytes());
    let before = assay.state.store.fold::<Published>(org, &Stream::template(&hash)).await.expect("a stream");
    let append = before.append(at, ActorRef::System, &[Event::Published { file }]).expect("an append");
    let mut batch = Batch::new(org.clone());
    batch.appends.push(append);
    assay.state.store.commit(batch).await.expect("published");
    hash.to_string()
}

/// The lowest level of every factor of the intake.
pub(crate) async fn levels(staff: &Browser) -> serde_json::Map<String, Value> {
    let intake = staff.get("/api/intake").await.must_be(200).json();
    let factors = intake["factors"].as_array().expect("factors").iter();
    factors.map(|factor| (factor["id"].as_str().expect("an id").to_owned(), json!(0))).collect()
}

async fn register(admin: &Browser) -> (String, String, [String; 2]) {
    let contact = |name: &str, email: &str| json!({"name": name, "email": email});
    let body = json!({
        "profile": {"name": "Helio Labs"},
        "contacts": [contact("Ann Ahlers", EMAILS[0]), contact("Ben Brandt", EMAILS[1])],
    });
    let made = admin.post("/api/vendors", body).await.must_be(200).json();
    let vendor = made["id"].as_str().expect("an id").to_owned();
    let path = format!("/api/vendors/{vendor}/systems");
    let view = admin.post(&path, json!({"description": {"name": "Helio Chat"}})).await.must_be(200).json();
    let system = view["systems"][0]["id"].as_str().expect("an id").to_owned();
    let levels = levels(admin).await;
    admin.put(&format!("{path}/{system}/intake"), json!({ "levels": levels })).await.must_be(200);
    let id = |email: &str| {
        let contacts = view["contacts"].as_array().expect("contacts");
        let found = contacts.iter().find(|contact| contact["email"] == email).expect("the contact");
        found["id"].as_str().expect("an id").to_owned()
    };
    (vendor, system, EMAILS.map(id))
}

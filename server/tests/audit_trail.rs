//! The audit trail: who took evidence and exports away, recorded before they are given, shown to admins alone.
//!
//! The records are part of the journal's chain, so they survive a restart and cannot be taken out unseen.

mod desk;
mod harness;

use clap::Parser;
use desk::{Desk, at, attach, noon, send_file, submit};
use domain::access::SAME_DOWNLOAD;
use domain::actor::Role;
use domain::journal::{DAY_MILLIS, Timestamp, sha256_hex};
use harness::{Assay, Browser};
use serde_json::{Value, json};
use server::cli::export::ExportCommand;
use server::clock::Clock;
use server::record::{check_rows, rebuild};
use std::collections::BTreeSet;

const PDF: &[u8] = b"%PDF-1.7 a policy";

#[derive(Debug, Parser)]
struct Printing {
    #[command(subcommand)]
    what: ExportCommand,
}

async fn trail(browser: &Browser, query: &str) -> Value {
    browser.get(&format!("/api/audit-trail{query}")).await.must_be(200).json()
}

fn words(trail: &Value) -> Vec<String> {
    let rows = trail["rows"].as_array().expect("rows");
    rows.iter().map(|row| row["what"].as_str().expect("words").to_owned()).collect()
}

/// An assessment with one piece of evidence that was submitted; its contact's browser; where both sides download it.
async fn with_evidence(desk: &Desk) -> (String, Browser, [String; 2]) {
    let id = desk.sent().await;
    let vendor = desk.enter(0).await;
    let sent = send_file(&vendor, &id, "plan.pdf", PDF).await.must_be(201).json();
    let piece = attach(&vendor, &id, "KI-01", &sent).await.must_be(201).json();
    let file = format!("/evidence/{}/file", piece["id"].as_str().expect("an id"));
    for (question, entry) in desk::answers() {
        desk::answer(&vendor, &id, question, 0, &entry).await.must_be(200);
    }
    let paths = [at(&id, &file), format!("/api/assessments/{id}{file}")];
    (id, vendor, paths)
}

#[tokio::test]
async fn downloads_and_exports_are_in_the_trail_with_who_took_what() {
    let desk = Desk::open().await;
    let (id, vendor, [own, shown]) = with_evidence(&desk).await;
    vendor.get(&own).await.must_be(200);
    let hidden = trail(&desk.admin, "?kind=downloads").await;
    assert_eq!(words(&hidden), ["Downloaded their own evidence, not sent or taken away since"]);
    assert!(hidden["rows"][0]["file"].is_null() && !hidden.to_string().contains("plan.pdf"), "{hidden}");
    submit(&vendor, &id).await.must_be(200);
    let auditor = desk.assay.staff(&desk.admin, &[Role::Auditor]).await;
    auditor.get(&shown).await.must_be(200);
    auditor.get("/api/register.csv?tier=high&overdue=true").await.must_be(200);
    auditor.get("/api/findings.csv").await.must_be(200);
    let printed = Printing::parse_from(["assay", "register"]).what;
    server::cli::export::print(&desk.assay.state, printed, &mut Vec::new()).await.expect("printed");
    let all = trail(&desk.admin, "").await;
    let expected = [
        "Exported the register, all of it",
        "Exported the findings, all of it",
        "Exported the register, narrowed to overdue, tier high",
        "Downloaded plan.pdf, evidence for KI-01",
        "Downloaded plan.pdf, evidence for KI-01",
    ];
    let taken: Vec<String> =
        words(&all).into_iter().filter(|what| what.starts_with("Ex") || what.starts_with("Do")).collect();
    assert_eq!(taken, expected);
    let downloads = trail(&desk.admin, "?kind=downloads").await;
    let [theirs, ours] = [&downloads["rows"][1], &downloads["rows"][0]];
    for row in [theirs, ours] {
        let about = (&row["file"], &row["assessment"], &row["of"], &row["kind"]);
        let expected = (&json!(sha256_hex(PDF)), &json!(id), &json!("Helio Chat, Helio Labs"), &json!("downloads"));
        assert_eq!(about, expected);
    }
    let who = auditor.get("/api/session").await.json();
    assert_eq!(ours["by"], json!({"id": who["person"], "name": who["name"], "side": "staff", "roles": ["auditor"]}));
    assert_eq!((&theirs["by"]["name"], &theirs["by"]["side"]), (&json!("Ann Ahlers"), &json!("vendor")));
    let exports = trail(&desk.admin, "?kind=exports").await;
    assert_eq!(exports["rows"][0]["by"], json!({"name": "System", "side": "system", "roles": []}));
    let of_one = trail(&desk.admin, &format!("?person={}", who["person"].as_str().expect("an id"))).await;
    assert_eq!(words(&of_one).iter().filter(|what| what.starts_with("Ex") || what.starts_with("Do")).count(), 3);
}

#[tokio::test]
async fn what_the_office_does_is_in_the_trail() {
    let desk = Desk::open().await;
    let member = desk.assay.staff(&desk.admin, &[Role::Analyst]).await;
    let me = member.get("/api/session").await.json();
    let path = format!("/api/people/{}", me["person"].as_str().expect("an id"));
    desk.admin.put(&path, json!({"roles": ["reviewer", "auditor"], "active": true})).await.must_be(200);
    desk.admin.put(&path, json!({"roles": ["reviewer", "auditor"], "active": false})).await.must_be(200);
    let name = me["name"].as_str().expect("a name");
    let expected = [
        format!("Deactivated {name}"),
        format!("Set the roles of {name} to Reviewer, Auditor"),
        "Joined".into(),
        "Looked at the link of a mail in the outbox".into(),
        format!("Invited {name} as Analyst"),
    ];
    let told = words(&trail(&desk.admin, "").await);
    assert_eq!(told[..expected.len()], expected);
    assert_eq!(words(&trail(&desk.admin, "?kind=links").await).len(), 1);
    assert_eq!(words(&trail(&desk.admin, "?kind=people").await).len(), 6);
    assert_eq!(words(&trail(&desk.admin, "?kind=settings").await), ["Made the organisation"]);
}

#[tokio::test]
async fn the_trail_is_for_admins_of_the_organisation_and_a_wrong_query_is_told() {
    let desk = Desk::open().await;
    let (id, vendor, [_, shown]) = with_evidence(&desk).await;
    submit(&vendor, &id).await.must_be(200);
    desk.admin.get(&shown).await.must_be(200);
    let analyst = desk.assay.staff(&desk.admin, &[Role::Analyst, Role::Reviewer, Role::Approver, Role::Auditor]).await;
    analyst.get("/api/audit-trail").await.must_be(403);
    vendor.get("/api/audit-trail").await.must_be(401);
    let others = desk.assay.found("Another buyer").await;
    let seen = trail(&others, "").await;
    assert_eq!(words(&seen).len(), 3, "{seen}");
    let person = desk.admin.get("/api/session").await.json()["person"].as_str().expect("an id").to_owned();
    assert_eq!(words(&trail(&others, &format!("?person={person}")).await), Vec::<String>::new());
    for wrong in ["?kind=nothing", "?before=x", "?before=2026-11.1", "?person=a%2Fb", "?limit=5"] {
        let refused = desk.admin.get(&format!("/api/audit-trail{wrong}")).await.must_be(400);
        assert_eq!(
            (refused.code().as_str(), refused.header("content-type")),
            ("malformed", "application/problem+json")
        );
    }
    for far in ["9999-12.1.1", "0000-01.1.1", "2026-11.0.0", "2026-11.999999999999999999.999999999999999999"] {
        trail(&desk.admin, &format!("?before={far}")).await;
    }
}

#[tokio::test]
async fn pages_follow_each_other_over_months_without_a_gap_or_a_row_twice() {
    let desk = Desk::open().await;
    let begun = words(&trail(&desk.admin, "").await).len();
    let clock = &desk.assay.state.clock;
    for number in 0..130 {
        // From November into the March after next year, several of a kind at the same moment.
        clock.set(Timestamp(noon().0 + number / 10 * 37 * DAY_MILLIS));
        if number % 10 == 0 {
            desk.admin.sign_in("person0@buyer.example", harness::PASSWORD).await.must_be(200);
        }
        desk.admin.get(&format!("/api/register.csv?name=n{number:03}")).await.must_be(200);
    }
    let (mut seen, mut pages, mut query) = (Vec::new(), 0, String::new());
    loop {
        let page = trail(&desk.admin, &query).await;
        seen.extend(words(&page));
        pages += 1;
        assert!(page["rows"].as_array().expect("rows").len() <= 50);
        let Some(next) = page["next"].as_str() else { break };
        query = format!("?before={next}");
    }
    let exports: Vec<String> =
        (0..130).rev().map(|number| format!("Exported the register, narrowed to name n{number:03}")).collect();
    let told: Vec<String> = seen.iter().filter(|what| what.starts_with("Exported")).cloned().collect();
    assert_eq!(told, exports);
    assert_eq!((seen.len(), pages), (130 + begun, 3));
    let streams = desk.assay.state.store.streams(&desk.org).await.expect("streams");
    assert_eq!(streams.iter().filter(|stream| stream.as_str().starts_with("access/")).count(), 13);
    let mut narrowed = trail(&desk.admin, "?kind=exports").await;
    let mut found = BTreeSet::from_iter(words(&narrowed));
    while let Some(next) = narrowed["next"].as_str() {
        narrowed = trail(&desk.admin, &format!("?kind=exports&before={next}")).await;
        found.extend(words(&narrowed));
    }
    assert_eq!(found.len(), 130);
}

#[tokio::test]
async fn a_file_asked_for_again_and_again_is_one_download() {
    let desk = Desk::open().await;
    let (_, vendor, [own, _]) = with_evidence(&desk).await;
    let asked = (0..20).map(|_| vendor.get(&own));
    for reply in futures::future::join_all(asked).await {
        reply.must_be(200);
    }
    assert_eq!(words(&trail(&desk.admin, "?kind=downloads").await).len(), 1);
    desk.assay.state.clock.set(Timestamp(noon().0 + SAME_DOWNLOAD));
    vendor.get(&own).await.must_be(200);
    assert_eq!(words(&trail(&desk.admin, "?kind=downloads").await).len(), 2);
}

#[tokio::test]
async fn the_trail_survives_a_restart_and_is_part_of_the_chain() {
    let desk = Desk::open().await;
    let (id, vendor, [_, shown]) = with_evidence(&desk).await;
    submit(&vendor, &id).await.must_be(200);
    desk.admin.get(&shown).await.must_be(200);
    desk.admin.get("/api/findings.csv").await.must_be(200);
    let before = trail(&desk.admin, "").await;
    let Desk { assay, admin, org, .. } = desk;
    let Assay { folder, database_url, state, .. } = assay;
    state.store.close().await;
    let assay = Assay::start_on(folder, database_url, Clock::fixed(noon()), |_| {}).await;
    let admin = admin.at(&assay.base);
    assert_eq!(trail(&admin, "").await, before);
    let (state, today) = (&assay.state, assay.state.clock.today());
    assert_eq!(state.store.verify(&[]).await.expect("verified").found, []);
    rebuild(state, &org, today).await.expect("rebuilt");
    assert_eq!(check_rows(state, &org, today).await.expect("checked").len(), 0);
    let removed = assay.tamper("DELETE FROM journal WHERE stream LIKE 'access/%' AND body LIKE '%downloaded%'").await;
    assert_eq!(removed, 1);
    assert!(!state.store.verify(&[]).await.expect("verified").found.is_empty());
}

#[tokio::test]
async fn what_cannot_be_recorded_is_not_given() {
    let desk = Desk::open().await;
    let (id, vendor, [own, shown]) = with_evidence(&desk).await;
    submit(&vendor, &id).await.must_be(200);
    // A head that no append fits is what a broken journal looks like.
    desk.admin.get("/api/register.csv").await.must_be(200);
    desk.assay.tamper("UPDATE journal SET body = 'x' WHERE stream LIKE 'access/%'").await;
    let Desk { assay, admin, .. } = desk;
    let Assay { folder, database_url, state, .. } = assay;
    state.store.close().await;
    let assay = Assay::start_on(folder, database_url, Clock::fixed(noon()), |_| {}).await;
    for (browser, path) in [
        (&vendor, own.as_str()),
        (&admin, shown.as_str()),
        (&admin, "/api/register.csv"),
        (&admin, "/api/findings.csv"),
    ] {
        let refused = browser.at(&assay.base).get(path).await.must_be(500);
        assert!(!refused.text.contains("PDF"), "{path}");
    }
}

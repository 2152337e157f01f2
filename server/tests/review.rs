//! The review and what follows it: queries that go back together, the conclusion, findings until their fix is verified.
//!
//! The vendor sees no query before all go back together, and the buyer sees only what was submitted last. Who may
//! take a step depends on the role, and the tests try the wrong ones too.

mod desk;
mod harness;

use desk::{Desk, answer, at, attach, noon, send_file, submit};
use domain::actor::Role;
use domain::journal::DAY_MILLIS;
use domain::journal::Timestamp;
use serde_json::{Value, json};
use server::clock::Clock;

fn query(question: &str, message: &str) -> Value {
    json!({"question": question, "verdict": {"verdict": "query", "message": message}})
}

#[tokio::test]
async fn queries_go_back_together_and_only_their_questions_open() {
    let desk = Desk::open().await;
    let (id, vendor) = desk.submitted().await;
    desk.post(&id, "verdicts", query("KI-05", "Why\r\npoor?")).await.must_be(200);
    let view = desk.post(&id, "verdicts", query("KI-03", "Both?")).await.must_be(200).json();
    assert_eq!(view["row"]["stage"], "in_review");
    assert_eq!(vendor.get(&at(&id, "")).await.json()["queries"], json!({}), "not sent yet");
    let early = desk.post(&id, "conclusion", json!({"outcome": {"outcome": "approved"}})).await.must_be(409);
    assert!(early.text.contains("KI-03"), "{}", early.text);
    let view = desk.post(&id, "return", json!({})).await.must_be(200).json();
    assert_eq!(view["row"]["stage"], "returned");
    assert_eq!(desk.mails_about("2 queries", 0).await, 1);
    assert_eq!(desk.post(&id, "return", json!({})).await.must_be(409).code(), "state");
    let seen = vendor.get(&at(&id, "")).await.must_be(200).json();
    assert_eq!(seen["queries"], json!({"KI-03": "Both?", "KI-05": "Why\npoor?"}));
    assert_eq!(seen["open_questions"], json!(["KI-03", "KI-05"]));
    let shut = answer(&vendor, &id, "KI-01", 1, &json!({"value": "no"})).await.must_be(409);
    assert_eq!((shut.code(), shut.json()["question"].as_str()), ("state".into(), Some("KI-01")));
    answer(&vendor, &id, "KI-05", 1, &json!({"value": "fair"})).await.must_be(200);
    let sent = send_file(&vendor, &id, "a.txt", "record").await.must_be(201).json();
    assert_eq!(attach(&vendor, &id, "KI-01", &sent).await.must_be(409).code(), "state");
    attach(&vendor, &id, "KI-05", &sent).await.must_be(201);
    assert_eq!(desk.view(&id).await["evidence"], json!([]), "the buyer sees the last submission");
    submit(&vendor, &id).await.must_be(200);
    let view = desk.view(&id).await;
    assert_eq!(
        (view["row"]["stage"].as_str(), &view["reviews"]["KI-05"]["changed"]),
        (Some("submitted"), &json!(true))
    );
    assert_eq!(view["evidence"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn the_mail_about_queries_leads_into_a_session() {
    // Where mail is sent, its link opens a live session and asks for a fresh one; an admin cannot use it.
    let start = harness::Assay::start_with(Clock::fixed(noon()), |config| {
        config.smtp_url = Some("smtp://127.0.0.1:9".into());
    });
    let desk = Desk::on(start.await).await;
    let (id, vendor) = desk.submitted().await;
    desk.post(&id, "verdicts", query("KI-05", "Why?")).await.must_be(200);
    desk.post(&id, "return", json!({})).await.must_be(200);
    let mail = desk.mails().await.into_iter().find(|mail| mail.subject.contains("one query")).expect("the mail");
    let link = mail.link.expect("a link");
    let token = json!({"token": link.split('#').nth(1).expect("a token")});
    assert_eq!(desk.assay.browser().post("/api/portal/session", token.clone()).await.must_be(410).code(), "dead_link");
    vendor.post("/api/portal/session", token.clone()).await.must_be(200);
    desk.assay.browser().post("/api/portal/links", token).await.must_be(204);
    // Where nobody sends mail, the admin hands on a link that opens by itself.
    let desk = Desk::open().await;
    let (id, _) = desk.submitted().await;
    desk.post(&id, "verdicts", query("KI-05", "Why?")).await.must_be(200);
    desk.post(&id, "return", json!({})).await.must_be(200);
    assert_eq!(desk.enter(0).await.get(&at(&id, "")).await.status, 200);
}

#[tokio::test]
async fn verdicts_and_judgements_are_a_reviewers_and_wrong_ones_are_refused() {
    let desk = Desk::open().await;
    let id = desk.sent().await;
    let vendor = desk.enter(0).await;
    let sent = send_file(&vendor, &id, "a.txt", "record").await.must_be(201).json();
    let evidence =
        attach(&vendor, &id, "KI-05", &sent).await.must_be(201).json()["id"].as_str().expect("id").to_owned();
    for (question, entry) in desk::answers() {
        let entry = if question == "KI-05" { json!({"not_applicable": "No such data."}) } else { entry };
        answer(&vendor, &id, question, 0, &entry).await.must_be(200);
    }
    assert_eq!(desk.post(&id, "verdicts", query("KI-01", "x")).await.must_be(409).code(), "state");
    submit(&vendor, &id).await.must_be(200);
    let others = [Role::Admin, Role::Analyst, Role::Approver, Role::Auditor];
    let other = desk.assay.staff(&desk.admin, &others).await;
    let judgement = format!("/api/assessments/{id}/evidence/{evidence}/judgement");
    let good = json!({"accepted": true, "level": 2, "valid_until": "2027-01-01"});
    let verdicts = format!("/api/assessments/{id}/verdicts");
    assert_eq!(other.post(&verdicts, query("KI-01", "x")).await.must_be(403).code(), "forbidden");
    assert_eq!(other.post(&judgement, good.clone()).await.must_be(403).code(), "forbidden");
    let verdict = |question: &str, verdict: Value| json!({"question": question, "verdict": verdict});
    for (body, status, place) in [
        (verdict("KI-01", json!({"verdict": "query", "message": " "})), 422, "message"),
        (verdict("KI-01", json!({"verdict": "override", "credit": 101, "reason": "x"})), 422, "credit"),
        (verdict("KI-01", json!({"verdict": "override", "credit": 50, "level": 4, "reason": "x"})), 422, "level"),
        (verdict("KI-01", json!({"verdict": "override", "credit": 50, "reason": ""})), 422, "reason"),
        (verdict("KI-05", json!({"verdict": "not_applicable", "accepted": false, "reason": ""})), 422, "reason"),
        (verdict("KI-01", json!({"verdict": "override", "credit": 256, "reason": "x"})), 400, ""),
        (verdict("KI-01", json!({"verdict": "praise"})), 400, ""),
        (verdict("KI-01", json!({"verdict": "accept", "score": 1})), 400, ""),
        (verdict("KI-99", json!({"verdict": "accept"})), 404, ""),
        (verdict("KI-07", json!({"verdict": "override", "credit": 5, "reason": "x"})), 409, ""),
        (verdict("KI-01", json!({"verdict": "not_applicable", "accepted": true})), 409, ""),
        (verdict("KI-01", json!({"verdict": "lift_override"})), 409, ""),
    ] {
        let reply = desk.admin.post(&verdicts, body.clone()).await;
        assert_eq!(reply.status, status, "{body}: {}", reply.text);
        if !place.is_empty() {
            assert_eq!(reply.json()["errors"][0]["at"], place, "{body}");
        }
    }
    for (body, status) in [
        (json!({"accepted": true, "level": 0}), 422),
        (json!({"accepted": false}), 422),
        (json!({"accepted": true, "level": 4}), 422),
        (json!({"accepted": true, "level": 2, "valid_until": "9999-01-01"}), 422),
        (json!({"accepted": true, "level": 2, "score": 9}), 400),
    ] {
        desk.admin.post(&judgement, body).await.must_be(status);
    }
    desk.post(&id, "evidence/e9/judgement", good.clone()).await.must_be(404);
    let view = desk.admin.post(&judgement, good).await.must_be(200).json();
    assert_eq!(view["evidence"][0]["judgement"]["level"], 2);
    let lowered = verdict("KI-01", json!({"verdict": "override", "credit": 40, "reason": "Only on paper."}));
    let view = desk.admin.post(&verdicts, lowered).await.must_be(200).json();
    assert_eq!(view["reviews"]["KI-01"]["override_reason"], "Only on paper.");
    assert_eq!(view["state"]["answers"]["KI-01"]["override"]["credit"], 40, "{}", view["state"]);
    // A critical question is left out by two people.
    let left_out = verdict("KI-05", json!({"verdict": "not_applicable", "accepted": true}));
    let view = desk.admin.post(&verdicts, left_out.clone()).await.must_be(200).json();
    assert!(view["conclusion_needs"].to_string().contains("second person"), "{}", view["conclusion_needs"]);
    let second = desk.assay.staff(&desk.admin, &[Role::Reviewer]).await;
    let view = second.post(&verdicts, left_out).await.must_be(200).json();
    assert_eq!(view["reviews"]["KI-05"]["not_applicable_accepted_by"].as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn a_conclusion_is_an_approvers_tells_the_vendor_and_moves_every_list() {
    let desk = Desk::open().await;
    let (id, vendor) = desk.submitted().await;
    let reviewer = desk.assay.staff(&desk.admin, &[Role::Reviewer, Role::Analyst, Role::Admin]).await;
    let path = format!("/api/assessments/{id}/conclusion");
    let approved = json!({"outcome": {"outcome": "approved"}, "reason": "Good enough."});
    assert_eq!(reviewer.post(&path, approved).await.must_be(403).code(), "forbidden");
    for (outcome, place) in [
        (json!({"outcome": "conditional", "conditions": "", "until": "2027-05-21"}), "conditions"),
        (json!({"outcome": "conditional", "conditions": "Fix it.", "until": "2026-11-21"}), "until"),
    ] {
        let problem = desk.admin.post(&path, json!({ "outcome": outcome })).await.must_be(422).json();
        assert_eq!(problem["errors"][0]["at"], place);
    }
    let outcome = json!({"outcome": "conditional", "conditions": "Fix KI-05.", "until": "2027-05-21"});
    let body = json!({"outcome": outcome, "reason": "An internal note."});
    let view = desk.admin.post(&path, body.clone()).await.must_be(200).json();
    assert_eq!((view["row"]["stage"].as_str(), &view["row"]["outcome"]), (Some("concluded"), &outcome));
    assert_eq!(view["findings"].as_array().map(Vec::len), Some(3), "{}", view["findings"]);
    assert_eq!(desk.admin.post(&path, body).await.must_be(409).code(), "state");
    let mail = desk.mails().await.into_iter().find(|mail| mail.subject.contains("approved with")).expect("the mail");
    assert!(mail.text.contains("Fix KI-05.") && mail.text.contains("21 May 2027"), "{}", mail.text);
    assert!(mail.text.contains("3 findings") && !mail.text.contains("internal note"), "{}", mail.text);
    let seen = vendor.get(&at(&id, "")).await.must_be(200).json();
    assert_eq!((&seen["outcome"], &seen["concluded"]), (&outcome, &json!("2026-11-21")));
    let session = vendor.get("/api/portal/session").await.json();
    assert_eq!(session["assessments"][0]["findings_to_do"], 3);
    let row = &desk.admin.get("/api/assessments").await.json()["assessments"][0];
    assert_eq!(row["stage"], "concluded");
    let vendor_view = desk.admin.get(&format!("/api/vendors/{}", desk.vendor)).await.json();
    assert_eq!(vendor_view["register"][0]["findings_open"], 3);
    assert_eq!(vendor_view["register"][0]["last_assessed"], "2026-11-21");
}

#[tokio::test]
async fn a_finding_is_worked_until_its_fix_is_verified_and_the_score_moves() {
    let desk = Desk::open().await;
    let (id, vendor) = desk.concluded().await;
    let before = desk.view(&id).await["row"]["score"].as_i64().expect("a score");
    let finding = "control:KI-05:1";
    let (ours, theirs) =
        (format!("/api/assessments/{id}/findings/{finding}"), at(&id, &format!("/findings/{finding}/actions")));
    let acting = format!("{ours}/actions");
    let act = |body: Value| desk.admin.post(&acting, body);
    let seen = desk.admin.get(&ours).await.must_be(200).json();
    assert_eq!(
        (seen["row"]["state_now"].as_str(), seen["row"]["title"].as_str()),
        (Some("open"), Some("KI-05 is weak"))
    );
    // Each side takes its own steps, in the order of the table.
    assert_eq!(vendor.post(&theirs, json!({"action": "agree_plan"})).await.must_be(403).code(), "forbidden");
    assert_eq!(act(json!({"action": "start_work"})).await.must_be(403).code(), "forbidden");
    assert_eq!(vendor.post(&theirs, json!({"action": "submit_fix", "note": "x"})).await.must_be(409).code(), "state");
    let late = json!({"action": "propose_plan", "plan": "", "fix_by": "2026-12-20"});
    assert_eq!(vendor.post(&theirs, late).await.must_be(422).json()["errors"][0]["at"], "plan");
    let plan = json!({"action": "propose_plan", "plan": "We\r\nmend it.", "fix_by": "2026-12-15"});
    let seen = vendor.post(&theirs, plan).await.must_be(200).json();
    let shown = seen["findings"].as_array().expect("findings").iter().find(|one| one["id"] == finding).expect("it");
    assert_eq!((shown["state"].as_str(), shown["plan"].as_str()), (Some("plan_proposed"), Some("We\nmend it.")));
    act(json!({"action": "decline_plan", "reason": "Sooner."})).await.must_be(200);
    let seen = vendor.get(&at(&id, "")).await.json();
    let shown = seen["findings"].as_array().expect("findings").iter().find(|one| one["id"] == finding).expect("it");
    assert_eq!((shown["state"].as_str(), shown["reply"].as_str()), (Some("open"), Some("Sooner.")));
    let plan = json!({"action": "propose_plan", "plan": "Now.", "fix_by": "2026-12-01"});
    vendor.post(&theirs, plan).await.must_be(200);
    let auditor = desk.assay.staff(&desk.admin, &[Role::Auditor]).await;
    assert_eq!(auditor.post(&acting, json!({"action": "agree_plan"})).await.must_be(403).code(), "forbidden");
    let view = act(json!({"action": "agree_plan"})).await.must_be(200).json();
    assert_eq!(view["row"]["finding"]["fix_due"], "2026-12-01");
    vendor.post(&theirs, json!({"action": "start_work"})).await.must_be(200);
    vendor.post(&theirs, json!({"action": "submit_fix", "note": "Done."})).await.must_be(200);
    assert_eq!(vendor.post(&theirs, json!({"action": "verify", "value": "good", "level": 2})).await.status, 403);
    let weak = act(json!({"action": "verify", "value": "poor", "level": 2})).await.must_be(422).json();
    assert_eq!(weak["errors"][0]["at"], "value");
    let view = act(json!({"action": "verify", "value": "good", "level": 2})).await.must_be(200).json();
    assert_eq!(view["row"]["state_now"], "verified");
    let newest = &view["history"][0];
    assert_eq!(newest["what"].as_str().map(|what| what.contains("verified")), Some(true), "{newest}");
    let after = desk.view(&id).await["row"]["score"].as_i64().expect("a score");
    assert!(after > before, "{before} -> {after}");
    // The contradiction went with its cause.
    let view = desk.view(&id).await;
    let open = view["findings"].as_array().expect("findings").iter();
    let states: Vec<&Value> = open.map(|row| &row["state_now"]).collect();
    assert!(states.iter().all(|state| **state == "verified" || **state == "withdrawn"), "{states:?}");
}

#[tokio::test]
async fn a_risk_is_accepted_until_a_day_and_a_due_date_is_moved_with_a_reason() {
    let desk = Desk::open().await;
    let (id, _) = desk.concluded().await;
    let path = format!("/api/assessments/{id}/findings/control:KI-05:1/actions");
    let moved = json!({"action": "move_due", "fix_due": "2027-03-01", "reason": "Their release is then."});
    let view = desk.admin.post(&path, moved).await.must_be(200).json();
    assert_eq!(view["row"]["finding"]["fix_due"], "2027-03-01");
    let nothing = json!({"action": "accept_risk", "until": "2026-11-21", "reason": "Small."});
    assert_eq!(desk.admin.post(&path, nothing).await.must_be(422).json()["errors"][0]["at"], "until");
    let accepted = json!({"action": "accept_risk", "until": "2026-12-21", "reason": "Small."});
    let view = desk.admin.post(&path, accepted).await.must_be(200).json();
    assert_eq!(view["row"]["state_now"], "risk_accepted");
    desk.assay.state.clock.set(Timestamp(noon().0 + 31 * DAY_MILLIS));
    let admin = desk.assay.browser();
    let email = admin_email(&desk).await;
    admin.sign_in(&email, harness::PASSWORD).await.must_be(200);
    let view = admin.get(&format!("/api/assessments/{id}/findings/control:KI-05:1")).await.must_be(200).json();
    assert_eq!(view["row"]["state_now"], "open", "the acceptance has ended");
    assert_eq!(
        admin.get(&format!("/api/assessments/{id}/findings/control:KI-99:1")).await.must_be(404).code(),
        "not_found"
    );
}

async fn admin_email(desk: &Desk) -> String {
    let staff = desk.assay.state.store.staff(&desk.org).await.expect("the staff");
    staff.first().expect("the first").email.clone()
}

#[tokio::test]
async fn a_newer_assessment_takes_over_from_the_one_before() {
    let desk = Desk::open().await;
    let (older, _) = desk.concluded().await;
    let (newer, _) = desk.concluded().await;
    let view = desk.view(&older).await;
    let states: Vec<&Value> =
        view["findings"].as_array().expect("findings").iter().map(|row| &row["state_now"]).collect();
    assert!(states.iter().all(|state| **state == "withdrawn"), "{states:?}");
    assert_eq!(desk.view(&newer).await["findings"].as_array().map(Vec::len), Some(3));
    let register = desk.admin.get(&format!("/api/vendors/{}", desk.vendor)).await.json();
    assert_eq!(register["register"][0]["findings_open"], 3);
}

#[tokio::test]
async fn a_reviewer_raises_a_finding_by_hand_and_the_vendor_is_told_and_works_on_it() {
    let desk = Desk::open().await;
    let (id, vendor) = desk.submitted().await;
    let weak = json!({"kind": "control", "question": "KI-05"});
    let analyst = desk.assay.staff(&desk.admin, &[Role::Analyst]).await;
    let refused = analyst.post(&format!("/api/assessments/{id}/findings"), weak.clone()).await.must_be(403);
    assert_eq!(refused.code(), "forbidden");
    let none = desk.post(&id, "findings", json!({"kind": "evidence", "question": "KI-05"})).await.must_be(409);
    assert_eq!(none.code(), "state");
    desk.post(&id, "findings", json!({"kind": "opinion", "question": "KI-05"})).await.must_be(400);
    let view = desk.post(&id, "findings", weak.clone()).await.must_be(201).json();
    assert_eq!(
        (view["row"]["stage"].as_str(), view["findings"].as_array().map(Vec::len)),
        (Some("in_review"), Some(1))
    );
    desk.post(&id, "findings", weak).await.must_be(201);
    assert_eq!(desk.mails_about("has a new finding", 0).await, 1, "raised once, told once");
    let seen = vendor.get(&at(&id, "")).await.must_be(200).json();
    assert_eq!(seen["findings"][0]["id"], "control:KI-05:1");
    let plan = json!({"action": "propose_plan", "plan": "At once.", "fix_by": "2026-12-01"});
    vendor.post(&at(&id, "/findings/control:KI-05:1/actions"), plan).await.must_be(200);
    desk.post(&id, "conclusion", json!({"outcome": {"outcome": "approved"}})).await.must_be(200);
    let findings = desk.view(&id).await["findings"].clone();
    let own: Vec<&Value> = findings.as_array().expect("findings").iter().map(|row| &row["finding"]["id"]).collect();
    assert_eq!(own.iter().filter(|id| id.as_str() == Some("control:KI-05:1")).count(), 1);
    assert!(own.iter().all(|id| id.as_str() != Some("control:KI-05:2")), "{own:?}");
}

#[tokio::test]
async fn an_assessment_with_an_erased_record_still_folds() {
    let desk = Desk::open().await;
    let (id, _) = desk.concluded().await;
    let body = domain::journal::REDACTED;
    let erase = format!(
        "UPDATE journal SET body = '{body}', salt = '' WHERE stream = 'assessment/{id}' AND body LIKE '%We train nothing.%'"
    );
    assert_eq!(desk.assay.tamper(&erase).await, 1);
    let state = server::state::AppState::new(
        server::store::Store::open(&desk.assay.database_url).await.expect("the same database"),
        desk.assay.state.clock.clone(),
        (*desk.assay.state.config).clone(),
    );
    let stream = server::store::Stream::assessment(&id.parse().expect("an id"));
    let folded = state.store.fold::<domain::assessment::Assessment>(&desk.org, &stream).await.expect("it folds");
    assert_eq!(folded.stage(), domain::assessment::Stage::Concluded);
    assert_eq!(folded.answer(&"KI-02".parse().expect("an id")), None, "what was erased is gone");
    assert_eq!(folded.version(), folded.version, "each record counts, erased or not");
    let audit = state.store.verify(&[]).await.expect("verified");
    assert_eq!((audit.found.len(), audit.redacted.len()), (1, 0), "no erasure in the journal names what was blanked");
}

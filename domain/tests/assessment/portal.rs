//! What a vendor's browser receives: only the listed keys, none of the buyer's secrets, enough to run the same rules.
//!
//! `portal_keys.txt` is the list; whoever adds a field to a portal type adds it there, after thinking.

use crate::fixture::{
    Case, analyst, answered, approver, day, evidence, example, finding, kinds, person, q, reviewer, terms, value,
    vendor,
};
use domain::answer::{Value, check_value};
use domain::api::portal::{AskPerson, PortalAssessment, PortalSession, PortalTemplate, Receipt, SentFile, Welcome};
use domain::assessment::portal::{self, PortalContext};
use domain::assessment::{
    Command, Entry, Inherited, Judgement, Names, Outcome, Stage, Verdict, ViewContext, answers, contradictions_shown,
    view,
};
use domain::finding::Action;
use domain::inherent::Tier;
use domain::scoring::Questionnaire;
use domain::template::{Depth, Template};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const KEYS: &str = include_str!("../portal_keys.txt");
const CORE: &[u8] = include_bytes!("../../../server/templates/ai-vendor-core.json");
const SHIPPED: [&[u8]; 4] = [
    CORE,
    include_bytes!("../../../server/templates/genai-addon.json"),
    include_bytes!("../../../server/templates/eu-ai-act-provider.json"),
    include_bytes!("../../../server/templates/supplier-quick-screen.json"),
];

/// Every text of this kind is written by the buyer for the buyer.
const SECRET: &str = "SECRET";

fn secret() -> String {
    format!("{SECRET} reason")
}

/// Overridden, judged, queried, answered again, concluded with conditions, findings in every hand.
fn eventful() -> Case {
    let mut case = answered(terms(Tier::Critical, 2));
    case.answer("EX-06", Entry { comment: "A comment.".into(), ..value("yes") }).expect("given");
    case.submit().expect("complete");
    let over = |credit| Verdict::Override { credit, level: Some(1), reason: secret() };
    case.verdict("EX-01", over(13)).expect("overridden");
    case.verdict("EX-07", Verdict::NotApplicable { accepted: true, reason: secret() }).expect("accepted");
    let rejected =
        Judgement { accepted: false, level: 0, valid_until: Some(day("2027-03-01")), no_end: false, reason: secret() };
    case.must(Command::Judge { evidence: evidence("e3"), judgement: rejected }, &reviewer());
    case.query("EX-02", "Which training data?").expect("queried");
    case.must(Command::Return, &reviewer());
    case
}

fn decided() -> Case {
    let mut case = eventful();
    case.answer("EX-02", value("used")).expect("answered");
    case.submit().expect("complete");
    case.verdict("EX-02", Verdict::Override { credit: 14, level: None, reason: secret() }).expect("overridden");
    let outcome = Outcome::Conditional { conditions: "Fix the training data.".into(), until: day("2027-06-30") };
    let conclude = Command::Conclude { outcome, reason: secret(), inherited: Inherited::new(), respondents: vec![] };
    case.must(conclude, &approver());
    let ids: Vec<_> = case.assessment.findings().keys().map(ToString::to_string).collect();
    case.act(&ids[0], Action::AcceptRisk { until: day("2027-02-01"), reason: secret() }, &approver())
        .expect("accepted");
    case.act(&ids[1], Action::MoveDue { fix_due: day("2027-02-01"), reason: secret() }, &analyst()).expect("moved");
    let plan = || Action::ProposePlan { plan: "Our plan.".into(), fix_by: day("2026-12-01") };
    case.act(&ids[1], plan(), &vendor()).expect("proposed");
    case.act(&ids[1], Action::DeclinePlan { reason: "Too late for us.".into() }, &analyst()).expect("declined");
    case.act(&ids[1], Action::MoveDue { fix_due: day("2027-03-01"), reason: secret() }, &analyst()).expect("moved");
    case.act(&ids[2], Action::Withdraw { reason: secret() }, &analyst()).expect("withdrawn");
    case.fix(&ids[3]);
    case
}

fn names() -> Names {
    let staff = ["ana", "rev", "app"].map(|id| (person(id), format!("{SECRET} name of {id}")));
    staff.into_iter().chain([(person("ven"), "Vera Vendor".to_string())]).collect()
}

fn ask() -> AskPerson {
    AskPerson { name: "Ada Asks".into(), email: "ada@buyer.example".into(), phone: "1".into() }
}

fn seen(case: &Case) -> PortalAssessment {
    let names = names();
    let context = PortalContext {
        organisation: "Buyer",
        ask: ask(),
        system: "Screener",
        names: &names,
        signatory: Some(("Vera Vendor".into(), "CTO".into())),
        retention_months: 36,
    };
    portal::view(&case.assessment, &case.questionnaire, &context, case.today()).expect("sent")
}

/// Every key of every object in `json`, ids of questions left out.
fn keys(json: &Json, into: &mut BTreeSet<String>) {
    match json {
        Json::Object(map) => {
            for (key, value) in map {
                if !(key.len() >= 5 && key.as_bytes().get(2..3) == Some(b"-") || key.contains("-0")) {
                    into.insert(key.clone());
                }
                keys(value, into);
            }
        }
        Json::Array(list) => list.iter().for_each(|item| keys(item, into)),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
    }
}

/// One of everything that a vendor's session receives.
fn everything() -> Vec<Json> {
    let json = |value: serde_json::Result<Json>| value.expect("JSON");
    let (returned, decided) = (eventful(), decided());
    let shipped: Vec<PortalTemplate> =
        SHIPPED.iter().map(|bytes| PortalTemplate::from(&Template::parse(bytes).expect("sound"))).collect();
    let sent = SentFile {
        file: decided.assessment.evidence()[0].file.clone(),
        size: 1_000,
        media_type: "application/pdf".into(),
        name: "e1.pdf".into(),
    };
    let assessments = portal::row(&decided.assessment, &decided.questionnaire, "Screener", decided.today());
    let session = PortalSession {
        name: "Vera Vendor".into(),
        vendor: "Lumen".into(),
        organisation: "Buyer".into(),
        ask: ask(),
        assessments: assessments.into_iter().collect(),
    };
    let (questions, minutes) = portal::welcome_counts(&decided.questionnaire);
    let welcome = Welcome {
        organisation: "Buyer".into(),
        ask: ask(),
        vendor: "Lumen".into(),
        system: "Screener".into(),
        reason: "Before the contract.".into(),
        standing_text: "Text.".into(),
        due: day("2026-11-28"),
        questions,
        minutes,
        sections: portal::welcome_sections(&decided.questionnaire),
        retention_months: 36,
    };
    vec![
        json(serde_json::to_value(seen(&returned))),
        json(serde_json::to_value(seen(&decided))),
        json(serde_json::to_value(portal::saved(&returned.assessment, &returned.questionnaire, &q("EX-06"), &names()))),
        json(serde_json::to_value(shipped)),
        json(serde_json::to_value(sent)),
        json(serde_json::to_value(session)),
        json(serde_json::to_value(welcome)),
    ]
}

#[test]
fn a_vendor_receives_only_the_listed_keys() {
    let mut found = BTreeSet::new();
    everything().iter().for_each(|json| keys(json, &mut found));
    let listed: BTreeSet<String> =
        KEYS.lines().filter(|line| !line.starts_with('#')).map(ToString::to_string).collect();
    assert_eq!(found, listed);
    for never in ["score", "credit", "weight", "cap", "critical", "override", "level", "accepted", "severity"] {
        assert!(!listed.contains(never), "{never}");
    }
}

#[test]
fn no_word_of_the_buyers_own_reaches_a_vendor() {
    for json in everything() {
        let text = json.to_string();
        assert!(!text.contains(SECRET), "{text}");
    }
    let text = serde_json::to_string(&seen(&decided())).expect("JSON");
    for meant in ["Fix the training data.", "Too late for us.", "Our plan.", "Vera Vendor", "A comment."] {
        assert!(text.contains(meant), "{meant}");
    }
}

#[test]
fn a_query_reaches_the_vendor_when_it_is_sent_and_not_before() {
    let mut case = answered(terms(Tier::High, 1));
    case.submit().expect("complete");
    case.query("EX-02", "Which training data?").expect("queried");
    assert!(seen(&case).queries.is_empty());
    assert_eq!(seen(&case).open_questions, Some(vec![]), "nothing can be changed while it is reviewed");
    case.must(Command::Return, &reviewer());
    let view = seen(&case);
    assert_eq!(view.queries, BTreeMap::from([(q("EX-02"), "Which training data?".to_string())]));
    assert_eq!(view.open_questions, Some(vec![q("EX-02")]));
}

#[test]
fn a_draft_does_not_exist_for_the_vendor() {
    let case = Case::drafted(example(), terms(Tier::High, 1));
    assert!(portal::row(&case.assessment, &case.questionnaire, "Screener", case.today()).is_none());
    let names = names();
    let context = PortalContext {
        organisation: "Buyer",
        ask: ask(),
        system: "Screener",
        names: &names,
        signatory: None,
        retention_months: 36,
    };
    assert!(portal::view(&case.assessment, &case.questionnaire, &context, case.today()).is_none());
}

#[test]
fn findings_say_what_is_asked_and_what_the_vendor_may_do() {
    let case = decided();
    let view = seen(&case);
    let by_id = |id: &str| view.findings.iter().find(|found| found.id == finding(id)).expect("shown");
    assert_eq!(by_id("control:EX-05:1").asked, "Reach this answer: Label automatic");
    assert_eq!(by_id("control:EX-05:1").title, "EX-05 is weak");
    let ids: Vec<_> = case.assessment.findings().keys().map(ToString::to_string).collect();
    assert!(by_id(&ids[0]).actions.is_empty(), "an accepted risk asks nothing");
    assert_eq!(by_id(&ids[1]).actions, ["propose_plan"]);
    assert_eq!(by_id(&ids[1]).reply.as_deref(), Some("Too late for us."));
    assert!(by_id(&ids[3]).actions.is_empty(), "the buyer's turn");
    let row = portal::row(&case.assessment, &case.questionnaire, "Screener", case.today()).expect("sent");
    let to_do = view.findings.iter().filter(|found| !found.actions.is_empty()).count();
    assert_eq!(row.findings_to_do as usize, to_do);
}

#[test]
fn the_receipt_proves_the_last_submission() {
    let case = decided();
    let receipt = seen(&case).receipt.expect("submitted");
    let submission = case.assessment.submission().expect("submitted");
    let expected = Receipt {
        at: submission.at,
        digest: submission.digest.clone(),
        name: "Vera Vendor".into(),
        role: "CTO".into(),
        answers: 7,
        evidence: 3,
    };
    assert_eq!(receipt, expected);
}

/// The questionnaire as the vendor's browser makes it from what it received.
fn in_the_browser(templates: &[Arc<Template>], depth: Depth) -> (Vec<PortalTemplate>, Questionnaire) {
    let received: Vec<PortalTemplate> =
        templates.iter().map(|template| PortalTemplate::from(template.as_ref())).collect();
    let text = serde_json::to_string(&received).expect("JSON");
    let received: Vec<PortalTemplate> = serde_json::from_str(&text).expect("read back");
    let own = received.iter().map(|template| Arc::new(template.to_template())).collect();
    (received, Questionnaire::new(own, depth).expect("they fit together"))
}

#[test]
fn the_vendors_browser_asks_checks_and_counts_as_the_server_does() {
    let template = Arc::new(Template::parse(CORE).expect("sound"));
    for depth in [Depth::Base, Depth::Deep] {
        let whole = Questionnaire::new(vec![template.clone()], depth).expect("one template");
        let (_, own) = in_the_browser(std::slice::from_ref(&template), depth);
        let mut case = Case::sent(whole.clone(), terms(Tier::High, 1));
        for round in 0..2 {
            let entries = case.assessment.entries();
            let asked = |questionnaire: &Questionnaire| -> Vec<String> {
                questionnaire.asked(&answers(&entries)).questions().map(|question| question.id.to_string()).collect()
            };
            assert_eq!(asked(&whole), asked(&own), "round {round}");
            let progress = |questionnaire| domain::assessment::progress(questionnaire, &entries, &BTreeSet::new());
            assert_eq!(progress(&whole), progress(&own));
            crate::laws::Filling::new(&whole).fill(&mut case, |_| None);
        }
        for question in whole.questions() {
            let own = own.question(&question.question.id).expect("the same questions");
            for value in
                [Value::from("yes"), Value::from(-1), Value::from(["a", "a"].as_slice()), Value::from("2026-01-01")]
            {
                assert_eq!(check_value(own, &value), check_value(&question.question, &value));
            }
        }
    }
}

#[test]
fn contradictions_are_pointed_out_between_given_answers_only() {
    let questionnaire = example();
    let (received, own) = in_the_browser(questionnaire.templates(), Depth::Deep);
    let shown = |answers: &[(&str, &str)]| {
        let entries: BTreeMap<_, _> = answers.iter().map(|(id, option)| (q(id), value(option))).collect();
        contradictions_shown(&received[0], &own, &entries).len()
    };
    assert_eq!(shown(&[("EX-04", "operating"), ("EX-05", "none")]), 1);
    assert_eq!(shown(&[("EX-04", "operating"), ("EX-05", "manual")]), 0);
    assert_eq!(shown(&[("EX-04", "partial"), ("EX-05", "none")]), 0);
    assert_eq!(shown(&[("EX-04", "operating")]), 0, "what is missing is listed as missing");
}

#[test]
fn the_welcome_counts_what_is_asked_before_any_answer() {
    assert_eq!(portal::welcome_counts(&kinds()), (7, 9), "7 of 8 questions of 10 minutes");
    let sections = portal::welcome_sections(&kinds());
    assert_eq!(sections.iter().map(|section| section.questions).sum::<u32>(), 7, "{sections:?}");
    assert!(sections.iter().all(|section| !section.title.is_empty() && section.questions > 0), "{sections:?}");
}

fn staff_view(case: &Case) -> domain::api::assessment::AssessmentView {
    let names = names();
    let contact = domain::api::vendor::PersonView {
        id: person("ven"),
        name: "Vera Vendor".into(),
        email: "v@vendor.example".into(),
        phone: String::new(),
        title: String::new(),
    };
    let context = ViewContext {
        labels: domain::assessment::Labels { vendor: "Lumen", system: "Screener" },
        names: &names,
        contact,
        signatory: Some(("Vera Vendor".into(), "CTO".into())),
        respondents: vec![],
        addresses: vec![],
        inherent: Some(5329),
        invitation: None,
        mails_by_hand: true,
    };
    view(&case.assessment, &case.events, &case.questionnaire, context, &approver(), case.now).expect("drafted")
}

#[test]
fn before_a_submission_the_buyer_sees_counts_and_no_answer() {
    let mut case = answered(terms(Tier::High, 1));
    case.answer("EX-06", Entry { comment: "UNSENT".into(), ..value("yes") }).expect("given");
    let view = staff_view(&case);
    assert_eq!((view.state, view.signatory, view.digest), (None, None, None));
    assert!(view.entries.is_empty() && view.evidence.is_empty());
    assert_eq!((view.row.counts.answered, view.row.score), (7, None));
    let told: Vec<&str> = view.history.iter().map(|line| line.what.as_str()).collect();
    assert_eq!(told, ["Sent to the vendor", "Drafted"]);
    let text = serde_json::to_string(&staff_view(&case)).expect("JSON");
    assert!(!text.contains("UNSENT") && !text.contains("opt_out"));
}

#[test]
fn during_a_return_the_buyer_sees_the_last_submission() {
    let mut case = eventful();
    case.answer("EX-02", Entry { comment: "UNSENT".into(), ..value("opt_in") }).expect("queried, so open");
    let view = staff_view(&case);
    assert_eq!(view.row.stage, Stage::Returned);
    assert_eq!(view.entries[&q("EX-02")], value("opt_out"));
    assert!(!serde_json::to_string(&view).expect("JSON").contains("UNSENT"));
    assert_eq!(view.reviews[&q("EX-02")].query.as_deref(), Some("Which training data?"));
}

#[test]
fn the_history_is_told_in_words_newest_first() {
    let view = staff_view(&decided());
    let told: Vec<&str> = view.history.iter().map(|line| line.what.as_str()).collect();
    assert_eq!(
        told,
        [
            "6 findings raised",
            "Concluded: approved with conditions until 30 June 2027",
            "EX-02 overridden: credit 14",
            "Answers submitted again",
            "Sent back with 1 query",
            "EX-02 queried",
            "EX-03: evidence rejected",
            "EX-07: \u{201c}does not apply\u{201d} accepted",
            "EX-01 overridden: credit 13, evidence level 1",
            "Answers submitted",
            "Sent to the vendor",
            "Drafted",
        ]
    );
    assert_eq!(view.history[0].who, "Assay");
    assert_eq!(view.history[3].who, "Vera Vendor");
}

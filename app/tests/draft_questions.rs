//! Questions of a draft on the page, from named examples: what appears, what is said, what is never said.
//!
//! No server answers here, as on a lost line. Run in a headless browser by `wasm-bindgen-test-runner`.
#![cfg(target_arch = "wasm32")]

use app::draft::{Draft, NoDate, Place, Save, end_of};
use app::pages::vendor::question::QuestionBlock;
use app::pages::vendor::sign::take_left_empty;
use app::pages::vendor::unsaved::UnsavedBanner;
use domain::api::portal::{PortalAssessment, SubmitBody};
use domain::api::problem::Problem;
use domain::assessment::Entry;
use gloo_timers::future::TimeoutFuture;
use leptos::mount::mount_to;
use leptos::prelude::*;
use serde_json::{Value, json};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Element, Event, File, HtmlElement, HtmlInputElement, HtmlTextAreaElement};

wasm_bindgen_test_configure!(run_in_browser);

fn question(id: &str, kind: &str, text: &str) -> Value {
    json!({
        "id": id, "section": "DAT", "text": text, "help": "", "why": "Because", "kind": kind, "options": [],
        "unit": null, "min": null, "max": null, "required": true, "na_allowed": false, "depth": "base",
        "show_if": null, "evidence": "none", "evidence_kinds": [], "evidence_ask": "", "refs": {}
    })
}

/// An assessment with a choice, a text that is asked after one of its options, and a number.
fn view(assessment: &str) -> PortalAssessment {
    let mut choice = question("DAT-01", "single", "Does it learn from our data?");
    choice["options"] = json!([
        {"id": "yes", "label": "Yes, it does", "exclusive": false},
        {"id": "no", "label": "Never", "exclusive": false}
    ]);
    choice["na_allowed"] = json!(true);
    let mut text = question("DAT-02", "text", "How can that be stopped?");
    text["show_if"] = json!({"q": "DAT-01", "op": "in", "value": ["yes"]});
    let mut number = question("DAT-03", "number", "For how many days is data kept?");
    (number["min"], number["max"]) = (json!(0), json!(100));
    serde_json::from_value(json!({
        "id": assessment, "organisation": "Aldermere", "ask": {"name": "", "email": "", "phone": ""},
        "system": "Corvane Triage", "reason": "", "due": "2026-11-28", "stage": "sent", "depth": "base",
        "templates": [{
            "id": "t", "title": "Data", "sections": [{"id": "DAT", "title": "Data", "intro": ""}],
            "questions": [choice, text, number], "rules": []
        }],
        "answers": {}, "evidence": [], "open_questions": null, "queries": {"DAT-03": "Also in backups?"},
        "receipt": null, "outcome": null, "concluded": null, "findings": [], "retention_months": 84
    }))
    .unwrap()
}

async fn shown(assessment: &str) -> (Element, Draft) {
    shown_as(view(assessment)).await
}

async fn shown_as(view: PortalAssessment) -> (Element, Draft) {
    let place: HtmlElement = document().create_element("div").unwrap().unchecked_into();
    document().body().unwrap().append_child(&place).unwrap();
    let draft = Draft::new(view).unwrap();
    let own = draft.clone();
    let blocks = move || {
        let questions: Vec<_> = own.shape().questions().cloned().enumerate().collect();
        let block = |(place, question)| view! { <QuestionBlock draft=own.clone() question number=place + 1 /> };
        questions.into_iter().map(block).collect_view()
    };
    mount_to(place.clone(), blocks).forget();
    settle().await;
    (place.into(), draft)
}

async fn settle() {
    TimeoutFuture::new(60).await;
}

fn find<T: JsCast>(place: &Element, selector: &str) -> Option<T> {
    place.query_selector(selector).unwrap().map(JsCast::unchecked_into)
}

async fn type_in(place: &Element, selector: &str, text: &str) {
    let field: Element = find(place, selector).unwrap();
    match field.dyn_ref::<HtmlTextAreaElement>() {
        Some(area) => area.set_value(text),
        None => field.unchecked_ref::<HtmlInputElement>().set_value(text),
    }
    field.dispatch_event(&Event::new("change").unwrap()).unwrap();
    settle().await;
}

async fn press(place: &Element, selector: &str, words: &str) {
    let button: HtmlElement = find(place, selector).unwrap();
    assert_eq!(button.text_content().unwrap(), words);
    button.click();
    settle().await;
}

fn entry(draft: &Draft, question: &str) -> Entry {
    untrack(|| draft.entry(&question.parse().unwrap()))
}

#[wasm_bindgen_test]
async fn a_question_appears_after_the_answer_that_asks_for_it_and_says_why() {
    let (place, _) = shown("appears").await;
    assert!(find::<Element>(&place, "#DAT-02").is_none());
    find::<HtmlElement>(&place, "input[value=yes]").unwrap().click();
    settle().await;
    let added: Element = find(&place, "#DAT-02").unwrap();
    let because: Element = find(&added, ".question__because").unwrap();
    assert_eq!(
        because.text_content().unwrap(),
        "Asked because you chose \u{201c}Yes, it does\u{201d} in question 1 of Data"
    );
    find::<HtmlElement>(&place, "input[value=no]").unwrap().click();
    settle().await;
    assert!(find::<Element>(&place, "#DAT-02").is_none());
}

#[wasm_bindgen_test]
async fn without_an_answer_from_the_server_nothing_is_said_to_be_saved() {
    let (place, draft) = shown("unsaved").await;
    find::<HtmlElement>(&place, "input[value=no]").unwrap().click();
    TimeoutFuture::new(600).await;
    let promise = untrack(|| draft.promise());
    assert_eq!((promise.save, promise.waiting, promise.is_kept), (Save::Kept, 1, true));
    assert!(place.text_content().unwrap().contains("Not saved, kept on this device"));
}

#[wasm_bindgen_test]
async fn an_answer_that_breaks_a_rule_says_what_to_do_at_its_question() {
    let (place, draft) = shown("wrong").await;
    type_in(&place, "#DAT-03-answer", "140").await;
    let fault: Element = find(&place, "#DAT-03 .field__error").unwrap();
    assert_eq!(fault.text_content().unwrap(), "Error: The number must lie between 0 and 100");
    let field: Element = find(&place, "#DAT-03-answer").unwrap();
    assert_eq!(field.get_attribute("aria-invalid").as_deref(), Some("true"));
    assert_eq!(untrack(|| draft.promise()).save, Save::Kept);
    assert_eq!(untrack(|| draft.counts()).answered, 0, "what breaks a rule counts for nothing until it is mended");
    let banner: HtmlElement = document().create_element("div").unwrap().unchecked_into();
    document().body().unwrap().append_child(&banner).unwrap();
    let own = draft.clone();
    mount_to(banner.clone(), move || view! { <UnsavedBanner draft=own /> }).forget();
    settle().await;
    assert!(banner.text_content().unwrap().contains("1 answer not saved."));
    find::<HtmlElement>(&banner, "a[href='/v/wrong/section/DAT#DAT-03']").unwrap().click();
    assert_eq!(document().active_element().unwrap().id(), "DAT-03-answer", "the link leads to the question");
    type_in(&place, "#DAT-03-answer", "40").await;
    assert!(find::<Element>(&place, "#DAT-03 .field__error").is_none());
}

#[wasm_bindgen_test]
async fn a_reason_why_it_does_not_apply_takes_the_place_of_the_answer_and_back() {
    let (place, draft) = shown("reason").await;
    find::<HtmlElement>(&place, "input[value=no]").unwrap().click();
    settle().await;
    type_in(&place, "#DAT-01-not_applicable", "There is no such data").await;
    let given = entry(&draft, "DAT-01");
    assert_eq!((given.value, given.not_applicable.as_deref()), (None, Some("There is no such data")));
    assert_eq!(untrack(|| draft.counts()).answered, 1);
    assert!(place.text_content().unwrap().contains("Before, you answered: \u{201c}Never\u{201d}"));
    find::<HtmlElement>(&place, "input[value=no]").unwrap().click();
    settle().await;
    let given = entry(&draft, "DAT-01");
    assert_eq!((given.value, given.not_applicable), (Some("no".into()), None));
    press(&place, "#DAT-01 > .row .button", "Bring the reason back").await;
    assert_eq!(entry(&draft, "DAT-01").not_applicable.as_deref(), Some("There is no such data"));
    press(&place, "#DAT-01 > .row .button", "Bring the answer back").await;
    assert_eq!(entry(&draft, "DAT-01").value, Some("no".into()));
    type_in(&place, "#DAT-01-not_applicable", " ").await;
    assert_eq!(entry(&draft, "DAT-01").value, Some("no".into()), "a blank is no reason");
    press(&place, "#DAT-01 .question__more > .button", "Clear the answer").await;
    press(&place, "#DAT-01 > .row .button", "Bring the answer back").await;
    assert_eq!(entry(&draft, "DAT-01").value, Some("no".into()));
    assert!(find::<Element>(&place, "#DAT-03-not_applicable").is_none(), "not offered where it is not allowed");
}

#[wasm_bindgen_test]
async fn what_came_back_is_asked_at_its_question_and_the_others_are_only_read() {
    let view = PortalAssessment { open_questions: Some(vec!["DAT-03".parse().unwrap()]), ..view("returned") };
    let (place, _) = shown_as(view).await;
    let asked: Element = find(&place, "#DAT-03 .banner").unwrap();
    assert_eq!(asked.text_content().unwrap(), "Aldermere asks: Also in backups?");
    assert!(find::<Element>(&place, "#DAT-03-answer").is_some());
    assert!(find::<Element>(&place, "#DAT-01 input").is_none());
    assert!(find::<Element>(&place, "#DAT-01").unwrap().text_content().unwrap().contains("Not provided"));
}

#[wasm_bindgen_test]
async fn nothing_is_sent_for_good_and_nothing_forgotten_while_an_answer_is_not_saved() {
    let (place, draft) = shown("sending").await;
    find::<HtmlElement>(&place, "input[value=no]").unwrap().click();
    let body = SubmitBody { name: "Maya Lind".into(), role: "Head of data".into() };
    assert_eq!(draft.submit(&body).await, Ok(None));
    assert_eq!(untrack(|| draft.promise()).save, Save::Kept);
    assert_eq!(entry(&draft, "DAT-01").value, Some("no".into()));
}

#[wasm_bindgen_test]
fn questions_that_the_server_names_as_left_empty_are_told_from_faults_of_the_fields() {
    let draft = Draft::new(view("empty")).unwrap();
    let mut problem: Problem = serde_json::from_value(json!({
        "type": "/problems/invalid", "title": "Invalid", "status": 422, "code": "invalid", "trace": "",
        "detail": "2 required answers are still to be given",
        "errors": [
            {"at": "DAT-03", "detail": "answer this question"},
            {"at": "role", "detail": "write your role"},
            {"at": "DAT-01", "detail": "answer this question"}
        ]
    }))
    .unwrap();
    let empty: Vec<String> =
        take_left_empty(&mut problem, draft.shape()).iter().map(|question| question.text.clone()).collect();
    assert_eq!(empty, ["For how many days is data kept?", "Does it learn from our data?"]);
    assert_eq!(problem.errors.iter().map(|fault| fault.at.as_str()).collect::<Vec<_>>(), ["role"]);
}

#[wasm_bindgen_test]
fn a_last_day_that_cannot_be_read_is_a_fault_and_not_an_evidence_without_end() {
    assert_eq!(end_of("", false), Ok(None));
    assert_eq!(end_of("2028-03-31", false), Ok("2028-03-31".parse().ok()));
    assert_eq!(end_of("", true), Err(NoDate), "half typed");
    assert_eq!(end_of("0202-03-31", false), Err(NoDate));
    assert_eq!(end_of("20280-03-31", false), Err(NoDate));
}

#[wasm_bindgen_test]
async fn a_question_for_files_is_answered_by_a_file_and_evidence_that_is_asked_for_is_missed() {
    let mut given = serde_json::to_value(view("files")).unwrap();
    let mut files = question("DAT-04", "file", "Can we have the policy?");
    files["evidence"] = json!("required");
    let mut bare = question("DAT-05", "text", "Who approved it?");
    bare["evidence"] = json!("required");
    given["templates"][0]["questions"].as_array_mut().unwrap().extend([files, bare]);
    given["open_questions"] = json!(["DAT-03", "DAT-05"]);
    given["evidence"] = json!([{"id": "e1", "question": "DAT-04", "file": "0".repeat(64), "name": "policy.pdf",
        "size": 1, "kind": "policy", "valid_until": null}]);
    given["answers"] = json!({"DAT-05": {"revision": 1, "at": 1, "by": "Maya",
        "entry": {"value": "The board", "not_applicable": null, "comment": ""}}});
    let (place, draft) = shown_as(serde_json::from_value(given).unwrap()).await;
    let words = find::<Element>(&place, "#DAT-04").unwrap().text_content().unwrap();
    assert!(words.contains("policy.pdf") && !words.contains("Not provided"), "{words}");
    let missed: Vec<String> = untrack(|| draft.bare()).iter().map(|question| question.id.to_string()).collect();
    assert_eq!(missed, ["DAT-05"]);
}

#[wasm_bindgen_test]
async fn a_file_that_is_not_attached_stays_with_the_draft_until_it_is_taken_away() {
    let (_, draft) = shown("waiting").await;
    let question = draft.shape().question(&"DAT-03".parse().unwrap()).unwrap().clone();
    let place = Place { question, finding: None };
    let file = File::new_with_str_sequence(&js_sys::Array::of1(&"text".into()), "policy.txt").unwrap();
    draft.send_file(&place, file, "text/plain");
    let waiting = || untrack(|| draft.with_waiting_files()).iter().map(|one| one.id.to_string()).collect::<Vec<_>>();
    assert_eq!(waiting(), ["DAT-03"]);
    let sending = untrack(|| draft.sendings_to(&place)).pop().unwrap();
    draft.drop_file(&sending);
    assert_eq!((waiting(), untrack(|| draft.sendings_to(&place)).len()), (Vec::new(), 0));
}

#[wasm_bindgen_test]
fn words_about_a_finding_wait_for_the_next_visit_until_they_are_sent() {
    // A program that is mounted starts what the device is written with.
    leptos::mount::mount_to_body(|| ());
    let draft = Draft::new(view("notes")).unwrap();
    let finding = "control:DAT-01:1".parse().unwrap();
    let note = |before: &str| draft.note(&finding, "plan", before.into());
    note("old").set("typed".into());
    assert_eq!(note("new").get_untracked(), "typed");
    draft.forget_notes(&finding, &["plan"]);
    assert_eq!(note("new").get_untracked(), "new");
    assert_eq!(note("newer").get_untracked(), "newer", "nobody has typed anything");
}

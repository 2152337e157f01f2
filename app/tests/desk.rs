//! The desk's parts from named examples, mounted in a browser: what a person reads and can do, not the markup.
//!
//! The questionnaire and the intake are those that the server ships, so a change of the templates can fail here.
#![cfg(target_arch = "wasm32")]

use app::pages::desk::bundle::{evaluate, what_if};
use app::pages::desk::prepare::reading;
use app::pages::desk::score::sections::steps;
use app::pages::desk::{intake, score};
use domain::answer::{Answer, State, Value};
use domain::api::portal::PortalTemplate;
use domain::inherent::{Intake, Levels};
use domain::scoring::Questionnaire;
use domain::template::{Depth, Template};
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test as test;
use web_sys::HtmlElement;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

const CORE: &[u8] = include_bytes!("../../server/templates/ai-vendor-core.json");
const INTAKE: &[u8] = include_bytes!("../../server/templates/inherent-risk.json");

fn core() -> Questionnaire {
    Questionnaire::new(vec![Arc::new(Template::parse(CORE).unwrap())], Depth::Deep).unwrap()
}

/// Every single choice answered with its last option but one.
fn weak_state(questionnaire: &Questionnaire) -> State {
    let mut state = State {
        as_of: "2026-11-21".parse().unwrap(),
        depth: Depth::Deep,
        answers: Default::default(),
        spared: Default::default(),
    };
    for entry in questionnaire.questions() {
        let question = &entry.question;
        if let Some(option) = question.options.iter().rev().nth(1).filter(|_| question.kind.is_single()) {
            state.answers.insert(question.id.clone(), Answer::of(Value::Text(option.id.to_string())));
        }
    }
    state
}

fn place() -> HtmlElement {
    let place = document().create_element("div").unwrap();
    document().body().unwrap().append_child(&place).unwrap();
    place.unchecked_into()
}

async fn tick() {
    gloo_timers::future::TimeoutFuture::new(30).await;
}

#[test]
fn the_staircase_adds_up_to_the_sum_of_points() {
    let questionnaire = core();
    let score = evaluate(&questionnaire, &weak_state(&questionnaire)).unwrap();
    let earned: i64 = steps(&score).iter().map(|step| step.earned).sum();
    assert_eq!(Some(earned), score.raw.map(i64::from));
    assert!(earned > 0);
}

#[test]
fn the_points_of_the_page_add_up_to_the_score_that_it_shows() {
    let questionnaire = core();
    let score = evaluate(&questionnaire, &weak_state(&questionnaire)).unwrap();
    let place = place();
    let shown = score.clone();
    let handle = leptos::mount::mount_to(place.clone(), move || score::points::section(&shown, &Default::default()));
    let cell = |row: usize| {
        let cell = place.query_selector(&format!("tbody tr:nth-child({row}) td[data-label=Points]")).unwrap();
        cell.and_then(|cell| cell.text_content())
    };
    let figures = (1..).map_while(cell).map(|text| text.trim().replace('.', "").parse::<i64>().unwrap());
    let sum: i64 = figures.sum();
    assert_eq!(Some(sum), score.raw.map(i64::from));
    drop(handle);
}

#[test]
fn the_preview_reads_as_the_vendor_reads_it() {
    let template = PortalTemplate::from(&Template::parse(CORE).unwrap());
    let place = place();
    let handle = leptos::mount::mount_to(place.clone(), move || reading::sections(&template, Depth::Deep));
    let text = place.text_content().unwrap_or_default();
    for words in
        ["Question 1, PRO-01", "Choose one:", "Asked depending on the answer to question", "Evidence: ", "Why we ask"]
    {
        assert!(text.contains(words), "{words}");
    }
    drop(handle);
}

#[test]
fn another_answer_changes_only_the_copy_that_is_asked_about() {
    let questionnaire = core();
    let state = weak_state(&questionnaire);
    let single =
        questionnaire.questions().iter().find(|entry| entry.question.kind.is_single() && entry.question.scored);
    let question = single.map(|entry| entry.question.clone()).unwrap();
    let best = question.options.first().unwrap().id.to_string();
    let before = evaluate(&questionnaire, &state).unwrap();
    let after = what_if(&questionnaire, &state, &question.id, |answer| answer.value = Some(Value::Text(best))).unwrap();
    assert!(after.raw > before.raw);
    assert_eq!(evaluate(&questionnaire, &state).unwrap().raw, before.raw);
}

#[test]
async fn the_intake_names_the_floor_that_raised_the_tier_while_it_is_filled_in() {
    let intake = Arc::new(Intake::parse(INTAKE).unwrap());
    let all = |level: u8| -> Levels { intake.factors.iter().map(|factor| (factor.id.clone(), level)).collect() };
    let levels = RwSignal::new(Levels::new());
    let place = place();
    let shown = intake.clone();
    let handle = leptos::mount::mount_to(place.clone(), move || {
        view! { <intake::sum::Sum intake=shown.clone() levels /> }
    });
    let text = || place.text_content().unwrap_or_default();
    assert!(text().contains("11 of 11 factors have no level yet"), "{}", text());
    levels.set(all(1));
    tick().await;
    assert!(text().contains("25.0") && text().contains("No floor holds."), "{}", text());
    levels.update(|levels| {
        if let Some(level) = levels.iter_mut().find(|(id, _)| id.as_str() == "euclass").map(|(_, level)| level) {
            *level = 4;
        }
    });
    tick().await;
    assert!(text().contains("F1") && text().contains("raises the tier to at least high"), "{}", text());
    drop(handle);
}

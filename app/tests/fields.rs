//! A field for each kind of question, from named examples: mounted, used as a person would, asked what it told.
//!
//! Run in a headless browser by `wasm-bindgen-test-runner`.
#![cfg(target_arch = "wasm32")]

use app::fields::{FieldOf, Given, answer_field};
use domain::answer::Value;
use domain::api::portal::{PortalKind, PortalOption, PortalQuestion};
use domain::template::{Depth, Refs};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Object, Reflect};
use leptos::mount::mount_to;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, HtmlTextAreaElement};

wasm_bindgen_test_configure!(run_in_browser);

fn option(id: &str, label: &str, exclusive: bool) -> PortalOption {
    PortalOption { id: id.parse().unwrap(), label: label.into(), exclusive }
}

fn question(kind: PortalKind, options: Vec<PortalOption>) -> PortalQuestion {
    PortalQuestion {
        id: "DAT-06".parse().unwrap(),
        section: "DAT".parse().unwrap(),
        text: "What protects the data?".into(),
        help: String::new(),
        why: String::new(),
        kind,
        options,
        unit: None,
        min: None,
        max: None,
        required: true,
        na_allowed: false,
        depth: Depth::Base,
        show_if: None,
        evidence: "none".into(),
        evidence_kinds: Vec::new(),
        evidence_ask: String::new(),
        refs: Refs::default(),
    }
}

/// A field on the page, and the answer it stands for: what it tells is what it shows next.
struct Shown {
    place: Element,
    value: RwSignal<Option<Value>>,
    last: RwSignal<Option<Given>>,
}

async fn shown(question: PortalQuestion, before: Option<Value>) -> Shown {
    let place: HtmlElement = document().create_element("div").unwrap().unchecked_into();
    document().body().unwrap().append_child(&place).unwrap();
    let (value, last) = (RwSignal::new(before), RwSignal::new(None));
    let on_answer = Callback::new(move |given: Given| {
        value.set(given.value.clone());
        last.set(Some(given));
    });
    let is_wrong = Signal::derive(|| false);
    let field = FieldOf { question: Arc::new(question), value: value.into(), is_wrong, on_answer };
    mount_to(place.clone(), move || answer_field(field)).forget();
    settle().await;
    Shown { place: place.into(), value, last }
}

async fn settle() {
    TimeoutFuture::new(20).await;
}

impl Shown {
    fn find<T: JsCast>(&self, selector: &str) -> T {
        self.place.query_selector(selector).unwrap().unwrap_or_else(|| panic!("no {selector}")).unchecked_into()
    }

    async fn press(&self, value: &str) {
        self.find::<HtmlInputElement>(&format!("input[value={value}]")).click();
        settle().await;
    }

    fn is_ticked(&self, value: &str) -> bool {
        self.find::<HtmlInputElement>(&format!("input[value={value}]")).checked()
    }

    async fn type_in(&self, text: &str, event: &str) {
        let input: HtmlInputElement = self.find("input, textarea");
        if let Some(area) = input.dyn_ref::<HtmlTextAreaElement>() {
            area.set_value(text);
        } else {
            input.set_value(text);
        }
        input.dispatch_event(&Event::new(event).unwrap()).unwrap();
        settle().await;
    }

    fn value(&self) -> Option<Value> {
        self.value.get_untracked()
    }

    fn is_settled(&self) -> bool {
        self.last.get_untracked().unwrap().settled
    }
}

fn list(ids: &[&str]) -> Option<Value> {
    Some(Value::from(ids))
}

#[wasm_bindgen_test]
async fn a_single_choice_is_settled_at_once_and_shows_the_answer_it_has() {
    let options = vec![option("never", "Never", false), option("optin", "Only if the buyer opts in", false)];
    let field = shown(question(PortalKind::Single, options), Some("never".into())).await;
    assert!(field.is_ticked("never"));
    field.press("optin").await;
    assert_eq!(field.value(), Some("optin".into()));
    assert!(field.is_settled() && field.is_ticked("optin") && !field.is_ticked("never"));
}

#[wasm_bindgen_test]
async fn yes_partly_and_no_stand_side_by_side() {
    let options = ["yes", "partial", "no"].map(|id| option(id, id, false)).into();
    let field = shown(question(PortalKind::YesPartialNo, options), None).await;
    assert!(field.find::<Element>(".choices").has_attribute("data-inline"));
    field.press("partial").await;
    assert_eq!(field.value(), Some("partial".into()));
}

#[wasm_bindgen_test]
async fn an_exclusive_option_takes_the_others_away_and_they_take_it_away() {
    let options = vec![
        option("hash", "Integrity is checked", false),
        option("access", "Write access is limited", false),
        option("none", "None of these", true),
    ];
    let field = shown(question(PortalKind::Multi, options), None).await;
    field.press("access").await;
    field.press("hash").await;
    assert_eq!(field.value(), list(&["hash", "access"]), "in the order of the question");
    field.press("none").await;
    assert_eq!(field.value(), list(&["none"]));
    assert!(!field.is_ticked("hash"));
    field.press("hash").await;
    assert_eq!(field.value(), list(&["hash"]));
    field.press("hash").await;
    assert_eq!(field.value(), list(&[]));
}

#[wasm_bindgen_test]
async fn a_number_says_its_limits_and_keeps_what_is_no_number() {
    let asked = PortalQuestion {
        unit: Some("percent".into()),
        min: Some(0),
        max: Some(100),
        ..question(PortalKind::Number, Vec::new())
    };
    let field = shown(asked, Some(Value::Number(0))).await;
    assert_eq!(field.find::<HtmlInputElement>("input").value(), "0");
    assert!(field.place.text_content().unwrap().contains("A whole number from 0 to 100."));
    field.type_in(" 46 ", "input").await;
    assert_eq!(field.value(), Some(Value::Number(46)));
    assert!(!field.is_settled());
    field.type_in("about 50", "change").await;
    assert_eq!(field.value(), Some("about 50".into()));
    assert!(field.is_settled());
    field.type_in("", "change").await;
    assert_eq!(field.value(), None);
}

#[wasm_bindgen_test]
async fn a_date_is_given_as_year_month_and_day() {
    let field = shown(question(PortalKind::Date, Vec::new()), Some("2026-09-14".into())).await;
    assert_eq!(field.find::<HtmlInputElement>("input").value(), "2026-09-14");
    field.type_in("2027-02-19", "change").await;
    assert_eq!(field.value(), Some("2027-02-19".into()));
}

#[wasm_bindgen_test]
async fn a_date_left_half_typed_says_so_and_takes_no_answer_back() {
    let field = shown(question(PortalKind::Date, Vec::new()), Some("2026-09-14".into())).await;
    half_typed(&field.find("input"), true);
    field.type_in("", "input").await;
    field.type_in("", "blur").await;
    assert_eq!(field.value(), Some("2026-09-14".into()));
    assert!(field.place.text_content().unwrap().contains("This date is not whole"));
    assert_eq!(field.find::<Element>("input").get_attribute("aria-invalid").as_deref(), Some("true"));
    half_typed(&field.find("input"), false);
    field.type_in("2027-02-19", "input").await;
    assert!(!field.place.text_content().unwrap().contains("This date is not whole"));
    assert_eq!(field.value(), Some("2027-02-19".into()));
}

/// Has the browser say that only a part of the date is typed, which no script can bring about by typing.
fn half_typed(input: &HtmlInputElement, is_half: bool) {
    let validity = Object::new();
    Reflect::set(&validity, &"badInput".into(), &is_half.into()).unwrap();
    let property = Object::new();
    Reflect::set(&property, &"value".into(), &validity).unwrap();
    Reflect::set(&property, &"configurable".into(), &true.into()).unwrap();
    Reflect::define_property(input, &"validity".into(), &property).unwrap();
}

#[wasm_bindgen_test]
async fn a_text_is_settled_when_the_field_is_left() {
    let field = shown(question(PortalKind::Text, Vec::new()), None).await;
    field.type_in("Two lines\nof text", "input").await;
    assert_eq!(field.value(), Some("Two lines\nof text".into()));
    assert!(!field.is_settled());
    field.type_in("Two lines\nof text", "change").await;
    assert!(field.is_settled());
}

#[wasm_bindgen_test]
async fn a_question_for_files_takes_words_about_them() {
    let field = shown(question(PortalKind::File, Vec::new()), None).await;
    assert!(field.place.text_content().unwrap().contains("Attach the files below."));
    field.type_in("Certificate, all pages", "change").await;
    assert_eq!(field.value(), Some("Certificate, all pages".into()));
}

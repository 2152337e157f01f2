//! The parts that pages are made of, from named examples: mounted, used, and asked what a person would read.
//!
//! Run in a headless browser by `wasm-bindgen-test-runner`.

use app::components::{
    BandMark, Dialog, ErrorSummary, Faults, Form, Level, Load, Loaded, PasswordField, SendButton, Sort, SortHead,
    TextField, When,
};
use domain::api::problem::Fault;
use domain::inherent::{RiskBand, Tier};
use domain::scoring::ScoreBand;
use gloo_timers::future::TimeoutFuture;
use leptos::mount::mount_to;
use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Element, HtmlElement, HtmlInputElement};

wasm_bindgen_test_configure!(run_in_browser);

/// Mounts a view into a fresh element of the document and waits until it has settled.
async fn shown<V: IntoView + 'static>(view: impl FnOnce() -> V + 'static) -> Element {
    let place: HtmlElement = document().create_element("div").unwrap().unchecked_into();
    document().body().unwrap().append_child(&place).unwrap();
    mount_to(place.clone(), view).forget();
    settle().await;
    place.into()
}

/// Longer than a frame, so that focus set in the next frame has moved.
async fn settle() {
    TimeoutFuture::new(60).await;
}

fn find(place: &Element, selector: &str) -> HtmlElement {
    place.query_selector(selector).unwrap().unwrap_or_else(|| panic!("no {selector}")).unchecked_into()
}

fn focused() -> String {
    document().active_element().map(|element| element.id()).unwrap_or_default()
}

#[wasm_bindgen_test]
async fn a_level_says_its_word_beside_its_bars() {
    let place =
        shown(|| view! { <Level of=RiskBand::Moderate /> <Level of=Tier::Critical plain=true noun="tier" /> }).await;
    assert_eq!(place.text_content().unwrap(), "ModerateCritical tier");
    assert_eq!(find(&place, ".level use").get_attribute("href").unwrap(), "#i-level-2");
}

#[wasm_bindgen_test]
async fn a_mark_is_named_for_those_who_do_not_see_it() {
    let place = shown(|| view! { <BandMark band=Some(ScoreBand::C) /> <BandMark band=None /> }).await;
    let names: Vec<String> = ["[data-band=C]", "[data-band=none]"]
        .map(|mark| find(&place, mark).get_attribute("aria-label").unwrap())
        .into();
    assert_eq!(names, ["Band C: needs work", "Not scored yet"]);
}

#[wasm_bindgen_test]
async fn the_summary_takes_the_focus_once_and_leads_to_the_field() {
    document().set_title("Settings - Assay");
    let faults = Faults::new();
    let value = RwSignal::new("typed".to_owned());
    let place = shown(move || {
        view! { <ErrorSummary faults /> <TextField name="contact.email" label="E-mail" faults value /> }
    })
    .await;
    assert!(place.query_selector(".error-summary").unwrap().is_none());

    faults.show(vec![Fault::new("contact.email", "write an e-mail address")]);
    settle().await;
    let summary = find(&place, ".error-summary");
    assert_eq!(document().active_element().as_ref(), Some(summary.unchecked_ref()));
    assert_eq!(document().title(), "Error: Settings - Assay");

    find(&place, ".error-summary a").click();
    settle().await;
    let field: HtmlInputElement = find(&place, "input").unchecked_into();
    assert_eq!(focused(), faults.id_of("contact.email"));
    assert_eq!(field.get_attribute("aria-invalid").as_deref(), Some("true"));
    assert_eq!(field.value(), "typed");
    let told = find(&place, &format!("#{}", field.get_attribute("aria-describedby").unwrap())).text_content().unwrap();
    assert_eq!(told, "Error: Write an e-mail address");

    faults.clear();
    settle().await;
    assert!(place.query_selector(".error-summary").unwrap().is_none());
    assert_eq!(document().title(), "Settings - Assay");
    place.remove();
}

#[wasm_bindgen_test]
async fn two_forms_with_a_field_of_the_same_name_do_not_share_its_id() {
    let (one, other) = (Faults::new(), Faults::new());
    let value = RwSignal::new(String::new());
    let place = shown(move || {
        view! {
            <Form faults=one busy=false on_send=|()| ()><TextField name="reason" label="Why" faults=one value /></Form>
            <Form faults=other busy=false on_send=|()| ()><TextField name="reason" label="Why not" faults=other value /></Form>
        }
    })
    .await;
    other.show(vec![Fault::new("reason", "say why not")]);
    settle().await;
    find(&place, ".error-summary a").click();
    settle().await;
    assert_eq!(focused(), other.id_of("reason"));
    let labels = [one, other].map(|faults: Faults| {
        let id = faults.id_of("reason");
        assert_eq!(find(&place, &format!("#{id}")).has_attribute("aria-invalid"), faults.any());
        find(&place, &format!("label[for={id}]")).text_content().unwrap()
    });
    assert_eq!(labels, ["Why", "Why not"]);
    place.remove();
}

#[wasm_bindgen_test]
async fn the_focus_stays_on_a_button_that_comes_anew_with_its_list() {
    let kept = Rc::new(Cell::new(None::<Loaded<u32>>));
    let keep = kept.clone();
    let place = shown(move || {
        let asked = Rc::new(Cell::new(0));
        let resource = Loaded::new(move || {
            asked.set(asked.get() + 1);
            let round = asked.get();
            async move { Ok(round) }
        });
        keep.set(Some(resource));
        view! { <Load resource label="rounds" view=|round| view! { <button id="round">{round}</button> }.into_any() /> }
    })
    .await;
    find(&place, "#round").focus().unwrap();
    kept.get().unwrap().refetch();
    settle().await;
    assert_eq!(find(&place, "#round").text_content().unwrap(), "2");
    assert_eq!(focused(), "round");
    place.remove();
}

#[wasm_bindgen_test]
async fn what_is_shown_while_something_holds_is_made_anew_each_time() {
    let (holds, made) = (RwSignal::new(true), RwSignal::new(0));
    let place = shown(move || {
        let inside = move || {
            made.update_untracked(|made| *made += 1);
            view! { <b>"here"</b> }
        };
        view! { <When holds>{inside()}</When> }
    })
    .await;
    assert_eq!(place.text_content().unwrap(), "here");
    holds.set(false);
    settle().await;
    assert_eq!(place.text_content().unwrap(), "");
    holds.set(true);
    settle().await;
    holds.set(true);
    settle().await;
    assert_eq!((place.text_content().unwrap().as_str(), made.get_untracked()), ("here", 2));
}

#[wasm_bindgen_test]
async fn a_form_under_way_is_not_sent_twice() {
    let sent = RwSignal::new(0);
    let busy = RwSignal::new(false);
    let send = move |()| {
        sent.update(|sent| *sent += 1);
        busy.set(true);
    };
    let place = shown(move || {
        view! { <Form faults=Faults::new() busy on_send=send><SendButton label="Send" busy_label="Sending" busy /></Form> }
    })
    .await;
    let button = find(&place, "button");
    button.click();
    settle().await;
    button.click();
    settle().await;
    assert_eq!(sent.get_untracked(), 1);
    assert_eq!(button.text_content().unwrap(), "Sending");
    assert_eq!(button.get_attribute("aria-busy").as_deref(), Some("true"));
}

#[wasm_bindgen_test]
async fn a_shown_password_is_hidden_again_when_the_form_is_sent() {
    let busy = RwSignal::new(false);
    let value = RwSignal::new("a long pass phrase".to_owned());
    let place = shown(move || {
        view! {
            <PasswordField name="password" label="Password" autocomplete="current-password" faults=Faults::new() value busy />
        }
    })
    .await;
    let field: HtmlInputElement = find(&place, "input").unchecked_into();
    assert_eq!(field.type_(), "password");
    find(&place, "button").click();
    settle().await;
    assert_eq!(field.type_(), "text");
    assert_eq!(find(&place, "button").text_content().unwrap(), "Hide password");
    busy.set(true);
    settle().await;
    assert_eq!(field.type_(), "password");
}

#[wasm_bindgen_test]
async fn a_sorted_column_says_which_way() {
    let sort = RwSignal::new(Sort { by: "tier".into(), descending: false });
    let place = shown(move || {
        view! {
            <table><thead><tr>
                <SortHead label="Vendor" column="vendor" sort on_sort=move |next| sort.set(next) />
            </tr></thead></table>
        }
    })
    .await;
    let head = find(&place, "th");
    assert_eq!(head.get_attribute("aria-sort"), None);
    for expected in ["ascending", "descending", "ascending"] {
        find(&place, "button").click();
        settle().await;
        assert_eq!(head.get_attribute("aria-sort").as_deref(), Some(expected));
    }
}

#[wasm_bindgen_test]
async fn a_dialog_opens_fresh_and_can_be_closed() {
    let open = RwSignal::new(false);
    let place = shown(move || {
        view! { <Dialog id="accept" title="Accept this risk?" open><input id="until" /></Dialog> }
    })
    .await;
    assert!(place.query_selector("input").unwrap().is_none());
    open.set(true);
    settle().await;
    assert!(find(&place, "dialog").has_attribute("open"));
    assert_eq!(find(&place, "h2").text_content().unwrap(), "Accept this risk?");
    open.set(false);
    settle().await;
    assert!(!find(&place, "dialog").has_attribute("open"));
}

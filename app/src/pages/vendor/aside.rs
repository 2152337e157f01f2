//! What an answer was before its other part came, offered back: nothing a person wrote is gone with one press.
//!
//! The words are kept in the page. An answer is offered while there is none, a text also beside another one.

use super::asking::Asking;
use super::words::{many, value_words};
use crate::components::{Button, Weight, focus_soon};
use crate::draft::REASON;
use crate::fields::input_id;
use domain::answer::Value;
use domain::api::portal::PortalKind;
use leptos::prelude::*;

/// This many characters of a text are enough to know it by.
const SHOWN: usize = 80;

/// The ways back to what was written before; nothing when there is nothing.
pub fn brought_back(asking: &Asking) -> impl IntoView + use<> {
    let (own, other) = (asking.clone(), asking.clone());
    let value = Memo::new(move |_| value_offered(&own));
    let reason = Memo::new(move |_| {
        let reason = other.draft.aside(&other.question.id).reason?;
        other.entry.with(|entry| entry.not_applicable.as_ref() != Some(&reason)).then_some(reason)
    });
    let (own, other) = (asking.clone(), asking.clone());
    let bring_value = Callback::new(move |()| {
        own.draft.bring_value_back(&own.question.id);
        focus_soon(input_id(&own.question.id));
    });
    let bring_reason = Callback::new(move |()| {
        other.draft.bring_reason_back(&other.question.id);
        focus_soon(other.text_id(REASON));
    });
    let question = asking.question.clone();
    let value_back = move || {
        let words = value_words(&question, &value.get()?).join(", ");
        Some(offer(&format!("Before, you answered: {}", quoted(&words)), "Bring the answer back", bring_value))
    };
    let reason_back = move || {
        let words = quoted(&reason.get()?);
        Some(offer(&format!("Before, you wrote why it does not apply: {words}"), "Bring the reason back", bring_reason))
    };
    view! { {value_back} {reason_back} }
}

fn value_offered(asking: &Asking) -> Option<Value> {
    let value = asking.draft.aside(&asking.question.id).value?;
    let is_text = matches!(asking.question.kind, PortalKind::Text | PortalKind::File);
    let is_wanted = asking.entry.with(|entry| match &entry.value {
        Some(now) => is_text && *now != value,
        None => true,
    });
    is_wanted.then_some(value)
}

fn offer(words: &str, label: &'static str, press: Callback<()>) -> impl IntoView + use<> {
    view! {
        <div class="row">
            <span class="question__by">{words.to_owned()}</span>
            <Button weight=Weight::Quiet on_press=press>{label}</Button>
        </div>
    }
}

fn quoted(text: &str) -> String {
    let rest = text.chars().count().saturating_sub(SHOWN);
    if rest == 0 {
        return format!("\u{201c}{text}\u{201d}");
    }
    let start: String = text.chars().take(SHOWN).collect();
    format!("\u{201c}{start}\u{2026}\u{201d} and {} more", many(rest, "character"))
}

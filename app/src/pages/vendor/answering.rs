//! The answer to one question where it may be changed: its field or its two versions, evidence, comment and reason.
//!
//! What one part of an answer takes the place of is offered back, see `aside`.

use super::aside::brought_back;
use super::asking::{Asking, error_line};
use super::conflict::Conflict;
use super::evidence::{Evidence, asks_for_evidence};
use super::question_texts::{comment, not_applicable};
use super::why::why;
use super::words::kept_words;
use crate::components::focus_soon;
use crate::draft::{Save, Slot, VALUE};
use crate::fields::{FieldOf, Given, answer_field, error_id, input_id};
use leptos::prelude::*;

/// The answer where it may be changed.
pub fn answering(asking: &Asking) -> impl IntoView + use<> {
    let theirs = {
        let (draft, id) = (asking.draft.clone(), asking.question.id.clone());
        Memo::new(move |_| draft.theirs(&id))
    };
    let asking = asking.clone();
    move || {
        if theirs.get().is_some() {
            return view! { <Conflict draft=asking.draft.clone() question=asking.question.clone() /> }.into_any();
        }
        let evidence = asks_for_evidence(&asking.question)
            .then(|| view! { <Evidence draft=asking.draft.clone() question=asking.question.clone() is_open=true /> });
        view! {
            {field(&asking)}
            {evidence}
            <div class="question__more">{why(&asking.question)} {comment(&asking)} {not_applicable(&asking)} {clear(&asking)}</div>
            {brought_back(&asking)}
            {kept_line(&asking)}
        }
        .into_any()
    }
}

fn field(asking: &Asking) -> impl IntoView + use<> {
    let (entry, own) = (asking.entry, asking.clone());
    let wrong = asking.clone();
    let is_wrong = Memo::new(move |_| wrong.fault(VALUE).is_some());
    let on_answer = Callback::new(move |given: Given| {
        own.edit(given.settled, |entry| {
            // An answer takes the place of "does not apply to us"; an empty field takes the place of nothing.
            if given.value.as_ref().is_some_and(|value| !value.is_empty()) {
                entry.not_applicable = None;
            }
            entry.value = given.value;
        });
    });
    let value = Memo::new(move |_| entry.with(|entry| entry.value.clone()));
    let shown = asking.clone();
    let id = error_id(&asking.question);
    view! {
        {move || shown.fault(VALUE).map(|sentence| error_line(id.clone(), sentence))}
        {answer_field(FieldOf { question: asking.question.clone(), value: value.into(), is_wrong: is_wrong.into(), on_answer })}
    }
}

/// Takes a choice back, which radio buttons alone cannot.
fn clear(asking: &Asking) -> impl IntoView + use<> {
    let own = asking.clone();
    let is_given = Memo::new(move |_| own.entry.with(|entry| entry.value.is_some() || entry.not_applicable.is_some()));
    let own = asking.clone();
    let press = Callback::new(move |()| {
        own.draft.clear(&own.question.id);
        focus_soon(input_id(&own.question.id));
    });
    move || {
        is_given.get().then(|| {
            view! {
                <button class="button" data-kind="quiet" type="button" on:click=move |_| press.run(())>
                    "Clear the answer"
                </button>
            }
        })
    }
}

/// Says at the question that its answer is not saved.
fn kept_line(asking: &Asking) -> impl IntoView + use<> {
    let slot = asking.draft.slot(&asking.question.id);
    let is_kept = Memo::new(move |_| slot.as_ref().is_some_and(|slot| slot.with(Slot::save) == Save::Kept));
    let draft = asking.draft.clone();
    let words = move || kept_words(draft.is_kept_here());
    move || is_kept.get().then(|| view! { <p class="question__by">{words.clone()}</p> })
}

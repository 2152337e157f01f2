//! One question: text, why it is asked, what counts, the answer, evidence, comment, and "does not apply to us".
//!
//! Shown when it is asked. Where the answer may not be changed it is read, not edited.

use super::asking::{Asking, error_line};
use super::conflict::Conflict;
use super::evidence::{Evidence, asks_for_evidence};
use super::question_texts::{comment, not_applicable};
use super::why::why;
use super::words::{because, entry_words};
use crate::components::focus_soon;
use crate::components::{Banner, Icon, Symbol};
use crate::draft::{Draft, Save, Slot, VALUE};
use crate::fields::{FieldOf, Given, answer_field, error_id, input_id};
use domain::api::portal::PortalQuestion;
use leptos::prelude::*;
use std::sync::Arc;

/// One question, in the questionnaire's frame.
#[component]
pub fn QuestionBlock(
    /// The draft.
    draft: Draft,
    /// The question.
    question: Arc<PortalQuestion>,
    /// Its place in the section, from 1.
    number: usize,
) -> impl IntoView {
    let is_asked = {
        let (draft, id) = (draft.clone(), question.id.clone());
        Memo::new(move |_| draft.is_asked(&id))
    };
    let asking = Asking::new(draft, question);
    move || is_asked.get().then(|| block(asking.clone(), number))
}

fn block(asking: Asking, number: usize) -> impl IntoView {
    let question = asking.question.clone();
    let because = because_line(&asking);
    let is_added = question.show_if.is_some();
    let wrong = asking.clone();
    let status = move || wrong.fault(VALUE).map(|_| "error").or(is_added.then_some("revealed"));
    let hint_id = format!("{}-hint", question.id);
    let query = {
        let (draft, id) = (asking.draft.clone(), question.id.clone());
        move || {
            let view = draft.view();
            let query = view.queries.get(&id).cloned()?;
            let asks = format!("{} asks: ", view.organisation);
            Some(view! { <Banner><p><b>{asks}</b><span class="written">{query}</span></p></Banner> })
        }
    };
    let is_open = {
        let (draft, id) = (asking.draft.clone(), question.id.clone());
        Memo::new(move |_| draft.is_open(&id))
    };
    let answer = move || if is_open.get() { editable(&asking).into_any() } else { said(&asking).into_any() };
    view! {
        <fieldset
            class="question"
            id=question.id.to_string()
            data-status=status
            aria-describedby=(!question.help.is_empty()).then(|| hint_id.clone())
        >
            <legend class="question__text">
                <span class="question__number">{format!("Question {number}")}</span>
                {question.text.clone()}
                {(!question.required).then_some(" (optional)")}
            </legend>
            {because}
            {query}
            {(!question.help.is_empty()).then(|| view! { <p class="question__hint" id=hint_id.clone()>{question.help.clone()}</p> })}
            {answer}
        </fieldset>
    }
}

fn because_line(asking: &Asking) -> impl IntoView + use<> {
    let (draft, question) = (asking.draft.clone(), asking.question.clone());
    let words = Memo::new(move |_| because(draft.shape(), &draft.entries(), &question));
    move || {
        words
            .get()
            .map(|words| view! { <p class="question__because"><Icon symbol=Symbol::Reply small=true />{words}</p> })
    }
}

/// The answer where it may be changed.
fn editable(asking: &Asking) -> impl IntoView + use<> {
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
            // An answer takes the place of "does not apply to us".
            entry.not_applicable = None;
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
        own.edit(true, |entry| {
            entry.value = None;
            entry.not_applicable = None;
        });
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
    move || is_kept.get().then(|| view! { <p class="question__by">"Not saved, kept on this device"</p> })
}

/// The answer where it may only be read.
fn said(asking: &Asking) -> impl IntoView + use<> {
    let entry = asking.entry.get();
    let mut lines = entry_words(&asking.question, &entry);
    if lines.is_empty() {
        lines.push("Not provided".to_owned());
    }
    if !entry.comment.is_empty() {
        lines.push(format!("Comment: {}", entry.comment));
    }
    let evidence = asks_for_evidence(&asking.question)
        .then(|| view! { <Evidence draft=asking.draft.clone() question=asking.question.clone() is_open=false /> });
    view! {
        {lines.into_iter().map(|line| view! { <p class="written">{line}</p> }).collect_view()}
        {evidence}
        <div class="question__more">{why(&asking.question)}</div>
    }
}

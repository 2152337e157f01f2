//! One question: text, why it is asked, what counts, the answer, evidence, comment, and "does not apply to us".
//!
//! Shown when it is asked. Where the answer may not be changed it is read, not edited; `answering` edits it.

use super::answering::answering;
use super::asking::Asking;
use super::evidence::{Evidence, asks_for_evidence};
use super::why::why;
use super::words::{answer_words, because};
use crate::components::{Banner, Icon, Symbol};
use crate::draft::{Draft, VALUE};
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
    let answer = move || if is_open.get() { answering(&asking).into_any() } else { said(&asking).into_any() };
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

/// The answer where it may only be read.
fn said(asking: &Asking) -> impl IntoView + use<> {
    let entry = asking.entry.get();
    let pieces = asking.draft.evidence_of(&asking.question.id);
    let mut lines = answer_words(&asking.question, &entry, &pieces);
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

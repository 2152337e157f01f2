//! The short forms behind the verdict's buttons: a query, an override, a refusal.
//!
//! Each form checks that its text is there before it sends. All share the one `Sending` of the question, so their
//! faults and the open form are held in `verdict_sending`.

use super::super::bundle::Open;
use super::verdict_sending::Sending;
use crate::components::{Form, Leave, SelectField, TextArea, TextField, Weight, send_row};
use domain::api::problem::Fault;
use domain::assessment::Verdict;
use domain::id::QuestionId;
use leptos::prelude::*;

/// The last row of a form.
fn row(label: &'static str, sending: Sending) -> AnyView {
    let close = Callback::new(move |()| sending.close());
    send_row(label, "Saving", sending.send.pending(), Weight::Main, Leave::Close(close))
}

/// Asks the vendor.
#[component]
pub fn QueryForm(
    /// The assessment on the page.
    open: Open,
    /// The question.
    question: QuestionId,
    /// How it is sent.
    sending: Sending,
) -> impl IntoView {
    let known = open.view.with_untracked(|view| {
        view.reviews.get(&question).filter(|review| !review.query_sent).and_then(|review| review.query.clone())
    });
    let message = RwSignal::new(known.unwrap_or_default());
    let faults = sending.faults;
    let send = move |()| {
        if message.with_untracked(|message| message.trim().is_empty()) {
            faults.show(vec![Fault::new("message", "say what the vendor should answer")]);
        } else {
            sending.send.dispatch_local(Verdict::Query { message: message.get_untracked() });
        }
    };
    view! {
        <Form faults busy=sending.send.pending() on_send=send>
            <TextArea name="message" label="What you ask, for the vendor to read" faults value=message rows=3
                hint="Queries collect and go back together." />
            {row("Keep the query", sending)}
        </Form>
    }
}

/// Sets the credit instead of the answer's own.
#[component]
pub fn OverrideForm(
    /// The assessment on the page.
    open: Open,
    /// The question.
    question: QuestionId,
    /// How it is sent.
    sending: Sending,
) -> impl IntoView {
    let own = open.score().and_then(|score| score.row(&question).copied());
    let (known, reason) = open.view.with_untracked(|view| {
        let answer = view.state.as_ref().and_then(|state| state.answers.get(&question));
        let reason = view.reviews.get(&question).and_then(|review| review.override_reason.clone());
        (answer.and_then(|answer| answer.override_), reason.unwrap_or_default())
    });
    let start = known.map_or_else(|| own.map_or(0, |row| row.credit), |known| known.credit);
    let credit = RwSignal::new(start.to_string());
    let level = RwSignal::new(known.and_then(|known| known.level).map(|level| level.to_string()).unwrap_or_default());
    let reason = RwSignal::new(reason);
    let faults = sending.faults;
    let send = move |()| {
        let mut wrong = Vec::new();
        let credit = credit.get_untracked().trim().parse::<u8>().ok().filter(|credit| *credit <= 100);
        if credit.is_none() {
            wrong.push(Fault::new("credit", "write a whole number from 0 to 100"));
        }
        if reason.with_untracked(|reason| reason.trim().is_empty()) {
            wrong.push(Fault::new("reason", "say why, for the record"));
        }
        match credit {
            Some(credit) if wrong.is_empty() => {
                let level = level.get_untracked().parse().ok();
                sending.send.dispatch_local(Verdict::Override { credit, level, reason: reason.get_untracked() });
            }
            Some(_) | None => faults.show(wrong),
        }
    };
    let mut levels = vec![(String::new(), "As the evidence says".to_owned())];
    levels.extend((0..=3).map(|level| (level.to_string(), format!("Level {level}"))));
    let label = own.map_or_else(|| "Credit".to_owned(), |row| format!("Credit instead of {}", row.own_credit));
    view! {
        <Form faults busy=sending.send.pending() on_send=send>
            <TextField name="credit" label faults value=credit inputmode="numeric" width="s" hint=options(open, &question) />
            <SelectField name="level" label="Evidence level" faults value=level choices=Signal::stored(levels) />
            <TextArea name="reason" label="Reason, for the record" faults value=reason rows=2
                hint="The answer is kept and shown; contradictions no longer cap it." />
            {row("Override the credit", sending)}
        </Form>
    }
}

/// The options with their credits, to choose a number by.
fn options(open: Open, question: &QuestionId) -> String {
    let questionnaire = open.questionnaire();
    let Some(question) = questionnaire.question(question) else { return String::new() };
    let worth = question.options.iter().filter_map(|option| Some(format!("{}: {}", option.score?, option.label)));
    let worth: Vec<String> = worth.collect();
    if worth.is_empty() { "From 0 to 100.".to_owned() } else { format!("From 0 to 100. {}.", worth.join("; ")) }
}

/// Decides that the question applies after all.
#[component]
pub fn RefuseForm(
    /// How it is sent.
    sending: Sending,
) -> impl IntoView {
    let reason = RwSignal::new(String::new());
    let faults = sending.faults;
    let send = move |()| {
        if reason.with_untracked(|reason| reason.trim().is_empty()) {
            faults.show(vec![Fault::new("reason", "say why it applies, for the record")]);
        } else {
            let reason = reason.get_untracked();
            sending.send.dispatch_local(Verdict::NotApplicable { accepted: false, reason });
        }
    };
    view! {
        <Form faults busy=sending.send.pending() on_send=send>
            <TextArea name="reason" label="Why it applies, for the record" faults value=reason rows=2
                hint="It then counts as unanswered. Send a query to get an answer." />
            {row("It applies", sending)}
        </Form>
    }
}

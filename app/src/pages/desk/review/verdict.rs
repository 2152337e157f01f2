//! The verdict on one answer: accept, query, override, or decide whether it does not apply.
//!
//! Only an acceptance moves on to the next question; after a query, an override or a refusal the question stays
//! open. Every verdict goes through `verdict_sending`.

use super::super::bundle::Open;
use super::item::{Mark, mark};
use super::standing::{closed, standing};
use super::verdict_forms::{OverrideForm, QueryForm, RefuseForm};
use super::verdict_sending::{HEADING, Opened, Sending, use_sending};
use crate::components::{Button, ErrorSummary, Opener, Weight};
use crate::visit::Visit;
use domain::actor::Role;
use domain::answer::NotApplicable;
use domain::assessment::Verdict;
use domain::id::QuestionId;
use leptos::prelude::*;

/// Whether the signed-in person may give verdicts and judge evidence now. Tracked.
pub fn may_review(open: Open) -> bool {
    Visit::current().has(Role::Reviewer) && open.view.with(|view| view.row.stage.is_reviewed())
}

/// Whether the vendor has a query on this question: until it comes back there is no verdict on it. Tracked.
fn is_with_vendor(open: Open, question: &QuestionId) -> bool {
    open.view.with(|view| mark(view, question) == Mark::WithVendor)
}

/// The section.
#[component]
pub fn Verdicts(
    /// The assessment on the page.
    open: Open,
    /// The question.
    question: QuestionId,
    /// Opens the next question to do, and tells whether there was one.
    advance: Callback<QuestionId, bool>,
) -> impl IntoView {
    let sending = use_sending(open, question.clone(), advance);
    let (buttons_of, standing_of, form_of) = (question.clone(), question.clone(), question);
    let may = move |question: &QuestionId| may_review(open) && !is_with_vendor(open, question);
    let form = move || {
        Some(match sending.opened.get()? {
            Opened::Query => view! { <QueryForm open question=form_of.clone() sending /> }.into_any(),
            Opened::Override => view! { <OverrideForm open question=form_of.clone() sending /> }.into_any(),
            Opened::Refuse => view! { <RefuseForm sending /> }.into_any(),
        })
    };
    view! {
        <section class="stack" data-gap="s" aria-labelledby=HEADING>
            <h2 id=HEADING tabindex="-1">"Verdict"</h2>
            {move || open.view.with(|view| standing(view, &standing_of))}
            {move || if may(&buttons_of) { buttons(open, &buttons_of, sending) } else { closed(open) }}
            {move || sending.opened.get().is_none().then(|| view! { <ErrorSummary faults=sending.faults /> }.into_any())}
            {form}
        </section>
    }
}

fn buttons(open: Open, question: &QuestionId, sending: Sending) -> AnyView {
    let (claimed, overridden) = open.view.with(|view| {
        let answer = view.state.as_ref().and_then(|state| state.answers.get(question));
        (answer.and_then(|answer| answer.na), answer.is_some_and(|answer| answer.override_.is_some()))
    });
    let scored = open.questionnaire().question(question).is_some_and(|question| question.scored);
    let pending = claimed == Some(NotApplicable::Pending);
    let decided = claimed.is_some() && !pending;
    let accept_na = Verdict::NotApplicable { accepted: true, reason: String::new() };
    view! {
        <div class="verdict__keys">
            {(claimed.is_none()).then(|| direct("Accept", Weight::Main, Verdict::Accept, sending))}
            {(pending || decided).then(|| direct("Does not apply", Weight::Main, accept_na, sending))}
            {(pending || decided).then(|| opener(Opened::Refuse, sending))}
            {opener(Opened::Query, sending)}
            {scored.then(|| opener(Opened::Override, sending))}
            {overridden.then(|| direct("Lift the override", Weight::Plain, Verdict::LiftOverride, sending))}
        </div>
    }
    .into_any()
}

fn direct(label: &'static str, weight: Weight, verdict: Verdict, sending: Sending) -> AnyView {
    let press = move |()| sending.send.dispatch_local(verdict.clone());
    view! { <Button weight busy=sending.send.pending() on_press=press>{label}</Button> }.into_any()
}

fn opener(own: Opened, sending: Sending) -> AnyView {
    let press = move |()| {
        sending.faults.clear();
        sending.opened.update(|opened| *opened = (*opened != Some(own)).then_some(own));
    };
    let label = own.label();
    let is_open = Signal::derive(move || sending.opened.get() == Some(own));
    view! { <Opener id=sending.faults.id_of(label) is_open on_press=press label /> }.into_any()
}

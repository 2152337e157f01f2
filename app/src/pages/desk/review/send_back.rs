//! Sends the collected queries back together. Only those questions open again for the vendor.
//!
//! Only queries that the vendor does not have yet are counted and listed, and the button is only for reviewers and
//! analysts.

use super::super::bundle::Open;
use super::HEADING;
use super::item::{Mark, items};
use crate::api;
use crate::components::{
    Button, Dialog, Faults, Form, Toasts, Weight, When, count, dialog_row, focus_soon, shutting, submission,
};
use crate::visit::Visit;
use domain::actor::Role;
use domain::api::assessment::AssessmentView;
use domain::id::QuestionId;
use leptos::prelude::*;

/// The button with its dialog; nothing while there is no query to send.
#[component]
pub fn SendBack(
    /// The assessment on the page.
    open: Open,
) -> impl IntoView {
    let visit = Visit::current();
    let shown = RwSignal::new(false);
    let words = Signal::derive(move || format!("Send back {}", count(queries(open).len(), "query", "queries")));
    let may = move || visit.has(Role::Reviewer) || visit.has(Role::Analyst);
    view! {
        <When holds=move || may() && !queries(open).is_empty()>
            <p class="row"><Button weight=Weight::Quiet on_press=move |()| shown.set(true)>{words}</Button></p>
        </When>
        <Dialog title=words id="send-back" open=shown>
            <SendBackForm open shown />
        </Dialog>
    }
}

#[component]
fn SendBackForm(open: Open, shown: RwSignal<bool>) -> impl IntoView {
    let faults = Faults::new();
    let toasts = Toasts::current();
    let take = open.taker();
    let id = open.view.with_untracked(|view| view.id.clone());
    let send = submission(
        faults,
        move || {
            let id = id.clone();
            async move { api::assessment::send_back(&id).await }
        },
        move |view: AssessmentView| {
            toasts.say("The queries are sent back");
            take.try_run(view);
            shown.try_set(false);
            focus_soon(HEADING.into());
        },
    );
    let busy = send.pending();
    let line = move |question: QuestionId| {
        let message = open.view.with(|view| view.reviews.get(&question).and_then(|review| review.query.clone()));
        view! { <dt>{question.to_string()}</dt><dd class="written">{message}</dd> }.into_any()
    };
    view! {
        <Form faults busy on_send=move |()| { send.dispatch_local(()); }>
            <p>"Only these questions open again for the vendor. The rest stays as submitted."</p>
            <dl class="facts">{move || queries(open).into_iter().map(line).collect_view()}</dl>
            {dialog_row("Send back", "Sending", busy, Weight::Main, shutting(shown))}
        </Form>
    }
}

/// The questions whose query the vendor does not have yet. Tracked.
fn queries(open: Open) -> Vec<QuestionId> {
    items(open).into_iter().filter(|item| item.mark == Mark::Query).map(|item| item.id).collect()
}

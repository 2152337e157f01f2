//! The dialogs about when it ends: another due date, or taking it back. Neither deletes an answer.
//! A draft is withdrawn by the same form, without an open assessment: so it takes the id and who gets the reply.

use super::super::bundle::Open;
use super::manage_sending::{sending, sending_of};
use crate::api::{self, Error};
use crate::components::{Faults, Form, TextArea, Weight, dialog_row};
use crate::pages::desk::due_field::DueField;
use domain::answer::parse_date;
use domain::api::assessment::{AssessmentView, DueBody, ReasonBody};
use domain::api::problem::Fault;
use domain::id::AssessmentId;
use leptos::prelude::*;

#[component]
pub fn DueForm(
    /// The assessment on the page.
    open: Open,
    /// Closes the dialog.
    shut: Callback<()>,
) -> impl IntoView {
    let faults = Faults::new();
    let day = RwSignal::new(open.view.with_untracked(|view| view.plan.due.to_string()));
    let send = sending(open, shut, faults, "The due date is moved", move |id| {
        let due = parse_date(&day.get_untracked());
        async move { api::assessment::extend(&id, &DueBody { due: due.ok_or(Error::Broken)? }).await }
    });
    let busy = send.pending();
    let press = move |()| {
        if parse_date(&day.get_untracked()).is_some() {
            send.dispatch_local(());
        } else {
            faults.show(vec![Fault::new("due", "choose a date")]);
        }
    };
    view! {
        <Form faults busy on_send=press>
            <DueField faults value=day hint="A later day than so far; by its end, UTC." />
            {dialog_row("Extend the due date", "One moment", busy, Weight::Main, shut)}
        </Form>
    }
}

#[component]
pub fn WithdrawForm(
    /// The assessment.
    id: AssessmentId,
    /// Closes the dialog.
    shut: Callback<()>,
    /// Takes the assessment as it is afterwards.
    done: Callback<AssessmentView>,
    /// What withdrawing it means.
    words: &'static str,
) -> impl IntoView {
    let faults = Faults::new();
    let reason = RwSignal::new(String::new());
    let send = sending_of(id, done, shut, faults, "The assessment is withdrawn", move |id| {
        let body = ReasonBody { reason: reason.get_untracked() };
        async move { api::assessment::withdraw(&id, &body).await }
    });
    let busy = send.pending();
    let press = move |()| {
        if reason.with_untracked(|reason| reason.trim().is_empty()) {
            faults.show(vec![Fault::new("reason", "say why")]);
        } else {
            send.dispatch_local(());
        }
    };
    view! {
        <Form faults busy on_send=press>
            <p>{words}</p>
            <TextArea name="reason" label="Why, for the record" faults value=reason rows=2 />
            {dialog_row("Withdraw the assessment", "One moment", busy, Weight::Danger, shut)}
        </Form>
    }
}

//! The short forms behind a finding's buttons: a reason, a date, or both.
//!
//! `asks` is the table to start from: a step that is not in it has no form here.
//! Verifying has its own form in `verify`, because it asks for an answer.

use crate::components::{Errand, Faults, Form, Leave, TextArea, TextField, Weight, send_row};
use domain::answer::parse_date;
use domain::api::finding::FindingView;
use domain::api::problem::Fault;
use domain::finding::{Action as Doing, Step};
use leptos::prelude::*;

/// How a form's action is sent. A handle.
#[derive(Clone, Copy)]
pub struct Sending {
    /// Sends it.
    pub send: Errand<Doing>,
    /// What is wrong with it.
    pub faults: Faults,
    /// Closes the form.
    pub cancel: Callback<()>,
}

/// What a step asks for besides the press of its button.
struct Asks {
    reason: &'static str,
    date: Option<(&'static str, &'static str, String)>,
    make: fn(String, Option<chrono::NaiveDate>) -> Option<Doing>,
    weight: Weight,
}

fn asks(step: Step, finding: &FindingView) -> Option<Asks> {
    let due = finding.row.finding.fix_due.to_string();
    let plain = Weight::Main;
    Some(match step {
        Step::DeclinePlan => Asks {
            reason: "Why another plan is needed, for the vendor to read",
            date: None,
            make: |reason, _| Some(Doing::DeclinePlan { reason }),
            weight: plain,
        },
        Step::RejectFix => Asks {
            reason: "Why it is not enough, for the vendor to read",
            date: None,
            make: |reason, _| Some(Doing::RejectFix { reason }),
            weight: plain,
        },
        Step::AcceptRisk => Asks {
            reason: "Why we carry this risk, for the record",
            date: Some(("until", "Until, end of day UTC", String::new())),
            make: |reason, date| date.map(|until| Doing::AcceptRisk { until, reason }),
            weight: plain,
        },
        Step::MoveDue => Asks {
            reason: "Why the date moves, for the record",
            date: Some(("fix_due", "New date for the fix, end of day UTC", due)),
            make: |reason, date| date.map(|fix_due| Doing::MoveDue { fix_due, reason }),
            weight: plain,
        },
        Step::Withdraw => Asks {
            reason: "Why this is no finding, for the record",
            date: None,
            make: |reason, _| Some(Doing::Withdraw { reason }),
            weight: Weight::Danger,
        },
        Step::ProposePlan | Step::AgreePlan | Step::StartWork | Step::SubmitFix | Step::Verify => return None,
    })
}

/// The form of a step that asks for a reason or a date; nothing for the others.
pub fn form(step: Step, finding: &FindingView, sending: Sending) -> AnyView {
    let Some(Asks { reason: reason_label, date, make, weight }) = asks(step, finding) else { return ().into_any() };
    let reason = RwSignal::new(String::new());
    let day = RwSignal::new(date.as_ref().map(|(_, _, start)| start.clone()).unwrap_or_default());
    let date_name = date.as_ref().map(|(name, ..)| *name);
    let faults = sending.faults;
    let send = move |()| {
        let mut wrong = Vec::new();
        let text = reason.get_untracked();
        if text.trim().is_empty() {
            wrong.push(Fault::new("reason", "say why"));
        }
        let date = date_name.and_then(|name| {
            let date = parse_date(&day.get_untracked());
            if date.is_none() {
                wrong.push(Fault::new(name, "choose a date"));
            }
            date
        });
        match make(text, date) {
            Some(doing) if wrong.is_empty() => {
                sending.send.dispatch_local(doing);
            }
            Some(_) | None => faults.show(wrong),
        }
    };
    let busy = sending.send.pending();
    let field = date.map(|(name, label, _)| {
        view! { <TextField name=name label=label kind="date" width="m" faults value=day /> }
    });
    view! {
        <Form faults busy on_send=send>
            {field}
            <TextArea name="reason" label=reason_label faults value=reason rows=2 />
            {send_row(step.title(), "Saving", busy, weight, Leave::Close(sending.cancel))}
        </Form>
    }
    .into_any()
}

//! Raises one finding early: what that means for the vendor and its dates, and the button that does it.
//! The button that opened it goes with the raising, so the focus moves to what opens the list.

use super::super::bundle::Open;
use super::raised::{SUMMARY, about};
use crate::api;
use crate::components::{Faults, Form, Toasts, Weight, dialog_row, focus_soon, now, shutting, submission};
use domain::api::finding::RaiseBody;
use domain::calendar::{fix_due, in_words, plan_due};
use domain::finding::Cause;
use leptos::prelude::*;

/// What the dialog holds: what raising means, and the button that does it.
#[component]
pub fn RaiseForm(
    /// The assessment on the page.
    open: Open,
    /// What would cause it.
    cause: Cause,
    /// Whether the dialog is open.
    asking: RwSignal<bool>,
) -> impl IntoView {
    let (toasts, take, faults) = (Toasts::current(), open.taker(), Faults::new());
    let (about, today) = (about(open, &cause), now().date());
    let words = format!(
        "\u{201c}{about}\u{201d} is told to the vendor by mail at once. Its dates start today: a plan by {}, the fix by {}. If the assessment before raised it too, its earlier dates stay.",
        in_words(plan_due(cause.severity, today)),
        in_words(fix_due(cause.severity, today)),
    );
    let raise = submission(
        faults,
        move || {
            let Cause { kind, question, rule, .. } = cause.clone();
            let id = open.view.with_untracked(|view| view.id.clone());
            async move { api::assessment::raise(&id, &RaiseBody { kind, question, rule }).await }
        },
        move |view| {
            toasts.say("The finding is raised");
            asking.try_set(false);
            take.try_run(view);
            focus_soon(SUMMARY.into());
        },
    );
    let busy = raise.pending();
    view! {
        <Form faults busy on_send=move |()| { raise.dispatch_local(()); }>
            <p>{words}</p>
            {dialog_row("Raise the finding", "Raising", busy, Weight::Main, shutting(asking))}
        </Form>
    }
}

//! What the dialogs of a sent assessment share: how they send.
//!
//! The reply becomes the page, a toast says so and the dialog closes.

use super::super::bundle::Open;
use crate::api::Error;
use crate::components::{Errand, Faults, Toasts, submission};
use domain::api::assessment::AssessmentView;
use domain::id::AssessmentId;
use leptos::prelude::*;

/// Sends a request for the open assessment; its reply becomes the page and the dialog closes.
pub fn sending<Sent>(
    open: Open,
    shut: Callback<()>,
    faults: Faults,
    said: &'static str,
    send: impl Fn(AssessmentId) -> Sent + 'static,
) -> Errand<()>
where
    Sent: Future<Output = Result<AssessmentView, Error>> + 'static,
{
    let id = open.view.with_untracked(|view| view.id.clone());
    sending_of(id, open.taker(), shut, faults, said, send)
}

/// The same for the assessment `id`; `take` gets the reply.
pub fn sending_of<Sent>(
    id: AssessmentId,
    take: Callback<AssessmentView>,
    shut: Callback<()>,
    faults: Faults,
    said: &'static str,
    send: impl Fn(AssessmentId) -> Sent + 'static,
) -> Errand<()>
where
    Sent: Future<Output = Result<AssessmentView, Error>> + 'static,
{
    submission(faults, move || send(id.clone()), taking(take, shut, said))
}

fn taking(take: Callback<AssessmentView>, shut: Callback<()>, said: &'static str) -> impl Fn(AssessmentView) + Clone {
    let toasts = Toasts::current();
    move |view| {
        toasts.say(said);
        take.try_run(view);
        shut.try_run(());
    }
}

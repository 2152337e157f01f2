//! How a verdict is sent, and what happens then: the next question after an acceptance, else the same one goes on.
//!
//! The buttons and their forms share one [`Sending`]: its faults, and which form is open.

use super::super::bundle::Open;
use crate::api;
use crate::components::{Errand, Faults, Toasts, focus_soon};
use domain::api::assessment::VerdictBody;
use domain::assessment::Verdict;
use domain::id::QuestionId;
use leptos::prelude::*;

/// The id of the heading, which takes the focus when the button that was pressed goes.
pub const HEADING: &str = "h-verdict";

/// The forms that open below the buttons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opened {
    /// Asks the vendor.
    Query,
    /// Sets the credit.
    Override,
    /// Decides that it applies.
    Refuse,
}

impl Opened {
    /// The words of the button that opens it.
    pub fn label(self) -> &'static str {
        match self {
            Opened::Query => "Query",
            Opened::Override => "Override",
            Opened::Refuse => "It applies",
        }
    }
}

/// How a verdict is sent. A handle.
#[derive(Clone, Copy)]
pub struct Sending {
    /// Sends a verdict on the open question.
    pub send: Errand<Verdict>,
    /// What is wrong with it.
    pub faults: Faults,
    /// Which form is open.
    pub opened: RwSignal<Option<Opened>>,
}

impl Sending {
    /// Closes the form; the focus goes back to the button that opened it.
    pub fn close(self) {
        if let Some(opened) = self.opened.get_untracked() {
            focus_soon(self.faults.id_of(opened.label()));
        }
        self.opened.set(None);
    }
}

/// Sends verdicts on `question`; `advance` opens the next one after an acceptance.
pub fn use_sending(open: Open, question: QuestionId, advance: Callback<QuestionId, bool>) -> Sending {
    let faults = Faults::new();
    let opened = RwSignal::new(None);
    let toasts = Toasts::current();
    let take = open.taker();
    let send = Errand::new(move |verdict: &Verdict| {
        faults.clear();
        let id = open.view.with_untracked(|view| view.id.clone());
        let body = VerdictBody { question: question.clone(), verdict: verdict.clone() };
        async move {
            match api::assessment::judge_answer(&id, &body).await {
                Ok(view) => {
                    toasts.say(said(&body.verdict));
                    opened.try_set(None);
                    take.try_run(view);
                    let accepts =
                        matches!(body.verdict, Verdict::Accept | Verdict::NotApplicable { accepted: true, .. });
                    if !accepts || advance.try_run(body.question.clone()) == Some(false) {
                        focus_soon(HEADING.into());
                    }
                }
                Err(error) => faults.show_error(&error),
            }
        }
    });
    Sending { send, faults, opened }
}

fn said(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Accept => "Accepted",
        Verdict::Query { .. } => "The query waits to be sent back",
        Verdict::Override { .. } => "Overridden",
        Verdict::LiftOverride => "The override is lifted",
        Verdict::NotApplicable { accepted: true, .. } => "Accepted that it does not apply",
        Verdict::NotApplicable { accepted: false, .. } => "Refused: the question applies",
    }
}

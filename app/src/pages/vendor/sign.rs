//! Who signs, and the button that sends everything for good. What happens next stands above it.
//!
//! Name, role and statement are checked before anything is sent. When the server names questions left empty, they
//! are listed with the way to each, because on this page they are not fields.

use super::link::fresh_link_offer;
use super::question_list::question_line;
use crate::api;
use crate::components::{Faults, Form, SendButton, TextField, Tick, now, submission};
use crate::draft::{Draft, Shape};
use crate::paths::Page;
use crate::visit::use_go;
use domain::answer::check_name;
use domain::api::portal::{PortalQuestion, Receipt, SubmitBody};
use domain::api::problem::{Fault, Problem};
use domain::calendar::in_words;
use leptos::prelude::*;
use std::sync::Arc;

/// Name and role of who signs, and sending.
#[component]
pub fn Sign(
    /// The draft.
    draft: Draft,
) -> impl IntoView {
    let organisation = untrack(|| draft.view()).organisation.clone();
    let (faults, go) = (Faults::new(), use_go());
    let (name, role, is_true) = (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(false));
    let receipt_page = Page::Receipt(draft.id().clone());
    let empty = RwSignal::new(Vec::<Arc<PortalQuestion>>::new());
    let places = draft.clone();
    let offer = fresh_link_offer(&draft);
    let send = submission(
        faults,
        move || {
            empty.set(Vec::new());
            let body =
                SubmitBody { name: name.get_untracked().trim().into(), role: role.get_untracked().trim().into() };
            let wrong = faults_of(&body, is_true.get_untracked());
            let draft = draft.clone();
            async move {
                if wrong.is_empty() {
                    return draft.submit(&body).await.map_err(|error| with_questions(error, draft.shape(), empty));
                }
                faults.show(wrong);
                Ok(None)
            }
        },
        move |receipt: Option<Receipt>| {
            if receipt.is_some() {
                go(&receipt_page);
            }
        },
    );
    let statement = format!(
        "I may answer for my organisation, and to my knowledge these answers are true on {}.",
        in_words(now().date())
    );
    view! {
        {what_happens_next(&organisation)}
        <section class="section" aria-labelledby="h-sign">
            <h2 id="h-sign">"Who signs"</h2>
            <Form faults label="Who signs" busy=send.pending() on_send=move |()| { send.dispatch_local(()); }>
                {move || left_empty_list(&places, &empty.get())}
                <TextField name="name" label="Full name" autocomplete="name" faults value=name />
                <TextField name="role" label="Role" autocomplete="organization-title" faults value=role />
                <div class="choices"><Tick name=STATEMENT label=statement value=is_true faults /></div>
                <p class="section__note">"This is a statement of fact, not a warranty. The contract stays as it is."</p>
                <div class="row">
                    <SendButton label=format!("Send answers to {organisation}") busy_label="Sending your answers" busy=send.pending() large=true />
                </div>
            </Form>
            {offer}
        </section>
    }
}

/// The name of the statement in the form's faults.
const STATEMENT: &str = "statement";

fn faults_of(body: &SubmitBody, is_true: bool) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (at, text, what) in [("name", &body.name, "your full name"), ("role", &body.role, "your role")] {
        match check_name(text) {
            Err(_) if text.is_empty() => faults.push(Fault::new(at, format!("write {what}"))),
            Err(wrong) => faults.push(Fault::new(at, format!("{what}: {wrong}"))),
            Ok(()) => {}
        }
    }
    if !is_true {
        faults.push(Fault::new(STATEMENT, "confirm that you may answer and that the answers are true"));
    }
    faults
}

/// A refusal names the questions left empty: they go into `empty`, and its sentence stays for the summary.
fn with_questions(error: api::Error, shape: &Shape, empty: RwSignal<Vec<Arc<PortalQuestion>>>) -> api::Error {
    match error {
        api::Error::Problem(mut problem) => {
            empty.try_set(take_left_empty(&mut problem, shape));
            api::Error::Problem(problem)
        }
        other @ (api::Error::Offline | api::Error::SignedOut | api::Error::Broken) => other,
    }
}

/// Takes the faults about questions out of a problem and gives those questions, in the problem's order.
pub fn take_left_empty(problem: &mut Problem, shape: &Shape) -> Vec<Arc<PortalQuestion>> {
    let mut questions = Vec::new();
    problem.errors.retain(|fault| {
        let question = fault.at.parse().ok().and_then(|id| shape.question(&id).cloned());
        let is_other = question.is_none();
        questions.extend(question);
        is_other
    });
    questions
}

fn left_empty_list(draft: &Draft, questions: &[Arc<PortalQuestion>]) -> Option<impl IntoView + use<>> {
    let lines = questions.iter().map(|question| question_line(draft, question)).collect_view();
    (!questions.is_empty()).then(|| view! { <ul class="tasks" aria-label="Questions without an answer">{lines}</ul> })
}

fn what_happens_next(organisation: &str) -> impl IntoView + use<> {
    let steps = [
        "You send. You get a receipt with the hash of what you sent.".to_owned(),
        format!(
            "{organisation} reads each answer and may ask questions. Only those questions open again, not the whole form."
        ),
        "You get the outcome, with any conditions and findings.".to_owned(),
        "If something must be fixed, you propose the plan and the date.".to_owned(),
    ];
    let step = |(place, words): (usize, String)| {
        view! { <li class="story__item" data-status=(place == 0).then_some("now")><span>{words}</span></li> }
    };
    view! {
        <section class="section" aria-labelledby="h-next">
            <h2 id="h-next">"What happens next"</h2>
            <ol class="story">{steps.into_iter().enumerate().map(step).collect_view()}</ol>
        </section>
    }
}

//! Concludes the assessment: what is still needed, or the dialog with outcome, conditions and reason.
//!
//! What is still needed comes from the server as sentences; only the stage is checked here.
//! A conclusion cannot be undone, and only a conditional approval asks for conditions and a last day.

use super::super::bundle::Open;
use crate::api;
use crate::components::{
    Button, Dialog, Errand, FaultLine, Faults, Form, SendButton, TextArea, TextField, Toasts, Weight, described_by,
};
use crate::paths::Page;
use crate::visit::use_go;
use domain::answer::parse_date;
use domain::api::assessment::ConclusionBody;
use domain::api::problem::Fault;
use domain::assessment::{Outcome, Stage};
use leptos::prelude::*;

/// The section.
#[component]
pub fn Conclude(
    /// The assessment on the page.
    open: Open,
) -> impl IntoView {
    let shown = RwSignal::new(false);
    let state = Memo::new(move |_| open.view.with(|view| (view.row.stage, view.conclusion_needs.clone())));
    let body = move || {
        let (stage, needs) = state.get();
        if !matches!(stage, Stage::Submitted | Stage::InReview | Stage::Returned) {
            return ().into_any();
        }
        if needs.is_empty() {
            return view! { <div class="row"><Button on_press=move |()| shown.set(true)>"Conclude the assessment"</Button></div> }
                .into_any();
        }
        let need = |need: String| view! { <li>{api::as_sentence(&need)}</li> };
        view! {
            <p class="section__note">"Before you can conclude it:"</p>
            <ul class="stack" data-gap="s">{needs.into_iter().map(need).collect_view()}</ul>
        }
        .into_any()
    };
    view! {
        <section class="section" aria-labelledby="h-conclude">
            <h3 id="h-conclude">"Conclusion"</h3>
            {body}
            {move || open.view.with(|view| view.row.outcome.as_ref().map(crate::pages::desk::words::outcome_badge))}
            <Dialog title="Conclude the assessment" id="conclude" open=shown>
                <ConcludeForm open shown />
            </Dialog>
        </section>
    }
}

/// The outcomes: key and words.
const OUTCOMES: [(&str, &str, &str); 3] = [
    ("approved", "Approved", "The system may be used."),
    ("conditional", "Approved with conditions", "It may be used until a date, on conditions the vendor reads."),
    ("rejected", "Rejected", "It may not be used."),
];

#[derive(Clone, Copy)]
struct Typed {
    outcome: RwSignal<&'static str>,
    conditions: RwSignal<String>,
    until: RwSignal<String>,
    reason: RwSignal<String>,
}

impl Typed {
    fn read(self) -> Result<ConclusionBody, Vec<Fault>> {
        let reason = self.reason.get_untracked();
        let outcome = match self.outcome.get_untracked() {
            "approved" => Outcome::Approved,
            "rejected" => Outcome::Rejected,
            "conditional" => self.conditional()?,
            _ => return Err(vec![Fault::new("outcome", "choose how it ends")]),
        };
        Ok(ConclusionBody { outcome, reason })
    }

    fn conditional(self) -> Result<Outcome, Vec<Fault>> {
        let conditions = self.conditions.get_untracked();
        let until = parse_date(&self.until.get_untracked());
        let mut wrong = Vec::new();
        if conditions.trim().is_empty() {
            wrong.push(Fault::new("conditions", "say what the vendor has to do"));
        }
        match until {
            Some(until) if wrong.is_empty() => Ok(Outcome::Conditional { conditions, until }),
            Some(_) => Err(wrong),
            None => {
                wrong.push(Fault::new("until", "choose the last day of the approval"));
                Err(wrong)
            }
        }
    }
}

#[component]
fn ConcludeForm(open: Open, shown: RwSignal<bool>) -> impl IntoView {
    let text = || RwSignal::new(String::new());
    let typed = Typed { outcome: RwSignal::new(""), conditions: text(), until: text(), reason: text() };
    let faults = Faults::new();
    let toasts = Toasts::current();
    let go = use_go();
    let conclude = Errand::new(move |body: &ConclusionBody| {
        faults.clear();
        let (body, go) = (body.clone(), go.clone());
        let id = open.view.with_untracked(|view| view.id.clone());
        async move {
            match api::assessment::conclude(&id, &body).await {
                Ok(view) => {
                    toasts.say("The assessment is concluded");
                    go(&Page::Assessment(view.id));
                }
                Err(error) => faults.show_error(&error),
            }
        }
    });
    let send = move |()| match typed.read() {
        Ok(body) => {
            conclude.dispatch_local(body);
        }
        Err(wrong) => faults.show(wrong),
    };
    let busy = conclude.pending();
    view! {
        <Form faults busy on_send=send>
            <OutcomeField outcome=typed.outcome faults />
            <Show when=move || typed.outcome.get() == "conditional">
                <TextArea name="conditions" label="Conditions, for the vendor to read" faults value=typed.conditions rows=3 />
                <TextField name="until" label="Approved until, end of day UTC" kind="date" width="m" faults value=typed.until />
            </Show>
            <TextArea name="reason" label="Why, for the record (optional)" faults value=typed.reason rows=2 />
            <p class="section__note">"Findings are raised and the vendor is told the outcome. This cannot be undone."</p>
            <div class="dialog__actions">
                <Button on_press=move |()| shown.set(false)>"Cancel"</Button>
                <SendButton label="Conclude the assessment" busy_label="Concluding" busy weight=Weight::Main />
            </div>
        </Form>
    }
}

#[component]
fn OutcomeField(outcome: RwSignal<&'static str>, faults: Faults) -> impl IntoView {
    let choice = move |(key, words, hint): (&'static str, &'static str, &'static str)| {
        let id = if key == "approved" { faults.id_of("outcome") } else { format!("{}-{key}", faults.id_of("outcome")) };
        view! {
            <label class="choice" for=id.clone()>
                <input
                    class="choice__box"
                    type="radio"
                    name="outcome"
                    id=id.clone()
                    prop:checked=move || outcome.get() == key
                    on:change=move |_| outcome.set(key)
                />
                <span>{words}</span>
                <span class="choice__hint">{hint}</span>
            </label>
        }
    };
    view! {
        <fieldset
            class="field"
            data-status=move || faults.at("outcome").map(|_| "error")
            aria-describedby=move || described_by(faults, "outcome", false)
        >
            <legend class="field__label">"How does it end?"</legend>
            <FaultLine faults name="outcome" />
            <div class="choices">{OUTCOMES.map(choice)}</div>
        </fieldset>
    }
}

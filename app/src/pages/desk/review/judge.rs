//! Judges one piece of evidence: whether it counts, at which level, until when.
//!
//! The form starts from the earlier judgement, else from level 1. A rejection is level 0 and is never sent without
//! a reason.

use super::super::bundle::Open;
use crate::api;
use crate::components::{
    Errand, Faults, Form, Leave, SelectField, TextArea, TextField, Toasts, Weight, When, focus_soon, send_row,
};
use chrono::NaiveDate;
use domain::answer::parse_date;
use domain::api::assessment::EvidenceView;
use domain::api::problem::Fault;
use domain::assessment::Judgement;
use leptos::prelude::*;

/// What the reviewer may choose: `0` rejects.
const CHOICES: [(&str, &str); 4] = [
    ("1", "Accept at level 1: own statement or policy"),
    ("2", "Accept at level 2: operating record"),
    ("3", "Accept at level 3: independent, or checked by us"),
    ("0", "Reject: it does not count"),
];

#[derive(Clone, Copy)]
struct Typed {
    /// What the vendor stated.
    stated: Option<NaiveDate>,
    choice: RwSignal<String>,
    until: RwSignal<String>,
    reason: RwSignal<String>,
}

impl Typed {
    fn of(item: &EvidenceView) -> Self {
        let known = item.judgement.as_ref();
        let level = known.map_or(1, |known| if known.accepted { known.level } else { 0 });
        let stated = item.attachment.valid_until;
        let until = known.map_or(stated, |known| known.last_day(stated));
        Typed {
            stated,
            choice: RwSignal::new(level.to_string()),
            until: RwSignal::new(until.map(|day| day.to_string()).unwrap_or_default()),
            reason: RwSignal::new(known.map(|known| known.reason.clone()).unwrap_or_default()),
        }
    }

    fn read(self) -> Result<Judgement, Vec<Fault>> {
        let level: u8 = self.choice.get_untracked().parse().unwrap_or(0);
        let (until, reason) = (self.until.get_untracked(), self.reason.get_untracked());
        let mut wrong = Vec::new();
        let valid_until = parse_date(&until);
        if !until.is_empty() && valid_until.is_none() {
            wrong.push(Fault::new("valid_until", "choose a date, or leave it empty"));
        }
        if level == 0 && reason.trim().is_empty() {
            wrong.push(Fault::new("reason", "say why it does not count"));
        }
        // An emptied field takes back what the vendor stated.
        let no_end = until.is_empty() && self.stated.is_some();
        if !wrong.is_empty() {
            return Err(wrong);
        }
        Ok(Judgement { accepted: level > 0, level, valid_until, no_end, reason })
    }
}

/// The id of the button that opens the form of a piece of evidence.
pub fn opener_of(item: &EvidenceView) -> String {
    format!("judge-{}", item.attachment.id)
}

/// The form.
#[component]
pub fn JudgeForm(
    /// The assessment on the page.
    open: Open,
    /// The evidence.
    item: EvidenceView,
    /// Whether the form is open.
    judging: RwSignal<bool>,
) -> impl IntoView {
    let typed = Typed::of(&item);
    let faults = Faults::new();
    let toasts = Toasts::current();
    let take = open.taker();
    let evidence = item.attachment.id.clone();
    let (opener, cancel) = (opener_of(&item), opener_of(&item));
    let judge = Errand::new(move |body: &Judgement| {
        faults.clear();
        let (evidence, body, opener) = (evidence.clone(), body.clone(), opener.clone());
        let id = open.view.with_untracked(|view| view.id.clone());
        async move {
            match api::assessment::judge_evidence(&id, &evidence, &body).await {
                Ok(view) => {
                    toasts.say("The evidence is judged");
                    take.try_run(view);
                    focus_soon(opener);
                }
                Err(error) => faults.show_error(&error),
            }
        }
    });
    let send = move |()| match typed.read() {
        Ok(body) => {
            judge.dispatch_local(body);
        }
        Err(wrong) => faults.show(wrong),
    };
    let busy = judge.pending();
    let cancel = Callback::new(move |()| {
        judging.set(false);
        focus_soon(cancel.clone());
    });
    let choices = CHOICES.map(|(key, words)| (key.to_owned(), words.to_owned())).to_vec();
    let accepts = move || typed.choice.with(|choice| choice != "0");
    view! {
        <Form faults busy on_send=send label="Judge the evidence">
            <SelectField name="level" label="Does it count?" faults value=typed.choice choices=Signal::stored(choices) />
            <When holds=accepts>
                <TextField name="valid_until" label="Valid until (optional)" kind="date" width="m" faults value=typed.until hint="Empty: it has no end date." />
            </When>
            <TextArea name="reason" label="Why, for the record" faults value=typed.reason rows=2 hint="Needed when it is rejected." />
            {send_row("Save the judgement", "Saving", busy, Weight::Plain, Leave::Close(cancel))}
        </Form>
    }
}

//! Verifies a fix: the answer that now holds and how it was shown. What it would make of the score is said first.
//!
//! The question to answer is the one `fix_question` names, which a rule can make another than the finding's own.
//! The preview takes back an override and a “does not apply”, and adds an accepted record at the chosen level.

use super::act_forms::Sending;
use crate::components::{BandMark, Form, Leave, SelectField, Weight, exact, send_row};
use crate::pages::desk::bundle::{Bundle, what_if};
use crate::pages::desk::value_field::{self, ValueField};
use domain::answer::{EvidenceItem, EvidenceStatus, check_value};
use domain::api::finding::FindingView;
use domain::api::problem::Fault;
use domain::finding::{Action as Doing, fix_question};
use leptos::prelude::*;

#[component]
pub fn VerifyForm(
    /// The finding on the page.
    finding: FindingView,
    /// Its assessment and questionnaires.
    bundle: Bundle,
    /// How it is sent.
    sending: Sending,
) -> impl IntoView {
    let known = &finding.row.finding;
    let fixed = fix_question(&bundle.questionnaire, &known.question, known.rule.as_ref());
    let Some(question) = bundle.questionnaire.question(&fixed).cloned() else { return ().into_any() };
    let target = question.remediation.as_ref().and_then(|low| low.target_option.as_ref()).map(ToString::to_string);
    let typed = value_field::Typed::new(target.as_deref());
    let level = RwSignal::new("2".to_owned());
    let faults = sending.faults;
    let judged = question.clone();
    let send = move |()| match typed.value(&judged) {
        None => faults.show(vec![Fault::new("value", "give the answer that now holds")]),
        Some(value) => match check_value(&judged, &value) {
            Err(wrong) => faults.show(vec![Fault::new("value", wrong.to_string())]),
            Ok(()) => {
                let level = level.get_untracked().parse().unwrap_or(2);
                sending.send.dispatch_local(Doing::Verify { value, level });
            }
        },
    };
    let levels = Signal::stored(vec![
        ("2".to_owned(), "2, an operating record".to_owned()),
        ("3".to_owned(), "3, shown independently or checked by us".to_owned()),
    ]);
    let busy = sending.send.pending();
    let preview = {
        let question = question.clone();
        move || outcome(&bundle, &question, typed, &level.get())
    };
    view! {
        <Form faults busy on_send=send>
            <p>{question.text.clone()}</p>
            <ValueField question=question typed faults />
            <SelectField name="level" label="How it was shown" faults value=level choices=levels />
            {preview}
            {send_row("Verify the fix", "Saving", busy, Weight::Main, Leave::Close(sending.cancel))}
        </Form>
    }
    .into_any()
}

/// The score that the chosen answer and level would make.
fn outcome(
    bundle: &Bundle,
    question: &domain::template::Question,
    typed: value_field::Typed,
    level: &str,
) -> Option<AnyView> {
    let value = typed.value(question)?;
    let level = level.parse().ok()?;
    let state = bundle.view.state.as_ref()?;
    let score = what_if(&bundle.questionnaire, state, &question.id, |answer| {
        answer.value = Some(value);
        answer.na = None;
        answer.override_ = None;
        answer.evidence.push(EvidenceItem { level, status: EvidenceStatus::Accepted, valid_until: None });
    })?;
    let words = format!("The score becomes {}.", score.final_.map_or_else(|| "not scorable".into(), exact));
    Some(view! { <p class="row" role="status"><BandMark band=score.band() />{words}</p> }.into_any())
}

//! Concludes the assessment: what is still needed, or the dialog with outcome, conditions and reason.
//!
//! What is still needed comes from the server as sentences; only the stage is checked here.
//! A conclusion cannot be undone, and only a conditional approval asks for conditions and a last day.

use super::super::assessment::answered_by;
use super::super::bundle::Open;
use super::outcome::{OutcomeField, Typed};
use crate::api;
use crate::components::{
    Button, Dialog, Errand, Facts, Faults, Form, TextArea, TextField, Toasts, Weight, When, dialog_row, shutting,
};
use crate::paths::Page;
use crate::visit::use_go;
use domain::api::assessment::{AssessmentView, ConclusionBody};
use domain::assessment::Stage;
use leptos::prelude::*;

/// The section.
#[component]
pub fn Conclude(
    /// The assessment on the page.
    open: Open,
) -> impl IntoView {
    let shown = RwSignal::new(false);
    let body = move || {
        let (stage, needs) = open.view.with(|view| (view.row.stage, view.conclusion_needs.clone()));
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
            {move || open.view.with(sample)}
            {move || open.view.with(answered_by).map(|fact| view! { <Facts>{fact}</Facts> })}
            {move || open.view.with(|view| view.row.outcome.as_ref().map(crate::pages::desk::words::outcome_badge))}
            <Dialog title="Conclude the assessment" id="conclude" open=shown>
                <ConcludeForm open shown />
            </Dialog>
        </section>
    }
}

/// How much of the evidence was judged, and what the tier asks for.
fn sample(view: &AssessmentView) -> Option<AnyView> {
    let (pieces, percent) = (view.evidence.len(), view.terms.evidence_percent);
    if percent == 0 || pieces == 0 || view.row.stage == Stage::Concluded {
        return None;
    }
    let judged = view.evidence.iter().filter(|piece| piece.judgement.is_some()).count();
    let (wanted, tier) = (view.terms.evidence_to_judge(pieces), view.terms.tier.title().to_ascii_lowercase());
    let words = format!("Evidence judged: {judged} of {pieces}. Tier {tier} asks for {percent}%, that is {wanted}.");
    Some(view! { <p class="section__note">{words}</p> }.into_any())
}

#[component]
fn ConcludeForm(open: Open, shown: RwSignal<bool>) -> impl IntoView {
    let typed = Typed::default();
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
            <When holds=move || typed.outcome.get() == "conditional">
                <TextArea name="conditions" label="Conditions, for the vendor to read" faults value=typed.conditions rows=3 />
                <TextField name="until" label="Approved until, end of day UTC" kind="date" width="m" faults value=typed.until />
            </When>
            <TextArea name="reason" label="Why, for the record (optional)" faults value=typed.reason rows=2 />
            <p class="section__note">"Findings are raised and the vendor is told the outcome. This cannot be undone."</p>
            {dialog_row("Conclude the assessment", "Concluding", busy, Weight::Main, shutting(shown))}
        </Form>
    }
}

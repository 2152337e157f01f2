//! The steps that a vendor may take with a finding: propose a plan, say that work has started, submit the fix.
//!
//! Which steps are offered is the server's list of actions and is never worked out from the state. Each step
//! brings back the whole assessment, and the draft is refreshed with it.

use super::focus::keep_focus;
use super::link::fresh_link_offer;
use super::typed::{kept_hint, typed};
use crate::components::{
    Button, Errand, Faults, Form, SendButton, TextArea, TextField, Toasts, Trouble, Weight, submission,
};
use crate::draft::Draft;
use crate::{api, api::Error};
use domain::answer::parse_date;
use domain::api::portal::{PortalAssessment, PortalFinding};
use domain::api::problem::Fault;
use domain::finding::Action as Step;
use domain::id::FindingId;
use leptos::prelude::*;

/// The id of the heading over the steps: it takes the focus when one was taken and its button is gone.
const STEPS: &str = "h-steps";

/// The parts of the steps, by the names that their faults carry.
const PLAN: &str = "plan";
const FIX_BY: &str = "fix_by";
const NOTE: &str = "note";

/// What the vendor can do now.
pub fn steps(draft: &Draft, finding: &PortalFinding) -> impl IntoView + use<> {
    let may = |step: &str| finding.actions.iter().any(|action| action == step);
    let plan = may("propose_plan").then(|| view! { <ProposePlan draft=draft.clone() finding=finding.clone() /> });
    let start = may("start_work").then(|| view! { <StartWork draft=draft.clone() finding=finding.clone() /> });
    let fix = may("submit_fix").then(|| view! { <SubmitFix draft=draft.clone() finding=finding.clone() /> });
    let nothing = finding.actions.is_empty().then(|| view! { <p>"Nothing is asked of you now."</p> });
    view! {
        <section class="section" aria-labelledby=STEPS>
            <h2 id=STEPS tabindex="-1">"What you can do"</h2>
            {plan} {start} {fix} {nothing}
            {fresh_link_offer(draft)}
        </section>
    }
}

/// Sends a step; `done` says that it was taken. The assessment then shows what comes next.
async fn take(draft: &Draft, finding: &FindingId, step: Step) -> Result<PortalAssessment, Error> {
    draft.heard(api::portal::act(draft.id(), finding, &step).await)
}

/// What follows a step that was taken: it is said, and the texts of its `parts` are the buyer's now.
fn took(
    draft: &Draft,
    finding: &FindingId,
    parts: &'static [&'static str],
    words: &'static str,
) -> impl Fn(PortalAssessment) + Clone + 'static {
    let (draft, finding, toasts) = (draft.clone(), finding.clone(), Toasts::current());
    move |view| {
        toasts.say(words);
        draft.forget_notes(&finding, parts);
        draft.refresh(view);
        keep_focus(STEPS.to_owned());
    }
}

#[component]
fn ProposePlan(draft: Draft, finding: PortalFinding) -> impl IntoView {
    let faults = Faults::new();
    let plan = typed(&draft, &finding.id, PLAN, finding.plan.clone().unwrap_or_default());
    let by = typed(&draft, &finding.id, FIX_BY, finding.plan_by.map(|date| date.to_string()).unwrap_or_default());
    let hint = kept_hint(&draft);
    let done = took(&draft, &finding.id, &[PLAN, FIX_BY], "Your plan was sent.");
    let send = submission(
        faults,
        move || {
            let (draft, id) = (draft.clone(), finding.id.clone());
            let (plan, date) = (plan.get_untracked(), by.with_untracked(|text| parse_date(text)));
            async move {
                let step = date.map(|fix_by| Step::ProposePlan { plan, fix_by });
                match step {
                    Some(step) => take(&draft, &id, step).await.map(Some),
                    None => {
                        faults.show(vec![Fault::new(FIX_BY, "give the day by which it will be fixed")]);
                        Ok(None)
                    }
                }
            }
        },
        move |view: Option<PortalAssessment>| view.into_iter().for_each(&done),
    );
    view! {
        <Form faults label="Propose a plan" busy=send.pending() on_send=move |()| { send.dispatch_local(()); }>
            <TextArea name=PLAN label="What you will do" faults value=plan />
            <TextField name=FIX_BY label="Fixed by" kind="date" width="m" faults value=by />
            {hint}
            <div class="row"><SendButton label="Propose this plan" busy_label="Sending the plan" busy=send.pending() /></div>
        </Form>
    }
}

#[component]
fn StartWork(draft: Draft, finding: PortalFinding) -> impl IntoView {
    let trouble = RwSignal::new(None::<String>);
    let done = took(&draft, &finding.id, &[], "It is noted that work has started.");
    let start = Errand::new(move |&(): &()| {
        let (draft, id, done) = (draft.clone(), finding.id.clone(), done.clone());
        trouble.set(None);
        async move {
            match take(&draft, &id, Step::StartWork).await {
                Ok(view) => done(view),
                Err(error) => {
                    trouble.try_set(Some(error.sentence()));
                }
            }
        }
    });
    view! {
        <Trouble words=trouble />
        <div class="row">
            <Button weight=Weight::Plain busy=start.pending() on_press=move |()| { start.dispatch_local(()); }>"Say that work has started"</Button>
        </div>
    }
}

#[component]
fn SubmitFix(draft: Draft, finding: PortalFinding) -> impl IntoView {
    let faults = Faults::new();
    let note = typed(&draft, &finding.id, NOTE, String::new());
    let hint = kept_hint(&draft);
    let done = took(&draft, &finding.id, &[NOTE], "Your fix was sent for verification.");
    let send = submission(
        faults,
        move || {
            let (draft, id) = (draft.clone(), finding.id.clone());
            let step = Step::SubmitFix { note: note.get_untracked() };
            async move { take(&draft, &id, step).await }
        },
        done,
    );
    view! {
        <Form faults label="Submit the fix" busy=send.pending() on_send=move |()| { send.dispatch_local(()); }>
            <TextArea
                name=NOTE
                label="What you did"
                hint="Say what is in place now, since when, and where it can be seen."
                faults
                value=note
            />
            {hint}
            <div class="row"><SendButton label="Submit the fix" busy_label="Sending the fix" busy=send.pending() /></div>
        </Form>
    }
}

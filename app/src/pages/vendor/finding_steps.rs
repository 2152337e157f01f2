//! The steps that a vendor may take with a finding: propose a plan, say that work has started, submit the fix.
//!
//! Which steps are offered is the server's list of actions and is never worked out from the state. Each step
//! brings back the whole assessment, and the draft is refreshed with it.

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

/// What the vendor can do now.
pub fn steps(draft: &Draft, finding: &PortalFinding) -> impl IntoView + use<> {
    let may = |step: &str| finding.actions.iter().any(|action| action == step);
    let plan = may("propose_plan").then(|| view! { <ProposePlan draft=draft.clone() finding=finding.clone() /> });
    let start = may("start_work").then(|| view! { <StartWork draft=draft.clone() finding=finding.clone() /> });
    let fix = may("submit_fix").then(|| view! { <SubmitFix draft=draft.clone() finding=finding.clone() /> });
    let nothing = finding.actions.is_empty().then(|| view! { <p>"Nothing is asked of you now."</p> });
    view! {
        <section class="section" aria-labelledby="h-steps">
            <h2 id="h-steps">"What you can do"</h2>
            {plan} {start} {fix} {nothing}
        </section>
    }
}

/// Sends a step; `done` says that it was taken. The assessment then shows what comes next.
async fn take(draft: &Draft, finding: &FindingId, step: Step) -> Result<PortalAssessment, Error> {
    api::portal::act(draft.id(), finding, &step).await
}

fn took(draft: &Draft, words: &'static str) -> impl Fn(PortalAssessment) + Clone + 'static {
    let (draft, toasts) = (draft.clone(), Toasts::current());
    move |view| {
        toasts.say(words);
        draft.refresh(view);
    }
}

#[component]
fn ProposePlan(draft: Draft, finding: PortalFinding) -> impl IntoView {
    let faults = Faults::new();
    let plan = RwSignal::new(finding.plan.clone().unwrap_or_default());
    let by = RwSignal::new(finding.plan_by.map(|date| date.to_string()).unwrap_or_default());
    let done = took(&draft, "Your plan was sent.");
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
                        faults.show(vec![Fault::new("fix_by", "give the day by which it will be fixed")]);
                        Ok(None)
                    }
                }
            }
        },
        move |view: Option<PortalAssessment>| view.into_iter().for_each(&done),
    );
    view! {
        <Form faults label="Propose a plan" busy=send.pending() on_send=move |()| { send.dispatch_local(()); }>
            <TextArea name="plan" label="What you will do" faults value=plan />
            <TextField name="fix_by" label="Fixed by" kind="date" width="m" faults value=by />
            <div class="row"><SendButton label="Propose this plan" busy_label="Sending the plan" busy=send.pending() /></div>
        </Form>
    }
}

#[component]
fn StartWork(draft: Draft, finding: PortalFinding) -> impl IntoView {
    let trouble = RwSignal::new(None::<String>);
    let done = took(&draft, "It is noted that work has started.");
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
    let note = RwSignal::new(String::new());
    let done = took(&draft, "Your fix was sent for verification.");
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
                name="note"
                label="What you did"
                hint="Say what is in place now, since when, and where it can be seen."
                faults
                value=note
            />
            <div class="row"><SendButton label="Submit the fix" busy_label="Sending the fix" busy=send.pending() /></div>
        </Form>
    }
}

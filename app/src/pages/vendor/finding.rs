//! One finding as its vendor sees it: what is asked, by when, what was said, and the steps it may take now.
//!
//! Which steps are offered is the server's list of actions and is never worked out from the state. Each step
//! brings back the whole assessment, and the draft is refreshed with it.

use super::evidence::Evidence;
use super::findings::{due, state_words};
use super::{Ask, with_draft};
use crate::components::{
    Button, DateText, Empty, Faults, Form, Heading, SendButton, TextArea, TextField, Toasts, Trouble, Weight,
    submission,
};
use crate::draft::Draft;
use crate::paths::Page;
use crate::{api, api::Error};
use domain::answer::parse_date;
use domain::api::portal::{PortalAssessment, PortalFinding};
use domain::api::problem::Fault;
use domain::finding::{Action as Step, FindingState};
use domain::id::{AssessmentId, FindingId};
use leptos::prelude::*;

/// The states a finding goes through when all goes well.
const PATH: [(FindingState, &str); 6] = [
    (FindingState::Open, "Open"),
    (FindingState::PlanProposed, "Plan proposed"),
    (FindingState::PlanAgreed, "Plan agreed"),
    (FindingState::InProgress, "In progress"),
    (FindingState::Submitted, "Submitted"),
    (FindingState::Verified, "Verified"),
];

/// The page of one finding.
pub fn finding_page(id: AssessmentId, finding: FindingId) -> AnyView {
    with_draft(id, move |draft| {
        let finding = finding.clone();
        let found = {
            let draft = draft.clone();
            Memo::new(move |_| draft.view().findings.iter().find(|other| other.id == finding).cloned())
        };
        let shown = move || {
            match found.get() {
            Some(found) => view! { <Finding draft=draft.clone() finding=found /> }.into_any(),
            None => view! {
                <Heading title="Not found" />
                <Empty title="There is no such finding" words="Go back to the assessment and choose one of its findings." />
            }
            .into_any(),
        }
        };
        view! { <main id="main" class="wrap stack" data-gap="xl" data-width="text">{shown}</main> }.into_any()
    })
}

#[component]
fn Finding(draft: Draft, finding: PortalFinding) -> impl IntoView {
    let view = untrack(|| draft.view());
    let asked = draft.shape().question(&finding.question).cloned();
    let question = asked.as_ref().map(|question| question.text.clone());
    let is_open = !finding.actions.is_empty();
    // What comes while the page is open is added by the vendor here, where it may.
    let evidence = asked.filter(|_| is_open || !finding.evidence.is_empty());
    let evidence = evidence.map(|question| {
        let (draft, finding) = (draft.clone(), finding.id.clone());
        view! { <Evidence draft question finding is_open /> }
    });
    view! {
        <div class="stack">
            <a href=Page::Tasks(draft.id().clone()).url()>{format!("Back to {}", view.system)}</a>
            <Heading title=finding.title.clone() />
            <p class="row"><span class="tag">{finding.question.to_string()}</span><span class="badge">{state_words(finding.state)}</span></p>
        </div>
        <ol class="path" aria-label="State">{path(finding.state)}</ol>
        <section class="section" aria-labelledby="h-asked">
            <h2 id="h-asked">"What is asked"</h2>
            <p class="lead written">{finding.asked.clone()}</p>
            <dl class="facts">
                {question.map(|text| view! { <dt>"Question"</dt> <dd>{text}</dd> })}
                <dt>"Due"</dt>
                <dd>{due(&finding)}</dd>
                <dt>"Fixed by"</dt>
                <dd><DateText date=finding.fix_due /></dd>
                {said(&finding)}
            </dl>
        </section>
        {evidence}
        {steps(&draft, &finding)}
        <Ask person=view.ask.clone() />
    }
}

fn path(state: FindingState) -> impl IntoView {
    let reached = match state {
        FindingState::Rejected => FindingState::InProgress,
        FindingState::RiskAccepted | FindingState::Withdrawn => FindingState::Open,
        FindingState::Open
        | FindingState::PlanProposed
        | FindingState::PlanAgreed
        | FindingState::InProgress
        | FindingState::Submitted
        | FindingState::Verified => state,
    };
    let place = PATH.iter().position(|(step, _)| *step == reached).unwrap_or(0);
    let item = move |(at, (_, words)): (usize, (FindingState, &'static str))| {
        view! { <li data-status=(at < place).then_some("done") aria-current=(at == place).then_some("step")>{words}</li> }
    };
    PATH.into_iter().enumerate().map(item).collect_view()
}

/// What both sides have said so far.
fn said(finding: &PortalFinding) -> impl IntoView + use<> {
    let lines = [("Your plan", &finding.plan), ("Your fix", &finding.fix), ("The reply", &finding.reply)];
    let by = finding.plan_by.map(|date| view! { <dt>"Proposed for"</dt> <dd><DateText date /></dd> });
    let line = |(label, text): (&'static str, &Option<String>)| {
        text.clone().map(|text| view! { <dt>{label}</dt> <dd class="written">{text}</dd> })
    };
    view! { {lines.into_iter().map(line).collect_view()} {by} }
}

fn steps(draft: &Draft, finding: &PortalFinding) -> impl IntoView + use<> {
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
    let start = Action::new_local(move |&(): &()| {
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

//! What the signed-in person can do with a finding: the buttons follow the domain's table, one form opens at a time.
//!
//! `actions_for` decides which buttons there are, so a new rule belongs in the domain and not here.
//! Agreeing to a plan needs no form and is sent by the press; every other button opens one.

use super::act_forms::{self, Sending};
use super::verify::VerifyForm;
use crate::api;
use crate::components::{
    Banner, Button, Errand, ErrorSummary, Faults, Opener, Toasts, Tone, Weight, count, focus_soon, now,
};
use crate::pages::desk::bundle::Open;
use crate::visit::Visit;
use domain::actor::Actor;
use domain::api::finding::FindingView;
use domain::calendar::in_words;
use domain::finding::{Action as Doing, FindingState, Step};
use leptos::prelude::*;

/// The id of the heading, which takes the focus when the button that was pressed goes.
const HEADING: &str = "h-act";

/// The buttons, and the form of the one that was pressed.
#[component]
pub fn Actions(
    /// The finding on the page.
    finding: RwSignal<FindingView>,
    /// Its assessment and questionnaires.
    open: Open,
    /// Takes the finding as it is afterwards.
    done: Callback<FindingView>,
) -> impl IntoView {
    let visit = Visit::current();
    let chosen = RwSignal::new(None::<Step>);
    let steps = move || {
        let actor = visit.me().map(|me| Actor::Staff { id: me.person.clone(), roles: me.roles.clone() });
        let today = now().date();
        actor.map(|actor| finding.with(|finding| finding.row.finding.actions_for(&actor, today))).unwrap_or_default()
    };
    let sending = use_sending(finding, done, chosen);
    let form = move || {
        // Without a form there is nothing else to say why a press did not do what it says.
        let Some(step) = chosen.get().filter(|step| steps().contains(step)) else {
            return view! { <ErrorSummary faults=sending.faults /> }.into_any();
        };
        if step == Step::Verify {
            let bundle = untrack(|| open.bundle());
            return view! { <VerifyForm finding=finding.get_untracked() bundle sending /> }.into_any();
        }
        act_forms::form(step, &finding.get_untracked(), sending)
    };
    view! {
        <section class="section" aria-labelledby=HEADING>
            <h3 id=HEADING tabindex="-1">"What you can do"</h3>
            <div class="row">
                {move || steps().into_iter().map(|step| button(step, chosen, sending)).collect_view()}
            </div>
            {form}
            {move || finding.with(late_plan)}
            <p class="section__note">{move || finding.with(|finding| note(finding.row.state_now))}</p>
        </section>
    }
}

fn use_sending(finding: RwSignal<FindingView>, done: Callback<FindingView>, chosen: RwSignal<Option<Step>>) -> Sending {
    let faults = Faults::new();
    let toasts = Toasts::current();
    let send = Errand::new(move |doing: &Doing| {
        faults.clear();
        let doing = doing.clone();
        let (assessment, id) =
            finding.with_untracked(|finding| (finding.row.assessment.clone(), finding.row.finding.id.clone()));
        async move {
            match api::finding::act(&assessment, &id, &doing).await {
                Ok(next) => {
                    toasts.say(doing.step().past());
                    chosen.try_set(None);
                    done.try_run(next);
                    focus_soon(HEADING.into());
                }
                Err(error) => faults.show_error(&error),
            }
        }
    });
    let cancel = Callback::new(move |()| {
        if let Some(step) = chosen.get_untracked() {
            focus_soon(faults.id_of(step.title()));
        }
        chosen.set(None);
    });
    Sending { send, faults, cancel }
}

fn button(step: Step, chosen: RwSignal<Option<Step>>, sending: Sending) -> AnyView {
    let weight = match step {
        Step::AgreePlan | Step::Verify => Weight::Main,
        Step::Withdraw => Weight::Danger,
        Step::ProposePlan
        | Step::DeclinePlan
        | Step::StartWork
        | Step::SubmitFix
        | Step::RejectFix
        | Step::AcceptRisk
        | Step::MoveDue => Weight::Plain,
    };
    let label = step.title();
    if step == Step::AgreePlan {
        let agree = move |()| sending.send.dispatch_local(Doing::AgreePlan);
        return view! { <Button weight busy=sending.send.pending() on_press=agree>{label}</Button> }.into_any();
    }
    let press = move |()| {
        sending.faults.clear();
        chosen.update(|chosen| *chosen = (*chosen != Some(step)).then_some(step));
    };
    let is_open = Signal::derive(move || chosen.get() == Some(step));
    let id = sending.faults.id_of(label);
    view! { <Opener id weight is_open on_press=press label /> }.into_any()
}

/// A proposed date that lies after the due date, which agreeing to the plan keeps.
fn late_plan(finding: &FindingView) -> Option<AnyView> {
    let (known, state) = (&finding.row.finding, finding.row.state_now);
    let proposed = known.plan_by.filter(|by| state == FindingState::PlanProposed && *by > known.fix_due)?;
    let days = (proposed - known.fix_due).num_days();
    let words = format!(
        "The plan is for {}, {} after the fix is due. Agreeing keeps the due date, {}: move it first if the later day will do.",
        in_words(proposed),
        count(days, "day", "days"),
        in_words(known.fix_due),
    );
    Some(view! { <Banner tone=Tone::Warn><p>{words}</p></Banner> }.into_any())
}

fn note(state: FindingState) -> &'static str {
    match state {
        FindingState::Open => "The vendor owes a plan. Only the vendor can propose one.",
        FindingState::PlanProposed => "An analyst agrees to the plan or asks for another.",
        FindingState::PlanAgreed | FindingState::InProgress | FindingState::Rejected => {
            "Only the vendor can report the fix; a reviewer verifies it."
        }
        FindingState::Submitted => "A reviewer verifies the fix. Only then does the score move.",
        FindingState::RiskAccepted => "When the acceptance ends, the finding returns to the state it left.",
        FindingState::Verified | FindingState::Withdrawn => "Nothing is left to do.",
    }
}

//! The form of a plan: questionnaires, depth, contact, due date, reason. Sends it, or keeps it as a draft.
//!
//! Sending always keeps the draft first and then sends it; start reading at `carry_out`.
//! What is typed stands in `typed`, what is asked is chosen in `choosing`.

use super::Ground;
use super::choosing::Choosing;
use super::preview::Preview;
use super::typed::Typed;
use crate::api::{self, Error};
use crate::components::{Button, Errand, Faults, Form, SelectField, SendButton, TextArea, Toasts};
use crate::pages::desk::due_field::DueField;
use crate::paths::Page;
use crate::visit::use_go;
use domain::api::assessment::AssessmentView;
use domain::assessment::Plan;
use domain::id::AssessmentId;
use domain::vendor::{AiSystem, suggested};
use leptos::prelude::*;

/// Keeps the plan as a draft and, if wanted, sends it. A draft that was made stays known, so that a failed sending
/// is tried again with the same one. Gives what to say of it.
async fn carry_out(
    known: StoredValue<Option<AssessmentId>>,
    plan: Plan,
    send: bool,
) -> Result<(AssessmentId, &'static str), Error> {
    let id = match known.try_get_value().flatten() {
        Some(id) => {
            api::assessment::replan(&id, &plan).await?;
            id
        }
        None => {
            let created = api::assessment::draft(&plan).await?;
            let id = AssessmentId::new(created.id).map_err(|_| Error::Broken)?;
            known.try_set_value(Some(id.clone()));
            id
        }
    };
    if !send {
        return Ok((id, "The draft is kept"));
    }
    let sent = api::assessment::send(&id).await?;
    let words = if sent.mails_by_hand { "Sent: its mail waits in the outbox" } else { "The questionnaire is sent" };
    Ok((id, words))
}

#[component]
pub fn PlanForm(
    /// What the form needs to know.
    ground: Ground,
    /// The AI system.
    system: AiSystem,
    /// The draft to go on with, if there is one.
    draft: Option<AssessmentView>,
    /// Shows the draft as the sent assessment that it has become; without it the form leads to the assessment's page.
    sent: Option<Callback<()>>,
) -> impl IntoView {
    let suggestion = suggested(&system, &ground.intake);
    let typed = Typed::of(&ground, suggestion.as_ref(), draft.as_ref().map(|draft| &draft.plan));
    let known = StoredValue::new(draft.map(|draft| draft.id));
    let faults = Faults::new();
    let toasts = Toasts::current();
    let go = use_go();
    let (vendor, system_id) = (ground.vendor.id.clone(), system.id.clone());
    let run = Errand::new(move |send: &bool| {
        faults.clear();
        let send = *send;
        let plan = typed.read(&vendor, &system_id);
        let go = go.clone();
        async move {
            let plan = match plan {
                Ok(plan) => plan,
                Err(wrong) => return faults.show(wrong),
            };
            match carry_out(known, plan, send).await {
                Ok((id, words)) => {
                    toasts.say(words);
                    match sent {
                        None => go(&Page::Assessment(id)),
                        Some(sent) if send => {
                            sent.try_run(());
                        }
                        Some(_) => {}
                    }
                }
                Err(error) => faults.show_error(&error),
            }
        }
    });
    let busy = run.pending();
    let contacts: Vec<_> =
        ground.vendor.contacts.iter().map(|one| (one.id.to_string(), format!("{}, {}", one.name, one.email))).collect();
    let names: Vec<_> = ground.vendor.contacts.iter().map(|one| (one.id.to_string(), one.name.clone())).collect();
    let label = Signal::derive(move || {
        let chosen = typed.contact.get();
        let name = names.iter().find(|(id, _)| *id == chosen).map_or("the vendor", |(_, name)| name.as_str());
        format!("Send to {name}")
    });
    let templates = ground.templates.clone();
    view! {
        <div class="columns">
            <div data-span="7">
                <Form faults busy on_send=move |()| { run.dispatch_local(true); }>
                    <Choosing templates=ground.templates.clone() suggestion=suggestion.clone() typed faults />
                    <SelectField name="contact" label="Who answers" faults value=typed.contact choices=Signal::stored(contacts)
                        hint="Gets the link by mail." />
                    <DueField faults value=typed.due hint="By the end of this day, UTC." />
                    <TextArea name="reason" label="Why you ask" faults value=typed.reason rows=4
                        hint="The vendor reads this first: what you plan with the system, and what depends on the answers." />
                    <div class="row">
                        <SendButton label busy_label="Sending" busy />
                        <Button busy on_press=move |()| { run.dispatch_local(false); }>"Keep as a draft"</Button>
                    </div>
                </Form>
            </div>
            <div data-span="5"><Preview templates typed /></div>
        </div>
    }
}

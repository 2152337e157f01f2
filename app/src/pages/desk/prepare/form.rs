//! The form of a plan: questionnaires, depth, contact, due date, reason. Sends it, or keeps it as a draft.
//!
//! Sending always keeps the draft first and then sends it; start reading at `carry_out`.
//! What is typed stands in `typed`.

use super::Ground;
use super::preview::Preview;
use super::typed::{Typed, depth_key};
use crate::api::{self, Error};
use crate::components::{
    Button, Choice, DeadlineText, Errand, Faults, Form, SelectField, SendButton, TextArea, TextField, TickGroup,
    Toasts, count,
};
use crate::paths::Page;
use crate::visit::use_go;
use domain::answer::parse_date;
use domain::api::assessment::{AssessmentView, TemplateRow};
use domain::assessment::Plan;
use domain::id::{AssessmentId, TemplateHash};
use domain::vendor::{AiSystem, Suggestion, suggested};
use leptos::prelude::*;
use std::sync::Arc;

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
                    <Questionnaires templates=ground.templates.clone() suggestion=suggestion.clone() typed faults />
                    <SelectField name="contact" label="Who answers" faults value=typed.contact choices=Signal::stored(contacts)
                        hint="Gets the link by mail." />
                    <DueField typed faults />
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

#[component]
fn Questionnaires(
    templates: Arc<Vec<TemplateRow>>,
    suggestion: Option<Suggestion>,
    typed: Typed,
    faults: Faults,
) -> impl IntoView {
    let fits = |row: &TemplateRow| suggestion.as_ref().is_some_and(|known| known.templates.contains(&row.id));
    let choice = |row: &TemplateRow| {
        let count = if row.questions_base == row.questions_deep {
            format!("{} questions.", row.questions_deep)
        } else {
            format!("{} questions, {} with the deep ones.", row.questions_base, row.questions_deep)
        };
        let note = if fits(row) { "Suggested by the tier and the system. " } else { "" };
        let words = format!("{}, version {}", row.title, row.version);
        Choice { value: row.hash.to_string(), words, hint: format!("{note}{count} {}", row.summary) }
    };
    let choices = templates.iter().map(choice).collect::<Vec<_>>();
    let is_ticked = move |hash: String| typed.templates.with(|all| all.iter().any(|one| one.as_str() == hash));
    // The order of the list is the order in which the vendor gets them.
    let order: Vec<TemplateHash> = templates.iter().map(|row| row.hash.clone()).collect();
    let on_tick = move |(hash, ticked): (String, bool)| {
        typed.templates.update(|all| {
            let wanted = |one: &TemplateHash| if one.as_str() == hash { ticked } else { all.contains(one) };
            *all = order.iter().filter(|one| wanted(one)).cloned().collect();
        });
    };
    let tier = suggestion.as_ref().map(|known| {
        let terms = &known.terms;
        let people = count(u32::from(terms.approvers), "person concludes", "different people conclude");
        format!(
            "Tier {}: depth {}, {people}, again every {} months.",
            terms.tier.title().to_ascii_lowercase(),
            depth_key(known.depth),
            terms.reassess_months
        )
    });
    let depths = Signal::stored(vec![
        ("base".to_owned(), "Base questions only".to_owned()),
        ("deep".to_owned(), "Base and deep questions".to_owned()),
    ]);
    view! {
        <TickGroup name="templates" legend="Questionnaires" hint=tier.unwrap_or_default() faults choices is_ticked on_tick />
        <SelectField name="depth" label="Depth" faults value=typed.depth choices=depths width="m" />
    }
}

#[component]
fn DueField(typed: Typed, faults: Faults) -> impl IntoView {
    let local =
        move || parse_date(&typed.due.get()).map(|date| view! { <p class="section__note"><DeadlineText date /></p> });
    view! {
        <div class="stack" data-gap="s">
            <TextField name="due" label="Answers are due" kind="date" width="m" faults value=typed.due hint="By the end of this day, UTC." />
            {local}
        </div>
    }
}

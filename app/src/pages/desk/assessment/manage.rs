//! Looking after a sent assessment: a fresh link, no link, another contact, another date, taking it back.
//!
//! Each is a button with a dialog that says what will happen; `link_forms` and `end_forms` are what the dialogs hold.
//! Link and contact stay changeable after the submission and the conclusion, because the vendor still acts on findings.

use super::super::bundle::Open;
use super::end_forms::{DueForm, WithdrawForm};
use super::link_forms::{ContactForm, ResendForm, RevokeForm};
use crate::components::{Button, Dialog, Weight, When, shutting};
use crate::visit::Visit;
use domain::actor::Role;
use domain::api::assessment::AssessmentView;
use domain::assessment::Stage;
use domain::id::AssessmentId;
use leptos::prelude::*;

/// The section; for analysts, once it is sent and unless it is withdrawn.
#[component]
pub fn Manage(
    /// The assessment on the page.
    open: Open,
) -> impl IntoView {
    let visit = Visit::current();
    let stage = move || open.view.with(|view| view.row.stage);
    let is_out = move || stage().is_out();
    let answering = move || stage().awaits_answers();
    let has_link = move || open.view.with(|view| view.invitation.as_ref().is_some_and(|link| !link.revoked));
    let concluded = move || stage() == Stage::Concluded;
    view! {
        <When holds=move || visit.has(Role::Analyst) && is_out()>
            <section class="section" aria-labelledby="h-manage">
                <h2 id="h-manage">"Look after it"</h2>
                <div class="row">
                    {doing("resend", "Send a fresh link", Weight::Plain, move |shut| view! { <ResendForm open shut /> }.into_any())}
                    <When holds=has_link>
                        {doing("revoke", "Revoke the link", Weight::Plain, move |shut| view! { <RevokeForm open shut /> }.into_any())}
                    </When>
                    {doing("answerer", "Change who answers", Weight::Plain, move |shut| view! { <ContactForm open shut /> }.into_any())}
                    <When holds=answering>
                        {doing("extend", "Extend the due date", Weight::Plain, move |shut| view! { <DueForm open shut /> }.into_any())}
                    </When>
                    <When holds=move || !concluded()>
                        {doing("withdraw", "Withdraw the assessment", Weight::Danger, move |shut| view! { <WithdrawForm id=open.view.with_untracked(|view| view.id.clone()) shut done=open.taker() words=NO_MORE_ANSWERS /> }.into_any())}
                    </When>
                </div>
            </section>
        </When>
    }
}

/// What withdrawing means once the vendor has the questionnaire.
const NO_MORE_ANSWERS: &str =
    "The vendor can no longer answer. This cannot be undone; what was answered stays on record.";

/// Withdraws a draft; for analysts.
#[component]
pub fn DropDraft(
    /// The draft.
    id: AssessmentId,
    /// Told when it is withdrawn.
    done: Callback<()>,
) -> impl IntoView {
    let visit = Visit::current();
    let done = Callback::new(move |_: AssessmentView| done.run(()));
    let words = "Nothing was sent, and nothing will be. This cannot be undone; the draft stays on record.";
    let button = doing("withdraw", "Withdraw the draft", Weight::Danger, move |shut| {
        view! { <WithdrawForm id=id.clone() shut done words /> }.into_any()
    });
    visit.has(Role::Analyst).then(|| {
        view! {
            <section class="section" aria-labelledby="h-manage">
                <h2 id="h-manage">"No longer wanted?"</h2>
                <div class="row">{button}</div>
            </section>
        }
    })
}

/// A button and its dialog. `form` gets what closes it.
fn doing(
    id: &'static str,
    label: &'static str,
    weight: Weight,
    form: impl Fn(Callback<()>) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    button_and_dialog(id, label, weight, Box::new(form))
}

type Form = dyn Fn(Callback<()>) -> AnyView + Send + Sync;

/// The one behind all.
fn button_and_dialog(id: &'static str, label: &'static str, weight: Weight, form: Box<Form>) -> AnyView {
    let open = RwSignal::new(false);
    let shut = shutting(open);
    view! {
        <Button weight on_press=move |()| open.set(true)>{label}</Button>
        <Dialog title=label id open>{form(shut)}</Dialog>
    }
    .into_any()
}

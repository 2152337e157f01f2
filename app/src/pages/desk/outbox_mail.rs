//! One mail of the outbox: to whom, its text, what became of it, and its link for an admin who asks.
//! The link is fetched by the press of its button, because the server records who asked.

use crate::api;
use crate::components::{Badge, Cell, Errand, Fold, MomentText, RowHead, Symbol, Tone};
use domain::api::people::{MailState, OutboxMail};
use leptos::prelude::*;

/// The row.
#[component]
pub fn MailRow(
    /// The mail.
    mail: OutboxMail,
    /// Why its link could not be fetched.
    trouble: RwSignal<Option<String>>,
    /// Shows the link.
    show: Callback<String>,
) -> impl IntoView {
    let id = mail.id.clone();
    let fetch = Errand::new(move |&(): &()| {
        let id = id.clone();
        async move {
            match api::outbox::mail_link(&id).await {
                Ok(reply) => {
                    trouble.try_set(None);
                    show.try_run(reply.link);
                }
                Err(error) => {
                    trouble.try_set(Some(error.sentence()));
                }
            }
        }
    });
    let to = mail.to.clone();
    let action = mail.has_link.then(|| {
        view! {
            <button class="button" type="button" aria-busy=move || fetch.pending().get().then_some("true")
                on:click=move |_| { fetch.dispatch_local(()); }
            >"Show link"<span class="visually-hidden">" of the mail to " {to}</span></button>
        }
    });
    let state = state(&mail);
    let OutboxMail { to, subject, text, created_at, .. } = mail;
    view! {
        <tr role="row">
            <RowHead name=subject />
            <Cell label="To">{to}</Cell>
            <Cell label="Written"><MomentText moment=created_at /></Cell>
            <Cell label="State" full=true>{state}</Cell>
            <Cell label="Text" full=true><MailText text /></Cell>
            <Cell label="Actions">{action}</Cell>
        </tr>
    }
}

/// The text of a mail, folded away.
#[component]
fn MailText(text: String) -> impl IntoView {
    let lines = text.lines().map(|line| view! { <p>{line.to_owned()}</p> }).collect_view();
    view! {
        <Fold words="Read">{lines}</Fold>
    }
}

fn state(mail: &OutboxMail) -> AnyView {
    let (tone, symbol, words) = match mail.state {
        MailState::Waiting => (Tone::Plain, Symbol::Clock, "Waiting"),
        MailState::Sent => (Tone::Good, Symbol::Check, "Sent"),
        MailState::Failed => (Tone::Bad, Symbol::Alert, "Not sent"),
    };
    let why = mail.error.clone().map(|why| view! { <span class="table__sub">{why}</span> });
    let until = mail.waits_until.map(|moment| {
        view! { <span class="table__sub">"Goes at "<MomentText moment />", as three links an hour go to one address, or after a failed try."</span> }
    });
    view! { <span><Badge tone symbol words />{why}{until}</span> }.into_any()
}

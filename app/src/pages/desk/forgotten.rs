//! Asks for a link to a new password. The page says the same for every address, so it tells nobody who has an account.
//!
//! The address in the message is the one that was typed, never one that the server sent back.
//! The link that the mail carries leads to `reset`.

use super::door::{Door, DoorHead};
use crate::api;
use crate::components::{Banner, Faults, Form, SendButton, TextField, Tone, submission};
use crate::paths::Page;
use domain::api::session::AskForReset;
use leptos::prelude::*;

/// The page.
#[component]
pub fn ForgottenPage() -> impl IntoView {
    let email = RwSignal::new(String::new());
    let asked_for = RwSignal::new(None::<String>);
    let faults = Faults::new();
    let ask = submission(
        faults,
        move || {
            let body = AskForReset { email: email.get_untracked() };
            async move { api::session::ask_for_reset(&body).await }
        },
        move |()| {
            asked_for.try_set(Some(email.get_untracked()));
        },
    );
    let busy = ask.pending();
    let told = move || {
        asked_for.get().map(|address| {
            view! {
                <Banner tone=Tone::Good is_news=true>
                    <p>"If " <b>{address}</b> " has an account here, a link is on its way to it, one from each organisation where it has one. It works once. No mail after a few minutes? Ask an admin of your organisation for the link."</p>
                </Banner>
            }
            .into_any()
        })
    };
    view! {
        <Door>
            <DoorHead title="Forgot your password" sub="We send a link with which you choose a new one." />
            {told}
            <Form faults busy on_send=move |()| { ask.dispatch_local(()); }>
                <TextField name="email" label="Work e-mail" kind="email" autocomplete="username" faults value=email />
                <div class="row"><SendButton label="Send me a link" busy_label="Sending" busy large=true /></div>
            </Form>
            <p><a href=Page::SignIn.url()>"Back to sign-in"</a></p>
        </Door>
    }
}

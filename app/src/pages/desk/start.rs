//! The first account of an organisation, behind the one-time link that the server prints. It holds every role.
//!
//! The token is read from the address's fragment. Afterwards the person is signed in and stands at the register.

use super::door::{BehindLink, Door, DoorHead, password_hint};
use crate::api;
use crate::components::{Faults, Form, PasswordField, SendButton, TextField, submission};
use crate::paths::Page;
use crate::visit::{Visit, use_go};
use domain::api::session::{FirstAccount, LinkView, Me, Secret};
use leptos::prelude::*;

/// The page.
#[component]
pub fn FirstAccountPage() -> impl IntoView {
    view! { <Door><BehindLink view=form dead /></Door> }
}

fn dead() -> AnyView {
    view! {
        <DoorHead title="This link no longer works" sub="The link for the first account works once, and for a limited time." />
        <p>"If an account was made with it, " <a href=Page::SignIn.url()>"sign in"</a> ". If not, start the server again: it prints a new link."</p>
    }
    .into_any()
}

fn form(token: Secret, link: LinkView) -> AnyView {
    let asks_for_organisation = link.organisation.is_none();
    let organisation = RwSignal::new(link.organisation.unwrap_or_default());
    let name = RwSignal::new(link.name.unwrap_or_default());
    let email = RwSignal::new(link.email.unwrap_or_default());
    let password = RwSignal::new(String::new());
    let faults = Faults::new();
    let visit = Visit::current();
    let go = use_go();
    let make = submission(
        faults,
        move || {
            let body = FirstAccount {
                token: token.clone(),
                organisation: asks_for_organisation.then(|| organisation.get_untracked()),
                name: name.get_untracked(),
                email: email.get_untracked(),
                password: Secret(password.get_untracked()),
            };
            async move { api::session::first_account(&body).await }
        },
        move |me: Me| {
            visit.enter(me);
            go(&Page::Register);
        },
    );
    let busy = make.pending();
    view! {
        <DoorHead title="Make the first account" sub="It holds every role. You can invite colleagues afterwards." />
        <Form faults busy on_send=move |()| { make.dispatch_local(()); }>
            {asks_for_organisation.then(|| view! {
                <TextField name="organisation" label="Your organisation" autocomplete="organization" faults value=organisation
                    hint="As vendors will read it in your invitations." />
            })}
            <TextField name="name" label="Your name" autocomplete="name" faults value=name />
            <TextField name="email" label="Work e-mail" kind="email" autocomplete="username" faults value=email />
            <PasswordField name="password" label="Password" hint=password_hint() autocomplete="new-password" faults value=password busy />
            <div class="row"><SendButton label="Make the account" busy_label="Making the account" busy large=true /></div>
        </Form>
    }
    .into_any()
}

//! A new password for a person who forgot the old one. Every session of the person ends, then the person signs in.
//!
//! The password is checked here before it is sent, by the same rules as on the account page.
//! Nobody is signed in by the link: the page leads to sign-in with the new password.

use super::door::{BehindLink, Door, DoorHead, faults_of_password, password_hint};
use crate::api;
use crate::components::{Fact, Facts, Faults, Form, PasswordField, SendButton, Toasts, Username, submission};
use crate::paths::Page;
use crate::visit::{Visit, use_go};
use domain::api::session::{LinkView, Secret, UseReset};
use leptos::prelude::*;

/// The page.
#[component]
pub fn ResetPage() -> impl IntoView {
    view! { <Door><BehindLink view=form dead /></Door> }
}

fn dead() -> AnyView {
    view! {
        <DoorHead title="This link no longer works" sub="A link to a new password works once, and for a limited time." />
        <p><a class="button" data-kind="main" data-size="l" href=Page::Forgotten.url()>"Get a new link"</a></p>
    }
    .into_any()
}

fn form(token: Secret, link: LinkView) -> AnyView {
    let email = StoredValue::new(link.email.unwrap_or_default());
    let password = RwSignal::new(String::new());
    let faults = Faults::new();
    let (visit, toasts) = (Visit::current(), Toasts::current());
    let go = use_go();
    let reset = submission(
        faults,
        move || {
            let body = UseReset { token: token.clone(), password: Secret(password.get_untracked()) };
            async move { api::session::use_reset(&body).await }
        },
        move |()| {
            visit.leave();
            toasts.say("Your password was changed. Sign in with it.");
            go(&Page::SignIn);
        },
    );
    let send = move |()| {
        let weak = password.with_untracked(|password| faults_of_password("password", password, &email.get_value()));
        if weak.is_empty() {
            reset.dispatch_local(());
        } else {
            faults.show(weak);
        }
    };
    let busy = reset.pending();
    view! {
        <DoorHead title="Choose a new password" sub="You will be signed out everywhere." />
        <Facts><Fact label="You sign in as">{email.get_value()}</Fact></Facts>
        <Form faults busy on_send=send>
            <Username email=email.get_value() />
            <PasswordField name="password" label="New password" hint=password_hint() autocomplete="new-password" faults value=password busy />
            <div class="row"><SendButton label="Change the password" busy_label="Changing" busy large=true /></div>
        </Form>
    }
    .into_any()
}

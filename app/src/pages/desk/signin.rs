//! Sign-in of staff with e-mail and password; afterwards back to where the person wanted to go.
//!
//! The way back is taken from the query only if it names a page of the desk; anything else leads to the register.

use super::door::{Door, DoorHead};
use crate::api;
use crate::app::way_back;
use crate::components::{Banner, Faults, Form, PasswordField, SendButton, TextField, submission};
use crate::paths::Page;
use crate::visit::{Visit, use_go};
use domain::api::session::{Me, Secret, SignIn};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The page.
#[component]
pub fn SignInPage() -> impl IntoView {
    let (email, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let faults = Faults::new();
    let visit = Visit::current();
    let query = use_location().search;
    let go = use_go();
    let sign_in = submission(
        faults,
        move || {
            let body = SignIn { email: email.get_untracked(), password: Secret(password.get_untracked()) };
            async move { api::session::sign_in(&body).await }
        },
        move |me: Me| {
            visit.enter(me);
            go(&query.with_untracked(|query| way_back(query)));
        },
    );
    let busy = sign_in.pending();
    view! {
        <Door>
            <DoorHead title="Sign in" sub="For the people who assess vendors here." />
            <Form faults busy on_send=move |()| { sign_in.dispatch_local(()); }>
                <TextField name="email" label="Work e-mail" kind="email" autocomplete="username" faults value=email />
                <PasswordField name="password" label="Password" autocomplete="current-password" faults value=password busy />
                <p><a href=Page::Forgotten.url()>"Forgot your password"</a></p>
                <div class="row"><SendButton label="Sign in" busy_label="Signing in" busy large=true /></div>
            </Form>
            <Banner>
                <p><b>"Asked to answer a questionnaire?"</b> " You need no account. Use the link in your mail."</p>
            </Banner>
        </Door>
    }
}

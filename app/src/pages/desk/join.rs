//! An invited member of staff checks the name, sets a password and is signed in.
//!
//! Only token, name and password are sent; the address is shown from the invitation and cannot be changed.
//! A link that no longer works shows `dead` instead of the form.

use super::door::{BehindLink, Door, DoorHead, password_hint};
use crate::api;
use crate::components::{Fact, Facts, Faults, Form, PasswordField, SendButton, TextField, Username, submission};
use crate::paths::Page;
use crate::visit::{Visit, use_go};
use domain::api::session::{Join, LinkView, Me, Secret};
use leptos::prelude::*;

/// The page.
#[component]
pub fn JoinPage() -> impl IntoView {
    view! { <Door><BehindLink view=form dead /></Door> }
}

fn dead() -> AnyView {
    view! {
        <DoorHead title="This invitation no longer works" sub="An invitation works once, and for a limited time." />
        <p>"If you have joined already, " <a href=Page::SignIn.url()>"sign in"</a> ". If not, ask the person who invited you to send it again."</p>
    }
    .into_any()
}

fn form(token: Secret, link: LinkView) -> AnyView {
    let organisation = link.organisation.unwrap_or_default();
    let email = StoredValue::new(link.email.unwrap_or_default());
    let name = RwSignal::new(link.name.unwrap_or_default());
    let password = RwSignal::new(String::new());
    let faults = Faults::new();
    let visit = Visit::current();
    let go = use_go();
    let join = submission(
        faults,
        move || {
            let body =
                Join { token: token.clone(), name: name.get_untracked(), password: Secret(password.get_untracked()) };
            async move { api::session::join(&body).await }
        },
        move |me: Me| {
            visit.enter(me);
            go(&Page::Register);
        },
    );
    let busy = join.pending();
    view! {
        <DoorHead title="Join your organisation" sub=format!("{organisation} invites you to assess vendors.") />
        <Facts><Fact label="You sign in as">{email.get_value()}</Fact></Facts>
        <Form faults busy on_send=move |()| { join.dispatch_local(()); }>
            <Username email=email.get_value() />
            <TextField name="name" label="Your name" autocomplete="name" faults value=name />
            <PasswordField name="password" label="Password" hint=password_hint() autocomplete="new-password" faults value=password busy />
            <div class="row"><SendButton label="Join" busy_label="Joining" busy large=true /></div>
        </Form>
    }
    .into_any()
}

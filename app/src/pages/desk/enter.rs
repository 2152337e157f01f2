//! A member of staff signs in by a link that the operator's console shows, without a password.
//!
//! Opening the page changes nothing; the button uses the link up.

use super::door::{BehindLink, Door, DoorHead};
use crate::api;
use crate::components::{Fact, Facts, Faults, Form, SendButton, submission};
use crate::paths::Page;
use crate::visit::{Visit, use_go};
use domain::api::session::{Enter, LinkView, Me, Secret};
use leptos::prelude::*;

/// The page.
#[component]
pub fn EnterPage() -> impl IntoView {
    view! { <Door><BehindLink view=form dead /></Door> }
}

fn dead() -> AnyView {
    view! {
        <DoorHead title="This link no longer works" sub="A link to sign in works once, and for a limited time." />
        <p>"Restart the server for fresh links, or " <a href=Page::SignIn.url()>"sign in with a password"</a> "."</p>
    }
    .into_any()
}

fn form(token: Secret, link: LinkView) -> AnyView {
    let name = link.name.unwrap_or_default();
    let faults = Faults::new();
    let visit = Visit::current();
    let go = use_go();
    let enter = submission(
        faults,
        move || {
            let body = Enter { token: token.clone() };
            async move { api::session::enter(&body).await }
        },
        move |me: Me| {
            visit.enter(me);
            go(&Page::Register);
        },
    );
    let busy = enter.pending();
    view! {
        <DoorHead title=format!("Sign in as {name}") sub=link.organisation.unwrap_or_default() />
        <Facts><Fact label="E-mail">{link.email.unwrap_or_default()}</Fact></Facts>
        <Form faults busy on_send=move |()| { enter.dispatch_local(()); }>
            <div class="row"><SendButton label="Sign in" busy_label="Signing in" busy large=true /></div>
        </Form>
    }
    .into_any()
}

//! Sign-in of staff with e-mail and password; afterwards back to where the person wanted to go.
//!
//! A password that fits accounts in several organisations is asked which. The way back is taken from the query only if
//! it names a page of the desk; anything else leads to the register.

use super::door::{Door, DoorHead};
use crate::api;
use crate::app::way_back;
use crate::components::{Banner, Choice, Faults, Form, PasswordField, RadioGroup, SendButton, TextField, submission};
use crate::paths::Page;
use crate::visit::{Visit, use_go};
use domain::api::session::{Me, OrganisationName, Secret, SignIn};
use domain::id::OrgId;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The page.
#[component]
pub fn SignInPage() -> impl IntoView {
    let (email, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let organisations = RwSignal::new(Vec::<OrganisationName>::new());
    let chosen = RwSignal::new(String::new());
    let faults = Faults::new();
    let visit = Visit::current();
    let query = use_location().search;
    let go = use_go();
    // Which organisations there are to choose from was said of one address with one password.
    Effect::new(move |before: Option<()>| {
        email.track();
        password.track();
        if before.is_some() {
            organisations.set(Vec::new());
            chosen.set(String::new());
        }
    });
    let sign_in = submission(
        faults,
        move || {
            let body = SignIn {
                email: email.get_untracked(),
                password: Secret(password.get_untracked()),
                organisation: OrgId::new(chosen.get_untracked()).ok(),
            };
            async move {
                let reply = api::session::sign_in(&body).await;
                if let Err(api::Error::Problem(problem)) = &reply
                    && !problem.organisations.is_empty()
                {
                    organisations.set(problem.organisations.clone());
                }
                reply
            }
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
                {move || which(organisations.get(), faults, chosen)}
                <p><a href=Page::Forgotten.url()>"Forgot your password"</a></p>
                <div class="row"><SendButton label="Sign in" busy_label="Signing in" busy large=true /></div>
            </Form>
            <Banner>
                <p><b>"Asked to answer a questionnaire?"</b> " You need no account. Use the link in your mail."</p>
            </Banner>
        </Door>
    }
}

/// The question which organisation to sign in to, once the server has asked it.
fn which(organisations: Vec<OrganisationName>, faults: Faults, chosen: RwSignal<String>) -> Option<impl IntoView> {
    if organisations.is_empty() {
        return None;
    }
    let choice = |one: OrganisationName| Choice { value: one.id.to_string(), words: one.name, hint: String::new() };
    let choices = organisations.into_iter().map(choice).collect();
    Some(view! { <RadioGroup name="organisation" legend="Organisation" faults choices value=chosen /> })
}

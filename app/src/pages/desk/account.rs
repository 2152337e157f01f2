//! The signed-in person's own account: what it may do, and a change of password.
//!
//! Nobody can change their own roles here. A weak password is refused before anything is sent, and a change signs
//! the person out everywhere else.

use super::door::{faults_of_password, password_hint};
use crate::api;
use crate::components::{Fact, Facts, Faults, Form, PageHead, PasswordField, SendButton, Toasts, Username, submission};
use crate::visit::Visit;
use domain::actor::{Role, Roles};
use domain::api::session::{ChangePassword, Me, Secret};
use leptos::prelude::*;

/// The page.
#[component]
pub fn AccountPage() -> impl IntoView {
    let visit = Visit::current();
    let facts = move || {
        visit.me().map(|me| {
            let Me { name, email, roles, organisation, .. } = (*me).clone();
            view! {
                <Facts>
                    <Fact label="Name">{name}</Fact>
                    <Fact label="E-mail">{email}</Fact>
                    <Fact label="Organisation">{organisation.name}</Fact>
                    <Fact label="Roles">{role_words(&roles)}</Fact>
                </Facts>
            }
            .into_any()
        })
    };
    view! {
        <main id="main" class="wrap stack" data-gap="l" data-width="text">
            <PageHead title="Your account" sub="An admin of your organisation sets your roles." />
            {facts}
            <section class="section" aria-labelledby="password-title">
                <div class="section__head">
                    <h2 id="password-title">"Change your password"</h2>
                    <p class="section__note">"You stay signed in here and are signed out everywhere else."</p>
                </div>
                <PasswordForm />
            </section>
        </main>
    }
}

#[component]
fn PasswordForm() -> impl IntoView {
    let (current, new) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let faults = Faults::new();
    let (visit, toasts) = (Visit::current(), Toasts::current());
    let change = submission(
        faults,
        move || {
            let body = ChangePassword { current: Secret(current.get_untracked()), new: Secret(new.get_untracked()) };
            async move { api::session::change_password(&body).await }
        },
        move |()| {
            current.try_set(String::new());
            new.try_set(String::new());
            toasts.say("Your password was changed");
        },
    );
    let send = move |()| {
        let email = untrack(|| visit.me()).map(|me| me.email.clone()).unwrap_or_default();
        let weak = new.with_untracked(|new| faults_of_password("new", new, &email));
        if weak.is_empty() {
            change.dispatch_local(());
        } else {
            faults.show(weak);
        }
    };
    let busy = change.pending();
    let email = untrack(|| visit.me()).map(|me| me.email.clone()).unwrap_or_default();
    view! {
        <Form faults busy on_send=send>
            <Username email />
            <PasswordField name="current" label="Password now" autocomplete="current-password" faults value=current busy />
            <PasswordField name="new" label="New password" hint=password_hint() autocomplete="new-password" faults value=new busy />
            <div class="row"><SendButton label="Change the password" busy_label="Changing" busy /></div>
        </Form>
    }
}

/// The roles in words, in their usual order.
pub fn role_words(roles: &Roles) -> String {
    let words: Vec<&str> = Role::ALL.into_iter().filter(|role| roles.contains(role)).map(Role::title).collect();
    if words.is_empty() { "None: may read".into() } else { words.join(", ") }
}

//! The two forms beside the list of people: invite someone, and change someone.
//!
//! Nobody is deleted here: a person who may no longer sign in is deactivated, and what they did stays on record.
//! The form to change someone takes the focus, because it appears away from the button that opened it.

use crate::api;
use crate::components::{
    Choice, Faults, Form, Leave, SendButton, TextField, Tick, TickGroup, Toasts, Weight, send_row, submission,
};
use domain::actor::{Role, Roles};
use domain::api::people::{AccountState, ChangeMember, Invite, Member};
use leptos::html;
use leptos::prelude::*;

/// Invites somebody to the staff.
#[component]
pub fn InviteForm(
    /// Called when somebody was invited.
    #[prop(into)]
    done: Callback<()>,
) -> impl IntoView {
    let (name, email) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let roles = RwSignal::new(Roles::new());
    let faults = Faults::new();
    let toasts = Toasts::current();
    let invite = submission(
        faults,
        move || {
            let body =
                Invite { name: name.get_untracked(), email: email.get_untracked(), roles: roles.get_untracked() };
            async move { api::people::invite(&body).await }
        },
        move |member: Member| {
            toasts.say(format!("{} was invited", member.name));
            name.try_set(String::new());
            email.try_set(String::new());
            roles.try_set(Roles::new());
            done.try_run(());
        },
    );
    let busy = invite.pending();
    view! {
        <section class="section" aria-labelledby="invite-title">
            <h2 id="invite-title">"Invite someone"</h2>
            <Form faults busy on_send=move |()| { invite.dispatch_local(()); }>
                <TextField name="name" label="Name" faults value=name />
                <TextField name="email" label="Work e-mail" kind="email" faults value=email />
                <RoleTicks faults roles />
                <div class="row"><SendButton label="Send the invitation" busy_label="Sending" busy /></div>
            </Form>
        </section>
    }
}

/// Changes what a member may do.
#[component]
pub fn ChangeForm(
    /// The member as it stands.
    member: Member,
    /// Called when the member was changed or the form was left.
    #[prop(into)]
    done: Callback<()>,
) -> impl IntoView {
    let roles = RwSignal::new(member.roles.clone());
    let active = RwSignal::new(member.state != AccountState::Deactivated);
    let faults = Faults::new();
    let toasts = Toasts::current();
    let (id, name) = (member.id.clone(), member.name.clone());
    let change = submission(
        faults,
        move || {
            let (id, body) =
                (id.clone(), ChangeMember { roles: roles.get_untracked(), active: active.get_untracked() });
            async move { api::people::change_member(&id, &body).await }
        },
        move |member: Member| {
            toasts.say(format!("{} was changed", member.name));
            done.try_run(());
        },
    );
    let title: NodeRef<html::H2> = NodeRef::new();
    // The form appears away from the button that was pressed, so it takes the focus.
    title.on_load(|title| {
        let _ = title.focus();
    });
    let busy = change.pending();
    view! {
        <section class="section" aria-labelledby="change-title">
            <h2 id="change-title" tabindex="-1" node_ref=title>{format!("Change {name}")}</h2>
            <Form faults busy on_send=move |()| { change.dispatch_local(()); }>
                <RoleTicks faults roles />
                <div class="stack" data-gap="s">
                    <Tick name="active" label="May sign in" value=active />
                    <p class="section__note">"Without it, every session of this person ends at once. What the person did stays on record."</p>
                </div>
                {send_row("Save the change", "Saving", busy, Weight::Main, Leave::Close(done))}
            </Form>
        </section>
    }
}

#[component]
fn RoleTicks(faults: Faults, roles: RwSignal<Roles>) -> impl IntoView {
    let choice =
        |role: Role| Choice { value: role.title().into(), words: role.title().into(), hint: what_a(role).into() };
    let on_tick = move |(title, ticked): (String, bool)| {
        let Some(role) = role_called(&title) else { return };
        roles.update(|roles| {
            if ticked {
                roles.insert(role);
            } else {
                roles.remove(&role);
            }
        });
    };
    let is_ticked =
        move |title: String| role_called(&title).is_some_and(|role| roles.with(|roles| roles.contains(&role)));
    view! {
        <TickGroup name="roles" legend="Roles" faults is_ticked on_tick choices=Role::ALL.map(choice).to_vec() />
    }
}

fn role_called(title: &str) -> Option<Role> {
    Role::ALL.into_iter().find(|role| role.title() == title)
}

fn what_a(role: Role) -> &'static str {
    match role {
        Role::Admin => "People, settings and outbox",
        Role::Analyst => "Vendors, intake, sending, agreeing plans",
        Role::Reviewer => "Reviewing answers, judging evidence, verifying fixes",
        Role::Approver => "Concluding, accepting risk",
        Role::Auditor => "Reading and exporting",
    }
}
